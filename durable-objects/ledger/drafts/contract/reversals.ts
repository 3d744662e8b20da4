import { z } from 'zod'
import { command, type ModuleContract, query } from '../../../kernel/contract.ts'
import { date, listOf, page } from '../../../kernel/fields.ts'
import { entryView } from '../../contract.ts'
import { period, reference, refusalData, refusalView, requiredReason } from './entries.ts'

/** Entries that reverse themselves. */

export const REVERSAL_STATUSES = ['planned', 'refused', 'waiting', 'reversed', 'cancelled'] as const
export type ReversalStatus = (typeof REVERSAL_STATUSES)[number]

const reversalRefused = z.strictObject({ entry: z.string(), refusal: refusalData })
export type ReversalRefused = z.output<typeof reversalRefused>
const reversalParked = z.strictObject({ entry: z.string(), approval: z.string() })
export type ReversalParked = z.output<typeof reversalParked>
const reversalCancelled = z.strictObject({ entry: z.string(), reason: z.string() })
export type ReversalCancelled = z.output<typeof reversalCancelled>

const reversalView = z.object({
  entry: z.object({
    id: z.string(),
    voucher: z.string(),
    effectiveDate: z.string(),
    description: z.string(),
    total: z.string().nullable(),
  }),
  reverseOn: z.string(),
  status: z.enum(REVERSAL_STATUSES),
  reversedBy: z.string().nullable(),
  approval: z.string().nullable(),
  refusal: refusalView.nullable(),
  reason: z.string().nullable(),
  sequence: z.number(),
})
export type ReversalView = z.output<typeof reversalView>

export const reversalOperations = {
  ListReversals: query({
    summary: 'List entries that reverse themselves, by date',
    path: '/reversals',
    scope: 'ledger:read',
    input: z.strictObject({ ...page, ...period, status: z.enum(REVERSAL_STATUSES).optional() }),
    reply: listOf(reversalView),
  }),
  RunReversal: command({
    books: true,
    summary: 'Reverse an entry now that reverses itself',
    path: '/reversals/{entry}/run',
    scope: 'ledger:write',
    input: z.strictObject({
      entry: reference,
      effectiveDate: date.optional().describe('Default: the date that the entry says.'),
    }),
    reply: entryView,
  }),
  CancelReversal: command({
    summary: 'Keep an entry from reversing itself',
    path: '/reversals/{entry}/cancel',
    scope: 'ledger:write',
    status: 200,
    input: z.strictObject({ entry: reference, reason: requiredReason }),
    reply: reversalView,
    example: { reason: 'The invoice has come' },
  }),
  ReverseDueEntry: command({
    books: true,
    summary: 'Reverse an entry whose date for it has come',
    path: '/reversals/{entry}/book',
    scope: 'ledger:write',
    internal: true,
    input: z.strictObject({ entry: reference }),
    reply: z.object({}),
  }),
  NoteReversal: command({
    summary: 'Record why an entry was not reversed',
    path: '/reversals/{entry}/note',
    scope: 'ledger:write',
    internal: true,
    input: z.strictObject({
      entry: reference,
      refusal: refusalData.optional(),
      approval: reference.optional(),
    }),
    reply: z.object({}),
  }),
} as const satisfies ModuleContract['operations']

export const reversalEvents = {
  'reversal-refused': { version: 1, data: reversalRefused },
  'reversal-parked': { version: 1, data: reversalParked },
  'reversal-cancelled': { version: 1, data: reversalCancelled },
} as const satisfies ModuleContract['events']

export const reversalRefusals = {
  reversal_cancelled: { status: 409, title: 'The reversal is cancelled' },
  reversal_not_found: { status: 404, title: 'No such entry reverses itself' },
  reversal_waiting: { status: 409, title: 'The reversal waits for an approval' },
} as const satisfies ModuleContract['refusals']
