import type { DateNumber } from '../../kernel/dates.ts'

/**
 * What of an item was settled, as it lies in the item's own row: settling an item changes its row and makes no other.
 * A match counts from its date on; one that was taken back counts until the date of that.
 */
export interface Allocation {
  /** Log position of the match. */
  match: number
  from: DateNumber
  quantity: number
  value: number | null
  /** Log position and date of taking it back. */
  endedAt: number | null
  until: DateNumber | null
}

type Packed = [number, number, number, number | null, number | null, number | null]

export const pack = (allocations: readonly Allocation[]): string =>
  JSON.stringify(
    allocations.map(
      ({ match, from, quantity, value, endedAt, until }): Packed => [
        match,
        from,
        quantity,
        value,
        endedAt,
        until,
      ],
    ),
  )

export const unpack = (text: string | null): Allocation[] =>
  text === null
    ? []
    : (JSON.parse(text) as Packed[]).map(([match, from, quantity, value, endedAt, until]) => ({
        match,
        from,
        quantity,
        value,
        endedAt,
        until,
      }))

export const isLive = ({ endedAt }: Allocation): boolean => endedAt === null

/** Whether a match counts as of a date, as known at a position of the log. */
export const counts = (
  { match, from, endedAt, until }: Allocation,
  asOf: DateNumber,
  knownAt: number,
): boolean =>
  from <= asOf && match <= knownAt && !(endedAt !== null && endedAt <= knownAt && (until ?? 0) <= asOf)

/** The same in SQL, over a row `l` of open items: what is open of one of its columns. */
export const openSql = (column: 'quantity' | 'value', asOf: string, knownAt: string): string => {
  const at = column === 'quantity' ? 2 : 3
  return `IIF(l.matches IS NULL, l.${column}, l.${column} - COALESCE((
    SELECT SUM(m.value ->> ${at}) FROM json_each(l.matches) AS m
    WHERE m.value ->> 1 <= ${asOf} AND m.value ->> 0 <= ${knownAt}
      AND NOT (m.value ->> 4 IS NOT NULL AND m.value ->> 4 <= ${knownAt} AND m.value ->> 5 <= ${asOf})), 0))`
}
