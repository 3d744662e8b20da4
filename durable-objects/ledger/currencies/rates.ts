import { decodeTextCursor, encodeTextCursor, invalidCursor } from '../../kernel/cursor.ts'
import type { Database } from '../../kernel/database.ts'
import type { DateNumber } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { RecordedEvent } from '../../kernel/log.ts'
import type { Migration } from '../../kernel/migrations.ts'
import type { Refusal } from '../../kernel/result.ts'
import { compareCodes } from '../chart.ts'
import type { RatesRecorded } from './contract.ts'
import type { KnownRate, RateBook } from './finding.ts'

/**
 * Rates by source, pair and day. Every rate ever recorded stays: a correction is one more row with a later sequence, and a
 * rate that was withdrawn is a row without one, so that what was known at any position of the log can be told.
 */
export const ratesMigration: Migration = {
  id: '001-rates',
  sql: `CREATE TABLE exchange_rates (
      source TEXT NOT NULL,
      base TEXT NOT NULL,
      quote TEXT NOT NULL,
      date INTEGER NOT NULL,
      sequence INTEGER NOT NULL,
      rate TEXT,
      PRIMARY KEY (source, base, quote, date, sequence)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE exchange_pairs (
      source TEXT NOT NULL, base TEXT NOT NULL, quote TEXT NOT NULL, PRIMARY KEY (source, base, quote)
    ) STRICT, WITHOUT ROWID`,
}

interface RateRow extends Record<string, SqlStorageValue> {
  source: string
  base: string
  quote: string
  date: number
  sequence: number
  rate: string
}

export interface RateFilter {
  source?: string | undefined
  base?: string | undefined
  quote?: string | undefined
  from?: DateNumber | undefined
  to?: DateNumber | undefined
  knownAt?: number | undefined
}

const COLUMNS = ['source', 'base', 'quote', 'date', 'sequence', 'rate']
const PAIR = 'r.source = ?1 AND r.base = ?2 AND r.quote = ?3'
/** The row that held at position `known`, of those of its day. */
const heldAt = (
  known: string,
) => `r.rate IS NOT NULL AND r.sequence = (SELECT MAX(x.sequence) FROM exchange_rates x
  WHERE x.source = r.source AND x.base = r.base AND x.quote = r.quote AND x.date = r.date AND x.sequence <= ${known})`

type Pairs = Map<string, Map<string, Set<string>>>

export class Rates {
  readonly #database: Database
  /** Which units a source has rates between, in both directions: few, and asked at every lookup. */
  #pairs: Pairs | undefined

  constructor(database: Database) {
    this.#database = database
  }

  record({ data, sequence }: RecordedEvent<string, RatesRecorded>): void {
    const { source, base, days } = data
    const rows = days.flatMap(({ date, rates }) =>
      Object.entries(rates).map(([quote, rate]): SqlStorageValue[] => [
        source,
        base,
        quote,
        Number(date.replaceAll('-', '')),
        sequence,
        rate,
      ]),
    )
    // In the order of the table's key: neighbours go to the same page of the tree.
    rows.sort((a, b) => compareCodes(a[2] as string, b[2] as string) || Number(a[3]) - Number(b[3]))
    this.#database.insertRows('exchange_rates', COLUMNS, rows)
    for (const quote of new Set(rows.map((row) => row[2] as string))) {
      this.#database.run('INSERT OR IGNORE INTO exchange_pairs VALUES (?, ?, ?)', source, base, quote)
      if (this.#pairs) addPair(this.#pairs, source, base, quote)
    }
  }

  sources(): string[] {
    return [...this.#all.keys()].sort()
  }

  partners(source: string, unit: string): ReadonlySet<string> {
    return this.#all.get(source)?.get(unit) ?? NONE
  }

  /** The rates as they were known at a position of the log. */
  at(knownAt: number): RateBook {
    const find = (condition: string, source: string, base: string, quote: string, date: DateNumber) => {
      if (!this.partners(source, base).has(quote)) return undefined
      return this.#database.first<RateRow>(
        `SELECT source, base, quote, date, rate FROM exchange_rates r
         WHERE ${PAIR} AND ${condition} AND ${heldAt('?5')}
         ORDER BY date ${condition === UP_TO ? 'DESC' : 'ASC'} LIMIT 1`,
        source,
        base,
        quote,
        date,
        knownAt,
      )
    }
    return {
      latest: (source, base, quote, until) => find(UP_TO, source, base, quote, until),
      next: (source, base, quote, after) => find(AFTER, source, base, quote, after),
      partners: (source, unit) => this.partners(source, unit),
    }
  }

