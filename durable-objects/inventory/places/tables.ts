import type { Database } from '../../kernel/database.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { Migration } from '../../kernel/migrations.ts'
import { invariant } from '../../kernel/result.ts'
import type {
  BinsAdded,
  PlaceChanged,
  PlaceKind,
  PutAwaySet,
  VirtualPlaceAdded,
  WarehouseChanged,
  WarehouseOpened,
} from './contract.ts'
import {
  type PlaceRow,
  type PlacesBook,
  SYSTEM_ORDINALS_MAX,
  VIRTUAL_PLACES,
  type WarehouseRow,
} from './model.ts'

/**
 * A place is found by its ordinal, by its code, below another, and in the order of picking. The virtual places of the
 * system are there before the first event.
 */
export const placesMigration: Migration = {
  id: '001-places',
  sql: `CREATE TABLE places (
      ordinal INTEGER PRIMARY KEY,
      code TEXT NOT NULL,
      name TEXT NOT NULL,
      kind TEXT NOT NULL,
      warehouse INTEGER,
      parent INTEGER,
      is_active INTEGER NOT NULL,
      is_pickable INTEGER NOT NULL,
      sort INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX places_by_code ON places (code);
    CREATE INDEX places_by_parent ON places (parent, code);
    CREATE INDEX places_by_warehouse ON places (warehouse, code);
    CREATE INDEX places_by_sort ON places (warehouse, sort, code);
    CREATE TABLE warehouses (
      place INTEGER PRIMARY KEY, address TEXT
    ) STRICT;
    CREATE TABLE put_away (
      item TEXT NOT NULL, warehouse INTEGER NOT NULL, place INTEGER NOT NULL,
      PRIMARY KEY (item, warehouse)
    ) STRICT, WITHOUT ROWID;
    ${VIRTUAL_PLACES.map(
      ({ ordinal, code, name, kind }) =>
        `INSERT INTO places VALUES (${ordinal}, '${code}', '${name}', '${kind}', NULL, NULL, 1, 0, 0);`,
    ).join('\n    ')}`,
}

/** Warehouses may have an account of their own for what lies in them. */
export const warehouseAccountsMigration: Migration = {
  id: '002-warehouse-accounts',
  sql: 'ALTER TABLE warehouses ADD COLUMN stock_account TEXT',
}

const COLUMNS = [
  'ordinal',
  'code',
  'name',
  'kind',
  'warehouse',
  'parent',
  'is_active',
  'is_pickable',
  'sort',
] as const

/** Places are many, so only those that were asked for lately are held in memory. */
export class PlaceTables implements PlacesBook {
  readonly #database: Database
  #byCode = new Map<string, PlaceRow>()
  #byOrdinal = new Map<number, PlaceRow>()
  #warehouses: readonly WarehouseRow[] | undefined
  #counts: { places: number; next: number } | undefined

  constructor(database: Database) {
    this.#database = database
  }

  byCode(code: string): PlaceRow | undefined {
    return this.#byCode.get(code) ?? this.#kept('SELECT * FROM places WHERE code = ?', code)
  }

  byOrdinal(ordinal: number): PlaceRow {
    const place =
      this.#byOrdinal.get(ordinal) ?? this.#kept('SELECT * FROM places WHERE ordinal = ?', ordinal)
    invariant(place, `place ${ordinal} is there`)
    return place
  }

