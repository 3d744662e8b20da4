import { formatDate } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { NewEvent, RecordedEvent } from '../../kernel/log.ts'
import type { DueCommand, DueOutcome } from '../../kernel/module.ts'
import type { Desk } from './desk.ts'
import { datesFrom } from './recurrence.ts'
import { recurrenceOf } from './schedules.ts'
import { refusalData } from './scheduling.ts'

/**
 * What the alarm carries out: each date of a schedule that has come, however late, with its own date; and each reversal.
 * What is refused or has to wait is recorded by a second command, so that it is tried once and never forgotten.
 */
export function dueOf(desk: Desk, nowMicros: number): DueCommand[] {
  const day = desk.ledger.days.dateAt(nowMicros)
  const reversals = desk.reversals.due(day, LIMITS.dueCommandsMax).map(
    ({ entry }): DueCommand => ({
      command: 'ReverseDueEntry',
      input: { entry },
      otherwise: (outcome) => ({ command: 'NoteReversal', input: { entry, ...noted(outcome) } }),
    }),
  )
  return [...occurrencesDue(desk, day), ...reversals].slice(0, LIMITS.dueCommandsMax)
}

function occurrencesDue(desk: Desk, day: number): DueCommand[] {
  const dates = desk.schedules.due(day, LIMITS.dueCommandsMax).flatMap((schedule) =>
    datesFrom(recurrenceOf(schedule), schedule.nextDate as number, LIMITS.dueCommandsMax)
      .filter((date) => date <= day)
      .map((date) => ({ schedule, date })),
  )
  return dates
    .sort((a, b) => a.date - b.date || a.schedule.sequence - b.schedule.sequence)
    .slice(0, LIMITS.dueCommandsMax)
    .map(({ schedule, date }) => {
      const of = { schedule: schedule.id, date: formatDate(date) }
      return {
        command: 'BookOccurrence',
        input: of,
        otherwise: (outcome) => ({ command: 'NoteOccurrence', input: { ...of, ...noted(outcome) } }),
      }
    })
}

const noted = (outcome: DueOutcome) =>
  'approval' in outcome ? { approval: outcome.approval } : { refusal: refusalData(outcome.refusal) }

/** When the next date begins for the company, in microseconds. */
export function nextDueOf(desk: Desk): number | undefined {
  const dates = [desk.schedules.nextDue(), desk.reversals.nextDue()].filter((date) => date !== undefined)
  return dates.length === 0 ? undefined : desk.ledger.days.beginOf(Math.min(...dates))
}

/** How an approval ended without what waited for it: the date or reversal is then refused, and can be run again. */
const ENDS: Record<string, string> = {
  'approval-rejected': 'The approval was rejected.',
  'command-withdrawn': 'The command was withdrawn.',
  'approval-expired': 'Nobody approved it in time.',
  'command-failed': 'It was refused when it was approved.',
}

export function reactTo({ type, data }: RecordedEvent, desk: Desk): NewEvent[] {
  const detail = ENDS[type]
  if (detail === undefined) return []
  const { approval, refusal, reason } = data as Ended
  const refused = refusal ?? {
    code: type.replaceAll('-', '_'),
    detail: reason ? `${detail} ${reason}` : detail,
    errors: [],
  }
  const occurrence = desk.occurrences.ofApproval(approval)
  const schedule = occurrence && desk.schedules.at(occurrence.schedule)
  if (occurrence && schedule) {
    const of = { schedule: schedule.id, date: formatDate(occurrence.date) }
    return [{ type: 'occurrence-refused', version: 1, data: { ...of, refusal: refused } }]
  }
  const reversal = desk.reversals.ofApproval(approval)
  if (!reversal) return []
  const { entry } = reversal
  return [{ type: 'reversal-refused', version: 1, data: { entry, refusal: refused } }]
}

interface Ended {
  approval: string
  reason?: string
  refusal?: { code: string; detail: string; errors: { pointer: string; code: string; detail: string }[] }
}
