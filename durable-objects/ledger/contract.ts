import { z } from 'zod'
import { command, type ModuleContract, query } from '../kernel/contract.ts'
import {
  date,
  decimal,
  flag,
  id,
  line,
  listOf,
  multiline,
  ndjsonRow,
  page,
  requiredLine,
  sequence,
  wholeNumber,
} from '../kernel/fields.ts'
import { LIMITS } from '../kernel/limits.ts'
import {
  accountCode,
  accountRef,
  chartEvents,
  chartOperations,
  chartRefusals,
  unitCode,
} from './chart/contract.ts'

export {
  ACCOUNT_CATEGORIES,
  ACCOUNT_ROLES,
  ACCOUNT_TYPES,
  type AccountCategory,
  type AccountChanged,
  type AccountControl,
  type AccountFields,
  type AccountMerged,
  type AccountOpened,
  type AccountRole,
  type AccountRolesSet,
  type AccountType,
  accountCategory,
  accountCode,
  accountRef,
  accountView,
  CHART_PACKS,
  CHART_TITLES,
  type ChartPack,
  CONTROLS,
  chartPack,
  DEFAULT_CATEGORY,
  ROLE_TYPES,
  unitCode,
} from './chart/contract.ts'

/** Accounts, journal entries and what is read from them. */

/** What a journal is for: locks of a period may hold for one kind alone. */
export const JOURNAL_KINDS = ['general', 'sales', 'purchases', 'bank', 'cash', 'tax'] as const
export const journalKind = z.enum(JOURNAL_KINDS)
export type JournalKind = z.output<typeof journalKind>

export const UNIT_KINDS = ['currency', 'security', 'hours', 'points', 'other'] as const
export const journalCode = z
  .string()
  .regex(/^[A-Z0-9]{1,10}$/, 'Write 1 to 10 capital letters or digits, such as "GJ".')
/** The journal that every company has from its first day. */
export const GENERAL_JOURNAL = 'GJ'

// ---------------------------------------------------------------------------------------------------- inputs

const entryLine = z.strictObject({
  account: accountCode.describe('Code of the account.'),
  debit: decimal.optional().describe('Quantity in the unit of the line. A line has a debit or a credit.'),
  credit: decimal.optional(),
  unit: unitCode.optional().describe("Default: the account's unit, else the company's currency."),
  value: decimal
    .optional()
    .describe(
      'Value in company currency, on the side of the quantity, for a line in another unit. Without it, the lines of that unit must sum to zero by themselves.',
    ),
  rate: line(64)
    .optional()
    .describe(
      'Instead of a value: a rate such as "0.9215" (company currency for one of the unit), a source of rates, or "auto" for the sources in their order.',
    ),
  memo: line(LIMITS.memoCharsMax).optional(),
  reference: line(LIMITS.referenceCharsMax)
    .optional()
    .describe('Number of the document that an open item is about; default: that of the entry.'),
  dueDate: date.optional().describe('When an open item is due.'),
  dimensions: z
    .record(requiredLine(LIMITS.dimensionCodeCharsMax), requiredLine(LIMITS.dimensionCodeCharsMax))
    .refine(
      (all) => Object.keys(all).length <= LIMITS.dimensionsMax,
      `At most ${LIMITS.dimensionsMax} dimensions.`,
    )
    .optional()
    .describe('Codes of dimensions with the codes of their values, such as {"project": "P-7"}.'),
  distribution: line(LIMITS.dimensionCodeCharsMax)
    .optional()
    .describe('Code of a distribution: the line is split by its percentages, to the cent.'),
})
export type EntryLineInput = z.output<typeof entryLine>

