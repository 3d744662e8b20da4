import { z } from 'zod'
import { command, type ModuleContract, query } from '../../kernel/contract.ts'
import {
  date,
  decimal,
  flag,
  id,
  line,
  listOf,
  multiline,
  page,
  requiredLine,
  sequence,
} from '../../kernel/fields.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { accountCode, postingRefusals } from '../../ledger/contract.ts'
import { reservationRefusals } from '../reservations/contract.ts'
import { billInput, billReversal } from './inputs.ts'
import { billedView, billView, unbilledRow } from './replies.ts'

/** Goods that move: every document moves them from places to places, and what they are worth moves in the ledger with them. */

/** How a company's profit and loss shows what its goods cost. */
export const COST_STYLES = ['anglo-saxon', 'continental'] as const
const costStyle = z.enum(COST_STYLES)

export const DOCUMENT_KINDS = [
  'receipt',
  'issue',
  'transfer',
  'arrival',
  'adjustment',
  'customer-return',
  'supplier-return',
  'cost',
  'standard-cost',
  'revaluation',
  'bill',
  'bill-reversal',
] as const
const documentKind = z.enum(DOCUMENT_KINDS)
export type DocumentKind = z.output<typeof documentKind>

/** By what a cost that belongs to several receipts is divided among them. */
export const COST_BASES = ['value', 'quantity', 'weight', 'volume'] as const
const costBasis = z.enum(COST_BASES)

const itemRef = requiredLine(LIMITS.nameCharsMax).describe('Id, code or barcode of the item.')
const placeRef = requiredLine(LIMITS.placeCodeCharsMax).describe('Code of a place or a warehouse.')
const unit = requiredLine(LIMITS.unitCodeCharsMax).describe(
  "One of the item's units; default: its stock unit.",
)
const lotCode = requiredLine(LIMITS.lotCodeCharsMax).describe('Lot or serial number.')
const unitCost = decimal.describe('In company currency, for one of the unit; up to ten decimals.')
const documentId = id('stockDocument')
const dimensions = z
  .record(requiredLine(LIMITS.dimensionCodeCharsMax), requiredLine(LIMITS.dimensionCodeCharsMax))
  .refine(
    (all) => Object.keys(all).length <= LIMITS.dimensionsMax,
    `At most ${LIMITS.dimensionsMax} dimensions.`,
  )
const serials = z
  .array(lotCode)
  .min(1, 'Name at least one serial number.')
  .max(LIMITS.serialsALineMax, `At most ${LIMITS.serialsALineMax} serial numbers a line.`)
  .describe('Of an item with serial numbers: one for each piece. Instead of a quantity.')

const linesOf = <Line extends z.ZodType>(each: Line) =>
  z
    .array(each)
    .min(1, 'A document has at least one line.')
    .max(LIMITS.stockLinesMax, `A document has at most ${LIMITS.stockLinesMax} lines.`)

const goods = {
  item: itemRef,
  quantity: decimal.optional().describe('In `unit`. Left out only where serial numbers are named.'),
  unit: unit.optional(),
  lot: lotCode.optional(),
  serials: serials.optional(),
  dimensions: dimensions.optional(),
  memo: line(LIMITS.memoCharsMax).optional(),
}
const newLot = {
  expiry: date.optional().describe('Of a lot that is new: the day after which it is not used.'),
  manufactured: date.optional(),
}
const header = {
  id: documentId.optional().describe('Your own id for the document; default: a new one.'),
  date: date.describe('The day on which the goods move.'),
  reference: line(LIMITS.referenceCharsMax)
    .optional()
    .describe('Number of the document behind it: an order, a delivery note.'),
  party: line(LIMITS.nameCharsMax).optional().describe('Who the goods come from or go to.'),
  note: multiline(LIMITS.noteCharsMax).optional(),
  dryRun: flag.optional().describe('Moves nothing, and shows what would be moved, booked and adjusted.'),
}
const reason = requiredLine(LIMITS.reasonCharsMax)

