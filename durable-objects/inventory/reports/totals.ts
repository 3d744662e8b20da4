import type { Database } from '../../kernel/database.ts'
import { parseDate } from '../../kernel/dates.ts'
import type { EventLog, RecordedEvent } from '../../kernel/log.ts'
import type { Migration } from '../../kernel/migrations.ts'
import type { ItemChanged } from '../items/contract.ts'
import type { CostAdjusted, MovedLine, StockMoved } from '../stock/contract.ts'
import type { ItemsParts } from '../stock-item.ts'
import type { HolderValue, ValueBuckets } from './ports.ts'

/**
 * What the stock is worth by account, warehouse and family: a **holder** each, with a bucket a month as the ledger's accounts
 * have. A total as of any day reads holders and months, however many items there are. Each event's changes are kept beside them, so
 * that the total as known at any position is that of the nearest epoch's end, and the few changes between.
 *
 * A document writes one bucket and one change for each holder that it touches. An item that gets another family takes its value
 * along, day by day; as known before, it stays where it was.
 */
export const stockTotalsMigration: Migration = {
  id: '001-stock-totals',
  sql: `
    CREATE TABLE stock_holders (
      ordinal INTEGER PRIMARY KEY, account TEXT NOT NULL, warehouse INTEGER NOT NULL, family TEXT NOT NULL,
      UNIQUE (account, warehouse, family)
    ) STRICT;
    CREATE TABLE stock_total_items (item INTEGER PRIMARY KEY, family TEXT NOT NULL) STRICT;
    CREATE TABLE stock_total_changes (
      sequence INTEGER NOT NULL, holder INTEGER NOT NULL, date INTEGER NOT NULL, value INTEGER NOT NULL,
      PRIMARY KEY (sequence, holder, date)
    ) STRICT, WITHOUT ROWID`,
}

export const STOCK_TOTAL_TABLES = [
  'stock_holders',
  'stock_total_items',
  'stock_total_changes',
  'stock_totals',
  'stock_total_history',
] as const

/** The warehouse of holders whose goods are on their way, whichever transfer they belong to. */
export const ON_ITS_WAY = 0

export interface Holder {
  ordinal: number
  /** Id. */
  account: string
  /** Ordinal, or `ON_ITS_WAY`. */
  warehouse: number
  /** Code; '' is none. */
  family: string
}

interface Change {
  item: number
  warehouse: number
  date: number
  value: number
}

/** Lines whose value in each warehouse stands in the event itself. */
const SAYS_ITS_VALUE: ReadonlySet<MovedLine['move']> = new Set(['in', 'return', 'out', 'revalue', 'shift'])

export class StockTotals {
  readonly #database: Database
  readonly #log: EventLog
  readonly #items: ItemsParts
  readonly #buckets: ValueBuckets
  #holders: Map<string, Holder> | undefined

  constructor(database: Database, log: EventLog, items: ItemsParts, buckets: ValueBuckets) {
    this.#database = database
    this.#log = log
    this.#items = items
    this.#buckets = buckets
  }

  moved({ data, sequence }: RecordedEvent<string, StockMoved>): void {
    const date = parseDate(data.date) as number
    const byItem = new Map<string, MovedLine[]>()
    for (const line of data.lines) byItem.set(line.item, [...(byItem.get(line.item) ?? []), line])
    const changes: Change[] = []
    for (const [id, lines] of byItem) {
      const item = this.#items.ordinal(id)
      if (lines.every(({ move }) => SAYS_ITS_VALUE.has(move)))
        for (const { warehouse = 0, value } of lines) changes.push({ item, warehouse, date, value })
      else changes.push(...this.#booked(item, lines, date, sequence))
    }
    this.#add(changes, sequence)
  }

  adjusted({ data, sequence }: RecordedEvent<string, CostAdjusted>): void {
    const item = this.#items.ordinal(data.item)
    this.#add(
      data.moves.map(([, , warehouse, value, date]) => ({ item, warehouse, date, value })),
      sequence,
    )
  }

