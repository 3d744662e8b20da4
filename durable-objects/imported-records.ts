import { z } from 'zod'
import { canonicalJson } from './kernel/canonical.ts'
import type { ModuleContract } from './kernel/contract.ts'
import { requiredLine } from './kernel/fields.ts'
import { LIMITS } from './kernel/limits.ts'
import type { CloudEvent, StoredEvent } from './kernel/log.ts'
import type { AnyModule } from './kernel/module.ts'

/** Records of a file that somebody sent: what they are is not known before they were looked at. */
const hash = z.string().regex(/^[0-9a-f]{64}$/)

export const importedHeader = z.object({
  company: z.object({ id: z.string().max(100), name: requiredLine(LIMITS.nameCharsMax) }),
})
export type ImportedHeader = z.output<typeof importedHeader>

export const importedEnd = z.object({
  events: z.number().int(),
  headHash: hash,
  root: hash,
  tables: z.record(z.string().max(100), hash),
  tablesVersion: z.string().max(100),
  documents: z.object({ count: z.number().int(), digest: z.string().max(64) }),
})
export type ImportedEnd = z.output<typeof importedEnd>

export function parsedRecord(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

/** As it is stored: what is not of its type becomes what the hash cannot have been made of. */
export const storedEvent = (event: CloudEvent): StoredEvent => ({
  sequence: event.sequence,
  type: String(event.type),
  version: Number(event.dataversion),
  recorded_at: Number(event.recordedat),
  actor: String(event.actor),
  command: String(event.command),
  request_id: String(event.requestid),
  data: canonicalJson(event.data) ?? 'null',
  hash: String(event.hash),
})

/** An event that no command of this version could have recorded is not taken. */
export function wrongWithContract(modules: readonly AnyModule[], event: CloudEvent): string | undefined {
  const contract = modules
    .map((module) => module.contract as ModuleContract)
    .find(({ events }) => Object.hasOwn(events, event.type))?.events[event.type]
  if (!contract || event.dataversion > contract.version) return 'is of a kind that this version does not know'
  if (JSON.stringify(event.data).length > LIMITS.eventBytesMax) return 'is larger than an event may be'
  const result = contract.data.safeParse(event.data)
  if (result.success) return undefined
  const [issue] = result.error.issues
  return `has data that its contract does not allow: ${issue?.path.join('/')}: ${issue?.message}`
}

/** The company that an event says it was recorded in; empty where it says none. */
export const recordedIn = ({ source }: CloudEvent): string =>
  /^\/companies\/(\S{1,100})$/.exec(String(source))?.[1] ?? ''
