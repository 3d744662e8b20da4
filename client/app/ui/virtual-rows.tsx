import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { usePreferences } from '../lib/preferences.ts'

interface VirtualRowsProps<Row> {
  rows: readonly Row[]
  hasMore: boolean
  isLoadingMore: boolean
  onMore: () => void
  /** Brought into view when it changes. */
  activeIndex?: number | undefined
  className?: string
  children: (row: Row, index: number, ref: (element: HTMLElement | null) => void) => ReactNode
}

/** Rows kept in the page beyond what is seen, and how close to the end the next page is asked for. */
const OVERSCAN = 12
const ROW_HEIGHT = { comfortable: 41, compact: 33 } as const

/**
 * The body of a long table. Only rows near the view are in the page; two empty rows hold the place of the others, so that it
 * stays one table for the browser and for screen readers. Asks for the next page before the end is reached, also when a
 * page came back without rows, which the server's search may do.
 */
export function VirtualRows<Row>(props: VirtualRowsProps<Row>) {
  const { rows, hasMore, isLoadingMore, onMore, activeIndex, className, children } = props
  const { density } = usePreferences()
  const body = useRef<HTMLTableSectionElement>(null)
  const [offset, setOffset] = useState(0)
  useLayoutEffect(() => {
    const top = body.current?.getBoundingClientRect().top ?? 0
    setOffset(top + scrollY)
  }, [])
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_HEIGHT[density],
    overscan: OVERSCAN,
    measureElement: heightOf,
    scrollMargin: offset,
    // Below the bar and the table's head, above the edge.
    scrollPaddingStart: 96,
    scrollPaddingEnd: 32,
  })
  const items = virtualizer.getVirtualItems()
  const lastIndex = items.at(-1)?.index ?? -1
  const isNearEnd = lastIndex >= rows.length - OVERSCAN
  useEffect(() => {
    if (isNearEnd && hasMore && !isLoadingMore) onMore()
  }, [isNearEnd, hasMore, isLoadingMore, onMore])
  useEffect(() => {
    if (activeIndex !== undefined && activeIndex >= 0)
      virtualizer.scrollToIndex(activeIndex, { align: 'auto' })
  }, [activeIndex, virtualizer])

  const before = (items[0]?.start ?? offset) - offset
  const after = virtualizer.getTotalSize() - ((items.at(-1)?.end ?? offset) - offset)
  return (
    <tbody ref={body} aria-busy={isLoadingMore} className={className}>
      <Spacer height={before} />
      {items.map(({ index }) => children(rows[index] as Row, index, virtualizer.measureElement))}
      <Spacer height={after} />
    </tbody>
  )
}

/** Of a row with what belongs to it below: a second row that is marked as its continuation. */
function heightOf(element: Element): number {
  const below = element.nextElementSibling
  const more = below?.hasAttribute('data-continues') ? below.getBoundingClientRect().height : 0
  return Math.round(element.getBoundingClientRect().height + more)
}

/** Without a `colSpan`: spanning hidden columns would bring them back as empty ones. */
function Spacer({ height }: { height: number }) {
  if (height <= 0) return null
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus
    <tr aria-hidden="true">
      <td style={{ height, padding: 0 }} />
    </tr>
  )
}
