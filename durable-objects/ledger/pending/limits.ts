import { formatAmount } from '../../kernel/amount.ts'
import type { Database } from '../../kernel/database.ts'
import { type DateNumber, formatDate, type MonthNumber, monthOf, parseDate } from '../../kernel/dates.ts'
import type { CommandContext } from '../../kernel/module.ts'
import { refuse } from '../../kernel/result.ts'
import { parseDays } from '../balances.ts'
import type { Account, Unit } from '../model.ts'
import type { PostingRefusal, PostingRule } from '../rules.ts'
import type { LedgerParts } from '../store.ts'
import type { BalanceLimitSet } from './contract.ts'
import { LimitRun, NO_LIMITS } from './limit-run.ts'
import {
  boundsOf,
  keyOf,
  type Limit,
  type Moving,
  normalSide,
  pendingMovement,
  postedMovement,
  type Touched,
} from './moving.ts'
import { BalancePath, type Bound, type DayMovement } from './path.ts'
import type { PendingEntries } from './tables.ts'

/** Limits of balances: which there are, and what would break one. */

export class BalanceLimits {
  readonly #database: Database
  readonly #ledger: LedgerParts
  readonly #pending: PendingEntries
  /** What the decision with this context releases, so that posting what was on hold does not count it twice. */
  readonly #releasing = new WeakMap<CommandContext, ReadonlyMap<string, DayMovement[]>>()
  #all: Map<string, Limit> | undefined

  constructor(database: Database, ledger: LedgerParts, pending: PendingEntries) {
    this.#database = database
    this.#ledger = ledger
    this.#pending = pending
  }