const entryFields = {
  id: id('journalEntry').optional().describe('Your own id for the entry; default: a new one.'),
  journal: journalCode.optional().describe(`Default: ${GENERAL_JOURNAL}.`),
  effectiveDate: date,
  description: line(LIMITS.descriptionCharsMax).optional(),
  reference: line(LIMITS.referenceCharsMax).optional().describe('Number of the document behind the entry.'),
  externalId: requiredLine(LIMITS.referenceCharsMax)
    .optional()
    .describe('Id of the entry in the system that it comes from; no two entries have the same.'),
  reverseOn: date
    .optional()
    .describe('The entry is reversed by itself on this date, which is after its own: an accrual.'),
  note: multiline(LIMITS.noteCharsMax).optional(),
  tags: z
    .record(requiredLine(100), line(500))
    .refine((tags) => Object.keys(tags).length <= LIMITS.tagsMax, `At most ${LIMITS.tagsMax} tags.`)
    .optional(),
  lines: z
    .array(entryLine)
    .min(LIMITS.entryLinesMin, `An entry has at least ${LIMITS.entryLinesMin} lines.`)
    .max(LIMITS.entryLinesMax, `An entry has at most ${LIMITS.entryLinesMax} lines.`),
}
export const journalEntry = z.strictObject(entryFields)
export type JournalEntryInput = z.output<typeof journalEntry>

const numberPattern = requiredLine(LIMITS.numberPatternCharsMax).describe(
  'How numbers are written: text with {n} or {n:4}, and {yyyy}, {yy}, {mm}, {journal}. With a year or a month in it, numbers begin at 1 in each of them.',
)

const mode = z.enum(['atomic', 'independent'])

const entryExample = {
  effectiveDate: '2026-03-31',
  description: 'Cash sale',
  lines: [
    { account: '1000', debit: '10.00' },
    { account: '4000', credit: '10.00' },
  ],
}

// ---------------------------------------------------------------------------------------------------- events

/** Why the system itself posted an entry. */
export const PURPOSES = ['opening', 'closing', 'revaluation', 'exchange'] as const

/** Debit positive; `quantity` in minor units of `unit`, `value` in minor units of the company's currency. */
const postedLine = z.strictObject({
  account: z.string(),
  unit: z.string(),
  quantity: z.number().int(),
  value: z.number().int().nullable(),
  /** What the value was made with: the rate, and the source and date that it is from. */
  rate: z.string().optional(),
  memo: z.string().optional(),
  reference: z.string().optional(),
  dueDate: z.string().optional(),
  dimensions: z.record(z.string(), z.string()).optional(),
})
export type PostedLine = z.output<typeof postedLine>

const entryPosted = z.strictObject({
  id: z.string(),
  journal: z.string(),
  number: z.number().int(),
  /** Numbers are gap-free in a series; absent: the one series of a journal without a pattern. */
  series: z.string().optional(),
  /** The number as the journal's pattern writes it. */
  voucher: z.string().optional(),
  effectiveDate: z.string(),
  description: z.string(),
  reference: z.string().optional(),
  externalId: z.string().optional(),
  reverseOn: z.string().optional(),
  purpose: z.enum(PURPOSES).optional(),
  /** Id of the entry, reversed with it, whose external id it takes over. */
  corrects: z.string().optional(),
  /** Id of what it was made from: a draft, a schedule, a pending entry, an import. */
  origin: z.string().optional(),
  note: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  reverses: z.string().optional(),
  /** Present when the id was brought by the client instead of made from the log position. */
  broughtId: z.literal(true).optional(),
  lines: z.array(postedLine),
})
export type EntryPosted = z.output<typeof entryPosted>

const unitRegistered = z.strictObject({
  code: z.string(),
  name: z.string(),
  kind: z.enum(UNIT_KINDS),
  scale: z.number().int(),
})
export type UnitRegistered = z.output<typeof unitRegistered>

const journalOpened = z.strictObject({
  code: z.string(),
  name: z.string(),
  kind: journalKind.optional(),
  pattern: z.string().optional(),
})
export type JournalOpened = z.output<typeof journalOpened>

const journalFields = z.strictObject({
  name: z.string().optional(),
  kind: journalKind.optional(),
  pattern: z.string().nullable().optional(),
  isActive: z.boolean().optional(),
})
const journalChanged = z.strictObject({ code: z.string(), before: journalFields, after: journalFields })
export type JournalChanged = z.output<typeof journalChanged>

