import { Hono } from 'hono'
import { ACTOR_HEADER } from '../../durable-objects/books.ts'
import { isCrossSite } from '../access.ts'
import { locateCompany } from '../directory.ts'
import type { Edge } from '../edge.ts'
import { edgeRefusal, problem } from '../http/problem.ts'
import { admit, companyNotFound } from '../mount.ts'
import { booksOf } from '../regions.ts'

/** The company's log as it moves, over a WebSocket. */
export const liveRoutes = new Hono<Edge>()

liveRoutes.get('/v1/companies/:company/live', async (c) => {
  // A WebSocket is not bound by the same-origin policy, so its Origin is checked although it is a GET.
  const refusal = await admit(c, 'company.ListEvents', { method: 'GET', scope: 'company:read' })
  if (refusal) return problem(c, refusal)
  if (isCrossSite(c))
    return problem(c, edgeRefusal('cross_site_request', 'Open the connection from the web app.'))
  if (c.req.header('upgrade')?.toLowerCase() !== 'websocket')
    return problem(c, edgeRefusal('malformed_body', 'This address answers WebSocket upgrades only.'))
  const company = c.req.param('company')
  const place = await locateCompany(c.env, c.get('actor').tenant, company)
  if (!place) return problem(c, companyNotFound(company))
  // Set, not added: whatever a client wrote under this name is replaced.
  const request = new Request(c.req.raw)
  request.headers.set(ACTOR_HEADER, encodeURIComponent(JSON.stringify(c.get('actor'))))
  return booksOf(c.env, place.region, place.id).fetch(request)
})
