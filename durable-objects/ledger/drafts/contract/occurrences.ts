import { z } from 'zod'
import { command, type ModuleContract, query } from '../../../kernel/contract.ts'
import { date, listOf, page } from '../../../kernel/fields.ts'
import { period, reference, refusalData, refusalView, requiredReason } from './entries.ts'
import { next } from './schedules.ts'

/** What becomes of each date of a schedule. */

export const OCCURRENCE_STATUSES = ['booked', 'refused', 'waiting', 'skipped'] as const
export type OccurrenceStatus = (typeof OCCURRENCE_STATUSES)[number]

/** `next` is there where the event takes the schedule to its next date. */
const ofOccurrence = { schedule: z.string(), date: z.string(), next: next.optional() }
const occurrenceBooked = z.strictObject({
  ...ofOccurrence,
  entry: z.string().optional(),
  draft: z.string().optional(),
})
export type OccurrenceBooked = z.output<typeof occurrenceBooked>
const occurrenceRefused = z.strictObject({ ...ofOccurrence, refusal: refusalData })
export type OccurrenceRefused = z.output<typeof occurrenceRefused>
const occurrenceParked = z.strictObject({ ...ofOccurrence, approval: z.string() })
export type OccurrenceParked = z.output<typeof occurrenceParked>
const occurrenceSkipped = z.strictObject({ schedule: z.string(), date: z.string(), reason: z.string() })
export type OccurrenceSkipped = z.output<typeof occurrenceSkipped>

const occurrenceView = z.object({
  schedule: z.string(),
  name: z.string(),
  date: z.string(),
  status: z.enum(OCCURRENCE_STATUSES),
  entryId: z.string().nullable(),
  draftId: z.string().nullable(),
  approval: z.string().nullable(),
  refusal: refusalView.nullable(),
  reason: z.string().nullable(),
  recordedAt: z.string(),
  sequence: z.number(),
})
export type OccurrenceView = z.output<typeof occurrenceView>

export const occurrenceOperations = {
  ListOccurrences: query({
    summary: 'List what became of the dates of schedules, latest date first',
    path: '/occurrences',
    scope: 'ledger:read',
    input: z.strictObject({
      ...page,
      ...period,
      schedule: reference.optional(),
      status: z.enum(OCCURRENCE_STATUSES).optional(),
    }),
    reply: listOf(occurrenceView),
  }),
  RunOccurrence: command({
    books: true,
    summary: 'Book a date of a schedule that was refused or skipped',
    path: '/schedules/{schedule}/occurrences/{date}/run',
    scope: 'ledger:write',
    status: 200,
    input: z.strictObject({
      schedule: reference,
      date: reference,
      effectiveDate: date.optional().describe('Default: the date itself.'),
    }),
    reply: occurrenceView,
  }),
  SkipOccurrence: command({
    summary: 'Leave out a date of a schedule that was refused',
    path: '/schedules/{schedule}/occurrences/{date}/skip',
    scope: 'ledger:write',
    status: 200,
    input: z.strictObject({ schedule: reference, date: reference, reason: requiredReason }),
    reply: occurrenceView,
    example: { reason: 'Paid by hand' },
  }),
  BookOccurrence: command({
    books: true,
    summary: 'Book a date of a schedule that has come',
    path: '/schedules/{schedule}/occurrences/{date}/book',
    scope: 'ledger:write',
    internal: true,
    input: z.strictObject({ schedule: reference, date: reference }),
    reply: z.object({}),
  }),
  NoteOccurrence: command({
    summary: 'Record why a date of a schedule was not booked',
    path: '/schedules/{schedule}/occurrences/{date}/note',
    scope: 'ledger:write',
    internal: true,
    input: z.strictObject({
      schedule: reference,
      date: reference,
      refusal: refusalData.optional(),
      approval: reference.optional(),
    }),
    reply: z.object({}),
  }),
} as const satisfies ModuleContract['operations']

export const occurrenceEvents = {
  'occurrence-booked': { version: 1, data: occurrenceBooked },
  'occurrence-refused': { version: 1, data: occurrenceRefused },
  'occurrence-parked': { version: 1, data: occurrenceParked },
  'occurrence-skipped': { version: 1, data: occurrenceSkipped },
} as const satisfies ModuleContract['events']

export const occurrenceRefusals = {
  occurrence_booked: { status: 409, title: 'The date is booked already' },
  occurrence_not_found: { status: 404, title: 'The schedule has no such date that came' },
  occurrence_waiting: { status: 409, title: 'The date waits for an approval' },
} as const satisfies ModuleContract['refusals']
