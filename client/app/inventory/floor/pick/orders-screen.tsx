import { useQuery } from '@tanstack/react-query'
import { ChevronRight } from 'lucide-react'
import { useMemo } from 'react'
import { newId } from '../../../../../durable-objects/kernel/ids.ts'
import { formatDate, today } from '../../../lib/dates.ts'
import { subjectKey } from '../../../lib/keys.ts'
import { Loading } from '../../../ui/feedback.tsx'
import { knownItems } from '../device/asked.ts'
import { workKept } from '../device/floor-data.ts'
import { useFloor, useOutbox } from '../parts/floor-context.ts'
import { useKeptPlaces } from '../parts/places.ts'
import { BigRow, Card, Screen } from '../parts/screen.tsx'
import { capturedSince, type Order, ordersOf, withoutCaptured } from './orders.ts'
import { beginPicking, type Picking } from './picking.ts'
import { planPick } from './planning.ts'

/** Which order is picked, the most urgent first. */
export function OrdersScreen({ onBegin }: { onBegin: (picking: Picking) => void }) {
  const floor = useFloor()
  const work = useQuery(workKept(floor))
  const { entries } = useOutbox()
  const { walk } = useKeptPlaces()
  const ids = useMemo(
    () => [...new Set(work.data?.data.reservations.map(({ item }) => item.id))].sort(),
    [work.data],
  )
  const items = useQuery({
    queryKey: [...subjectKey(floor.company, 'floor'), 'items', ids],
    queryFn: () => knownItems(floor, ids),
    networkMode: 'always',
    enabled: work.isSuccess,
  })
  const captured = capturedSince(entries, work.data?.at ?? '')
  const orders = ordersOf(work.data?.data.reservations ?? [])
  // Planned together, the most urgent order first: what is set aside for one is not proposed to another.
  const whole = withoutCaptured(
    planPick(
      orders.flatMap(({ reservations }) => reservations),
      { items: items.data ?? new Map(), stocked: work.data?.data.stocked ?? [], walk, today: today() },
    ),
    captured,
  )
  const planned = orders.map((order) => {
    const isOwn = ({ reservation }: { reservation: string }) =>
      order.reservations.some(({ id }) => id === reservation)
    return { order, plan: { tasks: whole.tasks.filter(isOwn), missing: whole.missing.filter(isOwn) } }
  })
  const open = planned.filter(({ plan }) => plan.tasks.length > 0)
  const begin = ({ reference, warehouse }: Order, tasks: Picking['tasks']) =>
    onBegin(beginPicking(newId('stockDocument'), reference, warehouse, tasks))
  const missing = planned.filter(({ plan }) => plan.missing.length > 0)
  return (
    <Screen title="Pick" prompt={open.length > 0 ? 'Which order?' : undefined}>
      {(work.isPending || items.isLoading) && <Loading label="Loading what is reserved" rows={3} />}
      {items.isSuccess && open.length === 0 && (
        <p className="text-lg text-muted">
          Nothing is to be picked. Goods that are reserved for orders appear here.
        </p>
      )}
      <ul aria-label="Orders" className="flex flex-col gap-2">
        {open.map(({ order, plan }) => (
          <li key={`${order.kind}/${order.reference}/${order.warehouse}`}>
            <BigRow onClick={() => begin(order, plan.tasks)}>
              <span className="min-w-0 flex-1">
                <span className="block text-lg font-semibold wrap-anywhere">{order.reference}</span>
                <span className="block text-base text-muted">
                  {plan.tasks.length} {plan.tasks.length === 1 ? 'line' : 'lines'} · {order.warehouse}
                  {order.neededBy && ` · by ${formatDate(order.neededBy)}`}
                </span>
              </span>
              <ChevronRight className="size-5 text-muted" aria-hidden="true" />
            </BigRow>
          </li>
        ))}
      </ul>
      {items.isSuccess && missing.length > 0 && (
        <Card className="text-muted">
          <h2 className="text-base font-semibold text-ink">Not found in any place</h2>
          <ul className="mt-1">
            {missing.flatMap(({ order, plan }) =>
              plan.missing.map(({ reservation, code, quantity }) => (
                <li key={reservation}>
                  {order.reference}: {quantity} of {code}
                </li>
              )),
            )}
          </ul>
        </Card>
      )}
    </Screen>
  )
}
