import { addDays, FIRST_YEAR, formatDate } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { NewEvent } from '../../kernel/log.ts'
import type { CommandContext } from '../../kernel/module.ts'
import { isRefusal, type Refusal, refuse } from '../../kernel/result.ts'
import type { EntryPosted } from '../contract.ts'
import type { Account } from '../model.ts'
import type { Posting } from '../posting.ts'
import type { PostingRefusal, ResolvedLine } from '../rules.ts'
import type { LedgerParts } from '../store.ts'
import type { FiscalYear, LockSet, YearClosed, YearReopened } from './contract.ts'
import { dateText, event, type PeriodsRefusal, refusal } from './domain.ts'
import { bookedDays, type FiguresParts, isBooked, type YearFigures, yearFigures } from './figures.ts'
import type { PeriodRule } from './rule.ts'
import { type PeriodsTables, storedPeriods } from './tables.ts'

export interface ClosingParts extends FiguresParts {
  tables: PeriodsTables
  rule: PeriodRule
  begin: LedgerParts['begin']
  reversal: LedgerParts['reversal']
  retainedEarnings: () => Account | undefined
}

/**
 * Closes a year: its result by account goes into the log, and all days through its end are locked. With a closing entry,
 * income and expense accounts are brought to zero as well, against retained earnings.
 */
export function decideClose(
  parts: ClosingParts,
  year: FiscalYear,
  { closingEntry, note }: { closingEntry?: boolean | undefined; note?: string | undefined },
  context: CommandContext,
): NewEvent[] | PeriodsRefusal {
  const { tables, balances } = parts
  const { code, from, to } = year
  const obstacle = obstacleTo(parts, year)
  if (obstacle) return obstacle
  // Earlier commands of the turn may hold back what they moved.
  balances.settle()
  const figures = yearFigures(parts, year)
  if (figures.result.length > LIMITS.closedAccountsMax) return tooManyAccounts()
  const entries = closingEntry ? closingEntries(parts, year, figures, context) : { events: [], ids: [] }
  if (isRefusal(entries)) return entries
  const { result, net, digest } = figures
  const closed: YearClosed = {
    year: code,
    from: formatDate(from),
    to: formatDate(to),
    periods: storedPeriods(tables.calendar, from),
    result: result.map(({ account, value }) => ({ account: account.id, value })),
    net,
    sequence: context.nextSequence - 1,
    digest,
    entries: entries.ids,
    ...(note && { note }),
  }
  const before = tables.locks.through.get('all')
  const lock: LockSet = {
    kind: 'all',
    through: closed.to,
    before: dateText(before),
    reason: `Closing of fiscal year ${code}`,
  }
  return [
    ...entries.events,
    event('fiscal-year-closed', closed),
    ...(before !== undefined && before >= to ? [] : [event('period-lock-set', lock)]),
  ]
}

/** What keeps the year from being closed, whoever does it. */
export function obstacleTo(
  { database, tables }: Pick<ClosingParts, 'database' | 'tables'>,
  { code, from, isClosed }: FiscalYear,
): PeriodsRefusal | undefined {
  if (isClosed) return refusal('fiscal_year_closed', '/year', `The fiscal year ${code} is closed already.`)
  const first = bookedDays(database)?.first
  if (first === undefined || first >= from) return undefined
  const open = tables.calendar
    .yearsBetween(first, addDays(from, -1))
    .find((year) => !year.isClosed && isBooked(database, year))
  return (
    open &&
    refusal(
      'earlier_year_open',
      '/year',
      `The fiscal year ${open.code} has entries and is not closed. Close it first.`,
    )
  )
}

export const tooManyAccounts = () =>
  refuse(
    'too_many',
    `A year is closed with at most ${LIMITS.closedAccountsMax} income and expense accounts. Merge those that are no longer told apart.`,
  )

/** The lines of closing entries, entry by entry, each with its own share of retained earnings. */
export function closingLines(
  { chart }: Pick<ClosingParts, 'chart'>,
  { unclosed }: YearFigures,
  retained: Account,
): ResolvedLine[][] {
  const { currency } = chart
  const perEntry = LIMITS.entryLinesMax - 1
  return Array.from({ length: Math.ceil(unclosed.length / perEntry) }, (_, index) => {
    const part = unclosed.slice(index * perEntry, (index + 1) * perEntry)
    const lines = part.map(
      ({ account, unit, quantity, value }): ResolvedLine => ({
        account,
        unit,
        quantity: 0 - quantity,
        value: 0 - value,
      }),
    )
    const sum = part.reduce((total, { value }) => total + value, 0)
    return sum === 0 ? lines : [...lines, { account: retained, unit: currency, quantity: sum, value: sum }]
  })
}

