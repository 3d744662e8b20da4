import type { Context } from 'hono'
import { actorOfKey } from '../access/keys.ts'
import type { Edge, Principal } from '../edge.ts'

/** Who acts with an API key that is in force and used from where it may be. */
export async function principalOfKey(
  c: Context<Edge>,
  text: string,
): Promise<(Principal & { isSuspended: boolean }) | undefined> {
  const holder = await actorOfKey(c, text)
  return holder && { actor: holder.actor, via: 'key', region: holder.region, isSuspended: holder.isSuspended }
}
