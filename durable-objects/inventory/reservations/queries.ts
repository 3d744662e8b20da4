import type { InputOf, ReplyOf } from '../../kernel/contract.ts'
import {
  decodeCursor,
  decodeTextCursor,
  encodeCursor,
  encodeTextCursor,
  invalidCursor,
} from '../../kernel/cursor.ts'
import type { Database } from '../../kernel/database.ts'
import { formatDate, formatInstant } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { isRefusal } from '../../kernel/result.ts'
import type { StockItem } from '../stock-item.ts'
import type { AvailabilityRow, ReservationsContract, ReservationView } from './contract.ts'
import type { ReservationsRefusal } from './domain.ts'
import { type Reservation, reservedIn, totalOf } from './model.ts'
import { type Dated, project } from './projection.ts'
import { at, type Surroundings, stockedItem } from './surroundings.ts'
import { dateText, type ReceiptRow, type ReservationTables, type Row } from './tables.ts'

type Input<Name extends keyof ReservationsContract['operations']> = InputOf<ReservationsContract, Name>
type Reply<Name extends keyof ReservationsContract['operations']> = ReplyOf<ReservationsContract, Name>

/** What is shown of reservations, announcements and availability. */
export class ReservationQueries {
  readonly #database: Database
  readonly #tables: ReservationTables
  readonly #around: Surroundings

  constructor(database: Database, tables: ReservationTables, around: Surroundings) {
    this.#database = database
    this.#tables = tables
    this.#around = around
  }

  view(reservation: Reservation): ReservationView {
    const { items, places } = this.#around
    const item = items.byOrdinal(reservation.item)
    const { id, kind, status, demand, amounts, expiresAt } = reservation
    const text = (steps: number) => items.format(item, steps)
    return {
      id,
      kind,
      status,
      demand: { kind: demand.kind, reference: demand.reference, line: demand.line ?? null },
      item: itemView(item),
      warehouse: places.byOrdinal(reservation.warehouse).code,
      unit: item.unit,
      quantity: text(totalOf(amounts)),
      reserved: text(reservedIn(amounts)),
      expected: text(amounts.expected),
      consumed: text(reservation.consumed),
      held: amounts.held.map(({ place, lot, quantity }) => ({
        place: places.byOrdinal(place).code,
        lot,
        quantity: text(quantity),
      })),
      neededBy: dateText(reservation.neededBy),
      expiresAt: expiresAt === null ? null : formatInstant(expiresAt),
    }
  }

  list(input: Input<'ListReservations'>): Reply<'ListReservations'> | ReservationsRefusal {
    const { limit = LIMITS.pageRowsDefault, status = 'open', demand, reference } = input
    const cursor = decodeCursor(input.cursor, 1)
    if (cursor === 'invalid') return invalidCursor()
    const filter = this.#filter(input)
    if (isRefusal(filter)) return filter
    const rows = this.#database.all<Row>(
      `SELECT * FROM reservations WHERE sequence < ?1 AND (?2 IS NULL OR item = ?2) AND (?3 IS NULL OR warehouse = ?3)
         AND (?4 IS NULL OR demand = ?4)
         ${filter.item !== null ? 'AND item = ?2' : ''} ${reference !== undefined ? 'AND reference = ?5' : 'AND ?5 IS NULL'}
         ${status === 'open' ? `AND status = 'open' AND ?6 = 'open'` : `AND ?6 IN (status, 'all')`}
       ORDER BY sequence DESC LIMIT ?7`,
      ...[cursor?.[0] ?? LIMITS.minorUnitsMax, filter.item, filter.warehouse],
      ...[demand ?? null, reference ?? null, status, limit + 1],
    )
    const last = rows.length > limit ? rows[limit - 1] : undefined
    return {
      data: rows.slice(0, limit).map((row) => this.view(this.#tables.reservationOf(row))),
      nextCursor: last ? encodeCursor([last.sequence]) : null,
    }
  }

  receipts(input: Input<'ListExpectedReceipts'>): Reply<'ListExpectedReceipts'> | ReservationsRefusal {
    const { limit = LIMITS.pageRowsDefault, cursor, reference } = input
    const after = cursor === undefined ? '-1 ' : decodeTextCursor(cursor)
    const key = /^(-?\d{1,6}) (.*)$/.exec(after ?? '')
    if (!key) return invalidCursor()
    const filter = this.#filter(input)
    if (isRefusal(filter)) return filter
    const rows = this.#database.all<ReceiptRow>(
      `SELECT * FROM expected_receipts WHERE (reference, line) > (?1, ?2) AND (?3 IS NULL OR item = ?3)
         AND (?4 IS NULL OR warehouse = ?4) ${reference === undefined ? 'AND ?5 IS NULL' : 'AND reference = ?5'}
       ORDER BY reference, line LIMIT ?6`,
      ...[key[2] ?? '', Number(key[1]), filter.item, filter.warehouse, reference ?? null, limit + 1],
    )
    const last = rows.length > limit ? rows[limit - 1] : undefined
    return {
      data: rows.slice(0, limit).map((row) => this.receiptView(row)),
      nextCursor: last ? encodeTextCursor(`${last.line} ${last.reference}`) : null,
    }
  }

