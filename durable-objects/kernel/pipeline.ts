import { ulid } from 'ulid'
import type { Database } from './database.ts'
import { recall, remember, type StoredReply } from './idempotency.ts'
import { idAtSequence, PREFIX } from './ids.ts'
import { LIMITS } from './limits.ts'
import type { EventLog, NewEvent, RecordedEvent } from './log.ts'
import type { Actor, AnyModule, CommandContext } from './module.ts'
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
  | { kind: 'refused'; refusal: Refusal; replayed: boolean }
  | { kind: 'failed' }

export interface PipelineParts {
  storage: Pick<DurableObjectStorage, 'transactionSync'>
  database: Database
  log: EventLog
  /** In the fixed order in which they react and apply. */
  modules: readonly AnyModule[]
  nowMicros: () => number
  random: () => number
}

/**
 * The one way in which anything is written. Each command runs in its own savepoint: idempotency → load and
 * decide → reactors until nothing new happens → append to the log → apply to the tables → store the reply.
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

  /** One command in its savepoint. A bug undoes this command only, and is logged. */
  #run(envelope: CommandEnvelope): Outcome {
    const { storage, log, modules } = this.#parts
    const head = log.head
    for (const module of modules) module.volatile?.mark()
    try {
      return storage.transactionSync(() => this.#runInSavepoint(envelope))
    } catch (error) {
      log.rewind(head)
      for (const module of modules) module.volatile?.undo()
      if (error instanceof Rollback) return this.#refuseAfterRollback(envelope, error.refusal)
      report(envelope, error)
      return { kind: 'failed' }
    }
  }

  #runInSavepoint(envelope: CommandEnvelope): Outcome {
    const { database } = this.#parts
    const name = `${envelope.module}.${envelope.command}`
    const { idempotency } = envelope
    if (!idempotency) return this.#decide(envelope, name)

    const before = recall(database, idempotency.key, name, idempotency.request)
    if (before && 'refused' in before) return { kind: 'refused', refusal: before, replayed: false }
    if (before?.outcome === 'accepted') return { kind: 'accepted', body: before.reply, replayed: true }
    if (before) return { kind: 'refused', refusal: JSON.parse(before.reply), replayed: true }

    const outcome = this.#decide(envelope, name)
    this.#remember(envelope, outcome)
    return outcome
  }

  /** A refusal that depends on state burns its key too: the same request must not succeed later by itself. */
  #remember(envelope: CommandEnvelope, outcome: Exclude<Outcome, { kind: 'failed' }>): void {
    const { database, nowMicros } = this.#parts
    const { idempotency } = envelope
    if (!idempotency) return
    const stored: StoredReply =
      outcome.kind === 'accepted'
        ? { outcome: 'accepted', reply: outcome.body }
        : { outcome: 'refused', reply: JSON.stringify(outcome.refusal) }
    const name = `${envelope.module}.${envelope.command}`
    remember(database, idempotency.key, name, idempotency.request, stored, nowMicros())
  }

  #refuseAfterRollback(envelope: CommandEnvelope, refusal: Refusal): Outcome {
    const outcome = { kind: 'refused', refusal, replayed: false } as const
    this.#remember(envelope, outcome)
    return outcome
  }

  #decide(envelope: CommandEnvelope, name: string): Exclude<Outcome, { kind: 'failed' }> {
    const { modules, log, nowMicros } = this.#parts
    const module = modules.find((candidate) => candidate.contract.name === envelope.module)
    const decide = module?.commands[envelope.command]
    invariant(decide !== undefined, `no such command: ${name}`)

    const now = nowMicros()
    const context = this.#context(envelope, now)
    const decision = decide(JSON.parse(envelope.input), context)
    if (isRefusal(decision)) return { kind: 'refused', refusal: decision, replayed: false }

    const origin = { actor: envelope.actor.id, command: name, requestId: envelope.requestId }
    const recorded: RecordedEvent[] = []
    let fresh: NewEvent[] = decision.events
    for (let round = 0; fresh.length > 0; round++) {
      invariant(round < LIMITS.reactionRoundsMax, `${name} never comes to rest`)
      const appended = log.append(fresh, origin, now)
      for (const each of modules) each.apply(appended)
      recorded.push(...appended)
      const reaction = this.#react(appended, this.#context(envelope, now))
      // Events are already applied, so a reactor's refusal has to undo them: through the savepoint.
      if (isRefusal(reaction)) throw new Rollback(reaction)
      fresh = reaction
    }
    return { kind: 'accepted', body: JSON.stringify(decision.reply(recorded)), replayed: false }
  }

  #react(events: readonly RecordedEvent[], context: CommandContext): NewEvent[] | Refusal {
    const reactions: NewEvent[] = []
    for (const module of this.#parts.modules) {
      if (!module.react) continue
      for (const event of events) {
        const reaction = module.react(event, context)
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

/** Leaves the savepoint with nothing written. */
class Rollback extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super('rolled back')
    this.refusal = refusal
  }
}
