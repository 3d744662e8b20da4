import type { ModuleAudit } from './audit.ts'
import type {
  CommandName,
  InputOf,
  ModuleContract,
  QueryName,
  RefusalCode,
  ReplyOf,
  Scope,
} from './contract.ts'
import type { FieldClass } from './field-classes.ts'
import type { Grants } from './grants.ts'
import type { IdKind } from './ids.ts'
import type { NewEvent, RecordedEvent, StoredEvent } from './log.ts'
import type { Migration } from './migrations.ts'
import type { Refusal } from './result.ts'
import type { RecordRule } from './rules.ts'

/** Who acts. Everything in it comes from the credential and the identity database, nothing from the request. */
export interface Actor {
  tenant: string
  /** `user_…`, `key_…`, `app_…` or `system`; written into every event. */
  id: string
  /** Codes of the roles that the actor has: what policies and approvals speak of. */
  roles: readonly string[]
  /** What the roles and the credential allow together. */
  grants: Grants
  /** Which records it may see and write; every rule must hold. Absent: all of them. */
  rules?: readonly RecordRule[]
}

/** Everything a decision may know besides its input and what was loaded: no clock, no randomness of its own. */
export interface CommandContext {
  company: string
  actor: Actor
  nowMicros: number
  /** Position that the first event of this decision will have. */
  nextSequence: number
  newId: (kind: IdKind) => string
  /** The id of a record made by the event at this position. */
  idAt: (kind: IdKind, sequence: number) => string
}

/** Who asks, and when: what a query shows may depend on both. */
export interface QueryContext {
  actor: Actor
  nowMicros: number
}

/** What a command comes to: what happened, and the reply once it is in the log. */
export interface Decision<Reply> {
  events: NewEvent[]
  reply: (recorded: readonly RecordedEvent[], released?: Released) => Reply
  /** Where in the input an event comes from, such as `/rows/3`, when the command makes many. */
  pointerOf?: (event: NewEvent) => string
  /** A parked command that these events release. */
  releases?: Release
}

/**
 * A command that waited, carried out in the transaction that released it, as the actor who sent it. What it records lies
 * behind `released`; if it is refused by now, nothing of it is recorded but `failed`.
 */
export interface Release {
  module: string
  command: string
  input: unknown
  actor: Actor
  released: NewEvent
  failed: (refusal: Refusal) => NewEvent
}

export type Released = { kind: 'accepted'; reply: unknown } | { kind: 'refused'; refusal: Refusal }

/**
 * What policies see of something recorded. It is made of the event alone, so that a policy judges the same before an event
 * is recorded, in a simulation years later, and whichever command it came by.
 */
export interface Subject {
  /** In minor units of the company's currency; absent where nothing is moved. */
  amount?: number
  facts: Readonly<Record<string, readonly string[]>>
  /** What stands behind the values of a fact, in their order, where they may change: past behaviour is counted by it. */
  ids?: Readonly<Record<string, readonly string[]>>
  /** How much of the amount a value of a fact stands for, such as one of the accounts; undefined: all of it. */
  amountBy?: (fact: string, value: string) => number | undefined
  /** False: meters leave it out, because what it stands for is counted by another subject of the same command. */
  isCounted?: false
  /** The record as a client would have written it. */
  record?: () => unknown
}

/** A command whose time has come. It runs through the pipeline like any other, as the actor `system`. */
export interface DueCommand {
  command: string
  input: unknown
  /** What to send where nothing came of it: without it, what stays due is tried again with every alarm. */
  otherwise?: (outcome: DueOutcome) => Pick<DueCommand, 'command' | 'input'>
}

/** It was refused, or waits for an approval. */
export type DueOutcome = { refusal: Refusal } | { approval: string }

/** A file outside of the object, in the documents' bucket of the region, that a record refers to by its content. */
export interface StoredDocument {
  sha256: string
  bytes: number
  key: string
}

/** State kept in memory beside the tables. A command that is rolled back must leave none of it behind. */
export interface Volatile {
  /** A command starts. */
  mark(): void
  /** The command since the last mark did not happen. */
  undo(): void
  /** The turn's commands are done and its commit follows: write what was held back. */
  flush(): void
  /** The whole turn did not happen: the tables are the truth again. */
  forget(): void
}

/** One business module inside the object. `C` ties every handler to what the contract declares. */
export interface Module<C extends ModuleContract = ModuleContract> {
  contract: C
  migrations: readonly Migration[]
  commands: {
    [Name in CommandName<C>]: (
      input: InputOf<C, Name>,
      context: CommandContext,
    ) => Decision<ReplyOf<C, Name>> | Refusal<RefusalCode<C>>
  }
  /** Queries that another part answers (the edge, the self-audit) are absent. */
  queries: {
    [Name in QueryName<C>]?: (
      input: InputOf<C, Name>,
      context: QueryContext,
    ) => ReplyOf<C, Name> | Refusal<RefusalCode<C>>
  }
  /** Folds events (its own, and those of others it cares about) into its tables. */
  apply(events: readonly RecordedEvent[]): void
  /** Answers foreign events with events of its own, in the same transaction. */
  react?(event: RecordedEvent, context: CommandContext): NewEvent[] | Refusal
  /** What policies see of each of these events, in their order; undefined where there is nothing to see. */
  subjectsOf?(events: readonly NewEvent[]): (Subject | undefined)[]
  /** What a person recognises a command by, of its input as the reader may see it; undefined where nothing tells it. */
  titleOf?(command: string, input: unknown, actor: Actor): string | undefined
  /** Commands whose time has come, and when the next one's comes. */
  due?(nowMicros: number): DueCommand[]
  nextDue?(): number | undefined
  /** What a reader who does not see everything gets of an event of this module: its data, or undefined for none of it. */
  shownTo?(event: StoredEvent, actor: Actor, operation: string, scope: Scope): unknown
  /** Classes of masked fields that its records hold at present. */
  sensitiveClasses?(): readonly FieldClass[]
  volatile?: Volatile
  /** Writes what is only a shortcut for reading the log; called now and then, never needed for truth. */
  checkpoint?(): void
  /** Every file that its records refer to, each once: an export takes them along. */
  documents?(): Iterable<StoredDocument>
  /** What the module checks in one run of the self-audit. */
  auditChecks?(): ModuleAudit
  /** Tables whose content follows from the log alone, for the digest after a replay. */
  derivedTables: readonly string[]
}

// A list of modules with different contracts: each one is checked against its own contract where it is made.
// biome-ignore lint/suspicious/noExplicitAny: a handler's input type differs per command, so no single type fits all
export type AnyModule = Module<any>
