import { decimalMarkOfBlock, parseAmount } from '../../lib/amounts.ts'
import { blockOf } from '../grid/block.ts'
import type { RuleInput } from './queries.ts'

/** Reorder rules out of a spreadsheet. Pure but for the reader's locale. */

const FIELDS = [
  'item',
  'warehouse',
  'method',
  'minimum',
  'maximum',
  'point',
  'safety',
  'leadDays',
  'lookBackDays',
  'coverDays',
  'supplier',
  'from',
  'unit',
  'multiple',
] as const
type Field = (typeof FIELDS)[number]

const NAMES: readonly (readonly [RegExp, Field])[] = [
  [/^(item|sku|code|article|artikel|product|barcode)/i, 'item'],
  [/^(warehouse|lager|location)/i, 'warehouse'],
  [/^method/i, 'method'],
  [/^min/i, 'minimum'],
  [/^max/i, 'maximum'],
  [/^(reorder ?)?point/i, 'point'],
  [/^safety/i, 'safety'],
  [/^lead/i, 'leadDays'],
  [/^look/i, 'lookBackDays'],
  [/^cover/i, 'coverDays'],
  [/^(supplier|vendor|lieferant)/i, 'supplier'],
  [/^from/i, 'from'],
  [/^(order )?unit/i, 'unit'],
  [/^(multiple|pack)/i, 'multiple'],
]

/** Without a head, the columns that most sheets have. */
const USUAL: readonly Field[] = ['item', 'warehouse', 'minimum', 'maximum', 'safety', 'leadDays', 'supplier']
const DECIMALS: readonly Field[] = ['minimum', 'maximum', 'point', 'safety', 'multiple']
const DAYS: readonly Field[] = ['leadDays', 'lookBackDays', 'coverDays']

export interface RuleRows {
  rows: RuleInput[]
  /** Line of the pasted text that each row stands in, from 1. */
  lines: number[]
  columns: readonly (Field | undefined)[]
}

export function ruleRows(text: string): RuleRows {
  const block = blockOf(text)
  const names = (block[0] ?? []).map((name) => NAMES.find(([pattern]) => pattern.test(name))?.[1])
  const hasHead = names.includes('item') && names.filter(Boolean).length > 1
  const columns = hasHead ? names : USUAL
  const found: RuleRows = { rows: [], lines: [], columns }
  const isDecimal = (index: number) => DECIMALS.some((field) => field === columns[index])
  const mark = decimalMarkOfBlock(block.flatMap((row) => row.filter((_, index) => isDecimal(index))))
  for (const [index, cells] of block.entries()) {
    if ((hasHead && index === 0) || cells.every((cell) => cell === '')) continue
    found.rows.push(rowOf(cells, columns, mark))
    found.lines.push(index + 1)
  }
  return found
}

function rowOf(
  cells: readonly string[],
  columns: readonly (Field | undefined)[],
  mark: '.' | ',' | undefined,
): RuleInput {
  const row: Partial<Record<Field, string | number>> = {}
  for (const [index, text] of cells.entries()) {
    const field = columns[index]
    if (!field || text === '') continue
    // What is no number stays as it is: the contract says what is wrong with it.
    if (DECIMALS.includes(field)) row[field] = parseAmount(text, undefined, mark) ?? text
    else row[field] = DAYS.includes(field) && /^\d+$/.test(text) ? Number(text) : text
  }
  row.method ??= row.point !== undefined ? 'reorder-point' : row.minimum !== undefined ? 'min-max' : 'auto'
  return { item: '', ...row } as unknown as RuleInput
}

/** In which line of the text a refused row stands: `/3/maximum` points into the rows that were sent. */
export function lineOfPointer(pointer: string, { lines }: RuleRows): number | undefined {
  const row = /^\/(?:rows\/)?(\d+)(?:\/|$)/.exec(pointer)?.[1]
  return row === undefined ? undefined : lines[Number(row)]
}
