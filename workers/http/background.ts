import type { Context } from 'hono'
import type { Edge } from '../edge.ts'

/** Lets the reply leave before this is done. What fails is logged: nobody waits for it. */
export function inBackground(c: Context<Edge>, task: Promise<unknown>): void {
  const reported = task.catch((error: unknown) =>
    console.error({ message: 'background task failed', requestId: c.get('requestId'), error: String(error) }),
  )
  c.executionCtx.waitUntil(reported)
}
