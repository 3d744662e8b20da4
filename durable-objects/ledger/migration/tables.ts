import type { Database } from '../../kernel/database.ts'
import { formatInstant } from '../../kernel/dates.ts'
import { isId, sequenceInId } from '../../kernel/ids.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { EventLog, RecordedEvent, StoredEvent } from '../../kernel/log.ts'
import type { Migration } from '../../kernel/migrations.ts'
import { invariant } from '../../kernel/result.ts'
import type { CarriedBalance } from '../interchange/model.ts'
import type { ImportMappingSaved, ImportPartBooked, ImportReversalBooked, ImportStarted } from './contract.ts'
import type { ImportStatus } from './inputs.ts'
import type { ImportView } from './replies.ts'

/** What imports are and how far they have come. Their files are not kept; what became of each part lies in the log. */
export const migrationMigration: Migration = {
  id: '001-imports',
  sql: `CREATE TABLE imports (
      sequence INTEGER PRIMARY KEY,
      digest TEXT NOT NULL,
      status TEXT NOT NULL,
      parts INTEGER NOT NULL DEFAULT 0,
      rows INTEGER NOT NULL DEFAULT 0,
      entries INTEGER NOT NULL DEFAULT 0,
      corrected INTEGER NOT NULL DEFAULT 0,
      unchanged INTEGER NOT NULL DEFAULT 0,
      refused INTEGER NOT NULL DEFAULT 0,
      accounts INTEGER NOT NULL DEFAULT 0,
      units INTEGER NOT NULL DEFAULT 0,
      errors INTEGER NOT NULL DEFAULT 0,
      reversed INTEGER NOT NULL DEFAULT 0,
      reversal_refused INTEGER NOT NULL DEFAULT 0,
      reversed_through INTEGER,
      balances_unknown INTEGER NOT NULL DEFAULT 0,
      last_date TEXT
    ) STRICT;
    CREATE TABLE import_parts (
      import INTEGER NOT NULL,
      part INTEGER NOT NULL,
      sequence INTEGER NOT NULL,
      events INTEGER NOT NULL,
      PRIMARY KEY (import, part)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE import_balances (
      import INTEGER NOT NULL,
      account TEXT NOT NULL,
      commodity TEXT NOT NULL,
      amount TEXT NOT NULL,
      PRIMARY KEY (import, account, commodity)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE import_mappings (
      code TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      mapping TEXT NOT NULL
    ) STRICT, WITHOUT ROWID`,
}

export type ImportRow = {
  sequence: number
  digest: string
  status: ImportStatus
  parts: number
  rows: number
  entries: number
  corrected: number
  unchanged: number
  refused: number
  accounts: number
  units: number
  errors: number
  reversed: number
  reversal_refused: number
  reversed_through: number | null
  balances_unknown: number
  last_date: string | null
}

export interface FoundImport {
  row: ImportRow
  data: ImportStarted
  author: string
  recordedAt: number
}

export interface BookedPart {
  data: ImportPartBooked
  /** Positions of the first event of its decision and of the one that says what it came to. */
  first: number
  sequence: number
}

export class MigrationTables {
  readonly #database: Database
  readonly #log: EventLog

  constructor(database: Database, log: EventLog) {
    this.#database = database
    this.#log = log
  }

