import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { IDENTITY } from '../../d1/identity/limits.ts'
import { addUser } from '../../d1/identity/people.ts'
import { logSecurity, securityEventsOfUser } from '../../d1/identity/security-log.ts'
import { REGIONS } from '../../durable-objects/kernel/regions.ts'
import { identityDatabase } from '../regions.ts'
import { keepUp } from './upkeep.ts'

const DAY_MS = 86_400_000

it.each(REGIONS)(
  'removes sessions that are over and events that are old, in %s, and nothing else',
  async (region) => {
    const database = identityDatabase(env, region)
    const { id: user } = await addUser(database, {
      name: 'A',
      email: `${crypto.randomUUID()}@people.example`,
    })
    const nowMs = Date.now()
    for (const [id, expiresAt] of [
      ['over', nowMs - 1],
      ['alive', nowMs + 1],
    ] as const)
      await database
        .prepare(
          'INSERT INTO session (id, token, expires_at, created_at, updated_at, user_id) VALUES (?1, ?1, ?2, 0, 0, ?3)',
        )
        .bind(id, expiresAt, user)
        .run()
    const oldest = nowMs - IDENTITY.securityEventDays * DAY_MS
    for (const at of [oldest - 1, oldest + 1]) await logSecurity(database, { type: 'signed-out', user, at })

    await keepUp(env, nowMs)
    const { results } = await database.prepare('SELECT id FROM session WHERE user_id = ?').bind(user).all()
    expect(results).toEqual([{ id: 'alive' }])
    expect((await securityEventsOfUser(database, user, 10)).map(({ at }) => at)).toEqual([oldest + 1])
  },
)
