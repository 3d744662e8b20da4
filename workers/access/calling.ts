import { decodeTextCursor, encodeTextCursor } from '../../durable-objects/kernel/cursor.ts'
import { LIMITS } from '../../durable-objects/kernel/limits.ts'
import type { Actor } from '../../durable-objects/kernel/module.ts'
import type { Region } from '../../durable-objects/kernel/regions.ts'
import { type Refusal, refuse } from '../../durable-objects/kernel/result.ts'
import type { Call } from '../mount.ts'
import { identityDatabase } from '../regions.ts'

/** Who calls one of the tenant's operations, and the identity database of the tenant's region. */
export interface Here {
  actor: Actor
  region: Region
  database: D1Database
}

export function hereOf({ c }: Pick<Call, 'c'>): Here {
  const { region } = c.get('principal')
  return { actor: c.get('actor'), region, database: identityDatabase(c.env, region) }
}

export const iso = (ms: number): string => new Date(ms).toISOString()
export const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms))

export interface PageInput {
  limit?: number | undefined
  cursor?: string | undefined
}

/** A page of rows that are sorted by a text: `load` gets where to go on and how many rows to read. */
export async function pageOf<Row, View>(
  input: PageInput,
  load: (after: string, limit: number) => Promise<Row[]>,
  keyOf: (row: Row) => string,
  viewOf: (row: Row) => View,
): Promise<{ data: View[]; nextCursor: string | null } | Refusal> {
  const limit = input.limit ?? LIMITS.pageRowsDefault
  const after = input.cursor === undefined ? '' : decodeTextCursor(input.cursor)
  if (after === undefined)
    return refuse(
      'invalid_cursor',
      'Use a nextCursor of this list unchanged, or leave it out to start from the top.',
      [{ pointer: '/cursor', code: 'invalid_cursor', detail: 'Is not a cursor of this list.' }],
    )
  const rows = await load(after, limit + 1)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    data: shown.map(viewOf),
    nextCursor: rows.length > limit && last ? encodeTextCursor(keyOf(last)) : null,
  }
}
