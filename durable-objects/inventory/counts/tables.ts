import type { Database } from '../../kernel/database.ts'
import { parseDate } from '../../kernel/dates.ts'
import { isId, sequenceInId } from '../../kernel/ids.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { RecordedEvent } from '../../kernel/log.ts'
import type { Migration } from '../../kernel/migrations.ts'
import { invariant } from '../../kernel/result.ts'
import type { Counting, CountPlanned, CountPosted, CountRecorded, CountStatus } from './contract.ts'
import { isLater } from './domain.ts'

/**
 * `stock_count_lines` hold of each line the counting in force and the first; `stock_countings` hold all of them.
 * `stock_count_moves` are what moved in warehouses while a count is open in them: with it the books are known as they were at any
 * position since that was planned. Lots are '' where there is none.
 */
export const countsMigration: Migration = {
  id: '001-counts',
  sql: `
    CREATE TABLE stock_counts (
      sequence INTEGER PRIMARY KEY, id TEXT NOT NULL, number INTEGER NOT NULL, name TEXT, note TEXT,
      status TEXT NOT NULL, warehouse INTEGER NOT NULL, place INTEGER NOT NULL, is_blind INTEGER NOT NULL,
      planned_at INTEGER NOT NULL, planned_by TEXT NOT NULL, left_out INTEGER NOT NULL,
      lines INTEGER NOT NULL, counted INTEGER NOT NULL, found INTEGER NOT NULL, differing INTEGER NOT NULL,
      contested INTEGER NOT NULL, date INTEGER, document TEXT, gained INTEGER NOT NULL, lost INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX stock_counts_open ON stock_counts (warehouse) WHERE status IN ('open', 'finished');
    CREATE INDEX stock_counts_posted ON stock_counts (date) WHERE status = 'posted';
    CREATE TABLE stock_count_lines (
      count INTEGER NOT NULL, line INTEGER NOT NULL, item INTEGER NOT NULL, place INTEGER NOT NULL, lot TEXT NOT NULL,
      is_expected INTEGER NOT NULL, countings INTEGER NOT NULL, in_force INTEGER, quantity INTEGER, booked INTEGER,
      at INTEGER, counted_at INTEGER, counted_by TEXT, expiry TEXT, is_contested INTEGER NOT NULL, value INTEGER,
      PRIMARY KEY (count, line), UNIQUE (count, item, place, lot)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE stock_open_lines (
      item INTEGER NOT NULL, place INTEGER NOT NULL, lot TEXT NOT NULL, count INTEGER NOT NULL,
      PRIMARY KEY (item, place, lot)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX stock_open_lines_by_count ON stock_open_lines (count);
    CREATE TABLE stock_countings (
      count INTEGER NOT NULL, line INTEGER NOT NULL, number INTEGER NOT NULL, quantity INTEGER NOT NULL,
      booked INTEGER NOT NULL, at INTEGER NOT NULL, counted_at INTEGER NOT NULL, counted_by TEXT NOT NULL, key TEXT,
      PRIMARY KEY (count, line, number)
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX stock_counting_keys ON stock_countings (count, key) WHERE key IS NOT NULL;
    CREATE TABLE stock_count_moves (
      item INTEGER NOT NULL, place INTEGER NOT NULL, lot TEXT NOT NULL, sequence INTEGER NOT NULL, line INTEGER NOT NULL,
      side INTEGER NOT NULL, warehouse INTEGER NOT NULL, quantity INTEGER NOT NULL,
      PRIMARY KEY (item, place, lot, sequence, line, side)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE stock_last_counts (
      item INTEGER NOT NULL, place INTEGER NOT NULL, date INTEGER NOT NULL, PRIMARY KEY (item, place)
    ) STRICT, WITHOUT ROWID`,
}

export const COUNTS_TABLES = [
  'stock_counts',
  'stock_count_lines',
  'stock_open_lines',
  'stock_countings',
  'stock_count_moves',
  'stock_last_counts',
] as const

export interface CountRow extends Record<string, SqlStorageValue> {
  sequence: number
  id: string
  number: number
  name: string | null
  note: string | null
  status: CountStatus
  warehouse: number
  place: number
  is_blind: number
  planned_at: number
  planned_by: string
  left_out: number
  lines: number
  counted: number
  found: number
  differing: number
  contested: number
  date: number | null
  document: string | null
  gained: number
  lost: number
}

export interface LineRow extends Record<string, SqlStorageValue> {
  count: number
  line: number
  item: number
  place: number
  lot: string
  is_expected: number
  countings: number
  in_force: number | null
  quantity: number | null
  booked: number | null
  at: number | null
  counted_at: number | null
  counted_by: string | null
  expiry: string | null
  is_contested: number
  value: number | null
}

/** A line that was counted. */
export type CountedRow = LineRow & { quantity: number; booked: number; at: number; counted_at: number }

export const isCounted = (row: LineRow): row is CountedRow => row.quantity !== null

