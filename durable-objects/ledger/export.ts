import type { InputOf, ReplyOf } from '../kernel/contract.ts'
import type { ChartStore } from './chart.ts'
import type { LedgerContract } from './contract.ts'
import { entryText, exportContext, journalHeader } from './interchange/export.ts'
import type { ExportEntry, ExportHeader } from './interchange/export-model.ts'
import type { Unit } from './model.ts'
import type { LedgerTables } from './queries.ts'
import { type EntryEvent, entryEvent } from './views.ts'
import type { Visibility } from './visibility.ts'

/**
 * One page of an export, in the order of the log: the header first, then entries. `after` leads to the next page, so that
 * an export of any length is streamed in pieces of bounded size.
 */
export function exportPage(
  { chart, log }: LedgerTables,
  input: InputOf<LedgerContract, 'ExportJournal'>,
  visibility?: Visibility,
): ReplyOf<LedgerContract, 'ExportJournal'> {
  const { format, after = 0 } = input
  const header = headerOf(chart, visibility)
  const context = exportContext(header)
  const events = log.slice(after)
  const texts = events
    .filter((event) => event.type === 'journal-entry-posted')
    .flatMap((stored) => {
      const entry = shownInExport(chart, entryEvent(stored), visibility)
      return entry ? [entryText(format, entry, context)] : []
    })
  const last = events.at(-1)?.sequence ?? after
  return {
    text: (after === 0 ? (visibility ? PARTIAL : '') + journalHeader(format, header) : '') + texts.join(''),
    after: last < log.head.sequence ? last : null,
  }
}

const PARTIAL = '; Entries, lines and accounts that the reader may not see are left out.\n'

/** Where the lines that are left out of an entry are gathered, so that it still balances. */
const LEFT_OUT = { code: 'Equity:Not shown', name: 'Not shown', type: 'equity' } as const

/** An entry whose amounts are masked has none to write, so it is left out whole. */
function shownInExport(
  chart: ChartStore,
  event: EntryEvent,
  visibility: Visibility | undefined,
): ExportEntry | undefined {
  const entry = exportEntry(chart, event)
  if (!visibility) return entry
  const sight = visibility.sightOf({ ...event, author: event.actor })
  if (!sight || sight.masked) return undefined
  const lines = sight.lines.map((index) => entry.lines[index] as ExportEntry['lines'][number])
  return sight.whole ? entry : { ...entry, lines: [...lines, ...balancing(chart, lines)] }
}

function balancing(chart: ChartStore, lines: ExportEntry['lines']): ExportEntry['lines'] {
  const left = new Map<string, ExportEntry['lines'][number]>()
  for (const { unit, quantity, value, scale } of lines) {
    const of =
      value === null
        ? { unit, scale, amount: quantity }
        : { unit: chart.currency.code, scale: chart.currency.scale, amount: value }
    const before = left.get(of.unit)?.quantity ?? 0
    const sum = before - of.amount
    left.set(of.unit, {
      account: LEFT_OUT.code,
      unit: of.unit,
      scale: of.scale,
      quantity: sum,
      value: of.unit === chart.currency.code ? sum : null,
      memo: null,
    })
  }
  return [...left.values()].filter(({ quantity }) => quantity !== 0)
}

function headerOf(chart: ChartStore, visibility: Visibility | undefined): ExportHeader {
  return {
    company: '',
    currency: chart.currency.code,
    currencyScale: chart.currency.scale,
    units: chart.units(),
    accounts: visibility
      ? [...chart.accounts().filter((account) => visibility.seesAccount(account)), LEFT_OUT]
      : chart.accounts(),
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
