import type { ScannableItem } from '../../../../../durable-objects/inventory/items/contract.ts'
import { readElements, withoutSymbology } from '../../../../../durable-objects/inventory/items/gs1.ts'

/** What a scanner's text is: goods, with all that a GS1 barcode says of them, or a place. */
export interface ScannedGoods {
  kind: 'goods'
  item: ScannableItem
  unit: string
  lot: string | null
  serial: string | null
  /** YYYY-MM-DD */
  expiry: string | null
  /** In `unit`. */
  quantity: string | null
}

export type Scan =
  | ScannedGoods
  | { kind: 'place'; code: string }
  | { kind: 'unknown'; text: string }
  | { kind: 'unreadable'; text: string; detail: string }

type Found = { item: ScannableItem; unit: string } | undefined

/** Where texts are looked up: on the device first, then on the server. */
export interface Lookup {
  byBarcode: (text: string) => Promise<Found>
  /** Of the server, where it can be reached: one barcode, never a whole element string. */
  asked: (barcode: string) => Promise<Found>
  byCode: (text: string) => Promise<Found>
  place: (text: string) => string | undefined
}

/** @param year Decides the century of dates in barcodes. */
export async function readScan(raw: string, lookup: Lookup, year: number): Promise<Scan> {
  const text = withoutSymbology(raw.trim())
  const place = lookup.place(text)
  if (place !== undefined) return { kind: 'place', code: place }
  const own = await lookup.byBarcode(text)
  if (own) return goods(own)
  const read = readElements(raw.trim(), year)
  if (read && 'problem' in read) return { kind: 'unreadable', text, detail: read.problem }
  if (read) {
    const { gtin, lot = null, serial = null, expiry = null, count, weightKg } = read.elements
    const found =
      gtin === undefined ? undefined : ((await lookup.byBarcode(gtin)) ?? (await lookup.asked(gtin)))
    if (!found) return { kind: 'unknown', text: gtin ?? text }
    const weighed = weightKg !== undefined && count === undefined && unitsOf(found.item).includes('kg')
    return {
      ...goods(found),
      ...(weighed && { unit: 'kg' }),
      ...{ lot, serial, expiry, quantity: weighed ? weightKg : (count ?? null) },
    }
  }
  const byCode = (await lookup.byCode(text)) ?? (await lookup.asked(text))
  return byCode ? goods(byCode) : { kind: 'unknown', text }
}

export const unitsOf = ({ unit, units }: ScannableItem): string[] => [unit, ...units.map(({ code }) => code)]

const goods = ({ item, unit }: NonNullable<Found>): ScannedGoods => ({
  kind: 'goods',
  item,
  unit,
  lot: null,
  serial: null,
  expiry: null,
  quantity: null,
})
