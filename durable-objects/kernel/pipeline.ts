import { ulid } from 'ulid'
import type { Database } from './database.ts'
import type { Guard, Judged, Verdict } from './guard.ts'
import { recall, remember, type StoredReply } from './idempotency.ts'
import { idAtSequence, PREFIX } from './ids.ts'
import { LIMITS } from './limits.ts'
import type { EventLog, NewEvent, RecordedEvent } from './log.ts'
import type { Actor, AnyModule, CommandContext, Decision, Release, Released } from './module.ts'
import { invariant, isRefusal, type Refusal } from './result.ts'

/** A command as it arrives at the object: parsed by its contract at the edge, signed by an actor. */
export interface CommandEnvelope {
  company: string
  module: string
  command: string
  /** JSON text: one string crosses to the object faster than the same value as an object graph. */
  input: string
  actor: Actor
  requestId: string
  idempotency?: { key: string; request: string }
}

/** The answer. `body` is JSON text, so that a stored reply and a fresh one are the same bytes. */
export type Outcome =
  | { kind: 'accepted'; body: string; replayed: boolean }
  /** It waits for an approval: nothing of it has happened yet. */
  | { kind: 'parked'; body: string; replayed: boolean }
  | { kind: 'refused'; refusal: Refusal; replayed: boolean }
  | { kind: 'failed' }

type Settled = Exclude<Outcome, { kind: 'failed' }>

export interface PipelineParts {
  storage: Pick<DurableObjectStorage, 'transactionSync'>
  database: Database
  log: EventLog
  /** In the fixed order in which they react and apply. */
  modules: readonly AnyModule[]
  guard?: Guard
  nowMicros: () => number
  random: () => number
}

/**
 * The one way in which anything is written. Each command runs in its own savepoint: idempotency → load and
 * decide → guardrails → append to the log → apply to the tables → reactors until nothing new happens → store the reply.
 */
export class Pipeline {
  readonly #parts: PipelineParts

  constructor(parts: PipelineParts) {
    this.#parts = parts
  }

  /**
   * Runs the commands that waited, without awaiting, in one transaction. If it cannot be finished, each of them is tried
   * again in a transaction of its own, so that only the ones that break it fail.
   */
  runTurn(turn: readonly CommandEnvelope[]): Outcome[] {
    const together = this.#transaction(turn)
    if (!(together instanceof Failure)) return together
    return turn.map((envelope) => {
      const alone = this.#transaction([envelope])
      if (!(alone instanceof Failure)) return alone[0] as Outcome
      report(envelope, alone.error)
      return { kind: 'failed' }
    })
  }

  #transaction(turn: readonly CommandEnvelope[]): Outcome[] | Failure {
    const { storage, log, modules } = this.#parts
    const head = log.head
    try {
      return storage.transactionSync(() => {
        const outcomes = turn.map((envelope) => this.#run(envelope))
        for (const module of modules) module.volatile?.flush()
        return outcomes
      })
    } catch (error) {
      log.rewind(head)
      for (const module of modules) module.volatile?.forget()
      return new Failure(error)
    }
  }

  /**
   * One command in its savepoint. A bug undoes this command only, and is logged. What a command comes to may be known only
   * when it has been carried out: it is then undone and takes the other way.
   */
  #run(envelope: CommandEnvelope, detour?: Detour): Outcome {
    const { storage, log, modules } = this.#parts
    const head = log.head
    for (const module of modules) module.volatile?.mark()
    try {
      return storage.transactionSync(() => this.#runInSavepoint(envelope, detour))
    } catch (error) {
      log.rewind(head)
      for (const module of modules) module.volatile?.undo()
      if (error instanceof Detoured && (!detour || error.detour.kind === 'refuse'))
        return this.#run(envelope, error.detour)
      report(envelope, error)
      return { kind: 'failed' }
    }
  }

  #runInSavepoint(envelope: CommandEnvelope, detour: Detour | undefined): Settled {
    const { database } = this.#parts
    const name = nameOf(envelope)
    const { idempotency } = envelope
    if (!idempotency) return this.#carryOut(envelope, detour)

