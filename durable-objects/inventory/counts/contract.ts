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
  wholeNumber,
} from '../../kernel/fields.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { accountCode } from '../../ledger/contract.ts'
import { stockContract } from '../stock/contract.ts'

/**
 * Stock counts that stop nobody's work. What counts is the difference between what was counted and what the books had at the
 * moment of counting, a position of the log: whatever moves before or after it, the difference stays right.
 */

const itemRef = requiredLine(LIMITS.nameCharsMax).describe('Id, code or barcode of the item.')
const placeRef = requiredLine(LIMITS.placeCodeCharsMax)
const lotCode = requiredLine(LIMITS.lotCodeCharsMax)
const count = id('stockCount')
const reason = line(LIMITS.reasonCharsMax)
const instant = z.iso
  .datetime({ offset: true, error: 'Write an instant such as 2026-03-31T12:00:00Z.' })
  .meta({ format: 'date-time' })

export const COUNT_STATUSES = ['open', 'finished', 'posted', 'cancelled'] as const
const status = z.enum(COUNT_STATUSES)
export type CountStatus = z.output<typeof status>

/** By the value that left stock: A makes up the first 80 % of it, B the next 15 %, C is the rest. */
export const VALUE_CLASSES = ['A', 'B', 'C'] as const
const valueClass = z.enum(VALUE_CLASSES)
export type ValueClass = z.output<typeof valueClass>

const selection = z.strictObject({
  items: z.array(itemRef).min(1).max(LIMITS.countSelectedMax).optional(),
  families: z
    .array(requiredLine(LIMITS.itemCodeCharsMax))
    .min(1)
    .max(LIMITS.countSelectedMax)
    .optional()
    .describe('With the families below them.'),
  notCountedForDays: wholeNumber(0, LIMITS.countDaysMax)
    .optional()
    .describe('What was counted in its place within so many days is left out.'),
  classes: z
    .array(valueClass)
    .min(1)
    .max(VALUE_CLASSES.length)
    .optional()
    .describe('A: items that make up 80 % of the value that left stock; B: the next 15 %; C: the rest.'),
  classDays: wholeNumber(1, LIMITS.countDaysMax)
    .optional()
    .describe('Days that classes look back on; default: 365.'),
  lines: wholeNumber(1, LIMITS.countLinesMax)
    .optional()
    .describe('At most so many lines: first those that were not counted for the longest time.'),
})
export type Selection = z.output<typeof selection>

// ---------------------------------------------------------------------------------------------------- events

const steps = z.number().int()

/** As it was asked for. */
const storedSelection = z.strictObject({
  items: z.array(z.string()).optional(),
  families: z.array(z.string()).optional(),
  notCountedForDays: z.number().int().optional(),
  classes: z.array(valueClass).optional(),
  classDays: z.number().int().optional(),
  lines: z.number().int().optional(),
})

/** Lines by item: places (ordinals) and lots. */
const plannedItem = z.strictObject({
  item: z.string(),
  at: z.array(z.tuple([z.number().int(), z.string().nullable()])),
})

const countPlanned = z.strictObject({
  id: z.string(),
  number: z.number().int(),
  name: z.string().optional(),
  note: z.string().optional(),
  /** Ordinals. */
  place: z.number().int(),
  warehouse: z.number().int(),
  isBlind: z.boolean(),
  selection: storedSelection.optional(),
  items: z.array(plannedItem),
  /** Lines that were left out, because another count has them open. */
  leftOut: z.number().int(),
})
export type CountPlanned = z.output<typeof countPlanned>

/** One counting of one line: what lay there at a position of the log, and what the books had there at it. Steps. */
const counting = z.strictObject({
  item: z.string(),
  place: z.number().int(),
  lot: z.string().optional(),
  expiry: z.string().optional(),
  quantity: steps,
  booked: steps,
  at: z.number().int(),
  /** Microseconds since 1970. */
  countedAt: z.number().int(),
  key: z.string().optional(),
  entered: z.strictObject({ quantity: z.string(), unit: z.string() }).optional(),
})
export type Counting = z.output<typeof counting>
const countRecorded = z.strictObject({ id: z.string(), lines: z.array(counting) })
export type CountRecorded = z.output<typeof countRecorded>

