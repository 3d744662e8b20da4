import { z } from 'zod'
import { command, type ModuleContract, query } from '../../kernel/contract.ts'
import { date, decimal, flag, id, line, listOf, page, requiredLine } from '../../kernel/fields.ts'
import { LIMITS } from '../../kernel/limits.ts'

/**
 * Reservations: stock that is kept for a demand, such as a line of an order. A soft one keeps a quantity anywhere in a
 * warehouse, a hard one in a named place or of a named lot. What is reserved is on hand; what is expected waits for receipts.
 */

const itemRef = requiredLine(LIMITS.nameCharsMax).describe('Id, code or barcode of the item.')
const placeRef = requiredLine(LIMITS.placeCodeCharsMax)
const lotCode = requiredLine(LIMITS.lotCodeCharsMax).describe('Lot or serial number.')
const unit = requiredLine(LIMITS.unitCodeCharsMax).describe(
  "One of the item's units; default: its stock unit.",
)
const reservationId = id('reservation')
const instant = z.iso
  .datetime({ offset: true, error: 'Write an instant such as 2026-03-31T12:00:00Z.' })
  .meta({ format: 'date-time' })

const demandKind = z
  .string()
  .max(LIMITS.demandCharsMax)
  .regex(/^[a-z][a-z0-9-]*$/, 'Write small letters, digits and hyphens, such as "sales-order".')
const reference = requiredLine(LIMITS.referenceCharsMax)
const demand = z.strictObject({
  kind: demandKind.describe('What wants the goods, such as "sales-order".'),
  reference: reference.describe('Its number or id.'),
})

export const RESERVATION_STATUSES = ['open', 'consumed', 'released', 'expired'] as const
const status = z.enum(RESERVATION_STATUSES)
export type ReservationStatus = z.output<typeof status>
const kind = z.enum(['soft', 'hard'])
export type ReservationKind = z.output<typeof kind>

// ---------------------------------------------------------------------------------------------------- events

const steps = z.number().int()
const holding = z.strictObject({ place: z.number().int(), lot: z.string().nullable(), quantity: steps })
export type Holding = z.output<typeof holding>

/** In steps of the item; places and warehouses by their ordinals. `soft`: on hand, anywhere in the warehouse. */
const amounts = z.strictObject({ soft: steps, expected: steps, held: z.array(holding) })
export type Amounts = z.output<typeof amounts>

const storedDemand = z.strictObject({
  kind: z.string(),
  reference: z.string(),
  line: z.string().optional(),
})
export type Demand = z.output<typeof storedDemand>

const stockReserved = z.strictObject({
  id: z.string(),
  kind,
  demand: storedDemand,
  item: z.string(),
  warehouse: z.number().int(),
  amounts,
  neededBy: z.string().optional(),
  /** Microseconds since 1970. */
  expiresAt: z.number().int().optional(),
})
export type StockReserved = z.output<typeof stockReserved>

const changedFields = z.strictObject({
  amounts: amounts.optional(),
  neededBy: z.string().nullable().optional(),
  expiresAt: z.number().int().nullable().optional(),
})
const reservationChanged = z.strictObject({ id: z.string(), before: changedFields, after: changedFields })
export type ReservationChanged = z.output<typeof reservationChanged>

const amountsChanged = z.strictObject({ id: z.string(), before: amounts, after: amounts })
export type AmountsChanged = z.output<typeof amountsChanged>

const reservationConsumed = amountsChanged.extend({ quantity: steps })
export type ReservationConsumed = z.output<typeof reservationConsumed>

const reservationReleased = z.strictObject({
  id: z.string(),
  before: amounts,
  reason: z.string().optional(),
})
export type ReservationReleased = z.output<typeof reservationReleased>

const expectedLine = z.strictObject({
  item: z.string(),
  warehouse: z.number().int(),
  quantity: steps,
  date: z.string(),
})
export type ExpectedLine = z.output<typeof expectedLine>
const receiptExpected = z.strictObject({
  reference: z.string(),
  before: z.array(expectedLine),
  after: z.array(expectedLine),
})
export type ReceiptExpected = z.output<typeof receiptExpected>

