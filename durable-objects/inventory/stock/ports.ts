import type { Scope } from '../../kernel/contract.ts'
import type { NewEvent } from '../../kernel/log.ts'
import type { Actor, CommandContext } from '../../kernel/module.ts'
import type { Refusal } from '../../kernel/result.ts'
import type { postingRefusals } from '../../ledger/contract.ts'
import type { MovementRun, ReservationsParts } from '../reserved-stock.ts'
import type { BookAccount, ItemsParts } from '../stock-item.ts'
import type { PlacesParts } from '../stock-place.ts'

/** What stock asks of the rest of the books. */
export interface StockPorts {
  items: ItemsParts
  places: PlacesParts
  books: StockBooks
  /** Begins a decision that moves goods which may be reserved. */
  movement: () => MovementRun
  /** Events by which a receipt makes what was announced under its reference smaller. */
  received: ReservationsParts['received']
  /** Which accounts the actor sees; undefined: all. */
  sight(
    actor: Actor,
    operation: string,
    scope: Scope,
  ): { seesAccount(account: BookAccount): boolean } | undefined
}

/** The ledger as stock sees it. */
export interface StockBooks {
  currency(): { code: string; scale: number }
  /** Its own account, whatever was merged into it. */
  account(id: string): BookAccount
  accountByCode(code: string): BookAccount | undefined
  /** The account that the company has for what it owes. */
  payables(): BookAccount | undefined
  /** What stands on an account up to a day (yyyymmdd), debit positive, in minor units. */
  balance(id: string, until: number): number
  /** What a journal entry was made from, and how it is named. */
  madeFrom(entry: string): { origin: string | undefined; voucher: string } | undefined
  hasJournal(code: string): boolean
  /** Begins the entries of a decision, whose first event stands at this position. */
  begin(context: CommandContext, sequence: number): StockPosting
  /** The date itself where entries of the actor are taken, else the first one after it; YYYY-MM-DD. */
  firstOpenDate(date: string, journal: string, context: CommandContext): string | undefined
}

export interface StockPosting {
  readonly events: readonly NewEvent[]
  record(entry: StockEntry): string | Refusal<keyof typeof postingRefusals>
}

/** Amounts are minor units of the company's currency, debit positive, and sum to zero. */
export interface StockEntry {
  effectiveDate: string
  journal: string
  description: string
  reference?: string | undefined
  origin: string
  lines: {
    account: string
    amount: number
    dimensions?: Readonly<Record<string, string>> | undefined
    dueDate?: string | undefined
  }[]
}
