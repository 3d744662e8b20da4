import { encodeCursor } from '../../kernel/cursor.ts'
import type { Database } from '../../kernel/database.ts'
import { formatInstant } from '../../kernel/dates.ts'
import type { EventLog, RecordedEvent } from '../../kernel/log.ts'
import type { Migration } from '../../kernel/migrations.ts'
import type { AuditRun, AuditRunView } from './contract.ts'

export const runsMigration: Migration = {
  id: '003-audit-runs',
  sql: 'CREATE TABLE audit_runs (sequence INTEGER PRIMARY KEY, through INTEGER NOT NULL) STRICT',
}

/** The recorded runs of the self-audit. What they found lies in the log; the table says where. */
export class AuditRuns {
  readonly #database: Database
  readonly #log: EventLog

  constructor(database: Database, log: EventLog) {
    this.#database = database
    this.#log = log
  }

  ran({ sequence, data }: RecordedEvent<string, AuditRun>): void {
    this.#database.run('INSERT INTO audit_runs (sequence, through) VALUES (?, ?)', sequence, data.sequence)
  }

  /** The events that the last run looked at. */
  through(): number {
    const last = 'SELECT through FROM audit_runs ORDER BY sequence DESC LIMIT 1'
    return this.#database.first<{ through: number }>(last)?.through ?? 0
  }

  list(limit: number, before: number): { data: AuditRunView[]; nextCursor: string | null } {
    const rows = this.#database.all<{ sequence: number }>(LIST, before, limit + 1)
    const last = rows.length > limit ? rows[limit - 1] : undefined
    return {
      data: rows.slice(0, limit).flatMap(({ sequence }) => {
        const event = this.#log.at(sequence)
        if (!event) return []
        return [runView(JSON.parse(event.data) as AuditRun, event.sequence, event.recorded_at, event.actor)]
      }),
      nextCursor: last ? encodeCursor([last.sequence]) : null,
    }
  }
}

export const runView = (
  run: AuditRun,
  sequence: number,
  recordedAt: number,
  actor: string,
): AuditRunView => ({
  ...run,
  recordedAs: sequence,
  at: formatInstant(recordedAt),
  by: actor,
})

const LIST = 'SELECT sequence FROM audit_runs WHERE sequence < ? ORDER BY sequence DESC LIMIT ?'
