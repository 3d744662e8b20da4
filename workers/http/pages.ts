import type { Context } from 'hono'
import type { Edge } from '../edge.ts'

/** A file of the web app. The copy is ours to put headers on; what another Worker answered is not. */
export async function page(c: Context<Edge>, path: string): Promise<Response> {
  const response = await c.env.ASSETS.fetch(new Request(new URL(path, c.req.url), c.req.raw))
  return new Response(response.body, response)
}
