import {
  type DateNumber,
  firstDayOf,
  formatDate,
  lastDayOf,
  type MonthNumber,
  monthOf,
} from '../../kernel/dates.ts'
import { isRefusal, type Refusal } from '../../kernel/result.ts'
import { chained, meanOf } from './decimals.ts'
import type { RateLookup } from './lookup.ts'
import type { Rates } from './rates.ts'
import type { AppliedRate, TranslationRates } from './translation.ts'

export interface TranslationWanted {
  from: string
  to: string
  asOf: DateNumber
  source?: string | undefined
  knownAt?: number | undefined
}

/**
 * Closing and average rates for a report. The average of a month is the mean of the rates of its days, as far as the
 * report goes; where a month has none, the rate that held at its end.
 */
export class AverageRates {
  readonly #rates: Rates
  readonly #lookup: RateLookup
  readonly #averages = new Map<string, AppliedRate | Refusal<'rate_not_found'>>()

  constructor(rates: Rates, lookup: RateLookup) {
    this.#rates = rates
    this.#lookup = lookup
  }

  of(wanted: TranslationWanted): TranslationRates {
    const { from, to, asOf } = wanted
    const same: AppliedRate = { rate: '1', from, to, source: '', date: formatDate(asOf), basis: 'same' }
    return {
      closing: () => (from === to ? same : this.#at(wanted, asOf, 'closing')),
      average: (month) => (from === to ? same : this.#average(wanted, month)),
    }
  }

  forget(): void {
    this.#averages.clear()
  }

  #average(wanted: TranslationWanted, month: MonthNumber): AppliedRate | Refusal<'rate_not_found'> {
    const { from, to, asOf, source, knownAt } = wanted
    const until = monthOf(asOf) === month ? asOf : lastDayOf(month)
    const key = JSON.stringify([from, to, month, until, source, knownAt])
    const kept = this.#averages.get(key)
    if (kept) return kept
    const average = this.#meanOfDays(wanted, month, until) ?? this.#at(wanted, until, 'month-end')
    if (this.#averages.size >= AVERAGES_KEPT) this.#averages.clear()
    this.#averages.set(key, average)
    return average
  }

  #at(
    { from, to, source, knownAt }: TranslationWanted,
    date: DateNumber,
    basis: AppliedRate['basis'],
  ): AppliedRate | Refusal<'rate_not_found'> {
    const found = this.#lookup.find({ from, to, date, source, knownAt })
    if (isRefusal(found)) return found
    return { rate: found.rate, from, to, source: found.source, date: formatDate(found.date), basis }
  }

  #meanOfDays(wanted: TranslationWanted, month: MonthNumber, until: DateNumber): AppliedRate | undefined {
    for (const source of this.#lookup.sources(wanted.source)) {
      const days = this.#daily(source, wanted, firstDayOf(month), until)
      if (days.length === 0) continue
      const { from, to } = wanted
      const date = formatDate(firstDayOf(month)).slice(0, 7)
      return { rate: meanOf(days), from, to, source, date, basis: 'average' }
    }
    return undefined
  }

  /** The rate of each day that the source has one for: as it was recorded, its inverse, or through a third currency. */
  #daily(
    source: string,
    { from, to, knownAt }: TranslationWanted,
    first: DateNumber,
    last: DateNumber,
  ): string[] {
    const steps = (base: string, quote: string) => this.#steps(source, base, quote, first, last, knownAt)
    const straight = steps(from, to)
    if (straight.size > 0) return [...straight.values()].map((step) => chained([step]))
    const partners = this.#rates.partners(source, to)
    const common = [...this.#rates.partners(source, from)].filter((unit) => partners.has(unit))
    const pivots = this.#lookup.pivots()
    common.sort((a, b) => rank(pivots, a) - rank(pivots, b) || (a < b ? -1 : 1))
    for (const pivot of common) {
      const [one, other] = [steps(from, pivot), steps(pivot, to)]
      const both = [...one].flatMap(([day, step]) => {
        const next = other.get(day)
        return next ? [chained([step, next])] : []
      })
      if (both.length > 0) return both
    }
    return []
  }

  #steps(source: string, from: string, to: string, first: DateNumber, last: DateNumber, knownAt?: number) {
    const direct = this.#rates.series({ source, base: from, quote: to }, first, last, knownAt)
    const isInverse = direct.size === 0
    const rates = isInverse
      ? this.#rates.series({ source, base: to, quote: from }, first, last, knownAt)
      : direct
    return new Map([...rates].map(([day, rate]) => [day, { rate, isInverse }]))
  }
}

const AVERAGES_KEPT = 1_000

const rank = (pivots: readonly string[], unit: string): number => {
  const at = pivots.indexOf(unit)
  return at < 0 ? pivots.length : at
}
