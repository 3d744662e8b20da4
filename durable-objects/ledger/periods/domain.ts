import type { InputOf, RefusalCode } from '../../kernel/contract.ts'
import { addDays, addMonths, type DateNumber, formatDate, LAST_DATE, parseDate } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { NewEvent } from '../../kernel/log.ts'
import { type Refusal, refuse } from '../../kernel/result.ts'
import { type Calendar, type CalendarRule, isWholeWeeks, type Span } from './calendar.ts'
import type {
  CalendarSet,
  ExceptionGranted,
  ExceptionRevoked,
  ItemDefined,
  ItemMarked,
  LockedForever,
  LockSet,
  PeriodsContract,
  StoredPeriods,
  YearOpened,
} from './contract.ts'
import type { Locks } from './locks.ts'

export type PeriodsRefusal = Refusal<RefusalCode<PeriodsContract>>
type Input<Name extends keyof PeriodsContract['operations']> = InputOf<PeriodsContract, Name>
type EventType = keyof PeriodsContract['events']

/** Pure decisions about fiscal years, locks, exceptions and checklists. */

export const event = <Data>(type: EventType, data: Data): NewEvent<string, Data> => ({
  type,
  version: 1,
  data,
})

export function decideSetCalendar(
  { rule, fixed }: Calendar,
  input: Input<'SetFiscalCalendar'>,
): NewEvent[] | PeriodsRefusal {
  const wanted: CalendarRule = {
    firstMonth: input.firstMonth ?? rule.firstMonth,
    periods: input.periods ?? rule.periods,
    weeks: input.weeks === undefined ? rule.weeks : input.weeks,
  }
  if (isOfWeeks(wanted.periods) && !wanted.weeks)
    return refusal(
      'invalid_periods',
      '/periods',
      `${wanted.periods} cuts a year of 52 or 53 weeks. Say with weeks on which day such a year ends.`,
    )
  if (wanted.firstMonth !== rule.firstMonth && !wanted.weeks && fixed.length > 0)
    return refusal(
      'calendar_fixed',
      '/firstMonth',
      'Fiscal years follow from those that were opened. To begin them in another month, open a shorter or longer year that ends before it.',
    )
  if (isSameRule(wanted, rule)) return []
  const { firstMonth, periods, weeks } = wanted
  return [event<CalendarSet>('fiscal-calendar-set', { firstMonth, periods, ...(weeks && { weeks }) })]
}

const isSameRule = (a: CalendarRule, b: CalendarRule): boolean =>
  a.firstMonth === b.firstMonth &&
  a.periods === b.periods &&
  a.weeks?.endsOn === b.weeks?.endsOn &&
  a.weeks?.rule === b.weeks?.rule

export function decideOpenYear(
  calendar: Calendar,
  input: Input<'OpenFiscalYear'>,
): NewEvent[] | PeriodsRefusal {
  const { code, from, to } = input
  const span = { from: parseDate(from) as DateNumber, to: parseDate(to) as DateNumber }
  const problem = rangeProblem(span) ?? placeProblem(calendar, code, span)
  if (problem) return problem
  const periods = decidePeriods(calendar, span, input)
  if (typeof periods === 'object' && 'refused' in periods) return periods
  return [event<YearOpened>('fiscal-year-opened', { code, from, to, periods })]
}

function rangeProblem({ from, to }: Span): PeriodsRefusal | undefined {
  if (to < from) return refusal('invalid_range', '/to', 'The year ends before it begins.')
  if (to >= addMonths(from, LIMITS.fiscalYearMonthsMax))
    return refusal(
      'invalid_range',
      '/to',
      `A fiscal year has at most ${LIMITS.fiscalYearMonthsMax} months: it ends by ${formatDate(addDays(addMonths(from, LIMITS.fiscalYearMonthsMax), -1))}.`,
    )
  return undefined
}

/** Fixed years stand end to end with what is computed between them: a year begins or ends where a computed one does. */
function placeProblem(calendar: Calendar, code: string, { from, to }: Span): PeriodsRefusal | undefined {
  const { fixed } = calendar
  if (fixed.some((each) => each.code === code))
    return refusal('fiscal_year_code_taken', '/code', `There is a fiscal year ${code}. Choose another code.`)
  if (fixed.length >= LIMITS.fiscalYearsMax)
    return refuse('too_many', `At most ${LIMITS.fiscalYearsMax} fiscal years are opened.`)
  const other = fixed.find((each) => each.from <= to && from <= each.to)
  if (other)
    return refusal(
      'fiscal_year_overlap',
      '/from',
      `It overlaps with the fiscal year ${other.code}, ${spanText(other)}. ${other.isClosed ? 'Choose other dates.' : 'Choose other dates, or remove that year first.'}`,
    )
  const [first] = fixed
  if (!first) return undefined
  if (from < first.from) {
    const { to: end } = calendar.yearOf(to)
    if (end === to) return undefined
    return refusal(
      'fiscal_year_gap',
      '/to',
      `There would be a gap: it has to end where the next year begins, such as on ${formatDate(addDays(first.from, -1))}.`,
    )
  }
  const start = calendar.yearOf(from).from
  if (start === from) return undefined
  const next = addDays((fixed.findLast((each) => each.to < from) ?? first).to, 1)
  return refusal(
    'fiscal_year_gap',
    '/from',
    `There would be a gap: it has to begin where a year ends, such as on ${formatDate(next)}.`,
  )
}

