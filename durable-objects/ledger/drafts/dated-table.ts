import { decodeCursor, encodeCursor, invalidCursor } from '../../kernel/cursor.ts'
import type { Database } from '../../kernel/database.ts'
import { type DateNumber, FIRST_DATE, LAST_DATE, parseDate } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { Refusal } from '../../kernel/result.ts'

/** What each row of such a table has, beside its own. */
export type DatedRow<Status extends string> = Record<string, SqlStorageValue> & {
  status: Status
  /** The approval that it waits for. */
  approval: string | null
}

/** How the table is called, and by which two columns its rows are in order. */
interface Shape {
  table: 'occurrences' | 'planned_reversals'
  date: string
  tie: string
  order: 'ASC' | 'DESC'
}

export interface DatedPage<Status extends string> {
  cursor?: string | undefined
  limit?: number | undefined
  status?: Status | undefined
  from?: string | undefined
  to?: string | undefined
}

/**
 * What the object carries out by itself on a date, and what became of it: dates of schedules, and reversals. Both may be
 * refused or wait for an approval, and are shown by date.
 */
export class DatedTable<Status extends string, Row extends DatedRow<Status>> {
  protected readonly database: Database
  readonly #shape: Shape
  /** Statuses of rows that somebody has to look after. */
  readonly #open: string

  constructor(database: Database, shape: Shape, open: readonly Status[]) {
    this.database = database
    this.#shape = shape
    this.#open = open.map((status) => `'${status}'`).join(', ')
  }

  ofApproval(approval: string): Row | undefined {
    return this.database.first<Row>(`SELECT * FROM ${this.#shape.table} WHERE approval = ?`, approval)
  }

  any(): boolean {
    return this.database.first(`SELECT 1 AS one FROM ${this.#shape.table} LIMIT 1`) !== undefined
  }

  countOpen(from: DateNumber, to: DateNumber): number {
    const { table, date } = this.#shape
    return count(
      this.database,
      `FROM ${table} WHERE status IN (${this.#open}) AND ${date} BETWEEN ? AND ?`,
      from,
      to,
    )
  }

  /** In the order of the table, of those that the reader sees and, where one is named, with this tie; a page may be short. */
  protected rows(
    input: DatedPage<Status>,
    isSeen: (row: Row) => boolean,
    ofTie?: number,
  ): { data: Row[]; nextCursor: string | null } | Refusal<'invalid_cursor'> {
    const cursor = decodeCursor(input.cursor, 2)
    if (cursor === 'invalid') return invalidCursor()
    const { table, date, tie, order } = this.#shape
    const limit = input.limit ?? LIMITS.pageRowsDefault
    const rows = this.database.all<Row>(
      `SELECT * FROM ${table}
       WHERE (${date}, ${tie}) ${order === 'ASC' ? '>' : '<'} (?1, ?2) AND ${date} BETWEEN ?3 AND ?4
         AND (?5 IS NULL OR status = ?5) AND (?6 IS NULL OR ${tie} = ?6)
       ORDER BY ${date} ${order}, ${tie} ${order} LIMIT ?7`,
      ...(cursor ?? [order === 'ASC' ? 0 : LAST_DATE + 1, 0]),
      parseDate(input.from ?? '') ?? FIRST_DATE,
      parseDate(input.to ?? '') ?? LAST_DATE,
      input.status ?? null,
      ofTie ?? null,
      limit + 1,
    )
    const shown = rows.slice(0, limit)
    const last = rows.length > limit ? shown.at(-1) : undefined
    return {
      data: shown.filter(isSeen),
      nextCursor: last ? encodeCursor([Number(last[date]), Number(last[tie])]) : null,
    }
  }
}

export const count = (database: Database, where: string, ...parameters: SqlStorageValue[]): number =>
  database.first<{ count: number }>(`SELECT COUNT(*) AS count ${where}`, ...parameters)?.count ?? 0
