import { forgetSettled } from '../outbox/database-store.ts'
import { forgetCopies } from './database.ts'

/** On signing out: all copies go, and all commands that are settled. Says how many are not. */
export async function leaveDevice(): Promise<number> {
  // A browser that has never opened the floor has nothing to forget, and gets no database for it.
  const known = await indexedDB.databases?.()
  if (known && !known.some(({ name }) => name === 'meridian-floor')) return 0
  await forgetCopies()
  return forgetSettled()
}
