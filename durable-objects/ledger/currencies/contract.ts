import { z } from 'zod'
import { command, type ModuleContract, query } from '../../kernel/contract.ts'
import { date, flag, line, listOf, page, sequence } from '../../kernel/fields.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { accountCode, postingRefusals, unitCode } from '../contract.ts'
import {
  codes,
  ECB_SOURCE,
  MANUAL_SOURCE,
  rateSource,
  rateText,
  revaluing,
  translationMethod,
} from './inputs.ts'
import {
  entryRef,
  foundRate,
  positionView,
  rateIssue,
  rateRow,
  recordedCounts,
  residualView,
  revaluationRow,
  revaluationView,
  revaluedAccount,
  revaluedPosition,
  settingsView,
  totalsView,
} from './replies.ts'

/** Rates of exchange, and what follows from them: values, revaluation, clearing, a second currency (IAS 21). */

// ---------------------------------------------------------------------------------------------------- events

const ratesRecorded = z.strictObject({
  source: z.string(),
  base: z.string(),
  /** One of the base costs so many of each; null withdraws the rate of that day. */
  days: z.array(z.strictObject({ date: z.string(), rates: z.record(z.string(), z.string().nullable()) })),
})
export type RatesRecorded = z.output<typeof ratesRecorded>

const ratePolicySet = z.strictObject({ sources: z.array(z.string()), maxAgeDays: z.number().int() })
export type RatePolicySet = z.output<typeof ratePolicySet>

const reportingCurrencySet = z.strictObject({ currency: z.string().nullable(), method: translationMethod })
export type ReportingCurrencySet = z.output<typeof reportingCurrencySet>

/** `isMonetary` null: by its category again. */
const accountRevaluationSet = z.strictObject({ account: z.string(), isMonetary: z.boolean().nullable() })
export type AccountRevaluationSet = z.output<typeof accountRevaluationSet>

/** What one pair of entries revalued: line by line, in minor units. */
const currenciesRevalued = z.strictObject({
  revaluation: z.string(),
  asOf: z.string(),
  reverseOn: z.string(),
  entry: z.string(),
  reversal: z.string(),
  /** What it adds to gains and to losses: one of them falls where an earlier revaluation is taken back. */
  gain: z.number().int(),
  loss: z.number().int(),
  lines: z.array(
    z.strictObject({
      account: z.string(),
      unit: z.string(),
      /** The open item that it is about: its entry and line. */
      item: z.strictObject({ entry: z.string(), line: z.number().int() }).optional(),
      quantity: z.number().int(),
      /** In the books before it, with earlier revaluations that are not reversed yet. */
      carrying: z.number().int(),
      difference: z.number().int(),
      /** Absent where nothing is open any more. */
      rate: z.string().optional(),
    }),
  ),
})
export type CurrenciesRevalued = z.output<typeof currenciesRevalued>

// -------------------------------------------------------------------------------------------------- contract

