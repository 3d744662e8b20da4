import { formatDate, parseDate } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { NewEvent } from '../../kernel/log.ts'
import type { CommandContext } from '../../kernel/module.ts'
import { isRefusal } from '../../kernel/result.ts'
import type { StockItem } from '../stock-item.ts'
import type { MoveKey, Outcome } from '../valuation/model.ts'
import type { StockAccounts } from './accounts.ts'
import { Amounts } from './booking.ts'
import type { CostAdjusted, StockSettings } from './contract.ts'
import { periodLocked, type StockRefusal } from './desk.ts'
import type { Redone } from './item-history.ts'
import type { StockBooks, StockPosting } from './ports.ts'

/** What is booked, by the day on which it is. */
export type AmountsByDay = Map<string, Amounts>

/** What later moves cost more or less than before: booked on the day of the move where it is open, else on the first open day after it. */
export class LaterCosts {
  readonly #books: StockBooks
  readonly #settings: StockSettings
  readonly #context: CommandContext
  readonly #accounts: StockAccounts
  readonly #days = new Map<number, string | undefined>()

  constructor(books: StockBooks, settings: StockSettings, context: CommandContext, accounts: StockAccounts) {
    this.#books = books
    this.#settings = settings
    this.#context = context
    this.#accounts = accounts
  }

  book(
    item: StockItem,
    redone: readonly Redone[],
    contraOf: (issue: MoveKey) => string,
    amounts: AmountsByDay,
  ): StockRefusal | undefined {
    for (const { row, before, after, isChanged } of redone) {
      if (!isChanged) continue
      const date = this.#day(row.date)
      if (date === undefined) return periodLocked(formatDate(row.date), undefined)
      const day = amounts.get(date) ?? new Amounts()
      amounts.set(date, day)
      const accounts = this.#accounts.ofRow(item, row, contraOf)
      day.book(before, accounts, -1)
      day.book(after, accounts)
    }
    return undefined
  }

  /** The events that say so, in parts, and how many moves and how much on which day. */
  adjust(document: string, item: string, redone: readonly Redone[], entries: string[]) {
    const days = new Map<string, number>()
    const moves: CostAdjusted['moves'] = []
    let changed = 0
    for (const { row, before, after, isChanged } of redone) {
      if (!isChanged) continue
      const booked = this.#day(row.date) as string
      changed++
      for (const [warehouse, amount] of valueChanges(before, after)) {
        days.set(booked, (days.get(booked) ?? 0) + amount)
        moves.push([row.sequence, row.line, warehouse, amount, parseDate(booked) as number])
      }
    }
    const events: NewEvent[] = []
    for (let start = 0; start < moves.length; start += LIMITS.adjustedMovesAnEventMax) {
      const part = moves.slice(start, start + LIMITS.adjustedMovesAnEventMax)
      const data: CostAdjusted = { document, item, entries, moves: part }
      events.push({ type: 'stock-cost-adjusted', version: 1, data })
    }
    return { events, moves: changed, days }
  }

  #day(date: number): string | undefined {
    if (!this.#days.has(date))
      this.#days.set(date, this.#books.firstOpenDate(formatDate(date), this.#settings.journal, this.#context))
    return this.#days.get(date)
  }
}

/** Change of the value that a move brought into each warehouse. */
export function valueChanges(before: Outcome, after: Outcome): [number, number][] {
  const changes = new Map<number, number>()
  const add = (warehouse: number, value: number) =>
    changes.set(warehouse, (changes.get(warehouse) ?? 0) + value)
  for (const { warehouse, value } of before.changes) add(warehouse, 0 - value)
  for (const { warehouse, value } of after.changes) add(warehouse, value)
  return [...changes].filter(([, value]) => value !== 0)
}

interface StockEntries {
  origin: string
  journal: string
  reference: string | undefined
  /** Text of the entry of a day. */
  describe(date: string): string
}

/** One entry a day; their ids. */
export function postDays(
  posting: StockPosting,
  amounts: AmountsByDay,
  { describe, ...header }: StockEntries,
): string[] | StockRefusal {
  const entries: string[] = []
  for (const [effectiveDate, day] of [...amounts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const lines = day.lines()
    if (lines.length === 0) continue
    const entry = posting.record({ ...header, effectiveDate, description: describe(effectiveDate), lines })
    if (isRefusal(entry)) return entry
    entries.push(entry)
  }
  return entries
}
