import type { Context } from 'hono'
import { logSecurity, type SecurityEvent } from '../../d1/identity/security-log.ts'
import type { Region } from '../../durable-objects/kernel/regions.ts'
import type { Edge } from '../edge.ts'
import { clientAddress, clientCountry } from '../http/client-address.ts'
import { identityDatabase } from '../regions.ts'

/** Writes what happened into the region's security log, with where the request came from. */
export function record(
  c: Context<Edge>,
  region: Region,
  event: Pick<SecurityEvent, 'type' | 'tenant' | 'user' | 'detail'>,
): Promise<void> {
  return logSecurity(identityDatabase(c.env, region), {
    ...event,
    at: Date.now(),
    ip: clientAddress(c),
    country: clientCountry(c),
    userAgent: c.req.header('user-agent'),
    requestId: c.get('requestId'),
  })
}
