import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { rowLinkClass } from '../../ui/table.tsx'

/** Ways from one record of the stock to another. */

export const ItemText = ({ item: { code, name } }: { item: { code: string; name: string } }) => (
  <>
    <span className="font-medium">{code}</span> {name !== code && name}
  </>
)

export const ItemLink = ({
  company,
  item,
}: {
  company: string
  item: { id: string; code: string; name: string }
}) => (
  <Link to="/companies/$company/items/$item" params={{ company, item: item.id }} className={rowLinkClass}>
    <ItemText item={item} />
  </Link>
)

export const linkClass = 'text-accent underline underline-offset-2'

export const DocumentLink = ({
  company,
  document,
  className = linkClass,
  children,
}: {
  company: string
  document: string
  className?: string
  children: ReactNode
}) => (
  <Link
    to="/companies/$company/stock/documents/$document"
    params={{ company, document }}
    className={className}
  >
    {children}
  </Link>
)
