import { z } from 'zod'
import { command, type ModuleContract, query } from '../../kernel/contract.ts'
import { date, decimal, flag, line, listOf, page, requiredLine, wholeNumber } from '../../kernel/fields.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { entryView, postingRefusals } from '../contract.ts'
import { digest, format, openingLine, options, storedOptions, upsert } from './inputs.ts'
import { mapping, storedMapping } from './mapping.ts'
import { importView, issueView, openingView, partView, proposalView, savedMapping } from './replies.ts'

/** Files of other systems on their way into the books: imports as sessions, mappings, and opening balances. */

const mode = z.enum(['atomic', 'independent'])
const mappingCode = requiredLine(60)
const reference = z.string().max(60)
// ---------------------------------------------------------------------------------------------------- events

const counts = {
  entries: z.number().int(),
  corrected: z.number().int(),
  unchanged: z.number().int(),
  refused: z.number().int(),
  accounts: z.number().int(),
  units: z.number().int(),
}
const issue = z.strictObject({
  line: z.number().int(),
  field: z.string().optional(),
  code: z.string(),
  detail: z.string(),
})
export type ImportIssue = z.output<typeof issue>

const importStarted = z.strictObject({
  id: z.string(),
  name: z.string(),
  format,
  digest: z.string(),
  upsert,
  mapping: storedMapping.optional(),
  options: storedOptions,
})
export type ImportStarted = z.output<typeof importStarted>

const importPartBooked = z.strictObject({
  import: z.string(),
  part: z.number().int(),
  /** SHA-256 of the text. */
  digest: z.string(),
  rows: z.number().int(),
  ...counts,
  /** Events of the same decision that stand before this one: the part's entries are among them. */
  events: z.number().int(),
  errors: z.array(issue),
  errorsTotal: z.number().int(),
  warnings: z.array(issue),
  /** Running balances of a plain-text journal that this part changed: account, commodity and amount as written. */
  balances: z.array(z.tuple([z.string(), z.string(), z.string()])).optional(),
  /** There were too many of them: assertions of later parts are not checked. */
  balancesUnknown: z.literal(true).optional(),
  /** Latest date of the part's transactions. */
  lastDate: z.string().optional(),
})
export type ImportPartBooked = z.output<typeof importPartBooked>

const importClosed = z.strictObject({ id: z.string() })
export type ImportClosed = z.output<typeof importClosed>

const importReversalBooked = z.strictObject({
  import: z.string(),
  /** Entries that were taken back, and those that could not be. */
  reversed: z.number().int(),
  refused: z.number().int(),
  /** Entries at and after this position of the log were looked at; 0: all of them. */
  through: z.number().int(),
})
export type ImportReversalBooked = z.output<typeof importReversalBooked>

const importMappingSaved = z.strictObject({ code: z.string(), name: z.string(), mapping: storedMapping })
export type ImportMappingSaved = z.output<typeof importMappingSaved>

// -------------------------------------------------------------------------------------------------- contract

const ofImport = { import: reference.describe('Id of the import.') }