// ----------------------------------------------------------------------------------------------------- views

export const unitView = z.object({
  code: z.string(),
  name: z.string(),
  kind: z.enum(UNIT_KINDS),
  scale: z.number(),
})
export const journalView = z.object({
  code: z.string(),
  name: z.string(),
  kind: journalKind,
  pattern: z.string().nullable(),
  isActive: z.boolean(),
  lastNumber: z.number().describe('Of the series that was used last.'),
  series: z.array(z.object({ series: z.string(), lastNumber: z.number() })),
})

const entryLineView = z.object({
  account: accountRef,
  debit: z.string().nullable(),
  credit: z.string().nullable(),
  unit: z.string(),
  value: z.string().nullable().describe('In company currency, on the side of the quantity.'),
  rate: z.string().nullable(),
  memo: z.string().nullable(),
  reference: z.string().nullable(),
  dueDate: z.string().nullable(),
  dimensions: z.record(z.string(), z.string()),
})

export const maskedMark = z
  .literal(true)
  .optional()
  .describe('Amounts are masked: the reader lacks the grant for their class.')

export const entryView = z.object({
  id: z.string(),
  journal: z.string(),
  number: z.number(),
  voucher: z.string().describe('The number as it is written: by the pattern of the journal, or "GJ 7".'),
  effectiveDate: z.string(),
  recordedAt: z.string(),
  description: z.string(),
  reference: z.string().nullable(),
  externalId: z.string().nullable(),
  reverseOn: z.string().nullable(),
  purpose: z.enum(PURPOSES).nullable(),
  origin: z.string().nullable(),
  note: z.string().nullable(),
  tags: z.record(z.string(), z.string()),
  reverses: z.string().nullable(),
  reversedBy: z.string().nullable(),
  total: z
    .string()
    .nullable()
    .describe('Sum of the debit values in company currency: of the lines that are shown. Null where masked.'),
  sequence: z.number(),
  hash: z.string().nullable().describe('Null for a reader who does not see the whole log.'),
  lines: z.array(entryLineView),
  partial: z.literal(true).optional().describe('Lines are left out that the reader may not see.'),
  masked: maskedMark,
})
export type EntryView = z.output<typeof entryView>

const entryEvent = z.object({
  sequence: z.number(),
  type: z.string(),
  recordedAt: z.string(),
  actor: z.string(),
  command: z.string(),
  requestId: z.string(),
  previousHash: z.string().nullable(),
  hash: z.string().nullable(),
})

export const rowProblem = z.object({
  code: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })),
})
const rowResult = z.union([
  z.object({
    row: z.number(),
    status: z.literal('posted'),
    id: z.string(),
    number: z.number(),
    sequence: z.number(),
  }),
  z.object({ row: z.number(), status: z.literal('refused'), problem: rowProblem }),
])
export type RowResult = z.output<typeof rowResult>

const importIssue = z.object({ line: z.number(), code: z.string(), detail: z.string() })

/** What a report of the ledger is of, as the statements tell it. */
const reportHead = {
  company: z.string().describe('Name of the company.'),
  knownAt: z.number(),
  sequence: z.number(),
  hash: z
    .string()
    .nullable()
    .describe('Of the event at `knownAt`. Null for a reader who does not see everything.'),
}

const trialBalance = z.object({
  asOf: z.string(),
  ...reportHead,
  currency: z.string(),
  rows: z.array(
    z.object({
      account: accountRef,
      debit: z.string().nullable(),
      credit: z.string().nullable(),
      balance: z.string().nullable(),
      quantities: z.array(z.object({ unit: z.string(), amount: z.string() })),
      masked: maskedMark,
    }),
  ),
  totals: z.object({ debit: z.string(), credit: z.string() }),
  partial: z
    .literal(true)
    .optional()
    .describe('The reader does not see everything: rows and totals are those of what is shown.'),
})
export type TrialBalance = z.output<typeof trialBalance>