function closingEntries(
  parts: ClosingParts,
  year: FiscalYear,
  figures: YearFigures,
  context: CommandContext,
): { events: NewEvent[]; ids: string[] } | Refusal<'role_not_assigned'> | PostingRefusal {
  const retained = parts.retainedEarnings()
  if (!retained) return noRetainedEarnings()
  const { currency } = parts.chart
  if (retained.unit !== null && retained.unit !== currency.code)
    return refuse(
      'account_unit_mismatch',
      `Account ${retained.code} takes ${retained.unit} only, and retained earnings are in ${currency.code}. Set another account for them.`,
    )
  const entries = closingLines(parts, figures, retained)
  const posting = beginClosing(parts, year, context)
  const ids: string[] = []
  for (const [index, lines] of entries.entries()) {
    const which = entries.length === 1 ? '' : ` (${index + 1} of ${entries.length})`
    const posted = posting.record(
      {
        effectiveDate: formatDate(year.to),
        description: `Closing of fiscal year ${year.code}${which}`,
        purpose: 'closing',
      },
      lines,
    )
    if (isRefusal(posted)) return inClosing(posted, '/closingEntry')
    ids.push(posted.id)
  }
  return { events: posting.events, ids }
}

export const noRetainedEarnings = () =>
  refuse(
    'role_not_assigned',
    'A closing entry books the result to retained earnings. Set the account for them among the roles of the chart, or close without an entry.',
    [
      {
        pointer: '/closingEntry',
        code: 'role_not_assigned',
        detail: 'No account has the role retainedEarnings.',
      },
    ],
  )

/** Opens the last closed year again: takes its closing entries back, and moves the lock to before it. */
export function decideReopen(
  parts: ClosingParts,
  year: FiscalYear,
  reason: string,
  closed: YearClosed,
  context: CommandContext,
): NewEvent[] | PeriodsRefusal {
  const { locks } = parts.tables
  const { code, from, to } = year
  if (locks.closed && locks.closed.code !== code)
    return refusal(
      'later_year_closed',
      '/year',
      `The fiscal year ${locks.closed.code} is closed on top of it. Reopen that one first.`,
    )
  if (locks.forever !== undefined && locks.forever >= to)
    return refusal(
      'locked_forever',
      '/year',
      `All days through ${formatDate(locks.forever)} are locked for good. Correct the year with entries in an open period.`,
    )
  const posting = beginClosing(parts, year, context)
  const reversals = reverseEntries(parts, posting, closed)
  if (isRefusal(reversals)) return reversals
  const dates = { from: formatDate(from), to: formatDate(to) }
  const dayBefore = addDays(from, -1)
  const lock: LockSet = {
    kind: 'all',
    through: dayBefore < FIRST_YEAR * 10_000 ? null : formatDate(dayBefore),
    before: dateText(locks.through.get('all')),
    reason,
  }
  return [
    ...posting.events,
    event<YearReopened>('fiscal-year-reopened', { year: code, ...dates, reason, reversals }),
    event('period-lock-set', lock),
  ]
}

function reverseEntries(
  { entries, reversal }: ClosingParts,
  posting: Posting,
  closed: YearClosed,
): string[] | PeriodsRefusal {
  const ids: string[] = []
  for (const id of closed.entries) {
    const entry = entries.find(id)
    if (!entry || entry.reversedBy !== null) continue
    const reversed: EntryPosted | Refusal = reversal(posting, id, { effectiveDate: closed.to })
    if (isRefusal(reversed)) return inClosing(reversed, '/year') as PeriodsRefusal
    ids.push(reversed.id)
  }
  return ids
}

/** Lines of an entry that nobody wrote cannot be pointed at: what is wrong with them is said in words. */
const inClosing = <Code extends string>(refusal: Refusal<Code>, pointer: string): Refusal<Code> => ({
  ...refusal,
  errors: refusal.errors.map((error) => ({ ...error, pointer })),
})

function beginClosing({ rule, begin }: ClosingParts, year: FiscalYear, context: CommandContext): Posting {
  rule.letClose(context, year)
  return begin(context)
}
