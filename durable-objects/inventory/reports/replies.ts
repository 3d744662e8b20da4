import { z } from 'zod'

/** What reports of the stock look like. Amounts are decimals in the company's currency, quantities in the item's stock unit. */

const cost = z.string().nullable().meta({ sensitive: 'costs' }).describe('In company currency.')
const item = z.object({ id: z.string(), code: z.string(), name: z.string(), family: z.string().nullable() })
const warehouse = z.string().nullable().describe('Null: on its way between warehouses.')
const goods = { item, unit: z.string() }
const paged = <Row extends z.ZodType>(row: Row) => ({
  data: z
    .array(row)
    .describe('A page may be shorter than its limit, or empty, where few items match; `nextCursor` goes on.'),
  nextCursor: z.string().nullable(),
})
const sequence = z.number().describe('Of the last event of the log.')
const frame = { asOf: z.string(), knownAt: z.number(), sequence, currency: z.string() }
const period = { ...frame, from: z.string(), to: z.string() }
const { asOf: _, ...periodFrame } = period

export const onHandReport = z.object({
  ...frame,
  by: z.string(),
  ...paged(
    z.object({
      ...goods,
      warehouse: warehouse.describe('Null: all together, or on its way.'),
      place: z.string().nullable(),
      lot: z.string().nullable(),
      expiry: z.string().nullable(),
      quantity: z.string(),
    }),
  ),
})

const account = z.object({ id: z.string(), code: z.string(), name: z.string() })

export const valuationReport = z.object({
  ...frame,
  totals: z
    .object({
      value: cost,
      accounts: z.array(
        z.object({
          account,
          value: cost.describe('Of the stock that is kept on the account.'),
          ledger: cost.describe(
            'Balance of the account on the same day at the same position; null: filtered, or not for the reader.',
          ),
          difference: cost.describe('Ledger less stock: what was booked on the account by hand.'),
        }),
      ),
      warehouses: z.array(z.object({ warehouse, value: cost })),
      families: z.array(z.object({ family: z.string().nullable(), value: cost })),
    })
    .describe('Of the warehouse and family asked for; `q` does not narrow them.'),
  ...paged(z.object({ ...goods, warehouse, quantity: z.string(), unitCost: cost, value: cost })),
})

const flow = { quantity: z.string(), value: cost }

export const movementReport = z.object({
  ...periodFrame,
  by: z.string(),
  ...paged(
    z.object({
      ...goods,
      warehouse: warehouse.describe('Null: all together, or on its way.'),
      opening: z.object(flow),
      in: z.object(flow),
      out: z.object(flow).describe('Negative.'),
      revalued: cost.describe('Value that changed without the quantity: later costs, revaluations.'),
      closing: z.object(flow),
    }),
  ),
})

/** Goods are worth what they cost by now; the books of a locked day are not changed any more. */
const bookedLater = cost.describe(
  'What is booked on a later day, because its own was locked: layers and ages less it are the value.',
)

export const ageingReport = z.object({
  ...frame,
  buckets: z.array(z.object({ from: z.number(), to: z.number().nullable() })).describe('Days of age.'),
  ...paged(
    z.object({
      ...goods,
      quantity: z.string(),
      value: cost,
      buckets: z.array(z.object(flow)),
      negative: z.object(flow).describe('Goods that left before they came.'),
      bookedLater,
      oldest: z.string().nullable().describe('Day on which the oldest of it came into the company.'),
    }),
  ),
})

export const turnoverReport = z.object({
  ...periodFrame,
  days: z.number(),
  ...paged(
    z.object({
      ...goods,
      issued: z.string().describe('To customers, less what came back.'),
      costOfSales: cost,
      averageValue: cost.describe('Of the stock, over all days of the period.'),
      turnover: z.string().nullable().meta({ sensitive: 'costs' }).describe('Cost of sales ÷ average value.'),
      daysOnHand: z
        .string()
        .nullable()
        .meta({ sensitive: 'costs' })
        .describe('Days × average value ÷ cost of sales.'),
    }),
  ),
})

export const slowMoversReport = z.object({
  ...frame,
  days: z.number(),
  ...paged(
    z.object({
      ...goods,
      quantity: z.string(),
      value: cost,
      lastIssue: z.string().nullable().describe('To a customer or to production; null: never.'),
      idleDays: z.number().describe('Since the last issue; where there was none, since the first move.'),
    }),
  ),
})

export const reservedReport = z.object({
  sequence,
  ...paged(
    z.object({
      ...goods,
      warehouse: z.string(),
      onHand: z.string(),
      reserved: z.string(),
      available: z.string(),
      isNegative: z.boolean(),
      isShort: z.boolean(),
    }),
  ),
})

const documentRef = {
  document: z.string(),
  kind: z.string(),
  voucher: z.string(),
  date: z.string(),
  sequence: z.number(),
  reference: z.string().nullable(),
  party: z.string().nullable(),
}

export const lotTrace = z.object({
  item,
  unit: z.string(),
  lot: z.string(),
  expiry: z.string().nullable(),
  direction: z.string(),
  onHand: z.string(),
  sequence,
  ...paged(
    z.object({
      depth: z
        .number()
        .describe('0: where the trace begins. A row belongs to the last row above it of one depth less.'),
      move: z.string().describe('Sequence and line.'),
      parent: z.string().nullable(),
      ...documentRef,
      ...goods,
      lot: z.string().nullable(),
      from: z.string().nullable(),
      to: z.string().nullable(),
      quantity: z.string().describe('Of the goods that come from, or go to, the row above.'),
      isMade: z
        .boolean()
        .describe('Other goods, that were made of those of the row above; backward, that went into them.'),
      isRepeated: z
        .boolean()
        .describe('It stands further up already, and what follows from it stands there.'),
    }),
  ),
})

export const valueExplanation = z.object({
  ...frame,
  item,
  unit: z.string(),
  method: z.string(),
  quantity: z.string(),
  value: cost,
  layers: z
    .array(
      z.object({
        warehouse,
        ...documentRef,
        line: z.number(),
        lot: z.string().nullable(),
        quantity: z.string().describe('What is left.'),
        received: z.string().describe('What it was made with.'),
        value: cost.describe('Null: the method values all of a warehouse together.'),
        entries: z.array(z.string()).describe('Ids of the journal entries of the receipt.'),
      }),
    )
    .describe('The oldest first: with the receipts by which the goods came into the company.'),
  moreLayers: z.boolean(),
  bookedLater,
  ...paged(
    z.object({
      warehouse,
      event: z.enum(['moved', 'adjusted']).describe('Adjusted: by what was recorded later of the past.'),
      ...documentRef,
      bookedOn: z.string(),
      quantity: z.string(),
      value: cost,
      entries: z.array(z.string()),
    }),
  ),
})
