import { addDays, type DateNumber, formatDate } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { JOURNAL_KINDS } from '../contract.ts'
import type { Account } from '../model.ts'
import type { LedgerParts } from '../store.ts'
import type { CheckedPeriod, Finding, PeriodCheck } from './contract.ts'
import { bookedDays, type FiguresParts, isBooked } from './figures.ts'
import { barrierOn } from './locks.ts'
import type { PeriodsTables } from './tables.ts'

/** What the ledger itself can tell about a period; the other parts of the books contribute theirs. */

export interface CheckParts extends Pick<FiguresParts, 'database'>, Pick<LedgerParts, 'balances' | 'days'> {
  tables: PeriodsTables
  suspense: () => Account | undefined
  /** Inputs of commands that wait for an approval, at most so many. */
  parked: (limit: number) => readonly unknown[]
}

export const ledgerChecks = (parts: CheckParts): PeriodCheck[] => [
  {
    code: 'trial-balance',
    title: 'The trial balance is zero',
    look: ({ to }) => trialBalance(parts, to),
  },
  { code: 'suspense', title: 'The suspense account is empty', look: ({ to }) => suspense(parts, to) },
  {
    code: 'parked-approvals',
    title: 'No entry of the period waits for an approval',
    look: (period) => parkedApprovals(parts, period),
  },
  {
    code: 'earlier-periods',
    title: 'Earlier periods are locked',
    look: ({ from }) => earlierPeriods(parts, from),
  },
  { code: 'locks', title: 'The period is locked', look: ({ to }) => lockOf(parts, to) },
]

function trialBalance({ balances }: CheckParts, to: DateNumber): Finding {
  const sum = balances
    .totalsAsOf(to)
    .reduce((total, { debitValue, creditValue }) => total + debitValue - creditValue, 0)
  const link = `/trial-balance?asOf=${formatDate(to)}`
  return sum === 0 ? { status: 'done', count: 0, link } : { status: 'open', count: 1, link }
}

function suspense({ balances, suspense: find }: CheckParts, to: DateNumber): Finding {
  const account = find()
  if (!account)
    return { status: 'not-applicable', count: 0, detail: 'No account has the role of a suspense account.' }
  const isEmpty = balances
    .totalsBefore(account.ordinal, addDays(to, 1))
    .every(
      (totals) => totals.debitQuantity === totals.creditQuantity && totals.debitValue === totals.creditValue,
    )
  const link = `/accounts/${encodeURIComponent(account.code)}?to=${formatDate(to)}`
  if (isEmpty) return { status: 'done', count: 0, link }
  return { status: 'open', count: 1, detail: `${account.code} ${account.name} has a balance.`, link }
}

function parkedApprovals({ parked, days }: CheckParts, { from, to, nowMicros }: CheckedPeriod): Finding {
  const isIn = (date: string) => formatDate(from) <= date && date <= formatDate(to)
  const count = parked(LIMITS.checklistLookedAtMax).filter((input) => {
    const dates = effectiveDatesIn(input)
    // A reversal that names no date is booked on the day that it is released.
    return dates.length === 0
      ? isIn(formatDate(days.dateAt(nowMicros))) && isOfEntry(input)
      : dates.some(isIn)
  }).length
  return count === 0
    ? { status: 'done', count, link: '/approvals' }
    : {
        status: 'open',
        count,
        detail: 'After the lock they are refused when they are released.',
        link: '/approvals',
      }
}

/** Dates on which a command would book: its own, and those of its rows. */
function effectiveDatesIn(input: unknown): string[] {
  if (typeof input !== 'object' || input === null) return []
  return Object.entries(input).flatMap(([name, value]) => {
    if (name === 'effectiveDate' && typeof value === 'string') return [value]
    return name === 'lines' ? [] : effectiveDatesIn(value)
  })
}

const isOfEntry = (input: unknown): boolean =>
  typeof input === 'object' && input !== null && 'id' in input && String(input.id).startsWith('je_')

function earlierPeriods({ tables, database }: CheckParts, from: DateNumber): Finding {
  const first = bookedDays(database)?.first
  if (first === undefined || first >= from)
    return { status: 'not-applicable', count: 0, detail: 'There are no entries before it.' }
  const open = tables.calendar
    .yearsBetween(first, addDays(from, -1))
    .flatMap(({ periods }) => periods)
    .filter((period) => period.to < from && period.to >= first)
    .slice(-LIMITS.checklistLookedAtMax)
    .filter((period) => !isLocked(tables, period.to) && isBooked(database, period))
  const link = '/close?tab=locks'
  if (open.length === 0) return { status: 'done', count: 0, link }
  return { status: 'open', count: open.length, detail: `The first of them is ${open[0]?.code}.`, link }
}

function lockOf({ tables }: CheckParts, to: DateNumber): Finding {
  const link = '/close?tab=locks'
  if (isLocked(tables, to)) return { status: 'done', count: 0, link }
  const open = JOURNAL_KINDS.filter((kind) => !barrierOn(tables.locks, kind, to))
  if (open.length === JOURNAL_KINDS.length) return { status: 'open', count: 1, link }
  return { status: 'open', count: 1, detail: `Journals of these kinds still book: ${open.join(', ')}.`, link }
}

const isLocked = ({ locks }: PeriodsTables, date: DateNumber): boolean =>
  JOURNAL_KINDS.every((kind) => barrierOn(locks, kind, date))
