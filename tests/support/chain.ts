import { createHash } from 'node:crypto'
import type { Event } from './company.ts'

/**
 * The hash chain, verified by an implementation that shares no code with the product: what an auditor would write from
 * the description alone. Each event's hash is the SHA-256 of netstrings (`<bytes>:<text>,`) of the encoding's name, the
 * hash before, company, sequence, type, version, recording time in microseconds, actor, command, request and the event's
 * data as RFC 8785 text.
 */
export function verifyChain(
  events: readonly Event[],
  startHash = '0'.repeat(64),
  startSequence = 1,
): string[] {
  const problems: string[] = []
  let previous = startHash
  for (const [index, event] of events.entries()) {
    const expected = startSequence + index
    if (event.sequence !== expected) problems.push(`event ${event.sequence} lies where ${expected} belongs`)
    if (hashOf(previous, event) !== event.hash)
      problems.push(`event ${event.sequence} is not what its hash says`)
    previous = event.hash
  }
  return problems
}

function hashOf(previous: string, event: Event): string {
  const company = /^\/companies\/(.+)$/.exec(event.source)?.[1] ?? ''
  const fields = [
    'meridian-event/1',
    previous,
    company,
    `${event.sequence}`,
    event.type,
    `${event.dataversion}`,
    `${event.recordedat}`,
    event.actor,
    event.command,
    event.requestid,
    jcs(event.data),
  ]
  const hash = createHash('sha256')
  for (const field of fields) {
    const bytes = new TextEncoder().encode(field)
    hash.update(`${bytes.length}:`).update(bytes).update(',')
  }
  return hash.digest('hex')
}

/** RFC 8785: members sorted by UTF-16 code units, numbers and strings as ECMAScript writes them. */
function jcs(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jcs).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${jcs(member)}`).join(',')}}`
}
