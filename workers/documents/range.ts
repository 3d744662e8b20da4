/** One range of bytes (RFC 9110, section 14). */
export interface ByteRange {
  offset: number
  length: number
}

/** Undefined: the whole file, also for what is no range of ours (several ranges, other units), which may be passed over. */
export function rangeOf(header: string | undefined, bytes: number): ByteRange | 'unsatisfiable' | undefined {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined
  if (first === '') {
    const length = Math.min(Number(last), bytes)
    return length === 0 ? 'unsatisfiable' : { offset: bytes - length, length }
  }
  const [offset, end] = [Number(first), last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1)]
  if (last !== '' && Number(last) < offset) return undefined
  return offset >= bytes ? 'unsatisfiable' : { offset, length: end - offset + 1 }
}
