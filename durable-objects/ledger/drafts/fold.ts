import type { RecordedEvent } from '../../kernel/log.ts'
import type { EntryPosted } from '../contract.ts'
import type {
  DraftDiscarded,
  DraftPosted,
  DraftSaved,
  EntryScheduled,
  OccurrenceBooked,
  OccurrenceParked,
  OccurrenceRefused,
  OccurrenceSkipped,
  OccurrenceStatus,
  ReversalCancelled,
  ReversalParked,
  ReversalRefused,
  ScheduleEnded,
  SchedulePaused,
  ScheduleResumed,
  TemplateRetired,
  TemplateSaved,
} from './contract.ts'
import type { Desk } from './desk.ts'

type Of<Data> = RecordedEvent<string, Data>

/** Folds an event into the tables. */
export function fold(desk: Desk, event: RecordedEvent): void {
  switch (event.type) {
    case 'journal-entry-posted':
      desk.reversals.follow(event as Of<EntryPosted>)
      return
    case 'draft-saved':
      desk.drafts.save(event as Of<DraftSaved>)
      return
    case 'draft-posted':
      desk.drafts.post(event as Of<DraftPosted>)
      return
    case 'draft-discarded':
      desk.drafts.discard(event as Of<DraftDiscarded>)
      return
    case 'template-saved':
      desk.templates.save(event as Of<TemplateSaved>)
      return
    case 'template-retired':
      desk.templates.retire(event as Of<TemplateRetired>)
      return
    default:
      foldSchedule(desk, event)
      foldReversal(desk, event)
  }
}

function foldSchedule(desk: Desk, event: RecordedEvent): void {
  const { schedules } = desk
  switch (event.type) {
    case 'entry-scheduled':
      schedules.add(event as Of<EntryScheduled>)
      return
    case 'schedule-paused':
      schedules.setStatus((event.data as SchedulePaused).id, 'paused')
      return
    case 'schedule-resumed':
      resume(desk, event as Of<ScheduleResumed>)
      return
    case 'schedule-ended':
      schedules.setStatus((event.data as ScheduleEnded).id, 'ended')
      return
    case 'occurrence-booked':
      settle(desk, event as Of<OccurrenceBooked>, 'booked')
      return
    case 'occurrence-refused':
      settle(desk, event as Of<OccurrenceRefused>, 'refused')
      return
    case 'occurrence-parked': {
      const { data } = event as Of<OccurrenceParked>
      settle(desk, event as Of<OccurrenceParked>, 'waiting', data.approval)
      return
    }
    case 'occurrence-skipped':
      settle(desk, event as Of<OccurrenceSkipped>, 'skipped')
  }
}

function foldReversal({ reversals }: Desk, { type, data, sequence }: RecordedEvent): void {
  switch (type) {
    case 'reversal-refused':
      reversals.set((data as ReversalRefused).entry, 'refused', sequence)
      return
    case 'reversal-parked': {
      const { entry, approval } = data as ReversalParked
      reversals.set(entry, 'waiting', sequence, approval)
      return
    }
    case 'reversal-cancelled':
      reversals.set((data as ReversalCancelled).entry, 'cancelled', sequence)
  }
}

function resume({ schedules, occurrences }: Desk, event: Of<ScheduleResumed>): void {
  schedules.resume(event)
  const { id, skipped } = event.data
  for (const date of skipped) occurrences.set({ schedule: id, date }, 'skipped', event.sequence)
}

function settle(
  { schedules, occurrences }: Desk,
  { data, sequence }: Of<{ schedule: string; date: string; next?: string | null | undefined }>,
  status: OccurrenceStatus,
  approval?: string,
): void {
  occurrences.set(data, status, sequence, approval)
  if (data.next !== undefined) schedules.goTo(data.schedule, data.next)
}
