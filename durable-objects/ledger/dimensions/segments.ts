import type { Database } from '../../kernel/database.ts'
import { type DateNumber, parseDate } from '../../kernel/dates.ts'
import type { EventLog, RecordedEvent } from '../../kernel/log.ts'
import type { Migration } from '../../kernel/migrations.ts'
import { invariant } from '../../kernel/result.ts'
import { totalsAsKnownAt } from '../as-known-at.ts'
import { type AccountTotals, addMovement, Balances, balancesOf, NOTHING } from '../balances.ts'
import type { ChartStore } from '../chart.ts'
import type { EntryPosted, PostedLine } from '../contract.ts'
import type { Visibility } from '../visibility.ts'

/**
 * Balances by dimensions: the ledger's own buckets, with an account in a **segment** (one combination of values) in the
 * place of the account. Only lines that name dimensions are in them, one more row each; a report over any number of
 * dimensions is one pass over the buckets and never reads lines.
 */
export const segmentMigrations: readonly Migration[] = [
  {
    id: '002-segments',
    sql: `CREATE TABLE segments (ordinal INTEGER PRIMARY KEY, dimensions TEXT NOT NULL UNIQUE) STRICT;
      CREATE TABLE segment_accounts (
        ordinal INTEGER PRIMARY KEY, account INTEGER NOT NULL, segment INTEGER NOT NULL, UNIQUE (account, segment)
      ) STRICT`,
  },
  balancesOf('segment_balance', '003-segment-balances'),
]

/** Values by dimension. A line matches when it has one of the values of each dimension that is named. */
export type SegmentFilter = Readonly<Record<string, ReadonlySet<string>>>

interface Holder {
  account: number
  dimensions: Readonly<Record<string, string>>
}

interface Loaded {
  segments: Map<string, number>
  /** By account and segment. */
  ordinals: Map<string, number>
  holders: Map<number, Holder>
}

export class Segments {
  readonly balances: Balances
  readonly #database: Database
  readonly #log: EventLog
  readonly #chart: ChartStore
  #loaded: Loaded | undefined

  constructor(database: Database, log: EventLog, chart: ChartStore) {
    this.#database = database
    this.#log = log
    this.#chart = chart
    this.balances = new Balances(database, 'segment_balance')
  }

  add({ data, sequence }: RecordedEvent<string, EntryPosted>): void {
    for (const line of data.lines) {
      if (!line.dimensions) continue
      const date = parseDate(data.effectiveDate) as number
      const { quantity, value } = line
      this.balances.add({ ...this.#bucketOf(line), date, quantity, value }, sequence)
    }
  }

  /** Totals of the accounts over the lines that match, up to a date, as the log stood at a sequence. */
  totals(asOf: DateNumber, knownAt: number, filter: SegmentFilter, visibility?: Visibility): AccountTotals[] {
    const matching = (dimensions: Holder['dimensions']) => matches(filter, dimensions)
    return (
      this.#grouped(asOf, knownAt, (dimensions) => (matching(dimensions) ? '' : undefined), visibility).get(
        '',
      ) ?? []
    )
  }

  /** The same for each value of a dimension at once. */
  byValue(
    dimension: string,
    asOf: DateNumber,
    knownAt: number,
    filter: SegmentFilter = {},
    visibility?: Visibility,
  ): Map<string, AccountTotals[]> {
    const groupOf = (dimensions: Holder['dimensions']) =>
      matches(filter, dimensions) ? dimensions[dimension] : undefined
    return this.#grouped(asOf, knownAt, groupOf, visibility)
  }

  /** Ordinal of the account and combination that a line with dimensions was booked in. */
  segmentOf(line: PostedLine): number {
    return this.#bucketOf(line).account
  }

  /** Ordinal of the account, and the combination, of a segment. */
  segment(ordinal: number): Holder {
    const holder = this.#all.holders.get(ordinal)
    invariant(holder, `segment ${ordinal} is known`)
    return holder
  }

  /** Ids in memory are those of the tables again. */
  forget(): void {
    this.#loaded = undefined
  }

  #grouped(
    asOf: DateNumber,
    knownAt: number,
    groupOf: (dimensions: Holder['dimensions']) => string | undefined,
    visibility: Visibility | undefined,
  ): Map<string, AccountTotals[]> {
    const groups = new Map<string, Map<string, AccountTotals>>()
    for (const { dimensions, ...totals } of this.#totalsOfHolders(asOf, knownAt, visibility)) {
      const group = groupOf(dimensions)
      if (group === undefined) continue
      const accounts = groups.get(group) ?? new Map<string, AccountTotals>()
      groups.set(group, accounts)
      // An account that was merged into another one counts there.
      const account = this.#chart.accountByOrdinal(totals.account).ordinal
      const key = `${account}|${totals.unit}`
      accounts.set(key, sum(accounts.get(key) ?? { ...NOTHING, account, unit: totals.unit }, totals))
    }
    return new Map([...groups].map(([group, accounts]) => [group, [...accounts.values()]]))
  }

