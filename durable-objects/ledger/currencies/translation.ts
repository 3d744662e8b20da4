import type { MonthNumber } from '../../kernel/dates.ts'
import { isRefusal, type Refusal } from '../../kernel/result.ts'
import type { AccountType } from '../contract.ts'
import type { Unit } from '../model.ts'
import { convert } from './decimals.ts'
import type { TranslationMethod } from './inputs.ts'

/**
 * Figures of the company in another currency (IAS 21.39): assets and liabilities at the closing rate; income and expenses
 * at the average rate of their month, which stands for the rates of their days (IAS 21.40); equity at the rate of the
 * month it moved in. What then keeps the figures from summing to zero is the translation difference, a line of its own
 * in equity (IAS 21.41). With `convenience` everything is at the closing rate.
 *
 * Rounding: once for each account at the closing rate, and once for each account and month at a month's rate. Pure.
 */

/** What moved on an account in a month: minor units of the company's currency, debit positive. */
export interface Movement {
  /** Any key of the caller's. */
  account: string
  type: AccountType
  month: MonthNumber
  value: number
}

export interface AppliedRate {
  rate: string
  from: string
  to: string
  /** Empty where both are the same currency. */
  source: string
  /** The day it is of, or the month that it is the mean of. */
  date: string
  basis: 'closing' | 'average' | 'month-end' | 'same'
}

export interface TranslationRates {
  closing(): AppliedRate | Refusal<'rate_not_found'>
  average(month: MonthNumber): AppliedRate | Refusal<'rate_not_found'>
}

export interface TranslationPlan {
  method: TranslationMethod
  from: Pick<Unit, 'code' | 'scale'>
  to: Pick<Unit, 'code' | 'scale'>
  rates: TranslationRates
}

export interface Translated {
  /** By account, in minor units of the other currency, debit positive. */
  figures: ReadonlyMap<string, number>
  /** Makes all figures sum to zero; debit positive. */
  difference: number
  /** What was used, each once. */
  rates: AppliedRate[]
}

export function translate(
  movements: Iterable<Movement>,
  { method, from, to, rates }: TranslationPlan,
): Translated | Refusal<'rate_not_found' | 'balance_out_of_range'> {
  const used = new Map<string, AppliedRate>()
  const figures = new Map<string, number>()
  let sum = 0
  for (const { account, month, value } of merged(movements, method)) {
    const key = month === CLOSING ? 'closing' : String(month)
    const rate = used.get(key) ?? (month === CLOSING ? rates.closing() : rates.average(month))
    if (isRefusal(rate)) return rate
    used.set(key, rate)
    const figure = convert(value, rate.rate, { from: from.scale, to: to.scale })
    if (figure === undefined) return outOfRange(to.code)
    figures.set(account, (figures.get(account) ?? 0) + figure)
    sum += figure
    if (!Number.isSafeInteger(sum) || !Number.isSafeInteger(figures.get(account))) return outOfRange(to.code)
  }
  return { figures, difference: 0 - sum, rates: [...used.values()] }
}

/** Instead of a month: the amount is at the closing rate. */
const CLOSING = 0

/** One amount for each account and rate. */
function merged(movements: Iterable<Movement>, method: TranslationMethod) {
  const sums = new Map<string, { account: string; month: MonthNumber; value: number }>()
  for (const { account, type, month: moved, value } of movements) {
    const isClosing = method === 'convenience' || type === 'asset' || type === 'liability'
    const month = isClosing ? CLOSING : moved
    const key = `${month} ${account}`
    const sum = sums.get(key)
    if (sum) sum.value += value
    else sums.set(key, { account, month, value })
  }
  return sums.values()
}

const outOfRange = (currency: string): Refusal<'balance_out_of_range'> => ({
  refused: 'balance_out_of_range',
  detail: `In ${currency} the figures are more than can be exact.`,
  errors: [],
})