export interface CountingRow extends Record<string, SqlStorageValue> {
  count: number
  line: number
  number: number
  quantity: number
  booked: number
  at: number
  counted_at: number
  counted_by: string
  key: string | null
}

export interface MovedGoods {
  item: number
  place: number
  lot: string
  line: number
  side: 0 | 1
  warehouse: number
  quantity: number
}

export class CountTables {
  readonly database: Database
  readonly #itemOrdinal: (id: string) => number

  constructor(database: Database, itemOrdinal: (id: string) => number) {
    this.database = database
    this.#itemOrdinal = itemOrdinal
  }

  find(id: string): CountRow | undefined {
    if (!isId('stockCount', id)) return undefined
    const row = this.bySequence(Math.min(sequenceInId(id), LIMITS.minorUnitsMax))
    return row?.id === id ? row : undefined
  }

  bySequence(sequence: number): CountRow | undefined {
    return this.database.first<CountRow>('SELECT * FROM stock_counts WHERE sequence = ?', sequence)
  }

  lastNumber(): number {
    return (
      this.database.first<{ last: number | null }>('SELECT max(number) AS last FROM stock_counts')?.last ?? 0
    )
  }

  lines(count: number): LineRow[] {
    return this.database.all<LineRow>('SELECT * FROM stock_count_lines WHERE count = ? ORDER BY line', count)
  }

  lineOf(count: number, item: number, place: number, lot: string): LineRow | undefined {
    return this.database.first<LineRow>(
      'SELECT * FROM stock_count_lines WHERE count = ? AND item = ? AND place = ? AND lot = ?',
      ...[count, item, place, lot],
    )
  }

  /** The open count that has a line, if there is one. */
  openIn(item: number, place: number, lot: string): number | undefined {
    return this.database.first<{ count: number }>(
      'SELECT count FROM stock_open_lines WHERE item = ? AND place = ? AND lot = ?',
      ...[item, place, lot],
    )?.count
  }

  byKey(count: number, key: string): (CountingRow & LineRow) | undefined {
    return this.database.first<CountingRow & LineRow>(
      `SELECT l.item, l.place, l.lot, c.* FROM stock_countings c JOIN stock_count_lines l
         ON l.count = c.count AND l.line = c.line WHERE c.count = ? AND c.key = ?`,
      count,
      key,
    )
  }

  countings(count: number, line: number): CountingRow[] {
    return this.database.all<CountingRow>(
      'SELECT * FROM stock_countings WHERE count = ? AND line = ? ORDER BY number',
      count,
      line,
    )
  }

  /** What moved in or out of a place since a position. */
  movedAfter(position: number, item: number, place: number, lot: string): number {
    return (
      this.database.first<{ sum: number | null }>(
        'SELECT sum(quantity) AS sum FROM stock_count_moves WHERE item = ? AND place = ? AND lot = ? AND sequence > ?',
        ...[item, place, lot, position],
      )?.sum ?? 0
    )
  }

  /** Day (yyyymmdd) on which an item was counted last in a place; 0: never. */
  lastCounted(item: number, place: number): number {
    return (
      this.database.first<{ date: number }>(
        'SELECT date FROM stock_last_counts WHERE item = ? AND place = ?',
        item,
        place,
      )?.date ?? 0
    )
  }

  isCounting(warehouse: number): boolean {
    return (
      this.database.first(
        `SELECT 1 AS found FROM stock_counts WHERE warehouse = ? AND status IN ('open', 'finished') LIMIT 1`,
        warehouse,
      ) !== undefined
    )
  }

  // ------------------------------------------------------------------------------------------------- the fold

