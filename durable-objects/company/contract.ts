import { electronicFormatIBAN, isValidBIC, isValidIBAN } from 'ibantools'
import { z } from 'zod'
import { command, type ModuleContract, query } from '../kernel/contract.ts'
import { flag, id, listOf, page, requiredLine, sequence, timeZone } from '../kernel/fields.ts'
import { LIMITS } from '../kernel/limits.ts'
import { currencyScale } from '../kernel/money.ts'
import { REGIONS } from '../kernel/regions.ts'
import { chartPack } from '../ledger/contract.ts'

/** A company as a whole: who it is, its log, its self-audit. */

const countryNames = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
// ISO 3166 reserves these for unions, tests and "unknown"; nobody is registered there.
const NO_COUNTRY = new Set(['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ'])

const country = z
  .string()
  .regex(/^[A-Z]{2}$/, { error: 'Write an ISO 3166 country code such as "DE".', abort: true })
  .refine(
    (code) => !NO_COUNTRY.has(code) && countryNames.of(code) !== undefined,
    'Is not a country code of ISO 3166.',
  )

const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, { error: 'Write an ISO 4217 currency code such as "EUR".', abort: true })
  .refine((code) => currencyScale(code) !== undefined, 'Is not an active currency of ISO 4217.')

const slug = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    'Write 1 to 63 lower-case letters, digits and inner hyphens, such as "north-sea-coffee".',
  )

export const companyView = z.object({
  id: id('company'),
  slug: z.string(),
  name: z.string(),
  country: z.string(),
  currency: z.string(),
  region: z.enum(REGIONS),
  timeZone: z.string().describe('Where its days begin and end: what is due on a date, and what "today" is.'),
})
export type CompanyView = z.output<typeof companyView>

const opened = z.strictObject({
  tenant: z.string(),
  slug: z.string(),
  name: z.string(),
  country: z.string(),
  currency: z.string(),
  region: z.enum(REGIONS),
  /** The chart of accounts that it was opened with. */
  chart: z.string().optional(),
  /** Absent: UTC. */
  timeZone: z.string().optional(),
})
export type CompanyOpened = z.output<typeof opened>

const timeZoneChanged = z.strictObject({ timeZone: z.string(), before: z.string() })
export type TimeZoneChanged = z.output<typeof timeZoneChanged>

/** ISO 13616, with its two check digits; spaces are how people write it, and are not kept. */
const iban = z
  .string()
  .max(50)
  .transform((text) => electronicFormatIBAN(text) ?? '')
  .refine((text) => isValidIBAN(text), 'Is not an IBAN: its length or its check digits are wrong.')
  .meta({ examples: ['DE89 3704 0044 0532 0130 00'], sensitive: 'bank-details' })

/** ISO 9362. */
const bic = z
  .string()
  .max(20)
  .transform((text) => text.trim().toUpperCase())
  .refine((text) => isValidBIC(text), 'Is not a BIC: write 8 or 11 letters and digits.')

const bankAccount = z.strictObject({
  name: requiredLine(LIMITS.nameCharsMax).describe('What the company calls the account.'),
  holder: requiredLine(LIMITS.nameCharsMax),
  iban,
  bic: bic.optional(),
})

const imported = z.strictObject({
  from: z
    .string()
    .describe('The company that all events before this one were recorded in, as far as not imported before.'),
  events: z.number(),
  headHash: z.string(),
  root: z.string().describe('RFC 9162 root over these events.'),
  tenant: z.string(),
  slug: z.string(),
  name: z.string(),
  region: z.enum(REGIONS),
})
export type CompanyImported = z.output<typeof imported>

const bankAccountData = z.strictObject({
  name: z.string(),
  holder: z.string(),
  iban: z.string().meta({ sensitive: 'bank-details' }),
  bic: z.string().optional(),
})
const bankDetailsChanged = z.strictObject({ accounts: z.array(bankAccountData) })
export type BankDetailsChanged = z.output<typeof bankDetailsChanged>

const bankDetailsView = z.object({
  accounts: z.array(
    z.object({
      name: z.string(),
      holder: z.string(),
      iban: z.string().nullable().meta({ sensitive: 'bank-details' }),
      bic: z.string().nullable(),
    }),
  ),
  changedAt: z.string().nullable(),
  changedBy: z.string().nullable(),
  sequence: z.number().nullable().describe('Position of the change in the log.'),
  masked: z.array(z.string()).optional().describe('Pointers of what the reader may not see.'),
})
export type BankDetailsView = z.output<typeof bankDetailsView>

export const eventView = z.object({
  specversion: z.literal('1.0'),
  id: z.string(),
  source: z.string(),
  type: z.string(),
  time: z.string(),
  datacontenttype: z.literal('application/json'),
  sequence: z.number(),
  dataversion: z.number(),
  actor: z.string(),
  command: z.string(),
  requestid: z.string(),
  recordedat: z.string(),
  hash: z.string().nullable().describe('Null for a reader who does not see the whole log.'),
  data: z.unknown(),
})

