import type { Database } from '../kernel/database.ts'
import type { DateNumber } from '../kernel/dates.ts'
import type { EventLog, RecordedEvent } from '../kernel/log.ts'
import type { Migration } from '../kernel/migrations.ts'
import type { ChartStore } from './chart.ts'
import type { EntryPosted } from './contract.ts'
import type { Account } from './model.ts'
import { totalOf } from './ruled.ts'
import { type EntryEvent, entryEvent } from './views.ts'

/**
 * What entries are found by. Their content stays in the log: `journal_entries` orders them by effective date, and
 * `journal_lines` is clustered by account and date, so that a page of a register is one range read.
 */
export const entriesMigration: Migration = {
  id: '003-entries',
  sql: `CREATE TABLE journal_entries (
      effective_date INTEGER NOT NULL,
      sequence INTEGER NOT NULL,
      journal TEXT NOT NULL,
      number INTEGER NOT NULL,
      description TEXT NOT NULL,
      reference TEXT,
      reversed_by INTEGER,
      PRIMARY KEY (effective_date, sequence)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE journal_lines (
      account INTEGER NOT NULL,
      effective_date INTEGER NOT NULL,
      sequence INTEGER NOT NULL,
      line INTEGER NOT NULL,
      unit INTEGER NOT NULL,
      quantity INTEGER NOT NULL,
      value INTEGER,
      PRIMARY KEY (account, effective_date, sequence, line)
    ) STRICT, WITHOUT ROWID`,
}

type EntryRow = [
  date: number,
  sequence: number,
  string,
  number,
  string,
  string | null,
  total: number,
  sensitivity: string | null,
  purpose: string | null,
]
type LineRow = [account: number, date: number, sequence: number, number, number, number, number | null]

/** Rows in the order of their table's key: neighbours go to the same page of the tree. */
const byKey = <Row extends EntryRow | LineRow>(a: Row, b: Row): number =>
  a[0] - b[0] || a[1] - b[1] || Number(a[2]) - Number(b[2]) || 0

const ENTRY_COLUMNS = [
  'effective_date',
  'sequence',
  'journal',
  'number',
  'description',
  'reference',
  'total',
  'sensitivity',
  'purpose',
]
const LINE_COLUMNS = ['account', 'effective_date', 'sequence', 'line', 'unit', 'quantity', 'value']

export interface Line {
  account: number
  date: DateNumber
  sequence: number
  line: number
  unit: number
  quantity: number
  value: number | null
}

export class Entries {
  readonly #database: Database
  readonly #log: EventLog
  readonly #chart: ChartStore
  #newEntries: EntryRow[] = []
  #newLines: LineRow[] = []

  constructor(database: Database, log: EventLog, chart: ChartStore) {
    this.#database = database
    this.#log = log
    this.#chart = chart
  }

  add({ data, sequence }: RecordedEvent<string, EntryPosted>, date: DateNumber): void {
    const { journal, number, description, reference = null } = data
    this.#newEntries.push([
      date,
      sequence,
      journal,
      number,
      description,
      reference,
      totalOf(data),
      this.#sensitivityOf(data),
      data.purpose ?? null,
    ])
    if (data.externalId !== undefined) this.#chart.bringExternalId(data.externalId, sequence)
    if (data.reverses === undefined) return
    this.write()
    this.#database.run(
      'UPDATE journal_entries SET reversed_by = ? WHERE sequence = ? AND effective_date = ?',
      sequence,
      ...this.#keyOf(data.reverses),
    )
  }

  addLine(line: Line): void {
    const { account, date, sequence, line: index, unit, quantity, value } = line
    this.#newLines.push([account, date, sequence, index, unit, quantity, value])
  }

  /** Writes what `add` and `addLine` collected: many rows at once cost a fraction of one by one. */
  write(): void {
    if (this.#newEntries.length === 0) return
    this.#database.insertRows('journal_entries', ENTRY_COLUMNS, this.#newEntries.sort(byKey))
    this.#database.insertRows('journal_lines', LINE_COLUMNS, this.#newLines.sort(byKey))
    this.forget()
  }

  /** Two accounts become one: lines of both lie together, by date. */
  merge(from: number, into: number): void {
    this.write()
    this.#database.run('UPDATE journal_lines SET account = ? WHERE account = ?', into, from)
  }

  linesOf({ ordinal }: Pick<Account, 'ordinal'>): number {
    const row = this.#database.first<{ lines: number }>(
      'SELECT COUNT(*) AS lines FROM journal_lines WHERE account = ?',
      ordinal,
    )
    return row?.lines ?? 0
  }

  /** Ordinals of the units of its lines. */
  unitsOf({ ordinal }: Pick<Account, 'ordinal'>): number[] {
    return this.#database
      .all<{ unit: number }>('SELECT DISTINCT unit FROM journal_lines WHERE account = ?', ordinal)
      .map(({ unit }) => unit)
  }

  hasLines({ ordinal }: Pick<Account, 'ordinal'>): boolean {
    return (
      this.#database.first('SELECT 1 FROM journal_lines WHERE account = ? LIMIT 1', ordinal) !== undefined
    )
  }

  forget(): void {
    this.#newEntries = []
    this.#newLines = []
  }

  /** The entry with this id and its reversal, if there is one. */
  find(id: string): (EntryPosted & { reversedBy: string | null; event: EntryEvent }) | undefined {
    const sequence = this.#chart.entrySequence(id)
    if (sequence === undefined) return undefined
    const [event] = this.events([sequence])
    if (!event) return undefined
    const [, date] = keyOf(event)
    const row = this.#database.first<{ reversed_by: number | null }>(
      'SELECT reversed_by FROM journal_entries WHERE effective_date = ? AND sequence = ?',
      date,
      sequence,
    )
    return { ...event.data, event, reversedBy: this.idAt(row?.reversed_by ?? null) }
  }

  /** The events that posted the entries at these log positions, in their order. */
  events(sequences: readonly number[]): EntryEvent[] {
    return sequences.flatMap((sequence) => {
      const event = this.#log.at(sequence)
      return event ? [entryEvent(event)] : []
    })
  }

  idAt(sequence: number | null): string | null {
    if (sequence === null) return null
    return this.events([sequence])[0]?.data.id ?? null
  }

  #sensitivityOf({ lines }: EntryPosted): string | null {
    if (this.#chart.sensitiveClasses().length === 0) return null
    const accounts = lines.map(({ account }) => this.#chart.accountById(account))
    return accounts.find(({ sensitivity }) => sensitivity !== null)?.sensitivity ?? null
  }

  #keyOf(id: string): [number, number] {
    const [event] = this.events([this.#chart.entrySequence(id) ?? 0])
    if (!event) throw new Error(`invariant broken: the reversed entry ${id} is not in the log`)
    return keyOf(event)
  }
}

const keyOf = (event: EntryEvent): [number, number] => [
  event.sequence,
  Number(event.data.effectiveDate.replaceAll('-', '')),
]
