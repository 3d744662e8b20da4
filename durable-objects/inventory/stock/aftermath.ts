import type { NewEvent, StoredEvent } from '../../kernel/log.ts'
import type { EntryPosted } from '../../ledger/contract.ts'
import type { BookAccount } from '../stock-item.ts'
import type { CostAdjusted, StockMoved } from './contract.ts'
import { MOVE_KINDS, type MoveRow, type StockTables } from './tables.ts'

/** What a document came to: what it booked and changed of later moves, and what followed from it. */

export interface Adjusted {
  moves: number
  /** Change of value by the day on which it is booked. */
  days: ReadonlyMap<string, number>
  /** Later moves that are still to be valued anew. */
  waiting?: number
}

/** Of a document that is recorded, out of the events of its own decision, which stand behind it. */
export function adjustedBy(
  document: string,
  after: Iterable<StoredEvent>,
  dateText: (date: number) => string,
) {
  const moves = new Set<string>()
  const days = new Map<string, number>()
  let decision: string | undefined
  for (const { type, data, command, request_id } of after) {
    decision ??= `${command} ${request_id}`
    if (decision !== `${command} ${request_id}` || type === 'stock-moved') break
    if (type !== 'stock-cost-adjusted') continue
    const adjusted = JSON.parse(data) as CostAdjusted
    if (adjusted.document !== document) break
    for (const [sequence, line, , amount, booked] of adjusted.moves) {
      moves.add(`${adjusted.item} ${sequence} ${line}`)
      const day = dateText(booked)
      days.set(day, (days.get(day) ?? 0) + amount)
    }
  }
  return { moves: moves.size, days } satisfies Adjusted
}

/** Positions of the documents that took something back, brought it in, or changed its cost; the first of them. */
export function followersOf(
  tables: StockTables,
  { items, sequence, date }: { items: ReadonlySet<number>; sequence: number; date: number },
  max: number,
): number[] {
  const found = new Set<number>()
  for (const item of items)
    for (const row of tables.database.all<{ sequence: number }>(
      `SELECT DISTINCT sequence FROM stock_moves WHERE item = ? AND date >= ? AND of_sequence = ?
       ORDER BY sequence LIMIT ?`,
      ...[item, date, sequence, max],
    ))
      found.add(row.sequence)
  return [...found].sort((a, b) => a - b).slice(0, max)
}

/** Steps of a line that can still come back or go back, or of a transfer that have not arrived. Undefined: of none can. */
export function leftOf(kind: StockMoved['kind'], row: MoveRow | undefined): number | undefined {
  if (!row) return undefined
  const isOnItsWay = MOVE_KINDS[row.kind] === 'transfer' && row.into_warehouse < 0
  const mayComeBack = kind === 'issue' || kind === 'receipt' || (kind === 'transfer' && isOnItsWay)
  return mayComeBack ? row.quantity - row.returned : undefined
}

/** What a trial would book, in minor units; undefined where an account of it is not shown to the reader. */
export function bookedBy(
  events: readonly NewEvent[],
  account: (id: string) => BookAccount,
  sees: (account: BookAccount) => boolean,
) {
  const entries = events.flatMap(({ type, data }) =>
    type === 'journal-entry-posted' ? [data as EntryPosted] : [],
  )
  const booked = entries.map(({ effectiveDate, lines }) => ({
    date: effectiveDate,
    lines: lines.map((line) => ({
      account: account(line.account),
      amount: line.value ?? line.quantity,
      dimensions: line.dimensions ?? null,
    })),
  }))
  return booked.every(({ lines }) => lines.every((line) => sees(line.account))) ? booked : undefined
}
