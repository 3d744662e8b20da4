import type { InputOf, ReplyOf } from '../../kernel/contract.ts'
import { decodeTextCursor, encodeTextCursor, invalidCursor } from '../../kernel/cursor.ts'
import type { Database } from '../../kernel/database.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { isRefusal, refuse } from '../../kernel/result.ts'
import type { BookAccount } from '../stock-item.ts'
import type { PlacesPorts } from '../stock-place.ts'
import type { PlacesContract, PlaceView } from './contract.ts'
import {
  codesOf,
  type PlacesRefusal,
  placeNotFound,
  unknownPlace,
  unknownWarehouse,
  warehouseNotFound,
} from './domain.ts'
import { type PlaceRow, pathOf, type WarehouseRow } from './model.ts'
import { type PlaceTables, placeOf, type Row } from './tables.ts'

type Input<Name extends keyof PlacesContract['operations']> = InputOf<PlacesContract, Name>
type Reply<Name extends keyof PlacesContract['operations']> = ReplyOf<PlacesContract, Name>

/** What is shown of warehouses and places. */
export class PlaceQueries {
  readonly #database: Database
  readonly #tables: PlaceTables
  readonly #item: PlacesPorts['item']

  constructor(database: Database, tables: PlaceTables, item: PlacesPorts['item']) {
    this.#database = database
    this.#tables = tables
    this.#item = item
  }

  warehouses(
    { limit = LIMITS.pageRowsDefault, cursor, isActive }: Input<'ListWarehouses'>,
    accountOf: AccountOf,
  ) {
    const after = textAfter(cursor)
    if (after === undefined) return invalidCursor()
    const rest = this.#tables
      .warehouses()
      .filter((each) => each.code > after && (isActive ?? each.isActive) === each.isActive)
    return pageOf(
      rest,
      limit,
      ({ code }) => code,
      (each) => warehouseView(each, accountOf),
    )
  }

  warehouse(code: string, accountOf: AccountOf): Reply<'GetWarehouse'> | PlacesRefusal {
    const warehouse = this.#tables.warehouse(code)
    return warehouse ? warehouseView(warehouse, accountOf) : warehouseNotFound(code)
  }

  preview({ pattern }: Input<'PreviewBins'>): Reply<'PreviewBins'> | PlacesRefusal {
    const codes = codesOf(pattern)
    if (isRefusal(codes)) return codes
    const taken = this.#tables.existing(codes)
    return {
      count: codes.length,
      codes: codes.slice(0, LIMITS.placeCodesShownMax),
      last: codes.at(-1) ?? '',
      taken: taken.length,
      takenCodes: taken.slice(0, LIMITS.placeCodesShownMax),
    }
  }

  place(code: string): PlaceView | PlacesRefusal {
    const place = this.#tables.byCode(code)
    return place ? this.view(place) : placeNotFound(code)
  }

