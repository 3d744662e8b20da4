import { decodeTextCursor, encodeTextCursor, invalidCursor } from '../../kernel/cursor.ts'
import type { Database } from '../../kernel/database.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { EventLog, RecordedEvent, StoredEvent } from '../../kernel/log.ts'
import type { Migration } from '../../kernel/migrations.ts'
import type { Refusal } from '../../kernel/result.ts'
import type { StoredTemplate, TemplateRetired, TemplateSaved } from './contract.ts'
import { count } from './dated-table.ts'

export const templatesMigration: Migration = {
  id: '002-templates',
  sql: `CREATE TABLE entry_templates (
      code TEXT PRIMARY KEY,
      version INTEGER NOT NULL,
      saved INTEGER NOT NULL,
      retired INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID`,
}

interface Row extends Record<string, SqlStorageValue> {
  code: string
  saved: number
  retired: number
}

export interface TemplateRecord {
  version: number
  template: StoredTemplate
  status: 'active' | 'retired'
  savedAt: number
  savedBy: string
}

export class Templates {
  readonly #database: Database
  readonly #log: EventLog

  constructor(database: Database, log: EventLog) {
    this.#database = database
    this.#log = log
  }

  save({ data, sequence }: RecordedEvent<string, TemplateSaved>): void {
    this.#database.run(
      'INSERT OR REPLACE INTO entry_templates (code, version, saved, retired) VALUES (?, ?, ?, 0)',
      data.template.code,
      data.version,
      sequence,
    )
  }

  retire({ data }: RecordedEvent<string, TemplateRetired>): void {
    this.#database.run('UPDATE entry_templates SET retired = 1 WHERE code = ?', data.code)
  }

  find(code: string): TemplateRecord | undefined {
    const row = this.#database.first<Row>(
      'SELECT code, saved, retired FROM entry_templates WHERE code = ?',
      code,
    )
    return row && this.#templateOf(row)
  }

  count(): number {
    return count(this.#database, 'FROM entry_templates')
  }

  /** By code, of those that the reader sees. */
  page(
    input: {
      cursor?: string | undefined
      limit?: number | undefined
      status?: 'active' | 'retired' | undefined
    },
    isSeen: (template: TemplateRecord) => boolean,
  ): { data: TemplateRecord[]; nextCursor: string | null } | Refusal<'invalid_cursor'> {
    const after = input.cursor === undefined ? '' : decodeTextCursor(input.cursor)
    if (after === undefined) return invalidCursor()
    const limit = input.limit ?? LIMITS.pageRowsDefault
    const rows = this.#database.all<Row>(
      'SELECT code, saved, retired FROM entry_templates WHERE code > ? AND retired = ? ORDER BY code LIMIT ?',
      after,
      Number(input.status === 'retired'),
      limit + 1,
    )
    const shown = rows.slice(0, limit)
    const last = rows.length > limit ? shown.at(-1) : undefined
    return {
      data: shown.map((row) => this.#templateOf(row)).filter(isSeen),
      nextCursor: last ? encodeTextCursor(last.code) : null,
    }
  }

  #templateOf({ saved, retired }: Row): TemplateRecord {
    const event = this.#log.at(saved) as StoredEvent
    return {
      ...(JSON.parse(event.data) as TemplateSaved),
      status: retired === 1 ? 'retired' : 'active',
      savedAt: event.recorded_at,
      savedBy: event.actor,
    }
  }
}
