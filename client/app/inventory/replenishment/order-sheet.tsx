import { CircleCheck } from 'lucide-react'
import { useState } from 'react'
import { LIMITS } from '../../../../durable-objects/kernel/limits.ts'
import { formatDate } from '../../lib/dates.ts'
import { Tick } from '../../ui/choice-cards.tsx'
import { Notice } from '../../ui/feedback.tsx'
import { DateInput, Field, TextInput } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { quantityWithUnit } from '../format.ts'
import { type Chosen, type Order, ordersOf } from './orders.ts'
import { type Outcome, type Terms, useOrdering } from './use-ordering.ts'

interface SheetProps {
  chosen: readonly Chosen[]
  onOrdered: (keys: readonly string[]) => void
  onClose: () => void
}

/** What is chosen as orders and transfers: one of each source and warehouse. */
export function OrderSheet({ chosen, onOrdered, onClose }: SheetProps) {
  // What is ordered leaves the list behind the sheet; here it stays, with what became of it.
  const [orders] = useState(() => ordersOf(chosen))
  const { outcomes, isBusy, terms, setTerms, send } = useOrdering(orders, onOrdered)
  const isDone = orders.every(({ key }) => outcomes.get(key)?.kind === 'done')
  const tooLarge = orders.some(({ lines }) => lines.length > LIMITS.proposalsARequestMax)
  return (
    <FormSheet
      title={orders.length === 1 ? 'Order' : `${orders.length} orders`}
      verb={isDone ? 'Close' : orders.length === 1 ? 'Order it' : 'Order all'}
      dismissal="Back"
      onClose={onClose}
      isBusy={isBusy}
      general={
        tooLarge
          ? `At most ${LIMITS.proposalsARequestMax} items can be ordered together. Choose fewer.`
          : undefined
      }
      onSubmit={isDone ? onClose : () => !tooLarge && void send()}
    >
      {orders.map((order) => (
        <OrderCard
          key={order.key}
          order={order}
          outcome={outcomes.get(order.key)}
          terms={terms(order.key)}
          onTerms={(next) => setTerms(order.key, next)}
        />
      ))}
    </FormSheet>
  )
}

interface CardProps {
  order: Order
  outcome: Outcome | undefined
  terms: Terms
  onTerms: (terms: Terms) => void
}

const titleOf = ({ by, supplier, from, warehouse }: Order): string =>
  by === 'transfer'
    ? `Transfer from ${from} to ${warehouse}`
    : supplier
      ? `From ${supplier} for ${warehouse}`
      : `Order for ${warehouse}`

function OrderCard({ order, outcome, terms, onTerms }: CardProps) {
  const title = titleOf(order)
  return (
    <section aria-label={title} className="flex flex-col gap-3 rounded-lg border border-line p-4">
      <h3 className="font-semibold">{title}</h3>
      <ul className="flex flex-col">
        {order.lines.map(({ proposal: { item, order: proposed, date }, quantity }) => (
          <li key={item.id} className="flex items-baseline justify-between gap-4 border-b border-line py-1">
            <span className="min-w-0 truncate">
              <span className="font-medium">{item.code}</span> <span className="text-muted">{item.name}</span>
              {order.by === 'receipt' && (
                <span className="block text-sm text-muted">there on {formatDate(terms.date || date)}</span>
              )}
            </span>
            <span className="tabular-nums whitespace-nowrap">
              {quantityWithUnit(quantity, proposed.unit)}
            </span>
          </li>
        ))}
      </ul>
      {outcome?.kind === 'done' ? (
        <p className="flex items-center gap-2 text-positive">
          <CircleCheck className="size-4 shrink-0" aria-hidden="true" /> {outcome.text}
        </p>
      ) : (
        <>
          {order.by === 'receipt' && (
            <div className="grid grid-cols-2 gap-3">
              <Field label="Reference" isOptional>
                {(control) => (
                  <TextInput
                    {...control}
                    placeholder="PO-8"
                    value={terms.reference}
                    onValue={(reference) => onTerms({ ...terms, reference })}
                  />
                )}
              </Field>
              <Field label="Expected on" isOptional>
                {(control) => (
                  <DateInput
                    {...control}
                    value={terms.date}
                    onValue={(date) => onTerms({ ...terms, date })}
                  />
                )}
              </Field>
            </div>
          )}
          {order.by === 'transfer' && (
            <Tick isOn={terms.inTransit} onChange={(inTransit) => onTerms({ ...terms, inTransit })}>
              On the way until it is received
            </Tick>
          )}
          {outcome?.kind === 'refused' && <Notice>{outcome.text}</Notice>}
        </>
      )}
    </section>
  )
}
