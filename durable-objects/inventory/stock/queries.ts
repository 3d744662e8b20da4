import { formatAmount } from '../../kernel/amount.ts'
import type { InputOf, ReplyOf } from '../../kernel/contract.ts'
import { decodeCursor, encodeCursor, invalidCursor } from '../../kernel/cursor.ts'
import { formatDate, LAST_DATE, monthOf, parseDate } from '../../kernel/dates.ts'
import { sequenceInId } from '../../kernel/ids.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { EventLog } from '../../kernel/log.ts'
import { refuse } from '../../kernel/result.ts'
import type { StockItem } from '../stock-item.ts'
import { adjustedBy, followersOf } from './aftermath.ts'
import type { StockContract, StockMoved } from './contract.ts'
import type { Recorded } from './documents.ts'
import type { StockPorts } from './ports.ts'
import { DOCUMENT_NUMBERS, type MoveRow, type StockTables } from './tables.ts'
import { dateText, itemRef, type StockViews, voucherOf } from './views.ts'

type Input<Name extends keyof StockContract['operations']> = InputOf<StockContract, Name>
type Reply<Name extends keyof StockContract['operations']> = ReplyOf<StockContract, Name>

/** Lists of documents, moves and of what lies where. */
export class StockQueries {
  readonly #tables: StockTables
  readonly #ports: StockPorts
  readonly #log: EventLog
  readonly #views: StockViews

  constructor(parts: { tables: StockTables; ports: StockPorts; log: EventLog; views: StockViews }) {
    this.#tables = parts.tables
    this.#ports = parts.ports
    this.#log = parts.log
    this.#views = parts.views
  }

