import type { Database } from '../../kernel/database.ts'
import type { Migration } from '../../kernel/migrations.ts'
import { invariant } from '../../kernel/result.ts'
import type {
  AccountDimensionSet,
  DimensionChanged,
  DimensionDefined,
  DimensionValue,
  DimensionValuesSet,
  Distribution,
  Share,
} from './contract.ts'
import type { AccountDimension, Dimension, Dimensions } from './model.ts'

export const dimensionsMigration: Migration = {
  id: '001-dimensions',
  sql: `CREATE TABLE dimensions (
      code TEXT PRIMARY KEY, name TEXT NOT NULL, is_active INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE dimension_values (
      dimension TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, parent TEXT, is_active INTEGER NOT NULL,
      PRIMARY KEY (dimension, code)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE account_dimensions (
      account TEXT NOT NULL, dimension TEXT NOT NULL, rule TEXT NOT NULL, default_value TEXT,
      PRIMARY KEY (account, dimension)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE distributions (
      code TEXT PRIMARY KEY, name TEXT NOT NULL, shares TEXT NOT NULL, is_active INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID`,
}

/** Rules of accounts that were merged while rules still stayed behind. */
export const mergedRulesMigration: Migration = {
  id: '004-rules-of-merged-accounts',
  sql: `INSERT OR IGNORE INTO account_dimensions (account, dimension, rule, default_value)
      SELECT into_account.id, rules.dimension, rules.rule, rules.default_value
      FROM account_dimensions rules
      JOIN accounts merged ON merged.id = rules.account
      JOIN accounts into_account ON into_account.ordinal = merged.merged_into
      ORDER BY merged.ordinal, rules.dimension;
    DELETE FROM account_dimensions
    WHERE account IN (SELECT id FROM accounts WHERE merged_into IS NOT NULL)`,
}

interface Loaded {
  dimensions: Map<string, Dimension>
  values: Map<string, Map<string, DimensionValue>>
  rules: Map<string, AccountDimension[]>
  distributions: Map<string, Distribution>
}

/** What is defined. It is little and every posting asks it, so it is kept in memory beside its tables. */
export class DimensionTables implements Dimensions {
  readonly #database: Database
  #loaded: Loaded | undefined

  constructor(database: Database) {
    this.#database = database
  }

  get isEmpty(): boolean {
    return this.#all.dimensions.size === 0
  }

  dimensions = (): Dimension[] => [...this.#all.dimensions.values()]
  dimension = (code: string): Dimension | undefined => this.#all.dimensions.get(code)
  values = (dimension: string): DimensionValue[] => [...(this.#all.values.get(dimension)?.values() ?? [])]
  value = (dimension: string, code: string): DimensionValue | undefined =>
    this.#all.values.get(dimension)?.get(code)
  valueCount = (dimension: string): number => this.#all.values.get(dimension)?.size ?? 0
  rulesOf = (account: string): readonly AccountDimension[] => this.#all.rules.get(account) ?? NO_RULES
  rules = (): ReadonlyMap<string, readonly AccountDimension[]> => this.#all.rules
  distribution = (code: string): Distribution | undefined => this.#all.distributions.get(code)
  distributions = (): Distribution[] => [...this.#all.distributions.values()]

  /** A value and all that lie below it. */
  subtree(dimension: string, codes: readonly string[]): ReadonlySet<string> {
    const below = new Map<string | null, string[]>()
    for (const { code, parent } of this.values(dimension))
      below.set(parent, [...(below.get(parent) ?? []), code])
    const found = new Set<string>()
    const open = [...codes]
    for (let code = open.pop(); code !== undefined; code = open.pop()) {
      if (found.has(code)) continue
      found.add(code)
      open.push(...(below.get(code) ?? []))
    }
    return found
  }

  define({ code, name }: DimensionDefined): void {
    this.#write({ code, name, isActive: true })
  }

  change({ code, after }: DimensionChanged): void {
    const dimension = this.dimension(code)
    invariant(dimension, `dimension ${code} is defined`)
    const { name = dimension.name, isActive = dimension.isActive } = after
    this.#write({ code, name, isActive })
  }

  setValues({ dimension, values }: DimensionValuesSet): void {
    for (const { after } of values)
      this.#database.run(
        `INSERT OR REPLACE INTO dimension_values (dimension, code, name, parent, is_active) VALUES (?, ?, ?, ?, ?)`,
        ...[dimension, after.code, after.name, after.parent, Number(after.isActive)],
      )
    this.forget()
  }

  setRule({ account, dimension, rule, default: wanted }: AccountDimensionSet): void {
    this.#database.run(
      'INSERT OR REPLACE INTO account_dimensions (account, dimension, rule, default_value) VALUES (?, ?, ?, ?)',
      ...[account, dimension, rule, wanted],
    )
    this.forget()
  }

  /** What an account says of its own stays; of what it says nothing, the account that becomes a part of it is heard. */
  mergeRules(id: string, into: string): void {
    this.#database.run('UPDATE OR IGNORE account_dimensions SET account = ? WHERE account = ?', into, id)
    this.#database.run('DELETE FROM account_dimensions WHERE account = ?', id)
    this.forget()
  }

  saveDistribution({ code, name, shares, isActive }: Distribution): void {
    this.#database.run(
      'INSERT OR REPLACE INTO distributions (code, name, shares, is_active) VALUES (?, ?, ?, ?)',
      ...[code, name, JSON.stringify(shares), Number(isActive)],
    )
    this.forget()
  }

  forget(): void {
    this.#loaded = undefined
  }

  #write({ code, name, isActive }: Dimension): void {
    this.#database.run(
      'INSERT OR REPLACE INTO dimensions (code, name, is_active) VALUES (?, ?, ?)',
      ...[code, name, Number(isActive)],
    )
    this.forget()
  }

  get #all(): Loaded {
    this.#loaded ??= load(this.#database)
    return this.#loaded
  }
}

const NO_RULES: readonly AccountDimension[] = []

function load(database: Database): Loaded {
  const all: Loaded = { dimensions: new Map(), values: new Map(), rules: new Map(), distributions: new Map() }
  for (const row of database.all<Row>('SELECT * FROM dimensions ORDER BY code'))
    all.dimensions.set(row.code, { code: row.code, name: row.name, isActive: row.is_active === 1 })
  for (const { dimension, code, name, parent, is_active } of database.all<ValueRow>(
    'SELECT * FROM dimension_values ORDER BY dimension, code',
  )) {
    const values = all.values.get(dimension) ?? new Map<string, DimensionValue>()
    all.values.set(dimension, values.set(code, { code, name, parent, isActive: is_active === 1 }))
  }
  for (const { account, dimension, rule, default_value } of database.all<RuleRow>(
    'SELECT * FROM account_dimensions ORDER BY account, dimension',
  ))
    all.rules.set(account, [...(all.rules.get(account) ?? []), { dimension, rule, default: default_value }])
  for (const { code, name, shares, is_active } of database.all<Row & { shares: string }>(
    'SELECT * FROM distributions ORDER BY code',
  )) {
    const parsed = JSON.parse(shares) as Share[]
    all.distributions.set(code, { code, name, shares: parsed, isActive: is_active === 1 })
  }
  return all
}

interface Row extends Record<string, SqlStorageValue> {
  code: string
  name: string
  is_active: number
}
interface ValueRow extends Row {
  dimension: string
  parent: string | null
}
interface RuleRow extends Record<string, SqlStorageValue> {
  account: string
  dimension: string
  rule: AccountDimension['rule']
  default_value: string | null
}
