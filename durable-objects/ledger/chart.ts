import type { Database } from '../kernel/database.ts'
import type { FieldClass } from '../kernel/field-classes.ts'
import { isId, sequenceInId } from '../kernel/ids.ts'
import { LIMITS } from '../kernel/limits.ts'
import type { RecordedEvent } from '../kernel/log.ts'
import type { Migration } from '../kernel/migrations.ts'
import { invariant } from '../kernel/result.ts'
import type { AccountOpened, AccountType, JournalOpened, UnitRegistered } from './contract.ts'
import type { Account, Chart, Unit } from './model.ts'

/**
 * Accounts, units and journals. They are few and every command needs them, so the object keeps them in memory beside
 * their tables.
 *
 * `journal_numbers` is a checkpoint: the last number of each journal follows from the log, and writing it with every
 * entry would be one more row each. At start the entries after the checkpoint are read.
 */
export const chartMigration: Migration = {
  id: '001-chart',
  sql: `CREATE TABLE books (one INTEGER PRIMARY KEY CHECK (one = 1), currency TEXT NOT NULL) STRICT;
    CREATE TABLE accounts (
      ordinal INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      code TEXT NOT NULL UNIQUE,
      name TEXT NOT NULL,
      type TEXT NOT NULL,
      unit TEXT,
      parent TEXT
    ) STRICT;
    CREATE TABLE units (
      ordinal INTEGER PRIMARY KEY,
      code TEXT NOT NULL UNIQUE,
      name TEXT NOT NULL,
      kind TEXT NOT NULL,
      scale INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE journals (code TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE journal_numbers (
      journal TEXT PRIMARY KEY, last_number INTEGER NOT NULL, as_of_sequence INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE brought_entry_ids (id TEXT PRIMARY KEY, sequence INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
}

/** What readers who do not see everything are told apart by; entries that were there before are brought up to date. */
export const visibilityMigration: Migration = {
  id: '004-visibility',
  sql: `ALTER TABLE accounts ADD COLUMN sensitivity TEXT;
    ALTER TABLE journal_entries ADD COLUMN total INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE journal_entries ADD COLUMN sensitivity TEXT;
    UPDATE journal_entries SET total = (
      SELECT COALESCE(SUM(MAX(line.value ->> 'value', 0)), 0)
      FROM events, json_each(events.data, '$.lines') AS line WHERE events.sequence = journal_entries.sequence);
    CREATE INDEX sensitive_entries ON journal_entries (sensitivity) WHERE sensitivity IS NOT NULL`,
}

interface AccountRow extends Record<string, SqlStorageValue> {
  ordinal: number
  id: string
  code: string
  name: string
  type: AccountType
  unit: string | null
  parent: string | null
  sensitivity: FieldClass | null
}

interface UnitRow extends Record<string, SqlStorageValue> {
  ordinal: number
  code: string
  name: string
  kind: UnitRegistered['kind']
  scale: number
}

interface Loaded {
  currency: string
  accounts: Map<string, Account>
  accountsById: Map<string, Account>
  accountsByOrdinal: Map<number, Account>
  units: Map<string, Unit>
  unitsByOrdinal: Map<number, Unit>
  journals: Map<string, { name: string; lastNumber: number }>
  turnover: Map<string, number>
  sensitiveClasses: Set<FieldClass>
}

export class ChartStore implements Chart {
  readonly #database: Database
  #loaded: Loaded | undefined

  constructor(database: Database) {
    this.#database = database
  }

  get currency(): Unit {
    const { units, currency } = this.#all
    return known(units.get(currency), 'unit', currency)
  }

  account = (code: string): Account | undefined => this.#all.accounts.get(code)
  accountById = (id: string): Account => known(this.#all.accountsById.get(id), 'account', id)
  accountByOrdinal = (ordinal: number): Account =>
    known(this.#all.accountsByOrdinal.get(ordinal), 'account', ordinal)
  unit = (code: string): Unit | undefined => this.#all.units.get(code)
  unitByOrdinal = (ordinal: number): Unit => known(this.#all.unitsByOrdinal.get(ordinal), 'unit', ordinal)
  lastNumber = (journal: string): number | undefined => this.#all.journals.get(journal)?.lastNumber
  turnover = (unit: string): number => this.#all.turnover.get(unit) ?? 0

  accounts(): Account[] {
    return [...this.#all.accounts.values()].sort((a, b) => compareCodes(a.code, b.code))
  }

  /** Classes that some account's amounts belong to. */
  sensitiveClasses(): FieldClass[] {
    const { sensitiveClasses } = this.#all
    return sensitiveClasses.size === 0 ? NO_CLASSES : [...sensitiveClasses]
  }

  units(): Unit[] {
    return [...this.#all.units.values()].sort((a, b) => compareCodes(a.code, b.code))
  }

  journals(): { code: string; name: string; lastNumber: number }[] {
    return [...this.#all.journals]
      .map(([code, journal]) => ({ code, ...journal }))
      .sort((a, b) => compareCodes(a.code, b.code))
  }

  /** Log position of the event that posted the entry. */
  entrySequence(id: string): number | undefined {
    if (!isId('journalEntry', id)) return undefined
    const row = this.#database.first<{ sequence: number }>(
      `SELECT sequence FROM events WHERE sequence = ? AND data ->> 'id' = ?
       UNION ALL SELECT sequence FROM brought_entry_ids WHERE id = ? LIMIT 1`,
      Math.min(sequenceInId(id), LIMITS.minorUnitsMax),
      id,
      id,
    )
    return row?.sequence
  }

  entryExists = (id: string): boolean => this.entrySequence(id) !== undefined

  openBooks(currency: string): void {
    this.#database.run('INSERT INTO books (one, currency) VALUES (1, ?)', currency)
    this.forget()
  }

  openAccount({ data }: RecordedEvent<string, AccountOpened>): void {
    const all = this.#all
    const { id, code, name, type, unit = null, parent = null, sensitivity = null } = data
    const account = { ordinal: all.accounts.size + 1, id, code, name, type, unit, parent, sensitivity }
    this.#database.insertRows('accounts', Object.keys(account), [Object.values(account)])
    addAccount(all, account)
  }

  registerUnit({ data }: RecordedEvent<string, UnitRegistered>): void {
    const all = this.#all
    const { code, name, kind, scale } = data
    const unit = { ordinal: all.units.size + 1, code, name, kind, scale }
    this.#database.insertRows(
      'units',
      ['ordinal', 'code', 'name', 'kind', 'scale'],
      [[unit.ordinal, code, name, kind, scale]],
    )
    addUnit(all, unit)
  }

  openJournal({ data }: RecordedEvent<string, JournalOpened>): void {
    this.#database.run('INSERT INTO journals (code, name) VALUES (?, ?)', data.code, data.name)
    this.#all.journals.set(data.code, { name: data.name, lastNumber: 0 })
  }

  /** An entry took a number, and its lines moved units. */
  take(journal: string, number: number): void {
    const entry = known(this.#all.journals.get(journal), 'journal', journal)
    invariant(
      number === entry.lastNumber + 1,
      `number ${number} does not follow ${entry.lastNumber} in ${journal}`,
    )
    entry.lastNumber = number
  }

  move(unit: string, amount: number): void {
    this.#all.turnover.set(unit, this.turnover(unit) + Math.abs(amount))
  }

  bringId(id: string, sequence: number): void {
    this.#database.run('INSERT INTO brought_entry_ids (id, sequence) VALUES (?, ?)', id, sequence)
  }

  /** The tables are the truth again: after a command that did not happen. */
  forget(): void {
    this.#loaded = undefined
  }

  checkpoint(): void {
    for (const { code, lastNumber } of this.journals())
      this.#database.run(
        `INSERT OR REPLACE INTO journal_numbers (journal, last_number, as_of_sequence)
         SELECT ?, ?, COALESCE(MAX(sequence), 0) FROM events`,
        code,
        lastNumber,
      )
  }

  get #all(): Loaded {
    this.#loaded ??= this.#load()
    return this.#loaded
  }

  #load(): Loaded {
    const database = this.#database
    const all: Loaded = {
      currency: database.first<{ currency: string }>('SELECT currency FROM books')?.currency ?? '',
      accounts: new Map(),
      accountsById: new Map(),
      accountsByOrdinal: new Map(),
      units: new Map(),
      unitsByOrdinal: new Map(),
      journals: new Map(),
      turnover: new Map(),
      sensitiveClasses: new Set(),
    }
    for (const row of database.all<AccountRow>('SELECT * FROM accounts')) addAccount(all, row)
    for (const row of database.all<UnitRow>('SELECT * FROM units')) addUnit(all, row)
    for (const row of this.#journalRows())
      all.journals.set(row.code, { name: row.name, lastNumber: row.number })
    this.#loadTurnover(all)
    return all
  }

  #journalRows() {
    return this.#database.all<{ code: string; name: string; number: number }>(
      `WITH later AS (
         SELECT data ->> 'journal' AS journal, MAX(data ->> 'number') AS number FROM events
         WHERE sequence > COALESCE((SELECT MIN(as_of_sequence) FROM journal_numbers), 0)
           AND type = 'journal-entry-posted'
         GROUP BY 1)
       SELECT j.code, j.name, COALESCE(l.number, n.last_number, 0) AS number
       FROM journals j LEFT JOIN journal_numbers n ON n.journal = j.code LEFT JOIN later l ON l.journal = j.code`,
    )
  }

  #loadTurnover(all: Loaded): void {
    const rows = this.#database.all<{ unit: number; quantity: number; value: number }>(
      `SELECT unit, SUM(debit_quantity + credit_quantity) AS quantity, SUM(debit_value + credit_value) AS value
       FROM balances GROUP BY unit`,
    )
    const add = (unit: string, amount: number) =>
      all.turnover.set(unit, (all.turnover.get(unit) ?? 0) + amount)
    for (const { unit, quantity, value } of rows) {
      const { code } = known(all.unitsByOrdinal.get(unit), 'unit', unit)
      add(code, quantity)
      if (code !== all.currency) add(all.currency, value)
    }
  }
}

const NO_CLASSES: FieldClass[] = []

function addAccount(all: Loaded, account: Account): void {
  all.accounts.set(account.code, account)
  all.accountsById.set(account.id, account)
  all.accountsByOrdinal.set(account.ordinal, account)
  if (account.sensitivity !== null) all.sensitiveClasses.add(account.sensitivity)
}

function addUnit(all: Loaded, unit: Unit): void {
  all.units.set(unit.code, unit)
  all.unitsByOrdinal.set(unit.ordinal, unit)
}

function known<T>(value: T | undefined, kind: string, key: string | number): T {
  if (value === undefined) throw new Error(`invariant broken: ${kind} ${key} is not in the books`)
  return value
}

/** Codes sort by their characters, the same for everyone: a locale's order would differ between two readers. */
export const compareCodes = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