    const before = recall(database, idempotency.key, name, idempotency.request)
    if (before && 'refused' in before) return { kind: 'refused', refusal: before, replayed: false }
    if (before?.outcome === 'refused')
      return { kind: 'refused', refusal: JSON.parse(before.reply), replayed: true }
    if (before) return { kind: before.outcome, body: before.reply, replayed: true } as Settled

    const outcome = this.#carryOut(envelope, detour)
    this.#remember(envelope, outcome)
    return outcome
  }

  /** A refusal that depends on state burns its key too: the same request must not succeed later by itself. */
  #remember(envelope: CommandEnvelope, outcome: Settled): void {
    const { database, nowMicros } = this.#parts
    const { idempotency } = envelope
    if (!idempotency) return
    const reply = outcome.kind === 'refused' ? JSON.stringify(outcome.refusal) : outcome.body
    const stored: StoredReply = { outcome: outcome.kind, reply }
    remember(database, idempotency.key, nameOf(envelope), idempotency.request, stored, nowMicros())
  }

  #carryOut(envelope: CommandEnvelope, detour: Detour | undefined): Settled {
    if (detour?.kind === 'refuse') return refused(detour.refusal)
    if (detour?.kind === 'park') return this.#park(envelope, detour.verdict)
    return this.#decide(envelope, detour)
  }

  /** What would become of a command now: decided and judged, with nothing recorded. */
  dryRun(envelope: CommandEnvelope): Refusal | Verdict | undefined {
    const { decision, judged } = this.#decision(envelope, this.#parts.nowMicros(), false)
    return isRefusal(decision) ? decision : this.#judge(decision, judged)
  }

  #decide(envelope: CommandEnvelope, detour?: Unreleased, released = false): Settled {
    const now = this.#parts.nowMicros()
    const { decision, judged } = this.#decision(envelope, now, released)
    if (isRefusal(decision)) return refused(decision)
    const verdict = this.#judge(decision, judged)
    if (verdict?.kind === 'deny') this.#record(verdict.events, envelope, now)
    if (verdict?.kind === 'deny' || verdict?.kind === 'refuse') return refused(verdict.refusal)

    const recorded = this.#record(decision.events, envelope, now)
    // It was worth waiting for: nothing refused it, the reactors of other modules included.
    if (verdict?.kind === 'park') throw new Detoured({ kind: 'park', verdict })
    const outcome = decision.releases && this.#release(decision.releases, envelope, now, detour)
    return { kind: 'accepted', body: JSON.stringify(decision.reply(recorded, outcome)), replayed: false }
  }

  #decision(envelope: CommandEnvelope, now: number, released: boolean) {
    const { module, command } = envelope
    const decide = this.#parts.modules.find(({ contract }) => contract.name === module)?.commands[command]
    const name = nameOf(envelope)
    invariant(decide !== undefined, `no such command: ${name}`)
    const input: unknown = JSON.parse(envelope.input)
    const context = this.#context(envelope, now)
    const decision: Decision<unknown> | Refusal = decide(input, context)
    return { decision, judged: { name, module, command, input, context, released } }
  }

  /** What changes nothing needs nobody's leave. */
  #judge({ events, pointerOf }: Decision<unknown>, judged: Omit<Judged, 'events'>): Verdict | undefined {
    return events.length === 0 ? undefined : this.#parts.guard?.judge({ ...judged, events, pointerOf })
  }

  /** Events into the log and the tables, and what other modules answer, until nothing new happens. */
  #record(events: readonly NewEvent[], envelope: CommandEnvelope, now: number): RecordedEvent[] {
    const { modules, log } = this.#parts
    const origin = { actor: envelope.actor.id, command: nameOf(envelope), requestId: envelope.requestId }
    const recorded: RecordedEvent[] = []
    let fresh: readonly NewEvent[] = events
    for (let round = 0; fresh.length > 0; round++) {
      invariant(round < LIMITS.reactionRoundsMax, `${origin.command} never comes to rest`)
      const appended = log.append(fresh, origin, now)
      for (const each of modules) each.apply(appended)
      recorded.push(...appended)
      const reaction = this.#react(appended, this.#context(envelope, now))
      // Events are already applied, so a reactor's refusal has to undo them: through the savepoint.
      if (isRefusal(reaction)) throw new Detoured({ kind: 'refuse', refusal: reaction })
      fresh = reaction
    }
    return recorded
  }

  /** The command waits as an event. Its trial has been undone. */
  #park(envelope: CommandEnvelope, { event, reply }: Extract<Verdict, { kind: 'park' }>): Settled {
    const [parked] = this.#record([event], envelope, this.#parts.nowMicros())
    invariant(parked, 'what was parked is in the log')
    return { kind: 'parked', body: JSON.stringify(reply(parked)), replayed: false }
  }

  /** Carries out what waited, as its maker. Where it is refused, all is undone and the failure recorded instead. */
  #release(
    { module, command, input, actor, released, failed }: Release,
    by: CommandEnvelope,
    now: number,
    unreleased: Unreleased | undefined,
  ): Released {
    if (unreleased) {
      this.#record([failed(unreleased.refusal)], by, now)
      return { kind: 'refused', refusal: unreleased.refusal }
    }
    this.#record([released], by, now)
    const { company, requestId } = by
    const waited = { company, module, command, input: JSON.stringify(input), actor, requestId }
    const outcome = this.#decide(waited, undefined, true)
    if (outcome.kind === 'refused') throw new Detoured({ kind: 'unreleased', refusal: outcome.refusal })
    return { kind: 'accepted', reply: JSON.parse(outcome.body) }
  }

  #react(events: readonly RecordedEvent[], context: CommandContext): NewEvent[] | Refusal {
    const reactions: NewEvent[] = []
    for (const module of this.#parts.modules) {
      if (!module.react) continue
      for (const event of events) {
        // Ids carry positions: those before are taken by the reactions of this round so far.
        const nextSequence = context.nextSequence + reactions.length
        const reaction = module.react(event, reactions.length === 0 ? context : { ...context, nextSequence })
        if (isRefusal(reaction)) return reaction
        reactions.push(...reaction)
      }
    }
    return reactions
  }

  #context(envelope: CommandEnvelope, nowMicros: number): CommandContext {
    const { log, random } = this.#parts
    return {
      company: envelope.company,
      actor: envelope.actor,
      nowMicros,
      nextSequence: log.head.sequence + 1,
      newId: (kind) => `${PREFIX[kind]}_${ulid(Math.trunc(nowMicros / 1000), random)}`,
      idAt: (kind, sequence) =>
        idAtSequence(kind, Math.trunc(nowMicros / 1000), sequence, Math.floor(random() * 2 ** 30)),
    }
  }
}

function report({ module, command, company, requestId }: CommandEnvelope, error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  console.error({
    message: 'command failed',
    command: `${module}.${command}`,
    company,
    requestId,
    error: text,
  })
}

class Failure {
  readonly error: unknown
  constructor(error: unknown) {
    this.error = error
  }
}

/** Another way to settle the command, found while it was carried out. */
type Detour =
  | { kind: 'refuse'; refusal: Refusal }
  | { kind: 'park'; verdict: Extract<Verdict, { kind: 'park' }> }
  | Unreleased
interface Unreleased {
  kind: 'unreleased'
  refusal: Refusal
}

/** Leaves the savepoint with nothing written. */
class Detoured extends Error {
  readonly detour: Detour
  constructor(detour: Detour) {
    super(`to be settled in another way: ${detour.kind}`)
    this.detour = detour
  }
}

const nameOf = ({ module, command }: CommandEnvelope): string => `${module}.${command}`
const refused = (refusal: Refusal): Settled => ({ kind: 'refused', refusal, replayed: false })
