import {
  absolute,
  type Decimal,
  isDecimal,
  isNegative,
  isZero,
  padScale,
  subtract,
  sum,
} from '../../lib/decimal.ts'
import type { Row } from './model.ts'
import { isRate, rateOf, valueAt } from './rate.ts'

/** What the grid needs to know of the books. */
export interface Books {
  currency: string
  /** Decimal places; undefined for a unit that is not known. */
  scaleOf: (unit: string) => number | undefined
  /** The account when there is such one: its only unit if it has one, and whether its lines are open items. */
  account: (code: string) => { unit: string | null; isOpenItem?: boolean } | undefined
}

/** The unit a row is in: its own, else the account's, else the company's currency. */
export const unitOf = (row: Row, books: Books): string =>
  row.unit.trim() || books.account(row.account)?.unit || books.currency

export const usesOtherUnits = (rows: readonly Row[], books: Books): boolean =>
  rows.some((row) => unitOf(row, books) !== books.currency)

export interface UnitBalance {
  unit: string
  debit: Decimal
  credit: Decimal
  /** Debit less credit. */
  difference: Decimal
  /** A line's value comes from a rate that only the server knows, so the difference is not the whole of it. */
  isOpen?: true
}

/**
 * Running sums, by the rule of the ledger: values in company currency sum to zero, and lines of another unit that have no
 * value sum to zero by themselves. Company currency comes first. Amounts that cannot be read yet count as nothing.
 * A line with a rate counts with the value that the rate makes; where only the server knows the rate, it is left out.
 */
export function balancesOf(rows: readonly Row[], books: Books): [UnitBalance, ...UnitBalance[]] {
  const sides = new Map<string, { debit: Decimal[]; credit: Decimal[] }>([
    [books.currency, { debit: [], credit: [] }],
  ])
  let isOpen = false
  for (const row of rows) {
    const side = row.debit !== '' ? 'debit' : 'credit'
    const unit = unitOf(row, books)
    const value = unit === books.currency ? undefined : valueIn(row, side, books)
    if (value === 'unknown') isOpen = true
    const amount = value ?? row[side]
    if (!isDecimal(amount)) continue
    const key = value === undefined ? unit : books.currency
    const sum = sides.get(key) ?? { debit: [], credit: [] }
    sum[side].push(amount)
    sides.set(key, sum)
  }
  const balances = [...sides].map(([unit, of]): UnitBalance => {
    const zero = padScale('0', books.scaleOf(unit) ?? 0)
    const [debit, credit] = [sum([zero, ...of.debit]), sum([zero, ...of.credit])]
    const balance = { unit, debit, credit, difference: subtract(debit, credit) }
    return isOpen && unit === books.currency ? { ...balance, isOpen: true } : balance
  })
  return balances as [UnitBalance, ...UnitBalance[]]
}

/** In company currency: as it was typed, or as a rate makes it. Undefined: the line has none, and its unit sums by itself. */
function valueIn(row: Row, side: 'debit' | 'credit', books: Books): Decimal | 'unknown' | undefined {
  if (!isRate(row.value)) return isDecimal(row.value) ? row.value : undefined
  const rate = rateOf(row.value)
  if (!isDecimal(rate) || !isDecimal(row[side])) return 'unknown'
  return valueAt(row[side], rate, books.scaleOf(books.currency) ?? 0)
}

export const isBalanced = (balances: readonly UnitBalance[]): boolean =>
  balances.every(({ difference, isOpen }) => isZero(difference) || isOpen)

/**
 * Where the difference goes: the row in focus if it has no amount yet, else the first row with an account and no amount, else a
 * row of its own. Undefined when there is no difference in company currency.
 */
export function fillOf(
  rows: readonly Row[],
  books: Books,
  focused: number | undefined,
): { at: number; cells: { debit: Decimal; credit: Decimal } } | undefined {
  const { difference, isOpen } = balancesOf(rows, books)[0]
  if (isZero(difference) || isOpen) return undefined
  const isFree = (row: Row | undefined) =>
    row !== undefined && row.debit === '' && row.credit === '' && unitOf(row, books) === books.currency
  const chosen =
    focused !== undefined && isFree(rows[focused])
      ? focused
      : rows.findIndex((row) => isFree(row) && row.account !== '')
  const blank = rows.findIndex(isFree)
  const at = chosen >= 0 ? chosen : blank >= 0 ? blank : rows.length
  const amount = absolute(difference)
  return { at, cells: isNegative(difference) ? { debit: amount, credit: '' } : { debit: '', credit: amount } }
}