export const auditView = z.object({
  ok: z.boolean(),
  sequence: z.number(),
  tookMs: z.number(),
  checks: z.array(
    z.object({
      name: z.string(),
      ok: z.boolean(),
      detail: z.string(),
      tookMs: z
        .number()
        .describe('Milliseconds; the walk over the log counts to the first check of those it feeds.'),
    }),
  ),
})
export type AuditView = z.output<typeof auditView>

export const companyContract = {
  name: 'company',
  title: 'Companies',
  operations: {
    OpenCompany: command({
      summary: 'Open a company',
      description:
        'The books of the new company are placed in `region`, by default the region of the tenant, and stay there.',
      level: 'tenant',
      path: '/companies',
      scope: 'company:write',
      input: z.strictObject({
        name: requiredLine(LIMITS.nameCharsMax),
        slug,
        country,
        currency,
        region: z.enum(REGIONS).optional(),
        timeZone: timeZone.optional().describe('IANA; default: that of the country, or UTC.'),
        chart: chartPack
          .optional()
          .describe('A ready-made chart of accounts to begin with; default: none. See /chart-packs.'),
      }),
      reply: companyView,
      example: { name: 'North Sea Coffee GmbH', slug: 'north-sea-coffee', country: 'DE', currency: 'EUR' },
    }),
    AdoptBooks: command({
      summary: 'Take over the books that were imported',
      path: '/adopt',
      scope: 'company:write',
      internal: true,
      input: imported,
      reply: companyView,
    }),
    ListCompanies: query({
      summary: 'List the companies of the tenant',
      level: 'tenant',
      path: '/companies',
      scope: 'company:read',
      input: z.strictObject(page),
      reply: listOf(companyView),
    }),
    GetCompany: query({
      summary: 'Show a company',
      path: '',
      scope: 'company:read',
      input: z.strictObject({}),
      reply: companyView,
    }),
    ChangeTimeZone: command({
      summary: 'Change the time zone of the company',
      description:
        'From then on its days begin and end there: recurring entries, reversals, delegations, and what "today" is where a date is left out. What is booked keeps its date.',
      path: '/time-zone',
      scope: 'company:write',
      status: 200,
      input: z.strictObject({ timeZone }),
      reply: companyView,
      example: { timeZone: 'Europe/Berlin' },
    }),
    ChangeBankDetails: command({
      summary: 'Change the bank accounts of the company',
      description: 'The list as a whole replaces the one before.',
      path: '/bank-details',
      scope: 'company:write',
      input: z.strictObject({
        accounts: z
          .array(bankAccount)
          .max(LIMITS.bankAccountsMax, `At most ${LIMITS.bankAccountsMax} accounts.`)
          .refine(
            (accounts) => new Set(accounts.map((each) => each.iban)).size === accounts.length,
            'Two of the accounts have the same IBAN.',
          ),
      }),
      reply: bankDetailsView,
      example: {
        accounts: [
          { name: 'Current account', holder: 'North Sea Coffee GmbH', iban: 'DE89 3704 0044 0532 0130 00' },
        ],
      },
    }),
    GetBankDetails: query({
      summary: 'Show the bank accounts of the company',
      path: '/bank-details',
      scope: 'company:read',
      input: z.strictObject({}),
      reply: bankDetailsView,
    }),
    ListEvents: query({
      summary: 'Read the event log',
      description:
        'CloudEvents 1.0 in the order of the log, after a sequence. Poll with the sequence of the last event you have. Events that the reader may not see are left out, so a page may be short or empty: go on while there is a nextCursor.',
      path: '/events',
      scope: 'company:read',
      input: z.strictObject({ after: sequence.optional(), limit: page.limit }),
      reply: z.object({ data: z.array(eventView), nextCursor: z.string().nullable() }),
    }),
    RunAudit: query({
      summary: 'Check every invariant of the books',
      description:
        'Reads the whole log and every table. `replay` also folds the log into an empty object and compares the tables.',
      path: '/audit',
      scope: 'company:read',
      input: z.strictObject({ replay: flag.optional() }),
      reply: auditView,
    }),
    GetUsage: query({
      summary: 'Show what the company uses of the platform',
      description: 'Rows are counted since the object last woke.',
      path: '/usage',
      scope: 'company:read',
      input: z.strictObject({}),
      reply: z.object({
        rowsWritten: z.number(),
        rowsRead: z.number(),
        databaseBytes: z.number(),
        sequence: z.number(),
        relayed: z.object({ sent: z.number(), reporting: z.number(), archive: z.number() }),
      }),
    }),
  },
  events: {
    'company-opened': { version: 1, data: opened },
    'company-imported': { version: 1, data: imported },
    'time-zone-changed': { version: 1, data: timeZoneChanged },
    'bank-details-changed': { version: 1, data: bankDetailsChanged },
  },
  refusals: {
    company_not_found: { status: 404, title: 'There is no such company' },
    company_already_open: { status: 409, title: 'The company is already open' },
    invalid_cursor: { status: 400, title: 'The cursor is not one of this list' },
    record_rule: { status: 403, title: 'Record rules do not allow this' },
    slug_taken: { status: 409, title: 'Another company has this slug' },
  },
} as const satisfies ModuleContract

export type CompanyContract = typeof companyContract
