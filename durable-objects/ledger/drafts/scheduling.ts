import { type DateNumber, formatDate, parseDate } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { NewEvent } from '../../kernel/log.ts'
import { isRefusal, type Refusal, refuse } from '../../kernel/result.ts'
import type { EntryPosted } from '../contract.ts'
import type { Chart } from '../model.ts'
import type { Posting } from '../posting.ts'
import { stored } from './coding.ts'
import { entryOf } from './completeness.ts'
import type {
  EntryScheduled,
  LastDayRule,
  OccurrenceStatus,
  RefusalData,
  ScheduleStatus,
} from './contract.ts'
import { type DraftsRefusal, decideNewDraft } from './domain.ts'
import { datesFrom, nextAfter, type Recurrence } from './recurrence.ts'
import { parseRule } from './rrule.ts'
import { dated } from './templating.ts'

/** Pure decisions about entries that recur. */

export interface KnownSchedule extends EntryScheduled {
  status: ScheduleStatus
  nextDate: DateNumber | undefined
}

export interface RecurrenceInput {
  rrule: string
  start: string
  end?: string | undefined
  lastDayRule?: LastDayRule | undefined
}

export function recurrenceFrom({ rrule, start, end, lastDayRule = 'last-day' }: RecurrenceInput) {
  const rule = parseRule(rrule)
  if (typeof rule === 'string')
    return refuse('invalid_rrule', rule, [{ pointer: '/rrule', code: 'invalid_rrule', detail: rule }])
  const recurrence: Recurrence = {
    rule,
    start: parseDate(start) as DateNumber,
    end: end === undefined ? undefined : parseDate(end),
    lastDayRule,
  }
  return recurrence
}

/** The first date of a new schedule, if the dates that lie in the past already are few enough to be booked. */
export function firstDate(recurrence: Recurrence, today: DateNumber): DateNumber | DraftsRefusal {
  const dates = datesFrom(recurrence, recurrence.start, LIMITS.missedDatesMax + 1)
  const [first] = dates
  if (first === undefined) {
    const detail = 'The rule has no date between start and end. Correct the rule or the dates.'
    return refuse('no_dates', detail, [{ pointer: '/rrule', code: 'no_dates', detail }])
  }
  const last = dates[LIMITS.missedDatesMax]
  if (last !== undefined && last <= today) {
    const detail = `More than ${LIMITS.missedDatesMax} dates lie in the past already. Start later.`
    return refuse('too_many_dates', detail, [{ pointer: '/start', code: 'too_many_dates', detail }])
  }
  return first
}

const event = (type: string, data: unknown): NewEvent => ({ type, version: 1, data })

export function decidePause({ id, status }: KnownSchedule, reason: string | undefined) {
  if (status === 'ended') return scheduleEnded(id)
  if (status === 'paused')
    return refuse('schedule_not_active', `The schedule ${id} is paused already.`) as DraftsRefusal
  return [event('schedule-paused', { id, ...(reason && { reason }) })]
}

/** What was missed stays due with its own date, or is recorded as skipped. */
export function decideResume(
  { id, status, nextDate }: KnownSchedule,
  recurrence: Recurrence,
  missed: 'book' | 'skip',
  today: DateNumber,
): NewEvent[] | DraftsRefusal {
  if (status === 'ended') return scheduleEnded(id)
  if (status !== 'paused') return refuse('schedule_not_paused', `The schedule ${id} is not paused.`)
  const due = nextDate === undefined ? [] : datesFrom(recurrence, nextDate, LIMITS.missedDatesMax + 1)
  const passed = due.filter((date) => date <= today)
  if (passed.length > LIMITS.missedDatesMax)
    return refuse(
      'too_many_dates',
      `More than ${LIMITS.missedDatesMax} dates were missed. End this schedule and make a new one.`,
    )
  const skipped = missed === 'skip' ? passed : []
  const last = skipped.at(-1)
  const next = last === undefined ? nextDate : nextAfter(recurrence, last)
  return [
    event('schedule-resumed', { id, next: textOf(next), skipped: skipped.map((date) => formatDate(date)) }),
  ]
}

