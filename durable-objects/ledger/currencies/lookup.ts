import type { DateNumber } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { Chart } from '../model.ts'
import { ECB_BASE } from './ecb.ts'
import { type FoundRate, findRate, type RateRefusal } from './finding.ts'
import type { Rates } from './rates.ts'
import type { SettingsStore } from './settings.ts'

export interface Lookup {
  from: string
  to: string
  date: DateNumber
  source?: string | undefined
  knownAt?: number | undefined
}

/** Rates by what the company has decided, kept for the next line that asks for the same. */
export class RateLookup {
  readonly #rates: Rates
  readonly #settings: SettingsStore
  readonly #chart: () => Pick<Chart, 'currency'>
  readonly #found = new Map<string, FoundRate | RateRefusal>()

  constructor(rates: Rates, settings: SettingsStore, chart: () => Pick<Chart, 'currency'>) {
    this.#rates = rates
    this.#settings = settings
    this.#chart = chart
  }

  find(lookup: Lookup): FoundRate | RateRefusal {
    const { from, to, date, source = '', knownAt = LIMITS.minorUnitsMax } = lookup
    const key = JSON.stringify([from, to, date, source, knownAt])
    const known = this.#found.get(key)
    if (known) return known
    const found = findRate(this.#rates.at(knownAt), {
      from,
      to,
      date,
      sources: this.sources(lookup.source),
      maxAgeDays: this.#settings.current.maxAgeDays,
      pivots: this.pivots(),
    })
    if (this.#found.size >= FOUND_KEPT) this.#found.clear()
    this.#found.set(key, found)
    return found
  }

  /** Into the company's currency. */
  toCurrency(from: string, date: DateNumber, source: string | undefined): FoundRate | RateRefusal {
    return this.find({ from, to: this.#chart().currency.code, date, source })
  }

  sources(only: string | undefined): readonly string[] {
    return only === undefined ? this.#settings.sourcesOf(this.#rates.sources()) : [only]
  }

  /** A cross rate goes through the euro or the company's currency where it can. */
  pivots(): readonly string[] {
    return [ECB_BASE, this.#chart().currency.code]
  }

  forget(): void {
    this.#found.clear()
  }
}

const FOUND_KEPT = 1_000
