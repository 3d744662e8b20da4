// The export for browsers wants Web Workers for all but small files; this one compresses where it runs.
import writeXlsxFile, { type Cell, type Row } from 'write-excel-file/node'
import type { Sheet, SheetColumn, SheetRow } from './sheet.ts'

/** A workbook of one sheet: facts, a header that stays in sight, and amounts as numbers with as many decimals as they have. */
export async function xlsxOf(sheet: Sheet, rows: readonly SheetRow[]): Promise<Uint8Array<ArrayBuffer>> {
  const above: Row[] = [
    [{ value: sheet.title, fontWeight: 'bold', fontSize: 14 }],
    ...sheet.facts.map(
      ([label, value]): Row => [
        { value: label, textColor: '#666666' },
        { value, type: String },
      ],
    ),
    [],
  ]
  const header: Row = sheet.columns.map(({ title, kind }) => ({
    value: title,
    type: String,
    fontWeight: 'bold',
    backgroundColor: '#eeeeee',
    align: kind === 'amount' || kind === 'number' ? 'right' : 'left',
  }))
  const data = [...above, header, ...rows.map((row) => rowOf(row, sheet.columns))]
  const file = await writeXlsxFile(data, {
    sheet: sheetName(sheet.title),
    columns: sheet.columns.map(({ width = 12 }) => ({ width: width + 4 })),
    stickyRowsCount: above.length + 1,
    orientation: 'landscape',
  }).toBuffer()
  return new Uint8Array(file)
}

const rowOf = ({ cells, kind, indent }: SheetRow, columns: readonly SheetColumn[]): Row =>
  cells.map((cell, index): Cell => {
    const style = kind === 'plain' ? {} : ({ fontWeight: 'bold' } as const)
    if (cell === null) return null
    const of = columns[index]?.kind
    if (of === 'number') return { value: Number(cell), type: Number, format: '0', ...style }
    if (of === 'date' && ISO_DATE.test(String(cell)))
      return { value: new Date(`${cell}T00:00:00Z`), type: Date, format: 'yyyy-mm-dd', ...style }
    if (of === 'amount' && isExact(String(cell)))
      return { value: Number(cell), type: Number, format: formatOf(String(cell)), align: 'right', ...style }
    const spaces = index === 1 ? indent : 0
    const right = of === 'amount' ? ({ align: 'right' } as const) : {}
    return { value: String(cell), type: String, ...(spaces > 0 && { indent: spaces }), ...right, ...style }
  })

const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/

/** A spreadsheet keeps 15 digits; an amount with more of them stays a text, because it must stay right. */
const isExact = (amount: string): boolean => amount.replaceAll(/[^0-9]/g, '').replace(/^0+/, '').length <= 15

const formatOf = (amount: string): string => {
  const decimals = amount.split('.')[1]?.length ?? 0
  return decimals === 0 ? '#,##0' : `#,##0.${'0'.repeat(decimals)}`
}

/** At most 31 characters, and none that names of sheets may not have. */
const sheetName = (title: string): string =>
  title
    .replaceAll(/[\\/?*[\]:']/g, ' ')
    .slice(0, 31)
    .trim()
