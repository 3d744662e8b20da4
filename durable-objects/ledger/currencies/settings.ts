import type { Database } from '../../kernel/database.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { Migration } from '../../kernel/migrations.ts'
import type { AccountRevaluationSet, RatePolicySet, ReportingCurrencySet } from './contract.ts'
import { ECB_SOURCE, MANUAL_SOURCE, type TranslationMethod } from './inputs.ts'

/** What the company has decided about its currencies: the sources it asks, its second currency, its monetary accounts. */
export const settingsMigration: Migration = {
  id: '002-settings',
  sql: `CREATE TABLE currency_settings (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      sources TEXT, max_age_days INTEGER, reporting_currency TEXT, translation_method TEXT
    ) STRICT;
    CREATE TABLE monetary_accounts (account TEXT PRIMARY KEY, is_monetary INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
}

interface SettingsRow extends Record<string, SqlStorageValue> {
  sources: string | null
  max_age_days: number | null
  reporting_currency: string | null
  translation_method: TranslationMethod | null
}

export interface Settings {
  /** In their order; undefined: all there are. */
  sources: readonly string[] | undefined
  maxAgeDays: number
  reporting: { currency: string; method: TranslationMethod } | undefined
  /** By the account's id. */
  monetary: ReadonlyMap<string, boolean>
}

export class SettingsStore {
  readonly #database: Database
  #loaded: Settings | undefined

  constructor(database: Database) {
    this.#database = database
  }

  get current(): Settings {
    this.#loaded ??= this.#load()
    return this.#loaded
  }

  /** The order in which sources are asked: the company's, or what people wrote before what was imported. */
  sourcesOf(known: readonly string[]): readonly string[] {
    const { sources } = this.current
    if (sources) return sources
    const first = [MANUAL_SOURCE, ECB_SOURCE].filter((source) => known.includes(source))
    return [...first, ...known.filter((source) => !first.includes(source))]
  }

  setRatePolicy({ sources, maxAgeDays }: RatePolicySet): void {
    this.#write('sources = ?, max_age_days = ?', JSON.stringify(sources), maxAgeDays)
  }

  setReporting({ currency, method }: ReportingCurrencySet): void {
    this.#write('reporting_currency = ?, translation_method = ?', currency, method)
  }

  setMonetary({ account, isMonetary }: AccountRevaluationSet): void {
    if (isMonetary === null) this.#database.run('DELETE FROM monetary_accounts WHERE account = ?', account)
    else
      this.#database.run(
        'INSERT OR REPLACE INTO monetary_accounts (account, is_monetary) VALUES (?, ?)',
        account,
        isMonetary ? 1 : 0,
      )
    this.forget()
  }

  /** What was said of an account that became a part of another holds no more: the other one's rule does. */
  dropAccount(account: string): void {
    this.#database.run('DELETE FROM monetary_accounts WHERE account = ?', account)
    this.forget()
  }

  forget(): void {
    this.#loaded = undefined
  }

  #write(change: string, ...values: SqlStorageValue[]): void {
    this.#database.run('INSERT OR IGNORE INTO currency_settings (one) VALUES (1)')
    this.#database.run(`UPDATE currency_settings SET ${change}`, ...values)
    this.forget()
  }

  #load(): Settings {
    const row = this.#database.first<SettingsRow>('SELECT * FROM currency_settings')
    const flags = this.#database.all<{ account: string; is_monetary: number }>(
      'SELECT * FROM monetary_accounts',
    )
    const sources = JSON.parse(row?.sources ?? '[]') as string[]
    const [currency, method] = [row?.reporting_currency, row?.translation_method]
    return {
      sources: sources.length > 0 ? sources : undefined,
      maxAgeDays: row?.max_age_days ?? LIMITS.rateAgeDaysDefault,
      reporting: currency && method ? { currency, method } : undefined,
      monetary: new Map(flags.map(({ account, is_monetary }) => [account, is_monetary === 1])),
    }
  }
}
