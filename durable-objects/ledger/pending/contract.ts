import { z } from 'zod'
import { command, type ModuleContract, query } from '../../kernel/contract.ts'
import { date, decimal, flag, line, listOf, page, wholeNumber } from '../../kernel/fields.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { accountCode, accountRef, journalEntry, maskedMark, postingRefusals, unitCode } from '../contract.ts'

/** Entries on hold, which count against limits and in no report until they are posted, and the limits of balances. */

// ---------------------------------------------------------------------------------------------------- events

/** Debit positive, in minor units of `unit`; `value` in those of the company's currency. */
const heldLine = z.strictObject({
  account: z.string(),
  unit: z.string(),
  quantity: z.number().int(),
  value: z.number().int().nullable(),
  rate: z.string().optional(),
  memo: z.string().optional(),
  reference: z.string().optional(),
  dueDate: z.string().optional(),
  dimensions: z.record(z.string(), z.string()).optional(),
})

const entryHeld = z.strictObject({
  id: z.string(),
  journal: z.string(),
  effectiveDate: z.string(),
  description: z.string(),
  reference: z.string().optional(),
  reverseOn: z.string().optional(),
  note: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  /** Microseconds since 1970: from then on it is held no more. */
  expiresAt: z.number().int().optional(),
  lines: z.array(heldLine),
})
export type EntryHeld = z.output<typeof entryHeld>

const pendingPosted = z.strictObject({
  id: z.string(),
  /** The entry that was posted. */
  entry: z.string(),
  /** What of each line was posted; other lines and parts are released, or stay held. */
  lines: z.array(
    z.strictObject({
      line: z.number().int(),
      quantity: z.number().int(),
      value: z.number().int().nullable(),
    }),
  ),
  keepsRest: z.literal(true).optional(),
})
export type PendingPosted = z.output<typeof pendingPosted>

const pendingVoided = z.strictObject({ id: z.string(), reason: z.string().optional() })
export type PendingVoided = z.output<typeof pendingVoided>
const pendingExpired = z.strictObject({ id: z.string() })
export type PendingExpired = z.output<typeof pendingExpired>

/** In minor units of `unit`, on the normal side of the account; both null: there is no limit any more. */
const balanceLimitSet = z.strictObject({
  account: z.string(),
  unit: z.string(),
  min: z.number().int().nullable(),
  max: z.number().int().nullable(),
})
export type BalanceLimitSet = z.output<typeof balanceLimitSet>

// ----------------------------------------------------------------------------------------------------- views

export const PENDING_STATUSES = ['pending', 'posted', 'voided', 'expired'] as const
export type PendingStatus = (typeof PENDING_STATUSES)[number]

const amount = z.string().nullable()
const pendingLine = z.object({
  line: z.number(),
  account: accountRef,
  debit: amount,
  credit: amount,
  unit: z.string(),
  value: amount,
  pending: amount.describe('What of it is held still, on the same side.'),
  memo: z.string().nullable(),
  reference: z.string().nullable(),
  dueDate: z.string().nullable(),
  dimensions: z.record(z.string(), z.string()),
})

const pendingView = z.object({
  id: z.string(),
  status: z.enum(PENDING_STATUSES),
  journal: z.string(),
  effectiveDate: z.string(),
  description: z.string(),
  reference: z.string().nullable(),
  note: z.string().nullable(),
  tags: z.record(z.string(), z.string()),
  recordedAt: z.string(),
  actor: z.string(),
  expiresAt: z.string().nullable(),
  total: amount.describe('Sum of the debit values in company currency.'),
  remaining: amount.describe('The same of what is held still.'),
  entries: z.array(z.string()).describe('Ids of the entries that were posted from it.'),
  reason: z.string().nullable().describe('Why it was voided.'),
  lines: z.array(pendingLine),
  partial: z.literal(true).optional().describe('Lines are left out that the reader may not see.'),
  masked: maskedMark,
})
export type PendingView = z.output<typeof pendingView>

