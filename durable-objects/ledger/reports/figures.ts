import type { DateNumber } from '../../kernel/dates.ts'
import type { Days } from '../../kernel/zones.ts'
import {
  BalanceMatrix,
  type BucketSource,
  fillAsKnownAt,
  fillFromLines,
  ledgerBuckets,
  SUMS,
} from '../balance-matrix.ts'
import type { Movement } from '../balances.ts'
import type { EntryPosted } from '../contract.ts'
import type { LedgerTables } from '../queries.ts'
import type { Visibility } from '../visibility.ts'
import { CASH_EXCHANGE, CASH_FLOW, cashMovements, cashMovementsInSegments } from './cash-flows.ts'
import type { StatementFolds } from './folds.ts'
import type { LeftOut } from './inputs.ts'
import type { ReportPorts, ValueSets } from './ports.ts'
import { purposeOf } from './purposes.ts'

/** Sums of accounts up to dates, for a reader, as the log stood: what every statement and explanation is computed from. */

export interface ReportTables extends LedgerTables {
  days: Days
  ports: ReportPorts
  folds: StatementFolds
}

/** Which lines count. */
export interface Scope {
  knownAt: number
  visibility: Visibility | undefined
  filter?: ValueSets | undefined
  without?: readonly LeftOut[] | undefined
  only?: LeftOut | undefined
}

/** Debits and credits in minor units of the company's currency. */
export interface Sides {
  debits: number
  credits: number
}

/** Values by account up to each cut; or quantities, in one unit. */
export class Sums {
  readonly #accounts = new Map<number, Float64Array>()
  readonly #places: ReadonlyMap<DateNumber, number>

  constructor(matrix: BalanceMatrix, onlyUnit?: number) {
    this.#places = new Map(matrix.cuts.map((cut, place) => [cut, place]))
    const cuts = matrix.cuts.length
    const first = onlyUnit === undefined ? 2 : 0
    for (const { account, unit, sums } of matrix.rows()) {
      if (onlyUnit !== undefined && unit !== onlyUnit) continue
      const values = this.#accounts.get(account) ?? new Float64Array(cuts * 2)
      this.#accounts.set(account, values)
      for (let slot = 0, [debits, credits] = [0, 0]; slot < cuts; slot++) {
        debits += sums[slot * SUMS + first] as number
        credits += sums[slot * SUMS + first + 1] as number
        values[slot * 2] = (values[slot * 2] as number) + debits
        values[slot * 2 + 1] = (values[slot * 2 + 1] as number) + credits
      }
    }
  }

  /** Accounts that moved, by ordinal. */
  accounts(): Iterable<number> {
    return this.#accounts.keys()
  }

  /** After a cut (undefined: from the beginning) up to another one. */
  between(account: number, after: DateNumber | undefined, upTo: DateNumber): Sides {
    const values = this.#accounts.get(account)
    if (!values) return NOTHING
    const [end, start] = [this.#place(upTo), after === undefined ? -1 : this.#place(after)]
    return {
      debits: (values[end * 2] as number) - (start < 0 ? 0 : (values[start * 2] as number)),
      credits: (values[end * 2 + 1] as number) - (start < 0 ? 0 : (values[start * 2 + 1] as number)),
    }
  }

  balance(account: number, after: DateNumber | undefined, upTo: DateNumber): number {
    const values = this.#accounts.get(account)
    if (!values) return 0
    const end = this.#place(upTo) * 2
    const balance = (values[end] as number) - (values[end + 1] as number)
    if (after === undefined) return balance
    const start = this.#place(after) * 2
    return balance - (values[start] as number) + (values[start + 1] as number)
  }

  #place(cut: DateNumber): number {
    const place = this.#places.get(cut)
    if (place === undefined) throw new Error(`invariant broken: sums were not made for ${cut}`)
    return place
  }
}

const NOTHING: Sides = { debits: 0, credits: 0 }

/** The balances of what counts, up to each date. */
export function balancesAt(tables: ReportTables, dates: Iterable<DateNumber>, scope: Scope): BalanceMatrix {
  const matrix = new BalanceMatrix(dates)
  const { filter, knownAt, visibility, without = [], only } = scope
  if (filter) {
    fillByDimensions(matrix, tables, scope, filter)
    if (includesUndimensioned(filter) && without.length > 0) takeOut(matrix, tables, scope, without)
    return matrix
  }
  if (visibility?.isByEntry) {
    fillFromLines(matrix, tables, knownAt, visibility, purposeCondition(without, only))
    return matrix
  }
  if (only !== undefined) {
    addPurposes(matrix, tables, scope, [only], 1)
    return matrix
  }
  fillShown(matrix, tables, ledgerBuckets(tables), scope)
  if (without.length > 0) takeOut(matrix, tables, scope, without)
  return matrix
}

