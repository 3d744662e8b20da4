import Papa from 'papaparse'
import { csvUnits } from './csv-units.ts'
import type { FileFormat } from './file.ts'
import { journalUnits } from './journal-units.ts'
import { saftUnits } from './saft-units.ts'
import { type CsvLayout, SplitError, type Units } from './units.ts'

/**
 * Cuts a file of any size into parts, each a document of its own in its format: CSV with the header repeated, SAF-T with its
 * envelope, journals with their directives. However the text comes in pieces, the parts are the same.
 */
export interface FilePart {
  text: string
  /** Line of the file that follows the repeated lines, and how many of these there are. */
  from: number
  head: number
  /** Rows of the file in this part: records of CSV, transactions of the others. */
  rows: number
}

export interface SplitOptions {
  /** Of CSV: what is needed to keep the rows of one entry together. */
  mapping?: CsvLayout | undefined
  /** Rows that were done before: the first part begins after them. */
  skipRows?: number
  /** Characters and rows of a part; a single unit may have more. */
  charsMax?: number
  rowsMax?: number
}

const CHARS_MAX = 1_000_000
const ROWS_MAX = 5_000
/** Transactions of a journal speak of those before (lots, balances): the fewer parts the better. */
const JOURNAL_CHARS_MAX = 2_400_000
const JOURNAL_ROWS_MAX = 10_000

export async function* splitFile(
  format: FileFormat,
  chunks: AsyncIterable<string>,
  { mapping, skipRows = 0, ...sizes }: SplitOptions = {},
): AsyncGenerator<FilePart> {
  const isJournal = format !== 'csv' && format !== 'saf-t'
  const { charsMax = isJournal ? JOURNAL_CHARS_MAX : CHARS_MAX } = sizes
  const { rowsMax = isJournal ? JOURNAL_ROWS_MAX : ROWS_MAX } = sizes
  const { head, tail, units } = unitsOf(format, chunks, mapping)
  const carried: string[] = []
  let skipped = 0
  let part:
    | {
        head: string
        texts: string[]
        from: number
        rows: number
        chars: number
        carried: string[]
        tail: string | undefined
      }
    | undefined
  const close = (): FilePart | undefined => {
    const done = part
    part = undefined
    if (!done || done.rows === 0) {
      // What says nothing by itself (a comment, a directive) goes with the next rows, or is carried into them.
      carried.push(...(done?.carried ?? []))
      return undefined
    }
    carried.push(...done.carried)
    const lines = done.head === '' ? 0 : done.head.split('\n').length - 1
    return {
      text: done.head + done.texts.join('') + (done.tail ?? ''),
      from: done.from,
      head: lines,
      rows: done.rows,
    }
  }
  for await (const unit of units) {
    if (skipped < skipRows) {
      skipped += unit.rows
      if (unit.isCarried) carried.push(unit.text)
      continue
    }
    const isFull =
      part && (unit.isBreak || part.chars + unit.text.length > charsMax || part.rows + unit.rows > rowsMax)
    if (isFull && part && part.rows > 0) {
      const done = close()
      if (done) yield done
    }
    if (!part) {
      const repeated = head() + carried.join('')
      if (repeated.length > HEAD_CHARS_MAX)
        throw new SplitError(
          `What every part must repeat has more than ${HEAD_CHARS_MAX} characters. Shorten the directives, or split the file.`,
        )
      part = {
        head: repeated,
        texts: [],
        from: unit.line,
        rows: 0,
        chars: repeated.length,
        carried: [],
        tail: tail?.(),
      }
    }
    if (unit.text.length + part.head.length > UNIT_CHARS_MAX)
      throw new SplitError(
        `Line ${unit.line} begins a row of ${unit.text.length} characters, and at most ${UNIT_CHARS_MAX} are taken at once.`,
      )
    part.texts.push(part.texts.length > 0 ? (unit.gap ?? '') + unit.text : unit.text)
    part.rows += unit.rows
    part.chars += unit.text.length
    if (unit.isCarried) part.carried.push(unit.text)
  }
  const done = close()
  if (done) yield done
}

const HEAD_CHARS_MAX = 2_000_000
/** A request takes 8 MiB, and a character may have three bytes. */
const UNIT_CHARS_MAX = 2_700_000

function unitsOf(format: FileFormat, chunks: AsyncIterable<string>, mapping: CsvLayout | undefined): Units {
  if (format === 'csv')
    return csvUnits(
      chunks,
      mapping,
      (row, delimiter) => Papa.parse<string[]>(row, { delimiter }).data[0] ?? [],
    )
  return format === 'saf-t' ? saftUnits(chunks) : journalUnits(chunks, format)
}
