import type { ItemView } from '../../../../../durable-objects/inventory/items/contract.ts'
import { meridian } from '../../../lib/api.ts'
import type { Floor } from './floor-data.ts'
import { keptById, putItems, type ScannableItem } from './items.ts'

/** Of the server, for items that are newer than the device's copy; kept from then on. */
export async function askedByBarcode({ owner, company }: Floor, barcode: string) {
  const scanned = await answered(() =>
    meridian.items.GetItemByBarcode(company, { barcode }, { signal: AbortSignal.timeout(ASK_WITHIN_MS) }),
  )
  if (!scanned) return undefined
  const found = await askedByCode({ owner, company }, scanned.item.id)
  return found && { item: found.item, unit: scanned.unit }
}

export async function askedByCode({ owner, company }: Floor, ref: string) {
  const view = await answered(() =>
    meridian.items.GetItem(company, { item: ref }, { signal: AbortSignal.timeout(ASK_WITHIN_MS) }),
  )
  if (view?.kind !== 'stock' || view.isTemplate || !view.isActive) return undefined
  const item = scannableOf(view)
  await putItems(owner, company, [item])
  return { item, unit: item.unit }
}

/** Who stands there with the scanner in hand does not wait longer. */
const ASK_WITHIN_MS = 4_000

async function answered<Reply>(ask: () => Promise<Reply>): Promise<Reply | undefined> {
  if (!navigator.onLine) return undefined
  try {
    return await ask()
  } catch {
    // No answer, or no such thing: the device does not know it either.
    return undefined
  }
}

const scannableOf = (view: ItemView): ScannableItem => ({
  ...{ id: view.id, code: view.code, name: view.name, unit: view.unit, scale: view.scale, units: view.units },
  ...{ tracking: view.tracking, hasExpiry: view.hasExpiry },
  barcodes: view.barcodes.map(({ barcode, unit }) => ({ barcode, unit })),
})

/** By id, of the device or else of the server; those that neither knows are left out. */
export async function knownItems(
  floor: Floor,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ScannableItem>> {
  const known = new Map<string, ScannableItem>()
  for (const id of ids) {
    const item = (await keptById(floor.owner, floor.company, id)) ?? (await askedByCode(floor, id))?.item
    if (item) known.set(id, item)
  }
  return known
}
