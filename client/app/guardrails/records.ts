import { isId } from '../../../durable-objects/kernel/ids.ts'

/** Whether an id is that of a journal entry, which has a page of its own. */
export const isEntryId = (id: string | null | undefined): id is string =>
  typeof id === 'string' && isId('journalEntry', id)
