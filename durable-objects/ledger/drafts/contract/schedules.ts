import { z } from 'zod'
import { command, type ModuleContract, query } from '../../../kernel/contract.ts'
import { date, id, listOf, page, requiredLine, wholeNumber } from '../../../kernel/fields.ts'
import { LIMITS } from '../../../kernel/limits.ts'
import {
  fieldProblem,
  MODES,
  REVERSES,
  reason,
  reference,
  rentLines,
  scheduledEntry,
  storedScheduledEntry,
  storedTexts,
  templateOrigin,
  viewedLine,
} from './entries.ts'
import { amounts } from './templates.ts'

/** Entries that recur. */

const LAST_DAY_RULES = ['last-day', 'skip'] as const
export type LastDayRule = (typeof LAST_DAY_RULES)[number]
const recurrence = {
  rrule: requiredLine(LIMITS.rruleCharsMax).describe(
    'RFC 5545, with FREQ of DAILY, WEEKLY, MONTHLY or YEARLY, such as "FREQ=MONTHLY;BYMONTHDAY=-1".',
  ),
  start: date,
  end: date.optional().describe('The last date there may be.'),
  lastDayRule: z
    .enum(LAST_DAY_RULES)
    .optional()
    .describe(
      'In a month without such a day: its last day (the default), or no date at all, as RFC 5545 has it.',
    ),
}

export const SCHEDULE_STATUSES = ['active', 'paused', 'ended'] as const
export type ScheduleStatus = (typeof SCHEDULE_STATUSES)[number]

/** The next date of a schedule; null: there is none after it. */
export const next = z.string().nullable()
const entryScheduled = z.strictObject({
  id: z.string(),
  name: z.string(),
  mode: z.enum(MODES),
  rrule: z.string(),
  start: z.string(),
  end: z.string().optional(),
  lastDayRule: z.enum(LAST_DAY_RULES),
  entry: storedScheduledEntry,
  template: templateOrigin.optional(),
  next,
})
export type EntryScheduled = z.output<typeof entryScheduled>
const schedulePaused = z.strictObject({ id: z.string(), reason: z.string().optional() })
export type SchedulePaused = z.output<typeof schedulePaused>
const scheduleResumed = z.strictObject({ id: z.string(), next, skipped: z.array(z.string()) })
export type ScheduleResumed = z.output<typeof scheduleResumed>
const scheduleEnded = z.strictObject({ id: z.string(), reason: z.string().optional() })
export type ScheduleEnded = z.output<typeof scheduleEnded>

const scheduleView = z.object({
  id: id('schedule'),
  name: z.string(),
  status: z.enum(SCHEDULE_STATUSES),
  mode: z.enum(MODES),
  rrule: z.string(),
  start: z.string(),
  end: z.string().nullable(),
  lastDayRule: z.enum(LAST_DAY_RULES),
  entry: z.object({
    ...storedTexts,
    reverse: z.enum(REVERSES).optional(),
    lines: z.array(viewedLine),
  }),
  template: z.object({ code: z.string(), version: z.number() }).nullable(),
  next: z.string().nullable(),
  upcoming: z.array(z.string()),
  counts: z.object({
    booked: z.number(),
    refused: z.number(),
    waiting: z.number(),
    skipped: z.number(),
  }),
  lastRefusal: z.object({ date: z.string(), code: z.string(), detail: z.string() }).nullable(),
  problems: z
    .array(fieldProblem)
    .describe('What booking the next date now would be refused for; pointers into the entry.'),
  createdAt: z.string(),
  createdBy: z.string(),
})
export type ScheduleView = z.output<typeof scheduleView>

