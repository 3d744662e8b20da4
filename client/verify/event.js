import { createHash } from 'node:crypto'

/**
 * The hash of an event: SHA-256 over netstrings (`<bytes>:<text>,`) of the encoding's name, the hash before, company,
 * sequence, type, version, recording time in microseconds, actor, command, request, and the data as RFC 8785 text.
 */
export function eventHash(previousHash, event) {
  const fields = [
    'meridian-event/1',
    previousHash,
    companyOf(event),
    event.sequence,
    event.type,
    event.dataversion,
    event.recordedat,
    event.actor,
    event.command,
    event.requestid,
    canonical(event.data),
  ]
  return createHash('sha256').update(fields.map(netstring).join('')).digest('hex')
}

export const GENESIS_HASH = '0'.repeat(64)

/** The company that the event was recorded in: after an import, the one that it came from. */
export const companyOf = (event) => /^\/companies\/(.+)$/.exec(event.source ?? '')?.[1] ?? ''

const netstring = (value) => `${Buffer.byteLength(String(value))}:${value},`

/** RFC 8785: members sorted by UTF-16 code units, numbers and strings as ECMAScript writes them. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`)
  return `{${members.join(',')}}`
}
