import { useCallback, useRef, useState } from 'react'
import type { Books } from './balance.ts'
import { shownDetails } from './grid-row.tsx'
import type { Place } from './keys.ts'
import { detailColumnsOf, type LineContext } from './lines-context.ts'
import type { Row } from './model.ts'

interface DetailsProps {
  rows: readonly Row[]
  context: LineContext
  books: Books
  errors: ReadonlyMap<string, string>
}

/** Which lines show what is below them. Keeps its functions, so that rows are not drawn again. */
export function useDetails(props: DetailsProps, goTo: (place: Place) => void) {
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set())
  const latest = useRef({ props, open })
  latest.current = { props, open }
  const toggle = useCallback(
    (index: number) => {
      const { rows, context, books, errors } = latest.current.props
      const row = rows[index]
      if (!row) return
      const isShown = shownDetails(row, { context, books, errors, isOpen: latest.current.open.has(row.key) })
      const [first] = detailColumnsOf(row, context, books)
      const next = new Set(latest.current.open)
      if (isShown.length > 0) next.delete(row.key)
      else next.add(row.key)
      setOpen(next)
      goTo({ row: index, column: isShown.length > 0 || !first ? 'account' : first })
    },
    [goTo],
  )
  /** What somebody is writing in stays open, also while it is empty. */
  const keepOpen = useCallback((key: number) => {
    if (!latest.current.open.has(key)) setOpen(new Set([...latest.current.open, key]))
  }, [])
  return { open, toggle, keepOpen }
}
