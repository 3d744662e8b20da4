import { type ReactNode, useSyncExternalStore } from 'react'

/** A column of a grid, and what it shows of a row. */
export interface GridColumn<Row> {
  id: string
  name: string
  isNumeric?: boolean
  /** Of the head: its width. */
  className?: string
  /** On narrower screens it is left out; its row then says it elsewhere. */
  fromWidth?: Width
  text: (row: Row) => string
  /** What is copied, where that is another text. */
  copied?: (row: Row) => string
  /** What is seen, where that is more. */
  show?: (row: Row) => ReactNode
  /** Of a column that is typed in. */
  edit?: {
    /** The name of a row's cell. */
    label: (row: Row) => string
    /** What F2 begins with. */
    begin: (row: Row) => string
    error?: (row: Row) => string | undefined
    /** Whether a row's cell takes nothing. */
    isClosed?: (row: Row) => boolean
    placeholder?: (row: Row) => string
    isText?: boolean
  }
}

/** What was typed or pasted into one cell. */
export interface CellEdit<Row> {
  row: Row
  column: string
  text: string
}

const WIDTHS = [0, 640, 768, 1024, 1280] as const
type Width = (typeof WIDTHS)[number]

function subscribe(listener: () => void) {
  addEventListener('resize', listener)
  return () => removeEventListener('resize', listener)
}

/** The largest of the widths above that the window has. */
export const useWidth = (): Width =>
  useSyncExternalStore(subscribe, () => WIDTHS.findLast((width) => innerWidth >= width) ?? 0)
