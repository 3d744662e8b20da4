import { refuse } from './result.ts'

/** A keyset cursor: the sort key of the last row, opaque to the client. */
export const encodeCursor = (key: readonly (number | string)[]): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url')

export function decodeCursor(cursor: string | undefined, length: number): number[] | undefined | 'invalid' {
  if (cursor === undefined) return undefined
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    const valid =
      Array.isArray(key) && key.length === length && key.every((part) => Number.isSafeInteger(part))
    return valid ? key : 'invalid'
  } catch {
    return 'invalid'
  }
}

/** The cursor of a list that is sorted by one text; undefined when it is none of ours. */
export function decodeTextCursor(cursor: string): string | undefined {
  const text = Buffer.from(cursor, 'base64url').toString()
  return encodeTextCursor(text) === cursor ? text : undefined
}

export const encodeTextCursor = (text: string): string => Buffer.from(text).toString('base64url')

export const invalidCursor = () =>
  refuse(
    'invalid_cursor',
    'Use a nextCursor of this list unchanged, or leave it out to start from the top.',
    [{ pointer: '/cursor', code: 'invalid_cursor', detail: 'Is not a cursor of this list.' }],
  )
