import { z } from 'zod'
import { command, type ModuleContract, query } from '../../../kernel/contract.ts'
import { date, line, listOf, page } from '../../../kernel/fields.ts'
import { LIMITS } from '../../../kernel/limits.ts'
import { JOURNAL_KINDS, journalCode } from '../../contract.ts'
import { LOCK_KINDS, lockKind, reason } from './fields.ts'

/** What is locked, and who is let in for a while. */

const actorId = z
  .string()
  .regex(
    /^[a-z]+_[A-Za-z0-9_-]{1,60}$/,
    'Write the id of a user, key or app, such as "user_01JZ8M3Y5N6P7Q8R9S0T1V2W3X".',
  )
const instant = z.iso
  .datetime({ offset: true, error: 'Write an instant such as "2026-01-31T18:00:00Z".' })
  .meta({ examples: ['2026-01-31T18:00:00Z'] })

const lockSet = z.strictObject({
  kind: lockKind,
  through: z.string().nullable(),
  before: z.string().nullable(),
  reason: z.string().optional(),
})
export type LockSet = z.output<typeof lockSet>

const lockedForever = z.strictObject({ through: z.string(), before: z.string().nullable() })
export type LockedForever = z.output<typeof lockedForever>

const exceptionGranted = z.strictObject({
  id: z.string(),
  actor: z.string(),
  kind: lockKind,
  from: z.string(),
  to: z.string(),
  /** Microseconds since 1970. */
  until: z.number().int(),
  reason: z.string(),
})
export type ExceptionGranted = z.output<typeof exceptionGranted>

const exceptionRevoked = z.strictObject({ id: z.string(), reason: z.string().optional() })
export type ExceptionRevoked = z.output<typeof exceptionRevoked>

const locksView = z.object({
  forever: z.string().nullable().describe('Nothing is ever booked up to this date again.'),
  locks: z.array(
    z.object({
      kind: lockKind,
      through: z.string().nullable(),
      at: z.string().nullable(),
      by: z.string().nullable(),
    }),
  ),
  firstOpenDates: z
    .array(z.object({ kind: z.enum(JOURNAL_KINDS), date: z.string().nullable() }))
    .describe('Without exceptions. Null: nothing is locked.'),
})

const lockChange = z.object({
  sequence: z.number(),
  at: z.string(),
  by: z.string(),
  kind: z.enum([...LOCK_KINDS, 'forever']),
  before: z.string().nullable(),
  through: z.string().nullable(),
  reason: z.string().nullable(),
})

const EXCEPTION_STATUSES = ['active', 'expired', 'revoked'] as const
const exceptionView = z.object({
  id: z.string(),
  actor: z.string(),
  kind: lockKind,
  from: z.string(),
  to: z.string(),
  until: z.string(),
  reason: z.string(),
  grantedAt: z.string(),
  grantedBy: z.string(),
  status: z.enum(EXCEPTION_STATUSES),
  revokedAt: z.string().nullable(),
  revokedBy: z.string().nullable(),
})
export type ExceptionView = z.output<typeof exceptionView>

