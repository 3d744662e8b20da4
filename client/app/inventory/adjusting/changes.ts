import { parseAmount } from '../../lib/amounts.ts'
import { type Decimal, isNegative, isZero, subtract, sum } from '../../lib/decimal.ts'

/** What is typed into a grid of adjustments: the new quantity or the difference, and a note. Pure but for the reader's locale. */

/** What lies in a place, or nothing of it yet. */
export interface Lying {
  item: { id: string; code: string; name: string }
  place: string
  lot: string | null
  expiry: string | null
  quantity: Decimal
  unit: string
  /** It was not in the list: the books have nothing of it there. */
  isNew?: boolean
}

export const COLUMNS = ['now', 'difference', 'memo'] as const
export type Column = (typeof COLUMNS)[number]

export const keyOf = ({ item, place, lot }: Pick<Lying, 'item' | 'place' | 'lot'>): string =>
  `${item.id}\t${place}\t${lot ?? ''}`

export const cellOf = (row: Lying, column: Column): string => `${keyOf(row)}\t${column}`

/** As typed, canonical where it is a number. */
export type Cells = Readonly<Record<string, string>>

export const readCell = (column: Column, text: string, mark?: '.' | ','): string =>
  column === 'memo' ? text.trim() : (parseAmount(text, undefined, mark) ?? text.trim())

export interface Change {
  /** Undefined: it cannot be read. */
  difference: Decimal | undefined
  now: Decimal | undefined
  memo: string
  problem: { column: 'now' | 'difference'; text: string } | undefined
}

const NUMBER = /^-?\d+(\.\d+)?$/

/** What becomes of a row; undefined: nothing was typed. A new quantity stays what it is while goods move, a difference too. */
export function changeOf(row: Lying, cells: Cells): Change | undefined {
  const [now, difference] = [cells[cellOf(row, 'now')], cells[cellOf(row, 'difference')]]
  const memo = cells[cellOf(row, 'memo')] ?? ''
  if (now !== undefined) {
    if (!NUMBER.test(now)) return unread('now', 'Write a number, such as 12 or 12.5.', memo)
    if (isNegative(now)) return unread('now', 'Less than nothing cannot lie there.', memo)
    return { now, difference: subtract(now, row.quantity), memo, problem: undefined }
  }
  if (difference === undefined) return undefined
  if (!NUMBER.test(difference)) return unread('difference', 'Write a number, such as -2 or 2.5.', memo)
  return { now: sum([row.quantity, difference]), difference, memo, problem: undefined }
}

const unread = (column: 'now' | 'difference', text: string, memo: string): Change => ({
  ...{ now: undefined, difference: undefined, memo },
  problem: { column, text },
})

export interface Line {
  row: Lying
  input: {
    item: string
    place: string
    quantity: Decimal
    lot?: string
    expiry?: string
    memo?: string
  }
}

/** The lines of the document: what differs, in the order of the list. */
export function linesOf(rows: readonly Lying[], cells: Cells): Line[] {
  return rows.flatMap((row) => {
    const change = changeOf(row, cells)
    if (change?.difference === undefined || isZero(change.difference)) return []
    const { item, place, lot, expiry } = row
    return [
      {
        row,
        input: {
          item: item.id,
          place,
          quantity: change.difference,
          ...(lot !== null && { lot }),
          ...(row.isNew && expiry !== null && { expiry }),
          ...(change.memo && { memo: change.memo }),
        },
      },
    ]
  })
}

/** Typing one of the two takes the other away: the later one is meant. */
export function editsOf(
  row: Lying,
  column: Column,
  text: string,
  mark?: '.' | ',',
): { cell: string; value: string | undefined }[] {
  const read = readCell(column, text, mark)
  const value = read === '' ? undefined : read
  const own = { cell: cellOf(row, column), value }
  if (column === 'memo') return [own]
  return [own, { cell: cellOf(row, column === 'now' ? 'difference' : 'now'), value: undefined }]
}
