import type { Database } from '../../kernel/database.ts'
import { formatDate, parseDate } from '../../kernel/dates.ts'
import { isId, sequenceInId } from '../../kernel/ids.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { RecordedEvent } from '../../kernel/log.ts'
import type { Migration } from '../../kernel/migrations.ts'
import { invariant } from '../../kernel/result.ts'
import type { Where } from '../reserved-stock.ts'
import type {
  Amounts,
  AmountsChanged,
  ReceiptExpected,
  ReservationChanged,
  ReservationConsumed,
  ReservationKind,
  ReservationStatus,
  StockReserved,
} from './contract.ts'
import { heldIn, NOTHING, type Reservation, reservedIn, totalOf, within } from './model.ts'
import type { Dated } from './projection.ts'

/**
 * `reserved_totals` are what is reserved of an item: of a warehouse as a whole with place 0, of a place with lot '', of a lot
 * in a place. `expected` is promised of receipts, by warehouse alone. Rows without any quantity are not there.
 */
export const reservationsMigration: Migration = {
  id: '001-reservations',
  sql: `CREATE TABLE reservations (
      sequence INTEGER PRIMARY KEY,
      id TEXT NOT NULL,
      kind TEXT NOT NULL,
      status TEXT NOT NULL,
      demand TEXT NOT NULL,
      reference TEXT NOT NULL,
      line TEXT,
      item INTEGER NOT NULL,
      warehouse INTEGER NOT NULL,
      soft INTEGER NOT NULL,
      expected INTEGER NOT NULL,
      held INTEGER NOT NULL,
      consumed INTEGER NOT NULL,
      needed_by INTEGER,
      expires_at INTEGER
    ) STRICT;
    CREATE INDEX reservations_by_item ON reservations (item, sequence);
    CREATE INDEX reservations_by_reference ON reservations (reference, sequence);
    CREATE INDEX reservations_latest ON reservations (sequence) WHERE status = 'open';
    CREATE INDEX reservations_open ON reservations (item, warehouse, needed_by) WHERE status = 'open';
    CREATE INDEX reservations_expected ON reservations (item, warehouse, needed_by) WHERE expected > 0;
    CREATE INDEX reservations_expiring ON reservations (expires_at) WHERE status = 'open' AND expires_at IS NOT NULL;
    CREATE TABLE reservation_holdings (
      item INTEGER NOT NULL,
      place INTEGER NOT NULL,
      lot TEXT NOT NULL,
      reservation INTEGER NOT NULL,
      quantity INTEGER NOT NULL,
      PRIMARY KEY (item, place, lot, reservation)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX holdings_by_reservation ON reservation_holdings (reservation);
    CREATE TABLE reserved_totals (
      item INTEGER NOT NULL,
      warehouse INTEGER NOT NULL,
      place INTEGER NOT NULL,
      lot TEXT NOT NULL,
      quantity INTEGER NOT NULL,
      expected INTEGER NOT NULL,
      PRIMARY KEY (item, place, lot, warehouse)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE expected_receipts (
      reference TEXT NOT NULL,
      line INTEGER NOT NULL,
      item INTEGER NOT NULL,
      warehouse INTEGER NOT NULL,
      date INTEGER NOT NULL,
      quantity INTEGER NOT NULL,
      PRIMARY KEY (reference, line)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX expected_receipts_by_item ON expected_receipts (item, warehouse, date, quantity)`,
}

export class ReservationTables {
  readonly #database: Database
  readonly #itemOrdinal: (id: string) => number

  constructor(database: Database, itemOrdinal: (id: string) => number) {
    this.#database = database
    this.#itemOrdinal = itemOrdinal
  }

  find(id: string): Reservation | undefined {
    if (!isId('reservation', id)) return undefined
    const sequence = Math.min(sequenceInId(id), LIMITS.minorUnitsMax)
    const row = this.#database.first<Row>('SELECT * FROM reservations WHERE sequence = ?', sequence)
    return row?.id === id ? this.reservationOf(row) : undefined
  }

