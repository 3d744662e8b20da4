import type { Database } from '../../kernel/database.ts'
import { formatInstant } from '../../kernel/dates.ts'
import { isId, sequenceInId } from '../../kernel/ids.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { EventLog, RecordedEvent, StoredEvent } from '../../kernel/log.ts'
import type { Migration } from '../../kernel/migrations.ts'
import type { AttachmentView, DocumentAttached, DocumentDetached } from './contract.ts'

/**
 * `documents` is every content that an event refers to, once. `documents_in_removal` is no part of the books: contents that
 * the upkeep was just told to remove, because no event refers to them.
 */
export const attachmentsMigration: Migration = {
  id: '001-attachments',
  sql: `CREATE TABLE attachments (
      sequence INTEGER PRIMARY KEY,
      record TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      detached INTEGER
    ) STRICT;
    CREATE INDEX attachments_of_record ON attachments (record, sequence);
    CREATE TABLE documents (
      sha256 TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      type TEXT NOT NULL,
      bytes INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE documents_in_removal (
      sha256 TEXT PRIMARY KEY,
      until_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID`,
}

interface Row extends Record<string, SqlStorageValue> {
  sequence: number
  record: string
  sha256: string
  detached: number | null
}

export interface Document {
  sha256: string
  name: string
  type: string
  bytes: number
}

export class AttachmentTables {
  readonly #database: Database
  readonly #log: EventLog

  constructor(database: Database, log: EventLog) {
    this.#database = database
    this.#log = log
  }

  attach({ data, sequence }: RecordedEvent<string, DocumentAttached>): void {
    this.#database.run(
      'INSERT INTO attachments (sequence, record, sha256, detached) VALUES (?, ?, ?, NULL)',
      sequence,
      data.record,
      data.sha256,
    )
    this.refer(data)
  }

  detach({ data, sequence }: RecordedEvent<string, DocumentDetached>): void {
    this.#database.run(
      'UPDATE attachments SET detached = ? WHERE sequence = ?',
      sequence,
      sequenceInId(data.id),
    )
  }

  /** An event speaks of the content. */
  refer({ sha256, name, type, bytes }: Document): void {
    this.#database.run(
      'INSERT OR IGNORE INTO documents (sha256, name, type, bytes) VALUES (?, ?, ?, ?)',
      sha256,
      name,
      type,
      bytes,
    )
  }

  /** In the order of their hashes, a few at a time in memory. */
  *documents(): Generator<Document> {
    yield* this.#database.each<Document & Record<string, SqlStorageValue>>(
      'SELECT sha256, name, type, bytes FROM documents ORDER BY sha256',
    )
  }

  find(id: string): AttachmentView | undefined {
    if (!isId('attachment', id)) return undefined
    const row = this.#database.first<Row>(
      'SELECT * FROM attachments WHERE sequence = ?',
      Math.min(sequenceInId(id), LIMITS.minorUnitsMax),
    )
    const view = row && this.#viewOf(row)
    return view?.id === id ? view : undefined
  }

  /** Of the records together, oldest first. */
  of(
    records: readonly string[],
    { after = 0, limit, detached = false }: { after?: number; limit: number; detached?: boolean },
  ): AttachmentView[] {
    return this.#database
      .all<Row>(
        `SELECT * FROM attachments
         WHERE record IN (SELECT value FROM json_each(?)) AND sequence > ? AND (? OR detached IS NULL)
         ORDER BY sequence LIMIT ?`,
        JSON.stringify(records),
        after,
        Number(detached),
        limit,
      )
      .map((row) => this.#viewOf(row))
  }

  /** Ids of what is attached to a record now, by hash. */
  attachedTo(record: string): Map<string, string> {
    return new Map(
      this.of([record], { limit: LIMITS.attachmentsARecordMax }).map(({ sha256, id }) => [sha256, id]),
    )
  }

  counts(records: readonly string[]): Map<string, number> {
    return new Map(
      this.#database
        .all<{ record: string; count: number }>(
          `SELECT record, COUNT(*) AS count FROM attachments
           WHERE record IN (SELECT value FROM json_each(?)) AND detached IS NULL GROUP BY record`,
          JSON.stringify(records),
        )
        .map(({ record, count }) => [record, count]),
    )
  }

  isInRemoval(sha256: string, nowMs: number): boolean {
    return (
      this.#database.first(
        'SELECT 1 AS one FROM documents_in_removal WHERE sha256 = ? AND until_ms > ?',
        sha256,
        nowMs,
      ) !== undefined
    )
  }

  /** Those that no event refers to. Until they are removed, nothing can begin to refer to them. */
  giveUp(hashes: readonly string[], nowMs: number): string[] {
    this.#database.run('DELETE FROM documents_in_removal WHERE until_ms <= ?', nowMs)
    const free = hashes.filter(
      (sha256) =>
        this.#database.first('SELECT 1 AS one FROM documents WHERE sha256 = ?', sha256) === undefined,
    )
    for (const sha256 of free)
      this.#database.run(
        'INSERT OR REPLACE INTO documents_in_removal (sha256, until_ms) VALUES (?, ?)',
        sha256,
        nowMs + REMOVAL_MS,
      )
    return free
  }

  #viewOf({ sequence, detached }: Row): AttachmentView {
    const event = this.#log.at(sequence) as StoredEvent
    const ended = detached === null ? undefined : this.#log.at(detached)
    return {
      ...(JSON.parse(event.data) as DocumentAttached),
      attachedAt: formatInstant(event.recorded_at),
      attachedBy: event.actor,
      detached: ended
        ? {
            at: formatInstant(ended.recorded_at),
            by: ended.actor,
            reason: (JSON.parse(ended.data) as DocumentDetached).reason,
          }
        : null,
      sequence,
    }
  }
}

/** Longer than any request that could still refer to a content that it found in the store. */
const REMOVAL_MS = 15 * 60_000
