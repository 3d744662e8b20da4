import { z } from 'zod'
import { command, type ModuleContract, query } from '../../kernel/contract.ts'
import { flag, id, line, listOf, page, requiredLine } from '../../kernel/fields.ts'
import { LIMITS } from '../../kernel/limits.ts'

/** The chart of accounts: what an account is, and how the chart changes. A part of the ledger's contract. */

export const ACCOUNT_TYPES = ['asset', 'liability', 'equity', 'income', 'expense'] as const
export const accountType = z.enum(ACCOUNT_TYPES)
export type AccountType = z.output<typeof accountType>

/** Where an account stands in the balance sheet, the profit and loss and the cash flow statement, by its type. */
export const ACCOUNT_CATEGORIES = {
  asset: [
    'cash',
    'receivable',
    'inventory',
    'prepayment',
    'current-asset',
    'fixed-asset',
    'non-current-asset',
  ],
  liability: ['payable', 'tax-payable', 'current-liability', 'non-current-liability'],
  equity: ['equity', 'retained-earnings'],
  income: ['revenue', 'other-income'],
  expense: ['cost-of-sales', 'operating-expense', 'depreciation', 'finance-cost', 'income-tax'],
} as const satisfies Record<AccountType, readonly string[]>
export type AccountCategory = (typeof ACCOUNT_CATEGORIES)[AccountType][number]
export const accountCategory = z.enum(
  Object.values(ACCOUNT_CATEGORIES).flat() as [AccountCategory, ...AccountCategory[]],
)
export const DEFAULT_CATEGORY = {
  asset: 'current-asset',
  liability: 'current-liability',
  equity: 'equity',
  income: 'revenue',
  expense: 'operating-expense',
} as const satisfies Record<AccountType, AccountCategory>

/** The subledger whose open records an account's balance must equal. */
export const CONTROLS = ['receivables', 'payables', 'stock', 'goods-received', 'tax'] as const
export const accountControl = z.enum(CONTROLS)
export type AccountControl = z.output<typeof accountControl>

/** Classes of `kernel/field-classes.ts` that an account's amounts may belong to. */
const accountSensitivity = z.enum(['salaries'])

export const accountCode = requiredLine(LIMITS.accountCodeCharsMax)
export const unitCode = requiredLine(LIMITS.unitCodeCharsMax)

/**
 * What the books look an account up for, and the types that it may be of. Differences of exchange that are not realised
 * stand in the profit and loss or, as in France, in the balance sheet.
 */
export const ROLE_TYPES = {
  retainedEarnings: ['equity'],
  currentEarnings: ['equity'],
  openingBalance: ['equity'],
  exchangeGain: ['income', 'expense'],
  exchangeLoss: ['income', 'expense'],
  unrealisedGain: ['income', 'expense', 'asset', 'liability', 'equity'],
  unrealisedLoss: ['income', 'expense', 'asset', 'liability', 'equity'],
  rounding: ['income', 'expense', 'equity'],
  suspense: ['asset', 'liability', 'equity'],
  receivables: ['asset'],
  payables: ['liability'],
  bank: ['asset'],
  cash: ['asset'],
  inventory: ['asset'],
  costOfSales: ['expense'],
  goodsReceived: ['liability'],
  priceDifference: ['expense'],
  stockAdjustment: ['expense'],
  stockVariation: ['expense'],
  stockRevaluation: ['expense'],
  stockInTransit: ['asset'],
  scrap: ['expense'],
  inputTax: ['asset', 'liability'],
  outputTax: ['asset', 'liability'],
} as const satisfies Record<string, readonly AccountType[]>
export type AccountRole = keyof typeof ROLE_TYPES
export const ACCOUNT_ROLES = Object.keys(ROLE_TYPES) as [AccountRole, ...AccountRole[]]
export const accountRole = z.enum(ACCOUNT_ROLES)

/**
 * Charts that a company may begin with, to choose from before there is one that could be asked; what is in them is in
 * `ledger/packs`. The country is that of ISO 3166; null: of no country.
 */
