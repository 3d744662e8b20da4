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

/** Counting, step by step: a place, then what lies there. Pure. */
export interface Counting {
  count: string
  place: string | null
  goods: Goods | null
}

export type CountingStep = 'place' | 'item' | NonNullable<ReturnType<typeof nextOfGoods>> | 'done'

export const stepOfCounting = ({ place, goods }: Counting): CountingStep =>
  place === null ? 'place' : goods ? (nextOfGoods(goods) ?? 'done') : 'item'

interface Known {
  /** Whether goods may lie there and the place belongs to the count. */
  isCounted: (code: string) => boolean
}

export function scannedInCounting(
  state: Counting,
  scan: Scan,
  { isCounted }: Known,
): { state: Counting; verdict: Verdict } {
  const refused = (verdict: Verdict) => ({ state, verdict })
  const step = stepOfCounting(state)
  if (scan.kind === 'unreadable') return refused(bad('Unreadable', scan.detail))
  if (scan.kind === 'place' && (step === 'place' || step === 'item')) {
    if (!isCounted(scan.code))
      return refused(bad('Wrong place', `${scan.code} does not belong to this count.`))
    return { state: { ...state, place: scan.code }, verdict: good(scan.code, 'Now scan what lies here.') }
  }
  if (step === 'place') return refused(bad('No place', 'Scan the place first.'))
  if (step === 'item') {
    if (scan.kind !== 'goods') return refused(unknown(scan.kind === 'unknown' ? scan.text : ''))
    return { state: { ...state, goods: goodsOf(scan) }, verdict: good(scan.item.code, scan.item.name) }
  }
  const { goods, verdict } = goodsScanned(state.goods as Goods, scan)
  return { state: { ...state, goods }, verdict }
}
