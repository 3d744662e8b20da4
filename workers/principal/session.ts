import type { Context } from 'hono'
import { getCookie, getSignedCookie } from 'hono/cookie'
import { IDENTITY } from '../../d1/identity/limits.ts'
import { extendSession, findSession, type Session, type User } from '../../d1/identity/people.ts'
import { REGIONS, type Region } from '../../durable-objects/kernel/regions.ts'
import type { Edge } from '../edge.ts'
import { inBackground } from '../http/background.ts'
import { isSecure } from '../identity/device-cookie.ts'
import { identityDatabase } from '../regions.ts'

/** A signed-in person, whichever tenant they act in. */
export interface Person {
  region: Region
  user: User
  session: Session
}

/** The name says the region, so that the session is looked up where its person is at home. */
export const sessionCookieName = (c: Context<Edge>, region: Region): string =>
  `${isSecure(c) ? '__Secure-' : ''}meridian-${region}.session_token`

/** Who is signed in with this browser, if the session is in force: known, not ended, not idle for too long. */
export async function personOf(c: Context<Edge>): Promise<Person | undefined> {
  const region = REGIONS.find((each) => getCookie(c, sessionCookieName(c, each)) !== undefined)
  if (region === undefined) return undefined
  const cookie = getCookie(c, sessionCookieName(c, region)) as string
  const known = remembered.get(cookie)
  if (known && known.untilMs > Date.now()) return known.person

  const askedMs = Date.now()
  const token = await getSignedCookie(c, c.env.AUTH_SECRET, sessionCookieName(c, region))
  if (!token) return undefined
  const found = await findSession(identityDatabase(c.env, region), token)
  if (!found || !isInForce(found.session, askedMs)) {
    remembered.delete(cookie)
    return undefined
  }
  const person = { region, ...found }
  noteUse(c, person, askedMs)
  if (remembered.size >= IDENTITY.rememberedMax) remembered.clear()
  remembered.set(cookie, { person, untilMs: askedMs + IDENTITY.trustedMs })
  return person
}

/** By the whole cookie, because its signature was checked, too. */
const remembered = new Map<string, { person: Person; untilMs: number }>()

/** So that an ended or changed session is so at once in this isolate; others follow within five seconds. */
export const forgetSessions = (): void => remembered.clear()

const endOfLife = ({ createdAt }: Session): number => createdAt.getTime() + IDENTITY.sessionLifetimeMs

const isInForce = (session: Session, nowMs: number): boolean =>
  session.expiresAt.getTime() > nowMs && endOfLife(session) > nowMs

function noteUse(c: Context<Edge>, { region, session }: Person, nowMs: number): void {
  if (nowMs - session.updatedAt.getTime() < IDENTITY.sessionSeenEveryMs) return
  const expiresAt = new Date(Math.min(nowMs + IDENTITY.sessionIdleMs, endOfLife(session)))
  inBackground(c, extendSession(identityDatabase(c.env, region), session.id, expiresAt))
}