// ---------------------------------------------------------------------------------------------------- events

const key = z.strictObject({ date: z.number().int(), sequence: z.number().int(), line: z.number().int() })

/**
 * One move of one item. Quantities are steps of the item's unit, amounts minor units of the company's currency, places
 * and warehouses ordinals. `value` is what came into all warehouses (negative: left them) when it was recorded.
 */
const movedLine = z.strictObject({
  item: z.string(),
  move: z.enum(['in', 'return', 'out', 'transfer', 'recost', 'revalue', 'standard', 'shift']),
  /** Of the warehouse that the goods come into, leave, or lie in; of a transfer the one that they leave. */
  warehouse: z.number().int().optional(),
  into: z.number().int().optional(),
  from: z.number().int().optional(),
  to: z.number().int().optional(),
  quantity: z.number().int().optional(),
  lot: z.string().optional(),
  expiry: z.string().optional(),
  manufactured: z.string().optional(),
  /** As it was written, where that was another unit. */
  entered: z.strictObject({ quantity: z.string(), unit: z.string() }).optional(),
  /** Null: what the item cost at the time. */
  cost: z.number().int().nullable().optional().meta({ sensitive: 'costs' }),
  /** A receipt whose cost changes, an issue that comes back, a receipt that goes back. */
  of: key.optional(),
  unitCost: z
    .strictObject({ value: z.number().int(), per: z.number().int() })
    .optional()
    .meta({ sensitive: 'costs' }),
  /** Ids of the accounts for stock, and for the other side. */
  stock: z.string().optional(),
  intoStock: z.string().optional(),
  contra: z.string().optional(),
  variance: z.string().optional(),
  consumed: z.string().optional(),
  /**
   * A supplier's bill is expected: for what the line put on `contra`, goods received that are not invoiced; or, in
   * continental style, for purchases that become a cost with it.
   */
  accrual: z.enum(['goods-received', 'purchases']).optional(),
  /**
   * What a bill says of an accrual: how much of it, at which amount, and what was expected for that, which goes off. The
   * account (id) that the amount is booked on. The cost of the line is the difference.
   */
  billed: z
    .strictObject({
      of: key,
      quantity: z.number().int(),
      amount: z.number().int(),
      cleared: z.number().int(),
      account: z.string(),
    })
    .optional()
    .meta({ sensitive: 'costs' }),
  dimensions: z.record(z.string(), z.string()).optional(),
  memo: z.string().optional(),
  value: z.number().int().meta({ sensitive: 'costs' }),
})
export type MovedLine = z.output<typeof movedLine>

const stockMoved = z.strictObject({
  id: z.string(),
  broughtId: z.literal(true).optional(),
  kind: documentKind,
  number: z.number().int(),
  date: z.string(),
  reference: z.string().optional(),
  party: z.string().optional(),
  note: z.string().optional(),
  reason: z.string().optional(),
  /** Id of the document that this one belongs to: what comes back, what arrives. */
  of: z.string().optional(),
  /** Of a bill: ids of the accounts that it is owed on and that its other costs are booked on, in minor units. */
  bill: z
    .strictObject({
      payable: z.string(),
      dueDate: z.string().optional(),
      charges: z
        .array(
          z.strictObject({
            account: z.string(),
            amount: z.number().int(),
            dimensions: z.record(z.string(), z.string()).optional(),
          }),
        )
        .meta({ sensitive: 'costs' }),
    })
    .optional(),
  /** Ids of the journal entries that it booked. */
  entries: z.array(z.string()),
  lines: z.array(movedLine),
  /** Items with so many later moves that these are valued anew afterwards, step by step. */
  recalculates: z.array(z.string()).optional(),
})
export type StockMoved = z.output<typeof stockMoved>