export const CHART_TITLES = {
  ifrs: { title: 'IFRS, general', country: null },
  gb: { title: 'United Kingdom, FRS 102', country: 'GB' },
  'de-skr03': { title: 'SKR 03', country: 'DE' },
  'de-skr04': { title: 'SKR 04', country: 'DE' },
  'fr-pcg': { title: 'Plan comptable général', country: 'FR' },
  nl: { title: 'Decimaal rekeningschema', country: 'NL' },
  us: { title: 'United States, GAAP', country: 'US' },
  in: { title: 'India, Schedule III', country: 'IN' },
  au: { title: 'Australia, AASB', country: 'AU' },
  za: { title: 'South Africa, IFRS for SMEs', country: 'ZA' },
  ch: { title: 'Kontenrahmen KMU', country: 'CH' },
} as const satisfies Record<string, { title: string; country: string | null }>
export type ChartPack = keyof typeof CHART_TITLES
export const CHART_PACKS = Object.keys(CHART_TITLES) as [ChartPack, ...ChartPack[]]
export const chartPack = z.enum(CHART_PACKS)

// ---------------------------------------------------------------------------------------------------- events

const accountOpened = z.strictObject({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  type: accountType,
  unit: z.string().optional(),
  parent: z.string().optional(),
  sensitivity: accountSensitivity.optional(),
  category: accountCategory.optional(),
  isOpenItem: z.boolean().optional(),
  control: accountControl.optional(),
  tax: z.string().optional(),
  isHeading: z.boolean().optional(),
})
export type AccountOpened = z.output<typeof accountOpened>

/** Fields of an account that may change. `parent` is a code. */
const accountFields = z.strictObject({
  code: z.string().optional(),
  name: z.string().optional(),
  category: accountCategory.optional(),
  parent: z.string().nullable().optional(),
  isOpenItem: z.boolean().optional(),
  control: accountControl.nullable().optional(),
  tax: z.string().nullable().optional(),
  isHeading: z.boolean().optional(),
  isActive: z.boolean().optional(),
})
export type AccountFields = z.output<typeof accountFields>
const accountChanged = z.strictObject({ id: z.string(), before: accountFields, after: accountFields })
export type AccountChanged = z.output<typeof accountChanged>

/** Ids. Everything that was booked on the account `id`, before and after, is on `into`. */
const accountMerged = z.strictObject({ id: z.string(), into: z.string() })
export type AccountMerged = z.output<typeof accountMerged>

/** Roles that were set anew, with the ids of their accounts; null: none any more. */
const accountRolesSet = z.strictObject({ roles: z.record(z.string(), z.string().nullable()) })
export interface AccountRolesSet {
  roles: Partial<Record<AccountRole, string | null>>
}

// ----------------------------------------------------------------------------------------------------- views

export const accountRef = z.object({ code: z.string(), name: z.string(), type: accountType })

export const accountView = z.object({
  id: id('account'),
  code: z.string(),
  name: z.string(),
  type: accountType,
  unit: z.string().nullable(),
  parent: z.string().nullable(),
  sensitivity: accountSensitivity.nullable(),
  category: accountCategory,
  isOpenItem: z.boolean(),
  control: accountControl.nullable(),
  tax: z.string().nullable().describe('Code of the tax that lines in the account are about.'),
  isHeading: z.boolean().describe('It stands above others and takes no entries.'),
  isActive: z.boolean(),
})

const packView = z.object({
  code: chartPack,
  title: z.string(),
  country: z.string().nullable().describe('ISO 3166; null for a chart of no country.'),
  language: z.string().describe('ISO 639, of the names.'),
  description: z.string(),
  accounts: z.number(),
})

const packAccount = accountView
  .omit({ id: true, unit: true, sensitivity: true, isActive: true })
  .extend({ nameEnglish: z.string() })

const rolesView = z.object({
  roles: z.array(
    z.object({
      role: accountRole,
      account: accountRef.nullable(),
      types: z.array(accountType).describe('Types of which the account may be.'),
    }),
  ),
})

export const chartIssue = z.object({
  line: z.number(),
  field: z.string(),
  code: z.string(),
  detail: z.string(),
})

// ------------------------------------------------------------------------------------------------ operations

const codeInPath = z.string().max(LIMITS.accountCodeCharsMax)

