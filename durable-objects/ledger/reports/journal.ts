import { formatAmount } from '../../kernel/amount.ts'
import type { InputOf, ReplyOf } from '../../kernel/contract.ts'
import { decodeCursor, encodeCursor, invalidCursor } from '../../kernel/cursor.ts'
import { formatDate } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { isRefusal, type Refusal } from '../../kernel/result.ts'
import type { EntryView } from '../contract.ts'
import { totalOf } from '../ruled.ts'
import { type EntryEvent, entryView } from '../views.ts'
import type { Visibility } from '../visibility.ts'
import type { ReportsContract } from './contract.ts'
import { matches, type ReportTables } from './figures.ts'
import { type Frame, frameOf, rangeOf } from './frame.ts'
import { hashAt, partialOf } from './table.ts'

interface Row extends Record<string, SqlStorageValue> {
  effective_date: number
  sequence: number
  reversed_by: number | null
  wanted: number
}

/** The entries by effective date and position, each with all the lines that the reader sees. */
export function journalReport(
  tables: ReportTables,
  input: InputOf<ReportsContract, 'GetJournal'>,
  nowMicros: number,
  visibility: Visibility | undefined,
): ReplyOf<ReportsContract, 'GetJournal'> | Refusal<keyof ReportsContract['refusals']> {
  const { chart, database, entries, log } = tables
  const cursor = decodeCursor(input.cursor, 2)
  if (cursor === 'invalid') return invalidCursor()
  const frame = frameOf(tables, input, visibility)
  if (isRefusal(frame)) return frame
  const range = rangeOf(tables, input, nowMicros, frame)
  if (isRefusal(range)) return range
  const { from, to } = range
  const limit = input.limit ?? LIMITS.pageRowsDefault
  const [date, sequence] = (cursor ?? [from, 0]) as [number, number]
  const rows = database.all<Row>(
    `SELECT effective_date, sequence, reversed_by, (?5 IS NULL OR journal = ?5) AS wanted FROM journal_entries
     WHERE (effective_date, sequence) > (?1, ?2) AND effective_date <= ?3 AND sequence <= ?4
     ORDER BY effective_date, sequence LIMIT ${LIMITS.reportCandidatesMax}`,
    date,
    sequence,
    to,
    frame.knownAt,
    input.journal ?? null,
  )
  const data: EntryView[] = []
  let [debit, lines] = [0, 0]
  let last: Row | undefined
  for (const row of rows) {
    if (row.wanted === 1) {
      const [event] = entries.events([row.sequence])
      if (!event) throw new Error(`invariant broken: entry ${row.sequence} is not in the log`)
      const shown = isNamed(event, frame) && shownEntry(tables, event, row, frame.knownAt, visibility)
      if (shown) {
        lines += shown.view.lines.length
        if (data.length === limit || (data.length > 0 && lines > LIMITS.reportPageLinesMax)) break
        data.push(shown.view)
        debit += shown.debit
      }
    }
    last = row
  }
  const isMore = last !== rows.at(-1) || rows.length === LIMITS.reportCandidatesMax
  return {
    data,
    nextCursor: isMore && last ? encodeCursor([last.effective_date, last.sequence]) : null,
    debit: formatAmount(debit, chart.currency.scale),
    journal: input.journal ?? null,
    company: tables.ports.companyName(),
    currency: chart.currency.code,
    scale: chart.currency.scale,
    from: formatDate(from),
    to: formatDate(to),
    knownAt: frame.knownAt,
    sequence: log.head.sequence,
    hash: hashAt(tables, frame),
    ...partialOf(visibility),
  }
}

/** Some line that the reader sees has the values of a filter; an entry is shown whole. */
function isNamed({ data, actor }: EntryEvent, { filter, visibility }: Frame): boolean {
  if (!filter) return true
  const seen = visibility ? (visibility.sightOf({ data, author: actor })?.lines ?? []) : data.lines.keys()
  return [...seen].some((index) => matches(filter, data.lines[index]?.dimensions ?? {}))
}

function shownEntry(
  { chart, entries }: ReportTables,
  event: EntryEvent,
  { reversed_by }: Row,
  knownAt: number,
  visibility: Visibility | undefined,
): { view: EntryView; debit: number } | undefined {
  const sight = visibility?.sightOf({ data: event.data, author: event.actor })
  if (visibility && !sight) return undefined
  const seen = (sequence: number | null) => {
    // A reversal that was not known then has not happened yet.
    const [other] = sequence === null || sequence > knownAt ? [] : entries.events([sequence])
    if (!other) return null
    return visibility && !visibility.sightOf({ data: other.data, author: other.actor }) ? null : other.data.id
  }
  const view = entryView(chart, event, seen(reversed_by), sight)
  const shown =
    visibility && view.reverses !== null ? seen(chart.entrySequence(view.reverses) ?? null) : view.reverses
  const lines = sight ? sight.lines.flatMap((index) => event.data.lines[index] ?? []) : event.data.lines
  return { view: { ...view, reverses: shown }, debit: sight?.masked ? 0 : totalOf({ lines }) }
}