/** Moves that cost something else by what was recorded before them in time, though after them in the log. */
const costAdjusted = z.strictObject({
  /** Id of the document that changed the past. */
  document: z.string(),
  item: z.string(),
  entries: z.array(z.string()),
  /** Sequence and line of a move, the change of its value in each warehouse, and the date on which that is booked. */
  moves: z
    .array(
      z.tuple([z.number().int(), z.number().int(), z.number().int(), z.number().int(), z.number().int()]),
    )
    .meta({ sensitive: 'costs' }),
})
export type CostAdjusted = z.output<typeof costAdjusted>

/** One step of valuing later moves anew: whole days of an item's moves, up to and with `through`. */
const stockRecalculated = z.strictObject({
  document: z.string(),
  item: z.string(),
  through: z.string(),
  /** Moves of the step, and those of them that cost something else than before. */
  moves: z.number().int(),
  adjusted: z.number().int(),
  isDone: z.boolean(),
  entries: z.array(z.string()),
})
export type StockRecalculated = z.output<typeof stockRecalculated>

const settingsChanged = z.strictObject({ style: costStyle, journal: z.string() })
export type StockSettings = z.output<typeof settingsChanged>

// ----------------------------------------------------------------------------------------------------- views

const cost = z.string().nullable().meta({ sensitive: 'costs' }).describe('In company currency.')
const itemView = z.object({ id: z.string(), code: z.string(), name: z.string() })

const lineView = z.object({
  line: z.number().describe('Its position in the document, from 0.'),
  item: itemView,
  from: z.string().nullable(),
  to: z.string().nullable(),
  quantity: z.string().nullable().describe('In the stock unit.'),
  unit: z.string(),
  entered: z.object({ quantity: z.string(), unit: z.string() }).nullable(),
  lot: z.string().nullable(),
  value: cost,
  valueNow: cost.describe('With what was adjusted since.'),
  left: z
    .string()
    .nullable()
    .describe(
      'What can still come back of an issue, or go back of a receipt; of a transfer, what is on its way. In the stock unit.',
    ),
  memo: z.string().nullable(),
  billed: billedView,
})

/** What a trial would book. */
const bookedEntry = z.object({
  date: z.string(),
  lines: z.array(
    z.object({
      account: z.object({ code: z.string(), name: z.string() }),
      debit: cost,
      credit: cost,
      dimensions: z.record(z.string(), z.string()).nullable(),
    }),
  ),
})

const adjustmentView = z.object({
  moves: z.number().describe('Later moves whose cost changes.'),
  days: z.array(z.object({ date: z.string(), amount: cost })),
  waiting: z
    .number()
    .describe('Later moves that are valued anew afterwards, step by step: their cost is not in the figures.'),
})

const recalculationView = z.object({
  item: itemView,
  document: z.string().describe('That changed the past.'),
  since: z.string(),
  through: z.string().describe('The day until which moves are valued anew.'),
  moves: z.object({ done: z.number(), total: z.number() }),
  problem: z.string().nullable().describe('Why it does not go on; it is tried again every minute.'),
})

const documentView = z.object({
  id: z.string(),
  kind: documentKind,
  voucher: z.string(),
  date: z.string(),
  reference: z.string().nullable(),
  party: z.string().nullable(),
  note: z.string().nullable(),
  reason: z.string().nullable(),
  of: z.string().nullable(),
  sequence: z.number(),
  recordedAt: z.string(),
  entries: z.array(z.string()).describe('Ids of the journal entries that it booked.'),
  bill: billView,
  lines: z.array(lineView),
  adjusted: adjustmentView.nullable().describe('What it changed of later moves.'),
  followedBy: z
    .array(z.object({ id: z.string(), kind: documentKind, voucher: z.string(), date: z.string() }))
    .describe(`Returns, arrivals and costs that belong to it, the first ${LIMITS.followersShownMax}.`),
  booked: z
    .array(bookedEntry)
    .nullable()
    .optional()
    .describe('Of a trial: what would be booked. Null: not all of its accounts are shown to you.'),
  dryRun: z.literal(true).optional(),
})

const documentRow = z.object({
  id: z.string(),
  kind: documentKind,
  voucher: z.string(),
  date: z.string(),
  reference: z.string().nullable(),
  party: z.string().nullable(),
  lines: z.number(),
  sequence: z.number(),
})

