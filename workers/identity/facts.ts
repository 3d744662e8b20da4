import type { Context } from 'hono'
import type { Edge } from '../edge.ts'
import { clientAddress, clientCountry } from '../http/client-address.ts'
import { deviceName } from './devices.ts'

/** From where a request was made, in a form that the authentication library's callbacks can carry: its headers. */
const COUNTRY = 'x-meridian-country'
const ADDRESS = 'x-meridian-address'

export interface Facts {
  device: string
  address: string | undefined
  country: string | undefined
}

/**
 * The request's headers for the library, with what the edge knows of the client and nothing that a client made up. To
 * sign in is to begin: a session that the browser has is then left out.
 */
export function libraryHeaders(c: Context<Edge>, who: 'with session' | 'without session'): Headers {
  const headers = new Headers(c.req.raw.headers)
  if (who === 'without session') headers.set('cookie', withoutSessions(headers.get('cookie') ?? ''))
  for (const name of [COUNTRY, ADDRESS, 'x-forwarded-for', 'cf-connecting-ip', 'x-real-ip'])
    headers.delete(name)
  const [address, country] = [clientAddress(c), clientCountry(c)]
  if (address !== undefined) headers.set(ADDRESS, address)
  if (country !== undefined) headers.set(COUNTRY, country)
  return headers
}

const withoutSessions = (cookies: string): string =>
  cookies
    .split('; ')
    .filter((cookie) => !/^(?:__Secure-)?meridian-\w+\.session_token=/.test(cookie))
    .join('; ')

export const ADDRESS_HEADER = ADDRESS

export const countryOf = (headers: Headers | undefined): string | null => headers?.get(COUNTRY) ?? null

export const factsOf = (headers: Headers): Facts => ({
  device: deviceName(headers.get('user-agent')),
  address: headers.get(ADDRESS) ?? undefined,
  country: headers.get(COUNTRY) ?? undefined,
})