  start({ data, sequence }: RecordedEvent<string, ImportStarted>): void {
    this.#database.run(
      "INSERT INTO imports (sequence, digest, status) VALUES (?, ?, 'open')",
      sequence,
      data.digest,
    )
  }

  book({ data, sequence }: RecordedEvent<string, ImportPartBooked>): void {
    const key = sequenceInId(data.import)
    this.#database.run(
      `UPDATE imports SET parts = ?, rows = rows + ?, entries = entries + ?, corrected = corrected + ?,
         unchanged = unchanged + ?, refused = refused + ?, accounts = accounts + ?, units = units + ?,
         errors = errors + ?, balances_unknown = MAX(balances_unknown, ?), last_date = COALESCE(?, last_date)
       WHERE sequence = ?`,
      ...[data.part, data.rows, data.entries, data.corrected, data.unchanged, data.refused, data.accounts],
      ...[data.units, data.errorsTotal, Number(data.balancesUnknown ?? false), data.lastDate ?? null, key],
    )
    this.#database.run(
      'INSERT INTO import_parts (import, part, sequence, events) VALUES (?, ?, ?, ?)',
      ...[key, data.part, sequence, data.events],
    )
    for (const [account, commodity, amount] of data.balances ?? [])
      this.#database.run(
        'INSERT OR REPLACE INTO import_balances (import, account, commodity, amount) VALUES (?, ?, ?, ?)',
        ...[key, account, commodity, amount],
      )
  }

  close(id: string, status: ImportStatus): void {
    this.#database.run('UPDATE imports SET status = ? WHERE sequence = ?', status, sequenceInId(id))
    this.#database.run('DELETE FROM import_balances WHERE import = ?', sequenceInId(id))
  }

  reverse({ data }: RecordedEvent<string, ImportReversalBooked>): void {
    const key = sequenceInId(data.import)
    this.#database.run(
      `UPDATE imports SET reversed = reversed + ?1, reversal_refused = reversal_refused + ?2,
         reversed_through = ?3, status = CASE WHEN ?3 > 0 THEN 'reversing'
           WHEN reversal_refused + ?2 = 0 THEN 'reversed' ELSE 'reversing' END
       WHERE sequence = ?4`,
      ...[data.reversed, data.refused, data.through, key],
    )
    // What was refused on this way may be taken back on the next one, which begins anew.
    if (data.through === 0)
      this.#database.run(
        'UPDATE imports SET reversed_through = NULL, reversal_refused = 0 WHERE sequence = ?',
        key,
      )
  }

  saveMapping({ data }: RecordedEvent<string, ImportMappingSaved>): void {
    this.#database.run(
      'INSERT OR REPLACE INTO import_mappings (code, name, mapping) VALUES (?, ?, ?)',
      ...[data.code, data.name, JSON.stringify(data.mapping)],
    )
  }

  find(id: string): FoundImport | undefined {
    if (!isId('import', id)) return undefined
    const row = this.#database.first<ImportRow>(
      'SELECT * FROM imports WHERE sequence = ?',
      Math.min(sequenceInId(id), LIMITS.minorUnitsMax),
    )
    const found = row && this.#found(row)
    return found?.data.id === id ? found : undefined
  }

  openWith(digest: string): FoundImport | undefined {
    const row = this.#database.first<ImportRow>(
      "SELECT * FROM imports WHERE digest = ? AND status = 'open' ORDER BY sequence LIMIT 1",
      digest,
    )
    return row && this.#found(row)
  }

  countOpen(): number {
    return this.#count("SELECT COUNT(*) AS count FROM imports WHERE status = 'open'")
  }

  /** Newest first. */
  *imports(before: number): Generator<FoundImport> {
    for (const row of this.#database.all<ImportRow>(
      'SELECT * FROM imports WHERE sequence < ? ORDER BY sequence DESC LIMIT ?',
      before,
      LOOKED_AT,
    ))
      yield this.#found(row)
  }

  part(id: string, part: number): BookedPart | undefined {
    const row = this.#database.first<PartRow>(
      'SELECT part, sequence, events FROM import_parts WHERE import = ? AND part = ?',
      sequenceInId(id),
      part,
    )
    return row && this.#partOf(row)
  }

  /** Parts from this one on, in their order. */
  *parts(id: string, from = 1): Generator<BookedPart> {
    for (const row of this.#database.all<PartRow>(
      'SELECT part, sequence, events FROM import_parts WHERE import = ? AND part >= ? ORDER BY part',
      sequenceInId(id),
      from,
    ))
      yield this.#partOf(row)
  }

  /** First and last positions of the parts' events, the newest first. */
  ranges(id: string): { first: number; last: number }[] {
    return this.#database
      .all<PartRow>(
        'SELECT part, sequence, events FROM import_parts WHERE import = ? ORDER BY part DESC',
        sequenceInId(id),
      )
      .map(({ sequence, events }) => ({ first: sequence - events, last: sequence - 1 }))
  }

  balances(id: string): CarriedBalance[] {
    return this.#database
      .all<{ account: string; commodity: string; amount: string }>(
        'SELECT account, commodity, amount FROM import_balances WHERE import = ? ORDER BY account, commodity',
        sequenceInId(id),
      )
      .map(({ account, commodity, amount }) => [account, commodity, decimalOf(amount)] as const)
  }

  mapping(code: string): ImportMappingSaved | undefined {
    const row = this.#database.first<MappingRow>('SELECT * FROM import_mappings WHERE code = ?', code)
    return row && { ...row, mapping: JSON.parse(row.mapping) }
  }

  mappings(after: string): ImportMappingSaved[] {
    return this.#database
      .all<MappingRow>('SELECT * FROM import_mappings WHERE code > ? ORDER BY code', after)
      .map((row) => ({ ...row, mapping: JSON.parse(row.mapping) }))
  }

  countMappings(): number {
    return this.#count('SELECT COUNT(*) AS count FROM import_mappings')
  }

  #count(sql: string): number {
    return this.#database.first<{ count: number }>(sql)?.count ?? 0
  }

  #found(row: ImportRow): FoundImport {
    const event = this.#eventAt(row.sequence)
    return {
      row,
      data: JSON.parse(event.data) as ImportStarted,
      author: event.actor,
      recordedAt: event.recorded_at,
    }
  }

  #partOf({ sequence, events }: PartRow): BookedPart {
    const data = JSON.parse(this.#eventAt(sequence).data) as ImportPartBooked
    return { data, first: sequence - events, sequence }
  }

  #eventAt(sequence: number): StoredEvent {
    const event = this.#log.at(sequence)
    invariant(event, `there is no event at ${sequence}`)
    return event
  }
}

type PartRow = { part: number; sequence: number; events: number }
type MappingRow = { code: string; name: string; mapping: string }

/** Imports that one page of the list looks at; those that the reader may not see are passed over. */
const LOOKED_AT = 1_000

function decimalOf(text: string) {
  const [whole = '', fraction = ''] = text.split('.')
  return { digits: BigInt(whole + fraction), scale: fraction.length }
}

export function importViewOf({ row, data, author, recordedAt }: FoundImport): ImportView {
  return {
    id: data.id,
    name: data.name,
    format: data.format,
    digest: data.digest,
    status: row.status,
    upsert: data.upsert,
    startedAt: formatInstant(recordedAt),
    startedBy: author,
    rowsDone: row.rows,
    nextPart: row.parts + 1,
    counts: {
      entries: row.entries,
      corrected: row.corrected,
      unchanged: row.unchanged,
      refused: row.refused,
      accounts: row.accounts,
      units: row.units,
    },
    errors: row.errors,
    reversed: row.reversed,
    sequence: row.sequence,
  }
}
