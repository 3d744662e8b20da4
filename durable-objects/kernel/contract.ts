import type { z } from 'zod'
import { LIMITS } from './limits.ts'

/**
 * What a module offers, declared once. REST routes, the OpenAPI document, the permission matrix and the typed client
 * are all derived from these values; see `workers/mount.ts` and `client/sdk/`.
 */
export interface ModuleContract {
  /** Also the first half of a command's full name: `ledger.PostJournalEntry`. */
  name: string
  title: string
  operations: Record<string, Operation>
  events: Record<string, EventContract>
  refusals: Record<string, RefusalContract>
  /** What record rules may speak of in this module's records (`kernel/rules.ts`). */
  ruleFields?: Record<string, RuleField>
}

/** A field that record rules may limit, for the people who define them. */
export interface RuleField {
  title: string
  description: string
  /** Which rules it takes: lists of values, "the actor's own", a largest amount. */
  takes: readonly ('values' | 'own' | 'max')[]
}

export interface Operation<Input extends z.ZodType = z.ZodType, Reply extends z.ZodType = z.ZodType> {
  kind: 'command' | 'query'
  /** One line, imperative; the OpenAPI summary. */
  summary: string
  description?: string
  /** `company` paths are below `/v1/companies/{company}`; `tenant` paths below `/v1`. */
  level: 'company' | 'tenant'
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Parameters in braces are fields of the input: `/accounts/{code}/register`. */
  path: string
  scope: Scope
  /** One object: path parameters, query parameters and (for `json`) the body's fields together. */
  input: Input
  reply: Reply
  /**
   * `json`: the body is the input's remaining fields. `ndjson`: each line becomes one element of `input.rows`.
   * `text`: the body is `input.text`. `binary`: the body is a file, which the operation's handler at the edge reads.
   * `none`: everything is in the path and the query string.
   */
  body: 'none' | 'json' | 'ndjson' | 'text' | 'binary'
  bodyBytesMax: number
  /** Success status of the reply. */
  status: 200 | 201
  /** The reply is a text document instead of JSON (an export). */
  replyType?: 'text/plain' | 'text/csv' | 'application/x-ndjson' | 'application/octet-stream'
  /** The reply is there as a file too: `format` in the query string names one of these, and the edge makes it. */
  files?: readonly FileFormat[]
  /**
   * It books entries. `entry`: as somebody wrote them; to policies such commands are one, with several names. `true`: for
   * something of its own, such as a match; policies that cover the posting of entries cover it, too.
   */
  books?: 'entry' | true
  /** Only the object itself carries it out, when its time has come: no route, and nobody may call it. */
  internal?: true
  /** Of the fields that the body carries. */
  example?: Partial<z.input<Input>>
}

export type FileFormat = 'csv' | 'xlsx' | 'pdf'

export type Scope = `${string}:${'read' | 'write'}`

export interface EventContract {
  version: number
  data: z.ZodType
}

export interface RefusalContract {
  status: 400 | 403 | 404 | 409 | 410 | 422 | 423
  title: string
}

type Level = Operation['level']
type Body = Operation['body']
type ReplyType = NonNullable<Operation['replyType']>
type Shorthand = 'kind' | 'level' | 'method' | 'body' | 'bodyBytesMax' | 'status' | 'replyType'

/** What a contract writes of an operation: the rest follows from its kind. */
type Declared<
  Input extends z.ZodType,
  Reply extends z.ZodType,
  L extends Level,
  B extends Body,
  T extends ReplyType,
> = Omit<Operation<Input, Reply>, Shorthand> &
  Partial<Pick<Operation, 'method' | 'bodyBytesMax' | 'status'>> & { level?: L; body?: B; replyType?: T }

/** What it is then: what the client's types depend on is kept as it was written. */
type Made<
  Kind extends Operation['kind'],
  Input extends z.ZodType,
  Reply extends z.ZodType,
  L extends Level,
  B extends Body,
  T extends ReplyType,
> = Omit<Operation<Input, Reply>, 'kind' | 'level' | 'body' | 'replyType'> & {
  kind: Kind
  level: L
  body: B
  replyType?: T
}

export function command<
  Input extends z.ZodType,
  Reply extends z.ZodType,
  const L extends Level = 'company',
  const B extends Body = 'json',
  const T extends ReplyType = never,
>(contract: Declared<Input, Reply, L, B, T>): Made<'command', Input, Reply, L, B, T> {
  const body = contract.body ?? ('json' as B)
  return {
    method: 'POST',
    bodyBytesMax: body === 'json' ? LIMITS.jsonBytesMax : LIMITS.bulkBytesMax,
    status: 201,
    ...contract,
    body,
    level: contract.level ?? ('company' as L),
    kind: 'command',
  }
}

export function query<
  Input extends z.ZodType,
  Reply extends z.ZodType,
  const L extends Level = 'company',
  const B extends Body = 'none',
  const T extends ReplyType = never,
>(contract: Declared<Input, Reply, L, B, T>): Made<'query', Input, Reply, L, B, T> {
  return {
    method: 'GET',
    bodyBytesMax: 0,
    status: 200,
    ...contract,
    body: contract.body ?? ('none' as B),
    level: contract.level ?? ('company' as L),
    kind: 'query',
  }
}

type NamesOf<C extends ModuleContract, Kind> = {
  [Name in keyof C['operations']]: C['operations'][Name]['kind'] extends Kind ? Name : never
}[keyof C['operations']]

export type CommandName<C extends ModuleContract> = NamesOf<C, 'command'>
export type QueryName<C extends ModuleContract> = NamesOf<C, 'query'>
export type InputOf<C extends ModuleContract, Name extends keyof C['operations']> = z.output<
  C['operations'][Name]['input']
>
export type ReplyOf<C extends ModuleContract, Name extends keyof C['operations']> = z.output<
  C['operations'][Name]['reply']
>
export type RefusalCode<C extends ModuleContract> = keyof C['refusals'] & string