  /** By its id, which holds the position of its event, or was brought by a client. */
  find(id: string): (Recorded & { recordedAt: number }) | undefined {
    const brought = this.#tables.database.first<{ sequence: number }>(
      'SELECT sequence FROM stock_brought_ids WHERE id = ?',
      id,
    )
    const sequence = brought?.sequence ?? sequenceInId(id)
    const event = this.#log.at(sequence)
    if (event?.type !== 'stock-moved') return undefined
    const data = JSON.parse(event.data) as StockMoved
    return data.id === id ? { data, sequence, recordedAt: event.recorded_at } : undefined
  }

  /** With what it changed of later moves, and what followed from it. */
  document({ data, sequence, recordedAt }: Recorded & { recordedAt: number }): Reply<'GetStockDocument'> {
    const items = new Set(data.lines.map(({ item }) => this.#ports.items.ordinal(item)))
    const at = { items, sequence, date: parseDate(data.date) as number }
    const followers = followersOf(this.#tables, at, LIMITS.followersShownMax)
    const behind = this.#log.events(sequence, this.#log.head.sequence)
    return this.#views.document(
      data,
      { sequence, recordedAt },
      {
        adjusted: adjustedBy(data.id, behind, formatDate),
        followedBy: followers.map((follower) => {
          const { id, kind, voucher, date } = this.#documentRow(follower)
          return { id, kind, voucher, date }
        }),
      },
    )
  }

  list(input: Input<'ListStockDocuments'>) {
    const { limit = LIMITS.pageRowsDefault, kind, from, to, q, cursor } = input
    const after = decodeCursor(cursor, 1)
    if (after === 'invalid') return invalidCursor()
    const wanted = q?.trim().toLocaleLowerCase()
    const found = this.#tables.database.each<{ sequence: number }>(
      `SELECT sequence FROM stock_documents WHERE sequence < ? AND date >= ? AND date <= ? AND (? IS NULL OR kind = ?)
       ORDER BY sequence DESC`,
      after?.[0] ?? Number.MAX_SAFE_INTEGER,
      from ? (parseDate(from) as number) : 0,
      to ? (parseDate(to) as number) : LAST_DATE,
      kind ? DOCUMENT_NUMBERS[kind].ordinal : null,
      kind ? DOCUMENT_NUMBERS[kind].ordinal : null,
    )
    const data: Reply<'ListStockDocuments'>['data'] = []
    let last = 0
    let lookedAt = 0
    for (const { sequence } of found) {
      if (data.length === limit || lookedAt === LIMITS.stockDocumentsSearchedMax)
        return { data, nextCursor: encodeCursor([last]) }
      last = sequence
      lookedAt++
      const row = this.#documentRow(sequence)
      if (!wanted || mentions(row, wanted)) data.push(row)
    }
    return { data, nextCursor: null }
  }

  #documentRow(sequence: number): Reply<'ListStockDocuments'>['data'][number] {
    const data = JSON.parse(this.#log.at(sequence)?.data ?? '{}') as StockMoved
    const { id, kind, date, reference, party, lines } = data
    return {
      ...{ id, kind, voucher: voucherOf(data), date, sequence, lines: lines.length },
      reference: reference ?? null,
      party: party ?? null,
    }
  }

  moves(input: Input<'ListMoves'>) {
    const item = this.#ports.items.byRef(input.item)
    if (!item) return itemNotFound(input.item)
    const { limit = LIMITS.pageRowsDefault, from, to, cursor } = input
    const after = decodeCursor(cursor, 3)
    if (after === 'invalid') return invalidCursor()
    const [date = LAST_DATE + 1, sequence = 0, line = 0] = after ?? []
    const rows = this.#tables.database.all<MoveRow>(
      `SELECT * FROM stock_moves WHERE item = ? AND (date, sequence, line) < (?, ?, ?) AND date >= ? AND date <= ?
       ORDER BY date DESC, sequence DESC, line DESC LIMIT ?`,
      ...[item.ordinal, date, sequence, line],
      from ? (parseDate(from) as number) : 0,
      to ? (parseDate(to) as number) : LAST_DATE,
      limit + 1,
    )
    const last = rows.length > limit ? rows[limit - 1] : undefined
    return {
      data: rows.slice(0, limit).map((row) => this.#moveRow(item, row)),
      nextCursor: last ? encodeCursor([last.date, last.sequence, last.line]) : null,
    }
  }

  #moveRow(item: StockItem, row: MoveRow): Reply<'ListMoves'>['data'][number] {
    const data = JSON.parse(this.#log.at(row.sequence)?.data ?? '{}') as StockMoved
    return {
      document: data.id,
      voucher: voucherOf(data),
      kind: data.kind,
      date: formatDate(row.date),
      sequence: row.sequence,
      line: row.line,
      from: this.#views.place(row.from_place),
      to: this.#views.place(row.to_place),
      lot: row.lot === 0 ? null : (this.#tables.lotByOrdinal(row.lot)?.code ?? null),
      quantity: this.#ports.items.format(item, row.quantity),
      value: this.#views.amount(this.#views.worth(row)),
    }
  }

  onHand(input: Input<'ListOnHand'>) {
    const item = input.item === undefined ? undefined : this.#ports.items.byRef(input.item)
    if (input.item !== undefined && !item) return itemUnknown(input.item)
    const within = this.#placesWithin(input.place)
    if (within === 'unknown') return placeUnknown(input.place as string)
    const { limit = LIMITS.pageRowsDefault, cursor } = input
    const after = decodeCursor(cursor, 3)
    if (after === 'invalid') return invalidCursor()
    const [afterItem = 0, afterPlace = 0, afterLot = 0] = after ?? []
    const rows: Reply<'ListOnHand'>['data'] = []
    let last: number[] | undefined
    const found = this.#tables.database.each<OnHand>(
      `SELECT h.item, h.place, h.lot, h.quantity, l.code, l.expiry FROM stock_on_hand h LEFT JOIN stock_lots l ON l.lot = h.lot
       WHERE (h.item, h.place, h.lot) > (?, ?, ?) AND h.quantity <> 0 ${item ? 'AND h.item = ?' : ''}
       ORDER BY h.item, h.place, h.lot`,
      ...[afterItem, afterPlace, afterLot],
      ...(item ? [item.ordinal] : []),
    )
    for (const row of found) {
      const place = this.#ports.places.byOrdinal(row.place)
      if (within && !this.#ports.places.isWithin(place, within)) continue
      if (rows.length === limit) return { data: rows, nextCursor: encodeCursor(last as number[]) }
      const of = item ?? this.#ports.items.byOrdinal(row.item)
      last = [row.item, row.place, row.lot]
      rows.push({
        item: itemRef(of),
        warehouse: place.warehouse,
        place: place.code,
        lot: row.code,
        expiry: dateText(row.expiry),
        quantity: this.#ports.items.format(of, row.quantity),
        unit: of.unit,
      })
    }
    return { data: rows, nextCursor: null }
  }

  #placesWithin(code: string | undefined): string | undefined | 'unknown' {
    if (code === undefined) return undefined
    return this.#ports.places.place(code) ? code : 'unknown'
  }

  /** Quantity and value by item and warehouse: months before the day's, and the days of its month. */
  values(input: Input<'ListValues'>) {
    const item = input.item === undefined ? undefined : this.#ports.items.byRef(input.item)
    if (input.item !== undefined && !item) return itemUnknown(input.item)
    const { limit = LIMITS.pageRowsDefault, cursor, knownAt } = input
    const after = decodeCursor(cursor, 2)
    if (after === 'invalid') return invalidCursor()
    const asOf = input.asOf ? (parseDate(input.asOf) as number) : LAST_DATE
    const [afterItem = 0, afterWarehouse = -Number.MAX_SAFE_INTEGER] = after ?? []
    const pools = this.#tables.database.all<{ item: number; warehouse: number }>(
      `SELECT item, warehouse FROM stock_pools WHERE (item, warehouse) > (?, ?) ${item ? 'AND item = ?' : ''}
       ORDER BY item, warehouse LIMIT ?`,
      ...[afterItem, afterWarehouse],
      ...(item ? [item.ordinal] : []),
      limit + 1,
    )
    const data = pools.slice(0, limit).map((pool) => this.#valueRow(pool, asOf, knownAt))
    const last = pools.length > limit ? pools[limit - 1] : undefined
    return { data, nextCursor: last ? encodeCursor([last.item, last.warehouse]) : null }
  }

  #valueRow(
    { item: ordinal, warehouse }: { item: number; warehouse: number },
    asOf: number,
    knownAt: number | undefined,
  ): Reply<'ListValues'>['data'][number] {
    const item = this.#ports.items.byOrdinal(ordinal)
    const { quantity, value } = this.balance(ordinal, warehouse, asOf, knownAt)
    const { scale } = this.#ports.books.currency()
    const unitCost =
      quantity === 0 ? null : formatAmount(Math.round((value * 10 ** item.scale) / quantity), scale)
    return {
      item: itemRef(item),
      warehouse: this.#views.warehouse(warehouse),
      quantity: this.#ports.items.format(item, quantity),
      unit: item.unit,
      value: this.#views.amount(value),
      unitCost,
    }
  }

  balance(
    item: number,
    warehouse: number,
    asOf: number,
    knownAt?: number,
  ): { quantity: number; value: number } {
    const { database } = this.#tables
    if (knownAt !== undefined)
      return sums(
        database.first(
          `SELECT sum(quantity) AS quantity, sum(value) AS value FROM stock_values
           WHERE item = ? AND warehouse = ? AND date <= ? AND sequence <= ?`,
          ...[item, warehouse, asOf, knownAt],
        ),
      )
    return sums(
      database.first(
        `SELECT sum(quantity) AS quantity, sum(value) AS value FROM (
           SELECT quantity, value FROM stock_months WHERE item = ?1 AND warehouse = ?2 AND month < ?4
           UNION ALL
           SELECT quantity, value FROM stock_values WHERE item = ?1 AND warehouse = ?2 AND date >= ?4 * 100 AND date <= ?3)`,
        ...[item, warehouse, asOf, monthOf(asOf)],
      ),
    )
  }

  lots(input: Input<'ListLots'>) {
    const item = this.#ports.items.byRef(input.item)
    if (!item) return itemUnknown(input.item)
    const { limit = LIMITS.pageRowsDefault, cursor, all = false } = input
    const after = decodeCursor(cursor, 2)
    if (after === 'invalid') return invalidCursor()
    const [afterExpiry = 0, afterLot = 0] = after ?? []
    const rows = this.#tables.database.all<LotOnHand>(
      `SELECT l.lot, l.code, l.expiry, l.manufactured, coalesce(l.expiry, ${LAST_DATE + 1}) AS due,
         coalesce((SELECT sum(h.quantity) FROM stock_on_hand h WHERE h.item = l.item AND h.lot = l.lot), 0) AS quantity
       FROM stock_lots l
       WHERE l.item = ?1 AND (coalesce(l.expiry, ${LAST_DATE + 1}), l.lot) > (?2, ?3)
         AND (?4 = 1 OR EXISTS (SELECT 1 FROM stock_on_hand h WHERE h.item = l.item AND h.lot = l.lot AND h.quantity > 0))
       ORDER BY due, l.lot LIMIT ?5`,
      ...[item.ordinal, afterExpiry, afterLot, all ? 1 : 0, limit + 1],
    )
    const last = rows.length > limit ? rows[limit - 1] : undefined
    return {
      data: rows.slice(0, limit).map(({ code, expiry, manufactured, quantity }) => ({
        lot: code,
        item: itemRef(item),
        expiry: dateText(expiry),
        manufactured: dateText(manufactured),
        quantity: this.#ports.items.format(item, quantity),
        unit: item.unit,
      })),
      nextCursor: last ? encodeCursor([last.due, last.lot]) : null,
    }
  }
}

