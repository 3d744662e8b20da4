import type { Block } from '../../../ledger/entry-grid/paste.ts'
import { decimalMarkOfBlock, parseAmount } from '../../../lib/amounts.ts'
import { type CellColumn, type Column, isNumeric } from './forms.ts'
import type { Cells } from './model.ts'

/** Blocks copied from a spreadsheet, as cells of lines. */

const HEADERS: readonly (readonly [RegExp, CellColumn])[] = [
  [/^(item|sku|code|article|artikel|product|produkt|barcode|ean)/i, 'item'],
  [/^(quantity|qty|pieces|count|menge|anzahl|quantité|cantidad)/i, 'quantity'],
  [/^(unit cost|unit price|price|einzelpreis|preis|prix|precio)/i, 'unitCost'],
  [/^(unit|uom|einheit|unité|unidad)/i, 'unit'],
  [/^(lot|batch|serial|charge|seriennummer)/i, 'lot'],
  [/^(expiry|expires|best before|mhd|verfall)/i, 'expiry'],
  [/^(cost|total|line cost|kosten|gesamt|montant|importe)/i, 'cost'],
  [/^(amount|value|change|betrag|wert)/i, 'amount'],
  [/^(from)/i, 'from'],
  [/^(to|into)$/i, 'to'],
  [/^(place|bin|platz)/i, 'place'],
  [/^(warehouse|lager)/i, 'warehouse'],
  [/^(memo|note|text|description)/i, 'memo'],
]

interface PasteContext {
  start: CellColumn
  /** In the order of the grid. */
  columns: readonly Column[]
  locale: string
}

/**
 * Cells go where they would in a spreadsheet, from the cell with the focus on; what is shown and not typed is passed over. A first
 * row with names of columns says itself what is below it.
 */
export function cellsOf(block: Block, { start, columns, locale }: PasteContext): Cells[] {
  const typed = columns.filter((column): column is CellColumn => column !== 'available')
  const names = headerOf(block[0] ?? [])
  const targets = names ?? typed.slice(Math.max(0, typed.indexOf(start)))
  const body = names ? block.slice(1) : block
  const numbers = body.flatMap((row) =>
    row.filter((_, index) => {
      const column = targets[index]
      return column !== undefined && isNumeric(column)
    }),
  )
  const mark = decimalMarkOfBlock(numbers)
  return body.map((row) => {
    const cells: Cells = {}
    for (const [index, text] of row.entries()) {
      const column = targets[index]
      if (column) cells[column] = written(column, text, locale, mark)
    }
    return cells
  })
}

function headerOf(row: readonly string[]): (CellColumn | undefined)[] | undefined {
  const columns = row.map((text) => HEADERS.find(([pattern]) => pattern.test(text))?.[1])
  return columns.includes('item') && columns.filter(Boolean).length > 1 ? columns : undefined
}

function written(column: CellColumn, text: string, locale: string, mark: '.' | ',' | undefined): string {
  if (isNumeric(column)) return text === '' ? '' : (parseAmount(text, locale, mark) ?? text)
  if (column === 'expiry') return isoDate(text)
  return text
}

/** `31.12.2026` and `31/12/2026` as the field wants it; what is no such date stays as it is. */
function isoDate(text: string): string {
  const [, day = '', month = '', year = ''] = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/.exec(text) ?? []
  return year === '' ? text : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}
