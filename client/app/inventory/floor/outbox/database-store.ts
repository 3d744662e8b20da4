import { floorDatabase } from '../device/database.ts'
import { type Captured, type Entry, isOpen, isOwn, newEntry, type Owner } from './entry.ts'
import { outdated } from './order.ts'
import type { OutboxStore } from './sender.ts'

/** The outbox in the browser's database. */
export const databaseStore: OutboxStore = {
  async entries(owner) {
    return (await allEntries()).filter((entry) => isOwn(owner, entry))
  },
  async update(ordinal, change) {
    const transaction = (await floorDatabase()).transaction('outbox', 'readwrite', { durability: 'strict' })
    const before = await transaction.store.get(ordinal)
    const after = before && change(before)
    if (after) await transaction.store.put(after)
    await transaction.done
    return after
  },
}

const allEntries = async (): Promise<Entry[]> => (await floorDatabase()).getAll('outbox')

/** Resolves once it is written to the disk. */
export async function addEntry(captured: Captured): Promise<void> {
  const transaction = (await floorDatabase()).transaction('outbox', 'readwrite', { durability: 'strict' })
  // The database gives the ordinal.
  await transaction.store.add(newEntry(captured) as Entry)
  await transaction.done
}

export async function removeOutdated(owner: Owner, nowMs: number): Promise<void> {
  const database = await floorDatabase()
  for (const ordinal of outdated(await databaseStore.entries(owner), nowMs))
    await database.delete('outbox', ordinal)
}

/** Who else has something open on this device: the name and how much, nothing of what. */
export async function othersWaiting(owner: Owner): Promise<{ name: string; count: number }[]> {
  const counts = new Map<string, number>()
  for (const entry of await allEntries())
    if (!isOwn(owner, entry) && isOpen(entry))
      counts.set(entry.ownerName, (counts.get(entry.ownerName) ?? 0) + 1)
  return [...counts].map(([name, count]) => ({ name, count }))
}

/** What is settled is of no use to anybody after its owner has left. Says how much is still open. */
export async function forgetSettled(): Promise<number> {
  const entries = await allEntries()
  const database = await floorDatabase()
  for (const entry of entries) if (!isOpen(entry)) await database.delete('outbox', entry.ordinal)
  return entries.filter(isOpen).length
}