const registerLine = z.object({
  effectiveDate: z.string(),
  entry: z.object({
    id: z.string(),
    journal: z.string(),
    number: z.number(),
    voucher: z.string(),
    description: z.string(),
    sequence: z.number(),
  }),
  line: z.number(),
  debit: z.string().nullable(),
  credit: z.string().nullable(),
  unit: z.string(),
  value: z.string().nullable(),
  memo: z.string().nullable(),
  balance: z.string().describe('Running balance in company currency after this line.'),
  quantityBalance: z.string().describe("Running balance in the line's unit after this line."),
  masked: maskedMark,
})

// -------------------------------------------------------------------------------------------------- contract

const asOfNote =
  'Default: today, or the latest effective date where entries lie in the future, so that nothing booked is hidden.'

/** Why an entry cannot be booked, whichever command books it: every contract with such a command includes these. */
export const postingRefusals = {
  account_inactive: { status: 422, title: 'The account is not used any more' },
  account_is_heading: { status: 422, title: 'The account is a heading' },
  account_unit_mismatch: { status: 422, title: 'The account takes another unit' },
  balance_limit: { status: 422, title: 'The account would pass its limit' },
  balance_out_of_range: { status: 422, title: 'The turnover would pass what can be counted exactly' },
  closing_entry: { status: 409, title: 'The entry belongs to a closed fiscal year' },
  entry_id_taken: { status: 409, title: 'An entry with this id exists' },
  external_id_taken: { status: 409, title: 'An entry with this external id exists' },
  dimension_forbidden: { status: 422, title: 'The account takes no value of the dimension' },
  dimension_required: { status: 422, title: 'The account needs a value of the dimension' },
  unknown_dimension: { status: 422, title: 'A line names a dimension or value that is not in use' },
  unknown_distribution: { status: 422, title: 'There is no such distribution' },
  invalid_line: { status: 422, title: 'A line of the entry is not valid' },
  items_matched: { status: 409, title: 'Open items are matched' },
  journal_inactive: { status: 422, title: 'The journal is closed' },
  period_locked: { status: 423, title: 'The period is locked' },
  rate_not_found: { status: 422, title: 'There is no rate for that day' },
  record_rule: { status: 403, title: 'Record rules do not allow this' },
  revaluation_entry: { status: 409, title: 'The entry belongs to a revaluation' },
  stock_account_controlled: { status: 409, title: 'Stock alone books on the account' },
  unbalanced_entry: { status: 422, title: 'The entry does not balance' },
  unknown_account: { status: 422, title: 'A line names an account that does not exist' },
  unknown_journal: { status: 422, title: 'There is no such journal' },
  unknown_unit: { status: 422, title: 'A line names a unit that is not registered' },
} as const satisfies ModuleContract['refusals']