export function decideEnd({ id, status }: KnownSchedule, reason: string | undefined) {
  if (status === 'ended') return scheduleEnded(id)
  return [event('schedule-ended', { id, ...(reason && { reason }) })]
}

export interface Booking {
  /** The date of the schedule, and the one that the entry gets. */
  date: DateNumber
  effectiveDate: string
  /** The schedule goes on to this date; undefined: it stays where it is. */
  next?: DateNumber | null
  /** Of the draft, where the schedule makes drafts; and how many of them are open. */
  draftId: string
  openDrafts: number
}

/** Books one date of a schedule, as an entry or as a draft for somebody to post. */
export function bookOccurrence(
  posting: Posting,
  chart: Chart,
  schedule: EntryScheduled,
  { date, effectiveDate, next, draftId, openDrafts }: Booking,
): NewEvent[] | DraftsRefusal {
  const of = {
    schedule: schedule.id,
    date: formatDate(date),
    ...(next !== undefined && { next: textOf(next ?? undefined) }),
  }
  if (schedule.mode === 'draft') {
    const entry = dated(schedule.entry, effectiveDate, chart)
    const saved = decideNewDraft(
      {
        id: draftId,
        entry: { ...entry, lines: entry.lines.map((line) => stored(line, chart)) },
        ...(schedule.template && { template: schedule.template }),
        schedule: { id: schedule.id, date: of.date },
      },
      openDrafts,
    )
    if (isRefusal(saved)) return saved
    return [...saved, event('occurrence-booked', { ...of, draft: draftId })]
  }
  const entry = postOccurrence(posting, chart, schedule, effectiveDate)
  if (isRefusal(entry)) return entry
  return [...posting.events, event('occurrence-booked', { ...of, entry: entry.id })]
}

export function postOccurrence(
  posting: Posting,
  chart: Chart,
  { id, entry }: Pick<EntryScheduled, 'id' | 'entry'>,
  effectiveDate: string,
): EntryPosted | DraftsRefusal {
  const input = entryOf(dated(entry, effectiveDate, chart))
  return Array.isArray(input)
    ? refuse('draft_incomplete', `${input[0]?.pointer.slice(1)}: ${input[0]?.detail}`, input)
    : posting.post(input, { origin: id })
}

/** Why a date was not booked: it was refused, or waits for an approval. */
export function noteOccurrence(
  schedule: KnownSchedule,
  recurrence: Recurrence,
  date: DateNumber,
  { refusal, approval }: { refusal?: RefusalData | undefined; approval?: string | undefined },
): NewEvent[] {
  if (schedule.nextDate !== date || schedule.status !== 'active') return []
  const next = textOf(nextAfter(recurrence, date))
  const of = { schedule: schedule.id, date: formatDate(date), next }
  if (approval !== undefined) return [event('occurrence-parked', { ...of, approval })]
  return refusal ? [event('occurrence-refused', { ...of, refusal })] : []
}

/** Why a date that came cannot be booked or skipped by hand. */
export function settledProblem(
  status: OccurrenceStatus | undefined,
  { id }: { id: string },
  date: string,
): DraftsRefusal | undefined {
  switch (status) {
    case undefined:
      return refuse('occurrence_not_found', `The schedule ${id} has had no date ${date} so far.`)
    case 'booked':
      return refuse('occurrence_booked', `${date} of the schedule ${id} is booked already.`)
    case 'waiting':
      return refuse(
        'occurrence_waiting',
        `${date} of the schedule ${id} waits for an approval. Approve, reject or withdraw that.`,
      )
    default:
      return undefined
  }
}

const textOf = (date: DateNumber | undefined): string | null => (date === undefined ? null : formatDate(date))

export const refusalData = ({ refused: code, detail, errors }: Refusal): RefusalData => ({
  code,
  detail,
  errors: errors.slice(0, ERRORS_KEPT),
})

const ERRORS_KEPT = 20

export const scheduleNotFound = (id: string): DraftsRefusal =>
  refuse('schedule_not_found', `There is no schedule ${id} in this company.`)

const scheduleEnded = (id: string): DraftsRefusal =>
  refuse('schedule_ended', `The schedule ${id} has ended. Make a new one.`)
