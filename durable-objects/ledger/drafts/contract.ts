import type { ModuleContract } from '../../kernel/contract.ts'
import { postingRefusals } from '../contract.ts'
import { draftEvents, draftOperations, draftRefusals } from './contract/drafts.ts'
import { occurrenceEvents, occurrenceOperations, occurrenceRefusals } from './contract/occurrences.ts'
import { reversalEvents, reversalOperations, reversalRefusals } from './contract/reversals.ts'
import { scheduleEvents, scheduleOperations, scheduleRefusals } from './contract/schedules.ts'
import { templateEvents, templateOperations, templateRefusals } from './contract/templates.ts'

/** Entries that are not booked yet: drafts, templates, entries that recur, and entries that take themselves back. */

export type {
  DraftDiscarded,
  DraftPosted,
  DraftSaved,
  DraftStatus,
  DraftSummary,
  DraftView,
  PostedDraft,
} from './contract/drafts.ts'
export type {
  DraftEntry,
  RefusalData,
  ReverseRule,
  StoredEntry,
  StoredLine,
  StoredScheduledEntry,
} from './contract/entries.ts'
export {
  OCCURRENCE_STATUSES,
  type OccurrenceBooked,
  type OccurrenceParked,
  type OccurrenceRefused,
  type OccurrenceSkipped,
  type OccurrenceStatus,
  type OccurrenceView,
} from './contract/occurrences.ts'
export {
  REVERSAL_STATUSES,
  type ReversalCancelled,
  type ReversalParked,
  type ReversalRefused,
  type ReversalStatus,
  type ReversalView,
} from './contract/reversals.ts'
export type {
  EntryScheduled,
  LastDayRule,
  ScheduleEnded,
  SchedulePaused,
  ScheduleResumed,
  ScheduleStatus,
  ScheduleView,
} from './contract/schedules.ts'
export {
  DEFAULT_VARIABLE,
  type StoredTemplate,
  type StoredTemplateLine,
  type Template,
  type TemplateRetired,
  type TemplateSaved,
  type TemplateView,
} from './contract/templates.ts'

export const draftsContract = {
  name: 'drafts',
  title: 'Drafts and recurring entries',
  operations: {
    ...draftOperations,
    ...templateOperations,
    ...scheduleOperations,
    ...occurrenceOperations,
    ...reversalOperations,
  },
  events: {
    ...draftEvents,
    ...templateEvents,
    ...scheduleEvents,
    ...occurrenceEvents,
    ...reversalEvents,
  },
  refusals: {
    ...postingRefusals,
    already_reversed: { status: 409, title: 'The entry is already reversed' },
    invalid_amount: { status: 422, title: 'An amount does not fit its unit' },
    invalid_cursor: { status: 400, title: 'The cursor is not one of this list' },
    journal_entry_not_found: { status: 404, title: 'There is no such journal entry' },
    ...draftRefusals,
    ...templateRefusals,
    ...scheduleRefusals,
    ...occurrenceRefusals,
    ...reversalRefusals,
  },
} as const satisfies ModuleContract

export type DraftsContract = typeof draftsContract
