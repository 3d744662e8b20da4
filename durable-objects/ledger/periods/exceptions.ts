import type { Database } from '../../kernel/database.ts'
import { parseDate } from '../../kernel/dates.ts'
import type { RecordedEvent } from '../../kernel/log.ts'
import type { ExceptionGranted, ExceptionRevoked, ExceptionView, LockKind } from './contract.ts'
import type { Exception } from './locks.ts'

export interface ExceptionRow extends Record<string, SqlStorageValue> {
  sequence: number
  id: string
  actor: string
  kind: LockKind
  from_date: number
  to_date: number
  until: number
  revoked_by: number | null
}

/** Exceptions from locks. They end by themselves: nothing is written when one expires, and each command judges by its time. */
export class LockExceptions {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  find(id: string): ExceptionRow | undefined {
    return this.#database.first<ExceptionRow>('SELECT * FROM lock_exceptions WHERE id = ?', id)
  }

  /** Those made before a log position, latest first. */
  page(
    status: ExceptionView['status'] | undefined,
    before: number,
    nowMicros: number,
    limit: number,
  ): ExceptionRow[] {
    return this.#database.all<ExceptionRow>(
      `SELECT * FROM lock_exceptions WHERE sequence < ?1 AND ${status ? WITH_STATUS[status] : 'TRUE'}
       ORDER BY sequence DESC LIMIT ?3`,
      before,
      nowMicros,
      limit,
    )
  }

  /** What is open to an actor at an instant. */
  of(actor: string, nowMicros: number): Exception[] {
    return this.#database
      .all<ExceptionRow>(
        'SELECT * FROM lock_exceptions WHERE until > ? AND revoked_by IS NULL AND actor = ?',
        nowMicros,
        actor,
      )
      .map(({ kind, from_date, to_date }) => ({ kind, from: from_date, to: to_date }))
  }

  inForce(nowMicros: number): number {
    const row = this.#database.first<{ count: number }>(
      'SELECT COUNT(*) AS count FROM lock_exceptions WHERE until > ? AND revoked_by IS NULL',
      nowMicros,
    )
    return row?.count ?? 0
  }

  apply({ type, data, sequence }: RecordedEvent): void {
    if (type === 'lock-exception-granted') {
      const { id, actor, kind, from, to, until } = data as ExceptionGranted
      this.#database.run(
        `INSERT INTO lock_exceptions (sequence, id, actor, kind, from_date, to_date, until)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        ...[sequence, id, actor, kind, parseDate(from) as number, parseDate(to) as number, until],
      )
    } else if (type === 'lock-exception-revoked') {
      const { id } = data as ExceptionRevoked
      this.#database.run('UPDATE lock_exceptions SET revoked_by = ? WHERE id = ?', sequence, id)
    }
  }
}

const WITH_STATUS = {
  active: 'revoked_by IS NULL AND until > ?2',
  expired: 'revoked_by IS NULL AND until <= ?2',
  revoked: 'revoked_by IS NOT NULL',
} as const satisfies Record<ExceptionView['status'], string>
