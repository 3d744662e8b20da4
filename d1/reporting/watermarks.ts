import { and, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Consumer } from '../../durable-objects/kernel/relay-state.ts'
import { watermarks } from './schema.ts'

export interface Watermark {
  sequence: number
  hash: string
}

export async function readWatermark(
  database: D1Database,
  company: string,
  consumer: Consumer,
): Promise<Watermark | undefined> {
  return drizzle(database)
    .select({ sequence: watermarks.sequence, hash: watermarks.hash })
    .from(watermarks)
    .where(and(eq(watermarks.company, company), eq(watermarks.consumer, consumer)))
    .get()
}

/**
 * Moves a watermark from one position to the next, inside a batch. Where it is not at `from` any more, it becomes NULL, which
 * the column forbids: the whole batch is undone, so no event is ever folded twice.
 */
export function advanceWatermark(
  database: D1Database,
  company: string,
  consumer: Consumer,
  from: number,
  to: Watermark,
): D1PreparedStatement[] {
  return [
    database
      .prepare("INSERT OR IGNORE INTO watermarks (company, consumer, sequence, hash) VALUES (?, ?, 0, '')")
      .bind(company, consumer),
    database
      .prepare(
        `UPDATE watermarks SET sequence = CASE WHEN sequence = ? THEN ? ELSE NULL END, hash = ?
         WHERE company = ? AND consumer = ?`,
      )
      .bind(from, to.sequence, to.hash, company, consumer),
  ]
}

/** Whether a batch failed because another delivery had moved the watermark. */
export const movedByAnother = (error: unknown): boolean =>
  String(error).includes('NOT NULL constraint failed: watermarks.sequence')
