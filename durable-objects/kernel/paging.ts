import { decodeTextCursor, encodeTextCursor, invalidCursor } from './cursor.ts'
import { LIMITS } from './limits.ts'
import type { Refusal } from './result.ts'

export interface PageInput {
  limit?: number | undefined
  cursor?: string | undefined
}

export interface Page<Row> {
  data: Row[]
  nextCursor: string | null
}

/** A page of rows that are held in memory, in the order of their keys, which are different and not empty. */
export function pageByKey<Row, View = Row>(
  rows: readonly Row[],
  { limit = LIMITS.pageRowsDefault, cursor }: PageInput,
  keyOf: (row: Row) => string,
  viewOf: (row: Row) => View = (row) => row as unknown as View,
): Page<View> | Refusal<'invalid_cursor'> {
  const after = cursor === undefined ? '' : decodeTextCursor(cursor)
  if (after === undefined) return invalidCursor()
  const rest = rows
    .map((row) => ({ row, key: keyOf(row) }))
    .filter(({ key }) => key > after)
    .sort((a, b) => (a.key < b.key ? -1 : 1))
  const shown = rest.slice(0, limit)
  const last = rest.length > limit ? shown.at(-1) : undefined
  return { data: shown.map(({ row }) => viewOf(row)), nextCursor: last ? encodeTextCursor(last.key) : null }
}
