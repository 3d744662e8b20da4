import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual'
import { Fragment, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { usePreferences } from '../../lib/preferences.ts'
import { GridRow } from './grid-row.tsx'
import type { GridState } from './use-grid.ts'

/** Rows that are drawn beyond what is seen. */
const OVERSCAN = 12
const ROW_HEIGHT = { comfortable: 41, compact: 33 } as const

/** The rows near the view, and the one with the focus, so that it keeps the keys wherever one scrolls to. */
export function GridRows<Row>({ grid }: { grid: GridState<Row> }) {
  const { rows, rowKey, selection } = grid
  const { density } = usePreferences()
  const body = useRef<HTMLTableSectionElement>(null)
  const [offset, setOffset] = useState(0)
  useLayoutEffect(() => {
    const top = Math.round((body.current?.getBoundingClientRect().top ?? 0) + scrollY)
    if (top !== offset) setOffset(top)
  })
  const headRow = selection.head.row
  // One function for good: with another one all rows would be laid out again with every letter that is typed.
  const latest = useRef(grid)
  latest.current = grid
  const getItemKey = useCallback((index: number) => {
    const row = latest.current.rows[index]
    return row === undefined ? index : latest.current.rowKey(row)
  }, [])
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_HEIGHT[density],
    overscan: OVERSCAN,
    scrollMargin: offset,
    // Below the bar and the grid's head, above the bar of what is unsaved.
    scrollPaddingStart: 96,
    scrollPaddingEnd: 160,
    getItemKey,
    rangeExtractor: (range) => {
      const indexes = defaultRangeExtractor(range)
      if (headRow >= rows.length || indexes.includes(headRow)) return indexes
      return [...indexes, headRow].sort((a, b) => a - b)
    },
  })
  const isFirst = useRef(true)
  useEffect(() => {
    // What was there before anybody moved stays where it is.
    if (!isFirst.current) virtualizer.scrollToIndex(headRow, { align: 'auto' })
    isFirst.current = false
  }, [headRow, virtualizer])

  const items = virtualizer.getVirtualItems()
  let end = offset
  return (
    <tbody ref={body}>
      {items.map(({ index, start, end: endOfRow }) => {
        const gap = start - end
        end = endOfRow
        const row = rows[index]
        if (row === undefined) return null
        return (
          <Fragment key={rowKey(row)}>
            <Spacer height={gap} />
            <GridRow ref={virtualizer.measureElement} grid={grid} row={row} index={index} />
          </Fragment>
        )
      })}
      <Spacer height={virtualizer.getTotalSize() + offset - end} />
    </tbody>
  )
}

function Spacer({ height }: { height: number }) {
  if (height <= 0) return null
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus
    <tr aria-hidden="true">
      <td style={{ height, padding: 0 }} />
    </tr>
  )
}
