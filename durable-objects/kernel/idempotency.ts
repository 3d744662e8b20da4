import { canonicalJson } from './canonical.ts'
import type { Database } from './database.ts'
import { LIMITS } from './limits.ts'
import type { Migration } from './migrations.ts'
import { type Refusal, refuse } from './result.ts'

export const idempotencyMigrations: Migration[] = [
  {
    id: '001-idempotency',
    sql: `CREATE TABLE idempotency (
      key TEXT PRIMARY KEY,
      command TEXT NOT NULL,
      request TEXT NOT NULL,
      outcome TEXT NOT NULL CHECK (outcome IN ('accepted', 'refused')),
      reply TEXT NOT NULL,
      recorded_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE idempotency_reply_parts (
      key TEXT NOT NULL, part INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (key, part)
    ) STRICT, WITHOUT ROWID`,
  },
  // A column with a default costs no row: the rows that exist are not written again.
  { id: '002-parked', sql: 'ALTER TABLE idempotency ADD COLUMN parked INTEGER NOT NULL DEFAULT 0' },
]

interface Stored extends Record<string, SqlStorageValue> {
  command: string
  request: string
  outcome: 'accepted' | 'refused'
  reply: string
  parked: number
}

export interface StoredReply {
  outcome: 'accepted' | 'refused' | 'parked'
  reply: string
}

/** What a request is compared by: its JSON text, or for a large one only the text's digest. */
export async function requestText(input: string): Promise<string> {
  if (input.length <= LIMITS.storedRequestBytesMax) return input
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(input))
  return `sha256:${Buffer.from(digest).toString('hex')}`
}

/**
 * The first step of every command with a key: nothing seen (undefined), the stored reply of the same request, or the refusal
 * of a different one. Keys are kept for {@link LIMITS.idempotencyDays} days.
 */
export function recall(
  database: Database,
  key: string,
  command: string,
  request: string,
): StoredReply | Refusal<'idempotency_key_reused'> | undefined {
  const stored = database.first<Stored>(
    'SELECT command, request, outcome, reply, parked FROM idempotency WHERE key = ?',
    key,
  )
  if (!stored) return undefined
  const pointer = stored.command === command ? firstDifference(stored.request, request) : ''
  if (pointer === undefined) {
    const outcome = stored.parked === 1 ? 'parked' : stored.outcome
    return { outcome, reply: wholeReply(database, key, stored.reply) }
  }
  const what =
    stored.command === command
      ? `a request that differs at ${pointer || 'its body'}`
      : `another command, ${stored.command}`
  return refuse(
    'idempotency_key_reused',
    `This Idempotency-Key was used with ${what}. Send the same request again to get its reply, or use a new key.`,
    [
      {
        pointer,
        code: 'differs_from_first_request',
        detail: 'Differs from the request first sent with this key.',
      },
    ],
  )
}

export function remember(
  database: Database,
  key: string,
  command: string,
  request: string,
  stored: StoredReply,
  nowMicros: number,
): void {
  database.run(
    'INSERT INTO idempotency (key, command, request, outcome, reply, recorded_at, parked) VALUES (?, ?, ?, ?, ?, ?, ?)',
    key,
    command,
    request,
    stored.outcome === 'refused' ? 'refused' : 'accepted',
    stored.reply.slice(0, LIMITS.storedReplyPartChars),
    nowMicros,
    stored.outcome === 'parked' ? 1 : 0,
  )
  for (let part = 1; part * LIMITS.storedReplyPartChars < stored.reply.length; part++) {
    const start = part * LIMITS.storedReplyPartChars
    const text = stored.reply.slice(start, start + LIMITS.storedReplyPartChars)
    database.run('INSERT INTO idempotency_reply_parts (key, part, text) VALUES (?, ?, ?)', key, part, text)
  }
}

/** Nearly every reply is one part; only one that fills it can have more. */
function wholeReply(database: Database, key: string, first: string): string {
  if (first.length < LIMITS.storedReplyPartChars) return first
  const rest = database.all<{ text: string }>(
    'SELECT text FROM idempotency_reply_parts WHERE key = ? ORDER BY part',
    key,
  )
  return first + rest.map(({ text }) => text).join('')
}

/**
 * Removes expired keys among the next ones after `afterKey`; returns the key to go on from, or undefined at the end. The
 * walk goes by key because an index by time would be one more row written for every command.
 */
export function sweep(database: Database, afterKey: string, nowMicros: number): string | undefined {
  const before = nowMicros - LIMITS.idempotencyDays * 86_400_000_000
  const keys = database.all<{ key: string }>(
    'SELECT key FROM idempotency WHERE key > ? ORDER BY key LIMIT ?',
    afterKey,
    SWEEP_ROWS,
  )
  const last = keys.at(-1)?.key
  if (last === undefined) return undefined
  const expired = 'FROM idempotency WHERE key > ? AND key <= ? AND recorded_at < ?'
  database.run(
    `DELETE FROM idempotency_reply_parts WHERE key IN (SELECT key ${expired})`,
    afterKey,
    last,
    before,
  )
  database.run(`DELETE ${expired}`, afterKey, last, before)
  return keys.length === SWEEP_ROWS ? last : undefined
}

const SWEEP_ROWS = 2_000

/** The JSON pointer of the first place where two requests differ; `''` where only digests are known, undefined where nowhere. */
function firstDifference(before: string, after: string): string | undefined {
  if (before === after) return undefined
  if (before.startsWith('sha256:') || after.startsWith('sha256:')) return ''
  const [was, is]: [unknown, unknown] = [JSON.parse(before), JSON.parse(after)]
  // The order of keys is style, and says nothing else.
  return canonicalJson(was) === canonicalJson(is) ? undefined : differenceAt(was, is, '')
}

function differenceAt(before: unknown, after: unknown, pointer: string): string {
  if (!isBranch(before) || !isBranch(after) || Array.isArray(before) !== Array.isArray(after)) return pointer
  for (const key of new Set([...Object.keys(after), ...Object.keys(before)])) {
    const [was, is] = [before[key], after[key]]
    if (canonicalJson(was) !== canonicalJson(is))
      return differenceAt(was, is, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)
  }
  return pointer
}

const isBranch = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
