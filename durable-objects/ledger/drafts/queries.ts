import type { InputOf, ReplyOf } from '../../kernel/contract.ts'
import { formatDate } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { QueryContext } from '../../kernel/module.ts'
import { isRefusal } from '../../kernel/result.ts'
import type { EntryEvent } from '../views.ts'
import type { Visibility } from '../visibility.ts'
import type { DraftsContract, DraftView, OccurrenceView, ReversalView, ScheduleView } from './contract.ts'
import type { Desk, OperationName } from './desk.ts'
import type { DraftsRefusal } from './domain.ts'
import type { Draft } from './drafts.ts'
import type { Occurrence } from './occurrences.ts'
import { countDates, datesFrom, hasEnd } from './recurrence.ts'
import type { Reversal } from './reversals.ts'
import type { Schedule } from './schedules.ts'
import { recurrenceFrom } from './scheduling.ts'
import { draftSummary, draftView, occurrenceView, reversalView, scheduleView, templateView } from './views.ts'

type Input<Name extends OperationName> = InputOf<DraftsContract, Name>
type Answer<Name extends OperationName> = ReplyOf<DraftsContract, Name> | DraftsRefusal
type Asking = Pick<QueryContext, 'actor' | 'nowMicros'>

/** What is read of drafts, templates, schedules and reversals. */
export class DraftsQueries {
  readonly #desk: Desk

  constructor(desk: Desk) {
    this.#desk = desk
  }

  listDrafts(input: Input<'ListDrafts'>, context: Asking): Answer<'ListDrafts'> {
    const sight = this.#desk.sight(context, 'ListDrafts')
    const page = this.#desk.drafts.page(input, (draft) =>
      this.#desk.seesDraft(draft, sight, context.actor.id),
    )
    if (isRefusal(page)) return page
    return {
      ...page,
      data: page.data.map((draft) =>
        draftSummary(this.#desk.chart, draft, this.#desk.problemsOf(draft, context)),
      ),
    }
  }

  getDraft({ draft: id }: Input<'GetDraft'>, context: Asking): Answer<'GetDraft'> {
    const draft = this.#desk.draft(id, context, 'GetDraft')
    return isRefusal(draft) ? draft : this.draftView(draft, context)
  }

  draftView(draft: Draft, context: Asking): DraftView {
    return draftView(this.#desk.chart, draft, this.#desk.problemsOf(draft, context))
  }

  listTemplates(input: Input<'ListTemplates'>, context: Asking): Answer<'ListTemplates'> {
    const { templates, chart } = this.#desk
    const sight = this.#desk.sight(context, 'ListTemplates')
    const page = templates.page(input, (each) => this.#desk.seesTemplate(each, sight, context.actor.id))
    return isRefusal(page) ? page : { ...page, data: page.data.map((each) => templateView(chart, each)) }
  }

  getTemplate({ template }: Input<'GetTemplate'>, context: Asking): Answer<'GetTemplate'> {
    const record = this.#desk.template(template, context, 'GetTemplate')
    return isRefusal(record) ? record : templateView(this.#desk.chart, record)
  }

  preview({ limit = PREVIEWED, ...input }: Input<'PreviewSchedule'>): Answer<'PreviewSchedule'> {
    const recurrence = recurrenceFrom(input)
    if (isRefusal(recurrence)) return recurrence
    const ends = hasEnd(recurrence)
    return {
      dates: datesFrom(recurrence, recurrence.start, limit).map(formatDate),
      isFinite: ends,
      total: ends ? countDates(recurrence) : null,
    }
  }

  listSchedules(input: Input<'ListSchedules'>, context: Asking): Answer<'ListSchedules'> {
    const sight = this.#desk.sight(context, 'ListSchedules')
    const page = this.#desk.schedules.page(input, (each) =>
      this.#desk.seesSchedule(each, sight, context.actor.id),
    )
    return isRefusal(page)
      ? page
      : { ...page, data: page.data.map((each) => this.scheduleView(each, context)) }
  }

  getSchedule({ schedule: id }: Input<'GetSchedule'>, context: Asking): Answer<'GetSchedule'> {
    const schedule = this.#desk.schedule(id, context, 'GetSchedule')
    return isRefusal(schedule) ? schedule : this.scheduleView(schedule, context)
  }

  scheduleView(schedule: Schedule, context: Asking): ScheduleView {
    const { occurrences, chart } = this.#desk
    const refused = occurrences.lastRefused(schedule.sequence)
    const refusal = refused && occurrences.outcomeOf(refused).refusal
    const next = schedule.status === 'ended' ? undefined : schedule.nextDate
    return scheduleView(
      chart,
      schedule,
      occurrences.counts(schedule.sequence),
      refused && refusal
        ? { date: formatDate(refused.date), code: refusal.code, detail: refusal.detail }
        : null,
      next === undefined ? [] : this.#desk.problemsOfSchedule(schedule, formatDate(next), context),
    )
  }

  listOccurrences(input: Input<'ListOccurrences'>, context: Asking): Answer<'ListOccurrences'> {
    const { schedules, occurrences } = this.#desk
    const sight = this.#desk.sight(context, 'ListOccurrences')
    const of =
      input.schedule === undefined
        ? undefined
        : this.#desk.schedule(input.schedule, context, 'ListOccurrences')
    if (isRefusal(of)) return of
    const found = new Map<number, Schedule | undefined>()
    const scheduleOf = (sequence: number): Schedule | undefined => {
      if (!found.has(sequence)) {
        const schedule = schedules.at(sequence)
        const seen = schedule && this.#desk.seesSchedule(schedule, sight, context.actor.id)
        found.set(sequence, seen ? schedule : undefined)
      }
      return found.get(sequence)
    }
    const page = occurrences.page(
      { ...input, schedule: of?.sequence },
      ({ schedule }) => scheduleOf(schedule) !== undefined,
    )
    if (isRefusal(page)) return page
    return {
      ...page,
      data: page.data.map((each) => this.occurrenceView(scheduleOf(each.schedule) as Schedule, each)),
    }
  }

  occurrenceView(schedule: Schedule, occurrence: Occurrence): OccurrenceView {
    return occurrenceView(occurrence, schedule, this.#desk.occurrences.outcomeOf(occurrence))
  }

  listReversals(input: Input<'ListReversals'>, context: Asking): Answer<'ListReversals'> {
    const { reversals, ledger } = this.#desk
    const sight = this.#desk.sight(context, 'ListReversals')
    const page = reversals.page(input, ({ sequence }) => {
      const [event] = ledger.entries.events([sequence])
      return event !== undefined && isWhole(event, sight)
    })
    return isRefusal(page) ? page : { ...page, data: page.data.map((each) => this.reversalView(each)) }
  }

  reversalView(reversal: Reversal): ReversalView {
    const { ledger, log, chart } = this.#desk
    const [event] = ledger.entries.events([reversal.sequence])
    const isReversed = reversal.status === 'reversed'
    const noted = reversal.noted === reversal.sequence || isReversed ? undefined : log.at(reversal.noted)
    return reversalView(
      chart,
      reversal,
      event as EntryEvent,
      isReversed ? ledger.entries.idAt(reversal.noted) : null,
      noted ? (JSON.parse(noted.data) as object) : {},
    )
  }
}

/** A plan to reverse an entry is for who sees all of it. */
export function isWhole(event: EntryEvent, visibility: Visibility | undefined): boolean {
  if (!visibility) return true
  const sight = visibility.sightOf({ ...event, author: event.actor })
  return sight?.whole === true && !sight.masked
}

const PREVIEWED = Math.min(24, LIMITS.previewDatesMax)
