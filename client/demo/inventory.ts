import { currencyScale } from '../../durable-objects/kernel/money.ts'
import type { Meridian } from '../sdk/types.ts'
import { demoBills } from './company.ts'
import { addFloor } from './inventory/floor.ts'
import { FAMILIES, itemRows } from './inventory/items.ts'
import { AISLES, BIN_RANGES, PUT_AWAY, WAREHOUSES } from './inventory/places.ts'
import type { Step, StockDocument } from './inventory/steps.ts'
import { backdatedStep, yearOfStock } from './inventory/year.ts'

/**
 * Gives the demo's company its goods: items, warehouses, a year of stock documents that book what the journal says was
 * bought, and what is being worked on now. It may be repeated.
 */
export async function loadDemoInventory(
  meridian: Meridian,
  { slug, currency }: { slug: string; currency: string },
  today: Date,
): Promise<void> {
  const once = (what: string) => ({ idempotencyKey: `demo/stock/${what}` })
  await meridian.ledger.OpenJournal(slug, { code: 'STOCK', name: 'Stock', kind: 'general' }, once('journal'))
  await meridian.stock.SetStockSettings(slug, { style: 'anglo-saxon', journal: 'STOCK' }, once('settings'))
  for (const family of FAMILIES)
    await meridian.items.SaveItemFamily(slug, family, once(`family/${family.code}`))
  const rows = itemRows(currencyScale(currency) ?? 2)
  await meridian.items.SaveItems(slug, { mode: 'atomic', rows }, once('items'))
  await layOutWarehouses(meridian, slug)
  const recorded = await recordSteps(meridian, slug, yearOfStock(today, currency, demoBills(today)))
  await recordSteps(meridian, slug, [backdatedStep(today, currency)], recorded)
  await addFloor(meridian, slug, today)
}

async function layOutWarehouses(meridian: Meridian, company: string): Promise<void> {
  const once = (what: string) => ({ idempotencyKey: `demo/places/${what}` })
  for (const warehouse of WAREHOUSES)
    await meridian.places.OpenWarehouse(company, warehouse, once(warehouse.code))
  for (const bin of AISLES) await meridian.places.AddBin(company, bin, once(bin.code))
  for (const range of BIN_RANGES) await meridian.places.AddBins(company, range, once(range.pattern))
  for (const each of PUT_AWAY) await meridian.places.SetPutAway(company, each, once(`put-away/${each.item}`))
}

/** In their order: what one document says may hang on what an earlier one came to. */
async function recordSteps(
  meridian: Meridian,
  company: string,
  steps: readonly Step[],
  recorded = new Map<string, StockDocument>(),
): Promise<Map<string, StockDocument>> {
  const earlier = (key: string): StockDocument => {
    const document = recorded.get(key)
    if (!document) throw new Error(`The demo has no document ${key} yet.`)
    return document
  }
  for (const { key, command, input } of steps) {
    const send = meridian.stock[command] as (
      company: string,
      input: unknown,
      options: { idempotencyKey: string },
    ) => Promise<StockDocument>
    recorded.set(key, await send(company, input(earlier), { idempotencyKey: `demo/stock/${key}` }))
  }
  return recorded
}
