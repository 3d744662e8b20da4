import { decodeCursor, encodeCursor, invalidCursor } from '../../kernel/cursor.ts'
import type { Database } from '../../kernel/database.ts'
import { parseDate } from '../../kernel/dates.ts'
import { isId, sequenceInId } from '../../kernel/ids.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { EventLog, RecordedEvent, StoredEvent } from '../../kernel/log.ts'
import type { Migration } from '../../kernel/migrations.ts'
import type { Refusal } from '../../kernel/result.ts'
import type { DraftDiscarded, DraftPosted, DraftSaved, DraftStatus } from './contract.ts'
import { count } from './dated-table.ts'

/** What drafts are found by; what they say is in the log. */
export const draftsMigration: Migration = {
  id: '001-drafts',
  sql: `CREATE TABLE drafts (
      sequence INTEGER PRIMARY KEY,
      status TEXT NOT NULL,
      version INTEGER NOT NULL,
      saved INTEGER NOT NULL,
      effective_date INTEGER,
      words TEXT NOT NULL,
      entry TEXT
    ) STRICT;
    CREATE INDEX open_drafts ON drafts (effective_date) WHERE status = 'open'`,
}

interface Row extends Record<string, SqlStorageValue> {
  sequence: number
  status: DraftStatus
  version: number
  saved: number
  entry: string | null
}

export interface Draft extends DraftSaved {
  sequence: number
  status: DraftStatus
  createdAt: number
  createdBy: string
  savedAt: number
  savedBy: string
  entryId: string | null
}

export interface DraftPage {
  cursor?: string | undefined
  limit?: number | undefined
  status?: DraftStatus | undefined
  from?: string | undefined
  to?: string | undefined
  undated?: boolean | undefined
  q?: string | undefined
}

export class Drafts {
  readonly #database: Database
  readonly #log: EventLog

  constructor(database: Database, log: EventLog) {
    this.#database = database
    this.#log = log
  }

  save({ data, sequence }: RecordedEvent<string, DraftSaved>): void {
    const { id, version, entry } = data
    const date = entry.effectiveDate === undefined ? null : (parseDate(entry.effectiveDate) ?? null)
    const words = [entry.description, entry.reference].filter((text) => text !== undefined).join(' ')
    this.#database.run(
      `INSERT INTO drafts (sequence, status, version, saved, effective_date, words, entry)
       VALUES (?1, 'open', ?2, ?3, ?4, ?5, NULL)
       ON CONFLICT (sequence) DO UPDATE SET version = ?2, saved = ?3, effective_date = ?4, words = ?5`,
      sequenceInId(id),
      version,
      sequence,
      date,
      words,
    )
  }

  post({ data: { id, entry } }: RecordedEvent<string, DraftPosted>): void {
    this.#database.run(
      `UPDATE drafts SET status = 'posted', entry = ? WHERE sequence = ?`,
      entry,
      sequenceInId(id),
    )
  }

  discard({ data: { id } }: RecordedEvent<string, DraftDiscarded>): void {
    this.#database.run(`UPDATE drafts SET status = 'discarded' WHERE sequence = ?`, sequenceInId(id))
  }

  find(id: string): Draft | undefined {
    if (!isId('draft', id)) return undefined
    const row = this.#database.first<Row>(
      'SELECT sequence, status, version, saved, entry FROM drafts WHERE sequence = ?',
      Math.min(sequenceInId(id), LIMITS.minorUnitsMax),
    )
    const draft = row && this.#draftOf(row)
    return draft?.id === id ? draft : undefined
  }

  countOpen(): number {
    return count(this.#database, `FROM drafts WHERE status = 'open'`)
  }

  countDated(from: number, to: number): number {
    return count(
      this.#database,
      `FROM drafts WHERE status = 'open' AND effective_date BETWEEN ? AND ?`,
      from,
      to,
    )
  }

  /** Last made first, of those that the reader sees; a page may be short. */
  page(
    input: DraftPage,
    isSeen: (draft: Draft) => boolean,
  ): { data: Draft[]; nextCursor: string | null } | Refusal<'invalid_cursor'> {
    const cursor = decodeCursor(input.cursor, 1)
    if (cursor === 'invalid') return invalidCursor()
    const limit = input.limit ?? LIMITS.pageRowsDefault
    const rows = this.#database.all<Row>(
      `SELECT sequence, status, version, saved, entry FROM drafts
       WHERE sequence < ?1 AND status = ?2
         AND (?3 IS NULL OR effective_date >= ?3) AND (?4 IS NULL OR effective_date <= ?4)
         AND (?5 = 0 OR effective_date IS NULL) AND (?6 IS NULL OR words LIKE ?6 ESCAPE '\\')
       ORDER BY sequence DESC LIMIT ?7`,
      cursor?.[0] ?? LIMITS.minorUnitsMax,
      input.status ?? 'open',
      parseDate(input.from ?? '') ?? null,
      parseDate(input.to ?? '') ?? null,
      Number(input.undated ?? false),
      input.q ? `%${input.q.replace(/[\\%_]/g, '\\$&')}%` : null,
      limit + 1,
    )
    const data: Draft[] = []
    let [lines, read] = [0, 0]
    for (const row of rows.slice(0, limit)) {
      const draft = this.#draftOf(row)
      lines += draft.entry.lines.length
      if (lines > LINES_A_PAGE && read > 0) break
      read++
      if (isSeen(draft)) data.push(draft)
    }
    const last = read < rows.length ? rows[read - 1] : undefined
    return { data, nextCursor: last ? encodeCursor([last.sequence]) : null }
  }

  #draftOf(row: Row): Draft {
    const saved = this.#log.at(row.saved) as StoredEvent
    const made = row.saved === row.sequence ? saved : (this.#log.at(row.sequence) as StoredEvent)
    return {
      ...(JSON.parse(saved.data) as DraftSaved),
      sequence: row.sequence,
      status: row.status,
      createdAt: made.recorded_at,
      createdBy: made.actor,
      savedAt: saved.recorded_at,
      savedBy: saved.actor,
      entryId: row.entry,
    }
  }
}

/** Lines of all drafts that one page reads, and tries to post. */
const LINES_A_PAGE = 8_000
