import { formatAmount } from '../../kernel/amount.ts'
import { decodeCursor, encodeCursor, invalidCursor } from '../../kernel/cursor.ts'
import { type DateNumber, formatDate, parseDate } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { EventLog } from '../../kernel/log.ts'
import { type Refusal, refuse } from '../../kernel/result.ts'
import type { StockItem } from '../stock-item.ts'
import type { StockReportsPorts } from './ports.ts'
import type { Production } from './production.ts'
import type { Point, StockRows } from './tables.ts'
import { ON_ITS_WAY, type StockTotals } from './totals.ts'

/** What every report of the stock is made with. */
export interface ReportTables {
  rows: StockRows
  totals: StockTotals
  production: Production
  log: EventLog
  ports: StockReportsPorts
}

/** The items and the warehouse that a report is limited to. */
export interface Filter {
  /** Ordinal; undefined: all. */
  warehouse: number | undefined
  families: ReadonlySet<string> | undefined
  q: string | undefined
}

interface FilterInput {
  warehouse?: string | undefined
  family?: string | undefined
  q?: string | undefined
}

export function filterOf(
  { ports: { places, items } }: ReportTables,
  input: FilterInput,
): Filter | Refusal<'unknown_warehouse' | 'family_not_found'> {
  const warehouse = input.warehouse === undefined ? undefined : places.warehouse(input.warehouse)
  if (input.warehouse !== undefined && !warehouse)
    return refuse('unknown_warehouse', `There is no warehouse ${input.warehouse}.`, [
      { pointer: '/warehouse', code: 'unknown_warehouse', detail: 'There is no such warehouse.' },
    ])
  const families = input.family === undefined ? undefined : items.familyWithin(input.family)
  if (input.family !== undefined && !families)
    return refuse('family_not_found', `There is no family ${input.family}.`, [
      { pointer: '/family', code: 'family_not_found', detail: 'There is no such family.' },
    ])
  return { warehouse: warehouse?.ordinal, families, q: input.q || undefined }
}

export interface Moment extends Point {
  /** The position that is read, and that of the log's last event. */
  position: number
  head: number
}

export function momentOf(
  tables: ReportTables,
  input: { asOf?: string | undefined; knownAt?: number | undefined },
  nowMicros: number,
): Moment | Refusal<'known_at_in_future'> {
  const head = tables.log.head.sequence
  const position = input.knownAt ?? head
  if (position > head)
    return refuse('known_at_in_future', `The log ends at ${head}.`, [
      { pointer: '/knownAt', code: 'known_at_in_future', detail: `At most ${head}.` },
    ])
  const asOf = parseDate(input.asOf ?? '') ?? lastDay(tables, nowMicros)
  return { asOf, knownAt: position === head ? undefined : position, position, head }
}

export interface Period {
  from: DateNumber
  to: DateNumber
}

export function periodOf(from: string | undefined, to: DateNumber): Period | Refusal<'dates_out_of_order'> {
  const first = parseDate(from ?? '') ?? Math.trunc(to / 10_000) * 10_000 + 101
  if (first <= to) return { from: first, to }
  return refuse('dates_out_of_order', 'The first day lies after the last. Exchange them.', [
    { pointer: '/from', code: 'dates_out_of_order', detail: `Lies after ${formatDate(to)}.` },
  ])
}

export const today = (nowMicros: number): DateNumber =>
  Number(new Date(nowMicros / 1_000).toISOString().slice(0, 10).replaceAll('-', ''))

function lastDay({ ports }: ReportTables, nowMicros: number): DateNumber {
  const day = today(nowMicros)
  return ports.ledger.lastDateAfter(day) ?? day
}

/** Keys of an item's rows are ascending; they go on from page to page behind the last one. */
export type KeyedRow<Row> = [first: number, second: number, row: Row]

interface Paging {
  cursor?: string | undefined
  limit?: number | undefined
  filter: Filter
  /** Further condition of an item, in SQL, by the alias `i`. */
  condition?: string
}

