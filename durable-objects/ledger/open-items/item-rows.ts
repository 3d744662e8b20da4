import type { DateNumber } from '../../kernel/dates.ts'
import type { Migration } from '../../kernel/migrations.ts'
import type { PostedLine } from '../contract.ts'

/**
 * One row an item, and nothing beside it: an entry writes one row for each of its lines in such an account, a match changes
 * the rows of its items. `settled_on` stands in the key, so that what is open lies together however much was settled, and
 * what was open at a date is what was settled after it.
 */
export const openItemsMigration: Migration = {
  id: '001-open-items',
  sql: `CREATE TABLE open_items (
      account INTEGER NOT NULL,
      settled_on INTEGER NOT NULL,
      effective_date INTEGER NOT NULL,
      sequence INTEGER NOT NULL,
      line INTEGER NOT NULL,
      unit INTEGER NOT NULL,
      quantity INTEGER NOT NULL,
      value INTEGER,
      open_quantity INTEGER NOT NULL,
      open_value INTEGER,
      reference TEXT,
      due_date INTEGER,
      matches TEXT,
      last_match INTEGER NOT NULL,
      PRIMARY KEY (account, settled_on, effective_date, sequence, line)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE open_item_accounts (
      id TEXT PRIMARY KEY, account INTEGER NOT NULL, is_open_item INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE matching_settings (
      one INTEGER PRIMARY KEY CHECK (one = 1), write_off_limit INTEGER NOT NULL
    ) STRICT`,
}

/** `settled_on` of what is not settled: after every date. */
export const OPEN: DateNumber = 99_999_999

export const COLUMNS = [
  'account',
  'settled_on',
  'effective_date',
  'sequence',
  'line',
  'unit',
  'quantity',
  'value',
  'open_quantity',
  'open_value',
  'reference',
  'due_date',
  'last_match',
]

export interface ItemRow extends Record<string, SqlStorageValue> {
  account: number
  settled_on: number
  effective_date: number
  sequence: number
  line: number
  unit: number
  quantity: number
  value: number | null
  open_quantity: number
  open_value: number | null
  reference: string | null
  due_date: number | null
  matches: string | null
  last_match: number
}

/**
 * An item of an account at a place: among those that are open, else one day of settling after the other. CROSS JOIN keeps
 * the days outside: the other way round every item of the account would be looked at.
 */
export const FIND = `
  WITH RECURSIVE days (day) AS (
    SELECT ${OPEN}
    UNION ALL
    SELECT (SELECT MAX(settled_on) FROM open_items WHERE account = ?1 AND settled_on < days.day)
    FROM days WHERE days.day >= ?2)
  SELECT o.* FROM days CROSS JOIN open_items o
    ON o.account = ?1 AND o.settled_on = days.day AND o.effective_date = ?2 AND o.sequence = ?3 AND o.line = ?4
  LIMIT 1`

/** A line that moves no quantity (a revaluation, a difference of exchange) leaves nothing that could be settled. */
export const isItem = ({ quantity }: Pick<PostedLine, 'quantity'>): boolean => quantity !== 0

/** In the order of the table's key, in which rows are inserted fastest. */
const COLUMNS_OF_KEY = [0, 1, 2, 3, 4]
const compareAt = (a: readonly SqlStorageValue[], b: readonly SqlStorageValue[], at: number): number =>
  Number(a[at]) - Number(b[at])

export const byKey = (a: readonly SqlStorageValue[], b: readonly SqlStorageValue[]): number =>
  COLUMNS_OF_KEY.reduce((order, at) => order || compareAt(a, b, at), 0)
