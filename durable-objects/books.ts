import { DurableObject } from 'cloudflare:workers'
import { sendToQueue } from '../queues/send.ts'
import { booksNamespace, documentsBucket, type Env } from '../workers/regions.ts'
import { assemble, type Books } from './assembly.ts'
import type { AuditView, CompanyOpened } from './company/contract.ts'
import { coversAllRecords } from './company/store.ts'
import { digestsAtRest } from './digests.ts'
import { carryOutDue, nextDue, systemOf } from './due.ts'
import { explain, NOT_HERE, type Question, type Reason } from './explain.ts'
import { type ExportSlice, exportSlice } from './exporting.ts'
import { type ImportedBooks, Importing, type ImportProgress, type ImportWish } from './importing.ts'
import { mayCall } from './kernel/grants.ts'
import { GroupCommit } from './kernel/group-commit.ts'
import { newId } from './kernel/ids.ts'
import { LIMITS } from './kernel/limits.ts'
import { cloudEventText, type StoredEvent } from './kernel/log.ts'
import { maskedReply, maskOf } from './kernel/masking.ts'
import type { Actor } from './kernel/module.ts'
import type { CommandEnvelope, Outcome } from './kernel/pipeline.ts'
import type { Consumer } from './kernel/relay-state.ts'
import { invariant, isRefusal, type Refusal, refuse } from './kernel/result.ts'
import { rulesInForce } from './kernel/rules.ts'
import { eventSight } from './kernel/shown-events.ts'
import type { RootDelivered } from './ledger/proof/contract.ts'
import { Live } from './live.ts'
import { companyOfReplay } from './replay.ts'
import { SelfAudit } from './self-audit.ts'
import { WayOut } from './way-out.ts'

/** URI-encoded JSON of the actor: a header holds no other characters safely. */
export const ACTOR_HEADER = 'meridian-actor'

export type { ExportSlice } from './exporting.ts'

export interface QueryEnvelope {
  module: string
  query: string
  input: unknown
  actor: Actor
}

export type Answer =
  | { kind: 'answered'; body: string; sequence: number; tookMs: number }
  | { kind: 'refused'; refusal: Refusal }

/** One company's books. Wiring only: what happens in them is in the modules, how it happens in the kernel. */
export class BooksObject extends DurableObject<Env> {
  readonly #books: Books
  readonly #live: Live
  readonly #audits: SelfAudit
  readonly #importing: Importing
  readonly #commits: GroupCommit<CommandEnvelope, Outcome>
  #wayOut: WayOut | undefined
  #alarmAtMs = Number.POSITIVE_INFINITY
  #relayedAtMs = 0
  #alarmFailures = 0