/** Cash by the account that it moved against; kinds are in the place of units. */
export function cashFlowsAt(tables: ReportTables, dates: Iterable<DateNumber>, scope: Scope): BalanceMatrix {
  const matrix = new BalanceMatrix(dates)
  const { filter, knownAt, visibility } = scope
  if (filter && !visibility?.isByEntry && !visibility?.masksEntries) {
    fillCashByDimensions(matrix, tables, scope, filter)
    return matrix
  }
  if (!filter && !visibility?.isByEntry) {
    fillShown(matrix, tables, tables.folds.cashFlows, scope)
    return matrix
  }
  // Rules about entries: cash that moved against accounts is taken from the entries that the reader sees whole.
  for (const { entry, isShown } of entriesUpTo(tables, matrix.last, knownAt, visibility as Visibility)) {
    if (!isShown) continue
    for (const [movement, sign] of cashOfEntry(tables, entry, filter))
      if (visibility?.seesAccount(tables.chart.accountByOrdinal(movement.account)))
        matrix.move(movement, sign)
  }
  return matrix
}

/** What cash moved against lines whose dimensions a filter names. */
function fillCashByDimensions(
  matrix: BalanceMatrix,
  tables: ReportTables,
  scope: Scope,
  filter: ValueSets,
): void {
  const { dimensions } = tables.ports
  const { knownAt, visibility } = scope
  const segments = new BalanceMatrix(matrix.cuts)
  fillAsKnownAt(segments, tables, tables.folds.cashSegments, knownAt)
  const add = (wanted: ValueSets, sign: 1 | -1) => {
    for (const { account: segment, unit, sums } of segments.rows()) {
      const held = dimensions.segment(segment)
      if (!matches(wanted, held.dimensions)) continue
      const account = tables.chart.accountByOrdinal(held.account)
      if (visibility && !visibility.seesAccount(account)) continue
      for (let slot = 0; slot < matrix.cuts.length; slot++)
        matrix.addSums(
          account.ordinal,
          unit,
          slot,
          sums.slice(slot * SUMS, (slot + 1) * SUMS).map((sum) => sign * sum) as unknown as number[],
        )
    }
  }
  add(filter, 1)
  if (!includesUndimensioned(filter)) return
  fillShown(matrix, tables, tables.folds.cashFlows, { knownAt, visibility })
  add({}, -1)
}

/** The same of one entry: what is added, and what is taken out of that again. */
export function* cashOfEntry(
  { chart, ports }: ReportTables,
  entry: EntryPosted,
  filter: ValueSets | undefined,
): Iterable<[Movement, sign: 1 | -1]> {
  const { segment, segmentOf } = ports.dimensions
  const all = !filter || includesUndimensioned(filter)
  if (all) for (const movement of cashMovements(chart, entry)) yield [movement, 1]
  if (!filter) return
  for (const movement of cashMovementsInSegments(chart, segmentOf, entry)) {
    const { account, dimensions } = segment(movement.account)
    const moved = { ...movement, account: chart.accountByOrdinal(account).ordinal }
    if (matches(filter, dimensions) !== all) yield [moved, all ? -1 : 1]
  }
}

/** Sums of one kind of cash movement alone. */
export function cashSums(matrix: BalanceMatrix, kind: 'flow' | 'exchange'): Sums {
  const wanted = kind === 'flow' ? CASH_FLOW : CASH_EXCHANGE
  const chosen = new BalanceMatrix(matrix.cuts)
  for (const { account, unit, sums } of matrix.rows())
    if (unit === wanted)
      for (let slot = 0; slot < matrix.cuts.length; slot++)
        chosen.add(account, unit, slot, {
          debitQuantity: 0,
          creditQuantity: 0,
          debitValue: sums[slot * SUMS + 2] as number,
          creditValue: sums[slot * SUMS + 3] as number,
        })
  return new Sums(chosen)
}

function* entriesUpTo(
  { database, entries }: ReportTables,
  last: DateNumber,
  knownAt: number,
  visibility: Visibility,
): Iterable<{ entry: EntryPosted; isShown: boolean }> {
  const rows = database.all<{ sequence: number }>(
    'SELECT sequence FROM journal_entries WHERE effective_date <= ? AND sequence <= ? ORDER BY sequence',
    last,
    knownAt,
  )
  for (const { sequence } of rows) {
    const [event] = entries.events([sequence])
    if (!event) continue
    const sight = visibility.sightOf({ data: event.data, author: event.actor })
    yield { entry: event.data, isShown: sight?.whole === true && !sight.masked }
  }
}

