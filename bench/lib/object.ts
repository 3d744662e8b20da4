import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { assemble, type Books } from '../../durable-objects/assembly.ts'
import type { Judged } from '../../durable-objects/kernel/guard.ts'
import type { Actor } from '../../durable-objects/kernel/module.ts'
import { type CommandEnvelope, type Outcome, Pipeline } from '../../durable-objects/kernel/pipeline.ts'

/**
 * A company's object without its runtime: the same modules and pipeline over SQLite in this process. Single steps of a command
 * are measured here, where no socket and no commit to disk hides them; those make a real post dearer, and a share of it less.
 */
export class BareObject {
  readonly #books: Books
  readonly #storage = new NodeStorage() as unknown as DurableObjectStorage
  readonly #company = 'co_bench'
  #pipeline: Pipeline
  #requests = 0

  constructor() {
    this.#books = assemble(this.#storage, this.#company)
    this.#pipeline = this.#books.pipeline
  }

  /** From now on it says how long was spent in guardrails: their judgement, their tables, and what they note. */
  timeGuardrails(): () => number {
    const { database, log, modules, guardrails } = this.#books
    let spentMs = 0
    const timed =
      <Given extends unknown[], Result>(task: (...given: Given) => Result) =>
      (...given: Given): Result => {
        const started = performance.now()
        const result = task(...given)
        spentMs += performance.now() - started
        return result
      }
    this.#pipeline = new Pipeline({
      storage: this.#storage,
      database,
      log,
      modules: modules.map((module) =>
        module.contract.name === 'guardrails' && module.react
          ? { ...module, apply: timed(module.apply), react: timed(module.react) }
          : module,
      ),
      guard: { judge: timed((judged: Judged) => guardrails.guard.judge(judged)) },
      nowMicros: () => Date.now() * 1_000,
      random: Math.random,
    })
    return () => spentMs * 1_000
  }

  envelope(module: string, command: string, input: unknown, actor: Actor): CommandEnvelope {
    const [company, text, key] = [this.#company, JSON.stringify(input), `key-${++this.#requests}`]
    const idempotency = { key, request: text }
    return { company, module, command, input: text, actor, requestId: `req_${key}`, idempotency }
  }

  run(envelope: CommandEnvelope): Outcome {
    return this.#pipeline.runTurn([envelope])[0] as Outcome
  }

  accept(envelope: CommandEnvelope): void {
    const outcome = this.run(envelope)
    if (outcome.kind !== 'accepted') throw new Error(`${envelope.command}: ${JSON.stringify(outcome)}`)
  }
}

/** What `assemble` needs of an object's storage. */
class NodeStorage {
  readonly #database = new DatabaseSync(':memory:')
  readonly #statements = new Map<string, StatementSync>()
  #depth = 0

  readonly sql = {
    databaseSize: 0,
    exec: (text: string, ...bindings: SQLInputValue[]) => {
      if (bindings.length === 0 && text.includes(';')) {
        this.#database.exec(text)
        return cursorOf([])
      }
      let statement = this.#statements.get(text)
      if (!statement) {
        statement = this.#database.prepare(text)
        this.#statements.set(text, statement)
      }
      return cursorOf(statement.all(...bindings))
    },
  }

  transactionSync<Result>(task: () => Result): Result {
    const name = `s${this.#depth++}`
    this.#database.exec(`SAVEPOINT ${name}`)
    try {
      const result = task()
      this.#database.exec(`RELEASE ${name}`)
      return result
    } catch (error) {
      this.#database.exec(`ROLLBACK TO ${name}; RELEASE ${name}`)
      throw error
    } finally {
      this.#depth--
    }
  }
}

const cursorOf = (rows: unknown[]) => ({
  rowsRead: 0,
  rowsWritten: 0,
  toArray: () => rows,
  [Symbol.iterator]: () => rows[Symbol.iterator](),
})
