import type { Sheet, SheetRow } from './sheet.ts'

/** How a report becomes a table: what stands above it, its columns, and the rows of one page of it. Pure. */
export interface Shape<Reply> {
  /** Of the file. */
  name: (reply: Reply) => string
  sheet: (reply: Reply, company: string) => Sheet
  rows: (reply: Reply) => SheetRow[]
  /** What the next page is asked with; undefined at the end. Pages are those of one state of the books. */
  next?: (reply: Reply) => Record<string, unknown> | undefined
}
