import type { Database } from '../kernel/database.ts'
import type { FieldClass } from '../kernel/field-classes.ts'
import { isId, sequenceInId } from '../kernel/ids.ts'
import { LIMITS } from '../kernel/limits.ts'
import type { RecordedEvent } from '../kernel/log.ts'
import type { Migration } from '../kernel/migrations.ts'
import { invariant } from '../kernel/result.ts'
import {
  type AccountCategory,
  type AccountChanged,
  type AccountControl,
  type AccountMerged,
  type AccountOpened,
  type AccountRole,
  type AccountRolesSet,
  type AccountType,
  DEFAULT_CATEGORY,
  type EntryPosted,
  type JournalChanged,
  type JournalKind,
  type JournalOpened,
  type UnitRegistered,
} from './contract.ts'
import { type Account, type Chart, type Journal, newAccount, type Unit } from './model.ts'

/**
 * Accounts, units and journals. They are few and every command needs them, so the object keeps them in memory beside
 * their tables.
 *
 * `series_numbers` is a checkpoint: the last number of each journal follows from the log, and writing it with every
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

/** What statements, open items and closings know of accounts; journals with patterns, whose numbers are by series. */
export const accountingMigration: Migration = {
  id: '005-accounting',
  sql: `ALTER TABLE accounts ADD COLUMN category TEXT NOT NULL DEFAULT '';
    UPDATE accounts SET category = CASE type ${Object.entries(DEFAULT_CATEGORY)
      .map(([type, category]) => `WHEN '${type}' THEN '${category}'`)
      .join(' ')} END;
    ALTER TABLE accounts ADD COLUMN is_open_item INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE accounts ADD COLUMN control TEXT;
    ALTER TABLE accounts ADD COLUMN tax TEXT;
    ALTER TABLE accounts ADD COLUMN is_heading INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE accounts ADD COLUMN is_active INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE journals ADD COLUMN kind TEXT NOT NULL DEFAULT 'general';
    ALTER TABLE journals ADD COLUMN pattern TEXT;
    ALTER TABLE journals ADD COLUMN is_active INTEGER NOT NULL DEFAULT 1;
    CREATE TABLE series_numbers (
      journal TEXT NOT NULL, series TEXT NOT NULL, last_number INTEGER NOT NULL, as_of_sequence INTEGER NOT NULL,
      PRIMARY KEY (journal, series)) STRICT, WITHOUT ROWID;
    INSERT INTO series_numbers SELECT journal, '', last_number, as_of_sequence FROM journal_numbers;
    DROP TABLE journal_numbers;
    CREATE TABLE external_ids (id TEXT PRIMARY KEY, sequence INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    ALTER TABLE journal_entries ADD COLUMN purpose TEXT;
    CREATE INDEX entries_with_purpose ON journal_entries (purpose, effective_date) WHERE purpose IS NOT NULL`,
}

/**
 * Accounts that are another one now, and the accounts that the books look up by role. A merged account keeps its row: its
 * id is in the log for ever, and its code stays reserved.
 */
