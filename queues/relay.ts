import { LIMITS } from '../durable-objects/kernel/limits.ts'
import { cloudEvent, type EventLog, type StoredEvent } from '../durable-objects/kernel/log.ts'
import type { Region } from '../durable-objects/kernel/regions.ts'
import type { LogMessage } from './contracts.ts'

export interface RelayParts {
  company: string
  tenant: string
  region: Region
  log: EventLog
  read: (after: number) => StoredEvent[]
  send: (message: LogMessage) => Promise<void>
}

/**
 * Sends the log after a position to the region's queue, at least once. What fits a message travels in it; a longer backlog
 * travels as its range alone, because consumers read a long range faster from the object than from a queue. Returns the
 * position reached: when it is not the head yet, the caller's alarm comes again.
 */
export async function relay(parts: RelayParts, after: number): Promise<number> {
  const stored = parts.read(after)
  const [first, last] = [stored[0], stored.at(-1)]
  if (!first || !last) return after
  const { company, tenant, region, log } = parts
  const bytes = stored.reduce((sum, event) => sum + Buffer.byteLength(event.data) + ENVELOPE_BYTES, 0)
  const fits = bytes <= LIMITS.queueMessageBytesMax
  const events = fits ? stored.map((event) => cloudEvent(log.companyAt(event.sequence), event)) : []
  await parts.send({ company, tenant, region, first: first.sequence, last: last.sequence, events })
  return last.sequence
}

/** Room for the CloudEvents attributes around an event's data. */
const ENVELOPE_BYTES = 600