export const scheduleOperations = {
  ScheduleEntry: command({
    summary: 'Let an entry recur',
    description: `Each date is booked by itself when it comes in the time zone of the company, with its own date and exactly once. What is refused is kept and shown, and the schedule goes on. Dates end at the latest ${LIMITS.scheduleYearsMax} years after the start. Amounts of a template are those of today: a later version of it changes nothing here.`,
    path: '/schedules',
    scope: 'ledger:write',
    input: z.strictObject({
      name: requiredLine(LIMITS.nameCharsMax),
      entry: scheduledEntry.optional(),
      template: z.strictObject({ code: reference, ...amounts }).optional(),
      ...recurrence,
      mode: z.enum(MODES).optional().describe('Default: post. `draft` makes drafts for somebody to post.'),
    }),
    reply: scheduleView,
    example: {
      name: 'Rent',
      entry: { description: 'Rent {yyyy}-{mm}', lines: rentLines },
      rrule: 'FREQ=MONTHLY;BYMONTHDAY=-1',
      start: '2999-01-31',
    },
  }),
  PreviewSchedule: query({
    summary: 'Show the dates of a recurrence',
    method: 'POST',
    body: 'json',
    bodyBytesMax: LIMITS.jsonBytesMax,
    path: '/schedules/preview',
    scope: 'ledger:read',
    input: z.strictObject({
      ...recurrence,
      limit: wholeNumber(1, LIMITS.previewDatesMax).optional(),
    }),
    reply: z.object({
      dates: z.array(z.string()),
      isFinite: z.boolean().describe('The rule itself says where it ends.'),
      total: z.number().nullable().describe('How many dates a rule that ends has.'),
    }),
    example: { rrule: 'FREQ=MONTHLY;BYMONTHDAY=-1', start: '2026-01-31' },
  }),
  ListSchedules: query({
    summary: 'List the schedules, last made first',
    path: '/schedules',
    scope: 'ledger:read',
    input: z.strictObject({ ...page, status: z.enum(SCHEDULE_STATUSES).optional() }),
    reply: listOf(scheduleView),
  }),
  GetSchedule: query({
    summary: 'Show a schedule',
    path: '/schedules/{schedule}',
    scope: 'ledger:read',
    input: z.strictObject({ schedule: reference }),
    reply: scheduleView,
  }),
  PauseSchedule: command({
    summary: 'Pause a schedule',
    path: '/schedules/{schedule}/pause',
    scope: 'ledger:write',
    status: 200,
    input: z.strictObject({ schedule: reference, reason }),
    reply: scheduleView,
  }),
  ResumeSchedule: command({
    summary: 'Resume a schedule',
    description:
      'Dates that came while it was paused are booked, each with its own date, or with `missed=skip` recorded as skipped.',
    path: '/schedules/{schedule}/resume',
    scope: 'ledger:write',
    status: 200,
    input: z.strictObject({ schedule: reference, missed: z.enum(['book', 'skip']).optional() }),
    reply: scheduleView,
  }),
  EndSchedule: command({
    summary: 'End a schedule for good',
    path: '/schedules/{schedule}/end',
    scope: 'ledger:write',
    status: 200,
    input: z.strictObject({ schedule: reference, reason }),
    reply: scheduleView,
  }),
} as const satisfies ModuleContract['operations']

export const scheduleEvents = {
  'entry-scheduled': { version: 1, data: entryScheduled },
  'schedule-paused': { version: 1, data: schedulePaused },
  'schedule-resumed': { version: 1, data: scheduleResumed },
  'schedule-ended': { version: 1, data: scheduleEnded },
} as const satisfies ModuleContract['events']

export const scheduleRefusals = {
  invalid_rrule: { status: 422, title: 'The recurrence is not valid' },
  no_dates: { status: 422, title: 'The recurrence has no dates' },
  nothing_to_schedule: { status: 422, title: 'An entry or a template is needed' },
  schedule_ended: { status: 409, title: 'The schedule has ended' },
  schedule_not_active: { status: 409, title: 'The schedule is not active' },
  schedule_not_found: { status: 404, title: 'There is no such schedule' },
  schedule_not_paused: { status: 409, title: 'The schedule is not paused' },
  too_many_dates: { status: 422, title: 'Too many dates were missed' },
  too_many_schedules: { status: 422, title: 'The company has as many schedules as it can have' },
} as const satisfies ModuleContract['refusals']