  places(input: Input<'ListPlaces'>): Reply<'ListPlaces'> | PlacesRefusal {
    const { limit = LIMITS.pageRowsDefault, cursor, order = 'code' } = input
    const where = this.#conditions(input)
    if (isRefusal(where)) return where
    const after = cursor === undefined ? undefined : decodeTextCursor(cursor)
    const key = after === undefined ? undefined : /^(\d{1,10}) (.+)$/.exec(after)
    if (cursor !== undefined && !key) return invalidCursor()
    const [, sort, code] = key ?? []
    const position = order === 'pick' ? '(sort, code) > (?, ?)' : 'code > ?'
    const conditions = key ? [...where.conditions, position] : where.conditions
    const from = !key ? [] : order === 'pick' ? [Number(sort), String(code)] : [String(code)]
    const rows = this.#database.all<Row>(
      `SELECT * FROM places WHERE ${conditions.join(' AND ') || '1'} ORDER BY ${order === 'pick' ? 'sort, code' : 'code'} LIMIT ?`,
      ...[...where.bindings, ...from, limit + 1],
    )
    const keyOf = (place: PlaceRow) => `${place.sort} ${place.code}`
    return pageOf(rows.map(placeOf), limit, keyOf, (place) => this.view(place))
  }

  #conditions({ warehouse, parent, kind, isActive, isVirtual, q, order }: Input<'ListPlaces'>) {
    const conditions: string[] = []
    const bindings: SqlStorageValue[] = []
    const add = (condition: string, ...values: SqlStorageValue[]) => {
      conditions.push(condition)
      bindings.push(...values)
    }
    if (warehouse !== undefined) {
      const found = this.#tables.warehouse(warehouse)
      if (!found) return unknownWarehouse(warehouse)
      add('warehouse = ?', found.ordinal)
    } else if (order === 'pick') {
      const detail = 'Places are walked within one warehouse. Name it.'
      return refuse('unknown_warehouse', detail, [
        { pointer: '/warehouse', code: 'unknown_warehouse', detail },
      ])
    }
    if (parent !== undefined) {
      const above = this.#tables.byCode(parent)
      if (!above) return unknownPlace(parent, '/parent')
      add('parent = ?', above.ordinal)
    }
    if (kind !== undefined) add('kind = ?', kind)
    if (isActive !== undefined) add('is_active = ?', Number(isActive))
    if (isVirtual !== undefined) add(`warehouse IS ${isVirtual ? '' : 'NOT '}NULL`)
    if (q) {
      const like = `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`
      add(`(code LIKE ? ESCAPE '\\' OR name LIKE ? ESCAPE '\\')`, like, like)
    }
    return { conditions, bindings }
  }

  putAways({ limit = LIMITS.pageRowsDefault, cursor, warehouse, item: ref }: Input<'ListPutAway'>) {
    const after = textAfter(cursor)
    if (after === undefined) return invalidCursor()
    const [afterItem = '', afterWarehouse = '0'] = after.split(' ')
    const root = warehouse === undefined ? undefined : this.#tables.warehouse(warehouse)
    if (warehouse !== undefined && !root) return unknownWarehouse(warehouse)
    const item = ref === undefined ? undefined : this.#item(ref)
    if (ref !== undefined && !item) return unknownItem(ref)
    const rows = this.#database.all<PutAwayRow>(
      `SELECT * FROM put_away WHERE (item, warehouse) > (?1, ?2) AND (?3 IS NULL OR warehouse = ?3)
         AND (?4 IS NULL OR item = ?4) ORDER BY item, warehouse LIMIT ?5`,
      ...[afterItem, Number(afterWarehouse) || 0, root?.ordinal ?? null, item?.id ?? null, limit + 1],
    )
    return pageOf(
      rows,
      limit,
      (row) => `${row.item} ${row.warehouse}`,
      (row) => ({
        item: itemRefOf(this.#item(row.item), row.item),
        warehouse: this.#tables.byOrdinal(row.warehouse).code,
        place: this.#tables.byOrdinal(row.place).code as string | null,
      }),
    )
  }

  view(place: PlaceRow): PlaceView {
    const path = pathOf(this.#tables, place).map(({ code }) => code)
    const root = place.warehouse === null ? undefined : this.#tables.byOrdinal(place.warehouse)
    return {
      code: place.code,
      barcode: place.code,
      name: place.name,
      kind: place.kind,
      warehouse: root?.code ?? null,
      parent: path.at(-2) ?? null,
      path,
      isActive: place.isActive && (root?.isActive ?? true),
      isPickable: place.isPickable,
      sort: place.sort,
      hasChildren: this.#tables.hasChildren(place.ordinal),
    }
  }
}

/** Its account, as far as the reader sees it. */
export type AccountOf = (id: string) => BookAccount | undefined

export function warehouseView(
  { code, name, address, isActive, stockAccount: id }: WarehouseRow,
  accountOf: AccountOf,
): Reply<'GetWarehouse'> {
  const account = id === null ? undefined : accountOf(id)
  const stockAccount = account ? { code: account.code, name: account.name, type: account.type } : null
  return { code, name, address, isActive, stockAccount }
}

export const itemRefOf = (item: ReturnType<PlacesPorts['item']>, id: string) => ({
  id,
  code: item?.code ?? id,
  name: item?.name ?? '',
})

export function unknownItem(ref: string): PlacesRefusal {
  const detail = `There is no item ${ref}.`
  return refuse('unknown_item', detail, [{ pointer: '/item', code: 'unknown_item', detail }])
}

interface PutAwayRow extends Record<string, SqlStorageValue> {
  item: string
  warehouse: number
  place: number
}

/** Where a list goes on; undefined when the cursor is none of ours. */
const textAfter = (cursor: string | undefined): string | undefined =>
  cursor === undefined ? '' : decodeTextCursor(cursor)

/** A page of rows that begin where it begins, one more of them than it takes where others follow. */
function pageOf<Row, View>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => string,
  viewOf: (row: Row) => View,
) {
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    data: rows.slice(0, limit).map(viewOf),
    nextCursor: last === undefined ? null : encodeTextCursor(keyOf(last)),
  }
}
