import { formatAmount } from '../../kernel/amount.ts'
import type { InputOf, ReplyOf } from '../../kernel/contract.ts'
import {
  decodeCursor,
  decodeTextCursor,
  encodeCursor,
  encodeTextCursor,
  invalidCursor,
} from '../../kernel/cursor.ts'
import {
  addDays,
  addMonths,
  type DateNumber,
  formatDate,
  formatInstant,
  LAST_DATE,
  parseDate,
} from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { Actor, QueryContext } from '../../kernel/module.ts'
import { isRefusal, refuse } from '../../kernel/result.ts'
import { GENERAL_JOURNAL } from '../contract.ts'
import type { Account } from '../model.ts'
import type { LedgerParts } from '../store.ts'
import { accountRef } from '../views.ts'
import type { Checklist } from './checklist.ts'
import {
  type ClosingParts,
  closingLines,
  noRetainedEarnings,
  obstacleTo,
  tooManyAccounts,
} from './closing.ts'
import type {
  ChecklistItem,
  FiscalPeriod,
  FiscalYear,
  ItemDefined,
  ItemMarked,
  PeriodCheck,
  PeriodsContract,
  YearClosed,
} from './contract.ts'
import { dateText, type PeriodsRefusal, refusal } from './domain.ts'
import type { LockExceptions } from './exceptions.ts'
import { bookedDays, yearFigures } from './figures.ts'
import { barrierOn, firstOpenDate } from './locks.ts'
import { eventAt, exceptionView, lockChangeView, periodView, type Reading, yearView } from './views.ts'

type Name = keyof PeriodsContract['operations']
type Input<N extends Name> = InputOf<PeriodsContract, N>
type Reply<N extends Name> = ReplyOf<PeriodsContract, N>

export interface QueryParts extends Reading, ClosingParts, Pick<LedgerParts, 'days'> {
  exceptions: LockExceptions
  checklist: Checklist
  checks: () => readonly PeriodCheck[]
  /** Whether the actor sees some records or parts of them only. */
  isLimited: (actor: Actor, operation: Name) => boolean
  seesJournal: (actor: Actor, operation: Name, journal: string) => boolean
}

/** What is read of years, locks and checklists. */
export class PeriodsQueries {
  readonly #parts: QueryParts

  constructor(parts: QueryParts) {
    this.#parts = parts
  }

