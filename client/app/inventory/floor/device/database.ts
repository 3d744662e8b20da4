import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { ScannableItem } from '../../../../../durable-objects/inventory/items/contract.ts'
import type { Entry, Owner } from '../outbox/entry.ts'

/**
 * What the floor keeps on this device. `outbox`: commands, of whoever captured them. `kept` and `items`: copies of what the
 * server says, always of one person in one organisation; nothing of them outlives signing out.
 */
interface FloorSchema extends DBSchema {
  outbox: { key: number; value: Entry }
  /** Keys begin with the owner and the company. */
  kept: { key: string; value: { key: string; at: string; data: unknown } }
  items: { key: string; value: StoredItem; indexes: { refs: string } }
}

interface StoredItem {
  /** Scope and id. */
  key: string
  /** Scope and what it is found by: its code, and the keys of its barcodes. */
  refs: string[]
  item: ScannableItem
}

export type FloorDatabase = IDBPDatabase<FloorSchema>

let opened: Promise<FloorDatabase> | undefined

export function floorDatabase(): Promise<FloorDatabase> {
  opened ??= openDB<FloorSchema>('meridian-floor', 1, {
    upgrade(database) {
      database.createObjectStore('outbox', { keyPath: 'ordinal', autoIncrement: true })
      database.createObjectStore('kept', { keyPath: 'key' })
      const items = database.createObjectStore('items', { keyPath: 'key' })
      items.createIndex('refs', 'refs', { multiEntry: true })
    },
    // A later version of the app wants to upgrade: this tab lets go, and opens it again when it next needs it.
    blocking: (_, __, event) => {
      ;(event.target as IDBDatabase).close()
      opened = undefined
    },
    terminated: () => {
      opened = undefined
    },
  })
  // A browser that has no storage to give may have some later.
  opened.catch(() => {
    opened = undefined
  })
  return opened
}

export const ownerKey = ({ tenant, actor }: Owner): string => `${tenant}/${actor}`
export const scopeOf = (owner: Owner, company: string): string => `${ownerKey(owner)}/${company}`

/** Forgets the copies of everybody but one owner, or of everybody. Commands that are not settled stay. */
export async function forgetCopies(except?: Owner): Promise<void> {
  const database = await floorDatabase()
  const transaction = database.transaction(['kept', 'items'], 'readwrite')
  const stores = [transaction.objectStore('kept'), transaction.objectStore('items')] as const
  for (const range of outside(except))
    for (const store of stores) void store.delete(range ?? IDBKeyRange.lowerBound(''))
  await transaction.done
}

const outside = (except: Owner | undefined): (IDBKeyRange | undefined)[] => {
  if (!except) return [undefined]
  const prefix = `${ownerKey(except)}/`
  return [IDBKeyRange.upperBound(prefix, true), IDBKeyRange.lowerBound(`${prefix}\uffff`)]
}
