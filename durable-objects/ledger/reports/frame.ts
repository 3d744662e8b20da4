import { type DateNumber, formatDate, parseDate } from '../../kernel/dates.ts'
import { type Refusal, refuse } from '../../kernel/result.ts'
import { knownAtInFuture } from '../register.ts'
import type { Visibility } from '../visibility.ts'
import type { ReportTables } from './figures.ts'
import { parseFilter } from './inputs.ts'
import type { ValueSets } from './ports.ts'

/** What every report is asked within: up to which position of the log, over which lines, and for whom. */
export interface Frame {
  knownAt: number
  visibility: Visibility | undefined
  filter: ValueSets | undefined
}

export type FrameRefusal = Refusal<'known_at_in_future' | 'unknown_dimension'>

export function frameOf(
  tables: ReportTables,
  input: { knownAt?: number | undefined; filter?: string | undefined },
  visibility: Visibility | undefined,
): Frame | FrameRefusal {
  const head = tables.log.head.sequence
  const knownAt = input.knownAt ?? head
  if (knownAt > head) return knownAtInFuture(head)
  const filter = input.filter === undefined ? undefined : filterOf(tables, input.filter)
  if (filter && 'refused' in filter) return filter as Refusal<'unknown_dimension'>
  return { knownAt, visibility, filter: filter as ValueSets | undefined }
}

/** The values that are named with all below them; a name that is not there is refused, so that no typing error shows nothing. */
function filterOf({ ports }: ReportTables, text: string): ValueSets | Refusal<'unknown_dimension'> {
  const sets: Record<string, ReadonlySet<string>> = {}
  for (const [dimension, codes] of Object.entries(parseFilter(text) ?? {})) {
    const known = ports.dimensions.values(dimension)
    if (!known) return unknownDimension('/filter', `There is no dimension ${dimension}.`)
    const missing = codes.find((code) => code !== '' && !known.some((value) => value.code === code))
    if (missing !== undefined) return unknownDimension('/filter', `${dimension} has no value ${missing}.`)
    const named = ports.dimensions.subtree(
      dimension,
      codes.filter((code) => code !== ''),
    )
    sets[dimension] = codes.includes('') ? new Set([...named, '']) : named
  }
  return sets
}

export const unknownDimension = (pointer: string, detail: string): Refusal<'unknown_dimension'> =>
  refuse('unknown_dimension', detail, [{ pointer, code: 'unknown_dimension', detail }])

/** Today, or the latest effective date when that lies ahead: nothing booked is hidden by default. */
export function defaultTo(
  { database, days }: ReportTables,
  nowMicros: number,
  { knownAt, visibility }: Pick<Frame, 'knownAt' | 'visibility'>,
): DateNumber {
  const today = days.dateAt(nowMicros)
  const condition = visibility?.entryCondition('?3')
  const last = database.first<{ date: number }>(
    `SELECT e.effective_date AS date FROM journal_entries e
     WHERE e.effective_date > ?1 AND e.sequence <= ?2 ${condition ? `AND ${condition.sql}` : ''}
     ORDER BY e.effective_date DESC LIMIT 1`,
    today,
    knownAt,
    ...(condition ? [condition.parameter] : []),
  )
  return last?.date ?? today
}

/** The range that is asked for, with what is left out filled in. */
export function rangeOf(
  tables: ReportTables,
  input: { from?: string | undefined; to?: string | undefined },
  nowMicros: number,
  frame: Frame,
): { from: DateNumber; to: DateNumber } | Refusal<'dates_out_of_order'> {
  const to = parseDate(input.to ?? '') ?? defaultTo(tables, nowMicros, frame)
  const from = parseDate(input.from ?? '') ?? tables.ports.yearOf(to).from
  if (from <= to) return { from, to }
  return refuse('dates_out_of_order', 'The first day lies after the last. Exchange them.', [
    { pointer: '/from', code: 'dates_out_of_order', detail: `Must be at most ${formatDate(to)}.` },
  ])
}
