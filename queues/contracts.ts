import { z } from 'zod'
import { contracts } from '../durable-objects/contracts.ts'
import type { CloudEvent } from '../durable-objects/kernel/log.ts'
import type { Region } from '../durable-objects/kernel/regions.ts'
import type { RootPublished } from '../durable-objects/ledger/proof/contract.ts'

/**
 * What leaves the object. A message carries the events of one company with consecutive sequences; where they would not
 * fit a Queue message (128 KB) `events` is empty and consumers pull the range from the object.
 */
export interface LogMessage {
  company: string
  tenant: string
  region: Region
  first: number
  last: number
  events: CloudEvent[]
  /** Roots that are to be published: with every message until what came of it is recorded. */
  publications?: Publication[]
}

/** A root on its way out of the house: `sequence` is the position of its `root-published`. */
export interface Publication extends RootPublished {
  sequence: number
  /** Of the company. */
  name: string
}

/** JSON Schemas of every event's data, by `type/version`: what integrations may rely on. */
export function eventSchemas(): Record<string, unknown> {
  const schemas: Record<string, unknown> = {}
  for (const module of Object.values(contracts))
    for (const [type, { version, data }] of Object.entries(module.events))
      schemas[`${type}/${version}`] = z.toJSONSchema(data)
  return schemas
}
