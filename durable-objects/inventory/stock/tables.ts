import type { Database } from '../../kernel/database.ts'
import type { Migration } from '../../kernel/migrations.ts'
import type { Issued, MoveKey, UnitCost } from '../valuation/model.ts'
import type { DocumentKind } from './contract.ts'

/**
 * What is folded from the log. `stock_moves` holds the history of each item in the order in which it counts, with
 * what every move is worth by now; layers and takings are how that came about; `stock_values` is what was booked, on the
 * day on which it was booked, so that its sum is the stock account at every date and every position of the log.
 */
export const stockMigration: Migration = {
  id: '001-stock',
  sql: `
    CREATE TABLE stock_documents (
      sequence INTEGER PRIMARY KEY, kind INTEGER NOT NULL, number INTEGER NOT NULL, date INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE stock_numbers (kind INTEGER PRIMARY KEY, last INTEGER NOT NULL) STRICT;
    CREATE TABLE stock_brought_ids (id TEXT PRIMARY KEY, sequence INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE stock_lots (
      lot INTEGER PRIMARY KEY, item INTEGER NOT NULL, code TEXT NOT NULL, expiry INTEGER, manufactured INTEGER,
      UNIQUE (item, code)
    ) STRICT;
    CREATE TABLE stock_moves (
      item INTEGER NOT NULL, date INTEGER NOT NULL, sequence INTEGER NOT NULL, line INTEGER NOT NULL,
      kind INTEGER NOT NULL, warehouse INTEGER NOT NULL, into_warehouse INTEGER NOT NULL,
      from_place INTEGER NOT NULL, to_place INTEGER NOT NULL, quantity INTEGER NOT NULL, lot INTEGER NOT NULL,
      given INTEGER, per INTEGER, of_date INTEGER, of_sequence INTEGER, of_line INTEGER,
      contra TEXT, dimensions TEXT,
      cost INTEGER NOT NULL, into_value INTEGER NOT NULL, changes TEXT, corrections TEXT,
      consumed INTEGER NOT NULL, variance INTEGER NOT NULL,
      corrected INTEGER NOT NULL, returned INTEGER NOT NULL, returned_value INTEGER NOT NULL,
      PRIMARY KEY (item, date, sequence, line)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX stock_prices ON stock_moves (item, date, sequence, line) WHERE kind = 0 AND given > 0 OR kind = 6;
    CREATE TABLE stock_layers (
      item INTEGER NOT NULL, date INTEGER NOT NULL, sequence INTEGER NOT NULL, line INTEGER NOT NULL, part INTEGER NOT NULL,
      warehouse INTEGER NOT NULL, root_date INTEGER NOT NULL, root_sequence INTEGER NOT NULL, root_line INTEGER NOT NULL,
      lot INTEGER NOT NULL, quantity INTEGER NOT NULL, value INTEGER NOT NULL,
      remaining INTEGER NOT NULL, remaining_value INTEGER NOT NULL,
      PRIMARY KEY (item, date, sequence, line, part)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX stock_open_layers ON stock_layers (item, date, sequence, line, part)
      WHERE remaining <> 0 OR remaining_value <> 0;
    CREATE TABLE stock_takings (
      item INTEGER NOT NULL, date INTEGER NOT NULL, sequence INTEGER NOT NULL, line INTEGER NOT NULL, number INTEGER NOT NULL,
      layer_date INTEGER NOT NULL, layer_sequence INTEGER NOT NULL, layer_line INTEGER NOT NULL, layer_part INTEGER NOT NULL,
      quantity INTEGER NOT NULL, value INTEGER NOT NULL,
      PRIMARY KEY (item, date, sequence, line, number)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE stock_pools (
      item INTEGER NOT NULL, warehouse INTEGER NOT NULL, quantity INTEGER NOT NULL, value INTEGER NOT NULL,
      account TEXT NOT NULL, PRIMARY KEY (item, warehouse)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE stock_on_hand (
      item INTEGER NOT NULL, place INTEGER NOT NULL, lot INTEGER NOT NULL, quantity INTEGER NOT NULL,
      PRIMARY KEY (item, place, lot)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX stock_in_places ON stock_on_hand (place, item, lot);
    CREATE TABLE stock_values (
      item INTEGER NOT NULL, warehouse INTEGER NOT NULL, date INTEGER NOT NULL, sequence INTEGER NOT NULL,
      quantity INTEGER NOT NULL, value INTEGER NOT NULL,
      PRIMARY KEY (item, warehouse, date, sequence)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE stock_months (
      item INTEGER NOT NULL, warehouse INTEGER NOT NULL, month INTEGER NOT NULL,
      quantity INTEGER NOT NULL, value INTEGER NOT NULL,
      PRIMARY KEY (item, warehouse, month)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE stock_settings (id INTEGER PRIMARY KEY CHECK (id = 1), style TEXT NOT NULL, journal TEXT NOT NULL) STRICT;`,
}

