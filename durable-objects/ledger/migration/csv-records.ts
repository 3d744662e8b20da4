import Papa from 'papaparse'
import { LIMITS } from '../../kernel/limits.ts'
import type { Mapping } from './mapping.ts'

/** The records of a CSV text with their lines, and which column of it each field stands in. */

export interface CsvRecord {
  line: number
  cells: string[]
  broken?: string
}

/** Records of the text that are not blank, with the lines that they begin in: a quoted cell may hold line breaks. */
export function csvRecords(text: string, delimiter: string, max = Number.POSITIVE_INFINITY): CsvRecord[] {
  const plain = text.replace(/^\uFEFF/, '')
  const records: CsvRecord[] = []
  let [line, seen] = [1, 0]
  Papa.parse<string[]>(plain, {
    delimiter,
    step({ data, errors, meta }, parser) {
      const broken = errors.find(({ type }) => type === 'Quotes')?.message
      if (data.some((cell) => cell.trim() !== ''))
        records.push({ line, cells: data, ...(broken !== undefined && { broken }) })
      line += plain.slice(seen, meta.cursor).match(/\r\n|\r|\n/g)?.length ?? 0
      seen = meta.cursor
      if (records.length >= max) parser.abort()
    },
  })
  return records
}

/** Columns by fields, or why the header does not fit the mapping. */
export function columnsOf(
  header: readonly string[],
  { columns }: Mapping,
): { at: ReadonlyMap<string, number> } | { problem: string } {
  if (header.length > LIMITS.csvColumnsMax)
    return { problem: `The file has ${header.length} columns, and at most ${LIMITS.csvColumnsMax} are read.` }
  const names = header.map((cell) => cell.trim())
  const at = new Map<string, number>()
  for (const [field, name] of Object.entries(columns)) {
    const index = names.indexOf(name.trim())
    if (index < 0)
      return {
        problem: `There is no column "${name}" for ${field}. The first line names ${names.slice(0, 20).join(', ')}.`,
      }
    if (names.indexOf(name.trim(), index + 1) >= 0)
      return { problem: `Two columns are called "${name}". Rename one of them.` }
    at.set(field, index)
  }
  return { at }
}