export const currenciesContract = {
  name: 'currencies',
  title: 'Currencies',
  operations: {
    RecordRates: command({
      summary: 'Record rates of exchange',
      description:
        'One `base` costs `rate` of `quote`. A rate of the same source, pair and day corrects the one before, which is still known as of its time; `null` withdraws it. What is known already changes nothing.',
      path: '/exchange-rates',
      scope: 'ledger:write',
      status: 200,
      input: z.strictObject({
        source: rateSource.optional().describe(`Default: ${MANUAL_SOURCE}.`),
        rates: z
          .array(
            z.strictObject({
              date,
              base: unitCode,
              quote: unitCode,
              rate: rateText.nullable(),
            }),
          )
          .min(1, 'Send at least one rate.')
          .max(LIMITS.ratesMax, `At most ${LIMITS.ratesMax} rates a request.`),
      }),
      reply: z.object(recordedCounts),
      example: {
        source: 'manual',
        rates: [{ date: '2026-03-31', base: 'EUR', quote: 'USD', rate: '1.0852' }],
      },
    }),
    ImportRates: command({
      summary: 'Import the reference rates of the European Central Bank',
      description: `\`ecb-xml\`: eurofxref, daily, of 90 days or the whole history. \`ecb-csv\`: the same as CSV, or a download of the data portal. Up to ${LIMITS.ratesImportedMax} rates; \`from\` and \`currencies\` take a part of a file. Rows that cannot be read refuse the file, unless \`mode=independent\`. \`dryRun\` records nothing and reports the same.`,
      path: '/exchange-rates/import',
      scope: 'ledger:write',
      body: 'text',
      bodyBytesMax: LIMITS.rateFileBytesMax,
      status: 200,
      input: z.strictObject({
        format: z.enum(['ecb-xml', 'ecb-csv']),
        source: rateSource.optional().describe(`Default: ${ECB_SOURCE}.`),
        from: date.optional().describe('Rates of earlier days are left out.'),
        currencies: codes.optional().describe('Other currencies are left out: "USD,GBP".'),
        dryRun: flag.optional(),
        mode: z.enum(['atomic', 'independent']).optional(),
        text: z.string(),
      }),
      reply: z.object({
        dryRun: z.boolean(),
        rates: z.number(),
        days: z.number(),
        firstDate: z.string().nullable(),
        lastDate: z.string().nullable(),
        ...recordedCounts,
        errors: z.array(rateIssue),
        warnings: z.array(rateIssue),
      }),
    }),
    ListRates: query({
      summary: 'List recorded rates, newest day first',
      path: '/exchange-rates',
      scope: 'ledger:read',
      input: z.strictObject({
        ...page,
        source: rateSource.optional(),
        base: unitCode.optional(),
        quote: unitCode.optional(),
        from: date.optional(),
        to: date.optional(),
        knownAt: sequence.optional().describe('As they were known at this position of the log.'),
      }),
      reply: listOf(rateRow),
    }),
    GetRate: query({
      summary: 'Find the rate of a day, and tell how it was found',
      description:
        'The newest one up to the day, and never an older one than the company allows: as it was recorded, its inverse, or a cross rate.',
      path: '/exchange-rates/find',
      scope: 'ledger:read',
      input: z.strictObject({
        from: unitCode,
        to: unitCode.optional().describe("Default: the company's currency."),
        date: date.optional().describe('Default: today.'),
        source: rateSource.optional().describe('Default: the sources in their order.'),
        knownAt: sequence.optional(),
      }),
      reply: foundRate,
    }),
    GetCurrencySettings: query({
      summary: 'Show the order of sources, the age of rates and the second currency',
      path: '/currency-settings',
      scope: 'ledger:read',
      input: z.strictObject({}),
      reply: settingsView,
    }),
    SetRatePolicy: command({
      summary: 'Set in which order sources are asked, and how old a rate may be',
      path: '/currency-settings/rate-policy',
      scope: 'ledger:write',
      status: 200,
      input: z.strictObject({
        sources: z
          .array(rateSource)
          .max(LIMITS.rateSourcesMax)
          .describe('Only these are asked. None: manual, ecb, then all others by name.'),
        maxAgeDays: z.number().int().min(0).max(LIMITS.rateAgeDaysMax).optional(),
      }),
      reply: settingsView,
      example: { sources: ['manual', 'ecb'], maxAgeDays: 7 },
    }),
    SetReportingCurrency: command({
      summary: 'Set the second currency that reports can be read in',
      path: '/currency-settings/reporting',
      scope: 'ledger:write',
      status: 200,
      input: z.strictObject({
        currency: unitCode.nullable().describe('Null: none.'),
        method: translationMethod.optional().describe('Default: closing-rate (IAS 21.39).'),
      }),
      reply: settingsView,
      example: { currency: 'USD' },
    }),
    ListRevaluedAccounts: query({
      summary: 'List which accounts are revalued, and why',
      path: '/currency-settings/accounts',
      scope: 'ledger:read',
      input: z.strictObject(page),
      reply: listOf(revaluedAccount),
    }),
    SetAccountRevaluation: command({
      summary: 'Say whether an account holds monetary items',
      description: 'Null: its category says so again. Only monetary items are revalued (IAS 21.23).',
      path: '/currency-settings/accounts/{account}',
      scope: 'ledger:write',
      status: 200,
      input: z.strictObject({ account: accountCode, isMonetary: z.boolean().nullable() }),
      reply: revaluedAccount,
      example: { isMonetary: false },
    }),
    PreviewRevaluation: query({
      summary: 'Show what a revaluation would book',
      path: '/revaluations/preview',
      scope: 'ledger:read',
      input: z.strictObject({ ...page, ...revaluing, accounts: codes.optional() }),
      reply: listOf(positionView).extend({
        asOf: z.string(),
        reverseOn: z.string(),
        currency: z.string(),
        totals: totalsView,
      }),
    }),
    RevalueCurrencies: command({
      books: true,
      summary: 'Revalue what is held and owed in other currencies',
      description:
        'Books the unrealised difference of each open item and balance at the rate of the day, and its reversal, both at once. What is revalued already is not booked again.',
      path: '/revaluations',
      scope: 'ledger:write',
      input: z.strictObject({
        ...revaluing,
        accounts: z.array(accountCode).min(1).max(LIMITS.revaluedAccountsMax).optional(),
        description: line(LIMITS.descriptionCharsMax).optional(),
      }),
      reply: revaluationView,
      example: { asOf: '2026-03-31' },
    }),
    ListRevaluations: query({
      summary: 'List revaluations, newest first',
      path: '/revaluations',
      scope: 'ledger:read',
      input: z.strictObject(page),
      reply: listOf(revaluationRow),
    }),
    GetRevaluation: query({
      summary: 'Show a revaluation line by line',
      path: '/revaluations/{revaluation}',
      scope: 'ledger:read',
      input: z.strictObject({ ...page, revaluation: z.string().max(60) }),
      reply: listOf(revaluedPosition).extend({ revaluation: revaluationRow }),
    }),
    PreviewResiduals: query({
      summary: 'Show what is left in accounts that hold nothing in a currency any more',
      path: '/exchange-residuals',
      scope: 'ledger:read',
      input: z.strictObject({ ...page, asOf: date, accounts: codes.optional() }),
      reply: listOf(residualView).extend({ asOf: z.string(), currency: z.string(), net: z.string() }),
    }),
    ClearResiduals: command({
      books: true,
      summary: 'Book what is left in such accounts as exchange gain or loss',
      path: '/exchange-residuals/clear',
      scope: 'ledger:write',
      input: z.strictObject({
        asOf: date,
        accounts: z.array(accountCode).min(1).max(LIMITS.revaluedAccountsMax).optional(),
        description: line(LIMITS.descriptionCharsMax).optional(),
      }),
      reply: z.object({
        asOf: z.string(),
        currency: z.string(),
        cleared: z.array(residualView),
        entries: z.array(entryRef),
        sequence: z.number(),
      }),
      example: { asOf: '2026-03-31' },
    }),
  },
  events: {
    'exchange-rates-recorded': { version: 1, data: ratesRecorded },
    'rate-policy-set': { version: 1, data: ratePolicySet },
    'reporting-currency-set': { version: 1, data: reportingCurrencySet },
    'account-revaluation-set': { version: 1, data: accountRevaluationSet },
    'currencies-revalued': { version: 1, data: currenciesRevalued },
  },
  refusals: {
    ...postingRefusals,
    account_not_found: { status: 404, title: 'There is no such account' },
    invalid_cursor: { status: 400, title: 'The cursor is not one of this list' },
    invalid_reversal_date: { status: 422, title: 'A reversal lies after what it reverses' },
    rates_refused: { status: 422, title: 'Rates cannot be recorded' },
    known_at_in_future: { status: 422, title: 'The log does not reach that sequence' },
    revaluation_not_found: { status: 404, title: 'There is no such revaluation' },
    role_not_assigned: { status: 422, title: 'No account is set for this' },
    same_unit: { status: 422, title: 'It is the currency of the company' },
    too_many_positions: { status: 422, title: 'There is too much for one revaluation' },
    too_many_rates: { status: 422, title: 'The file has too many rates' },
  },
} as const satisfies ModuleContract

export type CurrenciesContract = typeof currenciesContract