  constructor(state: DurableObjectState, env: Env) {
    super(state, env)
    invariant(state.id.name, 'books are reached by the name of their company')
    // Migrations run synchronously here, before the first request is delivered.
    this.#books = assemble(state.storage, companyOfReplay(state.id.name) ?? state.id.name)
    this.#live = new Live(state)
    this.#audits = new SelfAudit({
      books: this.#books,
      scratchOf: (name) => booksNamespace(this.env, this.#profile().region).getByName(name),
      breathe,
      runTurn: (turn) => this.#runTurn(turn),
      nowMs: () => Date.now(),
    })
    this.#importing = new Importing({
      books: this.#books,
      storage: state.storage,
      bucket: (region) => documentsBucket(this.env, region),
      breathe,
      runTurn: (turn) => this.#runTurn(turn),
    })
    this.#commits = new GroupCommit((turn) => this.#runTurn(turn), breathe)
  }

  /** The next part of the file that holds everything. */
  async exportSlice(actor: Actor, after: number): Promise<ExportSlice | Refusal> {
    if (!this.#admits(actor)) return notFound()
    if (!this.#allows(actor, 'proof', 'ExportCompany')) return notAllowed()
    if (this.#books.proof.isLimited(actor, 'ExportCompany')) return coversAllRecords()
    return exportSlice(this.#books, after, { by: actor.id, nowMs: Date.now(), breathe })
  }

  /** For the edge, which knows whose the import is: books that nobody owns yet, filled from a file. */
  async startImport(wish: ImportWish): Promise<ImportProgress | Refusal> {
    return this.#importing.start(wish)
  }

  async importProgress(): Promise<ImportProgress | undefined> {
    return this.#importing.progress()
  }

  async takeImported(line: number, text: string): Promise<ImportProgress | Refusal> {
    return this.#importing.take(line, text)
  }

  async finishImport(actor: Actor, requestId: string): Promise<ImportedBooks | Refusal> {
    return this.#importing.finish(actor, requestId)
  }

  async discardImport(): Promise<'discarded' | 'finished' | Refusal> {
    return this.#importing.discard()
  }

  async execute(envelope: CommandEnvelope): Promise<Outcome> {
    const opens = envelope.module === 'company' && envelope.command === 'OpenCompany'
    if (!this.#admits(envelope.actor) && !(opens && !this.#books.profile()))
      return { kind: 'refused', refusal: notFound(), replayed: false }
    const isInternal = this.#books.internal.has(`${envelope.module}.${envelope.command}`)
    if (isInternal || !this.#allows(envelope.actor, envelope.module, envelope.command))
      return { kind: 'refused', refusal: notAllowed(), replayed: false }
    return this.#masked(envelope, await this.#commits.submit(envelope))
  }

  async ask(envelope: QueryEnvelope): Promise<Answer> {
    if (!this.#admits(envelope.actor)) return { kind: 'refused', refusal: notFound() }
    if (!this.#allows(envelope.actor, envelope.module, envelope.query))
      return { kind: 'refused', refusal: notAllowed() }
    const started = performance.now()
    const module = this.#books.modules.find(({ contract }) => contract.name === envelope.module)
    const answer = module?.queries[envelope.query]
    invariant(answer, `no such query: ${envelope.module}.${envelope.query}`)
    const reply = answer(envelope.input, { actor: envelope.actor, nowMicros: Date.now() * 1_000 })
    if (isRefusal(reply)) return { kind: 'refused', refusal: reply }
    const body = maskedReply(module.contract.operations[envelope.query].reply, reply, envelope.actor.grants)
    return {
      kind: 'answered',
      body,
      sequence: this.#books.log.head.sequence,
      tookMs: performance.now() - started,
    }
  }

  /** Why an actor may or may not do something with a record: the answer of the layer that would decide it. */
  async explain(actor: Actor, question: Question): Promise<Reason[]> {
    return this.#admits(actor) ? explain(this.#books.ledger, actor, question) : [NOT_HERE]
  }

  async audit(actor: Actor, options: { replay: boolean }): Promise<AuditView | Refusal> {
    if (!this.#admits(actor)) return notFound()
    if (!this.#allows(actor, 'company', 'RunAudit')) return notAllowed()
    if (rulesInForce(actor.rules, 'company.RunAudit', 'company:read')) return coversAllRecords()
    return this.#audits.run(options.replay)
  }

  /** The same as a command: the run is recorded. */
  async runSelfAudit(envelope: CommandEnvelope): Promise<Outcome> {
    const refused = (refusal: Refusal): Outcome => ({ kind: 'refused', refusal, replayed: false })
    if (!this.#admits(envelope.actor)) return refused(notFound())
    if (!this.#allows(envelope.actor, envelope.module, envelope.command)) return refused(notAllowed())
    if (this.#books.proof.isLimited(envelope.actor, 'RunSelfAudit')) return refused(coversAllRecords())
    return this.#audits.record(envelope)
  }

  /** For consumers of the queue: the log after a position as NDJSON, one CloudEvent a line. */
  async readLog(after: number): Promise<string> {
    const { log } = this.#books
    return log
      .slice(after)
      .map((event) => cloudEventText(log.companyAt(event.sequence), event))
      .join('\n')
  }

  async confirm(consumer: Consumer, sequence: number): Promise<void> {
    this.#books.relayState.confirm(consumer, sequence)
  }

  /** For the consumer that publishes roots: whether nobody has done so yet, and what came of it. */
  async isOpenPublication(sequence: number): Promise<boolean> {
    return this.#books.proof.roots.isOpenPublication(sequence)
  }

  async settlePublication(delivered: RootDelivered): Promise<void> {
    const { company } = this.#books
    const input = JSON.stringify(delivered)
    const actor = systemOf(this.#profile().tenant)
    const requestId = newId('request')
    this.#runTurn([{ company, module: 'proof', command: 'SettlePublication', input, actor, requestId }])
  }

  /** For a scratch object: folds a part of another object's log into its own empty tables. */
  async replay(events: StoredEvent[]): Promise<void> {
    invariant(companyOfReplay(this.ctx.id.name ?? ''), 'only a scratch object replays')
    // One by one: what tables are loaded from must never be ahead of them.
    for (const stored of events)
      for (const event of this.#books.log.restore([stored]))
        for (const module of this.#books.modules) module.apply([event])
  }

  async finishReplay(): Promise<Record<string, string>> {
    invariant(companyOfReplay(this.ctx.id.name ?? ''), 'only a scratch object is thrown away')
    const digests = await digestsAtRest(this.#books, breathe)
    await this.ctx.storage.deleteAll()
    return digests
  }

  /** For the upkeep: of these contents of files, those that no event refers to. Nothing can refer to them any more. */
  async giveUpDocuments(hashes: string[]): Promise<string[]> {
    return this.#books.attachments.giveUp(hashes, Date.now())
  }

  /** Opens the live channel. Only the edge reaches an object, and it says in this header who is asking. */
  override async fetch(request: Request): Promise<Response> {
    const actor = JSON.parse(decodeURIComponent(request.headers.get(ACTOR_HEADER) ?? '')) as Actor
    if (!this.#admits(actor) || !this.#allows(actor, 'company', 'ListEvents'))
      return new Response(null, { status: 404 })
    return this.#live.accept(this.#books.log.head, actor, Date.now())
  }

  override async alarm(): Promise<void> {
    this.#alarmAtMs = Number.POSITIVE_INFINITY
    if (!this.#books.profile()) return
    const { company } = this.#books
    const { tenant, region } = this.#profile()
    this.#wayOut ??= new WayOut({
      ...this.#books,
      tenant,
      region,
      read: (after) => this.#books.log.slice(after),
      send: (message) => sendToQueue(this.env, message),
      nowMs: Date.now,
      publications: () => {
        const { name } = this.#profile()
        return this.#books.proof.roots.openPublications().map((root) => ({ ...root, name }))
      },
    })
    this.#relayedAtMs = Date.now()
    carryOutDue(this.#books, tenant, Date.now() * 1_000, (turn) => this.#runTurn(turn))
    try {
      const nextMs = await this.#wayOut.run()
      this.#alarmFailures = 0
      if (nextMs !== undefined) this.#wakeAt(nextMs)
    } catch (error) {
      // The platform gives up on an alarm after six failures; the log must go out however long the queue is down.
      console.error({ message: 'relay failed', company, error: String(error) })
      this.#wakeAt(Date.now() + Math.min(LIMITS.relayBackoffMaxMs, 1_000 * 2 ** this.#alarmFailures++))
    }
    this.#audits.startWhenDue(tenant)
    const nextDueMs = earliest(nextDue(this.#books), this.#audits.nextMs())
    // What is overdue still was not carried out just now: it is tried again, but not without a pause.
    if (nextDueMs !== undefined) this.#wakeAt(Math.max(nextDueMs, Date.now() + LIMITS.relayEveryMs))
  }

  #runTurn(turn: CommandEnvelope[]): Outcome[] {
    const { pipeline, log, modules } = this.#books
    const before = log.head.sequence
    const outcomes = pipeline.runTurn(turn)
    if (log.head.sequence > before) {
      this.#wakeAt(Math.max(Date.now() + LIMITS.relayDelayMs, this.#relayedAtMs + LIMITS.relayEveryMs))
      const sight = (actor: Actor) => eventSight(modules, actor, 'company.ListEvents', 'company:read')
      this.#live.announce(log.head.sequence, Date.now(), () => log.slice(before), sight)
    }
    return outcomes
  }

  /** The alarm is a row of the same database: it is set in the commit that moved the log. */
  #wakeAt(atMs: number): void {
    if (this.#alarmAtMs <= atMs) return
    this.#alarmAtMs = atMs
    void this.ctx.storage.setAlarm(atMs)
  }

  /** The stored reply of a key is whole; each reader gets it masked for them. */
  #masked({ module, command, actor }: CommandEnvelope, outcome: Outcome): Outcome {
    if (outcome.kind !== 'accepted') return outcome
    const { contract } = this.#books.modules.find((each) => each.contract.name === module) ?? {}
    const reply = contract?.operations[command]?.reply
    if (!reply || !maskOf(reply)) return outcome
    return { ...outcome, body: maskedReply(reply, JSON.parse(outcome.body), actor.grants) }
  }

  #admits(actor: Actor): boolean {
    return this.#books.profile()?.tenant === actor.tenant
  }

  /** The edge has asked this already; whoever reaches the object in another way is asked again. */
  #allows({ grants }: Actor, module: string, operation: string): boolean {
    const scope = this.#books.scopes.get(`${module}.${operation}`)
    return scope === undefined || mayCall(grants, `${module}.${operation}`, scope)
  }

  #profile(): CompanyOpened {
    const profile = this.#books.profile()
    invariant(profile, 'the books are open')
    return profile
  }
}

/** Lets the object do what came meanwhile. */
const breathe = () => scheduler.wait(0)

const earliest = (...times: (number | undefined)[]): number | undefined => {
  const known = times.filter((time) => time !== undefined)
  return known.length === 0 ? undefined : Math.min(...known)
}

const notAllowed = () => refuse('missing_scope', 'The roles and the credential do not allow this.')
const notFound = () => refuse('company_not_found', 'There is no such company for this credential.')