// ----------------------------------------------------------------------------------------------------- views

const itemView = z.object({ id: z.string(), code: z.string(), name: z.string() })
const quantity = z.string().describe('In the stock unit.')

const reservationView = z.object({
  id: z.string(),
  kind,
  status,
  demand: z.object({ kind: z.string(), reference: z.string(), line: z.string().nullable() }),
  item: itemView,
  warehouse: z.string(),
  unit: z.string(),
  quantity: quantity.describe('What is still kept: reserved and expected together.'),
  reserved: quantity.describe('Of stock on hand.'),
  expected: quantity.describe('Waits for receipts that are announced.'),
  consumed: quantity,
  held: z
    .array(z.object({ place: z.string(), lot: z.string().nullable(), quantity }))
    .describe('What of it is kept in a place; the rest lies anywhere in the warehouse.'),
  neededBy: z.string().nullable(),
  expiresAt: z.string().nullable(),
})
export type ReservationView = z.output<typeof reservationView>

const shortLine = z.object({
  line: z.number().describe('Position in the request, from 0.'),
  item: itemView,
  wanted: quantity,
  reserved: quantity,
  missing: quantity,
})

const figures = {
  onHand: quantity,
  reserved: quantity,
  available: quantity.describe('On hand and not reserved.'),
  expected: quantity.describe('Promised of receipts that are announced.'),
  incoming: quantity.describe('Announced.'),
  outgoing: quantity.describe('Reserved or promised, with the day on which it is needed or without.'),
}
const availabilityRow = z.object({
  item: itemView,
  unit: z.string(),
  ...figures,
  dates: z
    .array(
      z.object({
        date: z.string().nullable().describe('Null: later, or not known.'),
        incoming: quantity,
        outgoing: quantity,
        onHand: quantity.describe('After what comes and goes until then.'),
        available: quantity.describe('What can be promised for that day without breaking a later promise.'),
      }),
    )
    .describe('Days on which something comes or goes.'),
  warehouses: z.array(z.object({ warehouse: z.string(), ...figures })),
})
export type AvailabilityRow = z.output<typeof availabilityRow>

const expectedReceiptView = z.object({
  reference: z.string(),
  line: z.number(),
  item: itemView,
  warehouse: z.string(),
  unit: z.string(),
  quantity: quantity.describe('Still expected.'),
  date: z.string(),
})

// -------------------------------------------------------------------------------------------------- contract

/** What a movement of stock may be refused for because of reservations. */
export const reservationRefusals = {
  reservation_exceeded: { status: 409, title: 'More would be taken than is reserved' },
  reservation_mismatch: { status: 409, title: 'The reservation is of something else' },
  reservation_not_found: { status: 404, title: 'There is no such reservation' },
  reservation_settled: { status: 409, title: 'The reservation is settled' },
  stock_reserved: { status: 409, title: 'What is there is reserved' },
} as const