  /** Its value goes from one family to the other on the days on which it was booked. */
  itemChanged({ data, sequence }: RecordedEvent<string, ItemChanged>): void {
    if (data.after.family === undefined) return
    const item = this.#items.ordinal(data.id)
    const before = this.#recordedFamily(item)
    const after = data.after.family ?? ''
    if (before === undefined || before === after) return
    const rows = this.#database.all<{ account: string; warehouse: number; date: number; value: number }>(
      `SELECT p.account, p.warehouse, v.date, sum(v.value) AS value
       FROM stock_pools p JOIN stock_values v ON v.item = p.item AND v.warehouse = p.warehouse
       WHERE p.item = ? GROUP BY p.warehouse, v.date HAVING sum(v.value) <> 0`,
      item,
    )
    this.#run('UPDATE stock_total_items SET family = ? WHERE item = ?', after, item)
    const changes = new Map<string, { holder: number; date: number; value: number }>()
    for (const { account, warehouse, date, value } of rows) {
      add(changes, { holder: this.#holder(account, warehouse, before).ordinal, date, value: 0 - value })
      add(changes, { holder: this.#holder(account, warehouse, after).ordinal, date, value })
    }
    this.#write(changes.values(), sequence)
  }

  /** Up to a day, as the log stood at a position: what is worth anything. */
  asOf(date: number, knownAt: number): (Holder & { value: number })[] {
    const holders = new Map([...this.#all.values()].map((holder) => [holder.ordinal, holder]))
    return this.#values(date, knownAt).map(({ holder, value }) => ({
      ...(holders.get(holder) as Holder),
      value,
    }))
  }

  /** Ids of the accounts that stock was ever kept on. */
  accounts(): string[] {
    return [...new Set([...this.#all.values()].map(({ account }) => account))]
  }

  forget(): void {
    this.#holders = undefined
  }

  #values(date: number, knownAt: number): HolderValue[] {
    const { epochEvents } = this.#buckets
    const head = this.#log.head.sequence
    const epochStart = Math.floor(knownAt / epochEvents) * epochEvents
    const epochEnd = Math.min(epochStart + epochEvents, head)
    const from = knownAt - epochStart <= epochEnd - knownAt ? epochStart : epochEnd
    const state =
      from === head
        ? this.#buckets.asOf(date)
        : from === 0
          ? []
          : this.#buckets.atEpoch(date, from / epochEvents - 1)
    const values = new Map(state.map(({ holder, value }) => [holder, value]))
    const sign = knownAt > from ? 1 : -1
    const between = this.#database.all<{ holder: number; value: number }>(
      `SELECT holder, sum(value) AS value FROM stock_total_changes
       WHERE sequence > ? AND sequence <= ? AND date <= ? GROUP BY holder`,
      ...[Math.min(from, knownAt), Math.max(from, knownAt), date],
    )
    for (const { holder, value } of between) values.set(holder, (values.get(holder) ?? 0) + sign * value)
    return [...values].flatMap(([holder, value]) => (value === 0 ? [] : [{ holder, value }]))
  }

  /** What the stock booked for an item, where the event names only what came into all warehouses together. */
  #booked(item: number, lines: readonly MovedLine[], date: number, sequence: number): Change[] {
    const isEverywhere = lines.some(({ move }) => move === 'recost' || move === 'standard')
    const warehouses = isEverywhere
      ? this.#database
          .all<{ warehouse: number }>('SELECT warehouse FROM stock_pools WHERE item = ?', item)
          .map(({ warehouse }) => warehouse)
      : [...new Set(lines.flatMap(({ warehouse, into }) => [warehouse, into]))].filter(
          (warehouse) => warehouse !== undefined,
        )
    return warehouses.flatMap((warehouse) => {
      const row = this.#database.first<{ value: number }>(
        'SELECT value FROM stock_values WHERE item = ? AND warehouse = ? AND date = ? AND sequence = ?',
        ...[item, warehouse, date, sequence],
      )
      return row ? [{ item, warehouse, date, value: row.value }] : []
    })
  }

  #add(all: readonly Change[], sequence: number): void {
    const changes = new Map<string, { holder: number; date: number; value: number }>()
    const worth = all.filter(({ value }) => value !== 0)
    const holderOf = this.#holdersOf(worth)
    for (const { item, warehouse, date, value } of worth)
      add(changes, { holder: holderOf(item, warehouse).ordinal, date, value })
    this.#write(changes.values(), sequence)
  }