interface OnHand extends Record<string, SqlStorageValue> {
  item: number
  place: number
  lot: number
  quantity: number
  code: string | null
  expiry: number | null
}

interface LotOnHand extends Record<string, SqlStorageValue> {
  lot: number
  code: string
  expiry: number | null
  manufactured: number | null
  due: number
  quantity: number
}

function sums(row: Record<string, SqlStorageValue> | undefined): { quantity: number; value: number } {
  return { quantity: (row?.quantity as number | null) ?? 0, value: (row?.value as number | null) ?? 0 }
}

const mentions = ({ voucher, reference, party }: Reply<'ListStockDocuments'>['data'][number], text: string) =>
  `${voucher}\n${reference ?? ''}\n${party ?? ''}`.toLocaleLowerCase().includes(text)

const itemNotFound = (ref: string) => refuse('item_not_found', `There is no item ${ref}.`)

export const itemUnknown = (ref: string) =>
  refuse('unknown_item', `There is no item ${ref}.`, [
    { pointer: '/item', code: 'unknown_item', detail: 'There is no such item.' },
  ])

const placeUnknown = (code: string) =>
  refuse('unknown_place', `There is no place ${code}.`, [
    { pointer: '/place', code: 'unknown_place', detail: 'There is no such place.' },
  ])

export const documentNotFound = (id: string) =>
  refuse('stock_document_not_found', `There is no stock document ${id} in this company.`)
