import Papa from 'papaparse'
import type { Rendition, SheetColumn, SheetRow } from './sheet.ts'

/**
 * CSV after RFC 4180, with the mark that spreadsheets know UTF-8 by. It goes out page by page, so a report of any length
 * needs no more memory than one page.
 *
 * A text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV injection); amounts are
 * written by us and stay the numbers that they are, negative ones too.
 */
export async function* csvOf({ sheet, rows }: Rendition): AsyncIterable<string> {
  yield `\ufeff${linesOf([sheet.columns.map(({ title }) => safeText(title))])}`
  for await (const page of rows)
    if (page.length > 0) yield linesOf(page.map((row) => cellsOf(row, sheet.columns)))
}

const linesOf = (rows: string[][]): string => `${Papa.unparse(rows, { newline: '\r\n' })}\r\n`

const cellsOf = ({ cells }: SheetRow, columns: readonly SheetColumn[]): string[] =>
  cells.map((cell, index) => {
    if (cell === null) return ''
    const isOurs = columns[index]?.kind !== 'text' && /^-?[0-9.:-]*$/.test(String(cell))
    return isOurs ? String(cell) : safeText(String(cell))
  })

/** What begins a formula, also behind white space or the full-width forms of the same characters. */
const FORMULA = /^[\s\u00a0]*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20|%]/

export const safeText = (text: string): string => (FORMULA.test(text) ? `'${text}` : text)