export const chartOperations = {
  OpenAccount: command({
    summary: 'Open an account',
    path: '/accounts',
    scope: 'ledger:write',
    input: z.strictObject({
      code: accountCode,
      name: requiredLine(LIMITS.nameCharsMax),
      type: accountType,
      unit: unitCode.optional().describe('The only unit the account takes; default: any.'),
      parent: accountCode
        .optional()
        .describe('Code of the account above this one, which is of the same type.'),
      sensitivity: accountSensitivity
        .optional()
        .describe(
          'Amounts of entries that touch the account are masked for readers without the grant `field:<class>`. It stays as it is.',
        ),
      category: accountCategory.optional().describe('Where it stands in the statements; default by type.'),
      isOpenItem: flag.optional().describe('Its lines are open items until they are matched.'),
      control: accountControl.optional(),
      tax: line(LIMITS.unitCodeCharsMax).optional(),
      isHeading: flag.optional().describe('It stands above others and takes no entries.'),
    }),
    reply: accountView,
    example: { code: '1000', name: 'Cash', type: 'asset' },
  }),
  ListAccounts: query({
    summary: 'List the accounts, by code',
    path: '/accounts',
    scope: 'ledger:read',
    input: z.strictObject({
      ...page,
      q: z.string().max(200).optional(),
      type: accountType.optional(),
      isActive: flag.optional(),
    }),
    reply: listOf(accountView),
  }),
  GetAccount: query({
    summary: 'Show an account, with its roles and what was merged into it',
    path: '/accounts/{code}',
    scope: 'ledger:read',
    input: z.strictObject({ code: codeInPath }),
    reply: accountView.extend({
      roles: z.array(accountRole),
      mergedCodes: z.array(z.string()).describe('Codes of accounts that are this one now.'),
      children: z.number().describe('Accounts directly below it.'),
    }),
  }),
  ChangeAccount: command({
    summary: 'Change what an account is called and where it stands',
    description: 'Type, unit and sensitivity stay as they are. What is left out stays, too.',
    path: '/accounts/{code}/change',
    scope: 'ledger:write',
    status: 200,
    input: z.strictObject({
      code: codeInPath,
      name: requiredLine(LIMITS.nameCharsMax).optional(),
      category: accountCategory.optional(),
      parent: accountCode.nullable().optional(),
      isOpenItem: flag.optional(),
      control: accountControl.nullable().optional(),
      tax: requiredLine(LIMITS.unitCodeCharsMax).nullable().optional(),
      isHeading: flag.optional(),
    }),
    reply: accountView,
    example: { name: 'Cash on hand', category: 'cash' },
  }),
  RenumberAccount: command({
    summary: 'Give an account another code',
    description: 'Everything that was ever booked on it goes with it. The old code is free again.',
    path: '/accounts/{code}/renumber',
    scope: 'ledger:write',
    status: 200,
    input: z.strictObject({ code: codeInPath, newCode: accountCode }),
    reply: accountView,
    example: { newCode: '1005' },
  }),
  DeactivateAccount: command({
    summary: 'Take an account out of use',
    description: 'It keeps what was booked and takes nothing more. Its balance must be zero in every unit.',
    path: '/accounts/{code}/deactivate',
    scope: 'ledger:write',
    status: 200,
    input: z.strictObject({ code: codeInPath }),
    reply: accountView,
  }),
  ReactivateAccount: command({
    summary: 'Take an account into use again',
    path: '/accounts/{code}/reactivate',
    scope: 'ledger:write',
    status: 200,
    input: z.strictObject({ code: codeInPath }),
    reply: accountView,
  }),
  MergeAccounts: command({
    summary: 'Merge an account into another',
    description: `Both are one from then on, in every report of every date and as known at any time. The old code stays reserved and means the account that it was merged into. It cannot be undone. At most ${LIMITS.mergeLinesMax} lines move at once.`,
    path: '/accounts/merge',
    scope: 'ledger:write',
    status: 200,
    input: z.strictObject({ from: accountCode, into: accountCode }),
    reply: accountView.extend({ lines: z.number().describe('Lines that moved.') }),
    example: { from: '1001', into: '1000' },
  }),
  GetAccountRoles: query({
    summary: 'Show the accounts that the books look up by their role',
    path: '/account-roles',
    scope: 'ledger:read',
    input: z.strictObject({}),
    reply: rolesView,
  }),
  SetAccountRoles: command({
    summary: 'Say which accounts have which roles',
    description: 'By role the code of an account, or null for none. Roles that are not named stay.',
    path: '/account-roles',
    scope: 'ledger:write',
    status: 200,
    input: z.strictObject({
      roles: z
        .partialRecord(accountRole, accountCode.nullable())
        .refine((roles) => Object.keys(roles).length > 0, 'Name at least one role.'),
    }),
    reply: rolesView,
    example: { roles: { bank: '1000' } },
  }),
  ListChartPacks: query({
    summary: 'List the charts of accounts that a company may begin with',
    path: '/chart-packs',
    scope: 'ledger:read',
    input: z.strictObject(page),
    reply: listOf(packView),
  }),
  GetChartPack: query({
    summary: 'Show a chart of accounts that a company may begin with',
    path: '/chart-packs/{pack}',
    scope: 'ledger:read',
    input: z.strictObject({ pack: z.string().max(40) }),
    reply: packView.omit({ accounts: true }).extend({
      roles: z.partialRecord(accountRole, z.string()),
      accounts: z.array(packAccount),
    }),
  }),
  AdoptChart: command({
    summary: 'Adopt a ready-made chart of accounts',
    description:
      'Opens its accounts and sets its roles. Accounts that are there already with the same type stay as they are, and roles that are set stay, too; a code that exists with another type refuses the whole.',
    path: '/chart/adopt',
    scope: 'ledger:write',
    status: 200,
    input: z.strictObject({
      pack: chartPack,
      names: z.enum(['local', 'english']).optional().describe('Default: local.'),
      dryRun: flag.optional(),
    }),
    reply: z.object({
      pack: chartPack,
      dryRun: z.boolean(),
      opened: z.number(),
      kept: z.number(),
      roles: z.number(),
    }),
    example: { pack: 'ifrs' },
  }),
  ImportChart: command({
    summary: 'Import a chart of accounts from CSV',
    description: `Columns in any order: code, name, type, category, parent, unit, open item, control, tax, heading. Accounts that exist are changed where they differ; an empty cell changes nothing. \`mode=atomic\` (default): nothing happens if any row is bad; \`independent\`: the good rows count. At most ${LIMITS.chartRowsMax} rows.`,
    path: '/imports/chart',
    scope: 'ledger:write',
    body: 'text',
    status: 200,
    input: z.strictObject({
      dryRun: flag.optional(),
      mode: z.enum(['atomic', 'independent']).optional(),
      text: z.string(),
    }),
    reply: z.object({
      dryRun: z.boolean(),
      opened: z.number(),
      changed: z.number(),
      unchanged: z.number(),
      sequence: z.number(),
      ignored: z.array(z.string()).describe('Columns of the header that a chart does not have.'),
      errors: z.array(chartIssue),
    }),
  }),
  ExportChart: query({
    summary: 'Export the chart of accounts as CSV',
    description:
      'RFC 4180 with a header, in the columns that the import takes. A cell that a spreadsheet would take for a formula (it begins with =, +, -, @, a tab or a line break) is written with an apostrophe before it; the import takes it away again.',
    path: '/exports/chart',
    scope: 'ledger:read',
    replyType: 'text/csv',
    input: z.strictObject({ after: z.string().max(500).optional() }),
    reply: z.object({ text: z.string(), after: z.string().nullable() }),
  }),
} as const satisfies ModuleContract['operations']

