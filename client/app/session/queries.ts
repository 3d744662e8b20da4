import { queryOptions } from '@tanstack/react-query'
import { problemFrom, Unreachable } from '../../sdk/problem.ts'

/**
 * Signing in and out. These few routes belong to the browser's cookie session and are no operations of a contract, so they
 * are called here directly.
 */
export interface Session {
  tenant: { id: string; slug: string; region: string }
  actor: string
  scopes: readonly string[]
  expiresAt: string
}

export interface SignInMethods {
  demo: boolean
  apiKey: boolean
}

/** The session, or null for a visitor. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<Session | null> => {
    const response = await call('GET', '/v1/session', { isUnauthorisedFine: true })
    return response.status === 401 ? null : ((await response.json()) as Session)
  },
  staleTime: 5 * 60_000,
})

export const methodsQuery = queryOptions({
  queryKey: ['session', 'methods'],
  queryFn: async () => (await (await call('GET', '/v1/session/methods')).json()) as SignInMethods,
  staleTime: Number.POSITIVE_INFINITY,
})

export const signInWithKey = (apiKey: string) => call('POST', '/v1/session', { body: { apiKey } })
export const signInToDemo = () => call('POST', '/v1/session/demo')
export const signOut = () => call('DELETE', '/v1/session')

async function call(
  method: string,
  path: string,
  { body, isUnauthorisedFine = false }: { body?: unknown; isUnauthorisedFine?: boolean } = {},
): Promise<Response> {
  const response = await fetch(path, {
    method,
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    }),
  }).catch((cause: unknown) => {
    throw new Unreachable('The server did not answer.', { cause })
  })
  if (response.ok || (isUnauthorisedFine && response.status === 401)) return response
  throw await problemFrom(response)
}