export const lockOperations = {
  GetLocks: query({
    summary: 'Show what is locked',
    path: '/period-locks',
    scope: 'ledger:read',
    input: z.strictObject({}),
    reply: locksView,
  }),
  SetLock: command({
    summary: 'Lock all days through a date for one kind of journal, or move the lock',
    description:
      'A lock moves forth and, with a reason, back. `all` holds for every kind. It keeps entries out. What books none passes: a match of open items without write-off and difference changes no balance on any day.',
    path: '/period-locks',
    scope: 'periods:write',
    status: 200,
    input: z.strictObject({
      kind: lockKind.optional().describe('Default: all.'),
      through: date.nullable().describe('The last locked day; null: none.'),
      reason: line(LIMITS.reasonCharsMax).optional().describe('Needed when the lock is moved back.'),
    }),
    reply: locksView,
    example: { kind: 'sales', through: '2026-01-31' },
  }),
  LockForever: command({
    summary: 'Lock all days through a date for good',
    description: 'Nothing and nobody moves it back; no exception passes it. It ends before today.',
    path: '/period-locks/forever',
    scope: 'periods:write',
    status: 200,
    input: z.strictObject({
      through: date,
      confirm: z.string().max(40).describe('The date once more, as it is typed.'),
    }),
    reply: locksView,
    example: { through: '2024-12-31', confirm: '2024-12-31' },
  }),
  ListLockChanges: query({
    summary: 'List how locks were moved, latest first',
    path: '/period-locks/changes',
    scope: 'ledger:read',
    input: z.strictObject(page),
    reply: listOf(lockChange),
  }),
  FindOpenDate: query({
    summary: 'Tell whether a journal takes entries on a date, and the first later date when it does',
    path: '/period-locks/open-date',
    scope: 'ledger:read',
    input: z.strictObject({
      date: date.optional().describe('Default: today.'),
      journal: journalCode.optional(),
    }),
    reply: z.object({
      date: z.string(),
      journal: z.string(),
      kind: z.enum(JOURNAL_KINDS),
      isOpen: z.boolean(),
      firstOpenDate: z.string().nullable(),
      lockedThrough: z.string().nullable(),
    }),
  }),
  GrantException: command({
    summary: 'Let somebody book into locked days for a while',
    description: `At most ${LIMITS.lockExceptionDaysMax} days long. Never into a closed year or behind the irreversible lock.`,
    path: '/lock-exceptions',
    scope: 'periods:write',
    input: z.strictObject({
      actor: actorId,
      kind: lockKind.describe('Journals of this kind; `all`: every kind.'),
      from: date.describe('First effective date that it opens.'),
      to: date.describe('Last effective date that it opens.'),
      until: instant.describe('When it ends.'),
      reason,
    }),
    reply: exceptionView,
    example: {
      actor: 'user_01JZ8M3Y5N6P7Q8R9S0T1V2W3X',
      kind: 'purchases',
      from: '2026-01-01',
      to: '2026-01-31',
      until: '2026-02-10T18:00:00Z',
      reason: 'A late invoice of the landlord.',
    },
  }),
  ListExceptions: query({
    summary: 'List exceptions from locks, latest first',
    path: '/lock-exceptions',
    scope: 'ledger:read',
    input: z.strictObject({ ...page, status: z.enum(EXCEPTION_STATUSES).optional() }),
    reply: listOf(exceptionView),
  }),
  RevokeException: command({
    summary: 'End an exception from a lock early',
    path: '/lock-exceptions/{exception}/revoke',
    scope: 'periods:write',
    status: 200,
    input: z.strictObject({
      exception: z.string().max(60),
      reason: line(LIMITS.reasonCharsMax).optional(),
    }),
    reply: exceptionView,
  }),
} as const satisfies ModuleContract['operations']

export const lockEvents = {
  'period-lock-set': { version: 1, data: lockSet },
  'period-locked-forever': { version: 1, data: lockedForever },
  'lock-exception-granted': { version: 1, data: exceptionGranted },
  'lock-exception-revoked': { version: 1, data: exceptionRevoked },
} as const satisfies ModuleContract['events']

export const lockRefusals = {
  exception_not_active: { status: 409, title: 'The exception has ended' },
  exception_not_found: { status: 404, title: 'There is no such exception' },
  journal_not_found: { status: 404, title: 'There is no such journal' },
  lock_ahead: { status: 422, title: 'An irreversible lock ends before today' },
  locked_forever: { status: 409, title: 'The irreversible lock does not move back' },
  not_confirmed: { status: 422, title: 'The confirmation does not match' },
  reason_needed: { status: 422, title: 'A reason is needed' },
} as const satisfies ModuleContract['refusals']
