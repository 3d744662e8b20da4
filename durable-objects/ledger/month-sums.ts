import type { MonthNumber } from '../kernel/dates.ts'
import type { Totals } from './balances.ts'

/** A holder's debits and credits in one unit: its months in their order, and four sums of each. */
export interface HolderMonths {
  account: number
  unit: number
  months: MonthNumber[]
  /** Debit and credit quantity, debit and credit value. */
  sums: number[]
}

/**
 * The sums of buckets without their days, in memory: what a report that ends with months is made of. A bucket takes about
 * 40 bytes.
 */
export class MonthSums {
  readonly #holders = new Map<number, HolderMonths>()
  #buckets = 0

  get buckets(): number {
    return this.#buckets
  }

  holders(): Iterable<HolderMonths> {
    return this.#holders.values()
  }

  /** The bucket is this from now on. */
  set(account: number, unit: number, month: MonthNumber, totals: Totals): void {
    const { months, sums } = this.#holder(account, unit)
    const at = this.#place(months, sums, month)
    sums[at] = totals.debitQuantity
    sums[at + 1] = totals.creditQuantity
    sums[at + 2] = totals.debitValue
    sums[at + 3] = totals.creditValue
  }

  #holder(account: number, unit: number): HolderMonths {
    const key = account * UNITS_MAX + unit
    let holder = this.#holders.get(key)
    if (!holder) {
      holder = { account, unit, months: [], sums: [] }
      this.#holders.set(key, holder)
    }
    return holder
  }

  /** Where the sums of a month are; most come in the order of their months. */
  #place(months: MonthNumber[], sums: number[], month: MonthNumber): number {
    let at = months.length
    while (at > 0 && (months[at - 1] as number) >= month) at--
    if (months[at] !== month) {
      months.splice(at, 0, month)
      sums.splice(at * SUMS, 0, 0, 0, 0, 0)
      this.#buckets++
    }
    return at * SUMS
  }
}

export const SUMS = 4
/** Ordinals of units lie below it. */
export const UNITS_MAX = 2 ** 20
