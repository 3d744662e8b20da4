import { Link } from '@tanstack/react-router'
import { useCompanySlug } from '../../company/queries.ts'
import { isNegative, isZero } from '../../lib/decimal.ts'
import { Status, Tag } from '../../ui/status.tsx'
import { Cell, RowHead, rowLinkClass } from '../../ui/table.tsx'
import type { Available } from '../documents/queries.ts'
import { formatQuantity } from '../format.ts'
import type { ItemHit } from '../pickers/queries.ts'
import { KIND_NAMES, TRACKING_NAMES } from './names.ts'
import { useFamilies } from './queries.ts'

interface RowProps {
  ref: (element: HTMLElement | null) => void
  item: ItemHit
  /** Undefined: never in stock, or not known yet. */
  stock: Available | undefined
  index: number
  isActive: boolean
  isChosen: boolean
  onToggle: () => void
}

export function ItemRow({ ref, item, stock, index, isActive, isChosen, onToggle }: RowProps) {
  const company = useCompanySlug()
  const { byCode } = useFamilies(company)
  const { id, code, name, kind, family, unit, tracking, barcode } = item
  return (
    <tr
      ref={ref}
      data-index={index}
      data-active={isActive || isChosen || undefined}
      className="hover:bg-hover data-active:bg-accent-soft"
    >
      <Cell>
        <input
          type="checkbox"
          aria-label={`Choose ${code}`}
          className="size-4 align-middle accent-accent"
          checked={isChosen}
          onChange={onToggle}
        />
      </Cell>
      <Cell className="truncate text-muted tabular-nums max-sm:hidden">{code}</Cell>
      <RowHead>
        <Link
          to="/companies/$company/items/$item"
          params={{ company, item: id }}
          className={`${rowLinkClass} font-medium wrap-anywhere`}
        >
          {name}
        </Link>
        <span className="block truncate text-sm text-muted tabular-nums sm:hidden">{code}</span>
        <Marks item={item} />
      </RowHead>
      <Cell className="truncate text-sm text-muted max-lg:hidden">
        {family && (byCode.get(family)?.name ?? family)}
      </Cell>
      <Cell className="truncate text-sm text-muted max-2xl:hidden">
        {kind === 'stock' && tracking !== 'none' && TRACKING_NAMES[tracking]}
      </Cell>
      <Cell className="truncate text-sm text-muted tabular-nums max-2xl:hidden">{barcode}</Cell>
      <Cell isNumeric>{stock && <Quantity value={stock.onHand} unit={unit} />}</Cell>
      <Cell isNumeric className="max-md:hidden">
        {stock && <Quantity value={stock.available} unit={unit} isWarning />}
      </Cell>
    </tr>
  )
}

const Quantity = ({
  value,
  unit,
  isWarning = false,
}: {
  value: string
  unit: string
  isWarning?: boolean
}) => (
  <span
    className={`whitespace-nowrap ${isZero(value) ? 'text-faint' : isWarning && isNegative(value) ? 'text-negative' : ''}`}
  >
    {formatQuantity(value)} <span className="text-[0.85em] text-faint">{unit}</span>
  </span>
)

/** What is special about it; ordinary goods have none. */
export function Marks({
  item: { kind, isTemplate, isActive },
}: {
  item: Pick<ItemHit, 'kind' | 'isTemplate' | 'isActive'>
}) {
  if (kind === 'stock' && !isTemplate && isActive) return null
  return (
    <span className="inline-flex flex-wrap gap-1 align-middle font-normal sm:ml-2">
      {kind !== 'stock' && <Tag>{KIND_NAMES[kind].name}</Tag>}
      {isTemplate && <Tag>Template</Tag>}
      {!isActive && <Status tone="neutral">Not used</Status>}
    </span>
  )
}