function decidePeriods(
  { rule }: Calendar,
  span: Span,
  { periods, explicitPeriods }: Input<'OpenFiscalYear'>,
): StoredPeriods | PeriodsRefusal {
  if (explicitPeriods && periods)
    return refusal('invalid_periods', '/periods', 'Give a pattern or the periods one by one, not both.')
  if (!explicitPeriods) {
    const pattern = periods ?? (isOfWeeks(rule.periods) && !isWholeWeeks(span) ? 'months' : rule.periods)
    if (!isOfWeeks(pattern) || isWholeWeeks(span)) return pattern
    return refusal(
      'invalid_periods',
      '/periods',
      `${pattern} cuts a year of 52 or 53 weeks, and ${spanText(span)} is none. Choose months, or name the periods.`,
    )
  }
  let next = span.from
  for (const [index, { from, to }] of explicitPeriods.entries()) {
    if (parseDate(from) !== next || (parseDate(to) as DateNumber) < next)
      return refusal(
        'invalid_periods',
        `/explicitPeriods/${index}/from`,
        `Periods follow each other without gaps: this one begins on ${formatDate(next)} and ends later.`,
      )
    next = addDays(parseDate(to) as DateNumber, 1)
  }
  if (next === addDays(span.to, 1)) return explicitPeriods
  return refusal(
    'invalid_periods',
    `/explicitPeriods/${explicitPeriods.length - 1}/to`,
    `The last period ends with the year, on ${formatDate(span.to)}.`,
  )
}

export function decideRemoveYear(calendar: Calendar, code: string): NewEvent[] | PeriodsRefusal {
  const year = calendar.fixed.find((each) => each.code === code)
  if (!year)
    return refusal(
      'fiscal_year_not_found',
      '/year',
      `Nobody opened a fiscal year ${code}. Years that follow from the calendar need no removing.`,
    )
  if (year.isClosed)
    return refusal('fiscal_year_closed', '/year', `The fiscal year ${code} is closed. Reopen it first.`)
  return [event('fiscal-year-removed', { code })]
}

export function decideSetLock(
  locks: Locks,
  { kind = 'all', through, reason }: Input<'SetLock'>,
): NewEvent[] | PeriodsRefusal {
  const before = locks.through.get(kind)
  const wanted = through === null ? undefined : (parseDate(through) as DateNumber)
  if (wanted === before) return []
  const isBack = before !== undefined && (wanted === undefined || wanted < before)
  const { closed, forever } = locks
  if (kind === 'all' && isBack && closed && (wanted ?? 0) < closed.to)
    return refusal(
      'fiscal_year_closed',
      '/through',
      `The fiscal year ${closed.code} is closed through ${formatDate(closed.to)}. Reopen it to move the lock back.`,
    )
  if (wanted !== undefined && forever !== undefined && wanted < forever)
    return refusal(
      'locked_forever',
      '/through',
      `All days through ${formatDate(forever)} are locked for good. Choose a later date.`,
    )
  if (isBack && !reason)
    return refusal(
      'reason_needed',
      '/reason',
      `The lock reaches through ${formatDate(before)}. Say why it is moved back.`,
    )
  const data: LockSet = { kind, through, before: dateText(before), ...(reason && { reason }) }
  return [event('period-lock-set', data)]
}

export function decideLockForever(
  { forever }: Locks,
  { through, confirm }: Input<'LockForever'>,
  today: DateNumber,
): NewEvent[] | PeriodsRefusal {
  const wanted = parseDate(through) as DateNumber
  if (confirm !== through)
    return refusal(
      'not_confirmed',
      '/confirm',
      `Nothing undoes this lock. Type ${through} once more to confirm it.`,
    )
  if (wanted >= today)
    return refusal(
      'lock_ahead',
      '/through',
      `An irreversible lock ends before today, ${formatDate(today)}. For later days use a lock that can be moved.`,
    )
  if (forever === wanted) return []
  if (forever !== undefined && wanted < forever)
    return refusal(
      'locked_forever',
      '/through',
      `All days through ${formatDate(forever)} are locked for good. The lock moves to later dates only.`,
    )
  return [event<LockedForever>('period-locked-forever', { through, before: dateText(forever) })]
}

