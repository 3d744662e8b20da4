import { formatInstant } from '../kernel/dates.ts'
import { LIMITS } from '../kernel/limits.ts'
import type { EventLog, StoredEvent } from '../kernel/log.ts'
import type { Subject } from '../kernel/module.ts'
import type { Actors } from './actors.ts'
import { counted, firstAt, type SubjectsOf } from './behaviour.ts'
import { contributions, type ReadTotals, stepsAsked, type Totals, viewOf } from './evaluate.ts'
import { amountView } from './guard.ts'
import type { CompiledPolicy, Currency } from './policy.ts'
import { dayOf } from './values.ts'

/**
 * A draft policy over the log as it is. A command that the draft would have denied does not count for those behind it; one
 * that it would have parked does, as if it had been approved.
 */
export interface SimulationParts {
  log: EventLog
  actors: Actors
  subjectsOf: SubjectsOf
  currency: Currency
}

export interface Match {
  sequence: number
  recordedAt: string
  command: string
  actor: string
  id: string | null
  amount: string | null
  reason: string
  pointer: string
}

export interface Slice {
  examined: { events: number; records: number; commands: number }
  matched: { records: number; commands: number; amountMinor: number }
  matches: Match[]
}

/** Said about a command, or about what did not happen: not what a command came to. */
const NOT_DONE: ReadonlySet<string> = new Set([
  'actor-noted',
  'command-denied',
  'command-parked',
  'command-released',
  'command-failed',
])

export class Simulation {
  readonly #parts: SimulationParts
  readonly #compiled: CompiledPolicy
  readonly #covers: (command: string) => boolean
  /** By meter and key, totals of each day. */
  readonly #totals = new Map<string, Map<number, Totals>>()
  readonly #roles = new Map<string, string[]>()
  /** The command that is being looked at; a large one may go over two slices. */
  #command = { request: '', name: '', records: 0, isMatched: false, undo: [] as (() => void)[] }
  /** The first event of a command that moves nothing so far: it is judged as a whole, once it is known that nothing follows. */
  #pending: { event: StoredEvent; data: unknown; isCovered: boolean } | undefined
  /** Up to where it has seen the log. */
  upTo: number

  constructor(
    parts: SimulationParts,
    compiled: CompiledPolicy,
    covers: (command: string) => boolean,
    after: number,
  ) {
    this.#parts = parts
    this.#compiled = compiled
    this.#covers = covers
    this.upTo = after
    this.#warmUp(after)
  }

  /** Looks at the next events, at most as many as one call may, and not beyond the last. */
  next(last: number): Slice {
    const slice: Slice = {
      examined: { events: 0, records: 0, commands: 0 },
      matched: { records: 0, commands: 0, amountMinor: 0 },
      matches: [],
    }
    const events = this.#parts.log.slice(this.upTo, Math.min(LIMITS.simulationEventsMax, last - this.upTo))
    for (const event of events) this.#see(event, slice)
    this.upTo = events.at(-1)?.sequence ?? last
    if (this.upTo >= last) this.#endCommand(undefined, slice)
    return slice
  }

  /** The days before count for the first of the period, as far back as the longest meter looks. */
  #warmUp(after: number): void {
    const days = Math.max(0, ...this.#compiled.meters.map((meter) => meter.days))
    const { log } = this.#parts
    const first = log.at(after + 1)
    if (days === 0 || !first || after === 0) return
    const from = firstAt(log, (dayOf(first.recorded_at) - days + 1) * 86_400_000_000, after)
    const start = Math.max(from, after - LIMITS.meterFillEventsMax + 1)
    for (const event of log.events(start - 1, after)) this.#see(event, undefined)
    this.#endCommand(undefined, undefined)
  }

