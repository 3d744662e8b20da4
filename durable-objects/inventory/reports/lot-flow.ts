import { IN, OUT, RETURN, SHIFT, TRANSFER } from './tables.ts'

export interface LotMove {
  sequence: number
  line: number
  kind: number
  warehouse: number
  into_warehouse: number
  from_place: number
  to_place: number
  quantity: number
  of_sequence: number | null
  of_line: number | null
}

/** Goods that went from one move to the next. */
export interface Edge {
  from: string
  to: string
  quantity: number
}

export const moveKey = ({ sequence, line }: { sequence: number; line: number }): string =>
  `${sequence}/${line}`

/** Goods that a move brought to a place, and that no move has taken yet. */
interface Parcel {
  by: string
  quantity: number
}

/**
 * How the goods of one lot went from move to move, place by place: what leaves a place is what came there first, and what goes back
 * to a supplier what came with that receipt. Not the layers that carry the value: those need not be of the same lot. Pure.
 */
export function flowOf(moves: readonly LotMove[]): Edge[] {
  const lying = new Map<string, Parcel[]>()
  const edges = new Map<string, Edge>()
  const go = (from: string, to: string, quantity: number) => {
    const edge = edges.get(`${from} ${to}`)
    if (edge) edge.quantity += quantity
    else edges.set(`${from} ${to}`, { from, to, quantity })
  }
  for (const move of moves) {
    const key = moveKey(move)
    const of = ofKey(move)
    if (leaves(move))
      for (const { by, quantity } of taken(lying.get(placeKey(move.from_place, move.warehouse)) ?? [], move))
        go(by, key, quantity)
    if (move.kind === RETURN && of) go(of, key, move.quantity)
    if (comes(move)) {
      const into = move.kind === TRANSFER ? move.into_warehouse : move.warehouse
      const place = placeKey(move.to_place, into)
      lying.set(place, [...(lying.get(place) ?? []), { by: key, quantity: move.quantity }])
    }
  }
  return [...edges.values()]
}

const leaves = ({ kind }: LotMove) => kind === OUT || kind === TRANSFER || kind === SHIFT
const comes = ({ kind }: LotMove) => kind === IN || kind === RETURN || kind === TRANSFER || kind === SHIFT

/** Each transfer that is on its way is a warehouse of its own, though all of them lie in one place. */
const placeKey = (place: number, warehouse: number): string => `${place}/${Math.min(warehouse, 0)}`

const ofKey = ({ of_sequence, of_line }: LotMove): string | undefined =>
  of_sequence === null || of_line === null ? undefined : `${of_sequence}/${of_line}`

/** Takes out of the parcels; what they do not have left before it came, and comes from nowhere. */
function taken(parcels: Parcel[], move: LotMove): Parcel[] {
  const of = ofKey(move)
  const parts: Parcel[] = []
  let wanted = move.quantity
  const inOrder = [...parcels].sort((a, b) => Number(b.by === of) - Number(a.by === of))
  for (const parcel of inOrder) {
    const quantity = Math.min(wanted, parcel.quantity)
    if (quantity === 0) continue
    parcel.quantity -= quantity
    wanted -= quantity
    parts.push({ by: parcel.by, quantity })
  }
  while (parcels[0]?.quantity === 0) parcels.shift()
  return parts
}