const balanceRow = z.object({
  unit: z.string(),
  debitsPosted: amount,
  creditsPosted: amount,
  debitsPending: amount,
  creditsPending: amount,
  balance: amount.describe("What is posted, on the account's normal side."),
  min: amount,
  max: amount,
  available: z
    .object({ debit: amount, credit: amount })
    .describe('What may still be booked from today on, with what is pending; null: no limit.'),
  masked: maskedMark,
})
export type BalanceRow = z.output<typeof balanceRow>

const limitView = z.object({
  account: accountRef,
  unit: z.string(),
  min: amount,
  max: amount,
  normalSide: z.enum(['debit', 'credit']),
  isKept: z.boolean().nullable().describe('Null where masked.'),
  brokenOn: z.string().nullable().describe('The first day on which it is not kept.'),
  masked: maskedMark,
})
export type LimitView = z.output<typeof limitView>

// -------------------------------------------------------------------------------------------------- contract

const pendingId = z.string().max(60)
const instant = z.iso
  .datetime({ offset: true, error: 'Write an instant such as 2026-03-31T12:00:00Z.' })
  .meta({ format: 'date-time' })

export const pendingContract = {
  name: 'pending',
  title: 'Pending entries',
  operations: {
    HoldEntry: command({
      books: true,
      summary: 'Hold a journal entry',
      description:
        'It counts against limits of balances and in no report, until it is posted, voided or expired. Everything that must hold of an entry must hold of it already.',
      path: '/pending-entries',
      scope: 'ledger:write',
      input: journalEntry.omit({ id: true, externalId: true }).extend({
        expiresAt: instant
          .optional()
          .describe('From then on it is held no more; default: it does not expire.'),
        timeoutSeconds: wholeNumber(1, LIMITS.pendingSecondsMax)
          .optional()
          .describe('Instead of expiresAt: how long it is held.'),
      }),
      reply: pendingView,
      example: {
        effectiveDate: '2026-03-31',
        description: 'Card authorisation',
        timeoutSeconds: 604_800,
        lines: [
          { account: '1000', debit: '10.00' },
          { account: '4000', credit: '10.00' },
        ],
      },
    }),
    ListPendingEntries: query({
      summary: 'List entries on hold, newest first',
      path: '/pending-entries',
      scope: 'ledger:read',
      input: z.strictObject({
        ...page,
        status: z
          .enum([...PENDING_STATUSES, 'settled'])
          .optional()
          .describe('Default: pending; settled: all others.'),
        account: z.string().max(LIMITS.accountCodeCharsMax).optional(),
        q: z.string().max(200).optional().describe('Part of the description or reference.'),
        from: date.optional(),
        to: date.optional(),
      }),
      reply: listOf(pendingView),
    }),
    GetPendingEntry: query({
      summary: 'Show an entry on hold with its history',
      path: '/pending-entries/{pending}',
      scope: 'ledger:read',
      input: z.strictObject({ pending: pendingId }),
      reply: pendingView.extend({
        history: z.array(
          z.object({
            sequence: z.number(),
            type: z.string(),
            recordedAt: z.string(),
            actor: z.string(),
            entry: z.string().nullable(),
            reason: z.string().nullable(),
          }),
        ),
      }),
    }),
    PostPending: command({
      books: true,
      summary: 'Post an entry on hold, all of it or a part',
      description:
        'What is not posted is released, or stays on hold with `keepRest`. `amount` is so much of each side; `lines` say it line by line, and lines that are not named are not posted.',
      path: '/pending-entries/{pending}/post',
      scope: 'ledger:write',
      input: z.strictObject({
        pending: pendingId,
        amount: decimal.optional(),
        lines: z
          .array(
            z.strictObject({
              line: wholeNumber(0, LIMITS.entryLinesMax),
              amount: decimal,
              value: decimal
                .optional()
                .describe('Value in company currency; default: the same share of what is held.'),
            }),
          )
          .min(1, 'Name the lines.')
          .max(LIMITS.entryLinesMax, `An entry has at most ${LIMITS.entryLinesMax} lines.`)
          .optional(),
        keepRest: flag.optional(),
        effectiveDate: date.optional().describe('Default: that of the hold.'),
        description: line(LIMITS.descriptionCharsMax).optional(),
      }),
      reply: z.object({
        pending: pendingView,
        entry: z.object({
          id: z.string(),
          journal: z.string(),
          number: z.number(),
          voucher: z.string(),
          effectiveDate: z.string(),
          sequence: z.number(),
        }),
      }),
      example: { amount: '8.00' },
    }),
    VoidPending: command({
      summary: 'Release an entry on hold',
      path: '/pending-entries/{pending}/void',
      scope: 'ledger:write',
      status: 200,
      input: z.strictObject({ pending: pendingId, reason: line(LIMITS.memoCharsMax).optional() }),
      reply: pendingView,
      example: { reason: 'The order was cancelled.' },
    }),
    ExpirePending: command({
      summary: 'Release an entry whose time on hold has ended',
      path: '/pending-entries/{pending}/expire',
      scope: 'ledger:write',
      internal: true,
      input: z.strictObject({ pending: pendingId }),
      reply: z.object({}),
    }),
    GetBalances: query({
      summary: 'Show what is posted, pending and available in an account',
      path: '/accounts/{account}/balances',
      scope: 'ledger:read',
      input: z.strictObject({
        account: z.string().max(LIMITS.accountCodeCharsMax),
        unit: unitCode.optional(),
      }),
      reply: z.object({
        account: accountRef,
        data: z.array(balanceRow),
        sequence: z.number(),
        partial: z.literal(true).optional().describe('The reader does not see everything.'),
      }),
    }),
    SetBalanceLimit: command({
      summary: 'Limit the balance of an account',
      description:
        'On the normal side of the account: debits less credits of an asset or expense, credits less debits of all others. A minimum of "0" keeps a bank account from being overdrawn. It holds at the end of every day, with what is pending counted against it.',
      path: '/balance-limits',
      scope: 'ledger:write',
      status: 200,
      input: z.strictObject({
        account: accountCode,
        unit: unitCode.optional().describe("Default: the account's unit, else the company's currency."),
        min: decimal.nullable().optional().describe('Null or left out: none.'),
        max: decimal.nullable().optional(),
      }),
      reply: limitView,
      example: { account: '1000', min: '0' },
    }),
    ListBalanceLimits: query({
      summary: 'List the limits of balances, by account',
      path: '/balance-limits',
      scope: 'ledger:read',
      input: z.strictObject({ ...page, account: z.string().max(LIMITS.accountCodeCharsMax).optional() }),
      reply: listOf(limitView),
    }),
  },
  events: {
    'entry-held': { version: 1, data: entryHeld },
    'pending-posted': { version: 1, data: pendingPosted },
    'pending-voided': { version: 1, data: pendingVoided },
    'pending-expired': { version: 1, data: pendingExpired },
    'balance-limit-set': { version: 1, data: balanceLimitSet },
  },
  refusals: {
    ...postingRefusals,
    account_not_found: { status: 404, title: 'There is no such account' },
    amount_exceeds_pending: { status: 422, title: 'Less than that is on hold' },
    invalid_cursor: { status: 400, title: 'The cursor is not one of this list' },
    invalid_expiry: { status: 422, title: 'The time on hold is not valid' },
    invalid_limit: { status: 422, title: 'The limit is not valid' },
    nothing_to_post: { status: 422, title: 'Nothing is left to be posted' },
    pending_entry_not_found: { status: 404, title: 'There is no such entry on hold' },
    too_many_parts: { status: 422, title: 'The entry was posted in too many parts' },
    pending_settled: { status: 409, title: 'The entry is not on hold any more' },
  },
} as const satisfies ModuleContract

export type PendingContract = typeof pendingContract
