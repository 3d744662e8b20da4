import { forgetOldGrants } from '../../d1/identity/oauth-grants.ts'
import { removeExpiredSessions } from '../../d1/identity/people.ts'
import { forgetOldSecurityEvents } from '../../d1/identity/security-log.ts'
import { REGIONS } from '../../durable-objects/kernel/regions.ts'
import { type Env, identityDatabase } from '../regions.ts'

/** Once a day, in every region: what is over, and what is older than it is kept, goes. */
export async function keepUp(env: Env, nowMs: number): Promise<void> {
  for (const region of REGIONS) {
    const database = identityDatabase(env, region)
    await removeExpiredSessions(database, nowMs)
    await forgetOldSecurityEvents(database, nowMs)
    await forgetOldGrants(database, nowMs)
  }
}
