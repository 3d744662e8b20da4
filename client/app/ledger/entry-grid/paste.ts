import { decimalMarkOfBlock, parseAmount } from '../../lib/amounts.ts'
import { absolute, isNegative } from '../../lib/decimal.ts'
import { type Cells, COLUMNS, type Column, type DimensionColumn } from './model.ts'
import { isRate, rateOf } from './rate.ts'

/** Blocks copied from a spreadsheet: tab-separated text, with quotes around cells that contain tabs or line breaks. */

export type Block = readonly (readonly string[])[]

/** The cells of copied text; undefined for a single one, which is ordinary pasting. */
export function parseBlock(text: string): Block | undefined {
  const rows: string[][] = [['']]
  let isQuoted = false
  const cell = () => rows.at(-1) as string[]
  const append = (char: string) => cell().push((cell().pop() ?? '') + char)
  for (let index = 0; index < text.length; index++) {
    const char = text[index] as string
    const isAtStart = cell().at(-1) === ''
    if (isQuoted && char === '"' && text[index + 1] === '"') append(text[++index] as string)
    else if (isQuoted ? char === '"' : char === '"' && isAtStart) isQuoted = !isQuoted
    else if (isQuoted) append(char === '\r' ? '' : char)
    else if (char === '\t') cell().push('')
    else if (char === '\n') rows.push([''])
    else if (char !== '\r') append(char)
  }
  const block = rows
    .map((row) => row.map((each) => each.replace(/\s+/g, ' ').trim()))
    .filter((row) => row.some(Boolean))
  const isSingle = block.length <= 1 && (block[0]?.length ?? 0) <= 1
  return isSingle ? undefined : block
}

export interface PasteContext {
  /** The column of the cell that has the focus, and the columns in view. */
  start: Column
  visible: readonly Column[]
  locale: string
  /** Turns `1010 Bank`, `1010` or `bank` into the account's code; anything else stays as it is. */
  accountCode: (text: string) => string
  isUnit: (text: string) => boolean
  /** The dimension that a header names by its code or name. */
  dimensionNamed?: (text: string) => DimensionColumn | undefined
  /** The dimension that the text is the code of a value of. */
  dimensionOf?: (text: string) => DimensionColumn | undefined
}

/**
 * The grid's cells for a pasted block. From any column but the account, cells go where they would in a spreadsheet. From the
 * account on, the columns are recognised by a header row or by what they hold, because sheets order them in many ways:
 * account, amounts (debit and credit, or one signed), units, values of dimensions, and any other text as the memo.
 */
export function cellsOf(block: Block, context: PasteContext): Cells[] {
  const names = context.start === 'account' ? headerOf(block[0] ?? [], context) : undefined
  const body = names ? block.slice(1) : block
  const width = Math.max(...body.map((row) => row.length), 0)
  const columnAt =
    names ?? (context.start === 'account' ? recognised(body, width, context) : inOrder(width, context))
  const mark = decimalMarkOfBlock(body.flatMap((row) => row.filter((_, index) => isAmount(columnAt[index]))))
  return body.map((row) => {
    const cells: Cells = {}
    for (const [index, text] of row.entries()) {
      const column = columnAt[index]
      if (column) writeCell(cells, column, text, context, mark)
    }
    return cells
  })
}

/** `amount`: one column for both sides, debits positive. */
type Target = Column | 'amount' | 'rate' | undefined

const isAmount = (target: Target): target is 'debit' | 'credit' | 'value' | 'amount' =>
  target === 'debit' || target === 'credit' || target === 'value' || target === 'amount'