const countStepped = z.strictObject({ id: z.string(), reason: z.string().optional() })
export type CountStepped = z.output<typeof countStepped>

const countPosted = z.strictObject({
  id: z.string(),
  date: z.string(),
  /** Null: nothing differed. */
  document: z.string().nullable(),
  /** Line of the count, and what its difference was worth. */
  values: z.array(
    z.strictObject({ line: z.number().int(), value: z.number().int().meta({ sensitive: 'costs' }) }),
  ),
})
export type CountPosted = z.output<typeof countPosted>

// ----------------------------------------------------------------------------------------------------- views

const cost = z.string().nullable().meta({ sensitive: 'costs' })
const itemView = z.object({ id: z.string(), code: z.string(), name: z.string() })
const quantity = z.string().describe('In the stock unit.')

const countView = z.object({
  id: z.string(),
  number: z.number(),
  name: z.string().nullable(),
  note: z.string().nullable(),
  status,
  warehouse: z.string(),
  place: z.string(),
  blind: z.boolean(),
  sequence: z.number().describe('Position of the log at which it was planned: no line is counted before it.'),
  plannedAt: z.string(),
  plannedBy: z.string(),
  lines: z.number(),
  counted: z.number(),
  found: z.number().describe('Lines that were not expected.'),
  leftOut: z.number().describe('Lines that were not planned, because another count has them open.'),
  differences: z.number().nullable().describe('Lines that differ; null while a blind count is open.'),
  contested: z.number().describe('Lines whose last two countings do not agree.'),
  date: z.string().nullable().describe('On which it was posted.'),
  document: z.string().nullable().describe('Id of the stock document that corrected what differed.'),
})
export type CountView = z.output<typeof countView>

const countLineView = z.object({
  line: z.number(),
  item: itemView,
  unit: z.string(),
  place: z.string(),
  lot: z.string().nullable(),
  isExpected: z.boolean(),
  expected: quantity
    .nullable()
    .describe(
      'What the books had when it was counted; before that, what they have. Null while a blind count is open.',
    ),
  counted: quantity.nullable(),
  difference: quantity.nullable(),
  moved: quantity
    .nullable()
    .describe(
      'What came (negative: left) since it was counted, or since the count was planned. It is in both figures, or in neither. Null once the count is closed, and while a blind one is open.',
    ),
  value: cost.describe(
    'Of the difference: at what the stock is worth on average; once it is posted, what was posted.',
  ),
  countings: z.number(),
  first: z
    .object({ quantity, difference: quantity.nullable(), countedBy: z.string(), countedAt: z.string() })
    .nullable()
    .describe('The first counting, where it was counted again.'),
  isContested: z.boolean().describe('The last two countings do not come to the same difference.'),
  countedBy: z.string().nullable(),
  countedAt: z.string().nullable(),
  position: z.number().nullable().describe('Of the log, at which it was counted.'),
})
export type CountLineView = z.output<typeof countLineView>

const countingView = z.object({
  line: z.number(),
  number: z.number().describe('Of the countings of its line, from 1.'),
  item: itemView,
  unit: z.string(),
  place: z.string(),
  lot: z.string().nullable(),
  quantity,
  expected: quantity.nullable(),
  difference: quantity.nullable(),
  key: z.string().nullable(),
  countedBy: z.string(),
  countedAt: z.string(),
  position: z.number(),
  isInForce: z.boolean().describe('The one that was counted last.'),
})

const accuracy = {
  counts: z.number(),
  lines: z.number().describe('Counted.'),
  exact: z.number().describe('Of them without a difference.'),
  accuracy: z.string().nullable().describe('Per cent of lines without a difference.'),
  gained: cost,
  lost: cost,
}

const postedView = countView.extend({
  dryRun: z.literal(true).optional(),
  gained: cost.describe('What was found, at its cost.'),
  lost: cost,
  differing: z.array(countLineView),
})

