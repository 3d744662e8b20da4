import type { Actor } from '../durable-objects/kernel/module.ts'
import type { Region } from '../durable-objects/kernel/regions.ts'
import type { Env } from './regions.ts'

/** Who calls, and by which credential. */
export interface Principal {
  actor: Actor
  via: 'session' | 'key' | 'oauth' | 'support'
  /** Where the credential is known. */
  region: Region
  userId?: string
  sessionId?: string
  clientId?: string
}

/** What every request at the edge carries besides itself. */
export interface Edge {
  Bindings: Env
  Variables: {
    requestId: string
    actor: Actor
    principal: Principal
    /** The credential is in force, but its tenant is suspended. */
    isSuspended: boolean
  }
}
