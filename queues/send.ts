import type { Fault } from '../durable-objects/faults.ts'
import { type Env, eventsQueue } from '../workers/regions.ts'
import type { LogMessage } from './contracts.ts'
import { faultSwitch } from './faults.ts'

/** One message into the region's queue. In a sandbox the fault switch may lose, double or reorder it. */
export async function sendToQueue(env: Env, message: LogMessage): Promise<void> {
  const fault: Fault = env.SANDBOX === 'on' ? (await faultSwitch(env).next()).fault : 'none'
  const queue = eventsQueue(env, message.region)
  switch (fault) {
    case 'lost':
      return
    case 'doubled':
      await queue.send(message)
      await queue.send(message)
      return
    case 'reordered':
      await queue.send(message, { delaySeconds: OVERTAKEN_AFTER_SECONDS })
      return
    case 'none':
      await queue.send(message)
  }
}

/** Long enough for the messages after it to arrive first. */
const OVERTAKEN_AFTER_SECONDS = 3
