import {
  bad,
  type Goods,
  good,
  goodsOf,
  goodsScanned,
  nextOfGoods,
  unknown,
  type Verdict,
} from '../parts/goods.ts'
import type { Scan } from '../scanner/reading.ts'

/** Receiving, step by step: goods, then where they are put. Pure. */
export interface Receiving {
  /** Document id: the receipt has it from the beginning, so that it is recorded once whatever happens. */
  id: string
  reference: string | null
  party: string | null
  warehouse: string
  lines: readonly ReceivedLine[]
  goods: Goods | null
}

export interface ReceivedLine extends Goods {
  place: string
}

export type ReceivingStep = 'item' | 'place' | NonNullable<ReturnType<typeof nextOfGoods>>

export const stepOfReceiving = ({ goods }: Receiving): ReceivingStep =>
  goods ? (nextOfGoods(goods) ?? 'place') : 'item'

interface Known {
  /** Codes of places that goods may lie in, of the warehouse. */
  isStorage: (code: string) => boolean
}

export function scannedInReceiving(
  state: Receiving,
  scan: Scan,
  { isStorage }: Known,
): { state: Receiving; verdict: Verdict } {
  const refused = (verdict: Verdict) => ({ state, verdict })
  switch (stepOfReceiving(state)) {
    case 'item':
      if (scan.kind === 'place') return refused(bad('A place', 'Scan an item first, then where it goes.'))
      if (scan.kind === 'unknown') return refused(unknown(scan.text))
      if (scan.kind === 'unreadable') return refused(bad('Unreadable', scan.detail))
      return { state: { ...state, goods: goodsOf(scan) }, verdict: good(scan.item.code, scan.item.name) }
    case 'place':
      if (scan.kind !== 'place') return refused(bad('No place', 'Scan the place where the goods go.'))
      return putAway(state, scan.code, isStorage)
    default: {
      const { goods, verdict } = goodsScanned(state.goods as Goods, scan)
      return { state: { ...state, goods }, verdict }
    }
  }
}

export function putAway(
  state: Receiving,
  place: string,
  isStorage: Known['isStorage'],
): { state: Receiving; verdict: Verdict } {
  if (!isStorage(place))
    return { state, verdict: bad('Wrong place', `Goods of ${state.warehouse} cannot lie in ${place}.`) }
  const line = { ...(state.goods as Goods), place }
  return { state: { ...state, lines: [...state.lines, line], goods: null }, verdict: good('Put away', place) }
}