export const migrationContract = {
  name: 'migration',
  title: 'Import',
  operations: {
    StartImport: command({
      summary: 'Begin to import a file',
      description:
        'Send the file in parts after this, and finish. The same file again, while its import is open, gives that import: go on after `rowsDone`. `upsert` says what becomes of an entry whose external id is in the books: with the same content it is unchanged; a different one is refused (`refuse` and `skip`), or reversed and posted anew (`correct`).',
      path: '/imports',
      scope: 'ledger:write',
      input: z.strictObject({
        name: requiredLine(LIMITS.nameCharsMax).describe('Name of the file.'),
        format,
        digest: digest.describe('SHA-256 of the whole file.'),
        mapping: mapping.optional(),
        savedMapping: mappingCode.optional().describe('Code of a saved mapping, instead of one.'),
        upsert: upsert.optional(),
        options: options.optional(),
      }),
      reply: importView,
      example: {
        name: 'bank-2026.csv',
        format: 'csv',
        digest: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
        mapping: {
          layout: 'entries',
          dateFormat: 'DD.MM.YYYY',
          decimalMark: ',',
          delimiter: ';',
          columns: { date: 'Datum', debitAccount: 'Soll', creditAccount: 'Haben', amount: 'Betrag' },
        },
      },
    }),
    ImportPart: command({
      summary: 'Book the next part of a file',
      description: `Each part is a document of its own: a CSV with the header repeated, SAF-T with its envelope, a journal with its directives. At most ${LIMITS.importPartRowsMax} rows. \`atomic\`: nothing of a part with a bad row is booked. A part that was done is answered from what was stored. \`dryRun\` books nothing, takes any part, and shows its first ${LIMITS.importPreviewEntriesMax} entries as they would be booked, with what its accounts and journals would become.`,
      path: '/imports/{import}/parts',
      books: true,
      scope: 'ledger:write',
      body: 'text',
      status: 200,
      input: z.strictObject({
        ...ofImport,
        part: wholeNumber(1, LIMITS.minorUnitsMax).describe('Parts are numbered from 1.'),
        from: wholeNumber(1, LIMITS.minorUnitsMax)
          .optional()
          .describe('Line of the file that follows the repeated lines. Default: the part begins the file.'),
        head: wholeNumber(0, 1_000_000).optional().describe('Lines at the start that are repeated.'),
        rows: wholeNumber(0, LIMITS.minorUnitsMax)
          .optional()
          .describe('Rows of the file in this part. Default: as counted.'),
        mode: mode.optional(),
        dryRun: flag.optional(),
        text: z.string(),
      }),
      reply: partView,
    }),
    FinishImport: command({
      summary: 'Close an import whose parts are all done',
      path: '/imports/{import}/finish',
      scope: 'ledger:write',
      status: 200,
      input: z.strictObject(ofImport),
      reply: importView,
    }),
    AbandonImport: command({
      summary: 'Close an import before its end: what is booked stays',
      path: '/imports/{import}/abandon',
      scope: 'ledger:write',
      status: 200,
      input: z.strictObject(ofImport),
      reply: importView,
    }),
    ReverseImport: command({
      summary: 'Take the entries of an import back',
      description: `Books the opposite of each entry, the newest first, up to ${LIMITS.reversedEntriesMax} a call: repeat it until \`done\`. Entries that cannot be reversed are named and stay.`,
      path: '/imports/{import}/reverse',
      books: true,
      scope: 'ledger:write',
      status: 200,
      input: z.strictObject({
        ...ofImport,
        effectiveDate: date.optional().describe("Default: each entry's own date."),
      }),
      reply: z.object({
        import: importView,
        reversed: z.number(),
        refused: z.array(
          z.object({ entry: z.string(), voucher: z.string(), code: z.string(), detail: z.string() }),
        ),
        done: z.boolean(),
      }),
    }),
    ListImports: query({
      summary: 'List imports, the newest first',
      description: 'Without those that were abandoned before any part of them was booked.',
      path: '/imports',
      scope: 'ledger:read',
      input: z.strictObject(page),
      reply: listOf(importView),
    }),
    GetImport: query({
      summary: 'Show an import with its mapping',
      path: '/imports/{import}',
      scope: 'ledger:read',
      input: z.strictObject(ofImport),
      reply: importView.extend({ mapping: storedMapping.nullable(), options: storedOptions }),
    }),
    ListImportErrors: query({
      summary: 'List the rows of an import that were not booked, in the order of the file',
      path: '/imports/{import}/errors',
      scope: 'ledger:read',
      input: z.strictObject({ ...ofImport, ...page }),
      reply: listOf(issueView.extend({ part: z.number() })),
    }),
    ListImportEntries: query({
      summary: 'List the entries of an import, in the order of the file',
      path: '/imports/{import}/entries',
      scope: 'ledger:read',
      input: z.strictObject({ ...ofImport, ...page }),
      reply: listOf(entryView),
    }),
    ProposeMapping: query({
      summary: 'Propose how the columns of a CSV file become entries',
      description:
        'Looks at a sample: delimiter, format of dates, decimal mark, and columns by their names in English, German, French, Dutch and Spanish. It changes nothing; an import uses only a mapping that it is given.',
      method: 'POST',
      body: 'json',
      bodyBytesMax: LIMITS.jsonBytesMax,
      path: '/import-mappings/propose',
      scope: 'ledger:read',
      input: z.strictObject({
        sample: z
          .string()
          .max(LIMITS.importSampleCharsMax, `At most ${LIMITS.importSampleCharsMax} characters.`)
          .describe('The first lines of the file.'),
      }),
      reply: proposalView,
      example: { sample: 'Datum;Soll;Haben;Betrag\n31.03.2026;1000;4000;10,00\n' },
    }),
    SaveImportMapping: command({
      summary: 'Save a mapping under a code, or replace it',
      path: '/import-mappings',
      scope: 'ledger:write',
      status: 200,
      input: z.strictObject({ code: mappingCode, name: requiredLine(LIMITS.nameCharsMax), mapping }),
      reply: savedMapping,
      example: {
        code: 'bank',
        name: 'Bank export',
        mapping: {
          layout: 'lines',
          dateFormat: 'YYYY-MM-DD',
          decimalMark: '.',
          columns: { date: 'Date', account: 'Account', amount: 'Amount' },
        },
      },
    }),
    ListImportMappings: query({
      summary: 'List the saved mappings, by code',
      path: '/import-mappings',
      scope: 'ledger:read',
      input: z.strictObject(page),
      reply: listOf(savedMapping),
    }),
    GetImportTemplate: query({
      summary: 'Get a CSV file to fill in, with two example rows',
      path: '/import-templates/{template}',
      scope: 'ledger:read',
      input: z.strictObject({ template: z.enum(['lines', 'entries', 'opening-balances']) }),
      reply: z.object({ name: z.string(), text: z.string(), mapping: storedMapping }),
    }),
    PostOpeningBalances: command({
      summary: 'Post the balances that the books begin with',
      description: `Lines as such, or as \`csv\` in the columns of the template. What debits and credits differ by goes to the account for opening balances: see it with \`dryRun\`, and confirm it with \`expectedDifference\`. Each line of an account of open items is one. More than ${LIMITS.entryLinesMax} lines become several entries.`,
      path: '/opening-balances',
      books: true,
      scope: 'ledger:write',
      bodyBytesMax: LIMITS.bulkBytesMax,
      input: z.strictObject({
        date,
        lines: z
          .array(openingLine)
          .max(LIMITS.openingLinesMax, `At most ${LIMITS.openingLinesMax} lines.`)
          .optional(),
        csv: z.string().optional(),
        mapping: mapping.optional().describe('For a csv that is not in the columns of the template.'),
        description: line(LIMITS.descriptionCharsMax).optional(),
        expectedDifference: decimal.optional(),
        dryRun: flag.optional(),
      }),
      reply: openingView,
      example: {
        date: '2026-01-01',
        lines: [
          { account: '1000', debit: '500.00' },
          { account: '4000', credit: '500.00' },
        ],
      },
    }),
  },
  events: {
    'import-started': { version: 1, data: importStarted },
    'import-part-booked': { version: 1, data: importPartBooked },
    'import-finished': { version: 1, data: importClosed },
    'import-abandoned': { version: 1, data: importClosed },
    'import-reversal-booked': { version: 1, data: importReversalBooked },
    'import-mapping-saved': { version: 1, data: importMappingSaved },
  },
  refusals: {
    ...postingRefusals,
    import_closed: { status: 409, title: 'The import is closed' },
    import_not_found: { status: 404, title: 'There is no such import' },
    import_open: { status: 409, title: 'The import is still open' },
    import_part_differs: { status: 409, title: 'This part was done with another text' },
    import_part_out_of_step: { status: 409, title: 'The part does not follow the one before' },
    import_part_refused: { status: 422, title: 'The part has rows that cannot be booked' },
    import_part_too_large: { status: 422, title: 'The part has too many rows' },
    import_settings_differ: { status: 409, title: 'The file is open with other settings' },
    invalid_cursor: { status: 400, title: 'The cursor is not one of this list' },
    invalid_mapping: { status: 422, title: 'The mapping is not complete' },
    mapping_not_found: { status: 404, title: 'There is no such mapping' },
    mapping_required: { status: 422, title: 'A CSV file needs a mapping' },
    no_sample: { status: 422, title: 'The sample is no CSV text' },
    opening_account_missing: { status: 422, title: 'There is no account for opening balances' },
    opening_difference: { status: 422, title: 'The opening balances leave another difference' },
    opening_refused: { status: 422, title: 'Opening balances cannot be booked' },
    too_many_imports: { status: 409, title: 'Too many imports are open' },
    too_many_mappings: { status: 409, title: 'There are too many mappings' },
  },
} as const satisfies ModuleContract

export type MigrationContract = typeof migrationContract
