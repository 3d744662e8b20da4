import { formatAmount, parseAmount } from '../../kernel/amount.ts'
import { formatDate, formatInstant } from '../../kernel/dates.ts'
import type { FieldError } from '../../kernel/result.ts'
import type { Chart } from '../model.ts'
import { totalOf } from '../ruled.ts'
import { type EntryEvent, voucherOf } from '../views.ts'
import { coded } from './coding.ts'
import type {
  DraftSummary,
  DraftView,
  OccurrenceView,
  ReversalView,
  ScheduleView,
  StoredEntry,
  TemplateView,
} from './contract.ts'
import { codedEntry } from './domain.ts'
import type { Draft } from './drafts.ts'
import type { Occurrence, Outcome } from './occurrences.ts'
import { datesFrom } from './recurrence.ts'
import type { Reversal } from './reversals.ts'
import { recurrenceOf, type Schedule } from './schedules.ts'
import { variablesOf } from './splitting.ts'
import type { TemplateRecord } from './templates.ts'

/** What the API shows of drafts, templates, schedules and reversals: codes of today, dates and decimals as text. */

const originOf = ({ template, schedule }: Pick<Draft, 'template' | 'schedule'>) => ({
  template: template ?? null,
  schedule: schedule?.id ?? null,
  date: schedule?.date ?? null,
})

export function draftView(chart: Chart, draft: Draft, problems: readonly FieldError[]): DraftView {
  const { id, version, status, entry } = draft
  return {
    id,
    version,
    status,
    entry: codedEntry(entry, chart),
    isReady: status === 'open' && problems.length === 0,
    problems: [...problems],
    origin: originOf(draft),
    createdAt: formatInstant(draft.createdAt),
    createdBy: draft.createdBy,
    savedAt: formatInstant(draft.savedAt),
    savedBy: draft.savedBy,
    entryId: draft.entryId,
    sequence: draft.sequence,
  }
}

export function draftSummary(chart: Chart, draft: Draft, problems: readonly FieldError[]): DraftSummary {
  const { id, version, status, entry, entryId } = draft
  const { journal = null, effectiveDate = null, description = '', reference = null, lines } = entry
  return {
    id,
    version,
    status,
    journal,
    effectiveDate,
    description,
    reference,
    lines: lines.length,
    total: debitsOf(chart, entry),
    isReady: status === 'open' && problems.length === 0,
    problem: problems[0] ?? null,
    problemCount: problems.length,
    origin: originOf(draft),
    savedAt: formatInstant(draft.savedAt),
    savedBy: draft.savedBy,
    entryId,
  }
}

/** Null where an amount is none, or none in company currency. */
function debitsOf({ currency }: Chart, { lines }: StoredEntry): string | null {
  let total = 0
  for (const { debit, value, unit = currency.code } of lines) {
    if (debit === undefined) continue
    const amount = parseAmount(unit === currency.code ? debit : (value ?? ''), currency.scale)
    if (typeof amount !== 'number') return null
    total += amount
  }
  return Number.isSafeInteger(total) ? formatAmount(total, currency.scale) : null
}

export const templateView = (
  chart: Chart,
  { template, version, status, savedAt, savedBy }: TemplateRecord,
): TemplateView => ({
  ...template,
  lines: template.lines.map((line) => coded(line, chart)) as TemplateView['lines'],
  version,
  status,
  variables: variablesOf(template.lines),
  savedAt: formatInstant(savedAt),
  savedBy,
})

export function scheduleView(
  chart: Chart,
  schedule: Schedule,
  counts: ScheduleView['counts'],
  lastRefusal: ScheduleView['lastRefusal'],
  problems: readonly FieldError[],
): ScheduleView {
  const { id, name, status, mode, rrule, start, end = null, lastDayRule, entry, template = null } = schedule
  const { nextDate } = schedule
  return {
    id,
    name,
    status,
    mode,
    rrule,
    start,
    end,
    lastDayRule,
    entry: { ...entry, lines: entry.lines.map((line) => coded(line, chart)) },
    template,
    next: nextDate === undefined ? null : formatDate(nextDate),
    upcoming:
      status === 'ended' || nextDate === undefined
        ? []
        : datesFrom(recurrenceOf(schedule), nextDate, UPCOMING_SHOWN).map(formatDate),
    counts,
    lastRefusal,
    problems: [...problems],
    createdAt: formatInstant(schedule.createdAt),
    createdBy: schedule.createdBy,
  }
}

const UPCOMING_SHOWN = 5

export function occurrenceView(
  { date, status, approval, sequence }: Occurrence,
  { id, name }: Pick<Schedule, 'id' | 'name'>,
  { entry, draft, refusal, reason, recordedAt }: Shown<Outcome>,
): OccurrenceView {
  return {
    schedule: id,
    name,
    date: formatDate(date),
    status,
    entryId: entry ?? null,
    draftId: draft ?? null,
    approval,
    refusal: refusal ?? null,
    reason: reason ?? null,
    recordedAt: formatInstant(recordedAt),
    sequence,
  }
}

type Shown<Data> = Data & { recordedAt: number }

export function reversalView(
  chart: Chart,
  { reverse_on, status, approval, noted }: Reversal,
  { data }: EntryEvent,
  reversedBy: string | null,
  { refusal, reason }: Pick<Outcome, 'refusal' | 'reason'>,
): ReversalView {
  return {
    entry: {
      id: data.id,
      voucher: voucherOf(data),
      effectiveDate: data.effectiveDate,
      description: data.description,
      total: formatAmount(totalOf(data), chart.currency.scale),
    },
    reverseOn: formatDate(reverse_on),
    status,
    reversedBy,
    approval,
    refusal: refusal ?? null,
    reason: reason ?? null,
    sequence: noted,
  }
}
