import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { beforeEach, describe, expect, it } from 'vitest'
import { oauthRefreshToken } from './auth-schema.ts'
import { addGrant, findGrant, forgetOldGrants, revokeGrant } from './oauth-grants.ts'
import { oauthGrants } from './oauth-schema.ts'

const DAY_MS = 86_400_000
const NOW = Date.UTC(2026, 10, 21)
const database = env.IDENTITY_EU

beforeEach(async () => {
  await drizzle(database).delete(oauthGrants)
  await drizzle(database).delete(oauthRefreshToken)
})

const grant = (id: string, days: number) =>
  addGrant(database, {
    id,
    client: 'app_1',
    tenant: 'tn_1',
    user: 'user_1',
    scopes: 'ledger:read',
    createdAt: NOW - days * DAY_MS,
  })

const renewable = (family: string, days: number) =>
  drizzle(database)
    .insert(oauthRefreshToken)
    .values({
      id: `ses_${family}`,
      token: family,
      clientId: 'app_1',
      userId: 'user_1',
      authorizationCodeId: family,
      scopes: '[]',
      createdAt: new Date(NOW),
      expiresAt: new Date(NOW + days * DAY_MS),
    })

const isKept = async (id: string) => (await findGrant(database, id)) !== undefined

describe('what is forgotten', () => {
  it('is a family that is old and cannot be renewed, or was ended long ago', async () => {
    await grant('young', 1)
    await grant('old', 31)
    await grant('old-renewable', 31)
    await renewable('old-renewable', 1)
    await grant('old-expired', 31)
    await renewable('old-expired', -1)
    await forgetOldGrants(database, NOW)
    const names = ['young', 'old', 'old-renewable', 'old-expired']
    expect(await Promise.all(names.map(isKept))).toEqual([true, false, true, false])
    expect(await drizzle(database).select().from(oauthRefreshToken)).toHaveLength(1)
  })

  it('ends with its refresh tokens', async () => {
    await grant('ended', 1)
    await renewable('ended', 1)
    await revokeGrant(database, 'ended')
    expect((await findGrant(database, 'ended'))?.revokedAt).not.toBeNull()
    expect(await drizzle(database).select().from(oauthRefreshToken)).toHaveLength(0)
    await forgetOldGrants(database, Date.now() + 31 * DAY_MS)
    expect(await isKept('ended')).toBe(false)
  })
})
