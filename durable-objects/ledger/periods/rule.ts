import { type DateNumber, parseDate } from '../../kernel/dates.ts'
import type { CommandContext } from '../../kernel/module.ts'
import { refuse } from '../../kernel/result.ts'
import type { JournalKind } from '../contract.ts'
import type { PostingRefusal, PostingRule, ProposedEntry, RuleRun } from '../rules.ts'
import type { Span } from './calendar.ts'
import { barrierOn, type Exception, type Locks, periodLocked } from './locks.ts'

export interface RuleParts {
  locks: () => Locks
  kindOf: (journal: string) => JournalKind
  /** Exceptions that are in force for the actor at this instant; asked for only where something is locked. */
  exceptionsFor: (actor: string, nowMicros: number) => readonly Exception[]
}

/**
 * Keeps entries out of locked days, whichever way they come in: every booking passes the ledger's rules in the object. It
 * judges by the time of the command that books, so that what was approved before a lock and released after it is refused.
 */
export class PeriodRule implements PostingRule {
  readonly #parts: RuleParts
  /** Decisions that close or reopen a year, and the days that they alone may book on. */
  readonly #closings = new WeakMap<CommandContext, Span>()

  constructor(parts: RuleParts) {
    this.#parts = parts
  }

  /** The decision is the closing of these days itself: soft locks and the closed year do not hold for it. */
  letClose(context: CommandContext, days: Span): void {
    this.#closings.set(context, days)
  }

  begin(context: CommandContext): RuleRun {
    const closing = this.#closings.get(context)
    return { refuses: (entry) => this.#refusalOf(entry, context, closing) }
  }

  #refusalOf(
    { header }: ProposedEntry,
    context: CommandContext,
    closing: Span | undefined,
  ): PostingRefusal | undefined {
    if (!closing && header.purpose === 'closing' && header.reverses !== undefined)
      return refuse(
        'closing_entry',
        'A closing entry is taken back by reopening its fiscal year, not by a reversal.',
      )
    const kind = this.#parts.kindOf(header.journal)
    const date = parseDate(header.effectiveDate) as DateNumber
    const locked = this.#locked(kind, date, '/effectiveDate', context, closing)
    if (locked || header.reverseOn === undefined) return locked
    // It will come by itself, as the system, to whom nobody grants an exception.
    return this.#locked(
      kind,
      parseDate(header.reverseOn) as DateNumber,
      '/reverseOn',
      context,
      undefined,
      NONE,
    )
  }

  #locked(
    kind: JournalKind,
    date: DateNumber,
    pointer: string,
    { actor, nowMicros }: CommandContext,
    closing: Span | undefined,
    given?: readonly Exception[],
  ): PostingRefusal | undefined {
    const locks = this.#parts.locks()
    if (!barrierOn(locks, kind, date)) return undefined
    if (closing && closing.from <= date && date <= closing.to && date > (locks.forever ?? 0)) return undefined
    const exceptions = given ?? this.#parts.exceptionsFor(actor.id, nowMicros)
    const barrier = barrierOn(locks, kind, date, exceptions)
    return barrier && periodLocked(locks, kind, date, exceptions, barrier, pointer)
  }
}

const NONE: readonly Exception[] = []