/** Items whose later moves are valued anew in steps: how far that is, and what lay there at that point of their history. */
export const recalculationsMigration: Migration = {
  id: '002-stock-recalculations',
  sql: `
    CREATE TABLE stock_recalculations (
      item INTEGER PRIMARY KEY, document TEXT NOT NULL, since INTEGER NOT NULL, through INTEGER NOT NULL,
      done INTEGER NOT NULL, total INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE stock_seam_layers (
      item INTEGER NOT NULL, date INTEGER NOT NULL, sequence INTEGER NOT NULL, line INTEGER NOT NULL, part INTEGER NOT NULL,
      warehouse INTEGER NOT NULL, root_date INTEGER NOT NULL, root_sequence INTEGER NOT NULL, root_line INTEGER NOT NULL,
      lot INTEGER NOT NULL, quantity INTEGER NOT NULL, value INTEGER NOT NULL,
      remaining INTEGER NOT NULL, remaining_value INTEGER NOT NULL,
      PRIMARY KEY (item, date, sequence, line, part)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE stock_seam_pools (
      item INTEGER NOT NULL, warehouse INTEGER NOT NULL, quantity INTEGER NOT NULL, value INTEGER NOT NULL,
      PRIMARY KEY (item, warehouse)
    ) STRICT, WITHOUT ROWID;`,
}

export const STOCK_TABLES = [
  'stock_documents',
  'stock_numbers',
  'stock_brought_ids',
  'stock_lots',
  'stock_moves',
  'stock_layers',
  'stock_takings',
  'stock_pools',
  'stock_on_hand',
  'stock_values',
  'stock_months',
  'stock_settings',
  'stock_recalculations',
  'stock_seam_layers',
  'stock_seam_pools',
] as const

export const MOVE_KINDS = [
  'in',
  'return',
  'out',
  'transfer',
  'recost',
  'revalue',
  'standard',
  'shift',
] as const

/** Numbers are promises: rows hold them. */
export const DOCUMENT_NUMBERS: Record<DocumentKind, { ordinal: number; prefix: string }> = {
  receipt: { ordinal: 1, prefix: 'GR' },
  issue: { ordinal: 2, prefix: 'GI' },
  transfer: { ordinal: 3, prefix: 'TR' },
  arrival: { ordinal: 4, prefix: 'TA' },
  adjustment: { ordinal: 5, prefix: 'SA' },
  'customer-return': { ordinal: 6, prefix: 'CR' },
  'supplier-return': { ordinal: 7, prefix: 'SR' },
  cost: { ordinal: 8, prefix: 'RC' },
  'standard-cost': { ordinal: 9, prefix: 'SC' },
  revaluation: { ordinal: 10, prefix: 'RV' },
  bill: { ordinal: 11, prefix: 'SB' },
  'bill-reversal': { ordinal: 12, prefix: 'BR' },
}

/** A row of `stock_moves`. */
export interface MoveRow extends Record<string, SqlStorageValue> {
  item: number
  date: number
  sequence: number
  line: number
  kind: number
  warehouse: number
  into_warehouse: number
  from_place: number
  to_place: number
  quantity: number
  lot: number
  given: number | null
  per: number | null
  of_date: number | null
  of_sequence: number | null
  of_line: number | null
  contra: string | null
  dimensions: string | null
  cost: number
  into_value: number
  changes: string | null
  corrections: string | null
  consumed: number
  variance: number
  corrected: number
  returned: number
  returned_value: number
}

export interface LayerRow extends Record<string, SqlStorageValue> {
  item: number
  date: number
  sequence: number
  line: number
  part: number
  warehouse: number
  root_date: number
  root_sequence: number
  root_line: number
  lot: number
  quantity: number
  value: number
  remaining: number
  remaining_value: number
}

export interface TakingRow extends Record<string, SqlStorageValue> {
  item: number
  date: number
  sequence: number
  line: number
  number: number
  layer_date: number
  layer_sequence: number
  layer_line: number
  layer_part: number
  quantity: number
  value: number
}

export interface PoolRow extends Record<string, SqlStorageValue> {
  item: number
  warehouse: number
  quantity: number
  value: number
  account: string
}

export interface LotRow extends Record<string, SqlStorageValue> {
  lot: number
  item: number
  code: string
  expiry: number | null
  manufactured: number | null
}

export interface OnHandRow extends Record<string, SqlStorageValue> {
  place: number
  lot: number
  quantity: number
  /** Of the lot. */
  code: string | null
  expiry: number | null
}

/** An item whose later moves are valued anew: since a day, through a day; so many of them are done. */
export interface RecalculationRow extends Record<string, SqlStorageValue> {
  item: number
  document: string
  since: number
  through: number
  done: number
  total: number
}

