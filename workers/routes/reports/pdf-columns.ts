import type { Fonts } from './pdf-fonts.ts'
import type { Sheet, SheetColumn, SheetRow } from './sheet.ts'

/** Where the columns of a table stand on pages of a width. */

export interface PlacedColumn {
  index: number
  x: number
  width: number
  isRight: boolean
}

export const MARGIN = 36
export const SIZE = 7.5
const GAP = 6
const TEXT_MIN = 6 * SIZE

const isRight = ({ kind }: SheetColumn): boolean => kind === 'amount' || kind === 'number'

/**
 * Columns in blocks that fit the width of a page: every block begins with the texts, then come as many amounts as there
 * is room for.
 */
export function blocksOf(
  sheet: Sheet,
  rows: readonly SheetRow[],
  fonts: Fonts,
  room: number,
): PlacedColumn[][] {
  const needed = sheet.columns.map((column, index) =>
    Math.max(
      fonts.bold.widthOf(column.title, SIZE),
      ...longest(rows, index).map((text) => fonts.bold.widthOf(text, SIZE)),
    ),
  )
  const columns = sheet.columns.map((column, index) => ({
    column,
    index,
    width: (needed[index] as number) + 1,
  }))
  const texts = columns.filter(({ column }) => !isRight(column))
  const amounts = columns.filter(({ column }) => isRight(column))
  const textsMin = texts.reduce((sum, { width }) => sum + Math.min(width, TEXT_MIN) + GAP, 0)
  const blocks: (typeof columns)[] = [[]]
  let left = room - textsMin
  for (const amount of amounts) {
    const block = blocks.at(-1) as typeof columns
    if (left < amount.width + GAP && block.length > 0) {
      blocks.push([amount])
      left = room - textsMin - amount.width - GAP
      continue
    }
    block.push(amount)
    left -= amount.width + GAP
  }
  return blocks.map((block) =>
    placed(
      [...texts, ...block].sort((a, b) => a.index - b.index),
      room,
    ),
  )
}

/** The longest texts of a column; widths go with them closely enough. */
function longest(rows: readonly SheetRow[], index: number): string[] {
  let [found, length] = ['', 0]
  for (const { cells, indent } of rows) {
    const text = String(cells[index] ?? '')
    const own = text.length + (index === 1 ? indent * 2 : 0)
    if (own > length) [found, length] = [index === 1 ? `${'  '.repeat(indent)}${text}` : text, own]
  }
  return [found]
}

/** Amounts get what they need; texts share the rest by their wishes. */
function placed(
  columns: readonly { column: SheetColumn; index: number; width: number }[],
  room: number,
): PlacedColumn[] {
  const fixed = columns.filter(({ column }) => isRight(column) || column.kind === 'date')
  const free = columns.filter((each) => !fixed.includes(each))
  const rest = room - GAP * (columns.length - 1) - fixed.reduce((sum, { width }) => sum + width, 0)
  const wanted = free.reduce((sum, { width }) => sum + width, 0)
  const shares = free.reduce((sum, { column }) => sum + (column.width ?? 12), 0)
  let x = MARGIN
  return columns.map(({ column, index, width }) => {
    const isFixed = isRight(column) || column.kind === 'date'
    const share = (column.width ?? 12) / shares
    const given = isFixed ? width : wanted <= rest ? width + (rest - wanted) * share : rest * share
    const place = { index, x, width: given, isRight: isRight(column) }
    x += given + GAP
    return place
  })
}
