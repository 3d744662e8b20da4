import { findCompany, findTenant } from '../d1/directory/queries.ts'
import type { Region } from '../durable-objects/kernel/regions.ts'
import type { Env } from './regions.ts'

export interface Place {
  id: string
  region: Region
}

/**
 * Where companies and tenants lie. An id, a slug and a region never change hands once a company is open, so the answer
 * may be remembered by the edge.
 */
const REMEMBERED_MS = 60_000
const REMEMBERED_MAX = 20_000
const places = new Map<string, { place: Place; untilMs: number }>()

export async function locateCompany(env: Env, tenant: string, idOrSlug: string): Promise<Place | undefined> {
  const key = `${tenant}/${idOrSlug}`
  const known = places.get(key)
  if (known && known.untilMs > Date.now()) return known.place
  const entry = await findCompany(env.DIRECTORY, tenant, idOrSlug)
  if (entry?.status !== 'active') return undefined
  const place = { id: entry.id, region: entry.region }
  if (places.size >= REMEMBERED_MAX) places.clear()
  places.set(key, { place, untilMs: Date.now() + REMEMBERED_MS })
  return place
}

export async function regionOfTenant(env: Env, tenant: string): Promise<Region> {
  const entry = await findTenant(env.DIRECTORY, tenant)
  if (!entry) throw new Error(`the credential's tenant ${tenant} is not in the directory`)
  return entry.region
}