function writeCell(
  cells: Cells,
  column: NonNullable<Target>,
  text: string,
  context: PasteContext,
  mark?: string,
): void {
  if (column === 'account') cells.account = context.accountCode(text)
  else if (column === 'memo') cells.memo = [cells.memo, text].filter(Boolean).join(' ')
  else if (column === 'rate') cells.value = text === '' ? '' : `@${readRate(text, mark)}`
  else if (column === 'value' && isRate(text)) cells.value = `@${rateOf(text)}`
  else if (!isAmount(column)) cells[column] = text
  else {
    const amount = parseAmount(text, context.locale, mark) ?? text
    if (column === 'value') cells.value = absolute(amount)
    else if (amount !== '' && !/^-?0*\.?0*$/.test(amount)) {
      // A negative debit is a credit: that is how sheets with one signed column, and reversals, are written.
      const side = isNegative(amount) === (column === 'credit') ? 'debit' : 'credit'
      cells[side] = isNegative(amount) ? absolute(amount) : amount
      cells[side === 'debit' ? 'credit' : 'debit'] ??= ''
    } else if (column !== 'amount') cells[column] ??= ''
  }
}

/** A rate is written with the sheet's own decimal mark; any other text names a source of rates. */
const readRate = (text: string, mark: string | undefined): string =>
  /^[\d.,]+$/.test(text) && mark === ',' ? text.replaceAll('.', '').replace(',', '.') : text

const HEADERS: readonly (readonly [RegExp, NonNullable<Target>])[] = [
  [/^(account|acct|code|konto|compte|cuenta|rekening)/i, 'account'],
  [/^(debit|dr\b|soll|débit|debe|debet)/i, 'debit'],
  [/^(credit|cr\b|haben|crédit|haber)/i, 'credit'],
  [/^(unit|currency|ccy|währung|devise|moneda)/i, 'unit'],
  [/^(amount|betrag|montant|importe|bedrag)/i, 'amount'],
  [/^(value|wert|valeur|valor)/i, 'value'],
  [/^(rate|kurs|cours|tasa|koers)\b/i, 'rate'],
  [/^(reference|document|beleg|pièce|referencia)/i, 'reference'],
  [/^(distribution|verteilung)/i, 'distribution'],
  [/^(memo|description|text|narrative|buchungstext|libellé)/i, 'memo'],
]

function headerOf(row: readonly string[], { dimensionNamed }: PasteContext): Target[] | undefined {
  const targets = row.map(
    (text): Target => dimensionNamed?.(text) ?? HEADERS.find(([pattern]) => pattern.test(text))?.[1],
  )
  const isHeader = targets.includes('account') && targets.some(isAmount)
  return isHeader ? targets : undefined
}

const inOrder = (width: number, { start, visible }: PasteContext): Target[] =>
  visible.slice(visible.indexOf(start)).slice(0, width)

function recognised(body: Block, width: number, context: PasteContext): Target[] {
  const cellsIn = (index: number) => body.map((row) => row[index] ?? '').filter(Boolean)
  const kinds = Array.from({ length: width }, (_, index) => {
    if (index === 0) return 'account' as const
    const cells = cellsIn(index)
    if (cells.length === 0) return undefined
    if (cells.every((cell) => parseAmount(cell, context.locale) !== undefined)) return 'number' as const
    const dimension = context.dimensionOf?.(cells[0] ?? '')
    if (dimension && cells.every((cell) => context.dimensionOf?.(cell) === dimension)) return dimension
    return cells.every(context.isUnit) ? ('unit' as const) : ('memo' as const)
  })
  // An empty column between numbers still is a side: a sheet of debits only has an empty credit column.
  const numbers = kinds.flatMap((kind, index) => (kind === 'number' ? [index] : []))
  const sides: Target[] = numbers.length === 1 ? ['amount'] : ['debit', 'credit', 'value']
  return kinds.map((kind, index) => (kind === 'number' ? sides[numbers.indexOf(index)] : kind))
}

/**
 * The value in company currency is shown only while a line is in another unit; dimensions stand where the memo ends, up to
 * as many as there is room for.
 */
export function visibleColumns(
  hasValue: boolean,
  dimensions: readonly DimensionColumn[] = [],
): readonly Column[] {
  const [account, memo, ...amounts] = COLUMNS
  return [account, memo, ...dimensions, ...amounts.filter((column) => hasValue || column !== 'value')]
}
