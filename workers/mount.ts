import { type Context, Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { FileFormat, Operation } from '../durable-objects/kernel/contract.ts'
import { mayCall } from '../durable-objects/kernel/grants.ts'
import { requestText } from '../durable-objects/kernel/idempotency.ts'
import { LIMITS } from '../durable-objects/kernel/limits.ts'
import type { CommandEnvelope, Outcome } from '../durable-objects/kernel/pipeline.ts'
import { isRefusal, type Refusal } from '../durable-objects/kernel/result.ts'
import { authenticate, isCrossSite } from './access.ts'
import { type Named, operations, pathOf } from './contracts.ts'
import { locateCompany, type Place } from './directory.ts'
import type { Edge } from './edge.ts'
import { readInput } from './http/body.ts'
import { edgeRefusal, problem } from './http/problem.ts'
import { limitPrincipal } from './http/rate-limit.ts'
import { booksOf } from './regions.ts'

/** What a route's handler gets once the caller and the input are known. */
export interface Call extends Named {
  c: Context<Edge>
  input: unknown
  idempotencyKey: string | undefined
}

/** Answers an operation in another way than by the company's object alone. */
export type SpecialHandler = (call: Call, place: Place | undefined) => Promise<Response>

/** Answers a query with a file. */
export type FileHandler = (call: Call, place: Place, format: FileFormat) => Promise<Response>

/** Derives the REST routes from the modules' contracts. Adding a command to a contract is adding its route. */
export function mount(special: Record<string, SpecialHandler>, file: FileHandler): Hono<Edge> {
  const app = new Hono<Edge>()
  for (const named of operations()) {
    const path = pathOf(named.operation).replaceAll(/\{(\w+)\}/g, ':$1')
    const handler = special[`${named.module}.${named.name}`]
    app.on(named.operation.method, path, (c) => handle(c, named, handler, file))
  }
  return app
}

/** Who → may they → where → what → the object. Each step refuses before the next one spends anything. */
async function handle(
  c: Context<Edge>,
  named: Named,
  special: SpecialHandler | undefined,
  file: FileHandler,
): Promise<Response> {
  const { operation } = named
  const refusal = await admit(c, `${named.module}.${named.name}`, operation)
  if (refusal) return problem(c, refusal)

  const company = c.req.param('company')
  const place = company === undefined ? undefined : await locateCompany(c.env, c.get('actor').tenant, company)
  if (company !== undefined && !place) return problem(c, companyNotFound(company))

  const idempotencyKey = operation.kind === 'command' ? c.req.header('idempotency-key') : undefined
  if (idempotencyKey !== undefined && !KEY_TEXT.test(idempotencyKey)) return problem(c, badKey())
  const format = formatOf(c, operation)
  if (isRefusal(format)) return problem(c, format)
  const read = await readInput(c, operation)
  if (isRefusal(read)) return problem(c, read)

  const call: Call = { ...named, c, input: read.input, idempotencyKey }
  if (special) return special(call, place)
  if (!place) throw new Error(`${named.module}.${named.name} is a tenant's operation without a handler`)
  if (format) return file(call, place, format)
  return operation.kind === 'command' ? execute(call, place) : ask(call, place)
}

/** The kind of file that a query is wanted as. */
function formatOf(c: Context<Edge>, { files }: Operation): FileFormat | undefined | Refusal {
  const wanted = c.req.query('format')
  if (!files || wanted === undefined || wanted === 'json') return undefined
  const format = files.find((each) => each === wanted)
  if (format) return format
  const detail = `Choose json or one of ${files.join(', ')}.`
  return edgeRefusal('invalid_request', `format: ${detail}`, [
    { pointer: '/format', code: 'invalid_value', detail },
  ])
}

/** Authentication and authorisation of every route, derived or not. */
export async function admit(
  c: Context<Edge>,
  name: string,
  { method, scope }: Pick<Operation, 'method' | 'scope'>,
) {
  const actor = await authenticate(c)
  if (!actor) return c.get('isSuspended') ? tenantSuspended() : unauthenticated()
  const limited = limitPrincipal(c, c.get('principal'))
  if (limited) return limited
  const expected = c.req.header('meridian-meant-for')
  if (expected !== undefined && expected !== `${actor.tenant}/${actor.id}`) return otherSession()
  if (method !== 'GET' && isCrossSite(c))
    return edgeRefusal(
      'cross_site_request',
      'Requests with a session cookie must come from the web app itself.',
    )
  if (!mayCall(actor.grants, name, scope)) return missingScope(name, scope)
  c.set('actor', actor)
  return undefined
}

type Books = ReturnType<typeof booksOf>

/** Sends a command to the company's object, through the one pipeline. */
export async function execute(
  call: Call,
  place: Place,
  send: (books: Books, envelope: CommandEnvelope) => Promise<Outcome> = (books, envelope) =>
    books.execute(envelope),
): Promise<Response> {
  const { c, module, name, operation, idempotencyKey } = call
  const input = JSON.stringify(call.input)
  const envelope: CommandEnvelope = {
    company: place.id,
    module,
    command: name,
    input,
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    ...(idempotencyKey !== undefined && {
      idempotency: { key: idempotencyKey, request: await requestText(input) },
    }),
  }
  const outcome = await send(booksOf(c.env, place.region, place.id), envelope)
  if ('replayed' in outcome && outcome.replayed) c.header('idempotent-replayed', 'true')
  switch (outcome.kind) {
    case 'accepted':
      return c.body(outcome.body, operation.status, JSON_TYPE)
    case 'parked':
      return c.body(outcome.body, 202, JSON_TYPE)
    case 'refused':
      return problem(c, outcome.refusal)
    case 'failed':
      return problem(c, internalError())
  }
}

export async function ask(call: Call, place: Place): Promise<Response> {
  const { c, module, name, operation } = call
  const actor = c.get('actor')
  const answer = await booksOf(c.env, place.region, place.id).ask({
    module,
    query: name,
    input: call.input,
    actor,
  })
  if (answer.kind === 'refused') return problem(c, answer.refusal)
  c.header('server-timing', `object;dur=${answer.tookMs}`)
  c.header('meridian-sequence', String(answer.sequence))
  return c.body(answer.body, operation.status as ContentfulStatusCode, JSON_TYPE)
}

/** A NUL or a line break has no place in a header's value; the rest is the client's choice. */
const KEY_TEXT = new RegExp(`^[\\x21-\\x7e]{1,${LIMITS.idempotencyKeyCharsMax}}$`)
const JSON_TYPE = { 'content-type': 'application/json' }

const badKey = (): Refusal =>
  edgeRefusal(
    'invalid_idempotency_key',
    `Use 1 to ${LIMITS.idempotencyKeyCharsMax} printable ASCII characters, such as a UUID.`,
  )

export const unauthenticated = (): Refusal =>
  edgeRefusal(
    'unauthenticated',
    'Send an API key or an access token as "Authorization: Bearer …", or sign in.',
  )

export const tenantSuspended = (): Refusal =>
  edgeRefusal(
    'tenant_suspended',
    'The tenant is suspended. Its data is kept; write to the operator of this deployment to have it opened again.',
  )

/** `meridian-meant-for: {tenant}/{actor}` says for whom a request is meant: what a device kept must not be sent as somebody else's. */
const otherSession = (): Refusal =>
  edgeRefusal(
    'other_session',
    'The request is of another person or organisation than the one that is signed in. Nothing was changed.',
  )

const missingScope = (name: string, scope: string): Refusal =>
  edgeRefusal(
    'missing_scope',
    `${name} needs the scope ${scope} and a role that allows it. Ask an administrator for both.`,
  )

export const internalError = (): Refusal =>
  edgeRefusal('internal_error', 'Nothing was changed. Try again; if it stays, tell us the requestId.')

export const companyNotFound = (company: string): Refusal => ({
  refused: 'company_not_found',
  detail: `There is no company ${company.slice(0, 100)} for this credential.`,
  errors: [],
})
