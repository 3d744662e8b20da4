import { invariant, isRefusal, refuse } from '../../kernel/result.ts'
import type { ItemsParts, Scanned } from '../stock-item.ts'
import { resolvedAccount } from './accounts.ts'
import { barcodeKey } from './barcodes.ts'
import type { Families } from './families.ts'
import { type Elements, readElements, withoutSymbology } from './gs1.ts'
import { exploded } from './kits.ts'
import { changesOf, codeKey, type Item, stockItemOf } from './model.ts'
import type { Surroundings } from './ports.ts'
import { formatSteps, stepsOf } from './quantities.ts'
import type { ItemTables } from './tables.ts'
import { normalCost } from './writing.ts'

/** What the other parts of the inventory get of items. */
export function itemsParts(tables: ItemTables, families: Families, { chart }: Surroundings): ItemsParts {
  const present = (item: Item | undefined, what: string | number): Item => {
    invariant(item, `there is an item ${what}`)
    return item
  }
  const whole = ({ ordinal }: { ordinal: number }) => present(tables.byOrdinal(ordinal), ordinal)
  const byBarcode = (text: string) => tables.byBarcode(barcodeKey(withoutSymbology(text)))
  return {
    byRef(ref) {
      const item = tables.byRef(ref) ?? byBarcode(ref)
      return item && stockItemOf(item)
    },
    byId: (id) => stockItemOf(present(tables.find(id), id)),
    byOrdinal: (ordinal) => stockItemOf(whole({ ordinal })),
    byBarcode: (text, nowMicros) => scan(tables, text, nowMicros),
    ordinal: (id) => present(tables.find(id), id).ordinal,
    steps: (item, quantity, unit) => stepsOf(whole(item), quantity, unit),
    format: (item, steps) => formatSteps(item, steps),
    account: (item, name) => resolvedAccount(whole(item), name, families, chart)?.account,
    components(item) {
      const kit = whole(item)
      if (kit.kind !== 'kit') return []
      const all = exploded(kit, (id) => tables.find(id))
      invariant(!isRefusal(all), `kit ${kit.code} can be exploded`)
      return [...all].map(([component, quantity]) => ({ item: stockItemOf(component), quantity }))
    },
    weight: (item) => whole(item).weightMilligrams ?? undefined,
    volume: (item) => whole(item).volumeMicrolitres ?? undefined,
    standardCost: (item) => whole(item).standardCost ?? undefined,
    standardCostChanged(item, cost) {
      const before = whole(item)
      const standardCost = normalCost(cost)
      invariant(standardCost !== undefined, `${cost} is a cost`)
      const data = changesOf(before, { ...before, standardCost })
      return data && { type: 'item-changed', version: 1, data }
    },
    each: (after, limit) => tables.list(codeKey(after), limit, { isTemplate: false }).map(stockItemOf),
    familyWithin: (code) => families.within(code),
  }
}

/** An item by what a scanner read: its barcode as it is, else the elements in it. */
function scan(tables: ItemTables, text: string, nowMicros: number): ReturnType<ItemsParts['byBarcode']> {
  const plain = withoutSymbology(text)
  const own = barcodeOf(tables, plain)
  if (own) return scanned(own, {})
  const read = readElements(text, new Date(nowMicros / 1_000).getUTCFullYear())
  if (read && 'problem' in read) return problem('invalid_barcode', read.problem)
  if (!read?.elements.gtin)
    return problem('barcode_not_found', `No item of this company has the barcode ${plain.slice(0, 60)}.`)
  const found = barcodeOf(tables, read.elements.gtin)
  return found
    ? scanned(found, read.elements)
    : problem('barcode_not_found', `No item of this company has the GTIN ${read.elements.gtin}.`)
}

function barcodeOf(tables: ItemTables, text: string): { item: Item; unit: string } | undefined {
  const key = barcodeKey(text)
  const item = tables.byBarcode(key)
  const barcode = item?.barcodes.find((each) => barcodeKey(each.barcode) === key)
  return item && { item, unit: barcode?.unit ?? item.unit }
}

function scanned({ item, unit }: { item: Item; unit: string }, elements: Elements): Scanned {
  const { lot = null, serial = null, expiry = null, count = null } = elements
  return { item: stockItemOf(item), unit, lot, serial, expiry, quantity: count }
}

const problem = <Code extends 'barcode_not_found' | 'invalid_barcode'>(code: Code, detail: string) =>
  refuse(code, detail, [{ pointer: '/barcode', code, detail }])