  existing(codes: readonly string[]): string[] {
    const rows = this.#database.all<{ code: string }>(
      'SELECT value AS code FROM json_each(?) WHERE EXISTS (SELECT 1 FROM places WHERE code = value) ORDER BY key',
      JSON.stringify(codes),
    )
    return rows.map(({ code }) => code)
  }

  warehouse(code: string): WarehouseRow | undefined {
    return this.warehouses().find((each) => each.code === code)
  }

  /** By code. There are at most some hundreds. */
  warehouses(): readonly WarehouseRow[] {
    this.#warehouses ??= this.#database
      .all<Row & { address: string | null; stock_account: string | null }>(
        'SELECT p.*, w.address, w.stock_account FROM warehouses w JOIN places p ON p.ordinal = w.place ORDER BY p.code',
      )
      .map(({ address, stock_account: stockAccount, ...row }) => {
        const { ordinal, code, name, isActive } = placeOf(row)
        return { ordinal, code, name, address, isActive, stockAccount }
      })
    return this.#warehouses
  }

  warehouseCount = (): number => this.warehouses().length
  placeCount = (): number => this.#counted.places
  nextOrdinal = (): number => this.#counted.next

  hasChildren(ordinal: number): boolean {
    return this.#database.first('SELECT 1 FROM places WHERE parent = ? LIMIT 1', ordinal) !== undefined
  }

  hasActiveChildren(ordinal: number): boolean {
    const statement = 'SELECT 1 FROM places WHERE parent = ? AND is_active = 1 LIMIT 1'
    return this.#database.first(statement, ordinal) !== undefined
  }

  height(ordinal: number): number {
    const row = this.#database.first<{ height: number }>(
      `WITH RECURSIVE below (ordinal, depth) AS (
         VALUES (?, 0)
         UNION ALL SELECT p.ordinal, depth + 1 FROM places p JOIN below b ON p.parent = b.ordinal
       ) SELECT max(depth) AS height FROM below`,
      ordinal,
    )
    return row?.height ?? 0
  }

  codesWithin(ordinal: number): string[] {
    return this.#database
      .all<{ code: string }>(
        `WITH RECURSIVE below (ordinal) AS (
           VALUES (?)
           UNION ALL SELECT p.ordinal FROM places p JOIN below b ON p.parent = b.ordinal
         ) SELECT p.code FROM below JOIN places p USING (ordinal) ORDER BY p.code`,
        ordinal,
      )
      .map(({ code }) => code)
  }

  putAway(item: string, warehouse: number): number | undefined {
    return this.#database.first<{ place: number }>(
      'SELECT place FROM put_away WHERE item = ? AND warehouse = ?',
      item,
      warehouse,
    )?.place
  }

  open({ ordinal, code, name, address, stockAccount }: WarehouseOpened): void {
    this.#insert([[ordinal, code, name, 'bin', ordinal, null, 1, 1, 0]])
    this.#database.run(
      'INSERT INTO warehouses (place, address, stock_account) VALUES (?, ?, ?)',
      ordinal,
      address,
      stockAccount ?? null,
    )
    this.#warehouses = undefined
  }

  changeWarehouse({ ordinal, after: { address, stockAccount, ...after } }: WarehouseChanged): void {
    this.#update(ordinal, after)
    if (address !== undefined)
      this.#database.run('UPDATE warehouses SET address = ? WHERE place = ?', address, ordinal)
    if (stockAccount !== undefined)
      this.#database.run('UPDATE warehouses SET stock_account = ? WHERE place = ?', stockAccount, ordinal)
    this.forget()
  }

  addBins({ warehouse, parent, kind, isPickable, ordinal, bins }: BinsAdded): void {
    const [root, above] = [this.byCode(warehouse), this.byCode(parent)]
    invariant(root && above, `the places above ${parent} are there`)
    this.#insert(
      bins.map(({ code, name, sort }, index) => [
        ...[ordinal + index, code, name, kind, root.ordinal, above.ordinal, 1],
        ...[Number(isPickable), sort],
      ]),
    )
  }

  addVirtual({ ordinal, code, name, kind }: VirtualPlaceAdded): void {
    this.#insert([[ordinal, code, name, kind, null, null, 1, 0, 0]])
  }

  changePlace({ ordinal, after: { parent, ...after } }: PlaceChanged): void {
    this.#update(ordinal, after)
    const above = parent === undefined ? undefined : this.byCode(parent)
    if (above) this.#database.run('UPDATE places SET parent = ? WHERE ordinal = ?', above.ordinal, ordinal)
    if (after.kind === 'view')
      this.#database.run('UPDATE places SET is_pickable = 0 WHERE ordinal = ?', ordinal)
    this.forget()
  }

  setPutAway({ item, warehouse, after }: PutAwaySet): void {
    const root = this.byCode(warehouse)?.ordinal ?? null
    if (after === null)
      this.#database.run('DELETE FROM put_away WHERE item = ? AND warehouse = ?', item, root)
    else
      this.#database.run(
        'INSERT OR REPLACE INTO put_away (item, warehouse, place) VALUES (?, ?, ?)',
        ...[item, root, this.byCode(after)?.ordinal ?? null],
      )
  }

  forget(): void {
    this.#byCode.clear()
    this.#byOrdinal.clear()
    this.#warehouses = undefined
    this.#counts = undefined
  }

  #update(ordinal: number, { code, name, kind, isActive, isPickable, sort }: PlaceChanged['after']): void {
    const flag = (value: boolean | undefined) => (value === undefined ? null : Number(value))
    this.#database.run(
      `UPDATE places SET code = coalesce(?, code), name = coalesce(?, name), kind = coalesce(?, kind),
         is_active = coalesce(?, is_active), is_pickable = coalesce(?, is_pickable), sort = coalesce(?, sort)
       WHERE ordinal = ?`,
      ...[code ?? null, name ?? null, kind ?? null, flag(isActive), flag(isPickable), sort ?? null, ordinal],
    )
    this.forget()
  }

  #insert(rows: SqlStorageValue[][]): void {
    this.#database.insertRows('places', COLUMNS, rows)
    const last = Number(rows.at(-1)?.[0])
    if (this.#counts)
      this.#counts = {
        places: this.#counts.places + rows.length,
        next: Math.max(this.#counts.next, last + 1),
      }
  }

  #kept(statement: string, key: string | number): PlaceRow | undefined {
    const row = this.#database.first<Row>(statement, key)
    if (!row) return undefined
    if (this.#byCode.size >= LIMITS.placesCachedMax) {
      this.#byCode.clear()
      this.#byOrdinal.clear()
    }
    const place = placeOf(row)
    this.#byCode.set(place.code, place)
    this.#byOrdinal.set(place.ordinal, place)
    return place
  }

  get #counted(): { places: number; next: number } {
    if (!this.#counts) {
      const row = this.#database.first<{ places: number; last: number }>(
        'SELECT count(*) AS places, max(ordinal) AS last FROM places',
      )
      this.#counts = { places: row?.places ?? 0, next: Math.max(row?.last ?? 0, SYSTEM_ORDINALS_MAX) + 1 }
    }
    return this.#counts
  }
}

export interface Row extends Record<string, SqlStorageValue> {
  ordinal: number
  code: string
  name: string
  kind: PlaceKind
  warehouse: number | null
  parent: number | null
  is_active: number
  is_pickable: number
  sort: number
}

export const placeOf = ({ is_active, is_pickable, ...row }: Row): PlaceRow => ({
  ...row,
  isActive: is_active === 1,
  isPickable: is_pickable === 1,
})