  #see(event: StoredEvent, slice: Slice | undefined): void {
    if (slice) slice.examined.events++
    if (NOT_DONE.has(event.type)) return
    const isNext = event.request_id !== this.#command.request || event.command !== this.#command.name
    if (isNext) this.#endCommand(event, slice)
    // What is not covered may still be counted by a meter.
    const isCovered = this.#covers(event.command)
    if (!isCovered && !this.#compiled.meters.some((meter) => meter.counts(event.command))) return
    if (isCovered && isNext && slice) slice.examined.commands++
    const data: unknown = JSON.parse(event.data)
    const { type, version } = event
    const subject = this.#parts.subjectsOf([{ type, version, data }])[0]
    if (subject) {
      this.#judge(event, subject, data, isCovered, slice)
      this.#command.records++
    } else this.#pending ??= { event, data, isCovered }
  }

  #endCommand(next: StoredEvent | undefined, slice: Slice | undefined): void {
    const pending = this.#pending
    this.#pending = undefined
    if (pending?.isCovered && this.#command.records === 0)
      this.#judge(pending.event, { facts: {} }, pending.data, true, slice)
    if (this.#command.isMatched && this.#compiled.policy.effect === 'deny')
      for (const undo of this.#command.undo) undo()
    this.#command = {
      request: next?.request_id ?? '',
      name: next?.command ?? '',
      records: 0,
      isMatched: false,
      undo: [],
    }
  }

  #judge(
    event: StoredEvent,
    subject: Subject,
    data: unknown,
    isCovered: boolean,
    slice: Slice | undefined,
  ): void {
    const { command, actor } = event
    const nowMicros = event.recorded_at
    const compiled = this.#compiled
    const given = { command, actor: { id: actor, roles: this.#rolesOf(event) }, nowMicros, input: data }
    const view = viewOf(given, subject, this.#reader(nowMicros), undefined)
    const applies =
      isCovered &&
      compiled.applies(view) &&
      (compiled.policy.effect !== 'approve' || stepsAsked(compiled, subject.amount).length > 0)
    this.#count(event, subject)
    if (slice && isCovered) slice.examined.records++
    if (!applies) return
    if (slice && !this.#command.isMatched) slice.matched.commands++
    this.#command.isMatched = true
    if (!slice) return
    slice.matched.records++
    slice.matched.amountMinor += subject.amount ?? 0
    if (slice.matches.length >= LIMITS.simulationMatchesMax) return
    const { id } = data as { id?: unknown }
    slice.matches.push({
      sequence: event.sequence,
      recordedAt: formatInstant(event.recorded_at),
      command,
      actor,
      id: typeof id === 'string' ? id : null,
      amount: amountView(subject.amount, this.#parts.currency.scale),
      reason: compiled.policy.reason,
      pointer: view.pointer ?? '',
    })
  }

  #count(stored: StoredEvent, subject: Subject): void {
    const { recordedAt, actor, command } = counted(stored)
    const day = dayOf(recordedAt)
    const meters = new Map(this.#compiled.meters.map((meter) => [meter.id, meter]))
    for (const meter of meters.values()) {
      if (!meter.counts(command)) continue
      for (const [key, amount] of contributions(meter, actor, subject)) {
        const days = this.#totals.get(meter.id + key) ?? new Map<number, Totals>()
        this.#totals.set(meter.id + key, days)
        const totals = days.get(day) ?? { sum: 0, count: 0 }
        days.set(day, totals)
        totals.sum += amount
        totals.count++
        this.#command.undo.push(() => {
          totals.sum -= amount
          totals.count--
        })
      }
    }
  }

  #reader(nowMicros: number): ReadTotals {
    const today = dayOf(nowMicros)
    return (meter, key) => {
      const read = { sum: 0, count: 0 }
      for (const [day, { sum, count }] of this.#totals.get(meter.id + key) ?? []) {
        if (day <= today - meter.days) continue
        read.sum += sum
        read.count += count
      }
      return read
    }
  }

  #rolesOf({ actor, sequence, request_id }: StoredEvent): string[] {
    const key = `${actor} ${request_id}`
    let roles = this.#roles.get(key)
    if (!roles) {
      roles = this.#parts.actors.rolesAt(actor, sequence)
      // One command's actor at a time: the next one is looked up again.
      this.#roles.clear()
      this.#roles.set(key, roles)
    }
    return roles
  }
}
