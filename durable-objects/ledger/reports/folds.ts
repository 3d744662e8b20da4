import type { Database } from '../../kernel/database.ts'
import type { RecordedEvent } from '../../kernel/log.ts'
import type { Migration } from '../../kernel/migrations.ts'
import type { BucketSource } from '../balance-matrix.ts'
import { Balances } from '../balances.ts'
import type { ChartStore } from '../chart.ts'
import type { EntryPosted } from '../contract.ts'
import {
  cashFlowBuckets,
  cashFlowsMigration,
  cashMovements,
  cashMovementsInSegments,
  cashSegmentBuckets,
  cashSegmentsMigration,
} from './cash-flows.ts'
import type { DimensionTotals } from './ports.ts'
import { purposeBuckets, purposeMovements, purposesMigration } from './purposes.ts'

/** Accounts whose movements the cash flows were made of: what must be made anew when an account becomes cash, or ceases to be. */
const cashAccountsMigration: Migration = {
  id: '003-cash-accounts',
  sql: 'CREATE TABLE cash_accounts (account INTEGER PRIMARY KEY) STRICT',
}

export const statementMigrations: readonly Migration[] = [
  cashFlowsMigration,
  purposesMigration,
  cashAccountsMigration,
  cashSegmentsMigration,
]

/** What is kept for statements beside the balances. */
export class StatementFolds {
  readonly #database: Database
  readonly #chart: ChartStore
  readonly #purposes: Balances
  readonly #segmentOf: DimensionTotals['segmentOf']
  #cash: CashBalances
  /** As they were before the current command made the cash flows anew. */
  #cashBefore: CashBalances | undefined
  #cashAccounts: Set<number> | undefined

  constructor(database: Database, chart: ChartStore, { segmentOf }: Pick<DimensionTotals, 'segmentOf'>) {
    this.#database = database
    this.#chart = chart
    this.#purposes = new Balances(database, 'purpose_balance')
    this.#segmentOf = segmentOf
    this.#cash = this.#cashBalances()
  }