  #write(changes: Iterable<{ holder: number; date: number; value: number }>, sequence: number): void {
    const rows = [...changes].filter(({ value }) => value !== 0)
    for (const { holder, date, value } of rows) this.#buckets.add(holder, date, value, sequence)
    this.#database.insertRows(
      'stock_total_changes',
      ['sequence', 'holder', 'date', 'value'],
      rows.map(({ holder, date, value }) => [sequence, holder, date, value]),
    )
  }

  /** Of items in warehouses, all of them looked up at once. */
  #holdersOf(asked: readonly Change[]): (item: number, warehouse: number) => Holder {
    const rows = this.#database.all<{
      item: number
      warehouse: number
      account: string | null
      family: string | null
    }>(
      `SELECT k.value ->> 0 AS item, k.value ->> 1 AS warehouse, p.account, t.family FROM json_each(?) k
       LEFT JOIN stock_pools p ON p.item = k.value ->> 0 AND p.warehouse = k.value ->> 1
       LEFT JOIN stock_total_items t ON t.item = k.value ->> 0`,
      JSON.stringify(asked.map(({ item, warehouse }) => [item, warehouse])),
    )
    const known = new Map(rows.map((row) => [`${row.item}/${row.warehouse}`, row]))
    const families = new Map(rows.map(({ item, family }) => [item, family]))
    return (item, warehouse) => {
      const family = families.get(item) ?? this.#newItem(item)
      families.set(item, family)
      return this.#holder(known.get(`${item}/${warehouse}`)?.account ?? '', warehouse, family)
    }
  }

  #recordedFamily(item: number): string | undefined {
    return this.#database.first<{ family: string }>(
      'SELECT family FROM stock_total_items WHERE item = ?',
      item,
    )?.family
  }

  #newItem(item: number): string {
    const family = this.#items.byOrdinal(item).family ?? ''
    this.#run('INSERT INTO stock_total_items (item, family) VALUES (?, ?)', item, family)
    return family
  }

  #holder(account: string, warehouse: number, family: string): Holder {
    const where = warehouse < 0 ? ON_ITS_WAY : warehouse
    const key = keyOf({ account, warehouse: where, family })
    const known = this.#all.get(key)
    if (known) return known
    const holder = { ordinal: this.#all.size + 1, account, warehouse: where, family }
    this.#run(
      'INSERT INTO stock_holders (ordinal, account, warehouse, family) VALUES (?, ?, ?, ?)',
      ...[holder.ordinal, account, where, family],
    )
    this.#all.set(key, holder)
    return holder
  }

  get #all(): Map<string, Holder> {
    this.#holders ??= new Map(
      this.#database
        .all<Holder & Record<string, SqlStorageValue>>('SELECT * FROM stock_holders ORDER BY ordinal')
        .map((row) => [keyOf(row), { ...row }]),
    )
    return this.#holders
  }

  #run(statement: string, ...bindings: SqlStorageValue[]): void {
    this.#database.run(statement, ...bindings)
  }
}

const keyOf = ({ account, warehouse, family }: Pick<Holder, 'account' | 'warehouse' | 'family'>): string =>
  `${account}|${warehouse}|${family}`

function add(
  to: Map<string, { holder: number; date: number; value: number }>,
  change: { holder: number; date: number; value: number },
): void {
  const key = `${change.holder}|${change.date}`
  const known = to.get(key)
  if (known) known.value += change.value
  else to.set(key, change)
}
