import { z } from 'zod'
import { command, type ModuleContract, query } from '../../../kernel/contract.ts'
import { flag, line } from '../../../kernel/fields.ts'
import { LIMITS } from '../../../kernel/limits.ts'
import { accountRef } from '../../contract.ts'
import { namedCode, reason } from './fields.ts'
import { amountOfAccount, storedPeriods, yearView } from './years.ts'

/** Closing a fiscal year, and reopening it. */

/**
 * `result`: what each income and expense account moved in the year, without closing entries; debit positive, minor units of
 * the company's currency, accounts by id. `net` is their sum: negative is a profit. `digest`: SHA-256 over that and the
 * balance of every other account at the end of the year, as the log stood at `sequence`.
 */
const yearClosed = z.strictObject({
  year: z.string(),
  from: z.string(),
  to: z.string(),
  periods: storedPeriods,
  result: z.array(z.strictObject({ account: z.string(), value: z.number().int() })),
  net: z.number().int(),
  sequence: z.number().int(),
  digest: z.string(),
  /** Ids of the closing entries, if there are any. */
  entries: z.array(z.string()),
  note: z.string().optional(),
})
export type YearClosed = z.output<typeof yearClosed>

const yearReopened = z.strictObject({
  year: z.string(),
  from: z.string(),
  to: z.string(),
  reason: z.string(),
  /** Ids of the entries that took the closing entries back. */
  reversals: z.array(z.string()),
})
export type YearReopened = z.output<typeof yearReopened>

const remark = z.object({ code: z.string(), detail: z.string() })

export const closingOperations = {
  PreviewClose: query({
    summary: 'Show what closing a fiscal year would record, and what is in its way',
    path: '/fiscal-years/{year}/close-preview',
    scope: 'ledger:read',
    input: z.strictObject({ year: namedCode }),
    reply: z.object({
      year: z.string(),
      from: z.string(),
      to: z.string(),
      currency: z.string(),
      income: z.string(),
      expense: z.string(),
      net: z.string().describe('Positive is a profit.'),
      rows: z.array(amountOfAccount),
      closingEntry: z.object({
        account: accountRef.nullable().describe('The account for retained earnings, if it is set.'),
        entries: z.number(),
        lines: z.number(),
      }),
      obstacles: z.array(remark).describe('With one of these the year cannot be closed.'),
      warnings: z.array(remark),
    }),
  }),
  CloseFiscalYear: command({
    books: true,
    summary: 'Close a fiscal year',
    description:
      'Records its result by account and locks it. Reports carry the result over by computation; a closing entry on its last day books it to retained earnings as well.',
    path: '/fiscal-years/{year}/close',
    scope: 'periods:write',
    status: 200,
    input: z.strictObject({
      year: namedCode,
      closingEntry: flag.optional(),
      note: line(LIMITS.reasonCharsMax).optional(),
    }),
    reply: yearView,
    example: { closingEntry: false, note: 'Audited on 2 March.' },
  }),
  ReopenFiscalYear: command({
    books: true,
    summary: 'Reopen a closed fiscal year',
    description:
      'Reverses its closing entries on the day they were booked, and moves the lock back to before the year.',
    path: '/fiscal-years/{year}/reopen',
    scope: 'periods:write',
    status: 200,
    input: z.strictObject({ year: namedCode, reason }),
    reply: yearView,
    example: { reason: 'The auditor asked for a further accrual.' },
  }),
} as const satisfies ModuleContract['operations']

export const closingEvents = {
  'fiscal-year-closed': { version: 1, data: yearClosed },
  'fiscal-year-reopened': { version: 1, data: yearReopened },
} as const satisfies ModuleContract['events']

export const closingRefusals = {
  already_reversed: { status: 409, title: 'The entry is already reversed' },
  earlier_year_open: { status: 409, title: 'An earlier fiscal year is not closed' },
  fiscal_year_open: { status: 409, title: 'The fiscal year is open' },
  journal_entry_not_found: { status: 404, title: 'There is no such journal entry' },
  later_year_closed: { status: 409, title: 'A later fiscal year is closed' },
  role_not_assigned: { status: 422, title: 'The account for this is not set' },
} as const satisfies ModuleContract['refusals']