export const ledgerContract = {
  name: 'ledger',
  title: 'Ledger',
  operations: {
    ...chartOperations,
    RegisterUnit: command({
      summary: 'Register a unit of account',
      description:
        'Currencies of ISO 4217 need no registration. Anything else that is counted does: shares, hours, points.',
      path: '/units',
      scope: 'ledger:write',
      input: z.strictObject({
        code: unitCode,
        name: requiredLine(LIMITS.nameCharsMax),
        kind: z.enum(UNIT_KINDS),
        scale: z.number().int().min(0).max(LIMITS.scaleMax).describe('Decimal places.'),
      }),
      reply: unitView,
      example: { code: 'VTI', name: 'Total stock market fund', kind: 'security', scale: 4 },
    }),
    ListUnits: query({
      summary: 'List the units of account',
      path: '/units',
      scope: 'ledger:read',
      input: z.strictObject(page),
      reply: listOf(unitView),
    }),
    OpenJournal: command({
      summary: 'Open a journal with its own gap-free numbers',
      path: '/journals',
      scope: 'ledger:write',
      input: z.strictObject({
        code: journalCode,
        name: requiredLine(LIMITS.nameCharsMax),
        kind: journalKind.optional(),
        pattern: numberPattern.optional(),
      }),
      reply: journalView,
      example: { code: 'BANK', name: 'Bank statements', kind: 'bank', pattern: 'BANK-{yyyy}-{n:4}' },
    }),
    ChangeJournal: command({
      summary: 'Change the name, kind or number pattern of a journal, or close it',
      description: 'A new pattern holds from the next entry on. Numbers that are given stay as they are.',
      path: '/journals/{journal}/change',
      scope: 'ledger:write',
      status: 200,
      input: z.strictObject({
        journal: z.string().max(60),
        name: requiredLine(LIMITS.nameCharsMax).optional(),
        kind: journalKind.optional(),
        pattern: numberPattern.nullable().optional(),
        isActive: flag.optional(),
      }),
      reply: journalView,
      example: { pattern: '{journal}-{yyyy}-{mm}-{n:4}' },
    }),
    ListJournals: query({
      summary: 'List the journals',
      path: '/journals',
      scope: 'ledger:read',
      input: z.strictObject(page),
      reply: listOf(journalView),
    }),
    PostJournalEntry: command({
      books: 'entry',
      summary: 'Post a journal entry',
      path: '/journal-entries',
      scope: 'ledger:write',
      input: journalEntry,
      reply: entryView,
      example: entryExample,
    }),
    PostJournalEntries: command({
      books: 'entry',
      summary: 'Post many journal entries',
      description: `NDJSON, one entry a line, up to ${LIMITS.bulkRowsMax} lines. \`atomic\`: all or none. \`independent\`: each row by itself.`,
      path: '/journal-entries/bulk',
      scope: 'ledger:write',
      body: 'ndjson',
      status: 200,
      input: z.strictObject({
        mode: mode.optional(),
        rows: z
          .array(ndjsonRow(journalEntry))
          .min(1, 'Send at least one line.')
          .max(LIMITS.bulkRowsMax, `At most ${LIMITS.bulkRowsMax} lines a request.`),
      }),
      reply: z.object({ posted: z.number(), refused: z.number(), results: z.array(rowResult) }),
    }),
    ListJournalEntries: query({
      summary: 'List journal entries, newest effective date first',
      path: '/journal-entries',
      scope: 'ledger:read',
      input: z.strictObject({
        ...page,
        from: date.optional(),
        to: date.optional(),
        account: z.string().max(LIMITS.accountCodeCharsMax).optional(),
        journal: journalCode.optional(),
        q: z.string().max(200).optional().describe('Part of the description or reference.'),
        order: z.enum(['asc', 'desc']).optional(),
      }),
      reply: listOf(entryView),
    }),
    GetJournalEntry: query({
      summary: 'Show a journal entry with its events and hash',
      path: '/journal-entries/{id}',
      scope: 'ledger:read',
      input: z.strictObject({ id: z.string().max(60) }),
      reply: entryView.extend({ events: z.array(entryEvent) }),
    }),
    ReverseJournalEntry: command({
      books: true,
      summary: 'Reverse a journal entry',
      description: 'Posts the opposite entry, today by default. The entry itself stays as it is.',
      path: '/journal-entries/{id}/reverse',
      scope: 'ledger:write',
      input: z.strictObject({
        id: z.string().max(60),
        effectiveDate: date.optional(),
        description: line(LIMITS.descriptionCharsMax).optional(),
      }),
      reply: entryView,
    }),
    GetRegister: query({
      summary: 'Show the lines of an account with running balances',
      path: '/accounts/{code}/register',
      scope: 'ledger:read',
      files: ['csv', 'xlsx', 'pdf'],
      input: z.strictObject({
        ...page,
        code: z.string().max(LIMITS.accountCodeCharsMax),
        from: date.optional(),
        to: date.optional(),
        unit: z.string().max(LIMITS.unitCodeCharsMax).optional(),
        order: z.enum(['asc', 'desc']).optional(),
        knownAt: sequence.optional().describe('A position of the event log; default: its end.'),
      }),
      reply: listOf(registerLine).extend({
        account: accountRef,
        ...reportHead,
        currency: z.string(),
        from: z.string().nullable(),
        to: z.string().nullable(),
        partial: z
          .literal(true)
          .optional()
          .describe('The reader does not see everything: balances run over what is shown.'),
      }),
    }),
    GetTrialBalance: query({
      summary: 'Trial balance as of a date, as known at a sequence',
      description: `asOf: ${asOfNote} knownAt: a position of the event log; default: its end.`,
      path: '/reports/trial-balance',
      scope: 'ledger:read',
      files: ['csv', 'xlsx', 'pdf'],
      input: z.strictObject({ asOf: date.optional(), knownAt: sequence.optional() }),
      reply: trialBalance,
    }),
    ImportJournal: command({
      books: true,
      summary: 'Import a journal in the format of hledger, ledger or beancount',
      description:
        'Creates accounts and units as found. Nothing is booked if any row is bad, unless `mode=independent`. `dryRun` books nothing and reports the same.',
      path: '/imports/journal',
      scope: 'ledger:write',
      body: 'text',
      status: 200,
      input: z.strictObject({
        format: z.enum(['hledger', 'ledger', 'beancount']),
        dryRun: flag.optional(),
        mode: mode.optional(),
        text: z.string(),
      }),
      reply: z.object({
        dryRun: z.boolean(),
        entries: z.number(),
        accounts: z.number(),
        units: z.number(),
        sequence: z.number(),
        errors: z.array(importIssue),
        warnings: z.array(importIssue),
      }),
    }),
    ExportJournal: query({
      summary: 'Export all entries as a plain-text journal',
      path: '/exports/journal',
      scope: 'ledger:read',
      replyType: 'text/plain',
      input: z.strictObject({
        format: z.enum(['hledger', 'ledger', 'beancount']),
        after: wholeNumber(0, LIMITS.minorUnitsMax).optional(),
      }),
      reply: z.object({ text: z.string(), after: z.number().nullable() }),
    }),
  },
  events: {
    ...chartEvents,
    'journal-changed': { version: 1, data: journalChanged },
    'unit-registered': { version: 1, data: unitRegistered },
    'journal-opened': { version: 1, data: journalOpened },
    'journal-entry-posted': { version: 1, data: entryPosted },
  },
  refusals: {
    ...postingRefusals,
    ...chartRefusals,
    already_reversed: { status: 409, title: 'The entry is already reversed' },
    import_refused: { status: 422, title: 'The journal has rows that cannot be booked' },
    invalid_cursor: { status: 400, title: 'The cursor is not one of this list' },
    invalid_pattern: { status: 422, title: 'The pattern of numbers is not valid' },
    journal_code_taken: { status: 409, title: 'A journal with this code exists' },
    journal_entry_not_found: { status: 404, title: 'There is no such journal entry' },
    journal_not_found: { status: 404, title: 'There is no such journal' },
    known_at_in_future: { status: 422, title: 'The log does not reach that sequence' },
    rows_refused: { status: 422, title: 'Rows were refused, so none was booked' },
    unit_code_taken: { status: 409, title: 'A unit with this code exists' },
  },
  ruleFields: {
    account: {
      title: 'Account',
      description: 'Codes of accounts; `4*` is every code that begins with 4.',
      takes: ['values'],
    },
    journal: { title: 'Journal', description: 'Codes of journals.', takes: ['values'] },
    author: {
      title: 'Author',
      description: 'Who posted the entry: ids, or the reader alone.',
      takes: ['values', 'own'],
    },
    amount: {
      title: 'Amount of an entry',
      description: 'Sum of its debits in company currency. Larger entries are neither shown nor taken.',
      takes: ['max'],
    },
  },
} as const satisfies ModuleContract

export type LedgerContract = typeof ledgerContract