  *#totalsOfHolders(
    asOf: DateNumber,
    knownAt: number,
    visibility: Visibility | undefined,
  ): Iterable<AccountTotals & Pick<Holder, 'dimensions'>> {
    // Rules about entries, and masked ones, need the entries themselves.
    if (visibility && (visibility.isByEntry || visibility.masksEntries)) {
      yield* this.#totalsOfEntries(asOf, knownAt, visibility)
      return
    }
    const tables = { log: this.#log, balances: this.balances }
    const { holders } = this.#all
    const bucketOf = (line: PostedLine) => (line.dimensions ? this.#bucketOf(line) : undefined)
    for (const totals of totalsAsKnownAt(tables, asOf, knownAt, bucketOf)) {
      const { account, dimensions } = holders.get(totals.account) as Holder
      if (visibility && !visibility.seesAccount(this.#chart.accountByOrdinal(account))) continue
      yield { ...totals, account, dimensions }
    }
  }

  *#totalsOfEntries(asOf: DateNumber, knownAt: number, visibility: Visibility) {
    for (const event of this.#log.events(0, knownAt)) {
      if (event.type !== 'journal-entry-posted') continue
      const data = JSON.parse(event.data) as EntryPosted
      if ((parseDate(data.effectiveDate) as number) > asOf) continue
      const sight = visibility.sightOf({ data, author: event.actor })
      if (!sight || sight.masked) continue
      for (const index of sight.lines) {
        const { dimensions, ...line } = data.lines[index] as PostedLine
        if (!dimensions) continue
        const totals = { ...this.#accountAndUnit(line), ...NOTHING }
        addMovement(totals, line.quantity, line.value, 1)
        yield { ...totals, dimensions }
      }
    }
  }

  #accountAndUnit({ account, unit }: Pick<PostedLine, 'account' | 'unit'>) {
    const { ordinal } = this.#chart.unit(unit) ?? {}
    invariant(ordinal !== undefined, `unit ${unit} is registered`)
    return { account: this.#chart.accountById(account).ordinal, unit: ordinal }
  }

  /** Of the account that it was booked on: a line stays in its bucket when the account becomes a part of another one. */
  #bucketOf(line: PostedLine): { account: number; unit: number } {
    const { account, unit } = this.#accountAndUnit(line)
    const own = this.#chart.mergedAccount(line.account)?.ordinal ?? account
    return { account: this.#holder(own, line.dimensions ?? {}), unit }
  }

  #holder(account: number, dimensions: Readonly<Record<string, string>>): number {
    const all = this.#all
    const key = keyOf(dimensions)
    const segment = all.segments.get(key) ?? this.#newSegment(key)
    const holder = `${account}|${segment}`
    const known = all.ordinals.get(holder)
    if (known !== undefined) return known
    const ordinal = all.holders.size + 1
    this.#database.run(
      'INSERT INTO segment_accounts (ordinal, account, segment) VALUES (?, ?, ?)',
      ...[ordinal, account, segment],
    )
    all.ordinals.set(holder, ordinal)
    all.holders.set(ordinal, { account, dimensions: JSON.parse(key) })
    return ordinal
  }

  #newSegment(key: string): number {
    const { segments } = this.#all
    const ordinal = segments.size + 1
    this.#database.run('INSERT INTO segments (ordinal, dimensions) VALUES (?, ?)', ordinal, key)
    segments.set(key, ordinal)
    return ordinal
  }

  get #all(): Loaded {
    this.#loaded ??= this.#load()
    return this.#loaded
  }

  #load(): Loaded {
    const all: Loaded = { segments: new Map(), ordinals: new Map(), holders: new Map() }
    const keys = new Map<number, string>()
    for (const row of this.#database.all<{ ordinal: number; dimensions: string }>('SELECT * FROM segments')) {
      all.segments.set(row.dimensions, row.ordinal)
      keys.set(row.ordinal, row.dimensions)
    }
    for (const row of this.#database.all<{ ordinal: number; account: number; segment: number }>(
      'SELECT * FROM segment_accounts',
    )) {
      const { ordinal, account, segment } = row
      all.ordinals.set(`${account}|${segment}`, ordinal)
      all.holders.set(ordinal, { account, dimensions: JSON.parse(keys.get(segment) ?? '{}') })
    }
    return all
  }
}

/** The same combination gives the same text, in whichever order it was written. */
export const keyOf = (dimensions: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.fromEntries(Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1))))

const matches = (filter: SegmentFilter, dimensions: Readonly<Record<string, string>>): boolean =>
  Object.entries(filter).every(([dimension, values]) => values.has(dimensions[dimension] ?? ''))

function sum(to: AccountTotals, from: AccountTotals): AccountTotals {
  to.debitQuantity += from.debitQuantity
  to.creditQuantity += from.creditQuantity
  to.debitValue += from.debitValue
  to.creditValue += from.creditValue
  return to
}
