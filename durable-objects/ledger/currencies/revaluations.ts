import { decodeCursor, encodeCursor, invalidCursor } from '../../kernel/cursor.ts'
import type { Database } from '../../kernel/database.ts'
import { type DateNumber, parseDate } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { EventLog, RecordedEvent } from '../../kernel/log.ts'
import type { Migration } from '../../kernel/migrations.ts'
import type { Refusal } from '../../kernel/result.ts'
import type { ChartStore } from '../chart.ts'
import type { CurrenciesRevalued } from './contract.ts'

/** Where revaluations lie in the log: a row for each pair of entries. Their lines stay in the event. */
export const revaluationsMigration: Migration = {
  id: '003-revaluations',
  sql: `CREATE TABLE revaluations (
      sequence INTEGER PRIMARY KEY,
      id TEXT NOT NULL,
      as_of INTEGER NOT NULL,
      reverse_on INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX revaluations_by_id ON revaluations (id)`,
}

export interface RevaluationEvent {
  sequence: number
  recordedAt: number
  actor: string
  data: CurrenciesRevalued
}

type Page = { limit?: number | undefined; cursor?: string | undefined }

export class Revaluations {
  readonly #database: Database
  readonly #log: EventLog

  constructor(database: Database, log: EventLog) {
    this.#database = database
    this.#log = log
  }

  apply({ data, sequence }: RecordedEvent<string, CurrenciesRevalued>): void {
    this.#database.run(
      'INSERT INTO revaluations (sequence, id, as_of, reverse_on) VALUES (?, ?, ?, ?)',
      sequence,
      data.revaluation,
      parseDate(data.asOf) as number,
      parseDate(data.reverseOn) as number,
    )
  }

  /** What is booked by revaluations and not reversed at a date, by account, unit and item. */
  inEffect(date: DateNumber, chart: ChartStore): Map<string, RevaluedPart> {
    const rows = this.#database.all<{ sequence: number }>(
      'SELECT sequence FROM revaluations WHERE as_of <= ?1 AND reverse_on > ?1 ORDER BY sequence',
      date,
    )
    const parts = new Map<string, RevaluedPart>()
    for (const { sequence } of rows)
      for (const line of this.#at(sequence)?.data.lines ?? []) {
        // An account may have become a part of another since.
        const account = chart.accountById(line.account).ordinal
        const key = partKey(account, line.unit, line.item)
        const part = parts.get(key) ?? { account, unit: line.unit, item: line.item, value: 0 }
        part.value += line.difference
        parts.set(key, part)
      }
    return parts
  }

  page(input: Page): { rows: RevaluationEvent[][]; nextCursor: string | null } | Refusal<'invalid_cursor'> {
    const limit = input.limit ?? LIMITS.pageRowsDefault
    const after = decodeCursor(input.cursor, 1)
    if (after === 'invalid') return invalidCursor() as Refusal<'invalid_cursor'>
    const found = this.#database.all<{ id: string; first: number }>(
      'SELECT id, MIN(sequence) AS first FROM revaluations GROUP BY id HAVING first < ? ORDER BY first DESC LIMIT ?',
      after?.[0] ?? LIMITS.minorUnitsMax,
      limit + 1,
    )
    const shown = found.slice(0, limit)
    const last = shown.at(-1)
    return {
      rows: shown.map(({ id }) => this.find(id)),
      nextCursor: found.length > limit && last ? encodeCursor([last.first]) : null,
    }
  }

  /** The events of one revaluation; none where there is no such. */
  find(id: string): RevaluationEvent[] {
    return this.#database
      .all<{ sequence: number }>('SELECT sequence FROM revaluations WHERE id = ? ORDER BY sequence', id)
      .flatMap(({ sequence }) => this.#at(sequence) ?? [])
  }

  #at(sequence: number): RevaluationEvent | undefined {
    const event = this.#log.at(sequence)
    return (
      event && {
        sequence,
        recordedAt: event.recorded_at,
        actor: event.actor,
        data: JSON.parse(event.data) as CurrenciesRevalued,
      }
    )
  }
}

export interface RevaluedPart {
  account: number
  unit: string
  item: { entry: string; line: number } | undefined
  value: number
}

export const partKey = (
  account: number,
  unit: string,
  item: { entry: string; line: number } | null | undefined,
): string => `${account}|${item ? `${item.entry}/${item.line}` : ''}|${unit}`