  plan({ sequence, recordedAt, actor, data }: RecordedEvent<string, CountPlanned>): void {
    const rows = data.items.flatMap(({ item, at }) =>
      at.map(([place, lot]) => ({ item: this.#itemOrdinal(item), place, lot: lot ?? '' })),
    )
    this.database.run(
      `INSERT INTO stock_counts (sequence, id, number, name, note, status, warehouse, place, is_blind, planned_at,
         planned_by, left_out, lines, counted, found, differing, contested, gained, lost)
       VALUES (?, ?, ?, ?, ?, 'open', ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0, 0)`,
      ...[sequence, data.id, data.number, data.name ?? null, data.note ?? null, data.warehouse, data.place],
      ...[data.isBlind ? 1 : 0, recordedAt, actor, data.leftOut, rows.length],
    )
    this.#insertLines(
      rows.map(({ item, place, lot }, line) => ({
        count: sequence,
        line,
        item,
        place,
        lot,
        isExpected: true,
      })),
    )
  }

  #insertLines(
    lines: { count: number; line: number; item: number; place: number; lot: string; isExpected: boolean }[],
  ): void {
    this.database.insertRows(
      'stock_count_lines',
      ['count', 'line', 'item', 'place', 'lot', 'is_expected', 'countings', 'is_contested'],
      lines.map(({ count, line, item, place, lot, isExpected }) => [
        ...[count, line, item, place, lot, isExpected ? 1 : 0, 0, 0],
      ]),
    )
    this.database.insertRows(
      'stock_open_lines',
      ['item', 'place', 'lot', 'count'],
      lines.map(({ count, item, place, lot }) => [item, place, lot, count]),
    )
  }

  record({ recordedAt: _, actor, data }: RecordedEvent<string, CountRecorded>): void {
    const count = this.#known(data.id)
    let { lines, counted, found, differing, contested } = count
    for (const counting of data.lines) {
      const item = this.#itemOrdinal(counting.item)
      const lot = counting.lot ?? ''
      let row = this.lineOf(count.sequence, item, counting.place, lot)
      if (!row) {
        const line = {
          count: count.sequence,
          line: lines,
          item,
          place: counting.place,
          lot,
          isExpected: false,
        }
        this.#insertLines([line])
        row = this.lineOf(count.sequence, item, counting.place, lot) as LineRow
        lines += 1
        found += 1
      }
      const now = this.#recordLine(row, counting, actor)
      counted += isCounted(row) ? 0 : 1
      differing += Number(now.quantity !== now.booked) - Number(isCounted(row) && row.quantity !== row.booked)
      contested += now.is_contested - row.is_contested
    }
    this.database.run(
      'UPDATE stock_counts SET lines = ?, counted = ?, found = ?, differing = ?, contested = ? WHERE sequence = ?',
      ...[lines, counted, found, differing, contested, count.sequence],
    )
  }

  #recordLine(row: LineRow, counting: Counting, actor: string): LineRow {
    const { quantity, booked, at, countedAt, key = null, expiry = null } = counting
    const number = row.countings + 1
    this.database.run(
      `INSERT INTO stock_countings (count, line, number, quantity, booked, at, counted_at, counted_by, key)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[row.count, row.line, number, quantity, booked, at, countedAt, actor, key],
    )
    const known = isCounted(row) ? { ...row, countedAt: row.counted_at } : undefined
    const isInForce = !known || isLater(counting, known)
    const isContested = known !== undefined && quantity - booked !== known.quantity - known.booked
    this.database.run(
      `UPDATE stock_count_lines SET countings = ?, is_contested = ?, expiry = coalesce(?, expiry)
       WHERE count = ? AND line = ?`,
      ...[number, isContested ? 1 : 0, expiry, row.count, row.line],
    )
    if (isInForce)
      this.database.run(
        `UPDATE stock_count_lines SET in_force = ?, quantity = ?, booked = ?, at = ?, counted_at = ?, counted_by = ?
         WHERE count = ? AND line = ?`,
        ...[number, quantity, booked, at, countedAt, actor, row.count, row.line],
      )
    return {
      ...row,
      ...(isInForce && { quantity, booked }),
      is_contested: isContested ? 1 : 0,
    }
  }

  settle(id: string, status: CountStatus): void {
    const count = this.#known(id)
    this.database.run('UPDATE stock_counts SET status = ? WHERE sequence = ?', status, count.sequence)
    if (status === 'posted' || status === 'cancelled') this.#close(count)
  }

  post({ id, date: text, document, values }: CountPosted): void {
    const count = this.#known(id)
    const date = parseDate(text)
    invariant(date !== undefined, `${text} is a date`)
    let [gained, lost] = [0, 0]
    for (const { line, value } of values) {
      this.database.run(
        'UPDATE stock_count_lines SET value = ? WHERE count = ? AND line = ?',
        ...[value, count.sequence, line],
      )
      if (value > 0) gained += value
      else lost -= value
    }
    this.database.run(
      'UPDATE stock_counts SET date = ?, document = ?, gained = ?, lost = ? WHERE sequence = ?',
      ...[date, document, gained, lost, count.sequence],
    )
    this.database.run(
      `INSERT INTO stock_last_counts (item, place, date)
       SELECT item, place, ?2 FROM stock_count_lines WHERE count = ?1 AND quantity IS NOT NULL GROUP BY item, place
       ON CONFLICT DO UPDATE SET date = max(date, excluded.date)`,
      ...[count.sequence, date],
    )
    this.settle(id, 'posted')
  }

  #close({ sequence, warehouse }: CountRow): void {
    this.database.run('DELETE FROM stock_open_lines WHERE count = ?', sequence)
    if (!this.isCounting(warehouse))
      this.database.run('DELETE FROM stock_count_moves WHERE warehouse = ?', warehouse)
  }

  move(sequence: number, moves: readonly MovedGoods[]): void {
    this.database.insertRows(
      'stock_count_moves',
      ['item', 'place', 'lot', 'sequence', 'line', 'side', 'warehouse', 'quantity'],
      moves.map(({ item, place, lot, line, side, warehouse, quantity }) => [
        ...[item, place, lot, sequence, line, side, warehouse, quantity],
      ]),
    )
  }

  #known(id: string): CountRow {
    const count = this.find(id)
    invariant(count, `count ${id} is there`)
    return count
  }
}