  receiptView({ reference, line, item: ordinal, warehouse, quantity, date }: ReceiptRow) {
    const item = this.#around.items.byOrdinal(ordinal)
    return {
      reference,
      line,
      item: itemView(item),
      warehouse: this.#around.places.byOrdinal(warehouse).code,
      unit: item.unit,
      quantity: this.#around.items.format(item, quantity),
      date: formatDate(date),
    }
  }

  #filter({ item: ref, warehouse: code }: { item?: string | undefined; warehouse?: string | undefined }) {
    const item = ref === undefined ? undefined : this.#around.items.byRef(ref)
    if (ref !== undefined && !item) return at('/item', 'unknown_item', `There is no item ${ref}.`)
    const warehouse = code === undefined ? undefined : this.#around.places.warehouse(code)
    if (code !== undefined && !warehouse)
      return at('/warehouse', 'unknown_warehouse', `There is no warehouse ${code}.`)
    return { item: item?.ordinal ?? null, warehouse: warehouse?.ordinal ?? null }
  }

  availability(
    { items: refs, warehouse: code }: Input<'GetAvailability'>,
    sequence: number,
  ): Reply<'GetAvailability'> | ReservationsRefusal {
    const filter = this.#filter({ warehouse: code })
    if (isRefusal(filter)) return filter
    const data: AvailabilityRow[] = []
    for (const ref of refs.split(',')) {
      const item = stockedItem(this.#around, ref.trim(), '/items')
      if (isRefusal(item)) return item
      data.push(this.#availabilityOf(item, filter.warehouse))
    }
    return { data, sequence }
  }

  #availabilityOf(item: StockItem, only: number | null): AvailabilityRow {
    const levels = this.#levelsOf(item.ordinal, only)
    const total = [...levels.values()].reduce(together, nothing())
    const text = (steps: number) => this.#around.items.format(item, steps)
    const figuresOf = (level: Level) => ({
      onHand: text(level.onHand),
      reserved: text(level.reserved),
      available: text(level.onHand - level.reserved),
      expected: text(sum(level.promised)),
      incoming: text(sum(level.incoming)),
      outgoing: text(sum(level.outgoing)),
    })
    const days = project({ ...total, available: total.onHand - total.reserved })
    return {
      item: itemView(item),
      unit: item.unit,
      ...figuresOf(total),
      dates: days.map(({ date, ...day }) => ({
        date: dateText(date),
        incoming: text(day.incoming),
        outgoing: text(day.outgoing),
        onHand: text(day.onHand),
        available: text(day.available),
      })),
      warehouses: [...levels]
        .map(([ordinal, level]) => ({
          warehouse: this.#around.places.byOrdinal(ordinal).code,
          ...figuresOf(level),
        }))
        .sort((a, b) => (a.warehouse < b.warehouse ? -1 : 1)),
    }
  }

  /** By warehouse: those in which something lies, comes or goes. */
  #levelsOf(item: number, only: number | null): Map<number, Level> {
    const levels = new Map<number, Level>()
    const of = (warehouse: number) => {
      const level = levels.get(warehouse) ?? nothing()
      if (only === null || warehouse === only) levels.set(warehouse, level)
      return level
    }
    for (const { warehouse, quantity } of this.#around.stock.onHandByWarehouse(item))
      of(warehouse).onHand += quantity
    for (const { warehouse, date, reserved, expected } of this.#tables.outgoing(item)) {
      const level = of(warehouse)
      level.reserved += reserved
      level.outgoing.push({ date, quantity: reserved + expected })
      level.promised.push({ date, quantity: expected })
    }
    for (const { warehouse, date, quantity } of this.#tables.announced(item))
      of(warehouse).incoming.push({ date, quantity })
    return levels
  }
}

interface Level {
  onHand: number
  reserved: number
  incoming: Dated[]
  outgoing: Dated[]
  promised: Dated[]
}

const nothing = (): Level => ({ onHand: 0, reserved: 0, incoming: [], outgoing: [], promised: [] })

const together = (a: Level, b: Level): Level => ({
  onHand: a.onHand + b.onHand,
  reserved: a.reserved + b.reserved,
  incoming: [...a.incoming, ...b.incoming],
  outgoing: [...a.outgoing, ...b.outgoing],
  promised: [...a.promised, ...b.promised],
})

const sum = (all: readonly Dated[]): number => all.reduce((total, { quantity }) => total + quantity, 0)

const itemView = ({ id, code, name }: StockItem) => ({ id, code, name })
