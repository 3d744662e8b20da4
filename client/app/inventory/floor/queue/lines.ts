import { newId } from '../../../../../durable-objects/kernel/ids.ts'
import type { Entry } from '../outbox/entry.ts'

/** The lines of a captured command, as the queue shows and changes them. */
export interface QueuedLine {
  item: string
  quantity?: string
  unit?: string
  lot?: string
  serials?: readonly string[]
  to?: string
  from?: string
  place?: string
  /** That a pick consumes. */
  reservation?: string
  key?: string
}

/** Which field of a line names its place. */
const PLACE_OF = {
  'stock.ReceiveGoods': 'to',
  'stock.IssueGoods': 'from',
  'counts.RecordCounts': 'place',
} as const

export const placeField = ({ operation }: Pick<Entry, 'operation'>) => PLACE_OF[operation]

export const linesOf = ({ input }: Pick<Entry, 'input'>): readonly QueuedLine[] =>
  (input.lines as readonly QueuedLine[] | undefined) ?? []

export const dateOf = ({ input }: Pick<Entry, 'input'>): string | undefined =>
  typeof input.date === 'string' ? input.date : undefined

/**
 * The input of a changed command. It is another one: a document gets another id, a counting another key, so that
 * neither can be taken for what was refused.
 */
export function changedInput(
  { operation, input }: Pick<Entry, 'operation' | 'input'>,
  change: { date: string | undefined; lines: readonly QueuedLine[] },
  newKey: () => string,
): Entry['input'] {
  const lines = change.lines.map((line) =>
    withoutEmpty(operation === 'counts.RecordCounts' ? { ...line, key: newKey() } : line),
  )
  if (operation === 'counts.RecordCounts') return { ...input, lines }
  return {
    ...input,
    id: newId('stockDocument'),
    ...(change.date !== undefined && { date: change.date }),
    lines,
  }
}

const withoutEmpty = (line: QueuedLine): QueuedLine =>
  Object.fromEntries(Object.entries(line).filter(([, value]) => value !== '')) as unknown as QueuedLine
