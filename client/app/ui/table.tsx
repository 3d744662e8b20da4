import type { ComponentProps } from 'react'

/**
 * Plain tables: the browser's own semantics, a header that stays in view below the page's bar, rows as high as the density
 * says. Wide content is hidden on narrow screens by the caller (`max-sm:hidden`) and shown below the row's name
 * instead, so that no page scrolls sideways.
 */
export const Table = ({ className = '', ...rest }: ComponentProps<'table'>) => (
  <table {...rest} className={`w-full border-separate border-spacing-0 text-base ${className}`} />
)

interface CellProps {
  isNumeric?: boolean
}

export const HeadCell = ({
  isNumeric = false,
  className = '',
  ...rest
}: ComponentProps<'th'> & CellProps) => (
  <th
    scope="col"
    {...rest}
    className={`sticky top-(--bar) z-10 h-9 border-b border-line bg-canvas px-3 text-xs font-medium text-muted first:pl-2 last:pr-2 sm:first:pl-4 sm:last:pr-4 print:static ${isNumeric ? 'text-right' : 'text-left'} ${className}`}
  />
)

export const Cell = ({ isNumeric = false, className = '', ...rest }: ComponentProps<'td'> & CellProps) => (
  <td
    {...rest}
    className={`h-row border-b border-line px-3 py-1 first:pl-2 last:pr-2 sm:first:pl-4 sm:last:pr-4 ${isNumeric ? 'amount' : 'text-left'} ${className}`}
  />
)

export const RowHead = ({ className = '', ...rest }: ComponentProps<'th'>) => (
  <th
    scope="row"
    {...rest}
    className={`h-row border-b border-line px-3 py-1 text-left font-normal first:pl-2 last:pr-2 sm:first:pl-4 sm:last:pr-4 ${className}`}
  />
)

/** The link of a row: its whole row is the target, and the keyboard reaches it once. */
export const rowLinkClass =
  'text-ink no-underline decoration-line-strong underline-offset-2 hover:underline focus-visible:underline'

/** A card around a table or a form section. */
export const Card = ({ className = '', ...rest }: ComponentProps<'div'>) => (
  <div {...rest} className={`rounded-lg border border-line bg-surface ${className}`} />
)
