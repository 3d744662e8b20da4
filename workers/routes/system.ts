import { Hono } from 'hono'
import { signingKeys } from '../../d1/identity/signing-keys.ts'
import { REGIONS } from '../../durable-objects/kernel/regions.ts'
import type { Edge } from '../edge.ts'
import { page } from '../http/pages.ts'
import { openApi } from '../openapi.ts'
import { identityDatabase } from '../regions.ts'

/** Health, the API description and its reference page, and the keys that access tokens are signed with. */
export const systemRoutes = new Hono<Edge>()

systemRoutes.get('/health', (c) => c.json({ status: 'ok' }))

let document: string | undefined
systemRoutes.get('/v1/openapi.json', (c) => {
  document ??= JSON.stringify(openApi())
  return c.body(document, 200, { 'content-type': 'application/json', 'cache-control': 'public, max-age=300' })
})

/** The keys of all regions, so that one address verifies any token of ours; each region has its own as well. */
systemRoutes.get('/.well-known/jwks.json', async (c) => {
  const ofRegions = await Promise.all(REGIONS.map((region) => signingKeys(identityDatabase(c.env, region))))
  const keys = ofRegions.flat().map(({ id, publicKey }) => ({
    ...(JSON.parse(publicKey) as Record<string, string>),
    kid: id,
    alg: 'EdDSA',
    use: 'sig',
  }))
  return c.json({ keys }, 200, { 'cache-control': 'public, max-age=300' })
})

systemRoutes.get('/docs', (c) => page(c, '/docs/'))
