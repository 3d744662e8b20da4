import type { Database } from '../../kernel/database.ts'
import { parseDate } from '../../kernel/dates.ts'
import type { EventLog, RecordedEvent } from '../../kernel/log.ts'
import type { Migration } from '../../kernel/migrations.ts'
import type { ItemsParts } from '../stock-item.ts'
import { mulDiv } from '../valuation/exact.ts'
import type { MovedLine, StockMoved } from './contract.ts'
import { MOVE_KINDS, type StockTables } from './tables.ts'

/**
 * What suppliers' bills are still expected for: lines of receipts, and costs that were added to them. A row says how much
 * came, went back and was billed; what stands for it on the account of goods received is what its moves cost by now, less what
 * bills cleared. A line of which more was billed than was kept expects a credit note: its quantity and value are negative.
 *
 * What a receipt without a cost and a return are worth may change with what is recorded later, so lines with either of them stay
 * in the list's index even when nothing of their quantity is left (`is_varying`).
 */
export const accrualsMigration: Migration = {
  id: '003-accruals',
  sql: `
    CREATE TABLE stock_accruals (
      sequence INTEGER NOT NULL, line INTEGER NOT NULL, item INTEGER NOT NULL, date INTEGER NOT NULL,
      is_cost INTEGER NOT NULL, quantity INTEGER NOT NULL, returned INTEGER NOT NULL, billed INTEGER NOT NULL,
      cleared INTEGER NOT NULL, is_purchase INTEGER NOT NULL, account TEXT NOT NULL, is_varying INTEGER NOT NULL,
      PRIMARY KEY (sequence, line)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX stock_open_accruals ON stock_accruals (sequence, line)
      WHERE quantity <> returned + billed OR is_varying = 1;
    CREATE TABLE stock_reversed_bills (bill TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE stock_accounts (account TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE INDEX stock_moves_of ON stock_moves (item, of_sequence, of_line) WHERE of_sequence IS NOT NULL`,
}

export const ACCRUAL_TABLES = ['stock_accruals', 'stock_reversed_bills', 'stock_accounts'] as const

export interface Accrual {
  /** Of the document and its line. */
  sequence: number
  line: number
  /** Ordinal. */
  item: number
  date: number
  /** A cost that was added to a receipt: it is billed as a whole, and has no quantity. */
  isCost: boolean
  /** Steps that came, 1 of a cost. */
  quantity: number
  returned: number
  billed: number
  cleared: number
  /** Continental style: what is billed is a purchase, and nothing stands on an account until then. */
  isPurchase: boolean
  /** Id of the other side of the move. */
  account: string
}

interface AccrualRow extends Record<string, SqlStorageValue> {
  sequence: number
  line: number
  item: number
  date: number
  is_cost: number
  quantity: number
  returned: number
  billed: number
  cleared: number
  is_purchase: number
  account: string
}

/** Steps that are still to be billed; negative: to be credited. */
export const unbilled = ({ quantity, returned, billed }: Accrual): number => quantity - returned - billed

/** Of what stands for a line, the part for so many of the steps that are open. */
export const shareOf = (value: number, quantity: number, open: number): number =>
  quantity === open ? value : mulDiv(value, quantity, open)

export class Accruals {
  readonly #database: Database
  readonly #tables: StockTables
  readonly #log: EventLog
  readonly #items: ItemsParts
  #accounts: string[] | undefined

  constructor(tables: StockTables, log: EventLog, items: ItemsParts) {
    this.#tables = tables
    this.#database = tables.database
    this.#log = log
    this.#items = items
  }

