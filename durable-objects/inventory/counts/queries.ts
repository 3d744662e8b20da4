import { formatAmount } from '../../kernel/amount.ts'
import type { InputOf, ReplyOf } from '../../kernel/contract.ts'
import { decodeCursor, encodeCursor, invalidCursor } from '../../kernel/cursor.ts'
import { formatDate, formatInstant, LAST_DATE, parseDate } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { isRefusal } from '../../kernel/result.ts'
import { mulDiv } from '../valuation/exact.ts'
import type { CountLineView, CountsContract, CountView } from './contract.ts'
import { at, type CountsRefusal, difference, percent } from './domain.ts'
import type { CountsPorts } from './ports.ts'
import { type CountingRow, type CountRow, type CountTables, isCounted, type LineRow } from './tables.ts'

type Input<Name extends keyof CountsContract['operations']> = InputOf<CountsContract, Name>
type Reply<Name extends keyof CountsContract['operations']> = ReplyOf<CountsContract, Name>

/** What is shown of counts. Of a blind one that is open, nothing tells what is expected. */
export class CountQueries {
  readonly #tables: CountTables
  readonly #ports: CountsPorts

  constructor(tables: CountTables, ports: CountsPorts) {
    this.#tables = tables
    this.#ports = ports
  }

  view(count: CountRow): CountView {
    const { places } = this.#ports
    return {
      id: count.id,
      number: count.number,
      name: count.name,
      note: count.note,
      status: count.status,
      warehouse: places.byOrdinal(count.warehouse).code,
      place: places.byOrdinal(count.place).code,
      blind: count.is_blind === 1,
      sequence: count.sequence,
      plannedAt: formatInstant(count.planned_at),
      plannedBy: count.planned_by,
      lines: count.lines,
      counted: count.counted,
      found: count.found,
      leftOut: count.left_out,
      differences: isHidden(count) ? null : count.differing,
      contested: count.contested,
      date: count.date === null ? null : formatDate(count.date),
      document: count.document,
    }
  }

  line(count: CountRow, row: LineRow): CountLineView {
    const { items, places, stock } = this.#ports
    const item = items.byOrdinal(row.item)
    const text = (steps: number) => items.format(item, steps)
    const hidden = isHidden(count)
    const expected = isCounted(row) ? row.booked : stock.onHandAt(row.item, row.place, row.lot || null)
    const [first] = row.countings > 1 ? this.#tables.countings(count.sequence, row.line) : []
    return {
      line: row.line,
      item: { id: item.id, code: item.code, name: item.name },
      unit: item.unit,
      place: places.byOrdinal(row.place).code,
      lot: row.lot || null,
      isExpected: row.is_expected === 1,
      expected: hidden ? null : text(expected),
      counted: row.quantity === null ? null : text(row.quantity),
      difference: hidden || !isCounted(row) ? null : text(difference(row)),
      moved: hidden || isClosed(count) ? null : text(this.#moved(count, row)),
      value: hidden || !isCounted(row) ? null : this.#amount(this.#valueOf(count, row)),
      countings: row.countings,
      first: first
        ? {
            quantity: text(first.quantity),
            difference: hidden ? null : text(difference(first)),
            countedBy: first.counted_by,
            countedAt: formatInstant(first.counted_at),
          }
        : null,
      isContested: row.is_contested === 1,
      countedBy: row.counted_by,
      countedAt: row.counted_at === null ? null : formatInstant(row.counted_at),
      position: row.at,
    }
  }

  #moved(count: CountRow, { at, item, place, lot }: LineRow): number {
    return this.#tables.movedAfter(at ?? count.sequence, item, place, lot)
  }

