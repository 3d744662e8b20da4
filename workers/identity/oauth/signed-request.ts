import { constantTimeEqual, makeSignature } from 'better-auth/crypto'
import type { Env } from '../../regions.ts'

/** Parameters that the library adds to an authorization request when it sends the browser to one of our pages. */
const ADDED = ['sig', 'exp', 'ba_iat', 'ba_pl', 'ba_param']

/**
 * The authorization request in a query that the library signed; undefined when it was altered or is older than its time.
 * The signature is the library's: HMAC over the parameters in order, keyed with the deployment's secret.
 */
export async function openRequest(
  env: Pick<Env, 'AUTH_SECRET'>,
  query: string,
): Promise<URLSearchParams | undefined> {
  const params = new URLSearchParams(query)
  const [signature, ...more] = params.getAll('sig')
  params.delete('sig')
  const entries = [...params].sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
  const expected = await makeSignature(new URLSearchParams(entries).toString(), env.AUTH_SECRET)
  if (signature === undefined || more.length > 0 || !constantTimeEqual(signature, expected)) return undefined
  if (!(Number(params.get('exp')) * 1_000 >= Date.now())) return undefined
  for (const name of ADDED) params.delete(name)
  return params
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
