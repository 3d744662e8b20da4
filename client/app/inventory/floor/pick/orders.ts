import type { ReservationView } from '../../../../../durable-objects/inventory/reservations/contract.ts'
import type { Entry } from '../outbox/entry.ts'
import { stepsOf, textOf } from '../parts/quantities.ts'
import type { PickPlan, PickTask } from './planning.ts'

/** What can be picked, by what wants it. Pure. */
export interface Order {
  reference: string
  kind: string
  warehouse: string
  neededBy: string | null
  reservations: ReservationView[]
}

export function ordersOf(reservations: readonly ReservationView[]): Order[] {
  const orders = new Map<string, Order>()
  for (const reservation of reservations) {
    const { demand, warehouse, neededBy, reserved } = reservation
    if (!/[1-9]/.test(reserved)) continue
    const { kind, reference } = demand
    const key = JSON.stringify([kind, reference, warehouse])
    const before = orders.get(key)
    if (before) {
      before.reservations.push(reservation)
      if (neededBy && (!before.neededBy || neededBy < before.neededBy)) before.neededBy = neededBy
    } else orders.set(key, { reference, kind, warehouse, neededBy, reservations: [reservation] })
  }
  return [...orders.values()].sort(
    (a, b) => compare(a.neededBy ?? '9999', b.neededBy ?? '9999') || compare(a.reference, b.reference),
  )
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

interface TakenLine {
  item: string
  from: string
  reservation: string
  quantity?: string
  serials?: readonly string[]
  lot?: string
}

/**
 * What this device has captured and the copy of the reservations does not know yet: nobody is sent to fetch it again. A command
 * that was refused counts, too: the goods have left their place, whatever the books say.
 */
export function capturedSince(entries: readonly Entry[], readAt: string): TakenLine[] {
  return entries.flatMap(({ operation, state, input }) => {
    if (operation !== 'stock.IssueGoods' || state.kind === 'discarded') return []
    if (state.kind === 'done' && state.at < readAt) return []
    return (input.lines as TakenLine[]).filter(({ reservation }) => reservation)
  })
}

/** The plan without what was captured already. */
export function withoutCaptured(plan: PickPlan, captured: readonly TakenLine[]): PickPlan {
  const left = captured.map((line) => ({ ...line }))
  const tasks = plan.tasks.flatMap((task): PickTask[] => {
    let steps = stepsOf(task.item, task.quantity, task.item.unit) ?? 0n
    for (const line of left.filter(({ reservation }) => reservation === task.reservation)) {
      const all = line.serials
        ? BigInt(line.serials.length) * 10n ** BigInt(task.item.scale)
        : (stepsOf(task.item, line.quantity ?? '0', task.item.unit) ?? 0n)
      const used = all < steps ? all : steps
      steps -= used
      line.quantity = textOf(task.item, all - used)
      delete line.serials
    }
    return steps > 0n ? [{ ...task, quantity: textOf(task.item, steps) }] : []
  })
  return { ...plan, tasks }
}
