import { type CsvLayout, linesOf, type Unit, type Units } from './units.ts'

type Cells = (row: string, delimiter: string) => string[]

/** Records of CSV; those of one entry make one unit. The header is repeated. */
export function csvUnits(chunks: AsyncIterable<string>, mapping: CsvLayout | undefined, cells: Cells): Units {
  const delimiter = mapping?.delimiter ?? ','
  let header = ''
  async function* units(): AsyncGenerator<Unit> {
    let open: (Unit & { key: string }) | undefined
    let columns: string[] = []
    for await (const { text, line } of records(chunks, delimiter)) {
      if (text.trim() === '' || cells(text, delimiter).every((cell) => cell.trim() === '')) {
        // Blank lines keep their place, so that lines can be counted.
        if (open) open.text += text
        continue
      }
      if (header === '') {
        header = text.endsWith('\n') ? text : `${text}\n`
        columns = cells(text, delimiter).map((cell) => cell.trim())
        continue
      }
      const key = keyOf(cells(text, delimiter), columns, mapping)
      if (open && key !== undefined && open.key === key) {
        open.text += text
        open.rows++
        continue
      }
      if (open) yield open
      open = { text, line, rows: 1, key: key ?? '' }
    }
    if (open) yield open
  }
  return { head: () => header, units: units() }
}

/** What rows of one entry share, as the import itself sees it; undefined: the row is an entry by itself. */
function keyOf(
  row: readonly string[],
  columns: readonly string[],
  mapping: CsvLayout | undefined,
): string | undefined {
  if (mapping?.layout !== 'lines') return undefined
  const { columns: names } = mapping
  const cell = (field: string) => {
    const index = names[field] === undefined ? -1 : columns.indexOf((names[field] as string).trim())
    return (row[index] ?? '').trim()
  }
  if (names.entry !== undefined || names.externalId !== undefined) {
    const own = cell('entry') || cell('externalId')
    return own === '' ? undefined : own
  }
  return `${cell('date')}\u0000${cell(names.reference === undefined ? 'description' : 'reference')}`
}

/** Lines are put together while a quoted cell goes on over their end (RFC 4180). */
async function* records(
  chunks: AsyncIterable<string>,
  delimiter: string,
): AsyncGenerator<{ text: string; line: number }> {
  let [text, line, next] = ['', 1, 1]
  let state: State = 'start'
  for await (const row of linesOf(chunks)) {
    state = stateAfter(row, state, delimiter)
    text += row
    next++
    // A quote that is never closed must not take the whole file along.
    if (state === 'quoted' && text.length < OPEN_CHARS_MAX) continue
    yield { text, line }
    text = ''
    line = next
    state = 'start'
  }
  if (text !== '') yield { text, line }
}

const OPEN_CHARS_MAX = 2_000_000

type State = 'start' | 'plain' | 'quoted'

function stateAfter(row: string, before: State, delimiter: string): State {
  let state = before
  for (let at = 0; at < row.length; at++) {
    const c = row.charAt(at)
    if (state === 'quoted') {
      if (c !== '"') continue
      if (row.charAt(at + 1) === '"') at++
      else state = 'plain'
    } else if (c === '"' && state === 'start') state = 'quoted'
    else state = c === delimiter ? 'start' : 'plain'
  }
  return state
}