// -------------------------------------------------------------------------------------------------- contract

export const countsContract = {
  name: 'counts',
  title: 'Stock counts',
  operations: {
    PlanStockCount: command({
      summary: 'Plan a stock count',
      description:
        'Of a warehouse, a place with those below it, or of a selection: what it names must all hold. Nothing is locked: goods may move while they are counted. Lines that another open count has are left out.',
      path: '/stock-counts',
      scope: 'stock:write',
      input: z.strictObject({
        place: placeRef.optional().describe('Default: the only or first warehouse.'),
        name: line(LIMITS.nameCharsMax).optional(),
        note: multiline(LIMITS.noteCharsMax).optional(),
        blind: flag.optional().describe('Nobody is shown what is expected until the count is finished.'),
        selection: selection.optional(),
      }),
      reply: countView,
      example: {
        place: 'MAIN',
        name: 'Fast movers',
        selection: { classes: ['A'], notCountedForDays: 30, lines: 50 },
      },
    }),
    RecordCounts: command({
      summary: 'Record what was counted',
      description:
        'In any order, by several people, also what was not expected. A line that is counted again keeps its earlier countings; the one that was counted last is in force. A device that was offline sends `countedAt` and `knownAt`: the books are compared as they were at the last position of the log recorded by that time, but never before `knownAt`, the position that the device had seen (where it first sends moves of its own, that of the last of them). Without either, as they are now. A line with a `key` that is there already is not recorded again.',
      path: '/stock-counts/{count}/lines',
      scope: 'stock:write',
      status: 200,
      input: z.strictObject({
        count,
        lines: z
          .array(
            z.strictObject({
              item: itemRef,
              place: placeRef.optional().describe('Default: the place of the count.'),
              quantity: decimal
                .optional()
                .describe('What lies there, in `unit`. Left out only with serial numbers.'),
              unit: requiredLine(LIMITS.unitCodeCharsMax).optional(),
              lot: lotCode.optional().describe('Lot or serial number.'),
              serials: z
                .array(lotCode)
                .min(1)
                .max(LIMITS.countedLinesMax)
                .optional()
                .describe('Serial numbers that lie there: a line each.'),
              expiry: date.optional().describe('Of a lot that is new.'),
              countedAt: instant.optional().describe("By the device's clock; default: now."),
              knownAt: sequence.optional(),
              key: requiredLine(LIMITS.idempotencyKeyCharsMax)
                .optional()
                .describe('Of your own, for this line.'),
            }),
          )
          .min(1, 'Send at least one line.')
          .max(LIMITS.countedLinesMax, `At most ${LIMITS.countedLinesMax} lines.`),
        sentAt: instant
          .optional()
          .describe("By the device's clock: how much it is fast or slow is taken off the lines' times."),
        knownAt: sequence
          .optional()
          .describe('Position of the log that the device had seen; of lines without one.'),
      }),
      reply: z.object({
        count: countView,
        data: z.array(countLineView).describe('The lines that were counted.'),
        known: z.number().describe('Lines that had been recorded before under their key.'),
      }),
      example: { lines: [{ item: 'BEANS-1KG', place: 'MAIN', quantity: '58', key: 'scanner-3/17' }] },
    }),
    FinishStockCount: command({
      summary: 'Finish counting',
      description: 'Then the differences are shown, to be posted, or to be counted again after reopening.',
      path: '/stock-counts/{count}/finish',
      scope: 'stock:write',
      status: 200,
      input: z.strictObject({
        count,
        uncounted: z
          .enum(['keep', 'zero'])
          .optional()
          .describe('Lines that nobody counted stay as they are (the default), or nothing was there.'),
      }),
      reply: countView,
      example: { uncounted: 'keep' },
    }),
    ReopenStockCount: command({
      summary: 'Go on counting',
      path: '/stock-counts/{count}/reopen',
      scope: 'stock:write',
      status: 200,
      input: z.strictObject({ count }),
      reply: countView,
    }),
    PostStockCount: command({
      summary: 'Correct the stock by what differs',
      description:
        'One adjustment for all lines: what was counted less what the books had at that moment, whatever has moved since.',
      path: '/stock-counts/{count}/post',
      scope: 'stock:write',
      status: 200,
      books: true,
      input: z.strictObject({
        count,
        date: date.describe('Of the adjustment.'),
        reason: reason.optional().describe('Default: the name of the count.'),
        account: accountCode.optional().describe('The other side. Default: stock adjustments.'),
        dryRun: flag.optional().describe('Posts nothing, and shows what would be posted.'),
      }),
      reply: postedView,
      example: { date: '2026-03-31', reason: 'Yearly count' },
    }),
    CancelStockCount: command({
      summary: 'Give up a count',
      description: 'Nothing is corrected. What was counted can still be seen.',
      path: '/stock-counts/{count}/cancel',
      scope: 'stock:write',
      status: 200,
      input: z.strictObject({ count, reason: reason.optional() }),
      reply: countView,
      example: { reason: 'Wrong aisle' },
    }),
    ListStockCounts: query({
      summary: 'List stock counts, the latest first',
      path: '/stock-counts',
      scope: 'inventory:read',
      input: z.strictObject({ ...page, status: status.optional(), warehouse: placeRef.optional() }),
      reply: listOf(countView),
    }),
    GetStockCount: query({
      summary: 'Show a stock count and how far it is',
      path: '/stock-counts/{count}',
      scope: 'inventory:read',
      input: z.strictObject({ count }),
      reply: countView,
    }),
    ListCountLines: query({
      summary: 'List the lines of a count',
      description: 'As planned, in the order in which places are walked; then what was found.',
      path: '/stock-counts/{count}/lines',
      scope: 'inventory:read',
      input: z.strictObject({
        ...page,
        count,
        show: z.enum(['all', 'uncounted', 'counted', 'found', 'differing', 'contested']).optional(),
        place: placeRef.optional().describe('With those below it.'),
        item: itemRef.optional(),
      }),
      reply: listOf(countLineView),
    }),
    ListCountings: query({
      summary: 'List who counted what and when, line by line',
      path: '/stock-counts/{count}/countings',
      scope: 'inventory:read',
      input: z.strictObject({ ...page, count, line: wholeNumber(0, LIMITS.countLinesMax).optional() }),
      reply: listOf(countingView),
    }),
    GetCountAccuracy: query({
      summary: 'Show how often the books were right, by warehouse',
      path: '/count-accuracy',
      scope: 'inventory:read',
      input: z.strictObject({ from: date.optional(), to: date.optional(), warehouse: placeRef.optional() }),
      reply: z.object({
        ...accuracy,
        warehouses: z.array(z.object({ warehouse: z.string(), ...accuracy })),
      }),
    }),
  },
  events: {
    'stock-count-planned': { version: 1, data: countPlanned },
    'stock-count-recorded': { version: 1, data: countRecorded },
    'stock-count-finished': { version: 1, data: countStepped },
    'stock-count-reopened': { version: 1, data: countStepped },
    'stock-count-posted': { version: 1, data: countPosted },
    'stock-count-cancelled': { version: 1, data: countStepped },
  },
  refusals: {
    ...stockContract.refusals,
    unknown_warehouse: { status: 422, title: 'There is no such warehouse' },
    count_contradicted: { status: 409, title: 'More has left since than was counted' },
    count_key_taken: { status: 409, title: 'The key was used for another line' },
    count_not_finished: { status: 409, title: 'The count is not finished' },
    count_not_open: { status: 409, title: 'The count is not open' },
    counted_elsewhere: { status: 409, title: 'Another open count has this line' },
    nothing_to_count: { status: 422, title: 'There is nothing to count' },
    outside_of_count: { status: 422, title: 'The place does not belong to the count' },
    stock_count_not_found: { status: 404, title: 'There is no such stock count' },
    too_many_count_lines: { status: 422, title: 'The count has too many lines' },
    unknown_family: { status: 404, title: 'There is no such family' },
    unknown_position: { status: 422, title: 'The log has no such position yet' },
  },
} as const satisfies ModuleContract

export type CountsContract = typeof countsContract