  at(sequence: number, line: number): Accrual | undefined {
    const row = this.#database.first<AccrualRow>(
      'SELECT * FROM stock_accruals WHERE sequence = ? AND line = ?',
      sequence,
      line,
    )
    return row && accrualOf(row)
  }

  /** Lines that something is expected for, or stands for, after a position; in the order of the log. */
  *open(sequence: number, line: number): Generator<Accrual & { value: number }> {
    const rows = this.#database.each<AccrualRow>(
      `SELECT * FROM stock_accruals INDEXED BY stock_open_accruals
       WHERE (quantity <> returned + billed OR is_varying = 1) AND (sequence, line) > (?, ?) ORDER BY sequence, line`,
      ...[sequence, line],
    )
    for (const row of rows) {
      const accrual = accrualOf(row)
      const value = this.value(accrual)
      if (unbilled(accrual) !== 0 || value !== 0) yield { ...accrual, value }
    }
  }

  /** What is expected for a line in value: what its goods cost by now, less those that went back, less what bills cleared. */
  value({ item, date, sequence, line, cleared }: Accrual): number {
    const row = this.#database.first<{ cost: number; back: number | null }>(
      `SELECT cost, (SELECT sum(cost) FROM stock_moves WHERE item = ?1 AND of_sequence = ?3 AND of_line = ?4 AND kind = ?5) AS back
       FROM stock_moves WHERE item = ?1 AND date = ?2 AND sequence = ?3 AND line = ?4`,
      ...[item, date, sequence, line, OUT],
    )
    return (row?.cost ?? 0) + (row?.back ?? 0) - cleared
  }

  /** Id of the document at a position. */
  documentAt(sequence: number): string {
    return (JSON.parse(this.#log.at(sequence)?.data ?? '{}') as StockMoved).id
  }

  /** What so many steps that go back were received at: of what is expected, and beyond that of what was billed. */
  receivedAt(accrual: Accrual, quantity: number): number {
    const open = Math.max(0, unbilled(accrual))
    const expected = Math.min(open, quantity)
    const { item, date, sequence, line } = accrual
    const row = this.#database.first<{ cost: number }>(
      'SELECT cost FROM stock_moves WHERE item = ? AND date = ? AND sequence = ? AND line = ?',
      ...[item, date, sequence, line],
    )
    const billed = mulDiv(row?.cost ?? 0, quantity - expected, accrual.quantity)
    return billed + (expected === 0 ? 0 : shareOf(this.value(accrual), expected, open))
  }

  /** Steps over which a difference of cost is divided: those that had not gone back by a day; all of them, where none was kept. */
  kept({ item, sequence, line, quantity }: Accrual, date: number, alsoBack = 0): number {
    const row = this.#database.first<{ back: number | null }>(
      `SELECT sum(quantity) AS back FROM stock_moves
       WHERE item = ? AND of_sequence = ? AND of_line = ? AND kind = ? AND date <= ?`,
      ...[item, sequence, line, OUT, date],
    )
    const kept = quantity - (row?.back ?? 0) - alsoBack
    return kept > 0 ? kept : quantity
  }

  isReversed(bill: string): boolean {
    return (
      this.#database.first('SELECT 1 AS found FROM stock_reversed_bills WHERE bill = ?', bill) !== undefined
    )
  }

  /** Ids of the accounts that stock has been booked on, as they were named then. */
  accounts(): readonly string[] {
    this.#accounts ??= this.#tables.stockAccounts()
    return this.#accounts
  }

  /** After the moves of the document are in their tables. */
  moved({ data, sequence }: RecordedEvent<string, StockMoved>): void {
    for (const [line, moved] of data.lines.entries()) {
      if (moved.accrual) this.#expect(moved, { sequence, line, date: parseDate(data.date) as number })
      if (moved.billed) this.#bill(moved.billed)
      else if (moved.move === 'out' && moved.of) this.#giveBack(moved.of, moved.quantity ?? 0)
      for (const account of [moved.stock, moved.intoStock]) if (account !== undefined) this.#use(account)
    }
    if (data.kind === 'bill-reversal' && data.of !== undefined)
      this.#database.run('INSERT OR IGNORE INTO stock_reversed_bills (bill) VALUES (?)', data.of)
  }

  forget(): void {
    this.#accounts = undefined
  }

  #expect(
    moved: MovedLine,
    { sequence, line, date }: { sequence: number; line: number; date: number },
  ): void {
    const isCost = moved.move === 'recost'
    const isVarying = !isCost && (moved.cost ?? null) === null
    this.#database.run(
      `INSERT INTO stock_accruals (sequence, line, item, date, is_cost, quantity, returned, billed, cleared, is_purchase, account, is_varying)
       VALUES (?, ?, ?, ?, ?, ?, 0, 0, 0, ?, ?, ?)`,
      ...[sequence, line, this.#items.ordinal(moved.item), date, Number(isCost)],
      isCost ? 1 : (moved.quantity ?? 0),
      ...[Number(moved.accrual === 'purchases'), moved.contra ?? '', Number(isVarying)],
    )
  }

  #bill({ of, quantity, cleared }: NonNullable<MovedLine['billed']>): void {
    this.#database.run(
      'UPDATE stock_accruals SET billed = billed + ?, cleared = cleared + ? WHERE sequence = ? AND line = ?',
      ...[quantity, cleared, of.sequence, of.line],
    )
  }

  #giveBack(of: { sequence: number; line: number }, quantity: number): void {
    this.#database.run(
      'UPDATE stock_accruals SET returned = returned + ?, is_varying = 1 WHERE sequence = ? AND line = ?',
      ...[quantity, of.sequence, of.line],
    )
  }

  #use(account: string): void {
    if (this.accounts().includes(account)) return
    this.#database.run('INSERT OR IGNORE INTO stock_accounts (account) VALUES (?)', account)
    this.forget()
  }
}

const OUT = MOVE_KINDS.indexOf('out')

const accrualOf = ({ is_cost, is_purchase, ...row }: AccrualRow): Accrual => ({
  ...row,
  isCost: is_cost === 1,
  isPurchase: is_purchase === 1,
})
