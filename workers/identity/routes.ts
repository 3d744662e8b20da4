import { Hono } from 'hono'
import { REGIONS, type Region } from '../../durable-objects/kernel/regions.ts'
import type { Edge } from '../edge.ts'
import { authOf } from './auth.ts'

/** The endpoints of the authentication library, once per region. */
export const identityRoutes = new Hono<Edge>()

identityRoutes.all(`/v1/auth/:region{${REGIONS.join('|')}}/*`, (c) => {
  const origin = new URL(c.req.url).origin
  return authOf(c.env, c.req.param('region') as Region, origin).handler(c.req.raw)
})
