import { formatDate } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { NewEvent } from '../../kernel/log.ts'
import type { CommandContext, Module } from '../../kernel/module.ts'
import { isRefusal, refuse } from '../../kernel/result.ts'
import type { Visibility } from '../visibility.ts'
import type { DraftsContract, EntryScheduled, StoredScheduledEntry } from './contract.ts'
import { today } from './days.ts'
import { type Desk, dateIn, type OperationName } from './desk.ts'
import { type DraftsRefusal, storedEntry } from './domain.ts'
import type { DraftCommandName } from './draft-commands.ts'
import { type DraftsQueries, isWhole } from './queries.ts'
import { nextAfter } from './recurrence.ts'
import { postedView, present, replying } from './replying.ts'
import type { Reversal } from './reversals.ts'
import { recurrenceOf, type Schedule } from './schedules.ts'
import {
  bookOccurrence,
  decideEnd,
  decidePause,
  decideResume,
  firstDate,
  noteOccurrence,
  recurrenceFrom,
  settledProblem,
} from './scheduling.ts'
import { applied } from './templating.ts'

type Commands = Module<DraftsContract>['commands']

/** Schedules, their dates, and entries that reverse themselves. */
export function scheduleCommands(desk: Desk, queries: DraftsQueries): Omit<Commands, DraftCommandName> {
  const { chart, ledger, schedules, occurrences, reversals } = desk
  return {
    ScheduleEntry({ name, entry, template, mode = 'post', ...input }, context) {
      const recurrence = recurrenceFrom(input)
      if (isRefusal(recurrence)) return recurrence
      const next = firstDate(recurrence, today(context.nowMicros))
      if (isRefusal(next)) return next
      const content = contentOf(entry, template, context)
      if (isRefusal(content)) return content
      if (schedules.countRunning() >= LIMITS.schedulesMax)
        return refuse(
          'too_many_schedules',
          `A company has at most ${LIMITS.schedulesMax} schedules. End some of them.`,
        )
      const id = context.idAt('schedule', context.nextSequence)
      const { rrule, start, end, lastDayRule } = input
      const data: EntryScheduled = {
        id,
        name,
        mode,
        rrule: rrule.replace(/^RRULE:/i, '').toUpperCase(),
        start,
        ...(end !== undefined && { end }),
        lastDayRule: lastDayRule ?? 'last-day',
        ...content,
        next: formatDate(next),
      }
      return { events: [{ type: 'entry-scheduled', version: 1, data }], reply: () => view(id, context) }
    },
    PauseSchedule({ schedule: id, reason }, context) {
      const schedule = desk.schedule(id, context, 'PauseSchedule')
      if (isRefusal(schedule)) return schedule
      return replying(decidePause(schedule, reason), () => view(id, context))
    },
    ResumeSchedule({ schedule: id, missed = 'book' }, context) {
      const schedule = desk.schedule(id, context, 'ResumeSchedule')
      if (isRefusal(schedule)) return schedule
      const day = today(context.nowMicros)
      return replying(decideResume(schedule, recurrenceOf(schedule), missed, day), () => view(id, context))
    },
    EndSchedule({ schedule: id, reason }, context) {
      const schedule = desk.schedule(id, context, 'EndSchedule')
      if (isRefusal(schedule)) return schedule
      return replying(decideEnd(schedule, reason), () => view(id, context))
    },
    RunOccurrence({ schedule: id, date, effectiveDate = date }, context) {
      const schedule = desk.schedule(id, context, 'RunOccurrence')
      if (isRefusal(schedule)) return schedule
      const problem = settledProblem(
        occurrences.find(schedule.sequence, dateIn(date))?.status,
        schedule,
        date,
      )
      if (problem) return problem
      const events = book(schedule, dateIn(date), effectiveDate, context, 'RunOccurrence')
      return replying(events, () => occurrence(schedule, date))
    },
    SkipOccurrence({ schedule: id, date, reason }, context) {
      const schedule = desk.schedule(id, context, 'SkipOccurrence')
      if (isRefusal(schedule)) return schedule
      const status = occurrences.find(schedule.sequence, dateIn(date))?.status
      const problem = settledProblem(status, schedule, date)
      if (problem) return problem
      const data = { schedule: id, date, reason }
      const events: NewEvent[] =
        status === 'skipped' ? [] : [{ type: 'occurrence-skipped', version: 1, data }]
      return replying(events, () => occurrence(schedule, date))
    },
    RunReversal({ entry, effectiveDate }, context) {
      const visibility = desk.sight(context, 'RunReversal')
      const reversal = seenReversal(entry, visibility)
      if (isRefusal(reversal)) return reversal
      const problem = endedProblem(reversal)
      if (problem) return problem
      const events = reverse(reversal, context, effectiveDate, visibility)
      return replying(events, (recorded) => postedView(desk, recorded, visibility))
    },
    CancelReversal({ entry, reason }, context) {
      const reversal = seenReversal(entry, desk.sight(context, 'CancelReversal'))
      if (isRefusal(reversal)) return reversal
      const problem = endedProblem(reversal)
      if (problem) return problem
      const events = [{ type: 'reversal-cancelled', version: 1, data: { entry, reason } }]
      return replying(events, () => queries.reversalView(present(reversals.find(entry))))
    },

    // What follows is carried out by the object itself. A date that was dealt with already is no date any more.
    BookOccurrence({ schedule: id, date }, context) {
      const schedule = schedules.find(id)
      const on = dateIn(date)
      if (!schedule) return nothing()
      const isDue = schedule.status === 'active' && schedule.nextDate === on
      const isApproved = occurrences.find(schedule.sequence, on)?.status === 'waiting'
      if (!isDue && !isApproved) return nothing()
      return replying(book(schedule, on, date, context, 'BookOccurrence', isDue), () => ({}))
    },
    NoteOccurrence({ schedule: id, date, ...why }) {
      const schedule = schedules.find(id)
      if (!schedule) return nothing()
      return {
        events: noteOccurrence(schedule, recurrenceOf(schedule), dateIn(date), why),
        reply: () => ({}),
      }
    },
    ReverseDueEntry({ entry }, context) {
      const reversal = reversals.find(entry)
      if (reversal?.status !== 'planned' && reversal?.status !== 'waiting') return nothing()
      return replying(reverse(reversal, context), () => ({}))
    },
    NoteReversal({ entry, refusal, approval }) {
      if (reversals.find(entry)?.status !== 'planned') return nothing()
      const events: NewEvent[] =
        approval !== undefined
          ? [{ type: 'reversal-parked', version: 1, data: { entry, approval } }]
          : refusal
            ? [{ type: 'reversal-refused', version: 1, data: { entry, refusal } }]
            : []
      return { events, reply: () => ({}) }
    },
  }

  /** What recurs: an entry as it is sent, or what a template makes of amounts now. */
  function contentOf(
    entry: Parameters<Commands['ScheduleEntry']>[0]['entry'],
    template: Parameters<Commands['ScheduleEntry']>[0]['template'],
    context: CommandContext,
  ): Pick<EntryScheduled, 'entry' | 'template'> | DraftsRefusal {
    if ((entry === undefined) === (template === undefined))
      return refuse('nothing_to_schedule', 'Send an entry or a template, and not both.', [
        { pointer: '/entry', code: 'entry_or_template', detail: 'Send an entry or a template.' },
      ])
    if (entry) {
      const outside = desk.outside(entry, desk.sight(context, 'ScheduleEntry'), '/entry')
      return outside ?? { entry: storedEntry(entry, chart) as StoredScheduledEntry }
    }
    const { code = '', ...amounts } = template ?? {}
    const record = desk.template(code, context, 'ScheduleEntry')
    if (isRefusal(record)) return record
    const made = applied(chart, record, amounts)
    return isRefusal(made) ? made : { entry: made, template: { code, version: record.version } }
  }

  /** Only what takes a schedule to its next date says which one that is. */
  function book(
    schedule: Schedule,
    date: number,
    effectiveDate: string,
    context: CommandContext,
    name: OperationName,
    isDue = false,
  ): NewEvent[] | DraftsRefusal {
    return bookOccurrence(ledger.begin(context, desk.sight(context, name)), chart, schedule, {
      date,
      effectiveDate,
      draftId: context.idAt('draft', context.nextSequence),
      openDrafts: schedule.mode === 'draft' ? desk.drafts.countOpen() : 0,
      ...(isDue && { next: nextAfter(recurrenceOf(schedule), date) ?? null }),
    })
  }

  function reverse(
    { entry, reverse_on }: Reversal,
    context: CommandContext,
    effectiveDate = formatDate(reverse_on),
    visibility?: Visibility,
  ): NewEvent[] | DraftsRefusal {
    const posting = ledger.begin(context, visibility)
    const reversed = ledger.reversal(posting, entry, { effectiveDate, origin: entry })
    return isRefusal(reversed) ? (reversed as DraftsRefusal) : posting.events
  }

  function seenReversal(entry: string, visibility: Visibility | undefined): Reversal | DraftsRefusal {
    const reversal = reversals.find(entry)
    const [event] = reversal ? ledger.entries.events([reversal.sequence]) : []
    return reversal && event && isWhole(event, visibility)
      ? reversal
      : refuse('reversal_not_found', `No entry ${entry} of this company reverses itself.`)
  }

  function endedProblem({ entry, status, noted }: Reversal): DraftsRefusal | undefined {
    if (status === 'reversed')
      return refuse('already_reversed', `${entry} was reversed by ${ledger.entries.idAt(noted)}.`)
    if (status === 'waiting')
      return refuse(
        'reversal_waiting',
        'The reversal waits for an approval. Approve, reject or withdraw that.',
      )
    return status === 'cancelled'
      ? refuse('reversal_cancelled', 'The reversal is cancelled. Reverse the entry itself.')
      : undefined
  }

  function view(id: string, context: CommandContext) {
    return queries.scheduleView(present(schedules.find(id)), context)
  }

  function occurrence(schedule: Schedule, date: string) {
    return queries.occurrenceView(schedule, present(occurrences.find(schedule.sequence, dateIn(date))))
  }
}

const nothing = () => ({ events: [], reply: () => ({}) })
