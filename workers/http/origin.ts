import type { Context } from 'hono'
import type { Edge } from '../edge.ts'

/** Where the deployment is reached. On the platform a request's host is one of the deployment's own routes. */
export const originOf = (c: Context<Edge>): string => c.env.ORIGIN || new URL(c.req.url).origin
