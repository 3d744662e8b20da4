import { createStore, useStore } from '../../lib/store.ts'

/** The list that an entry was opened from, so that J and K inside the entry move along that list. */
const list = createStore<readonly string[]>([])

export function rememberList(ids: readonly string[]): void {
  list.set(ids)
}

export function useNeighbours(id: string): { previous: string | undefined; next: string | undefined } {
  const ids = useStore(list)
  const index = ids.indexOf(id)
  if (index < 0) return { previous: undefined, next: undefined }
  return { previous: ids[index - 1], next: ids[index + 1] }
}
