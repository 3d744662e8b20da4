/** A report as a table for files: what all of their writers know. Pure. */
export interface Sheet {
  title: string
  /** What it is of: company, dates, positions of the log. */
  facts: readonly (readonly [label: string, value: string])[]
  columns: readonly SheetColumn[]
}

export interface SheetColumn {
  title: string
  /** `amount`: a decimal string, shown as a number on the right. */
  kind: 'text' | 'date' | 'amount' | 'number'
  /** Share of the width that texts get, in characters. */
  width?: number
}

export interface SheetRow {
  cells: readonly (string | number | null)[]
  kind: 'plain' | 'strong' | 'section'
  indent: number
}

/** A report on its way into a file: the rows come page by page. */
export interface Rendition {
  /** Of the file, without its ending. */
  name: string
  sheet: Sheet
  rows: AsyncIterable<readonly SheetRow[]>
}

export const plain = (...cells: SheetRow['cells']): SheetRow => ({ cells, kind: 'plain', indent: 0 })
export const strong = (...cells: SheetRow['cells']): SheetRow => ({ cells, kind: 'strong', indent: 0 })