/** Buckets of the accounts that the reader sees, without entries whose amounts are masked. */
function fillShown(matrix: BalanceMatrix, tables: ReportTables, source: BucketSource, scope: Scope): void {
  const { knownAt, visibility, without = [] } = scope
  if (!visibility) {
    fillAsKnownAt(matrix, tables, source, knownAt)
    return
  }
  const all = new BalanceMatrix(matrix.cuts)
  fillAsKnownAt(all, tables, source, knownAt)
  if (visibility.masksEntries)
    for (const entry of maskedEntries(tables, matrix.last, knownAt, visibility)) {
      // Those of a purpose that is left out altogether are taken out with all the others of it.
      if (entry.purpose !== undefined && (without as readonly string[]).includes(entry.purpose)) continue
      for (const movement of source.movements(entry)) all.move(movement, -1)
    }
  for (const { account, unit, sums } of all.rows())
    if (visibility.seesAccount(tables.chart.accountByOrdinal(account)))
      for (let slot = 0; slot < matrix.cuts.length; slot++)
        matrix.add(account, unit, slot, {
          debitQuantity: sums[slot * SUMS] as number,
          creditQuantity: sums[slot * SUMS + 1] as number,
          debitValue: sums[slot * SUMS + 2] as number,
          creditValue: sums[slot * SUMS + 3] as number,
        })
}

function maskedEntries(
  { database, entries }: ReportTables,
  last: DateNumber,
  knownAt: number,
  visibility: Visibility,
): EntryPosted[] {
  const rows = database.all<{ sequence: number }>(
    `SELECT sequence FROM journal_entries WHERE ${visibility.maskedEntries()} AND effective_date <= ? AND sequence <= ?`,
    last,
    knownAt,
  )
  return rows.flatMap(({ sequence }) => entries.events([sequence]).map(({ data }) => data))
}

const takeOut = (matrix: BalanceMatrix, tables: ReportTables, scope: Scope, purposes: readonly LeftOut[]) =>
  addPurposes(matrix, tables, { ...scope, without: [] }, purposes, -1)

function addPurposes(
  matrix: BalanceMatrix,
  tables: ReportTables,
  scope: Scope,
  purposes: readonly LeftOut[],
  sign: 1 | -1,
): void {
  const { chart } = tables
  const { visibility, knownAt } = scope
  const all = new BalanceMatrix(matrix.cuts)
  const { purposes: source } = tables.folds
  fillAsKnownAt(all, tables, source, knownAt)
  // What is added may not hold masked entries; what is taken out was left in with them.
  if (sign === 1 && visibility?.masksEntries)
    for (const entry of maskedEntries(tables, matrix.last, knownAt, visibility))
      for (const movement of source.movements(entry)) all.move(movement, -1)
  for (const { account, unit, sums } of all.rows()) {
    if (!purposes.includes(purposeOf(unit))) continue
    if (visibility && !visibility.seesAccount(chart.accountByOrdinal(account))) continue
    for (let slot = 0; slot < matrix.cuts.length; slot++)
      matrix.add(
        account,
        chart.currency.ordinal,
        slot,
        {
          debitQuantity: 0,
          creditQuantity: 0,
          debitValue: sums[slot * SUMS + 2] as number,
          creditValue: sums[slot * SUMS + 3] as number,
        },
        sign,
      )
  }
}

function purposeCondition(without: readonly LeftOut[], only: LeftOut | undefined): string {
  if (only !== undefined) return `e.purpose = '${only}'`
  if (without.length === 0) return 'TRUE'
  return `COALESCE(e.purpose, '') NOT IN (${without.map((each) => `'${each}'`).join(', ')})`
}

// ------------------------------------------------------------------------------------------------ dimensions

/** A line has one of the values in each of the dimensions; without a value it has "". */
export const matches = (filter: ValueSets, dimensions: Readonly<Record<string, string>>): boolean =>
  Object.entries(filter).every(([dimension, values]) => values.has(dimensions[dimension] ?? ''))

/** Lines without any dimension are in as well: every one that is named may be absent. */
export const includesUndimensioned = (filter: ValueSets): boolean =>
  Object.values(filter).every((values) => values.has(''))

function fillByDimensions(
  matrix: BalanceMatrix,
  tables: ReportTables,
  scope: Scope,
  filter: ValueSets,
): void {
  const { dimensions } = tables.ports
  const { knownAt, visibility } = scope
  const add = (wanted: ValueSets, sign: 1 | -1) => {
    for (const [slot, cut] of matrix.cuts.entries())
      for (const totals of dimensions.totalsAsOf(cut, wanted, knownAt, visibility)) {
        matrix.add(totals.account, totals.unit, slot, totals, sign)
        // Totals run from the beginning; the matrix holds what came since the cut before.
        if (slot + 1 < matrix.cuts.length)
          matrix.add(totals.account, totals.unit, slot + 1, totals, sign === 1 ? -1 : 1)
      }
  }
  add(filter, 1)
  if (!includesUndimensioned(filter)) return
  matrix.addAll(balancesAt(tables, matrix.cuts, { knownAt, visibility }), 1)
  add({}, -1)
}
