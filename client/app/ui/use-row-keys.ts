import { useState } from 'react'
import { useShortcut } from '../lib/shortcuts.ts'

/** J and K through a list, O or Enter to open. The active row is marked, not focused, so that filters keep the focus. */
export function useRowKeys<Row>(rows: readonly Row[], open: (row: Row) => void) {
  const [index, setIndex] = useState(-1)
  const active = Math.min(index, rows.length - 1)
  const hasRows = rows.length > 0
  useShortcut(
    'j',
    'Next',
    'In a list or a record',
    () => setIndex(Math.min(active + 1, rows.length - 1)),
    hasRows,
  )
  useShortcut('k', 'Previous', 'In a list or a record', () => setIndex(Math.max(active - 1, 0)), hasRows)
  useShortcut(
    'o',
    'Open',
    'In a list or a record',
    () => {
      const row = rows[active]
      if (row) open(row)
    },
    hasRows,
  )
  return { active, setActive: setIndex }
}
