import type { DateNumber } from '../../kernel/dates.ts'

/**
 * A balance along its days: what is posted, and what is pending on each side. Pure; minor units of one unit, debit positive.
 * What is pending counts against a bound and never in its favour: credits on hold lower what a floor leaves, debits on hold
 * what a ceiling leaves.
 */
export interface DayMovement {
  date: DateNumber
  /** Net of the day, debit positive. */
  posted: number
  pendingDebit: number
  pendingCredit: number
}

export type Bound = 'floor' | 'ceiling'

/** A level of the balance at the end of a day, with what counts against the bound. */
export interface Level {
  level: number
  date: DateNumber
}

export class BalancePath {
  /** In order, one a date. */
  readonly #days: DayMovement[] = []

  constructor(days: Iterable<DayMovement> = []) {
    for (const day of days) this.add(day)
  }

  add({ date, posted, pendingDebit, pendingCredit }: DayMovement): void {
    const day = this.#at(date)
    day.posted += posted
    day.pendingDebit += pendingDebit
    day.pendingCredit += pendingCredit
  }

  /** The level closest to the bound, or furthest past it, on a date or later. */
  worst(bound: Bound, from: DateNumber): Level {
    let [level, worst] = [0, undefined as Level | undefined]
    for (const day of this.#days) {
      // The level of the last day before counts on the date itself, which may have no movement.
      if (day.date > from && !worst) worst = { level, date: from }
      level += movedTowards(bound, day)
      if (day.date >= from && (!worst || isWorse(bound, level, worst.level)))
        worst = { level, date: day.date }
    }
    return worst ?? { level, date: from }
  }

  /**
   * The first day on which the changes leave the balance past the bound, and further than it was: nothing that brings a
   * balance nearer to its bound is kept from it.
   */
  brokenBy(bound: Bound, at: number, changes: readonly DayMovement[]): Level | undefined {
    const sorted = changes.toSorted((a, b) => a.date - b.date)
    let [before, change, index, changeIndex] = [0, 0, 0, 0]
    for (;;) {
      const [day, changed] = [this.#days[index], sorted[changeIndex]]
      const date = Math.min(day?.date ?? Number.POSITIVE_INFINITY, changed?.date ?? Number.POSITIVE_INFINITY)
      if (date === Number.POSITIVE_INFINITY) return undefined
      if (day?.date === date) {
        before += movedTowards(bound, day)
        index++
      }
      for (; sorted[changeIndex]?.date === date; changeIndex++)
        change += movedTowards(bound, sorted[changeIndex] as DayMovement)
      const after = before + change
      if (isWorse(bound, after, at) && isWorse(bound, after, before)) return { level: after, date }
    }
  }

  /** The first day at all on which the balance is past the bound. */
  firstPast(bound: Bound, at: number): DateNumber | undefined {
    let level = 0
    for (const day of this.#days) {
      level += movedTowards(bound, day)
      if (isWorse(bound, level, at)) return day.date
    }
    return undefined
  }

  #at(date: DateNumber): DayMovement {
    // Most come in the order of their days.
    let index = this.#days.length
    while (index > 0 && (this.#days[index - 1] as DayMovement).date > date) index--
    const last = this.#days[index - 1]
    if (last?.date === date) return last
    const day = { date, posted: 0, pendingDebit: 0, pendingCredit: 0 }
    this.#days.splice(index, 0, day)
    return day
  }
}

const movedTowards = (bound: Bound, { posted, pendingDebit, pendingCredit }: DayMovement): number =>
  bound === 'floor' ? posted - pendingCredit : posted + pendingDebit

const isWorse = (bound: Bound, level: number, than: number): boolean =>
  bound === 'floor' ? level < than : level > than
