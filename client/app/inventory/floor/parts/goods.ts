import type { ScannableItem } from '../../../../../durable-objects/inventory/items/contract.ts'
import type { Scan, ScannedGoods } from '../scanner/reading.ts'

/**
 * Goods in a person's hand, while it is asked what they are: their number or serial numbers, lot and expiry. Receiving and
 * counting ask the same. Pure.
 */
export interface Goods {
  item: ScannableItem
  unit: string
  /** Null: not said yet. */
  quantity: string | null
  /** What the barcode said, to begin with. */
  proposed: string | null
  serials: readonly string[]
  areSerialsAll: boolean
  lot: string | null
  expiry: string | null
  isExpiryAsked: boolean
}

export type GoodsStep = 'serials' | 'quantity' | 'lot' | 'expiry'

/** What follows a scan: a big word, and whether it was right. */
export interface Verdict {
  isGood: boolean
  word: string
  detail: string
}

export const good = (word: string, detail = ''): Verdict => ({ isGood: true, word, detail })
export const bad = (word: string, detail: string): Verdict => ({ isGood: false, word, detail })

export function goodsOf(scan: ScannedGoods): Goods {
  const { item, unit, lot, serial, expiry, quantity } = scan
  const isSerial = item.tracking === 'serial'
  return {
    item,
    unit: isSerial ? item.unit : unit,
    quantity: null,
    // One piece is in the hand; scanned again, it is two.
    proposed: quantity ?? '1',
    serials: isSerial && serial ? [serial] : [],
    areSerialsAll: false,
    lot: item.tracking === 'lot' ? lot : null,
    expiry: item.hasExpiry ? expiry : null,
    isExpiryAsked: false,
  }
}

/** What is asked next; undefined: all is said. */
export function nextOfGoods({
  item,
  quantity,
  areSerialsAll,
  lot,
  expiry,
  isExpiryAsked,
}: Goods): GoodsStep | undefined {
  if (item.tracking === 'serial' && !areSerialsAll) return 'serials'
  if (item.tracking !== 'serial' && quantity === null) return 'quantity'
  if (item.tracking === 'lot' && lot === null) return 'lot'
  return item.hasExpiry && expiry === null && !isExpiryAsked ? 'expiry' : undefined
}

/** A scan while goods are in hand: more of the same, or a mistake. */
export function goodsScanned(goods: Goods, scan: Scan): { goods: Goods; verdict: Verdict } {
  const refused = (verdict: Verdict) => ({ goods, verdict })
  const step = nextOfGoods(goods)
  if (scan.kind === 'unreadable') return refused(bad('Unreadable', scan.detail))
  if (scan.kind === 'place')
    return refused(bad('A place', `${scan.code} is a place. Finish ${goods.item.code} first.`))
  // What is no barcode of ours may be the number that is asked for, printed by somebody else.
  if (scan.kind === 'unknown') {
    if (step === 'serials') return withSerial(goods, scan.text)
    if (step === 'lot') return { goods: { ...goods, lot: scan.text }, verdict: good('Lot', scan.text) }
    return refused(unknown(scan.text))
  }
  if (scan.item.id !== goods.item.id)
    return refused(bad('Wrong item', `This is ${scan.item.code}. Finish ${goods.item.code} first.`))
  if (step === 'serials')
    return scan.serial ? withSerial(goods, scan.serial) : refused(bad('No serial', 'Scan the serial number.'))
  if (scan.lot !== null && goods.lot !== null && scan.lot !== goods.lot)
    return refused(bad('Other lot', `This is lot ${scan.lot}, not ${goods.lot}. Finish this one first.`))
  const more = { lot: goods.lot ?? scan.lot, expiry: goods.expiry ?? scan.expiry }
  if (step === 'quantity' && scan.unit === goods.unit) {
    // Scanned piece by piece.
    const proposed = added(goods.proposed ?? '1', scan.quantity ?? '1')
    return { goods: { ...goods, ...more, proposed }, verdict: good('+1', goods.item.name) }
  }
  return { goods: { ...goods, ...more }, verdict: good('Yes', goods.item.name) }
}

export const unknown = (text: string): Verdict => bad('Unknown', `Nothing here has the barcode ${text}.`)

export function withSerial(goods: Goods, serial: string): { goods: Goods; verdict: Verdict } {
  if (goods.serials.includes(serial))
    return { goods, verdict: bad('Twice', `${serial} is in the list already.`) }
  const serials = [...goods.serials, serial]
  return { goods: { ...goods, serials }, verdict: good(String(serials.length), serial) }
}

/** Whole numbers are added up; of others one begins anew. */
const added = (a: string, b: string): string =>
  /^\d+$/.test(a) && /^\d+$/.test(b) ? String(BigInt(a) + BigInt(b)) : b

/** As commands take it. */
export const goodsInput = ({ item, unit, quantity, serials, lot, expiry }: Goods) => ({
  item: item.id,
  ...(item.tracking === 'serial' ? { serials: [...serials] } : { quantity: quantity ?? '0', unit }),
  ...(lot !== null && { lot }),
  ...(expiry !== null && { expiry }),
})