  reservationOf(row: Row): Reservation {
    const { demand, reference, line } = row
    return {
      id: row.id,
      sequence: row.sequence,
      kind: row.kind,
      status: row.status,
      demand: { kind: demand, reference, ...(line !== null && { line }) },
      item: row.item,
      warehouse: row.warehouse,
      amounts: {
        soft: row.soft,
        expected: row.expected,
        held: row.held === 0 ? [] : this.#held(row.sequence),
      },
      consumed: row.consumed,
      neededBy: row.needed_by,
      expiresAt: row.expires_at,
    }
  }

  #held(reservation: number): Amounts['held'] {
    return this.#database
      .all<{ place: number; lot: string; quantity: number }>(
        'SELECT place, lot, quantity FROM reservation_holdings WHERE reservation = ? ORDER BY place, lot',
        reservation,
      )
      .map(({ place, lot, quantity }) => ({ place, lot: lot || null, quantity }))
  }

  /** Steps that are reserved there. */
  reserved(item: number, where: Where): number {
    const row =
      'warehouse' in where
        ? this.#database.first<{ quantity: number }>(
            `SELECT quantity FROM reserved_totals WHERE item = ? AND place = 0 AND lot = '' AND warehouse = ?`,
            item,
            where.warehouse,
          )
        : this.#database.first<{ quantity: number }>(
            'SELECT quantity FROM reserved_totals WHERE item = ? AND place = ? AND lot = ?',
            ...[item, where.place, where.lot ?? ''],
          )
    return row?.quantity ?? 0
  }

  /** What is reserved of an item in each warehouse, place and lot. */
  totalsOf(item: number): { where: Where; quantity: number }[] {
    return this.#database
      .all<{ warehouse: number; place: number; lot: string; quantity: number }>(
        'SELECT warehouse, place, lot, quantity FROM reserved_totals WHERE item = ? AND quantity <> 0',
        item,
      )
      .map(({ warehouse, place, lot, quantity }) => ({
        where: place === 0 ? { warehouse } : { place, lot: lot || undefined },
        quantity,
      }))
  }

  /** Steps that are promised of receipts into a warehouse. */
  /** Whether any reservation waits for goods. */
  expectsAnything(): boolean {
    return (
      this.#database.first('SELECT 1 AS found FROM reserved_totals WHERE expected <> 0 LIMIT 1') !== undefined
    )
  }

  expected(item: number, warehouse: number): number {
    return (
      this.#database.first<{ expected: number }>(
        `SELECT expected FROM reserved_totals WHERE item = ? AND place = 0 AND lot = '' AND warehouse = ?`,
        item,
        warehouse,
      )?.expected ?? 0
    )
  }

  /** Reservations that wait for receipts into a warehouse, in the order in which they are covered. */
  waiting(item: number, warehouse: number): Reservation[] {
    return this.#database
      .all<Row>(
        `SELECT * FROM reservations WHERE item = ? AND warehouse = ? AND expected > 0
         ORDER BY needed_by IS NULL, needed_by, sequence LIMIT ${LIMITS.reservationsCoveredMax}`,
        item,
        warehouse,
      )
      .map((row) => this.reservationOf(row))
  }

  /** What is promised of receipts, by day. */
  promised(item: number, warehouse: number): Dated[] {
    return this.#database.all<{ date: number | null; quantity: number }>(
      `SELECT needed_by AS date, sum(expected) AS quantity FROM reservations
       WHERE item = ? AND warehouse = ? AND expected > 0 GROUP BY needed_by ORDER BY needed_by`,
      item,
      warehouse,
    )
  }

  /** What is kept of an item for reservations and promised of receipts, by warehouse and day. */
  outgoing(item: number): OutgoingRow[] {
    return this.#database.all<OutgoingRow>(
      `SELECT warehouse, needed_by AS date, sum(soft + held) AS reserved, sum(expected) AS expected FROM reservations
       WHERE item = ? AND status = 'open' GROUP BY warehouse, needed_by ORDER BY warehouse, needed_by`,
      item,
    )
  }

  /** What is announced of an item, by warehouse and day. */
  announced(item: number): IncomingRow[] {
    return this.#database.all<IncomingRow>(
      `SELECT warehouse, date, sum(quantity) AS quantity FROM expected_receipts
       WHERE item = ? GROUP BY warehouse, date ORDER BY warehouse, date`,
      item,
    )
  }

  incoming(item: number, warehouse: number): Dated[] {
    return this.#database.all<{ date: number; quantity: number }>(
      `SELECT date, sum(quantity) AS quantity FROM expected_receipts
       WHERE item = ? AND warehouse = ? GROUP BY date ORDER BY date`,
      item,
      warehouse,
    )
  }

  /** Some of the reservations that keep goods there. */
  holders(item: number, where: Where): string[] {
    const limit = LIMITS.reservationsNamedMax
    const rows =
      'warehouse' in where
        ? this.#database.all<{ id: string }>(
            `SELECT id FROM reservations WHERE item = ? AND warehouse = ? AND status = 'open' AND soft + held > 0 LIMIT ${limit}`,
            item,
            where.warehouse,
          )
        : this.#database.all<{ id: string }>(
            `SELECT DISTINCT r.id FROM reservation_holdings h JOIN reservations r ON r.sequence = h.reservation
             WHERE h.item = ?1 AND h.place = ?2 AND (?3 IS NULL OR h.lot IN ('', ?3)) LIMIT ${limit}`,
            ...[item, where.place, where.lot ?? null],
          )
    return rows.map(({ id }) => id)
  }

  openOf(demand: { kind: string; reference: string }, limit: number): Reservation[] {
    return this.#database
      .all<Row>(
        `SELECT * FROM reservations WHERE reference = ? AND demand = ? AND status = 'open' ORDER BY sequence LIMIT ?`,
        ...[demand.reference, demand.kind, limit],
      )
      .map((row) => this.reservationOf(row))
  }

  expired(nowMicros: number): string[] {
    return this.#database
      .all<{ id: string }>(
        `SELECT id FROM reservations WHERE status = 'open' AND expires_at <= ?
         ORDER BY expires_at, sequence LIMIT ${LIMITS.dueCommandsMax}`,
        nowMicros,
      )
      .map(({ id }) => id)
  }

  nextExpiry(): number | undefined {
    return (
      this.#database.first<{ at: number | null }>(
        `SELECT min(expires_at) AS at FROM reservations WHERE status = 'open' AND expires_at IS NOT NULL`,
      )?.at ?? undefined
    )
  }

  receipt(reference: string): ReceiptRow[] {
    return this.#database.all<ReceiptRow>(
      'SELECT * FROM expected_receipts WHERE reference = ? ORDER BY line',
      reference,
    )
  }

  // ------------------------------------------------------------------------------------------------- the fold

  reserve({ sequence, data }: RecordedEvent<string, StockReserved>): void {
    const { id, kind, demand, item, warehouse, neededBy, expiresAt = null } = data
    const ordinal = this.#itemOrdinal(item)
    this.#database.run(
      `INSERT INTO reservations (sequence, id, kind, status, demand, reference, line, item, warehouse, soft, expected,
         held, consumed, needed_by, expires_at) VALUES (?, ?, ?, 'open', ?, ?, ?, ?, ?, 0, 0, 0, 0, ?, ?)`,
      ...[sequence, id, kind, demand.kind, demand.reference, demand.line ?? null, ordinal, warehouse],
      ...[neededBy === undefined ? null : dateOf(neededBy), expiresAt],
    )
    this.#write(this.#known(id), data.amounts)
  }

  change({ id, after: { amounts, neededBy, expiresAt } }: ReservationChanged): void {
    const before = this.#known(id)
    if (amounts) this.#write(before, amounts)
    if (neededBy !== undefined)
      this.#database.run(
        'UPDATE reservations SET needed_by = ? WHERE sequence = ?',
        neededBy === null ? null : dateOf(neededBy),
        before.sequence,
      )
    if (expiresAt !== undefined)
      this.#database.run(
        'UPDATE reservations SET expires_at = ? WHERE sequence = ?',
        expiresAt,
        before.sequence,
      )
  }

  changeAmounts({ id, after }: AmountsChanged): void {
    this.#write(this.#known(id), after)
  }

  consume({ id, after, quantity }: ReservationConsumed): void {
    const before = this.#known(id)
    this.#write(before, after)
    this.#database.run(
      'UPDATE reservations SET consumed = consumed + ?, status = ? WHERE sequence = ?',
      ...[quantity, totalOf(after) === 0 ? 'consumed' : 'open', before.sequence],
    )
  }

  settle(id: string, status: ReservationStatus): void {
    const before = this.#known(id)
    this.#write(before, NOTHING)
    this.#database.run('UPDATE reservations SET status = ? WHERE sequence = ?', status, before.sequence)
  }

  expect({ reference, after }: ReceiptExpected): void {
    this.#database.run('DELETE FROM expected_receipts WHERE reference = ?', reference)
    const rows = after.map(({ item, warehouse, quantity, date }, line) => [
      ...[reference, line, this.#itemOrdinal(item), warehouse, dateOf(date), quantity],
    ])
    const columns = ['reference', 'line', 'item', 'warehouse', 'date', 'quantity']
    this.#database.insertRows('expected_receipts', columns, rows)
  }

  #known(id: string): Reservation {
    const reservation = this.find(id)
    invariant(reservation, `reservation ${id} is there`)
    return reservation
  }

  /** What a reservation keeps from now on, and the totals that it counts in. */
  #write({ sequence, item, warehouse, amounts: before }: Reservation, after: Amounts): void {
    this.#database.run(
      'UPDATE reservations SET soft = ?, expected = ?, held = ? WHERE sequence = ?',
      ...[after.soft, after.expected, heldIn(after), sequence],
    )
    if (before.held.length > 0)
      this.#database.run('DELETE FROM reservation_holdings WHERE reservation = ?', sequence)
    const rows = after.held.map(({ place, lot, quantity }) => [item, place, lot ?? '', sequence, quantity])
    const columns = ['item', 'place', 'lot', 'reservation', 'quantity']
    this.#database.insertRows('reservation_holdings', columns, rows)
    this.#add(
      [item, warehouse, 0, ''],
      reservedIn(after) - reservedIn(before),
      after.expected - before.expected,
    )
    for (const [amounts, sign] of [
      [before, -1],
      [after, 1],
    ] as const)
      for (const { place, lot, quantity } of amounts.held)
        for (const where of within(place, lot))
          this.#add([item, warehouse, place, ('lot' in where && where.lot) || ''], sign * quantity, 0)
  }

  #add(
    key: [item: number, warehouse: number, place: number, lot: string],
    quantity: number,
    expected: number,
  ) {
    if (quantity === 0 && expected === 0) return
    this.#database.run(
      `INSERT INTO reserved_totals (item, warehouse, place, lot, quantity, expected) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET quantity = quantity + excluded.quantity, expected = expected + excluded.expected`,
      ...[...key, quantity, expected],
    )
    if (quantity <= 0 && expected <= 0)
      this.#database.run(
        `DELETE FROM reserved_totals WHERE item = ? AND warehouse = ? AND place = ? AND lot = ?
           AND quantity = 0 AND expected = 0`,
        ...key,
      )
  }
}

const dateOf = (text: string): number => {
  const date = parseDate(text)
  invariant(date !== undefined, `${text} is a date`)
  return date
}

export const dateText = (date: number | null): string | null => (date === null ? null : formatDate(date))

export interface Row extends Record<string, SqlStorageValue> {
  sequence: number
  id: string
  kind: ReservationKind
  status: ReservationStatus
  demand: string
  reference: string
  line: string | null
  item: number
  warehouse: number
  soft: number
  expected: number
  held: number
  consumed: number
  needed_by: number | null
  expires_at: number | null
}

export interface ReceiptRow extends Record<string, SqlStorageValue> {
  reference: string
  line: number
  item: number
  warehouse: number
  date: number
  quantity: number
}

interface OutgoingRow extends Record<string, SqlStorageValue> {
  warehouse: number
  date: number | null
  reserved: number
  expected: number
}

interface IncomingRow extends Record<string, SqlStorageValue> {
  warehouse: number
  date: number
  quantity: number
}