export const rolesMigration: Migration = {
  id: '006-roles-and-merges',
  sql: `ALTER TABLE accounts ADD COLUMN merged_into INTEGER;
    CREATE TABLE account_roles (role TEXT PRIMARY KEY, account INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
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
  category: AccountCategory
  is_open_item: number
  control: AccountControl | null
  tax: string | null
  is_heading: number
  is_active: number
  merged_into: number | null
}

interface RoleRow extends Record<string, SqlStorageValue> {
  role: AccountRole
  account: number
}

interface JournalRow extends Record<string, SqlStorageValue> {
  code: string
  name: string
  kind: JournalKind
  pattern: string | null
  is_active: number
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
  /** By code, those alone that are themselves; by id and ordinal a merged account is the one that it was merged into. */
  accounts: Map<string, Account>
  accountsById: Map<string, Account>
  accountsByOrdinal: Map<number, Account>
  merged: Map<string, MergedAccount>
  roles: Map<AccountRole, number>
  units: Map<string, Unit>
  unitsByOrdinal: Map<number, Unit>
  journals: Map<string, Journal>
  /** Last numbers by journal and series; the series used last comes last. */
  numbers: Map<string, Map<string, number>>
  turnover: Map<string, number>
  sensitiveClasses: Set<FieldClass>
}

/** An account that is another one now. */
export interface MergedAccount {
  ordinal: number
  id: string
  code: string
  into: number
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

  /** The account with the code, or the one that an account with this code was merged into. */
  account = (code: string): Account | undefined => {
    const { accounts, merged } = this.#all
    const account = accounts.get(code)
    if (account || merged.size === 0) return account
    const gone = merged.get(code)
    return gone && this.accountByOrdinal(gone.into)
  }
  accountById = (id: string): Account => known(this.#all.accountsById.get(id), 'account', id)
  accountByOrdinal = (ordinal: number): Account =>
    known(this.#all.accountsByOrdinal.get(ordinal), 'account', ordinal)
  unit = (code: string): Unit | undefined => this.#all.units.get(code)
  unitByOrdinal = (ordinal: number): Unit => known(this.#all.unitsByOrdinal.get(ordinal), 'unit', ordinal)
  journal = (code: string): Journal | undefined => this.#all.journals.get(code)
  lastNumber = (journal: string, series: string): number => this.#all.numbers.get(journal)?.get(series) ?? 0
  turnover = (unit: string): number => this.#all.turnover.get(unit) ?? 0

  /** The account that the company has for something, such as exchange gains; undefined: it has not said. */
  role(role: AccountRole): Account | undefined {
    const ordinal = this.#all.roles.get(role)
    return ordinal === undefined ? undefined : this.accountByOrdinal(ordinal)
  }

  /** Accounts that this one took over. */
  mergedInto({ ordinal }: Pick<Account, 'ordinal'>): MergedAccount[] {
    return [...this.#all.merged.values()].filter(({ into }) => into === ordinal)
  }

  /** Accounts that are another one now. */
  mergedAccounts(): MergedAccount[] {
    return [...this.#all.merged.values()]
  }

  /** The account as it was before it was merged; undefined: it is itself. */
  mergedAccount(id: string): MergedAccount | undefined {
    return [...this.#all.merged.values()].find((each) => each.id === id)
  }

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

  journals(): Journal[] {
    return [...this.#all.journals.values()].sort((a, b) => compareCodes(a.code, b.code))
  }

  /** Series of a journal with their last numbers; the one that was used last comes last. */
  series(journal: string): { series: string; lastNumber: number }[] {
    return [...(this.#all.numbers.get(journal) ?? [])].map(([series, lastNumber]) => ({ series, lastNumber }))
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

  sequenceOfExternalId(id: string): number | undefined {
    return this.#database.first<{ sequence: number }>('SELECT sequence FROM external_ids WHERE id = ?', id)
      ?.sequence
  }

  openBooks(currency: string): void {
    this.#all.currency = currency
    this.#database.run('INSERT INTO books (one, currency) VALUES (1, ?)', currency)
  }

  openAccount({ data }: RecordedEvent<string, AccountOpened>): void {
    const all = this.#all
    const account = newAccount(data, all.accountsByOrdinal.size + 1)
    this.#writeAccount(account)
    addAccount(all, account)
  }

  changeAccount({ data }: RecordedEvent<string, AccountChanged>): void {
    const before = this.accountById(data.id)
    const after = { ...before, ...withoutUndefined(data.after) }
    this.#replace(before, after)
    if (after.code !== before.code) this.#moveChildren(before.code, after.code)
  }

  /** From here on both are one account: by id, by ordinal and by code. */
  mergeAccount({ data }: RecordedEvent<string, AccountMerged>): { from: number; into: number } {
    const [from, into] = [this.accountById(data.id), this.accountById(data.into)]
    this.#database.run(
      'UPDATE accounts SET merged_into = ?1 WHERE ordinal = ?2 OR merged_into = ?2',
      into.ordinal,
      from.ordinal,
    )
    this.#moveChildren(from.code, into.code)
    this.#reloadAccounts()
    return { from: from.ordinal, into: into.ordinal }
  }

  setRoles({ data }: RecordedEvent<string, AccountRolesSet>): void {
    for (const [role, id] of Object.entries(data.roles) as [AccountRole, string | null][]) {
      if (id === null) {
        this.#database.run('DELETE FROM account_roles WHERE role = ?', role)
        this.#all.roles.delete(role)
        continue
      }
      const { ordinal } = this.accountById(id)
      this.#database.run('INSERT OR REPLACE INTO account_roles (role, account) VALUES (?, ?)', role, ordinal)
      this.#all.roles.set(role, ordinal)
    }
  }

  #moveChildren(from: string, to: string): void {
    for (const child of this.#all.accounts.values())
      if (child.parent === from) this.#replace(child, { ...child, parent: to })
  }

  #replace(before: Account, after: Account): void {
    const all = this.#all
    this.#writeAccount(after)
    if (after.code !== before.code) all.accounts.delete(before.code)
    all.accounts.set(after.code, after)
    // Those that were merged into it are found as the same account.
    for (const { id, ordinal } of [before, ...this.mergedInto(before)]) {
      all.accountsById.set(id, after)
      all.accountsByOrdinal.set(ordinal, after)
    }
  }

  /** Accounts alone: the log may be ahead of the tables at this moment, and last numbers are read from it. */
  #reloadAccounts(): void {
    const all = this.#all
    const { accounts, accountsById, accountsByOrdinal, merged, sensitiveClasses } = all
    for (const map of [accounts, accountsById, accountsByOrdinal, merged, sensitiveClasses]) map.clear()
    this.#loadAccounts(all)
  }

  #loadAccounts(all: Loaded): void {
    const rows = this.#database.all<AccountRow>('SELECT * FROM accounts')
    for (const row of rows) if (row.merged_into === null) addAccount(all, accountOf(row))
    for (const row of rows) if (row.merged_into !== null) addMerged(all, row, row.merged_into)
  }

  #writeAccount(account: Account): void {
    const { ordinal, id, code, name, type, unit, parent, sensitivity, category, control, tax } = account
    this.#database.run(
      `INSERT INTO accounts (ordinal, id, code, name, type, unit, parent, sensitivity, category, control, tax,
         is_open_item, is_heading, is_active) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (ordinal) DO UPDATE SET code = excluded.code, name = excluded.name, parent = excluded.parent,
         category = excluded.category, control = excluded.control, tax = excluded.tax,
         is_open_item = excluded.is_open_item, is_heading = excluded.is_heading, is_active = excluded.is_active`,
      ...[ordinal, id, code, name, type, unit, parent, sensitivity, category, control, tax],
      ...[account.isOpenItem, account.isHeading, account.isActive].map(Number),
    )
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
    const { code, name, kind = 'general', pattern = null } = data
    this.#writeJournal({ code, name, kind, pattern, isActive: true })
  }

  changeJournal({ data }: RecordedEvent<string, JournalChanged>): void {
    const journal = known(this.journal(data.code), 'journal', data.code)
    this.#writeJournal({ ...journal, ...withoutUndefined(data.after) })
  }

  #writeJournal(journal: Journal): void {
    const { code, name, kind, pattern, isActive } = journal
    this.#database.run(
      'INSERT OR REPLACE INTO journals (code, name, kind, pattern, is_active) VALUES (?, ?, ?, ?, ?)',
      ...[code, name, kind, pattern, Number(isActive)],
    )
    this.#all.journals.set(code, journal)
  }

  /** An entry took a number, and its lines moved units. */
  take({ journal, series = '', number }: Pick<EntryPosted, 'journal' | 'series' | 'number'>): void {
    const numbers = this.#all.numbers.get(journal) ?? new Map<string, number>()
    const last = numbers.get(series) ?? 0
    invariant(number === last + 1, `number ${number} does not follow ${last} in ${journal} ${series}`)
    // The series used last is the last one in the map.
    numbers.delete(series)
    numbers.set(series, number)
    this.#all.numbers.set(journal, numbers)
  }

  move(unit: string, amount: number): void {
    this.#all.turnover.set(unit, this.turnover(unit) + Math.abs(amount))
  }

  /** A correction takes the id over from the entry that it corrects. */
  bringExternalId(id: string, sequence: number): void {
    this.#database.run('INSERT OR REPLACE INTO external_ids (id, sequence) VALUES (?, ?)', id, sequence)
  }

  bringId(id: string, sequence: number): void {
    this.#database.run('INSERT INTO brought_entry_ids (id, sequence) VALUES (?, ?)', id, sequence)
  }

  /** The tables are the truth again: after a command that did not happen. */
  forget(): void {
    this.#loaded = undefined
  }

  checkpoint(): void {
    for (const { code } of this.journals())
      for (const { series, lastNumber } of this.series(code))
        this.#database.run(
          `INSERT OR REPLACE INTO series_numbers (journal, series, last_number, as_of_sequence)
           SELECT ?, ?, ?, COALESCE(MAX(sequence), 0) FROM events`,
          code,
          series,
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
      merged: new Map(),
      roles: new Map(),
      units: new Map(),
      unitsByOrdinal: new Map(),
      journals: new Map(),
      numbers: new Map(),
      turnover: new Map(),
      sensitiveClasses: new Set(),
    }
    this.#loadAccounts(all)
    for (const { role, account } of database.all<RoleRow>('SELECT role, account FROM account_roles'))
      all.roles.set(role, account)
    for (const row of database.all<UnitRow>('SELECT * FROM units')) addUnit(all, row)
    for (const { is_active, ...row } of database.all<JournalRow>('SELECT * FROM journals'))
      all.journals.set(row.code, { ...row, isActive: is_active === 1 })
    for (const { journal, series, number } of this.#lastNumbers())
      all.numbers.set(journal, (all.numbers.get(journal) ?? new Map()).set(series, number))
    this.#loadTurnover(all)
    return all
  }

  /** The checkpoint, and the entries after it; the series that was used last comes last. */
  #lastNumbers() {
    return this.#database.all<{ journal: string; series: string; number: number }>(
      `WITH later AS (
         SELECT data ->> 'journal' AS journal, COALESCE(data ->> 'series', '') AS series,
           MAX(data ->> 'number') AS number, MAX(sequence) AS used FROM events
         WHERE sequence > COALESCE((SELECT MIN(as_of_sequence) FROM series_numbers), 0)
           AND type = 'journal-entry-posted'
         GROUP BY 1, 2)
       SELECT journal, series, MAX(number) AS number FROM (
         SELECT journal, series, number, used FROM later
         UNION ALL SELECT journal, series, last_number, as_of_sequence - 1 FROM series_numbers)
       GROUP BY journal, series ORDER BY MAX(used), series`,
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

function accountOf({ is_open_item, is_heading, is_active, merged_into: _, ...row }: AccountRow): Account {
  return { ...row, isOpenItem: is_open_item === 1, isHeading: is_heading === 1, isActive: is_active === 1 }
}

const withoutUndefined = <Fields extends object>(fields: Fields) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Field in keyof Fields]-?: Exclude<Fields[Field], undefined>
  }

function addAccount(all: Loaded, account: Account): void {
  all.accounts.set(account.code, account)
  all.accountsById.set(account.id, account)
  all.accountsByOrdinal.set(account.ordinal, account)
  if (account.sensitivity !== null) all.sensitiveClasses.add(account.sensitivity)
}

function addMerged(all: Loaded, { ordinal, id, code }: AccountRow, into: number): void {
  const account = known(all.accountsByOrdinal.get(into), 'account', into)
  all.merged.set(code, { ordinal, id, code, into })
  all.accountsById.set(id, account)
  all.accountsByOrdinal.set(ordinal, account)
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
