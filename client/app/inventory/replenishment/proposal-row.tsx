import { BellOff, ChevronDown } from 'lucide-react'
import { AmountInput } from '../../guardrails/amount-input.tsx'
import { formatDate, withDates } from '../../lib/dates.ts'
import { isNegative, isZero, scaleOf } from '../../lib/decimal.ts'
import { IconButton } from '../../ui/button.tsx'
import { Cell, RowHead } from '../../ui/table.tsx'
import { formatQuantity, quantityWithUnit } from '../format.ts'
import { useWidth } from '../grid/columns.ts'
import { problemOf } from './orders.ts'
import type { Proposal } from './queries.ts'

interface RowProps {
  ref: (element: HTMLElement | null) => void
  proposal: Proposal
  index: number
  isActive: boolean
  isChosen: boolean
  isExplained: boolean
  isDismissed: boolean
  quantity: string
  onQuantity: (quantity: string) => void
  onChoose: (() => void) | undefined
  onExplain: () => void
  onDismiss: (() => void) | undefined
}

const sourceOf = ({ supplier, from }: Proposal): string | undefined =>
  supplier ?? (from === null ? undefined : `Warehouse ${from}`)

export function ProposalRow(props: RowProps) {
  const { ref, proposal, index, isActive, isChosen, isExplained, isDismissed } = props
  const { item, warehouse, unit, figures, order, date, dismissedUntil } = proposal
  const problem = problemOf(props.quantity)
  // Spanning columns that are hidden would bring them back as empty ones.
  const width = useWidth()
  const columns =
    (props.onChoose ? 4 : 3) + (width >= 768 ? 2 : 0) + (width >= 1024 ? 3 : 0) + (width >= 1280 ? 1 : 0)
  const place = `${item.code} for ${warehouse}`
  const border = isExplained ? 'border-b-0!' : ''
  return (
    <>
      <tr
        ref={ref}
        data-index={index}
        data-active={isActive || isChosen || undefined}
        className="hover:bg-hover data-active:bg-accent-soft"
      >
        {props.onChoose && (
          <Cell className={border}>
            <input
              type="checkbox"
              aria-label={`Order ${place}`}
              className="block size-4 accent-accent"
              checked={isChosen}
              onChange={props.onChoose}
            />
          </Cell>
        )}
        <RowHead className={`truncate ${border}`}>
          <span className="block truncate font-medium">{item.code}</span>
          <span className="block truncate text-sm text-muted">{item.name}</span>
          <span className="block truncate text-sm text-muted lg:hidden">
            {[warehouse, sourceOf(proposal)].filter(Boolean).join(' · ')}
          </span>
        </RowHead>
        <Cell className={`truncate max-lg:hidden ${border}`}>{warehouse}</Cell>
        <Cell isNumeric className={`max-xl:hidden ${border}`}>
          {formatQuantity(figures.onHand)}
        </Cell>
        <Cell isNumeric className={`max-md:hidden ${border}`}>
          <span className={isNegative(figures.projected) ? 'font-medium text-negative' : ''}>
            {formatQuantity(figures.projected)}
          </span>
        </Cell>
        <Cell isNumeric className={`max-lg:hidden ${border}`}>
          {formatQuantity(figures.point)}
        </Cell>
        <Cell isNumeric className={border}>
          <span className="flex items-center justify-end gap-1.5">
            {props.onChoose ? (
              <span className="w-20 max-sm:w-14">
                <AmountInput
                  scale={scaleOf(order.quantity)}
                  aria-label={`Quantity of ${place}, in ${order.unit}`}
                  aria-invalid={problem ? true : undefined}
                  aria-describedby={problem ? `quantity-${index}` : undefined}
                  value={props.quantity}
                  onValue={props.onQuantity}
                />
              </span>
            ) : (
              formatQuantity(order.quantity)
            )}
            <span className="w-9 truncate max-sm:w-7 text-left text-sm text-muted">{order.unit}</span>
          </span>
          {problem && (
            <span id={`quantity-${index}`} className="block text-sm whitespace-normal text-negative">
              {problem}
            </span>
          )}
        </Cell>
        <Cell className={`truncate max-lg:hidden ${border}`}>{sourceOf(proposal)}</Cell>
        <Cell className={`whitespace-nowrap text-muted max-md:hidden ${border}`}>
          {formatDate(isDismissed && dismissedUntil ? dismissedUntil : date)}
        </Cell>
        <Cell className={`text-right! whitespace-nowrap ${border}`}>
          <IconButton label={`Why ${place}`} aria-expanded={isExplained} onClick={props.onExplain}>
            <ChevronDown
              className={`size-4 transition-transform ${isExplained ? 'rotate-180' : ''}`}
              aria-hidden="true"
            />
          </IconButton>
          {props.onDismiss && (
            <IconButton label={`Dismiss ${place}`} onClick={props.onDismiss}>
              <BellOff className="size-4" aria-hidden="true" />
            </IconButton>
          )}
        </Cell>
      </tr>
      {isExplained && (
        <tr data-continues="true">
          <td colSpan={columns} className="border-b border-line px-3 pb-4 sm:px-4">
            <Why proposal={proposal} unit={unit} />
          </td>
        </tr>
      )}
    </>
  )
}

/** Every figure that the quantity comes from, and the sentences that lead from one to the other. */
function Why({ proposal: { figures, quantity, reasons }, unit }: { proposal: Proposal; unit: string }) {
  const shown: (readonly [string, string | null])[] = [
    ['On hand', figures.onHand],
    ['Reserved', notZero(figures.reserved)],
    ['Promised', notZero(figures.promised)],
    ['Announced by then', notZero(figures.incoming)],
    ['On the way', notZero(figures.onTheWay)],
    ['Announced for later', notZero(figures.incomingLater)],
    ['Will be left', figures.projected],
    ['Ordered below', figures.point],
    ['Safety stock', notZero(figures.safety)],
    ['Ordered up to', figures.target],
    ['Used a day', figures.usedADay],
    ['Free at the source', figures.sourceAvailable],
    ['Proposed', quantity],
  ]
  return (
    <div className="flex flex-col gap-3 rounded-lg bg-sunken px-4 py-3">
      <dl className="grid grid-cols-[repeat(auto-fill,minmax(8rem,1fr))] gap-x-5 gap-y-2">
        {shown.map(
          ([label, value]) =>
            value !== null && (
              <div key={label}>
                <dt className="text-sm text-muted">{label}</dt>
                <dd className="tabular-nums">{quantityWithUnit(value, unit)}</dd>
              </div>
            ),
        )}
      </dl>
      <ol className="text-sm text-muted">
        {reasons.map((reason) => (
          <li key={reason}>{withDates(reason)}</li>
        ))}
      </ol>
    </div>
  )
}

const notZero = (quantity: string): string | null => (isZero(quantity) ? null : quantity)
