import { barcodeKey } from '../../../../../durable-objects/inventory/items/barcodes.ts'
import type { ScannableItem } from '../../../../../durable-objects/inventory/items/contract.ts'
import { LIMITS } from '../../../../../durable-objects/kernel/limits.ts'
import { meridian } from '../../../lib/api.ts'
import type { Owner } from '../outbox/entry.ts'
import { floorDatabase, scopeOf } from './database.ts'

export type { ScannableItem }

/** More than this a device does not keep; the others are found while there is a connection. */
const KEPT_ITEMS_MAX = 50_000

const refsOf = (scope: string, { code, barcodes }: ScannableItem): string[] => [
  `${scope}\n#${code.toLocaleLowerCase('en')}`,
  ...barcodes.map(({ barcode }) => `${scope}\n|${barcodeKey(barcode)}`),
]

/** Takes over all items, and forgets those that are not in use any more. */
export async function loadItems(
  owner: Owner,
  company: string,
  signal: AbortSignal,
): Promise<{ count: number; isAll: boolean }> {
  const seen = new Set<string>()
  let cursor: string | null = null
  do {
    const page: { data: ScannableItem[]; nextCursor: string | null } =
      await meridian.items.ListScannableItems(
        company,
        { limit: LIMITS.pageRowsMax, ...(cursor && { cursor }) },
        { signal },
      )
    await putItems(owner, company, page.data)
    for (const { id } of page.data) seen.add(id)
    cursor = page.nextCursor
  } while (cursor && seen.size < KEPT_ITEMS_MAX)
  await removeUnseen(scopeOf(owner, company), seen)
  return { count: seen.size, isAll: cursor === null }
}

export async function putItems(
  owner: Owner,
  company: string,
  items: readonly ScannableItem[],
): Promise<void> {
  const scope = scopeOf(owner, company)
  const transaction = (await floorDatabase()).transaction('items', 'readwrite')
  for (const item of items)
    void transaction.store.put({ key: `${scope}/${item.id}`, refs: refsOf(scope, item), item })
  await transaction.done
}

async function removeUnseen(scope: string, seen: ReadonlySet<string>): Promise<void> {
  const prefix = `${scope}/`
  const transaction = (await floorDatabase()).transaction('items', 'readwrite')
  const keys = await transaction.store.getAllKeys(IDBKeyRange.bound(prefix, `${prefix}\uffff`))
  for (const key of keys) if (!seen.has(key.slice(prefix.length))) void transaction.store.delete(key)
  await transaction.done
}

const found = async (ref: string): Promise<ScannableItem | undefined> =>
  (await (await floorDatabase()).getFromIndex('items', 'refs', ref))?.item

/** Of this device, by a barcode: the unit is that of the barcode. */
export async function keptByBarcode(owner: Owner, company: string, text: string) {
  const key = barcodeKey(text)
  const item = await found(`${scopeOf(owner, company)}\n|${key}`)
  const barcode = item?.barcodes.find((each) => barcodeKey(each.barcode) === key)
  return item && { item, unit: barcode?.unit ?? item.unit }
}

export async function keptByCode(owner: Owner, company: string, code: string) {
  const item = await found(`${scopeOf(owner, company)}\n#${code.toLocaleLowerCase('en')}`)
  return item && { item, unit: item.unit }
}

export async function keptById(
  owner: Owner,
  company: string,
  id: string,
): Promise<ScannableItem | undefined> {
  return (await (await floorDatabase()).get('items', `${scopeOf(owner, company)}/${id}`))?.item
}

/** By words of code and name, for who has no label to scan. */
export async function keptMatching(
  owner: Owner,
  company: string,
  text: string,
  limit: number,
): Promise<ScannableItem[]> {
  const words = text.toLocaleLowerCase('en').split(/\s+/).filter(Boolean)
  const prefix = `${scopeOf(owner, company)}/`
  const matching: ScannableItem[] = []
  let cursor = await (await floorDatabase())
    .transaction('items')
    .store.openCursor(IDBKeyRange.bound(prefix, `${prefix}\uffff`))
  while (cursor && matching.length < limit) {
    const { item } = cursor.value
    const where = `${item.code} ${item.name}`.toLocaleLowerCase('en')
    if (words.every((word) => where.includes(word))) matching.push(item)
    cursor = await cursor.continue()
  }
  return matching
}
