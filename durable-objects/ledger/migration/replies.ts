import { z } from 'zod'
import { ACCOUNT_TYPES, accountRef } from '../contract.ts'
import { format, IMPORT_STATUSES, upsert } from './inputs.ts'
import { storedMapping } from './mapping.ts'

/** What the API shows of imports, of their trials, and of opening balances. */

const countsView = z.object({
  entries: z.number().describe('Entries that were posted, corrected ones included.'),
  corrected: z.number(),
  unchanged: z.number().describe('Entries that were in the books as they are.'),
  refused: z.number(),
  accounts: z.number(),
  units: z.number(),
})
export const importView = z.object({
  id: z.string(),
  name: z.string(),
  format,
  digest: z.string(),
  status: z.enum(IMPORT_STATUSES),
  upsert,
  startedAt: z.string(),
  startedBy: z.string(),
  rowsDone: z.number().describe('Rows of the file that are done: go on after these.'),
  nextPart: z.number(),
  counts: countsView,
  errors: z.number(),
  reversed: z.number(),
  sequence: z.number(),
})
export type ImportView = z.output<typeof importView>

export const issueView = z.object({
  line: z.number().describe('Line of the file.'),
  field: z.string().optional(),
  code: z.string(),
  detail: z.string(),
})

export const previewEntry = z.object({
  line: z.number().describe('Line of the file.'),
  effectiveDate: z.string(),
  journal: z.string(),
  description: z.string(),
  reference: z.string().nullable(),
  externalId: z.string().nullable(),
  corrects: z.boolean().describe('The entry with this id is reversed, and this one posted in its place.'),
  total: z.string().describe('Sum of the debit values in company currency.'),
  lines: z.array(
    z.object({
      account: accountRef,
      debit: z.string().nullable(),
      credit: z.string().nullable(),
      unit: z.string(),
      value: z.string().nullable().describe('In company currency, on the side of the quantity.'),
      memo: z.string().nullable(),
    }),
  ),
  linesTotal: z.number().describe('Lines that the entry has; of a long one, the first are shown.'),
})
export type PreviewEntry = z.output<typeof previewEntry>

const fileAccount = z.object({
  code: z.string().describe('In the file.'),
  name: z.string().describe('In the file; empty where it says none.'),
  account: accountRef
    .nullable()
    .describe('What it becomes; null: the books have none, and it is not opened.'),
  isNew: z.boolean().describe('It would be opened.'),
  proposedType: z
    .enum(ACCOUNT_TYPES)
    .nullable()
    .describe('Of one that is not opened: the type that accounts with a like code have.'),
})
export type FileAccount = z.output<typeof fileAccount>

const fileJournal = z.object({
  code: z.string().describe('In the file.'),
  name: z.string(),
  journal: z.string().nullable().describe('What it becomes; null: the books have none.'),
  isNew: z.boolean().describe('It would be opened.'),
})
export type FileJournal = z.output<typeof fileJournal>

const previewView = z.object({
  entries: z.array(previewEntry),
  accounts: z
    .array(fileAccount)
    .describe('Those that become nothing first, then those that would be opened.'),
  journals: z.array(fileJournal),
  externalIds: z
    .array(
      z.object({
        line: z.number(),
        externalId: z.string(),
        outcome: z.enum(['posted', 'corrected', 'unchanged']),
      }),
    )
    .describe('Ids of the entries, to find those that stand in another part, too.'),
})
export type PreviewView = z.output<typeof previewView>

export const partView = z.object({
  import: z.string(),
  part: z.number(),
  dryRun: z.boolean(),
  repeated: z.boolean().describe('The part was done before: this is what it came to then.'),
  rows: z.number(),
  ...countsView.shape,
  errors: z.array(issueView),
  errorsTotal: z.number(),
  warnings: z.array(issueView),
  rowsDone: z.number(),
  nextPart: z.number(),
  sequence: z.number(),
  preview: previewView.optional().describe('Of a trial only.'),
})
export type PartView = z.output<typeof partView>

const share = z.number().min(0).max(1)
export const proposalView = z.object({
  mapping: storedMapping,
  confidence: z.object({
    delimiter: share,
    dateFormat: share,
    decimalMark: share,
    columns: z.record(z.string(), share),
  }),
  headers: z.array(z.string()),
  /** First rows as they stand in the file. */
  rows: z.array(z.array(z.string())),
  unmapped: z.array(z.string()).describe('Columns that no field was found for.'),
  missing: z.array(z.string()).describe('Fields that are needed, and that no column was found for.'),
  sure: z.boolean().describe('Nothing is missing, and everything that was found is beyond doubt.'),
})
export type ProposalView = z.output<typeof proposalView>

export const savedMapping = z.object({ code: z.string(), name: z.string(), mapping: storedMapping })

export const openingView = z.object({
  dryRun: z.boolean(),
  date: z.string(),
  lines: z.number(),
  totals: z.object({ debit: z.string(), credit: z.string() }),
  difference: z
    .string()
    .describe('Debits less credits, in company currency: what the account below is credited with.'),
  account: z.object({ code: z.string(), name: z.string() }).nullable(),
  entries: z.array(z.object({ id: z.string(), voucher: z.string() })),
  errors: z.array(issueView),
  errorsTotal: z.number(),
})
export type OpeningView = z.output<typeof openingView>