const onHandRow = z.object({
  item: itemView,
  warehouse: z.string().nullable(),
  place: z.string(),
  lot: z.string().nullable(),
  expiry: z.string().nullable(),
  quantity: z.string(),
  unit: z.string(),
})

const moveRow = z.object({
  document: z.string(),
  voucher: z.string(),
  kind: documentKind,
  date: z.string(),
  sequence: z.number(),
  line: z.number(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  lot: z.string().nullable(),
  quantity: z.string(),
  value: cost.describe('Of the goods that moved, as it is by now.'),
})

const valueRow = z.object({
  item: itemView,
  warehouse: z.string().nullable(),
  quantity: z.string(),
  unit: z.string(),
  value: cost,
  unitCost: cost,
})

const lotView = z.object({
  lot: z.string(),
  item: itemView,
  expiry: z.string().nullable(),
  manufactured: z.string().nullable(),
  quantity: z.string().describe('On hand.'),
  unit: z.string(),
})

// -------------------------------------------------------------------------------------------------- contract

export const stockContract = {
  name: 'stock',
  title: 'Stock',
  operations: {
    ReceiveGoods: command({
      summary: 'Receive goods',
      description:
        'They come from a supplier, from production or from an adjustment into a place. What they cost is posted with them. A date in the past is taken: later moves are valued anew, and the difference is posted.',
      path: '/stock/receipts',
      scope: 'stock:write',
      input: z.strictObject({
        ...header,
        from: placeRef.optional().describe('Default: SUPPLIERS.'),
        to: placeRef.optional().describe('Default: the only or first warehouse.'),
        account: accountCode.optional().describe('The other side. Default: goods received, not invoiced.'),
        lines: linesOf(
          z.strictObject({
            ...goods,
            ...newLot,
            to: placeRef.optional(),
            unitCost: unitCost.optional(),
            cost: decimal.optional().describe('Of the whole line, instead of a cost for one unit.'),
          }),
        ),
      }),
      reply: documentView,
      example: {
        date: '2026-03-31',
        reference: 'PO-7',
        lines: [{ item: 'BEANS-1KG', quantity: '60', unitCost: '8.40' }],
      },
    }),
    IssueGoods: command({
      summary: 'Issue goods',
      description: 'They go from a place to a customer, to production or to scrap, at what they cost.',
      path: '/stock/issues',
      scope: 'stock:write',
      input: z.strictObject({
        ...header,
        from: placeRef.optional().describe('Default: the only or first warehouse.'),
        to: placeRef.optional().describe('Default: CUSTOMERS.'),
        account: accountCode.optional().describe('The other side. Default: cost of sales.'),
        reason: reason.optional(),
        lines: linesOf(
          z.strictObject({
            ...goods,
            from: placeRef.optional(),
            reservation: id('reservation').optional().describe('That the goods were kept for.'),
          }),
        ),
      }),
      reply: documentView,
      example: { date: '2026-03-31', reference: 'SO-12', lines: [{ item: 'BEANS-1KG', quantity: '2' }] },
    }),
    TransferGoods: command({
      summary: 'Move goods to another place or warehouse',
      description: 'In one step, or in two: with `inTransit` they are on their way until they are received.',
      path: '/stock/transfers',
      scope: 'stock:write',
      input: z.strictObject({
        ...header,
        from: placeRef,
        to: placeRef,
        inTransit: flag.optional(),
        lines: linesOf(z.strictObject({ ...goods, from: placeRef.optional(), to: placeRef.optional() })),
      }),
      reply: documentView,
      example: {
        date: '2026-03-31',
        from: 'MAIN',
        to: 'SHOP',
        lines: [{ item: 'BEANS-1KG', quantity: '5' }],
      },
    }),
    ReceiveTransfer: command({
      summary: 'Receive goods that are on their way, all of them or some',
      path: '/stock/transfers/{id}/receive',
      scope: 'stock:write',
      input: z.strictObject({
        id: documentId,
        date,
        note: header.note,
        dryRun: header.dryRun,
        lines: z
          .array(
            z.strictObject({
              line: z.number().int().min(0).describe('Of the transfer, from 0.'),
              quantity: decimal.describe('In the stock unit.'),
              to: placeRef.optional(),
            }),
          )
          .max(LIMITS.stockLinesMax)
          .optional()
          .describe('Default: all that is still on its way.'),
      }),
      reply: documentView,
      example: { date: '2026-04-02' },
    }),
    AdjustStock: command({
      summary: 'Correct what lies in a place',
      description: 'More (positive) or less (negative) than the books say, with a reason.',
      path: '/stock/adjustments',
      scope: 'stock:write',
      books: true,
      input: z.strictObject({
        ...header,
        place: placeRef.optional().describe('Default: the only or first warehouse.'),
        reason,
        account: accountCode.optional().describe('The other side. Default: stock adjustments.'),
        lines: linesOf(
          z.strictObject({
            ...goods,
            ...newLot,
            place: placeRef.optional(),
            unitCost: unitCost
              .optional()
              .describe('Of what is found; default: what the item costs at present.'),
          }),
        ),
      }),
      reply: documentView,
      example: { date: '2026-03-31', reason: 'Torn bag', lines: [{ item: 'BEANS-1KG', quantity: '-1' }] },
    }),
    ReturnGoods: command({
      summary: 'Take back what was issued, or give back what was received',
      description:
        'Goods of an issue come back at what they cost when they left; goods of a receipt go back out of that receipt.',
      path: '/stock/documents/{id}/return',
      scope: 'stock:write',
      input: z.strictObject({
        id: documentId,
        date,
        reference: header.reference,
        note: header.note,
        dryRun: header.dryRun,
        place: placeRef.optional().describe('Where they come into or leave from; default: where they were.'),
        lines: z
          .array(
            z.strictObject({
              line: z.number().int().min(0).describe('Of the document, from 0.'),
              quantity: decimal.describe('In the stock unit.'),
              place: placeRef.optional(),
            }),
          )
          .min(1, 'Name at least one line.')
          .max(LIMITS.stockLinesMax),
      }),
      reply: documentView,
      example: { date: '2026-04-02', lines: [{ line: 0, quantity: '1' }] },
    }),
    AddReceiptCosts: command({
      summary: 'Add to the cost of receipts: freight, customs, a bill at another price',
      description:
        'What is left of the goods is worth more; what has gone is cost of sales. Divided by value, quantity, weight or volume, or given line by line.',
      path: '/stock/receipt-costs',
      scope: 'stock:write',
      books: true,
      input: z.strictObject({
        ...header,
        account: accountCode.optional().describe('The other side. Default: goods received, not invoiced.'),
        amount: decimal.optional().describe('To be divided; negative: the goods cost less.'),
        by: costBasis.optional().describe('Default: value.'),
        receipts: z
          .array(
            z.strictObject({
              receipt: documentId,
              line: z.number().int().min(0).optional(),
              amount: decimal.optional(),
            }),
          )
          .min(1, 'Name at least one receipt.')
          .max(LIMITS.stockLinesMax)
          .describe('Whole receipts, or lines of them. With an amount each, instead of one that is divided.'),
      }),
      reply: documentView,
      example: {
        date: '2026-04-02',
        reference: 'Freight 88',
        amount: '120.00',
        by: 'value',
        receipts: [{ receipt: 'stk_01JZ8M3Y5N6P7Q8R9S0T1V2W3X' }],
      },
    }),
    MatchBill: command({
      summary: "Record a supplier's bill for what was received",
      description:
        'What was expected for the goods goes off goods received, not invoiced, and the bill is owed. The difference of price goes to what is left of the goods and to cost of sales, at standard cost to price differences. A receipt may have several bills, and a bill several receipts.',
      path: '/stock/bills',
      scope: 'ledger:write',
      books: true,
      input: billInput,
      reply: documentView,
      example: {
        date: '2026-04-02',
        reference: 'INV-2231',
        party: 'Finca Azul',
        lines: [{ receipt: 'stk_01JZ8M3Y5N6P7Q8R9S0T1V2W3X', line: 0, quantity: '60', unitPrice: '8.55' }],
      },
    }),
    ReverseBill: command({
      summary: "Take a supplier's bill back",
      description: 'What it was for is expected again.',
      path: '/stock/bills/{id}/reverse',
      scope: 'ledger:write',
      books: true,
      input: billReversal,
      reply: documentView,
      example: { date: '2026-04-05', reference: 'CN-87' },
    }),
    ListUnbilledReceipts: query({
      summary: 'List what suppliers have not billed yet, line by line, the oldest first',
      description:
        'Receipts, and costs that were added to them. Their values that stand on goods received, not invoiced, add up to the balance of that account, as far as stock books on it.',
      path: '/stock/unbilled',
      scope: 'inventory:read',
      input: z.strictObject({
        ...page,
        item: itemRef.optional(),
        party: line(LIMITS.nameCharsMax)
          .optional()
          .describe('The supplier, as the receipt names it. A page may then have fewer rows than there are.'),
      }),
      reply: listOf(unbilledRow),
    }),
    SetStandardCosts: command({
      summary: 'Set standard costs from a day on',
      description: 'Stock at standard cost is revalued, and the difference posted.',
      path: '/stock/standard-costs',
      scope: 'stock:write',
      books: true,
      input: z.strictObject({
        ...header,
        lines: linesOf(z.strictObject({ item: itemRef, unitCost })),
      }),
      reply: documentView,
      example: { date: '2026-04-01', lines: [{ item: 'BEANS-1KG', unitCost: '8.60' }] },
    }),
    RevalueStock: command({
      summary: 'Write stock down or up',
      description: 'Changes the value of what lies in a warehouse, not its quantity (IAS 2.28).',
      path: '/stock/revaluations',
      scope: 'stock:write',
      books: true,
      input: z.strictObject({
        ...header,
        reason,
        warehouse: placeRef.optional(),
        account: accountCode.optional().describe('The other side. Default: revaluation of stock.'),
        lines: linesOf(
          z.strictObject({
            item: itemRef,
            amount: decimal.describe('Negative: written down.'),
            warehouse: placeRef.optional(),
          }),
        ),
      }),
      reply: documentView,
      example: { date: '2026-03-31', reason: 'Wet sacks', lines: [{ item: 'BEANS-1KG', amount: '-40.00' }] },
    }),
    ListStockDocuments: query({
      summary: 'List the documents, the latest first',
      path: '/stock/documents',
      scope: 'inventory:read',
      input: z.strictObject({
        ...page,
        kind: documentKind.optional(),
        from: date.optional(),
        to: date.optional(),
        q: line(LIMITS.nameCharsMax)
          .optional()
          .describe(
            'Part of the number, the reference or the party. A page may then have fewer rows than there are.',
          ),
      }),
      reply: listOf(documentRow),
    }),
    GetStockDocument: query({
      summary: 'Show a document',
      path: '/stock/documents/{id}',
      scope: 'inventory:read',
      input: z.strictObject({ id: documentId }),
      reply: documentView,
    }),
    ListMoves: query({
      summary: 'List the moves of an item, the latest first',
      path: '/items/{item}/moves',
      scope: 'inventory:read',
      input: z.strictObject({ ...page, item: itemRef, from: date.optional(), to: date.optional() }),
      reply: listOf(moveRow),
    }),
    ListOnHand: query({
      summary: 'List what lies where, by item, place and lot',
      path: '/stock/on-hand',
      scope: 'inventory:read',
      input: z.strictObject({ ...page, item: itemRef.optional(), place: placeRef.optional() }),
      reply: listOf(onHandRow),
    }),
    ListValues: query({
      summary: 'List what the stock of items is worth, by item and warehouse, as of a day',
      path: '/stock/values',
      scope: 'inventory:read',
      input: z.strictObject({
        ...page,
        asOf: date.optional(),
        knownAt: sequence.optional(),
        item: itemRef.optional(),
      }),
      reply: listOf(valueRow),
    }),
    ListLots: query({
      summary: 'List lots and serial numbers, those that expire first in front',
      path: '/stock/lots',
      scope: 'inventory:read',
      input: z.strictObject({
        ...page,
        item: itemRef,
        all: flag.optional().describe('Also those that nothing is left of.'),
      }),
      reply: listOf(lotView),
    }),
    ListRecalculations: query({
      summary: 'List the items whose later moves are being valued anew, and how far that is',
      description:
        'A document that is dated back before very many moves of an item is recorded at once; these moves are valued anew step by step. Stock and ledger agree all the while. Until then nothing else moves the item.',
      path: '/stock/recalculations',
      scope: 'inventory:read',
      input: z.strictObject({}),
      reply: z.object({ data: z.array(recalculationView) }),
    }),
    ContinueRecalculation: command({
      summary: 'Value the next later moves of an item anew',
      path: '/stock/recalculations/{item}/continue',
      scope: 'stock:write',
      internal: true,
      input: z.strictObject({ item: z.string() }),
      reply: z.object({}),
    }),
    GetStockSettings: query({
      summary: 'Show how stock is posted',
      path: '/stock/settings',
      scope: 'inventory:read',
      input: z.strictObject({}),
      reply: settingsChanged,
    }),
    SetStockSettings: command({
      summary: 'Say how stock is posted',
      description:
        'Anglo-Saxon: goods are a cost when they are sold. Continental: purchases are a cost at once, and the change of stock stands against them.',
      path: '/stock/settings',
      scope: 'items:write',
      status: 200,
      input: z.strictObject({ style: costStyle.optional(), journal: requiredLine(10).optional() }),
      reply: settingsChanged,
      example: { style: 'continental' },
    }),
  },
  events: {
    'stock-moved': { version: 1, data: stockMoved },
    'stock-cost-adjusted': { version: 1, data: costAdjusted },
    'stock-recalculated': { version: 1, data: stockRecalculated },
    'stock-settings-changed': { version: 1, data: settingsChanged },
  },
  refusals: {
    ...postingRefusals,
    ...reservationRefusals,
    account_not_assigned: { status: 422, title: 'No account is assigned' },
    already_billed: { status: 409, title: 'More would be billed than is expected' },
    already_returned: { status: 409, title: 'More would come back than went out' },
    bill_reversed: { status: 409, title: 'The bill is reversed' },
    inexact_quantity: { status: 422, title: 'The quantity is not exact in the stock unit' },
    invalid_cursor: { status: 400, title: 'The cursor is not one of this list' },
    invalid_quantity: { status: 422, title: 'That is no quantity' },
    invalid_stock_line: { status: 422, title: 'The line cannot be moved' },
    item_recalculating: { status: 409, title: 'The item is being valued anew' },
    item_not_found: { status: 404, title: 'There is no such item' },
    item_not_stocked: { status: 422, title: 'The item is not kept in stock' },
    lot_required: { status: 422, title: 'A lot or serial number is missing' },
    not_billable: { status: 422, title: 'No bill is expected for the line' },
    serial_taken: { status: 409, title: 'A piece with this serial number is there already' },
    stock_document_not_found: { status: 404, title: 'There is no such document' },
    stock_id_taken: { status: 409, title: 'A document with this id exists' },
    stock_insufficient: { status: 409, title: 'There is not enough' },
    unknown_item: { status: 422, title: 'There is no such item' },
    unknown_place: { status: 422, title: 'There is no such place' },
    unknown_receipt: { status: 422, title: 'There is no such receipt' },
    unknown_unit_of_item: { status: 422, title: 'The item has no such unit' },
  },
} as const satisfies ModuleContract

export type StockContract = typeof stockContract
