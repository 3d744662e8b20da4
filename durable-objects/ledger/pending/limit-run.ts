import { type DateNumber, type MonthNumber, monthOf, parseDate } from '../../kernel/dates.ts'
import type { CommandContext } from '../../kernel/module.ts'
import type { PostingRefusal, ProposedEntry, RuleRun } from '../rules.ts'
import type { BalanceLimits } from './limits.ts'
import { keyOf, postedMovement, type Touched } from './moving.ts'
import type { BalancePath, DayMovement } from './path.ts'

/** The rule that every posting keeps the limits of balances at the end of every day from its own on. */

/** Entries of one decision, one after the other: each sees those that were booked before it. */
export class LimitRun implements RuleRun {
  readonly #limits: BalanceLimits
  readonly #context: CommandContext
  readonly #paths = new Map<string, { path: BalancePath; from: MonthNumber }>()
  readonly #booked = new Map<string, DayMovement[]>()

  constructor(limits: BalanceLimits, context: CommandContext) {
    this.#limits = limits
    this.#context = context
  }

  refuses({ header, lines }: ProposedEntry): PostingRefusal | undefined {
    // Closing a year empties every account of income and expense, whatever its limit is.
    if (header.purpose === 'closing') return undefined
    const date = parseDate(header.effectiveDate) as DateNumber
    for (const touched of this.#touched(lines, date)) {
      const path = this.#path(touched, monthOf(date))
      const refusal = this.#limits.refusal(this.#context, touched, path, date)
      if (refusal) return refusal
    }
    return undefined
  }

  booked({ header, lines }: ProposedEntry): void {
    const date = parseDate(header.effectiveDate) as DateNumber
    for (const { account, unit, changes } of this.#touched(lines, date)) {
      const key = keyOf(account.id, unit)
      const booked = this.#booked.get(key) ?? []
      this.#booked.set(key, booked)
      booked.push(...changes)
      for (const change of changes) this.#paths.get(key)?.path.add(change)
    }
  }

  #touched(lines: ProposedEntry['lines'], date: DateNumber): Touched[] {
    const moving = lines.map(({ account, unit, quantity, index }) => ({
      account,
      unit: unit.code,
      quantity,
      index,
    }))
    return this.#limits.touched(moving, (quantity) => postedMovement(date, quantity))
  }

  /** Read once a decision, and again when an entry lies in an earlier month than all before it. */
  #path({ account, unit }: Touched, month: MonthNumber): BalancePath {
    const key = keyOf(account.id, unit)
    const known = this.#paths.get(key)
    if (known && known.from <= month) return known.path
    const path = this.#limits.path(account, unit, month)
    for (const movement of this.#booked.get(key) ?? []) path.add(movement)
    this.#paths.set(key, { path, from: month })
    return path
  }
}

export const NO_LIMITS: RuleRun = { refuses: () => undefined }