/** Behind a day, up to and with another one. */
export interface Days {
  after: number
  upTo: number
}

/** Reads of the stock's tables that decisions and folds share. */
export class StockTables {
  readonly database: Database

  constructor(database: Database) {
    this.database = database
  }

  pools(item: number): PoolRow[] {
    return this.database.all<PoolRow>('SELECT * FROM stock_pools WHERE item = ?', item)
  }

  openLayers(item: number): LayerRow[] {
    return this.database.all<LayerRow>(
      `SELECT * FROM stock_layers WHERE item = ? AND (remaining <> 0 OR remaining_value <> 0)
       ORDER BY date, sequence, line, part`,
      item,
    )
  }

  /** Moves on later days, in their order. */
  movesAfter(item: number, date: number): MoveRow[] {
    return this.database.all<MoveRow>(
      'SELECT * FROM stock_moves WHERE item = ? AND date > ? ORDER BY date, sequence, line',
      item,
      date,
    )
  }

  /** The day of the item's last move; 0: it never moved. */
  lastDate(item: number): number {
    const row = this.database.first<{ date: number }>(
      'SELECT date FROM stock_moves WHERE item = ? ORDER BY date DESC, sequence DESC, line DESC LIMIT 1',
      item,
    )
    return row?.date ?? 0
  }

  countMovesAfter(item: number, date: number, max: number): number {
    const row = this.database.first<{ count: number }>(
      'SELECT count(*) AS count FROM (SELECT 1 FROM stock_moves WHERE item = ? AND date > ? LIMIT ?)',
      item,
      date,
      max,
    )
    return row?.count ?? 0
  }

  movesAfterCount(item: number, date: number): number {
    return this.countMovesAfter(item, date, Number.MAX_SAFE_INTEGER)
  }

  movesBetween(item: number, { after, upTo }: Days): MoveRow[] {
    return this.database.all<MoveRow>(
      'SELECT * FROM stock_moves WHERE item = ? AND date > ? AND date <= ? ORDER BY date, sequence, line',
      ...[item, after, upTo],
    )
  }

  layersBetween(item: number, { after, upTo }: Days): LayerRow[] {
    return this.database.all<LayerRow>(
      'SELECT * FROM stock_layers WHERE item = ? AND date > ? AND date <= ? ORDER BY date, sequence, line, part',
      ...[item, after, upTo],
    )
  }

  takingsBetween(item: number, { after, upTo }: Days): TakingRow[] {
    return this.database.all<TakingRow>(
      'SELECT * FROM stock_takings WHERE item = ? AND date > ? AND date <= ? ORDER BY date, sequence, line, number',
      ...[item, after, upTo],
    )
  }

  /** The day until which so many moves come behind a day: whole days, and at least one of them. */
  daysAfter(item: number, date: number, moves: number): { through: number; isLast: boolean } {
    const dateOf = (which: string) =>
      this.database.first<{ date: number | null }>(
        `SELECT date FROM stock_moves WHERE item = ? AND date > ? ORDER BY ${which}`,
        ...[item, date],
      )?.date ?? undefined
    const last = dateOf('date DESC LIMIT 1') ?? date
    const through = dateOf(`date, sequence, line LIMIT 1 OFFSET ${moves - 1}`) ?? last
    return { through, isLast: through === last }
  }

  recalculation(item: number): RecalculationRow | undefined {
    return this.database.first<RecalculationRow>('SELECT * FROM stock_recalculations WHERE item = ?', item)
  }

  recalculations(): RecalculationRow[] {
    return this.database.all<RecalculationRow>('SELECT * FROM stock_recalculations ORDER BY item')
  }

  takingsAfter(item: number, date: number): TakingRow[] {
    return this.database.all<TakingRow>(
      'SELECT * FROM stock_takings WHERE item = ? AND date > ? ORDER BY date, sequence, line, number',
      item,
      date,
    )
  }

  layersAfter(item: number, date: number): LayerRow[] {
    return this.database.all<LayerRow>(
      'SELECT * FROM stock_layers WHERE item = ? AND date > ? ORDER BY date, sequence, line, part',
      item,
      date,
    )
  }

  /** Layers that moves on later days took from, but that are older themselves. */
  layersTakenAfter(item: number, date: number): LayerRow[] {
    return this.database.all<LayerRow>(
      // CROSS JOIN keeps the order: from the takings, by their key, to the layers.
      `SELECT DISTINCT l.* FROM stock_takings t CROSS JOIN stock_layers l
         ON l.item = t.item AND l.date = t.layer_date AND l.sequence = t.layer_sequence
        AND l.line = t.layer_line AND l.part = t.layer_part
       WHERE t.item = ? AND t.date > ? AND t.layer_date <= ?`,
      item,
      date,
      date,
    )
  }