  calendar(actor: Actor, nowMicros: number, operation: Name): Reply<'GetFiscalCalendar'> {
    const { calendar } = this.#parts.tables
    return {
      ...calendar.rule,
      isFixed: calendar.fixed.length > 0,
      currentYear: this.yearView(calendar.yearOf(this.#parts.days.dateAt(nowMicros)), actor, operation),
    }
  }

  listYears(
    input: Input<'ListFiscalYears'>,
    { actor, nowMicros }: QueryContext,
  ): Reply<'ListFiscalYears'> | PeriodsRefusal {
    const cursor = decodeCursor(input.cursor, 1)
    if (cursor === 'invalid') return invalidCursor()
    const { calendar } = this.#parts.tables
    const wanted = this.#defaultRange(nowMicros)
    const from = cursor ? (cursor[0] as number) : (parseDate(input.from ?? '') ?? wanted.from)
    const to = parseDate(input.to ?? '') ?? Math.max(wanted.to, from)
    const limit = input.limit ?? LIMITS.pageRowsDefault
    const data: Reply<'ListFiscalYears'>['data'] = []
    let next = from
    while (next <= to && data.length < limit) {
      const year = calendar.yearOf(next)
      data.push(this.yearView(year, actor, 'ListFiscalYears'))
      next = addDays(year.to, 1)
    }
    return { data, nextCursor: next <= Math.min(to, LAST_DATE) ? encodeCursor([next]) : null }
  }

  getYear(
    { year: code }: Input<'GetFiscalYear'>,
    { actor }: QueryContext,
  ): Reply<'GetFiscalYear'> | PeriodsRefusal {
    const { tables, log, chart } = this.#parts
    const year = tables.calendar.year(code)
    if (!year) return yearNotFound(code)
    const closing = tables.closing(code)
    const isShown = closing && !this.#parts.isLimited(actor, 'GetFiscalYear')
    const closed = isShown && (JSON.parse(eventAt(log, closing.sequence).data) as YearClosed)
    return {
      ...this.yearView(year, actor, 'GetFiscalYear'),
      result: closed
        ? closed.result.map(({ account, value }) => this.#amountRow(chart.accountById(account), value))
        : null,
    }
  }

  previewClose(
    { year: code }: Input<'PreviewClose'>,
    { actor, nowMicros }: QueryContext,
  ): Reply<'PreviewClose'> | PeriodsRefusal {
    const parts = this.#parts
    if (parts.isLimited(actor, 'PreviewClose')) return coversAllRecords()
    const year = parts.tables.calendar.year(code)
    if (!year) return yearNotFound(code)
    const figures = yearFigures(parts, year)
    const retained = parts.retainedEarnings()
    const entries = retained ? closingLines(parts, figures, retained) : []
    const sumOf = (type: Account['type']) =>
      figures.result.filter(({ account }) => account.type === type).reduce((sum, { value }) => sum + value, 0)
    const tooMany = figures.result.length > LIMITS.closedAccountsMax ? tooManyAccounts() : undefined
    const obstacles = [obstacleTo(parts, year), tooMany].filter((each) => each !== undefined)
    const warnings = [
      ...(retained ? [] : [remark(noRetainedEarnings())]),
      ...(year.to >= this.#parts.days.dateAt(nowMicros)
        ? [{ code: 'not_over', detail: `The year ends on ${formatDate(year.to)}.` }]
        : []),
    ]
    return {
      year: year.code,
      from: formatDate(year.from),
      to: formatDate(year.to),
      currency: parts.chart.currency.code,
      income: this.#money(0 - sumOf('income')),
      expense: this.#money(sumOf('expense')),
      net: this.#money(0 - figures.net),
      rows: figures.result.map(({ account, value }) => this.#amountRow(account, value)),
      closingEntry: {
        account: retained ? accountRef(retained) : null,
        entries: entries.length,
        lines: entries.reduce((sum, lines) => sum + lines.length, 0),
      },
      obstacles: obstacles.map(remark),
      warnings,
    }
  }

  listLockChanges(input: Input<'ListLockChanges'>): Reply<'ListLockChanges'> | PeriodsRefusal {
    const { tables, log } = this.#parts
    const cursor = decodeCursor(input.cursor, 1)
    if (cursor === 'invalid') return invalidCursor()
    const limit = input.limit ?? LIMITS.pageRowsDefault
    const found = tables.lockChanges(cursor?.[0] ?? LIMITS.minorUnitsMax, limit + 1)
    return {
      data: found.slice(0, limit).map((sequence) => lockChangeView(log, sequence)),
      nextCursor: found.length > limit ? encodeCursor([found[limit - 1] as number]) : null,
    }
  }

  findOpenDate(
    { date, journal = GENERAL_JOURNAL }: Input<'FindOpenDate'>,
    { actor, nowMicros }: QueryContext,
  ): Reply<'FindOpenDate'> | PeriodsRefusal {
    const { tables, exceptions, chart, seesJournal } = this.#parts
    const kind = chart.journal(journal)?.kind
    if (!kind || !seesJournal(actor, 'FindOpenDate', journal))
      return refusal('journal_not_found', '/journal', `There is no journal ${journal}.`)
    const day = parseDate(date ?? '') ?? this.#parts.days.dateAt(nowMicros)
    const own = exceptions.of(actor.id, nowMicros)
    const barrier = barrierOn(tables.locks, kind, day, own)
    return {
      date: formatDate(day),
      journal,
      kind,
      isOpen: barrier === undefined,
      firstOpenDate: dateText(firstOpenDate(tables.locks, kind, day, own)),
      lockedThrough: dateText(barrier?.through),
    }
  }

  listExceptions(
    input: Input<'ListExceptions'>,
    { nowMicros }: QueryContext,
  ): Reply<'ListExceptions'> | PeriodsRefusal {
    const { exceptions, log } = this.#parts
    const cursor = decodeCursor(input.cursor, 1)
    if (cursor === 'invalid') return invalidCursor()
    const limit = input.limit ?? LIMITS.pageRowsDefault
    const before = cursor?.[0] ?? LIMITS.minorUnitsMax
    const rows = exceptions.page(input.status, before, nowMicros, limit + 1)
    return {
      data: rows.slice(0, limit).map((row) => exceptionView(log, row, nowMicros)),
      nextCursor: rows.length > limit ? encodeCursor([rows[limit - 1]?.sequence as number]) : null,
    }
  }

  listItems(input: Input<'ListChecklistItems'>): Reply<'ListChecklistItems'> | PeriodsRefusal {
    const after = input.cursor === undefined ? '' : decodeTextCursor(input.cursor)
    if (after === undefined) return invalidCursor()
    const limit = input.limit ?? LIMITS.pageRowsDefault
    const rest = this.#parts.checklist.items().filter(({ code }) => code > after)
    const data = rest.slice(0, limit)
    const last = data.at(-1)
    return {
      data: data.map(ownItemView),
      nextCursor: rest.length > limit && last ? encodeTextCursor(last.code) : null,
    }
  }

  checklist(
    { period: code }: Input<'GetPeriodChecklist'>,
    { actor, nowMicros }: QueryContext,
  ): Reply<'GetPeriodChecklist'> | PeriodsRefusal {
    const { tables, checklist, checks, isLimited } = this.#parts
    if (isLimited(actor, 'GetPeriodChecklist')) return coversAllRecords()
    const found = this.periodOrYear(code)
    if (isRefusal(found)) return found
    const { period, isYear } = found
    const own = checklist.items().filter(({ every }) => (every === 'year') === isYear)
    const items = [
      ...checks().map((check) => computedItem(check, period, nowMicros)),
      ...own.map((item) => this.ownItem(item, code)),
    ]
    const open = items.filter(({ status }) => status === 'open' || status === 'blocked').length
    return { period: periodView(tables.locks, period), items, open }
  }

  /** A period, or a year as one. */
  periodOrYear(code: string): { period: FiscalPeriod; isYear: boolean } | PeriodsRefusal {
    const { calendar } = this.#parts.tables
    const period = calendar.period(code)
    if (period) return { period, isYear: false }
    const year = calendar.year(code)
    if (year) return { period: { code, year: code, from: year.from, to: year.to }, isYear: true }
    return refusal(
      'fiscal_period_not_found',
      '/period',
      `There is no period ${code}. Periods are called after their year, such as 2026-P01.`,
    )
  }

  ownItem(item: ItemDefined, period: string): ChecklistItem {
    const { checklist, log } = this.#parts
    const sequence = checklist.marks(period).get(item.code)
    const mark = sequence === undefined ? undefined : eventAt(log, sequence)
    return {
      code: item.code,
      title: item.title,
      description: item.description ?? null,
      status: mark ? 'done' : 'open',
      count: mark ? 0 : 1,
      detail: null,
      link: null,
      isOwn: true,
      checkedAt: mark ? formatInstant(mark.recorded_at) : null,
      checkedBy: mark?.actor ?? null,
      note: mark ? ((JSON.parse(mark.data) as ItemMarked).note ?? null) : null,
    }
  }

  yearView(year: FiscalYear, actor: Actor, operation: Name) {
    return yearView(this.#parts, year, !this.#parts.isLimited(actor, operation))
  }

  #defaultRange(nowMicros: number): { from: DateNumber; to: DateNumber } {
    const { tables, database } = this.#parts
    const { fixed } = tables.calendar
    const booked = bookedDays(database)
    const now = this.#parts.days.dateAt(nowMicros)
    return {
      from: Math.min(now, booked?.first ?? now, fixed[0]?.from ?? now),
      to: Math.max(addMonths(now, 12), booked?.last ?? now, fixed.at(-1)?.to ?? now),
    }
  }

  #amountRow(account: Account, value: number) {
    return { account: accountRef(account), amount: this.#money(0 - value) }
  }

  #money(minor: number): string {
    return formatAmount(minor, this.#parts.scale())
  }
}

function computedItem(check: PeriodCheck, period: FiscalPeriod, nowMicros: number): ChecklistItem {
  const { code, from, to } = period
  const { status, count, detail = null, link = null } = check.look({ code, from, to, nowMicros })
  return {
    code: check.code,
    title: check.title,
    description: null,
    status,
    count,
    detail,
    link,
    isOwn: false,
    checkedAt: null,
    checkedBy: null,
    note: null,
  }
}

export const ownItemView = ({ code, title, description, every }: ItemDefined) => ({
  code,
  title,
  description: description ?? null,
  every,
})

const remark = ({ refused, detail }: { refused: string; detail: string }) => ({ code: refused, detail })

export const yearNotFound = (code: string) =>
  refusal(
    'fiscal_year_not_found',
    '/year',
    `There is no fiscal year ${code}. Take a code from the list of fiscal years.`,
  )

/** What looks at every record is for who may see every record, whole. */
export const coversAllRecords = () =>
  refuse('record_rule', 'This covers all records of the company, and you may see some of them, or parts.')