export const reservationsContract = {
  name: 'reservations',
  title: 'Reservations and availability',
  operations: {
    ReserveStock: command({
      summary: 'Reserve stock for the lines of a demand',
      description:
        'All lines or none, unless `partial`. A line that names a place is a hard reservation of what lies there; others keep a quantity anywhere in the warehouse. Never more is reserved than is available; with `expected`, the rest is promised of announced receipts, by the day on which it is needed.',
      path: '/reservations',
      scope: 'stock:write',
      input: z.strictObject({
        demand,
        lines: z
          .array(
            z.strictObject({
              line: line(LIMITS.demandCharsMax).optional().describe('Number of the line of the demand.'),
              item: itemRef,
              warehouse: placeRef
                .optional()
                .describe('Default: that of the place, else the only or first one.'),
              quantity: decimal,
              unit: unit.optional(),
              place: placeRef.optional(),
              lot: lotCode.optional().describe('Of what lies in the place.'),
              neededBy: date.optional(),
            }),
          )
          .min(1, 'Send at least one line.')
          .max(LIMITS.reservationLinesMax, `At most ${LIMITS.reservationLinesMax} lines.`),
        neededBy: date.optional().describe('Of lines that name no day.'),
        expiresAt: instant
          .optional()
          .describe('From then on nothing is reserved; default: it does not expire.'),
        expected: flag.optional(),
        partial: flag.optional().describe('Take what there is, and say what is missing.'),
      }),
      reply: z.object({ reservations: z.array(reservationView), short: z.array(shortLine) }),
      example: {
        demand: { kind: 'sales-order', reference: 'SO-12' },
        lines: [{ line: '1', item: 'ESP-250', quantity: '2', neededBy: '2026-04-15' }],
      },
    }),
    ChangeReservation: command({
      summary: 'Change the quantity or the days of a reservation',
      path: '/reservations/{reservation}/change',
      scope: 'stock:write',
      status: 200,
      input: z.strictObject({
        reservation: reservationId,
        quantity: decimal.optional().describe('What is still to be kept.'),
        unit: unit.optional(),
        neededBy: date.nullable().optional(),
        expiresAt: instant.nullable().optional(),
        expected: flag.optional().describe('What is more than available is promised of announced receipts.'),
      }),
      reply: reservationView,
      example: { quantity: '3' },
    }),
    ReleaseReservation: command({
      summary: 'Release a reservation',
      path: '/reservations/{reservation}/release',
      scope: 'stock:write',
      status: 200,
      input: z.strictObject({
        reservation: reservationId,
        reason: line(LIMITS.reasonCharsMax).optional(),
      }),
      reply: reservationView,
      example: { reason: 'The customer cancelled.' },
    }),
    ReleaseReservations: command({
      summary: 'Release all reservations of a demand',
      path: '/reservations/release',
      scope: 'stock:write',
      status: 200,
      input: z.strictObject({ demand, reason: line(LIMITS.reasonCharsMax).optional() }),
      reply: z.object({
        released: z.number(),
        isMore: z
          .boolean()
          .describe(`One request releases ${LIMITS.reservationLinesMax}: send it again for the rest.`),
      }),
      example: { demand: { kind: 'sales-order', reference: 'SO-12' } },
    }),
    AllocateReservation: command({
      summary: 'Choose the places and lots that a reservation is taken from',
      description:
        'Lots that expire first come first; then places in the order in which they are walked. Lots past their day are left out.',
      path: '/reservations/{reservation}/allocate',
      scope: 'stock:write',
      status: 200,
      input: z.strictObject({
        reservation: reservationId,
        quantity: decimal.optional().describe('Default: all that lies in no place yet.'),
        unit: unit.optional(),
        place: placeRef.optional().describe('Only from this place or those below it.'),
        lot: lotCode.optional(),
        partial: flag.optional(),
      }),
      reply: reservationView,
      example: { partial: true },
    }),
    DeallocateReservation: command({
      summary: 'Let a reservation lie anywhere in its warehouse again',
      path: '/reservations/{reservation}/deallocate',
      scope: 'stock:write',
      status: 200,
      input: z.strictObject({ reservation: reservationId }),
      reply: reservationView,
    }),
    ExpireReservation: command({
      summary: 'End a reservation whose time has come',
      path: '/reservations/{reservation}/expire',
      scope: 'stock:write',
      internal: true,
      input: z.strictObject({ reservation: reservationId }),
      reply: z.object({}),
    }),
    ListReservations: query({
      summary: 'List reservations, the latest first',
      path: '/reservations',
      scope: 'inventory:read',
      input: z.strictObject({
        ...page,
        item: itemRef.optional(),
        warehouse: placeRef.optional(),
        demand: demandKind.optional(),
        reference: reference.optional(),
        status: z
          .enum([...RESERVATION_STATUSES, 'all'])
          .optional()
          .describe('Default: open.'),
      }),
      reply: listOf(reservationView),
    }),
    GetReservation: query({
      summary: 'Show a reservation',
      path: '/reservations/{reservation}',
      scope: 'inventory:read',
      input: z.strictObject({ reservation: reservationId }),
      reply: reservationView,
    }),
    GetAvailability: query({
      summary: 'Show what is available of many items, now and by day',
      path: '/availability',
      scope: 'inventory:read',
      input: z.strictObject({
        items: z
          .string()
          .min(1, 'Name at least one item.')
          .max(LIMITS.availabilityItemsMax * 61)
          .refine(
            (text) => text.split(',').length <= LIMITS.availabilityItemsMax,
            `At most ${LIMITS.availabilityItemsMax} items.`,
          )
          .describe('Ids, codes or barcodes, separated by commas.'),
        warehouse: placeRef.optional().describe('Default: all warehouses together, and each.'),
      }),
      reply: z.object({ data: z.array(availabilityRow), sequence: z.number() }),
    }),
    ExpectReceipt: command({
      summary: 'Announce a receipt, or say anew what is expected of it',
      description: 'The lines take the place of those that were announced under the reference before.',
      path: '/expected-receipts',
      scope: 'stock:write',
      status: 200,
      input: z.strictObject({
        reference: reference.describe('Number of the order that it comes from.'),
        lines: z
          .array(
            z.strictObject({
              item: itemRef,
              warehouse: placeRef.optional(),
              quantity: decimal,
              unit: unit.optional(),
              date: date.describe('When it is expected.'),
            }),
          )
          .min(1, 'Send at least one line.')
          .max(LIMITS.reservationLinesMax, `At most ${LIMITS.reservationLinesMax} lines.`),
      }),
      reply: listOf(expectedReceiptView),
      example: {
        reference: 'PO-7',
        lines: [{ item: 'ESP-250', quantity: '60', date: '2026-04-15' }],
      },
    }),
    CancelExpectedReceipt: command({
      summary: 'Say that an announced receipt does not come',
      path: '/expected-receipts/cancel',
      scope: 'stock:write',
      status: 200,
      input: z.strictObject({ reference }),
      reply: z.object({ cancelled: z.number().describe('Lines that are no longer expected.') }),
      example: { reference: 'PO-7' },
    }),
    ListExpectedReceipts: query({
      summary: 'List announced receipts, by reference',
      path: '/expected-receipts',
      scope: 'inventory:read',
      input: z.strictObject({
        ...page,
        reference: reference.optional(),
        item: itemRef.optional(),
        warehouse: placeRef.optional(),
      }),
      reply: listOf(expectedReceiptView),
    }),
  },
  events: {
    'stock-reserved': { version: 1, data: stockReserved },
    'reservation-changed': { version: 1, data: reservationChanged },
    'reservation-allocated': { version: 1, data: amountsChanged },
    'reservation-covered': { version: 1, data: amountsChanged },
    'reservation-consumed': { version: 1, data: reservationConsumed },
    'reservation-released': { version: 1, data: reservationReleased },
    'reservation-expired': { version: 1, data: reservationReleased },
    'receipt-expected': { version: 1, data: receiptExpected },
  },
  refusals: {
    ...reservationRefusals,
    inexact_quantity: { status: 422, title: 'The quantity is none of the stock unit' },
    invalid_cursor: { status: 400, title: 'The cursor is not one of this list' },
    invalid_quantity: { status: 422, title: 'The quantity is not a decimal that fits' },
    invalid_reservation: { status: 422, title: 'This cannot be reserved so' },
    invalid_reservation_end: { status: 422, title: 'The reservation would end at the wrong time' },
    unknown_item: { status: 422, title: 'There is no such item' },
    item_not_stocked: { status: 422, title: 'The item is not kept in stock' },
    unknown_place: { status: 422, title: 'There is no such place' },
    stock_not_available: { status: 409, title: 'Not enough is available' },
    too_many_holdings: { status: 409, title: 'It lies in too many places' },
    unknown_unit_of_item: { status: 422, title: 'The item has no such unit' },
    unknown_warehouse: { status: 422, title: 'There is no such warehouse' },
  },
} as const satisfies ModuleContract

export type ReservationsContract = typeof reservationsContract