/** One page of the rows of items, by the code of the item. Items are looked at one by one, and at most so many of them a page. */
export function pageOfItems<Row>(
  tables: ReportTables,
  { cursor, limit = LIMITS.pageRowsDefault, filter, condition }: Paging,
  rowsOf: (item: StockItem) => Iterable<KeyedRow<Row>>,
): { data: Row[]; nextCursor: string | null } | Refusal<'invalid_cursor'> {
  const after = decodeCursor(cursor, 3)
  if (after === 'invalid') return invalidCursor()
  const data: Row[] = []
  let last = after
  let seen = 0
  const { past } = tables.ports
  const replayed = past.replayed
  for (const ordinal of itemsFrom(tables, after?.[0], filter, condition)) {
    const isLong = seen > 0 && past.replayed - replayed > LIMITS.stockReplayedMovesMax
    if (isLong || seen++ === LIMITS.stockReportItemsMax)
      return { data, nextCursor: encodeCursor(last as number[]) }
    for (const [first, second, row] of rowsOf(tables.ports.items.byOrdinal(ordinal))) {
      if (ordinal === after?.[0] && !isBehind(first, second, after)) continue
      if (data.length === limit) return { data, nextCursor: encodeCursor(last as number[]) }
      data.push(row)
      last = [ordinal, first, second]
    }
    if (data.length < limit) last = [ordinal, Number.MAX_SAFE_INTEGER, 0]
  }
  return { data, nextCursor: null }
}

const isBehind = (first: number, second: number, [, at = 0, then = 0]: readonly number[]): boolean =>
  first > at || (first === at && second > then)

function* itemsFrom(
  { rows: { database } }: ReportTables,
  from: number | undefined,
  { warehouse, families, q }: Filter,
  condition = 'TRUE',
): Iterable<number> {
  const inFamilies =
    families === undefined
      ? '?3 IS NULL'
      : families.size === 1
        ? 'i.family = ?3'
        : '+i.family IN (SELECT value FROM json_each(?3))'
  const found = database.eachRaw<[number]>(
    `SELECT i.ordinal FROM items i
     WHERE i.code_key >= coalesce((SELECT code_key FROM items WHERE ordinal = ?1), '')
       AND EXISTS (SELECT 1 FROM stock_pools p WHERE p.item = i.ordinal AND (?2 IS NULL OR p.warehouse = ?2))
       AND ${inFamilies}
       AND (?4 IS NULL OR i.code LIKE ?4 ESCAPE '\\' OR i.name LIKE ?4 ESCAPE '\\')
       AND ${condition}
     ORDER BY i.code_key`,
    from ?? null,
    warehouse ?? null,
    families === undefined
      ? null
      : families.size === 1
        ? ([...families][0] as string)
        : JSON.stringify([...families]),
    q === undefined ? null : `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`,
  )
  for (const [ordinal] of found) yield ordinal
}

/** Texts of what reports show. */
export class ReportTexts {
  readonly #ports: StockReportsPorts

  constructor({ ports }: ReportTables) {
    this.#ports = ports
  }

  get currency(): string {
    return this.#ports.ledger.currency().code
  }

  amount(minor: number): string {
    return formatAmount(minor, this.#ports.ledger.currency().scale)
  }

  item({ id, code, name, family }: StockItem) {
    return { id, code, name, family }
  }

  goods(item: StockItem) {
    return { item: this.item(item), unit: item.unit }
  }

  flow(item: StockItem, { quantity, value }: { quantity: number; value: number }) {
    return { quantity: this.#ports.items.format(item, quantity), value: this.amount(value) }
  }

  place(ordinal: number): string | null {
    return ordinal === 0 ? null : this.#ports.places.byOrdinal(ordinal).code
  }

  /** Of a warehouse by its ordinal. */
  warehouse(ordinal: number): string | null {
    return ordinal <= ON_ITS_WAY ? null : this.place(ordinal)
  }

  moment({ asOf, position, head }: Moment) {
    return { asOf: formatDate(asOf), knownAt: position, sequence: head, currency: this.currency }
  }
}

export const dateText = (date: number | null | undefined): string | null =>
  date === null || date === undefined ? null : formatDate(date)

export const itemNotFound = (ref: string) => refuse('item_not_found', `There is no item ${ref}.`)
