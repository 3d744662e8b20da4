import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { IDENTITY } from '../../d1/identity/limits.ts'
import type { Edge } from '../edge.ts'
import { hmac, isSame, newToken } from './keys.ts'

/**
 * The proof that this browser has signed in to an account before: a random number, signed together with the account's
 * HMAC. It opens nothing; it only moves the browser out of the strangers' queue. One cookie an account, because a
 * computer may have several users.
 */
export async function deviceOf(c: Context<Edge>, account: string): Promise<string | undefined> {
  const [device, signature] = (getCookie(c, nameOf(c, account)) ?? '').split('.')
  if (!device || !signature) return undefined
  return isSame(signature, await hmac(c.env, 'device', `${account} ${device}`)) ? device : undefined
}

/** Gives the browser its number for this account, unless it has one. */
export async function trustDevice(c: Context<Edge>, account: string): Promise<void> {
  const device = (await deviceOf(c, account)) ?? newToken()
  setCookie(c, nameOf(c, account), `${device}.${await hmac(c.env, 'device', `${account} ${device}`)}`, {
    path: '/v1/',
    httpOnly: true,
    secure: isSecure(c),
    sameSite: 'Strict',
    maxAge: IDENTITY.deviceCookieMs / 1_000,
  })
}

export const isSecure = (c: Context<Edge>): boolean => new URL(c.req.url).protocol === 'https:'

const nameOf = (c: Context<Edge>, account: string): string =>
  `${isSecure(c) ? '__Secure-' : ''}meridian-device-${account.slice(0, 12)}`