  /** Cash by what it moved against. */
  get cashFlows(): BucketSource {
    return cashFlowBuckets(this.#chart, this.#cash.flows)
  }

  /** The same by the dimensions of what it moved against, where that has any. */
  get cashSegments(): BucketSource {
    return cashSegmentBuckets(this.#chart, this.#segmentOf, this.#cash.segments)
  }

  /** What entries that close a year, or take balances over, did. */
  get purposes(): BucketSource {
    return purposeBuckets(this.#chart, this.#purposes)
  }

  entryPosted({ data, sequence }: RecordedEvent<string, EntryPosted>): void {
    for (const movement of purposeMovements(this.#chart, data)) this.#purposes.add(movement, sequence)
    for (const balances of both(this.#cash)) balances.movements?.passed(sequence)
    if (this.#accounts.size > 0) this.#addCash(data, sequence)
  }

  #addCash(entry: EntryPosted, sequence: number): void {
    const { flows, segments } = this.#cash
    for (const movement of cashMovements(this.#chart, entry)) flows.add(movement, sequence)
    for (const movement of cashMovementsInSegments(this.#chart, this.#segmentOf, entry))
      segments.add(movement, sequence)
  }

  /** An account that became cash after it was posted to, or ceases to be, changes what moved against what. */
  accountChanged({ data, sequence }: RecordedEvent): void {
    const { id, into } = data as { id: string; into?: string }
    const account = this.#chart.accountById(into ?? id)
    const isCash = account.category === 'cash'
    const merged = into === undefined ? undefined : this.#chart.mergedAccount(id)?.ordinal
    const others = merged === undefined ? [] : [merged]
    const wasCash = this.#accounts.has(account.ordinal)
    const differs = isCash !== wasCash || others.some((other) => this.#accounts.has(other) !== isCash)
    for (const ordinal of others) this.#setCash(ordinal, false)
    this.#setCash(account.ordinal, isCash)
    if (differs && this.#isPostedTo(account.ordinal)) this.#makeAnew(sequence)
  }

  mark(): void {
    this.#cashBefore = undefined
    for (const balances of both(this.#cash)) balances.mark()
    this.#purposes.mark()
  }

  undo(): void {
    this.#cash = this.#cashBefore ?? this.#cash
    this.#cashBefore = undefined
    for (const balances of both(this.#cash)) balances.undo()
    this.#purposes.undo()
    this.#cashAccounts = undefined
  }

  flush(): void {
    for (const balances of both(this.#cash)) balances.flush()
    this.#purposes.flush()
  }

  forget(): void {
    this.#cashBefore = undefined
    for (const balances of both(this.#cash)) balances.forget()
    this.#purposes.forget()
    this.#cashAccounts = undefined
  }

  checkpoint(head: number): void {
    for (const balances of both(this.#cash)) balances.checkpoint(head)
  }

  #cashBalances(): CashBalances {
    return {
      flows: new Balances(this.#database, 'cash_flow', (entry) => cashMovements(this.#chart, entry)),
      segments: new Balances(this.#database, 'cash_segment', (entry) =>
        cashMovementsInSegments(this.#chart, this.#segmentOf, entry),
      ),
    }
  }

  get #accounts(): Set<number> {
    this.#cashAccounts ??= new Set(
      this.#database
        .all<{ account: number }>('SELECT account FROM cash_accounts')
        .map(({ account }) => account),
    )
    return this.#cashAccounts
  }

  #setCash(account: number, isCash: boolean): void {
    if (this.#accounts.has(account) === isCash) return
    const change = isCash
      ? 'INSERT INTO cash_accounts (account) VALUES (?)'
      : 'DELETE FROM cash_accounts WHERE account = ?'
    this.#database.run(change, account)
    if (isCash) this.#accounts.add(account)
    else this.#accounts.delete(account)
  }

  #isPostedTo(account: number): boolean {
    return (
      this.#database.first('SELECT 1 FROM journal_lines WHERE account = ? LIMIT 1', account) !== undefined
    )
  }

  /**
   * Folds the entries that touch cash again, up to a position; others moved none, and are not read. It is as long as
   * these are many, and happens only when somebody says that an account with entries is cash, or is not.
   */
  #makeAnew(upTo: number): void {
    this.#cashBefore ??= this.#cash
    for (const balances of both(this.#cash)) balances.settle()
    this.#cash = this.#cashBalances()
    for (const balances of both(this.#cash)) balances.clear()
    const cash = this.#chart.accounts().filter(({ category }) => category === 'cash')
    const sequences = this.#database.all<{ sequence: number }>(
      `SELECT DISTINCT sequence FROM journal_lines
       WHERE account IN (SELECT value FROM json_each(?)) AND sequence <= ? ORDER BY sequence`,
      JSON.stringify(cash.map(({ ordinal }) => ordinal)),
      upTo,
    )
    for (let start = 0; start < sequences.length; start += ENTRIES_AT_ONCE) {
      const some = sequences.slice(start, start + ENTRIES_AT_ONCE).map(({ sequence }) => sequence)
      const rows = this.#database.each<{ sequence: number; data: string }>(
        'SELECT sequence, data FROM events WHERE sequence IN (SELECT value FROM json_each(?)) ORDER BY sequence',
        JSON.stringify(some),
      )
      for (const { sequence, data } of rows) this.#addCash(JSON.parse(data) as EntryPosted, sequence)
      // Written in between, so that a long history is not held in memory.
      for (const balances of both(this.#cash)) {
        balances.flush()
        balances.mark()
      }
    }
  }
}

const ENTRIES_AT_ONCE = 1_000

/** Cash by account, and by account and dimensions. */
interface CashBalances {
  flows: Balances
  segments: Balances
}

const both = ({ flows, segments }: CashBalances): readonly Balances[] => [flows, segments]
