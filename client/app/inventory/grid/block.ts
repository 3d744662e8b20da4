import type { Bounds, CellAt, Range } from './selection.ts'

/** Ranges on their way from and to a spreadsheet: tab-separated text, with quotes around cells that need them. Pure. */

export type Block = readonly (readonly string[])[]

/** The cells of copied text. Rows stay where they are, also those without anything in them. */
export function blockOf(text: string): Block {
  const rows: string[][] = [['']]
  let isQuoted = false
  const append = (char: string) => {
    const row = rows.at(-1) as string[]
    row.push((row.pop() ?? '') + char)
  }
  for (let index = 0; index < text.length; index++) {
    const char = text[index] as string
    const isAtStart = rows.at(-1)?.at(-1) === ''
    if (isQuoted && char === '"' && text[index + 1] === '"') append(text[++index] as string)
    else if (isQuoted ? char === '"' : char === '"' && isAtStart) isQuoted = !isQuoted
    else if (isQuoted) append(char === '\r' ? '' : char)
    else if (char === '\t') rows.at(-1)?.push('')
    else if (char === '\n') rows.push([''])
    else if (char !== '\r') append(char)
  }
  // Spreadsheets end the last row, too.
  if (rows.length > 1 && rows.at(-1)?.length === 1 && rows.at(-1)?.[0] === '') rows.pop()
  return rows.map((row) => row.map((cell) => cell.replace(/\s+/g, ' ').trim()))
}

export const textOf = (block: Block): string => block.map((row) => row.map(quoted).join('\t')).join('\n')

const quoted = (cell: string): string => (/["\t\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

export interface Written extends CellAt {
  text: string
}

export interface Placed {
  cells: Written[]
  /** Cells that came to lie beyond the grid's end, or on columns that are not typed in. */
  lost: number
}

/**
 * Where a block goes: from the range's first cell on; a range that is larger than the block is filled with it, if it fits a
 * whole number of times.
 */
export function placed(block: Block, range: Range, { rows, columns, editable }: Bounds): Placed {
  const height = block.length
  const width = Math.max(...block.map((row) => row.length))
  const down = repeats(range.bottom - range.top + 1, height)
  const across = repeats(range.right - range.left + 1, width)
  const result: Placed = { cells: [], lost: 0 }
  for (let row = 0; row < height * down; row++)
    for (let column = 0; column < width * across; column++) {
      const text = block[row % height]?.[column % width]
      if (text === undefined) continue
      const at = { row: range.top + row, column: range.left + column }
      const isIn = at.row < rows && at.column < columns && editable.includes(at.column)
      if (isIn) result.cells.push({ ...at, text })
      else if (text !== '') result.lost += 1
    }
  return result
}

const repeats = (room: number, size: number): number => (room > size && room % size === 0 ? room / size : 1)
