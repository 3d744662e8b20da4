import type { Database } from './database.ts'
import type { Migration } from './migrations.ts'

export const CONSUMERS = ['reporting', 'archive'] as const
export type Consumer = (typeof CONSUMERS)[number]

export const relayMigrations: Migration[] = [
  {
    id: '001-relay',
    sql: `CREATE TABLE relay (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      sent INTEGER NOT NULL, reporting INTEGER NOT NULL, archive INTEGER NOT NULL
    ) STRICT;
    INSERT INTO relay (one, sent, reporting, archive) VALUES (1, 0, 0, 0)`,
  },
]

interface Positions extends Record<string, SqlStorageValue> {
  sent: number
  reporting: number
  archive: number
}

/** How far the log went out, and how far each consumer has confirmed it. The outbox is these cursors over the log. */
export class RelayState {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  positions(): Positions {
    return this.#database.all<Positions>('SELECT sent, reporting, archive FROM relay')[0] as Positions
  }

  /** What every consumer has. */
  confirmed(): number {
    const { reporting, archive } = this.positions()
    return Math.min(reporting, archive)
  }

  sent(sequence: number): void {
    this.#database.run('UPDATE relay SET sent = ?', sequence)
  }

  confirm(consumer: Consumer, sequence: number): void {
    this.#database.run(`UPDATE relay SET ${consumer} = MAX(${consumer}, ?)`, sequence)
  }
}