  /** What was posted; before that, the difference at what one unit of the stock there is worth on average. */
  #valueOf(count: CountRow, row: LineRow & { quantity: number; booked: number }): number {
    if (count.status === 'posted') return row.value ?? 0
    const { quantity, value } = this.#ports.stock.worth(row.item, count.warehouse)
    return quantity <= 0 ? 0 : mulDiv(value, difference(row), quantity)
  }

  #amount(minor: number): string {
    return formatAmount(minor, this.#ports.stock.currencyScale())
  }

  list({ limit = LIMITS.pageRowsDefault, cursor, status, warehouse }: Input<'ListStockCounts'>) {
    const after = decodeCursor(cursor, 1)
    if (after === 'invalid') return invalidCursor()
    const within = this.#warehouse(warehouse)
    if (isRefusal(within)) return within
    const rows = this.#tables.database.all<CountRow>(
      `SELECT * FROM stock_counts WHERE sequence < ?1 AND (?2 IS NULL OR status = ?2) AND (?3 IS NULL OR warehouse = ?3)
       ORDER BY sequence DESC LIMIT ?4`,
      ...[after?.[0] ?? LIMITS.minorUnitsMax, status ?? null, within, limit + 1],
    )
    const last = rows.length > limit ? rows[limit - 1] : undefined
    return {
      data: rows.slice(0, limit).map((row) => this.view(row)),
      nextCursor: last ? encodeCursor([last.sequence]) : null,
    }
  }

  lines(count: CountRow, input: Input<'ListCountLines'>): Reply<'ListCountLines'> | CountsRefusal {
    const { limit = LIMITS.pageRowsDefault, show = 'all', place, item: ref } = input
    const after = decodeCursor(input.cursor, 1)
    if (after === 'invalid') return invalidCursor()
    if (place !== undefined && !this.#ports.places.place(place))
      return at('/place', 'unknown_place', `There is no place ${place}.`)
    const item = ref === undefined ? undefined : this.#ports.items.byRef(ref)
    if (ref !== undefined && !item) return at('/item', 'unknown_item', `There is no item ${ref}.`)
    if (isHidden(count) && show === 'differing')
      return at(
        '/show',
        'count_not_finished',
        'The count is blind: differences are shown once it is finished.',
      )
    const rows = this.#tables.database.each<LineRow>(
      `SELECT * FROM stock_count_lines WHERE count = ?1 AND line > ?2 AND (?3 IS NULL OR item = ?3) AND ${SHOWN[show]}
       ORDER BY line`,
      ...[count.sequence, after?.[0] ?? -1, item?.ordinal ?? null],
    )
    const found: LineRow[] = []
    for (const row of rows) {
      const { places } = this.#ports
      if (place !== undefined && !places.isWithin(places.byOrdinal(row.place), place)) continue
      found.push(row)
      if (found.length > limit) break
    }
    const last = found.length > limit ? found[limit - 1] : undefined
    return {
      data: found.slice(0, limit).map((row) => this.line(count, row)),
      nextCursor: last ? encodeCursor([last.line]) : null,
    }
  }

  countings(count: CountRow, input: Input<'ListCountings'>): Reply<'ListCountings'> | CountsRefusal {
    const { limit = LIMITS.pageRowsDefault, line } = input
    const after = decodeCursor(input.cursor, 2)
    if (after === 'invalid') return invalidCursor()
    const rows = this.#tables.database.all<CountingRow & LineRow>(
      `SELECT l.item, l.place, l.lot, l.in_force, c.* FROM stock_countings c JOIN stock_count_lines l
         ON l.count = c.count AND l.line = c.line
       WHERE c.count = ?1 AND (c.line, c.number) > (?2, ?3) AND (?4 IS NULL OR c.line = ?4)
       ORDER BY c.line, c.number LIMIT ?5`,
      ...[count.sequence, after?.[0] ?? -1, after?.[1] ?? 0, line ?? null, limit + 1],
    )
    const last = rows.length > limit ? rows[limit - 1] : undefined
    return {
      data: rows.slice(0, limit).map((row) => this.#counting(count, row)),
      nextCursor: last ? encodeCursor([last.line, last.number]) : null,
    }
  }

  #counting(count: CountRow, row: CountingRow & LineRow): Reply<'ListCountings'>['data'][number] {
    const { items, places } = this.#ports
    const item = items.byOrdinal(row.item)
    const hidden = isHidden(count)
    return {
      line: row.line,
      number: row.number,
      item: { id: item.id, code: item.code, name: item.name },
      unit: item.unit,
      place: places.byOrdinal(row.place).code,
      lot: row.lot || null,
      quantity: items.format(item, row.quantity),
      expected: hidden ? null : items.format(item, row.booked),
      difference: hidden ? null : items.format(item, difference(row)),
      key: row.key,
      countedBy: row.counted_by,
      countedAt: formatInstant(row.counted_at),
      position: row.at,
      isInForce: row.in_force === row.number,
    }
  }

  accuracy({ from, to, warehouse }: Input<'GetCountAccuracy'>): Reply<'GetCountAccuracy'> | CountsRefusal {
    const within = this.#warehouse(warehouse)
    if (isRefusal(within)) return within
    const rows = this.#tables.database.all<Sums>(
      `SELECT warehouse, count(*) AS counts, sum(counted) AS counted, sum(differing) AS differing,
         sum(gained) AS gained, sum(lost) AS lost
       FROM stock_counts WHERE status = 'posted' AND date >= ?1 AND date <= ?2 AND (?3 IS NULL OR warehouse = ?3)
       GROUP BY warehouse`,
      ...[from ? (parseDate(from) as number) : 0, to ? (parseDate(to) as number) : LAST_DATE, within],
    )
    const figures = ({ counts, counted, differing, gained, lost }: Figures) => ({
      counts,
      lines: counted,
      exact: counted - differing,
      accuracy: percent(counted - differing, counted),
      gained: this.#amount(gained),
      lost: this.#amount(lost),
    })
    const sum = (field: 'counts' | 'counted' | 'differing' | 'gained' | 'lost') =>
      rows.reduce((total, row) => total + row[field], 0)
    return {
      ...figures({
        counts: sum('counts'),
        counted: sum('counted'),
        differing: sum('differing'),
        gained: sum('gained'),
        lost: sum('lost'),
      }),
      warehouses: rows
        .map((row) => ({ warehouse: this.#ports.places.byOrdinal(row.warehouse).code, ...figures(row) }))
        .sort((a, b) => (a.warehouse < b.warehouse ? -1 : 1)),
    }
  }

  #warehouse(code: string | undefined): number | null | CountsRefusal {
    if (code === undefined) return null
    const warehouse = this.#ports.places.warehouse(code)
    return warehouse?.ordinal ?? at('/warehouse', 'unknown_warehouse', `There is no warehouse ${code}.`)
  }
}

const isHidden = ({ is_blind, status }: CountRow): boolean => is_blind === 1 && status === 'open'

/** What moved while it was counted is forgotten then. */
const isClosed = ({ status }: CountRow): boolean => status === 'posted' || status === 'cancelled'

const SHOWN = {
  all: '1',
  uncounted: 'quantity IS NULL',
  counted: 'quantity IS NOT NULL',
  found: 'is_expected = 0',
  differing: 'quantity <> booked',
  contested: 'is_contested = 1',
} as const

interface Figures {
  counts: number
  counted: number
  differing: number
  gained: number
  lost: number
}

type Sums = Record<string, SqlStorageValue> & Figures & { warehouse: number }
