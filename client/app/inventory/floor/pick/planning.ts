import type { ScannableItem } from '../../../../../durable-objects/inventory/items/contract.ts'
import type { ReservationView } from '../../../../../durable-objects/inventory/reservations/contract.ts'
import { stepsOf, textOf } from '../parts/quantities.ts'

/** What is taken from where for an order: a walk through the places in their order. Pure. */
export interface PickTask {
  reservation: string
  item: ScannableItem
  place: string
  lot: string | null
  expiry: string | null
  /** In the stock unit. */
  quantity: string
  /** The reservation names place and lot itself: others are refused. */
  isFixed: boolean
}

/** A row of what lies where. */
export interface Stocked {
  item: string
  place: string
  lot: string | null
  expiry: string | null
  quantity: string
}

interface Surroundings {
  items: ReadonlyMap<string, ScannableItem>
  stocked: readonly Stocked[]
  /** Codes of places that may be picked from, of a warehouse, in the order in which they are walked. */
  walk: (warehouse: string) => readonly string[]
  today: string
}

export interface PickPlan {
  tasks: PickTask[]
  /** Reserved, but nowhere to be seen on this device. */
  missing: { reservation: string; code: string; quantity: string }[]
}

export function planPick(reservations: readonly ReservationView[], around: Surroundings): PickPlan {
  const left = new Map<string, bigint>()
  const plan: PickPlan = { tasks: [], missing: [] }
  for (const row of around.stocked) {
    const item = around.items.get(row.item)
    if (item) left.set(keyOf(row), stepsOf(item, row.quantity, item.unit) ?? 0n)
  }
  const take = (key: string, steps: bigint) => left.set(key, (left.get(key) ?? 0n) - steps)
  // What is kept in a place is nobody else's: it is set aside before the rest is looked for.
  for (const reservation of reservations) {
    const item = around.items.get(reservation.item.id)
    if (!item) continue
    for (const { place, lot, quantity } of reservation.held) {
      const steps = stepsOf(item, quantity, item.unit) ?? 0n
      take(keyOf({ item: item.id, place, lot }), steps)
      const expiry =
        around.stocked.find((row) => keyOf(row) === keyOf({ item: item.id, place, lot }))?.expiry ?? null
      plan.tasks.push({
        ...{ reservation: reservation.id, item, place, lot, expiry },
        quantity: textOf(item, steps),
        isFixed: true,
      })
    }
  }
  for (const reservation of reservations) planSoft(reservation, around, left, plan)
  const order = (task: PickTask) => {
    const { warehouse = '' } = reservations.find(({ id }) => id === task.reservation) ?? {}
    const at = around.walk(warehouse).indexOf(task.place)
    return at < 0 ? Number.MAX_SAFE_INTEGER : at
  }
  plan.tasks.sort((a, b) => order(a) - order(b) || (a.item.code < b.item.code ? -1 : 1))
  return plan
}

/** What lies anywhere: what expires first, then in the order of the walk (first expired, first out). */
function planSoft(
  reservation: ReservationView,
  around: Surroundings,
  left: Map<string, bigint>,
  plan: PickPlan,
): void {
  const item = around.items.get(reservation.item.id)
  if (!item) {
    plan.missing.push({
      reservation: reservation.id,
      code: reservation.item.code,
      quantity: reservation.reserved,
    })
    return
  }
  const steps = (text: string) => stepsOf(item, text, item.unit) ?? 0n
  const held = reservation.held.reduce((sum, { quantity }) => sum + steps(quantity), 0n)
  let wanted = steps(reservation.reserved) - held
  const walk = around.walk(reservation.warehouse)
  const rows = around.stocked
    .filter(
      (row) => row.item === item.id && walk.includes(row.place) && !(row.expiry && row.expiry < around.today),
    )
    .sort((a, b) => compareExpiry(a.expiry, b.expiry) || walk.indexOf(a.place) - walk.indexOf(b.place))
  for (const row of rows) {
    if (wanted <= 0n) break
    const there = left.get(keyOf(row)) ?? 0n
    const taken = there < wanted ? there : wanted
    if (taken <= 0n) continue
    left.set(keyOf(row), there - taken)
    wanted -= taken
    const { place, lot, expiry } = row
    plan.tasks.push({
      ...{ reservation: reservation.id, item, place, lot, expiry },
      quantity: textOf(item, taken),
      isFixed: false,
    })
  }
  if (wanted > 0n)
    plan.missing.push({ reservation: reservation.id, code: item.code, quantity: textOf(item, wanted) })
}

const compareExpiry = (a: string | null, b: string | null): number =>
  (a ?? '9999') < (b ?? '9999') ? -1 : (a ?? '9999') > (b ?? '9999') ? 1 : 0

const keyOf = ({ item, place, lot }: Pick<Stocked, 'item' | 'place' | 'lot'>): string =>
  JSON.stringify([item, place, lot])
