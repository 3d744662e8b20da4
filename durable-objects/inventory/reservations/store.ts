import type { Database } from '../../kernel/database.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { EventLog, NewEvent, RecordedEvent } from '../../kernel/log.ts'
import type { Module } from '../../kernel/module.ts'
import { invariant, isRefusal, type Refusal } from '../../kernel/result.ts'
import type { ReservationsParts } from '../reserved-stock.ts'
import { ReservationsAudit } from './audit.ts'
import { Changing } from './changing.ts'
import {
  type AmountsChanged,
  type ReceiptExpected,
  type ReservationChanged,
  type ReservationConsumed,
  type ReservationReleased,
  type ReservationsContract,
  reservationsContract,
  type StockReserved,
} from './contract.ts'
import { Desk } from './desk.ts'
import type { ReservationsRefusal } from './domain.ts'
import type { Reservation } from './model.ts'
import { ReservationQueries } from './queries.ts'
import { ExpectedReceipts } from './receipts.ts'
import { decideReserve } from './reserving.ts'
import { at, type Surroundings } from './surroundings.ts'
import { ReservationTables, reservationsMigration } from './tables.ts'

/** Reservations, announced receipts and availability inside the object. */
export function reservationsModule(
  database: Database,
  log: EventLog,
  around: Surroundings,
): Module<ReservationsContract> & { parts: ReservationsParts } {
  const { items, stock } = around
  const tables = new ReservationTables(database, (id) => items.ordinal(id))
  const queries = new ReservationQueries(database, tables, around)
  const changing = new Changing(tables, around)
  const receipts = new ExpectedReceipts(tables, around)
  const begin = () => new Desk(tables, stock, items.format)

  return {
    contract: reservationsContract,
    migrations: [reservationsMigration],
    derivedTables: ['reservations', 'reservation_holdings', 'reserved_totals', 'expected_receipts'],
    auditChecks: () => new ReservationsAudit(database, around),
    parts: {
      reserved: (item, where) => tables.reserved(item, where),
      isOverReserved: (item) =>
        tables.totalsOf(item).some(({ where, quantity }) => quantity > stock.onHand(item, where)),
      available: (item, warehouse) => begin().levels.free(item, { warehouse }),
      begin,
      refuses: (movement) => begin().move(movement),
      received: receipts.received,
      incoming: (item, warehouse) => tables.incoming(item, warehouse),
      promised: (item, warehouse) => tables.promised(item, warehouse),
      announce: receipts.announce,
    },

    commands: {
      ReserveStock(input, context) {
        const reserving = decideReserve(tables, around, input, context)
        if (isRefusal(reserving)) return reserving
        const { events, ids, short } = reserving
        const shortView = short.map(({ line, item, wanted, reserved }) => ({
          line,
          item: { id: item.id, code: item.code, name: item.name },
          wanted: items.format(item, wanted),
          reserved: items.format(item, reserved),
          missing: items.format(item, wanted - reserved),
        }))
        return { events, reply: () => ({ reservations: ids.map(shown), short: shortView }) }
      },
      ChangeReservation: (input, { nowMicros }) =>
        decideOn(input.reservation, (reservation) => changing.change(reservation, input, nowMicros)),
      ReleaseReservation: (input) =>
        decideOn(input.reservation, (reservation) =>
          changing.end([reservation], 'reservation-released', input.reason),
        ),
      ReleaseReservations({ demand, reason }) {
        const open = tables.openOf(demand, LIMITS.reservationLinesMax)
        const events = changing.end(open, 'reservation-released', reason)
        const isMore = () => tables.openOf(demand, 1).length > 0
        return { events, reply: () => ({ released: open.length, isMore: isMore() }) }
      },
      AllocateReservation: (input, { nowMicros }) =>
        decideOn(input.reservation, (reservation) => changing.allocate(reservation, input, nowMicros)),
      DeallocateReservation: (input) => decideOn(input.reservation, (each) => changing.deallocate(each)),
      ExpireReservation({ reservation: id }, { nowMicros }) {
        const reservation = tables.find(id)
        if (!reservation) return notFound(id)
        const { status, expiresAt } = reservation
        const isDue = status === 'open' && expiresAt !== null && expiresAt <= nowMicros
        return { events: isDue ? changing.end([reservation], 'reservation-expired') : [], reply: () => ({}) }
      },
      ExpectReceipt(input) {
        const events = receipts.expect(input)
        if (isRefusal(events)) return events
        const data = () => tables.receipt(input.reference).map((row) => queries.receiptView(row))
        return { events, reply: () => ({ data: data(), nextCursor: null }) }
      },
      CancelExpectedReceipt({ reference }) {
        const cancelled = receipts.lines(reference).length
        return { events: receipts.cancel(reference), reply: () => ({ cancelled }) }
      },
    },

    queries: {
      ListReservations: (input) => queries.list(input),
      GetReservation({ reservation: id }) {
        const reservation = tables.find(id)
        return reservation ? queries.view(reservation) : notFound(id)
      },
      GetAvailability: (input) => queries.availability(input, log.head.sequence),
      ListExpectedReceipts: (input) => queries.receipts(input),
    },

    apply(events) {
      for (const event of events) applyOne(event)
    },

    // What is kept for whom tells nothing of the books: every reader of the stock may see it.
    shownTo: ({ data }) => JSON.parse(data),

    /** What is kept, and for whom: policies may speak of items, warehouses and the demand. */
    subjectsOf: (events) =>
      events.map(({ type, data }) => {
        if (type !== 'stock-reserved') return undefined
        const { item, warehouse, demand } = data as StockReserved
        const { code } = around.items.byId(item)
        const facts = {
          ...{ item: [code], reference: [demand.reference] },
          warehouse: [around.places.byOrdinal(warehouse).code],
        }
        return { facts, ids: { item: [item] } }
      }),

    titleOf(_, input) {
      const { demand, reference, reservation } = input as {
        demand?: { reference: string }
        reference?: string
        reservation?: string
      }
      return demand?.reference ?? reference ?? (reservation && tables.find(reservation)?.demand.reference)
    },

    due: (nowMicros) =>
      tables
        .expired(nowMicros)
        .map((reservation) => ({ command: 'ExpireReservation', input: { reservation } })),
    nextDue: () => tables.nextExpiry(),
  }

  /** A decision about one open reservation, which shows it as it is then. */
  function decideOn(
    id: string,
    decide: (reservation: Reservation) => NewEvent[] | ReservationsRefusal,
  ): { events: NewEvent[]; reply: () => ReturnType<typeof shown> } | ReservationsRefusal {
    const reservation = tables.find(id)
    if (!reservation) return notFound(id)
    if (reservation.status !== 'open')
      return at('/reservation', 'reservation_settled', `Reservation ${id} is ${reservation.status}.`)
    const events = decide(reservation)
    return isRefusal(events) ? events : { events, reply: () => shown(id) }
  }

  function shown(id: string) {
    const reservation = tables.find(id)
    invariant(reservation, `reservation ${id} is there`)
    return queries.view(reservation)
  }

  function applyOne(event: RecordedEvent): void {
    switch (event.type) {
      case 'stock-reserved':
        tables.reserve(event as RecordedEvent<string, StockReserved>)
        return
      case 'reservation-changed':
        tables.change(event.data as ReservationChanged)
        return
      case 'reservation-allocated':
      case 'reservation-covered':
        tables.changeAmounts(event.data as AmountsChanged)
        return
      case 'reservation-consumed':
        tables.consume(event.data as ReservationConsumed)
        return
      case 'reservation-released':
        tables.settle((event.data as ReservationReleased).id, 'released')
        return
      case 'reservation-expired':
        tables.settle((event.data as ReservationReleased).id, 'expired')
        return
      case 'receipt-expected':
        tables.expect(event.data as ReceiptExpected)
    }
  }
}

const notFound = (id: string): Refusal<'reservation_not_found'> =>
  at(
    '/reservation',
    'reservation_not_found',
    `There is no reservation ${id}.`,
  ) as Refusal<'reservation_not_found'>