  /** Every day's rate of one pair in a range, as it stands: by date. */
  series(
    { source, base, quote }: Pick<KnownRate, 'source' | 'base' | 'quote'>,
    from: DateNumber,
    to: DateNumber,
    knownAt: number = LIMITS.minorUnitsMax,
  ): Map<DateNumber, string> {
    const rows = this.#database.all<RateRow>(
      `SELECT date, rate FROM exchange_rates r WHERE ${PAIR} AND r.date BETWEEN ?4 AND ?5 AND ${heldAt('?6')}`,
      source,
      base,
      quote,
      from,
      to,
      knownAt,
    )
    return new Map(rows.map(({ date, rate }) => [date, rate]))
  }

  /** The newest days first, and of a day by source and pair. Day by day, each a seek a pair: no index by date is kept. */
  page(filter: RateFilter, page: { limit?: number | undefined; cursor?: string | undefined }) {
    const limit = page.limit ?? LIMITS.pageRowsDefault
    const after = page.cursor === undefined ? undefined : cursorKey(page.cursor)
    if (page.cursor !== undefined && !after) return invalidCursor() as Refusal<'invalid_cursor'>
    const data: RateRow[] = []
    let day = this.#dayUpTo(filter, Math.min(after?.[0] ?? LAST, filter.to ?? LAST))
    while (day !== undefined && day >= (filter.from ?? 0) && data.length <= limit) {
      const rows = this.#ofDay(filter, day)
      data.push(...(after?.[0] === day ? rows.filter((row) => comparePairs(row, pairOf(after)) > 0) : rows))
      day = this.#dayUpTo(filter, day - 1)
    }
    const rows = data.slice(0, limit)
    const last = rows.at(-1)
    const more = data.length > limit && last
    const key = last && [last.date, last.source, last.base, last.quote]
    return { rows, nextCursor: more ? encodeTextCursor(JSON.stringify(key)) : null }
  }

  #dayUpTo(filter: RateFilter, date: DateNumber): DateNumber | undefined {
    const row = this.#database.first<{ date: number | null }>(
      `SELECT MAX((SELECT MAX(r.date) FROM exchange_rates r WHERE ${OF_PAIR} AND r.date <= ?4)) AS date
       FROM exchange_pairs p WHERE ${FILTERED}`,
      ...filterOf(filter),
      date,
    )
    return row?.date ?? undefined
  }

  #ofDay(filter: RateFilter, date: DateNumber): RateRow[] {
    const rows = this.#database.all<RateRow>(
      `SELECT r.source, r.base, r.quote, r.date, r.sequence, r.rate FROM exchange_pairs p
       CROSS JOIN exchange_rates r ON ${OF_PAIR} AND r.date = ?4 WHERE ${FILTERED} AND ${heldAt('?5')}`,
      ...filterOf(filter),
      date,
      filter.knownAt ?? LIMITS.minorUnitsMax,
    )
    return rows.sort(comparePairs)
  }

  forget(): void {
    this.#pairs = undefined
  }

  get #all(): Pairs {
    if (this.#pairs) return this.#pairs
    const pairs: Pairs = new Map()
    for (const { source, base, quote } of this.#database.all<RateRow>('SELECT * FROM exchange_pairs'))
      addPair(pairs, source, base, quote)
    this.#pairs = pairs
    return pairs
  }
}

const OF_PAIR = 'r.source = p.source AND r.base = p.base AND r.quote = p.quote'
const FILTERED =
  '(?1 IS NULL OR p.source = ?1) AND (?2 IS NULL OR p.base = ?2) AND (?3 IS NULL OR p.quote = ?3)'
const filterOf = ({ source, base, quote }: RateFilter): (string | null)[] => [
  source ?? null,
  base ?? null,
  quote ?? null,
]

type Pair = Pick<RateRow, 'source' | 'base' | 'quote'>
const pairOf = ([, source, base, quote]: [number, string, string, string]): Pair => ({ source, base, quote })
const comparePairs = (a: Pair, b: Pair): number =>
  compareCodes(a.source, b.source) || compareCodes(a.base, b.base) || compareCodes(a.quote, b.quote)

const UP_TO = 'r.date <= ?4'
const AFTER = 'r.date > ?4'
const LAST = 99_999_999
const NONE: ReadonlySet<string> = new Set()

function addPair(pairs: Pairs, source: string, base: string, quote: string): void {
  const ofSource = pairs.get(source) ?? new Map<string, Set<string>>()
  pairs.set(source, ofSource)
  for (const [unit, partner] of [
    [base, quote],
    [quote, base],
  ] as const)
    ofSource.set(unit, (ofSource.get(unit) ?? new Set()).add(partner))
}

function cursorKey(cursor: string): [number, string, string, string] | undefined {
  try {
    const key: unknown = JSON.parse(decodeTextCursor(cursor) ?? '')
    if (!Array.isArray(key) || key.length !== 4 || !Number.isSafeInteger(key[0])) return undefined
    return key.slice(1).every((part) => typeof part === 'string')
      ? (key as [number, string, string, string])
      : undefined
  } catch {
    return undefined
  }
}