  get all(): ReadonlyMap<string, Limit> {
    this.#all ??= new Map(
      this.#database
        .all<{ account: string; unit: string; min: number | null; max: number | null }>(
          'SELECT * FROM balance_limits',
        )
        .map((limit) => [keyOf(limit.account, limit.unit), limit]),
    )
    return this.#all
  }

  of(account: Account, unit: string): Limit | undefined {
    return this.all.get(keyOf(account.id, unit))
  }

  set({ account, unit, min, max }: BalanceLimitSet): void {
    if (min === null && max === null)
      this.#database.run('DELETE FROM balance_limits WHERE account = ? AND unit = ?', account, unit)
    else
      this.#database.run(
        'INSERT OR REPLACE INTO balance_limits (account, unit, min, max) VALUES (?, ?, ?, ?)',
        ...[account, unit, min, max],
      )
    this.#all = undefined
  }

  /** The limits of an account that became another one go to it where it has none of its own. */
  merge(id: string, into: string): void {
    this.#database.run('UPDATE OR IGNORE balance_limits SET account = ? WHERE account = ?', into, id)
    this.#database.run('DELETE FROM balance_limits WHERE account = ?', id)
    this.#all = undefined
  }

  forget(): void {
    this.#all = undefined
  }

  /** Every way of booking asks it. */
  get rule(): PostingRule {
    return { begin: (context) => (this.all.size === 0 ? NO_LIMITS : new LimitRun(this, context)) }
  }

  releases(context: CommandContext, lines: readonly Moving[], date: DateNumber): void {
    const released = new Map<string, DayMovement[]>()
    for (const { account, unit, quantity } of lines) {
      const key = keyOf(account.id, unit)
      const { pendingDebit, pendingCredit } = pendingMovement(date, quantity)
      const movement = { date, posted: 0, pendingDebit: 0 - pendingDebit, pendingCredit: 0 - pendingCredit }
      released.set(key, [...(released.get(key) ?? []), movement])
    }
    this.#releasing.set(context, released)
  }

  releasedBy(context: CommandContext, account: Account, unit: string): readonly DayMovement[] {
    return this.#releasing.get(context)?.get(keyOf(account.id, unit)) ?? []
  }

  /** What is on hold counts on both of its sides, where posted lines of one account would settle each other. */
  refusesHold(
    context: CommandContext,
    lines: readonly Moving[],
    effectiveDate: string,
  ): PostingRefusal | undefined {
    if (this.all.size === 0) return undefined
    const date = parseDate(effectiveDate) as DateNumber
    for (const touched of this.touched(lines, (quantity) => pendingMovement(date, quantity))) {
      const path = this.path(touched.account, touched.unit, monthOf(date))
      const refusal = this.refusal(context, touched, path, date)
      if (refusal) return refusal
    }
    return undefined
  }

  /** By account and unit, those that have a limit. */
  touched(lines: readonly Moving[], movement: (quantity: number) => DayMovement): Touched[] {
    const found = new Map<string, Touched>()
    for (const [at, { account, unit, quantity, index = at }] of lines.entries()) {
      const limit = this.of(account, unit)
      if (!limit || quantity === 0) continue
      const key = keyOf(account.id, unit)
      const touched = found.get(key) ?? { account, unit, limit, line: index, changes: [] }
      found.set(key, touched)
      touched.changes.push(movement(quantity))
    }
    return [...found.values()]
  }

  refusal(
    context: CommandContext,
    touched: Touched,
    path: BalancePath,
    from: DateNumber,
  ): PostingRefusal | undefined {
    const { account, unit, limit, line, changes } = touched
    const released = this.releasedBy(context, account, unit)
    for (const { bound, at } of boundsOf(limit, account)) {
      const broken = path.brokenBy(bound, at, [...released, ...changes])
      if (!broken) continue
      const detail = this.#detail(context, touched, path, { bound, at, from, date: broken.date, released })
      const pointer = `/lines/${line}`
      return refuse('balance_limit', detail, [{ pointer, code: 'balance_limit', detail }])
    }
    return undefined
  }

  /** Names what is available only to who may see the balance. */
  #detail(
    { actor }: CommandContext,
    { account, unit, limit }: Touched,
    path: BalancePath,
    at: { bound: Bound; at: number; from: DateNumber; date: DateNumber; released: readonly DayMovement[] },
  ): string {
    const { scale } = this.#ledger.chart.unit(unit) as Unit
    const text = (minor: number) => `${formatAmount(minor, scale)} ${unit}`
    const isMin = (at.bound === 'floor') === (normalSide(account) === 'debit')
    const bounded = isMin ? `at least ${text(limit.min ?? 0)}` : `at most ${text(limit.max ?? 0)}`
    const what = `${account.code} ${account.name} must have a ${normalSide(account)} balance of ${bounded} at the end of every day, and would not on ${formatDate(at.date)}`
    const wayOut = 'Book less, void what is pending, or change the limit.'
    const sight = this.#ledger.sight(actor, 'pending.GetBalances', 'ledger:read')
    if (sight && (sight.isByEntry || sight.masksEntries || !sight.seesAccount(account)))
      return `${what}. ${wayOut}`
    const { level } = path.worst(at.bound, at.from)
    const free = at.released.reduce(
      (sum, day) => sum + (at.bound === 'floor' ? -day.pendingCredit : day.pendingDebit),
      level,
    )
    const available = Math.max(0, at.bound === 'floor' ? free - at.at : at.at - free)
    const side = at.bound === 'floor' ? 'credited' : 'debited'
    return `${what}. From ${formatDate(at.from)} on ${text(available)} can be ${side}, with what is pending. ${wayOut}`
  }

  /** The balance by day from a month on, as it stands in this moment; what was before the month is one movement before it. */
  path(account: Account, unitCode: string, from: MonthNumber): BalancePath {
    const unit = this.#ledger.chart.unit(unitCode)
    if (!unit) return new BalancePath()
    this.#ledger.balances.settle()
    const before = this.#database.first<{ posted: number | null }>(
      `SELECT SUM(debit_quantity - credit_quantity) AS posted FROM balances
       WHERE account = ? AND unit = ? AND month < ?`,
      ...[account.ordinal, unit.ordinal, from],
    )
    const months = this.#database.all<{ month: number; days: string }>(
      'SELECT month, days FROM balances WHERE account = ? AND unit = ? AND month >= ? ORDER BY month',
      ...[account.ordinal, unit.ordinal, from],
    )
    const movements: DayMovement[] = months.flatMap(({ month, days }) =>
      parseDays(days).map(({ day, debitQuantity, creditQuantity }) =>
        postedMovement(month * 100 + day, debitQuantity - creditQuantity),
      ),
    )
    const first = from * 100
    const path = new BalancePath([postedMovement(first, before?.posted ?? 0), ...movements])
    for (const { effective_date, debit, credit } of this.#pending.amounts(account.ordinal, unit.ordinal))
      path.add({
        date: Math.max(effective_date, first),
        posted: 0,
        pendingDebit: debit,
        pendingCredit: credit,
      })
    return path
  }
}