  move(item: number, { date, sequence, line }: MoveKey): MoveRow | undefined {
    return this.database.first<MoveRow>(
      'SELECT * FROM stock_moves WHERE item = ? AND date = ? AND sequence = ? AND line = ?',
      item,
      date,
      sequence,
      line,
    )
  }

  /** Those of them that there are, in no order. */
  moves(keys: readonly { item: number; key: MoveKey }[]): MoveRow[] {
    return this.database.all<MoveRow>(
      `SELECT m.* FROM json_each(?) k CROSS JOIN stock_moves m ON m.item = k.value ->> 0 AND m.date = k.value ->> 1
         AND m.sequence = k.value ->> 2 AND m.line = k.value ->> 3`,
      JSON.stringify(keys.map(({ item, key: { date, sequence, line } }) => [item, date, sequence, line])),
    )
  }

  issued(item: number, of: MoveKey): Issued | undefined {
    const row = this.move(item, of)
    if (!row) return undefined
    return {
      quantity: row.quantity,
      value: 0 - row.cost + row.corrected,
      returnedQuantity: row.returned,
      returnedValue: row.returned_value,
    }
  }

  lastCost(item: number, date: number): UnitCost | undefined {
    const row = this.database.first<{ cost: number; quantity: number }>(
      `SELECT cost, quantity FROM stock_moves INDEXED BY stock_prices
       WHERE item = ? AND (kind = 0 AND given > 0 OR kind = 6) AND kind = 0 AND date <= ?
       ORDER BY date DESC, sequence DESC, line DESC LIMIT 1`,
      item,
      date,
    )
    return row && { value: row.cost, per: row.quantity }
  }

  /** The standard cost on a day; before the first one was set, that. */
  standard(item: number, date: number): UnitCost | undefined {
    const row =
      this.#price(item, 'AND date <= ? ORDER BY date DESC, sequence DESC, line DESC', date) ??
      this.#price(item, 'AND date > ? ORDER BY date, sequence, line', date)
    return row && { value: row.given, per: row.per }
  }

  #price(item: number, which: string, date: number): { given: number; per: number } | undefined {
    return this.database.first<{ given: number; per: number }>(
      `SELECT given, per FROM stock_moves INDEXED BY stock_prices
       WHERE item = ? AND (kind = 0 AND given > 0 OR kind = 6) AND kind = 6 ${which} LIMIT 1`,
      item,
      date,
    )
  }

  lot(item: number, code: string): LotRow | undefined {
    return this.database.first<LotRow>('SELECT * FROM stock_lots WHERE item = ? AND code = ?', item, code)
  }

  lotByOrdinal(lot: number): LotRow | undefined {
    return this.database.first<LotRow>('SELECT * FROM stock_lots WHERE lot = ?', lot)
  }

  lastLot(): number {
    return this.database.first<{ last: number | null }>('SELECT max(lot) AS last FROM stock_lots')?.last ?? 0
  }

  onHandAt(item: number, place: number, lot?: number): number {
    const row =
      lot === undefined
        ? this.database.first<{ sum: number | null }>(
            'SELECT sum(quantity) AS sum FROM stock_on_hand WHERE item = ? AND place = ?',
            item,
            place,
          )
        : this.database.first<{ sum: number | null }>(
            'SELECT quantity AS sum FROM stock_on_hand WHERE item = ? AND place = ? AND lot = ?',
            item,
            place,
            lot,
          )
    return row?.sum ?? 0
  }

  lotOnHand(item: number, lot: number): number {
    return (
      this.database.first<{ sum: number | null }>(
        'SELECT sum(quantity) AS sum FROM stock_on_hand WHERE item = ? AND lot = ?',
        item,
        lot,
      )?.sum ?? 0
    )
  }

  /** What lies of an item, place by place and lot by lot. */
  lying(item: number): OnHandRow[] {
    return this.database.all<OnHandRow>(
      `SELECT h.place, h.lot, h.quantity, l.code, l.expiry FROM stock_on_hand h LEFT JOIN stock_lots l ON l.lot = h.lot
       WHERE h.item = ? AND h.quantity > 0 ORDER BY h.place, h.lot`,
      item,
    )
  }

  lastNumber(kind: DocumentKind): number {
    const { ordinal } = DOCUMENT_NUMBERS[kind]
    return (
      this.database.first<{ last: number }>('SELECT last FROM stock_numbers WHERE kind = ?', ordinal)?.last ??
      0
    )
  }

  /** Ids of the accounts that stock was booked on. */
  stockAccounts(): string[] {
    return this.database
      .all<{ account: string }>('SELECT account FROM stock_accounts ORDER BY account')
      .map(({ account }) => account)
  }

  hasMoved(item: number): boolean {
    return (
      this.database.first('SELECT 1 AS found FROM stock_moves WHERE item = ? LIMIT 1', item) !== undefined
    )
  }
}
