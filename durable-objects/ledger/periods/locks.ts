import { addDays, type DateNumber, formatDate, LAST_DATE } from '../../kernel/dates.ts'
import { type FieldError, refuse } from '../../kernel/result.ts'
import type { JournalKind } from '../contract.ts'
import type { PostingRefusal } from '../rules.ts'
import type { LockKind } from './contract.ts'

/**
 * What keeps an entry out of a day. Soft locks hold for a kind of journal or for all of them, and exceptions pass them. The
 * days up to the end of the last closed year, and those behind the irreversible lock, nobody passes.
 */
export interface Locks {
  /** The last locked day, by kind. */
  through: ReadonlyMap<LockKind, DateNumber>
  forever: DateNumber | undefined
  /** The closed year that ends last. */
  closed: { code: string; to: DateNumber } | undefined
}

/** Days of one kind of journal, or of all, that somebody may book into although they are locked. */
export interface Exception {
  kind: LockKind
  from: DateNumber
  to: DateNumber
}

export interface Barrier {
  by: 'forever' | 'closed' | LockKind
  through: DateNumber
}

/** What bars the day for a kind of journal; the barrier that reaches furthest, and of these the hardest. */
export function barrierOn(
  locks: Locks,
  kind: JournalKind,
  date: DateNumber,
  exceptions: readonly Exception[] = [],
): Barrier | undefined {
  const hard = barriers([
    ['forever', locks.forever],
    ['closed', locks.closed?.to],
  ])
  const soft = barriers([
    ['all', locks.through.get('all')],
    [kind, locks.through.get(kind)],
  ])
  const isExcepted = exceptions.some((each) => opens(each, kind, date))
  return [...hard, ...(isExcepted ? [] : soft)]
    .filter(({ through }) => date <= through)
    .reduce<Barrier | undefined>(
      (most, each) => (most && most.through >= each.through ? most : each),
      undefined,
    )
}

/** The date itself if it is open, else the first one after it; undefined where no day is left. */
export function firstOpenDate(
  locks: Locks,
  kind: JournalKind,
  date: DateNumber,
  exceptions: readonly Exception[] = [],
): DateNumber | undefined {
  const ends = [locks.forever, locks.closed?.to, locks.through.get('all'), locks.through.get(kind)]
  const candidates = [
    date,
    ...ends.flatMap((end) => (end === undefined || end >= LAST_DATE ? [] : [addDays(end, 1)])),
    ...exceptions.map(({ from }) => from),
  ]
  return candidates
    .filter((candidate) => candidate >= date)
    .sort((a, b) => a - b)
    .find((candidate) => barrierOn(locks, kind, candidate, exceptions) === undefined)
}

/** Says what is locked by whom, and the way out: the first open date, never an entry that is moved there by itself. */
export function periodLocked(
  locks: Locks,
  kind: JournalKind,
  date: DateNumber,
  exceptions: readonly Exception[],
  { by, through }: Barrier,
  pointer: string,
): PostingRefusal {
  const open = firstOpenDate(locks, kind, date, exceptions)
  const proposal =
    open === undefined ? 'No later date is open.' : `The first open date is ${formatDate(open)}.`
  const detail = `${formatDate(date)} cannot be booked: ${describe(locks, by, formatDate(through))} ${proposal}`
  const error: FieldError = { pointer, code: 'period_locked', detail }
  return refuse('period_locked', detail, [error])
}

function describe(locks: Locks, by: Barrier['by'], through: string): string {
  switch (by) {
    case 'forever':
      return `all days through ${through} are locked for good.`
    case 'closed':
      return `the fiscal year ${locks.closed?.code} is closed through ${through}. Reopen it, or take a later date.`
    case 'all':
      return `all journals are locked through ${through}. Move the lock, or ask for an exception.`
    default:
      return `journals of kind ${by} are locked through ${through}. Move the lock, or ask for an exception.`
  }
}

const barriers = (ends: [by: Barrier['by'], through: DateNumber | undefined][]): Barrier[] =>
  ends.flatMap(([by, through]) => (through === undefined ? [] : [{ by, through }]))

const opens = ({ kind, from, to }: Exception, wanted: JournalKind, date: DateNumber): boolean =>
  (kind === 'all' || kind === wanted) && from <= date && date <= to
