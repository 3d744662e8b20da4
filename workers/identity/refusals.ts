import type { Context } from 'hono'
import type { FieldError, Refusal } from '../../durable-objects/kernel/result.ts'
import type { Edge } from '../edge.ts'
import { edgeRefusal, problem } from '../http/problem.ts'

/** Refusals that several ways in have in common. */

/** Says when to come back (RFC 9110, 10.2.3), and which ways are open meanwhile. */
export function tooManyAttempts(c: Context<Edge>, retryAfterMs: number, otherWays: string): Response {
  c.header('retry-after', String(Math.ceil(retryAfterMs / 1_000)))
  return problem(
    c,
    edgeRefusal(
      'too_many_attempts',
      `There were too many attempts; the next is possible ${inWords(retryAfterMs)}. ${otherWays}`,
    ),
  )
}

export const OTHER_THAN_PASSWORD =
  'Meanwhile a link by mail, a passkey, and a browser that you have signed in with before are open to you.'

export function busy(c: Context<Edge>, retryAfterMs: number): Response {
  c.header('retry-after', String(Math.ceil(retryAfterMs / 1_000)))
  return problem(
    c,
    edgeRefusal('busy', 'Many people sign in at this moment. Try again in a few seconds, or use a passkey.'),
  )
}

export const linkExpired = (): Refusal =>
  edgeRefusal('link_expired', 'The link was used before or is too old. Ask for a new one.')

export const signInFirst = (): Refusal =>
  edgeRefusal('unauthenticated', 'Sign in first: this is about your own account.')

export const wrongPassword = (pointer?: string): Refusal =>
  edgeRefusal(
    'invalid_credentials',
    pointer === undefined
      ? 'E-mail address or password is not right. You can also ask for a link by mail.'
      : 'The password is not right.',
    pointer === undefined ? [] : [{ pointer, code: 'invalid_credentials', detail: 'Is not right.' }],
  )

export const weakPassword = (pointer: string, detail: string): Refusal =>
  edgeRefusal('weak_password', detail, [{ pointer, code: 'weak_password', detail }])

export const fieldRefusal = (error: FieldError): Refusal =>
  edgeRefusal('invalid_request', error.detail, [error])

function inWords(ms: number): string {
  const seconds = Math.ceil(ms / 1_000)
  return seconds < 120 ? `in ${seconds} seconds` : `in ${Math.ceil(seconds / 60)} minutes`
}
