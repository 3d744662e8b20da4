import type { InputOf, ReplyOf } from '../kernel/contract.ts'
import type { ChartStore } from './chart.ts'
import type { LedgerContract } from './contract.ts'
import { entryText, exportContext, journalHeader } from './interchange/export.ts'
import type { ExportEntry, ExportHeader } from './interchange/export-model.ts'
import type { Unit } from './model.ts'
import type { LedgerTables } from './queries.ts'
import { type EntryEvent, entryEvent } from './views.ts'

/**
 * One page of an export, in the order of the log: the header first, then entries. `after` leads to the next page, so that
 * an export of any length is streamed in pieces of bounded size.
 */
export function exportPage(
  { chart, log }: LedgerTables,
  input: InputOf<LedgerContract, 'ExportJournal'>,
): ReplyOf<LedgerContract, 'ExportJournal'> {
  const { format, after = 0 } = input
  const header = headerOf(chart)
  const context = exportContext(header)
  const events = log.slice(after)
  const texts = events
    .filter((event) => event.type === 'journal-entry-posted')
    .map((event) => entryText(format, exportEntry(chart, entryEvent(event)), context))
  const last = events.at(-1)?.sequence ?? after
  return {
    text: (after === 0 ? journalHeader(format, header) : '') + texts.join(''),
    after: last < log.head.sequence ? last : null,
  }
}

function headerOf(chart: ChartStore): ExportHeader {
  return {
    company: '',
    currency: chart.currency.code,
    currencyScale: chart.currency.scale,
    units: chart.units(),
    accounts: chart.accounts(),
  }
}

function exportEntry(chart: ChartStore, { data }: EntryEvent): ExportEntry {
  return {
    id: data.id,
    number: `${data.journal}-${data.number}`,
    effectiveDate: data.effectiveDate,
    description: data.description,
    reference: data.reference ?? null,
    note: data.note ?? null,
    tags: data.tags ?? {},
    lines: data.lines.map(({ account, unit, quantity, value, memo = null }) => ({
      account: chart.accountById(account).code,
      unit,
      quantity,
      scale: (chart.unit(unit) as Unit).scale,
      value,
      memo,
    })),
  }
}
