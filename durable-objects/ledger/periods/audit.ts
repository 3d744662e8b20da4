import { type AuditCheck, judged, type ModuleAudit } from '../../kernel/audit.ts'
import { type DateNumber, parseDate } from '../../kernel/dates.ts'
import type { StoredEvent } from '../../kernel/log.ts'
import type { JournalChanged, JournalKind, JournalOpened } from '../contract.ts'
import type { ClosingParts } from './closing.ts'
import type {
  ExceptionGranted,
  ExceptionRevoked,
  LockedForever,
  LockKind,
  LockSet,
  YearClosed,
  YearReopened,
} from './contract.ts'
import { yearFigures } from './figures.ts'
import { eventAt, type Reading } from './views.ts'

/**
 * No entry was booked into days that were locked at that moment, told by the log alone; and every closed year still comes
 * to what was recorded when it was closed.
 */
export class PeriodsAudit implements ModuleAudit {
  readonly #parts: Reading & ClosingParts
  readonly #locks = new Map<LockKind, DateNumber>()
  readonly #closed = new Map<string, DateNumber>()
  readonly #exceptions = new Map<string, ExceptionGranted>()
  readonly #kinds = new Map<string, JournalKind>()
  readonly #intruders: string[] = []
  #forever = 0
  /** The last day that anything may be locked on. */
  #furthest = 0
  #looked = 0

  constructor(parts: Reading & ClosingParts) {
    this.#parts = parts
  }

  visit(event: StoredEvent): void {
    if (event.type === 'journal-entry-posted') this.#judge(event)
    else if (WATCHED.has(event.type)) {
      this.#follow(event)
      this.#furthest = Math.max(this.#forever, ...this.#locks.values(), ...this.#closed.values())
    }
  }

  *conclude(): Iterable<AuditCheck> {
    yield judged('no entry was booked into a locked period', this.#intruders, `${this.#looked} entries`)
    const closings = this.#parts.tables.closings()
    const wrong = closings.flatMap(({ sequence, isMergedSince }) => this.#changed(sequence, isMergedSince))
    yield judged('closed years are as they were closed', wrong, `${closings.length} years`)
  }

  #judge(event: StoredEvent): void {
    this.#looked++
    // The date stands first of all that could be taken for it: keys are in order. Only what may be locked is read whole.
    const date = parseDate(/"effectiveDate":"([^"]*)"/.exec(event.data)?.[1] ?? '')
    if (date === undefined || date > this.#furthest) return
    const { journal } = dataOf<{ journal: string }>(event) ?? {}
    if (journal === undefined) return
    const kind = this.#kinds.get(journal) ?? 'general'
    const hard = Math.max(0, ...this.#closed.values())
    const soft = Math.max(this.#locks.get('all') ?? 0, this.#locks.get(kind) ?? 0)
    const isClosing = CLOSING_COMMANDS.has(event.command)
    const isLet = isClosing || (date > hard && (date > soft || this.#isExcepted(kind, date, event)))
    if (date <= this.#forever || !isLet) this.#intruders.push(`event ${event.sequence} in ${kind} on ${date}`)
  }

  #isExcepted(kind: JournalKind, date: DateNumber, { actor, recorded_at }: StoredEvent): boolean {
    return [...this.#exceptions.values()].some(
      (each) =>
        each.actor === actor &&
        (each.kind === 'all' || each.kind === kind) &&
        (parseDate(each.from) as number) <= date &&
        date <= (parseDate(each.to) as number) &&
        recorded_at < each.until + RECORDED_LATER_MICROS,
    )
  }

  #follow(event: StoredEvent): void {
    const data = dataOf<object>(event)
    if (!data) return
    switch (event.type) {
      case 'journal-opened': {
        const { code, kind = 'general' } = data as JournalOpened
        this.#kinds.set(code, kind)
        return
      }
      case 'journal-changed': {
        const { code, after } = data as JournalChanged
        if (after.kind) this.#kinds.set(code, after.kind)
        return
      }
      case 'period-lock-set': {
        const { kind, through } = data as LockSet
        this.#locks.set(kind, through === null ? 0 : (parseDate(through) ?? 0))
        return
      }
      case 'period-locked-forever':
        this.#forever = parseDate((data as LockedForever).through) ?? 0
        return
      case 'fiscal-year-closed': {
        const { year, to } = data as YearClosed
        this.#closed.set(year, parseDate(to) ?? 0)
        return
      }
      case 'fiscal-year-reopened':
        this.#closed.delete((data as YearReopened).year)
        return
      case 'lock-exception-granted':
        this.#exceptions.set((data as ExceptionGranted).id, data as ExceptionGranted)
        return
      case 'lock-exception-revoked':
        this.#exceptions.delete((data as ExceptionRevoked).id)
        return
    }
  }

  /** What differs between the record of a closing and the balances as they are. */
  #changed(sequence: number, isMergedSince: boolean): string[] {
    const { log, chart } = this.#parts
    const closed = dataOf<YearClosed>(eventAt(log, sequence))
    if (!closed) return []
    const span = { from: parseDate(closed.from) as number, to: parseDate(closed.to) as number }
    const figures = yearFigures(this.#parts, span)
    const recorded = new Map<string, number>()
    for (const { account, value } of closed.result) {
      // Of accounts that were merged since, the sum is told.
      const { id } = chart.accountById(account)
      recorded.set(id, (recorded.get(id) ?? 0) + value)
    }
    const wrong: string[] = []
    for (const { account, value } of figures.result) {
      if (recorded.get(account.id) !== value) wrong.push(`${closed.year}: ${account.code}`)
      recorded.delete(account.id)
    }
    for (const [id, value] of recorded)
      if (value !== 0) wrong.push(`${closed.year}: ${chart.accountById(id).code}`)
    if (wrong.length === 0 && !isMergedSince && figures.digest !== closed.digest)
      wrong.push(`${closed.year}: balances at its end`)
    return wrong
  }
}

const WATCHED = new Set([
  'journal-opened',
  'journal-changed',
  'period-lock-set',
  'period-locked-forever',
  'fiscal-year-closed',
  'fiscal-year-reopened',
  'lock-exception-granted',
  'lock-exception-revoked',
])

/** What may book into days that it closes, or opens again. */
const CLOSING_COMMANDS = new Set(['periods.CloseFiscalYear', 'periods.ReopenFiscalYear'])

/** Events are a microsecond apart at least, so those of a large request are recorded after the time that it was judged by. */
const RECORDED_LATER_MICROS = 60_000_000

/** Undefined where the stored text was damaged, which the hash chain reports. */
function dataOf<Data>(event: StoredEvent): Data | undefined {
  try {
    return JSON.parse(event.data) as Data
  } catch {
    return undefined
  }
}
