import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { RefusalContract } from '../../durable-objects/kernel/contract.ts'
import { type FieldError, type Refusal, refuse } from '../../durable-objects/kernel/result.ts'
import { contracts } from '../contracts.ts'
import type { Edge } from '../edge.ts'

/** Refusals that the edge and the kernel give; a module's own are in its contract. */
export const EDGE_REFUSALS = {
  already_enabled: { status: 409, title: 'It is switched on already' },
  already_registered: { status: 409, title: 'The address has an account' },
  body_too_large: { status: 413, title: 'The body is too large' },
  busy: { status: 503, title: 'Too many sign-ins at this moment' },
  challenge_expired: { status: 401, title: 'The sign-in took too long' },
  cross_site_request: { status: 403, title: 'The request comes from another site' },
  idempotency_key_reused: { status: 409, title: 'The Idempotency-Key was used with another request' },
  internal_error: { status: 500, title: 'Meridian failed' },
  invalid_code: { status: 401, title: 'The code is not right' },
  invalid_credentials: { status: 401, title: 'E-mail address or password is not right' },
  invalid_idempotency_key: { status: 400, title: 'The Idempotency-Key cannot be used' },
  invalid_request: { status: 422, title: 'The request has fields that are not valid' },
  length_required: { status: 411, title: 'The length of the body is needed' },
  link_expired: { status: 410, title: 'The link does not work any more' },
  malformed_body: { status: 400, title: 'The body cannot be read' },
  missing_scope: { status: 403, title: 'The credential may not do this' },
  other_session: { status: 412, title: 'Somebody else is signed in' },
  passkey_not_found: { status: 404, title: 'There is no such passkey' },
  passkey_refused: { status: 401, title: 'The passkey was not accepted' },
  range_not_satisfiable: { status: 416, title: 'The file has no such bytes' },
  rate_limited: { status: 429, title: 'Too many requests' },
  route_not_found: { status: 404, title: 'There is no such route' },
  session_not_found: { status: 404, title: 'There is no such session' },
  session_not_fresh: { status: 403, title: 'The sign-in is too long ago' },
  tenant_not_found: { status: 404, title: 'There is no such tenant' },
  tenant_slug_taken: { status: 409, title: 'The slug is taken' },
  tenant_suspended: { status: 403, title: 'The tenant is suspended' },
  too_many_passkeys: { status: 409, title: 'There are too many passkeys' },
  too_many_attempts: { status: 429, title: 'Too many attempts' },
  unauthenticated: { status: 401, title: 'A valid credential is needed' },
  unsupported_media_type: { status: 415, title: 'The content type is not supported' },
  weak_password: { status: 422, title: 'The password is too easy to guess' },
} as const

export type EdgeRefusalCode = keyof typeof EDGE_REFUSALS

export const edgeRefusal = (code: EdgeRefusalCode, detail: string, errors?: FieldError[]): Refusal =>
  refuse(code, detail, errors)

type Answerable = Pick<RefusalContract, 'title'> & { status: number }
const ALL: Record<string, Answerable> = {
  ...EDGE_REFUSALS,
  ...Object.assign({}, ...Object.values(contracts).map((contract) => contract.refusals)),
}

/** The one total mapping of refusals to the wire: RFC 9457 problem details. */
export function problem(c: Context<Edge>, { refused, detail, errors }: Refusal): Response {
  const { status, title } = ALL[refused] ?? EDGE_REFUSALS.internal_error
  const body = {
    type: `urn:meridian:problem:${refused}`,
    title,
    status,
    detail,
    code: refused,
    errors,
    requestId: c.get('requestId'),
  }
  return c.body(JSON.stringify(body), status as ContentfulStatusCode, {
    'content-type': 'application/problem+json',
  })
}
