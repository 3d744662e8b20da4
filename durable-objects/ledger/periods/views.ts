import { formatAmount } from '../../kernel/amount.ts'
import { daysThrough, formatDate, formatInstant } from '../../kernel/dates.ts'
import type { EventLog, StoredEvent } from '../../kernel/log.ts'
import { invariant } from '../../kernel/result.ts'
import { JOURNAL_KINDS } from '../contract.ts'
import {
  type ExceptionGranted,
  type ExceptionView,
  type FiscalPeriod,
  type FiscalYear,
  LOCK_KINDS,
  type LockedForever,
  type LockSet,
  type PeriodView,
  type YearClosed,
  type YearView,
} from './contract.ts'
import { dateText } from './domain.ts'
import type { ExceptionRow } from './exceptions.ts'
import { barrierOn, firstOpenDate, type Locks } from './locks.ts'
import { FOREVER, type PeriodsTables } from './tables.ts'

/** What the API shows of years, locks and exceptions. What was recorded with them is read from the log. */

export interface Reading {
  tables: PeriodsTables
  log: EventLog
  /** Decimal places of the company's currency. */
  scale: () => number
}

/** `isWhole`: the reader sees all records, so the result too. */
export function yearView({ tables, log, scale }: Reading, year: FiscalYear, isWhole: boolean): YearView {
  const closing = year.isClosed ? tables.closing(year.code) : undefined
  const event = closing && eventAt(log, closing.sequence)
  const closed = event && (JSON.parse(event.data) as YearClosed)
  return {
    code: year.code,
    from: formatDate(year.from),
    to: formatDate(year.to),
    days: daysThrough(year.from, year.to),
    isDerived: year.isDerived,
    status: year.isClosed ? 'closed' : 'open',
    closedAt: event ? formatInstant(event.recorded_at) : null,
    closedBy: event?.actor ?? null,
    net: closed && isWhole ? formatAmount(0 - closed.net, scale()) : null,
    closingEntries: closed?.entries ?? [],
    periods: year.periods.map((period) => periodView(tables.locks, period)),
  }
}

export function periodView(locks: Locks, { code, year, from, to }: FiscalPeriod): PeriodView {
  const isShut = (kind: (typeof JOURNAL_KINDS)[number]) => (barrierOn(locks, kind, to)?.through ?? 0) >= to
  const shut = JOURNAL_KINDS.filter(isShut)
  const isTouched = JOURNAL_KINDS.some((kind) => barrierOn(locks, kind, from))
  const status =
    locks.closed && to <= locks.closed.to
      ? 'closed'
      : locks.forever !== undefined && to <= locks.forever
        ? 'locked-forever'
        : shut.length === JOURNAL_KINDS.length
          ? 'locked'
          : isTouched
            ? 'partly-locked'
            : 'open'
  const isAll = shut.length === JOURNAL_KINDS.length
  return {
    code,
    year,
    from: formatDate(from),
    to: formatDate(to),
    status,
    locked: isAll ? ['all'] : shut,
  }
}

export function locksView({ tables, log }: Reading) {
  const { locks } = tables
  const rows = new Map(tables.lockRows().map((row) => [row.kind, row]))
  const earliest = 0
  return {
    forever: dateText(locks.forever),
    locks: LOCK_KINDS.map((kind) => {
      const row = rows.get(kind)
      const event = row && eventAt(log, row.sequence)
      return {
        kind,
        through: dateText(row?.through ?? undefined),
        at: event ? formatInstant(event.recorded_at) : null,
        by: event?.actor ?? null,
      }
    }),
    firstOpenDates: JOURNAL_KINDS.map((kind) => {
      const open = firstOpenDate(locks, kind, earliest)
      return { kind, date: open === earliest ? null : dateText(open) }
    }),
  }
}

export function lockChangeView(log: EventLog, sequence: number) {
  const event = eventAt(log, sequence)
  const data = JSON.parse(event.data) as LockSet | LockedForever
  return {
    sequence,
    at: formatInstant(event.recorded_at),
    by: event.actor,
    kind: 'kind' in data ? data.kind : (FOREVER as 'forever'),
    before: data.before,
    through: data.through,
    reason: ('reason' in data && data.reason) || null,
  }
}

export function exceptionView(log: EventLog, row: ExceptionRow, nowMicros: number): ExceptionView {
  const granted = eventAt(log, row.sequence)
  const revoked = row.revoked_by === null ? undefined : eventAt(log, row.revoked_by)
  const { id, actor, kind, from, to, until, reason } = JSON.parse(granted.data) as ExceptionGranted
  return {
    id,
    actor,
    kind,
    from,
    to,
    until: formatInstant(until),
    reason,
    grantedAt: formatInstant(granted.recorded_at),
    grantedBy: granted.actor,
    status: revoked ? 'revoked' : until <= nowMicros ? 'expired' : 'active',
    revokedAt: revoked ? formatInstant(revoked.recorded_at) : null,
    revokedBy: revoked?.actor ?? null,
  }
}

export function eventAt(log: EventLog, sequence: number): StoredEvent {
  const event = log.at(sequence)
  invariant(event, `event ${sequence}, which a table of periods names, is in the log`)
  return event
}
