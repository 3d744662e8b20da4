/** What a file is cut into, and its lines. */

/** The smallest piece that is never cut: what stands in one part together. */
export interface Unit {
  text: string
  line: number
  rows: number
  /** Repeated at the start of every later part. */
  isCarried?: boolean
  /** A part ends before it. */
  isBreak?: boolean
  /** Line ends between it and the unit before, where both stand in one part. */
  gap?: string
}

/** What stands above the units of a part; it may change between parts. */
export interface Units {
  head: () => string
  /** What closes a part. */
  tail?: () => string
  units: AsyncIterable<Unit>
}

/** What of a mapping tells which rows of CSV belong together. */
export interface CsvLayout {
  layout: 'lines' | 'entries'
  delimiter?: string | undefined
  columns: Record<string, string>
}

export class SplitError extends Error {
  override readonly name = 'SplitError'
}

/** Lines of the text with their ends, however it comes in pieces. */
export async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let waiting: string[] = []
  for await (const chunk of chunks) {
    let seen = 0
    for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', seen)) {
      yield waiting.join('') + chunk.slice(seen, end + 1)
      waiting = []
      seen = end + 1
    }
    if (seen < chunk.length) waiting.push(chunk.slice(seen))
  }
  const rest = waiting.join('')
  if (rest !== '') yield rest
}
