import { Hono } from 'hono'
import type { Edge } from '../edge.ts'
import { page } from '../http/pages.ts'
import { openApi } from '../openapi.ts'
import { publicKeys } from '../session.ts'

/** Health, the API description and its reference page, and the keys that sessions are signed with. */
export const systemRoutes = new Hono<Edge>()

systemRoutes.get('/health', (c) => c.json({ status: 'ok' }))

let document: string | undefined
systemRoutes.get('/v1/openapi.json', (c) => {
  document ??= JSON.stringify(openApi())
  return c.body(document, 200, { 'content-type': 'application/json', 'cache-control': 'public, max-age=300' })
})

systemRoutes.get('/.well-known/jwks.json', async (c) =>
  c.json(await publicKeys(c.env), 200, { 'cache-control': 'public, max-age=300' }),
)

systemRoutes.get('/docs', (c) => page(c, '/docs/'))