export const chartEvents = {
  'account-opened': { version: 1, data: accountOpened },
  'account-changed': { version: 1, data: accountChanged },
  'account-merged': { version: 1, data: accountMerged },
  'account-roles-set': { version: 1, data: accountRolesSet },
} as const satisfies ModuleContract['events']

export const chartRefusals = {
  account_code_taken: { status: 409, title: 'An account with this code exists' },
  account_has_balance: { status: 409, title: 'The account has a balance' },
  account_has_entries: { status: 409, title: 'The account has entries' },
  account_in_use: { status: 409, title: 'Something depends on the account' },
  account_merge_refused: { status: 422, title: 'The accounts are not alike' },
  account_not_found: { status: 404, title: 'There is no such account' },
  account_type_mismatch: { status: 422, title: 'The accounts are of different types' },
  category_mismatch: { status: 422, title: 'The category does not fit the type of the account' },
  chart_conflict: { status: 409, title: 'Accounts with these codes are of another type' },
  chart_pack_not_found: { status: 404, title: 'There is no such chart' },
  chart_rows_refused: { status: 422, title: 'The chart has rows that cannot be taken' },
  merge_too_large: { status: 422, title: 'The account has too many lines to be merged' },
  parent_cycle: { status: 422, title: 'An account cannot stand below itself' },
  parent_not_found: { status: 422, title: 'There is no such parent account' },
  parent_type_mismatch: { status: 422, title: 'The parent account is of another type' },
  role_type_mismatch: { status: 422, title: 'The account cannot have this role' },
} as const satisfies ModuleContract['refusals']
