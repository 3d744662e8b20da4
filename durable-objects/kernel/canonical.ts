import { hash } from 'node:crypto'
import canonicalize from 'canonicalize'

/** The data of an event as RFC 8785 text: anyone can rebuild these bytes from the parsed JSON. */
export const canonicalJson = (value: unknown): string => canonicalize(value) as string

/** Fields of one event in the order in which the hash covers them. */
export interface HashedFields {
  company: string
  sequence: number
  type: string
  version: number
  recordedAt: number
  actor: string
  command: string
  requestId: string
  data: string
}

/** Changes whenever the encoding below does, so that an old log stays verifiable by the rule it was written with. */
const ENCODING = 'meridian-event/1'

/** The hash before the first event. */
export const GENESIS_HASH = '0'.repeat(64)

/**
 * SHA-256 over the version tag, the previous hash and every field, each as a netstring (`<bytes>:<text>,`): without the
 * length, moving a character from one field to its neighbour would leave the hash as it was.
 */
export function eventHash(previousHash: string, fields: HashedFields): string {
  const text =
    netstring(ENCODING) +
    netstring(previousHash) +
    netstring(fields.company) +
    netstring(String(fields.sequence)) +
    netstring(fields.type) +
    netstring(String(fields.version)) +
    netstring(String(fields.recordedAt)) +
    netstring(fields.actor) +
    netstring(fields.command) +
    netstring(fields.requestId) +
    netstring(fields.data)
  return hash('sha256', text)
}

const netstring = (text: string): string => `${Buffer.byteLength(text)}:${text},`
