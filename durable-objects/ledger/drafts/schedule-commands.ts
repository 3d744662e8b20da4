import { formatDate } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { NewEvent } from '../../kernel/log.ts'
import type { CommandContext, Module } from '../../kernel/module.ts'
import { isRefusal, refuse } from '../../kernel/result.ts'
import type { DraftsContract, EntryScheduled, StoredScheduledEntry } from './contract.ts'
import { type Desk, dateIn, type OperationName } from './desk.ts'
import { type DraftsRefusal, storedEntry } from './domain.ts'
import type { DraftCommandName } from './draft-commands.ts'
import type { DraftsQueries } from './queries.ts'
import { nextAfter } from './recurrence.ts'
import { nothing, present, replying } from './replying.ts'
import type { ReversalCommandName } from './reversal-commands.ts'
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

/** Schedules and their dates. */
export function scheduleCommands(
  desk: Desk,
  queries: DraftsQueries,
): Omit<Commands, DraftCommandName | ReversalCommandName> {
  const { chart, ledger, schedules, occurrences } = desk
  return {
    ScheduleEntry({ name, entry, template, mode = 'post', ...input }, context) {
      const recurrence = recurrenceFrom(input)
      if (isRefusal(recurrence)) return recurrence
      const next = firstDate(recurrence, ledger.days.dateAt(context.nowMicros))
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
      const day = ledger.days.dateAt(context.nowMicros)
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

  function view(id: string, context: CommandContext) {
    return queries.scheduleView(present(schedules.find(id)), context)
  }

  function occurrence(schedule: Schedule, date: string) {
    return queries.occurrenceView(schedule, present(occurrences.find(schedule.sequence, dateIn(date))))
  }
}
