import type { Actor } from '../durable-objects/kernel/module.ts'
import type { Env } from './regions.ts'

/** What every request at the edge carries besides itself. */
export interface Edge {
  Bindings: Env
  Variables: { requestId: string; actor: Actor }
}