export function decideGrantException(
  { forever, closed }: Locks,
  { actor, kind, from, to, until, reason }: Input<'GrantException'>,
  { id, nowMicros, inForce }: { id: string; nowMicros: number; inForce: number },
): NewEvent[] | PeriodsRefusal {
  const first = parseDate(from) as DateNumber
  const end = Date.parse(until) * 1_000
  if ((parseDate(to) as DateNumber) < first)
    return refusal('invalid_range', '/to', 'The last effective date is before the first.')
  if (end <= nowMicros) return refusal('invalid_range', '/until', 'The exception would have ended already.')
  if (end > nowMicros + LIMITS.lockExceptionDaysMax * DAY_MICROS)
    return refusal('invalid_range', '/until', `It lasts at most ${LIMITS.lockExceptionDaysMax} days.`)
  if (forever !== undefined && first <= forever)
    return refusal(
      'locked_forever',
      '/from',
      `All days through ${formatDate(forever)} are locked for good, and no exception passes that. Begin later.`,
    )
  if (closed && first <= closed.to)
    return refusal(
      'fiscal_year_closed',
      '/from',
      `The fiscal year ${closed.code} is closed through ${formatDate(closed.to)}. Reopen it, or begin later.`,
    )
  if (inForce >= LIMITS.lockExceptionsMax)
    return refuse(
      'too_many',
      `${LIMITS.lockExceptionsMax} exceptions are in force. Revoke some, or move the lock back.`,
    )
  const data: ExceptionGranted = { id, actor, kind, from, to, until: end, reason }
  return [event('lock-exception-granted', data)]
}

export function decideRevokeException(
  exception: { id: string; until: number; isRevoked: boolean },
  reason: string | undefined,
  nowMicros: number,
): NewEvent[] | PeriodsRefusal {
  if (exception.isRevoked) return refuse('exception_not_active', 'The exception is revoked already.')
  if (exception.until <= nowMicros) return refuse('exception_not_active', 'The exception has expired.')
  const data: ExceptionRevoked = { id: exception.id, ...(reason && { reason }) }
  return [event('lock-exception-revoked', data)]
}

export function decideDefineItem(
  { own, checks }: { own: readonly ItemDefined[]; checks: readonly string[] },
  { code, title, description, every }: Input<'DefineChecklistItem'>,
): NewEvent[] | PeriodsRefusal {
  if (checks.includes(code))
    return refusal('checklist_code_taken', '/code', `${code} is a check of Meridian's. Choose another code.`)
  const before = own.find((each) => each.code === code)
  if (!before && own.length >= LIMITS.checklistItemsMax)
    return refuse('too_many', `A checklist has at most ${LIMITS.checklistItemsMax} items of your own.`)
  const data: ItemDefined = { code, title, ...(description && { description }), every }
  return [event('checklist-item-defined', data)]
}

/** `checked`: what the mark should become. Checking what is checked changes nothing. */
export function decideMark(
  { item, isMarked, isYear }: { item: ItemDefined | undefined; isMarked: boolean; isYear: boolean },
  { period, code, note }: Input<'CheckOff'>,
  checked: boolean,
): NewEvent[] | PeriodsRefusal {
  if (!item)
    return refusal(
      'checklist_item_not_found',
      '/code',
      `There is no checklist item ${code} of your own. What Meridian checks is done when it is done.`,
    )
  if ((item.every === 'year') !== isYear)
    return refusal(
      'fiscal_period_not_found',
      '/period',
      `${item.title} is for every ${item.every}: name a ${item.every}.`,
    )
  if (isMarked === checked) return []
  const data: ItemMarked = { period, code, ...(note && { note }) }
  return [event(checked ? 'checklist-item-checked' : 'checklist-item-unchecked', data)]
}

/** A refusal that is about one field. */
export function refusal<Code extends RefusalCode<PeriodsContract>>(
  code: Code,
  pointer: string,
  detail: string,
): Refusal<Code> {
  return refuse(code, detail, [{ pointer, code, detail }])
}

export const dateText = (date: DateNumber | undefined): string | null =>
  date === undefined ? null : formatDate(date)

export const spanText = ({ from, to }: Span): string =>
  `${formatDate(from)} to ${formatDate(Math.min(to, LAST_DATE))}`

const isOfWeeks = (periods: string): boolean => periods.includes('-')

const DAY_MICROS = 86_400_000_000
