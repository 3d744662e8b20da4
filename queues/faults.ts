import { proxyDurable } from 'itty-durable'
import type { Fault } from '../durable-objects/faults.ts'
import type { Env } from '../workers/regions.ts'

interface FaultSwitch {
  arrange(fault: Fault, batches: number): Promise<{ fault: Fault; batches: number }>
  next(): Promise<{ fault: Fault }>
}

/** The one place where itty-durable is called: a switch without any tenant's data (docs/decisions/0003). */
export const faultSwitch = (env: Env): FaultSwitch => proxyDurable(env.FAULTS, { parse: true }).get('sandbox')
