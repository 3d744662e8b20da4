import { z } from 'zod'
import { listOf } from '../../kernel/fields.ts'
import { accountCategory, accountRef, entryView, maskedMark, PURPOSES } from '../contract.ts'

/** What reports reply. All statements are one kind of table, so that screens, files and explanations know one shape. */

const explainParameters = z
  .record(z.string(), z.string())
  .describe(
    'Parameters of `/explain`: those of the report, the column and the row together explain the figure.',
  )

export const REPORTS = ['trial-balance', 'balance-sheet', 'profit-and-loss', 'cash-flow'] as const

const column = z.object({
  key: z.string(),
  title: z.string(),
  from: z.string().nullable().describe('Null: a balance, from the beginning on.'),
  to: z.string(),
  dimension: z.string().nullable(),
  value: z.string().nullable().describe('Value of the dimension; "" for lines without one.'),
  explain: explainParameters.nullable().describe('Null: a sum over columns.'),
})
export type ReportColumn = z.output<typeof column>

const row = z.object({
  id: z
    .string()
    .describe('The same in every column and at every time, such as `account:1000` or `category:cash`.'),
  kind: z
    .enum(['section', 'category', 'heading', 'account', 'line', 'total'])
    .describe('section has no amounts; category and heading are the sums of what follows below them.'),
  depth: z.number(),
  title: z.string(),
  account: accountRef.nullable(),
  category: accountCategory.nullable(),
  amounts: z.array(z.string().nullable()).describe('One a column, in its order; empty for a section.'),
  quantities: z
    .array(z.object({ unit: z.string(), amounts: z.array(z.string()) }))
    .describe("In units other than the report's currency; trial balance only."),
  explain: explainParameters.nullable(),
  masked: maskedMark,
})
export type ReportRow = z.output<typeof row>

const rate = z.object({
  rate: z.string(),
  from: z.string(),
  to: z.string(),
  source: z.string(),
  date: z.string(),
  basis: z.string(),
})

const partial = z
  .literal(true)
  .optional()
  .describe('The reader does not see everything: the report is over what is shown.')

const head = {
  company: z.string().describe('Name of the company.'),
  currency: z.string(),
  scale: z.number().describe('Decimal places of the currency.'),
  from: z.string().nullable(),
  to: z.string(),
  knownAt: z.number(),
  sequence: z.number(),
  hash: z
    .string()
    .nullable()
    .describe('Of the event at `knownAt`. Null for a reader who does not see everything.'),
  partial,
}

export const reportTable = z.object({
  report: z.enum(REPORTS),
  title: z.string(),
  ...head,
  columns: z.array(column),
  rows: z.array(row),
  explain: explainParameters,
  rates: z.array(rate).describe('What a translation into another currency was made with.'),
})
export type ReportTable = z.output<typeof reportTable>

// ------------------------------------------------------------------------------------------- books by the line

const bookLine = z.object({
  effectiveDate: z.string(),
  entry: z.object({
    id: z.string(),
    journal: z.string(),
    number: z.number(),
    voucher: z.string(),
    description: z.string(),
    reference: z.string().nullable(),
    sequence: z.number(),
  }),
  line: z.number(),
  unit: z.string(),
  debit: z.string().nullable().describe('In company currency.'),
  credit: z.string().nullable(),
  quantity: z.string().nullable().describe('In the unit, debit positive.'),
  memo: z.string().nullable(),
  balance: z.string().describe('Running balance in company currency after this line.'),
  masked: maskedMark,
})
export type BookLine = z.output<typeof bookLine>

const accountPart = z.object({
  account: accountRef,
  opening: z.string().nullable().describe('Null where the account goes on from the page before.'),
  lines: z.array(bookLine),
  closing: z.string().nullable().describe('Null where the account goes on at the next page.'),
  masked: maskedMark,
})
export type AccountPart = z.output<typeof accountPart>

export const generalLedgerPage = listOf(accountPart).extend(head)
export const journalPage = listOf(entryView).extend({
  ...head,
  journal: z.string().nullable(),
  debit: z.string().describe('Sum of the debits on this page, in company currency.'),
})

// --------------------------------------------------------------------------------------------------- changes

const change = z.object({
  sequence: z.number(),
  type: z.string(),
  recordedAt: z.string(),
  actor: z.string(),
  hash: z.string().nullable(),
  entry: z
    .object({
      id: z.string(),
      voucher: z.string(),
      effectiveDate: z.string(),
      description: z.string(),
      purpose: z.enum(PURPOSES).nullable(),
      reverses: z.string().nullable(),
      total: z.string().nullable(),
    })
    .nullable(),
  account: accountRef.nullable(),
  changed: z
    .array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() }))
    .describe('Fields of an account that changed.'),
})
export type Change = z.output<typeof change>

export const changesPage = listOf(change).extend({
  from: z.number(),
  to: z.number(),
  sequence: z.number(),
  currency: z.string(),
  counts: z
    .object({ entries: z.number(), accountsOpened: z.number(), accountsChanged: z.number() })
    .nullable()
    .describe('Null for a reader who does not see everything.'),
  effects: z
    .array(
      z.object({
        account: accountRef,
        period: z.string().nullable().describe('Month of the effective dates; null: all of them together.'),
        debit: z.string(),
        credit: z.string(),
        balance: z.string(),
      }),
    )
    .describe(
      'What the entries between the two positions did to each account and month. Only on the first page.',
    ),
  partial,
})

// --------------------------------------------------------------------------------------------------- explain

export const explanation = z.object({
  figure: z.string(),
  currency: z.string().describe('Currency or unit of the figure.'),
  parameters: z
    .record(z.string(), z.string())
    .describe('What the figure is, complete: the same question gives the same answer.'),
  accounts: z.number().describe('How many accounts it is made of.'),
  granularity: z
    .enum(['month', 'year', 'all'])
    .describe('Coarser than months where there would be too many buckets.'),
  buckets: z.array(
    z.object({
      account: accountRef,
      unit: z.string(),
      month: z.string().nullable().describe('YYYY-MM, YYYY or null, by granularity.'),
      debit: z.string(),
      credit: z.string(),
      amount: z
        .string()
        .describe('What it adds to the figure before any translation; they sum to it exactly.'),
    }),
  ),
  translation: z
    .array(z.object({ account: accountRef.nullable(), amount: z.string(), translated: z.string() }))
    .describe('Into another currency, by account: `translated` sums to the figure. Empty without one.'),
  rates: z.array(rate),
  entries: listOf(
    z.object({
      entry: z.object({
        id: z.string(),
        voucher: z.string(),
        effectiveDate: z.string(),
        description: z.string(),
        reference: z.string().nullable(),
      }),
      lines: z.array(
        z.object({
          line: z.number(),
          account: accountRef,
          unit: z.string(),
          amount: z.string().nullable().describe('What the line adds to the figure before any translation.'),
        }),
      ),
      amount: z.string().nullable(),
      documents: z.array(z.object({ id: z.string(), name: z.string(), sha256: z.string() })),
      event: z.object({
        sequence: z.number(),
        recordedAt: z.string(),
        actor: z.string(),
        hash: z.string().nullable(),
      }),
      proof: z
        .unknown()
        .describe(
          'Inclusion of the event in the tree whose root is below; null where the reader may not have it.',
        ),
      masked: maskedMark,
    }),
  ),
  root: z
    .object({ size: z.number(), root: z.string(), headHash: z.string(), isSealed: z.boolean() })
    .nullable(),
  knownAt: z.number(),
  sequence: z.number(),
  partial,
})
export type Explanation = z.output<typeof explanation>
