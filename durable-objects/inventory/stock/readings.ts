import type { EventLog } from '../../kernel/log.ts'
import type { StockMoved } from './contract.ts'
import type { StockPorts } from './ports.ts'
import { MOVE_KINDS, type StockTables } from './tables.ts'

/** Steps of an item and lot in a place; ordinals. */
interface Lain {
  item: number
  place: number
  lot: string | null
  quantity: number
}

/** What counts and replenishment read of the stock. Below zero is what left before it came. */
export class StockReadings {
  readonly #tables: StockTables
  readonly #ports: StockPorts
  readonly #log: EventLog

  constructor(tables: StockTables, ports: StockPorts, log: EventLog) {
    this.#tables = tables
    this.#ports = ports
    this.#log = log
  }

  lyingOf(item: number): Lain[] {
    return this.#tables.database.all<LainRow>(`${LAIN} AND h.item = ? ORDER BY h.place, h.lot`, item)
  }

  lyingIn(place: number): Lain[] {
    return this.#tables.database.all<LainRow>(`${LAIN} AND h.place = ? ORDER BY h.item, h.lot`, place)
  }

  lying(): Iterable<Lain> {
    return this.#tables.database.each<LainRow>(`${LAIN} ORDER BY h.item, h.place, h.lot`)
  }

  onHandAt(item: number, place: number, lot: string | null): number {
    if (lot === null) return this.#tables.onHandAt(item, place, 0)
    const known = this.#tables.lot(item, lot)
    return known ? this.#tables.onHandAt(item, place, known.lot) : 0
  }

  worth(item: number, warehouse: number): { quantity: number; value: number } {
    const pool = this.#tables.pools(item).find((each) => each.warehouse === warehouse)
    return { quantity: pool?.quantity ?? 0, value: pool?.value ?? 0 }
  }

  /** Cost of what customers and production got since a day, by item. */
  valueIssued(since: number): Map<number, number> {
    const issued = new Map<number, number>()
    const rows = this.#tables.database.all<{ item: number; to_place: number; value: number }>(
      `SELECT item, to_place, sum(corrected - cost) AS value FROM stock_moves WHERE kind = ? AND date >= ?
       GROUP BY item, to_place`,
      MOVE_KINDS.indexOf('out'),
      since,
    )
    for (const { item, to_place, value } of rows)
      if (this.#isDemand(to_place)) issued.set(item, (issued.get(item) ?? 0) + value)
    return issued
  }

  /** What left a warehouse for customers, production and other warehouses, less what customers brought back; days as yyyymmdd. */
  consumed(item: number, warehouse: number, from: number, to: number): number {
    const rows = this.#tables.database.all<{ kind: number; outside: number; quantity: number }>(
      `SELECT kind, CASE kind WHEN ?5 THEN to_place ELSE from_place END AS outside, sum(quantity) AS quantity
       FROM stock_moves WHERE item = ?1 AND date >= ?2 AND date <= ?3 AND warehouse = ?4 AND kind IN (?5, ?6, ?7)
       GROUP BY kind, outside`,
      ...[item, from, to, warehouse],
      ...[MOVE_KINDS.indexOf('out'), MOVE_KINDS.indexOf('return'), MOVE_KINDS.indexOf('transfer')],
    )
    return rows.reduce((sum, { kind, outside, quantity }) => {
      const move = MOVE_KINDS[kind]
      if (move === 'transfer') return sum + quantity
      if (!this.#isDemand(outside)) return sum
      return move === 'out' ? sum + quantity : sum - quantity
    }, 0)
  }

  /** What is on its way to a warehouse by transfers in two steps. */
  onTheWay(item: number, warehouse: number): number {
    let sum = 0
    for (const pool of this.#tables.pools(item)) {
      if (pool.warehouse >= 0 || pool.quantity <= 0) continue
      const event = this.#log.at(0 - pool.warehouse)
      const { party } = JSON.parse(event?.data ?? '{}') as Partial<StockMoved>
      const to = party === undefined ? undefined : this.#ports.places.place(party)
      if (to?.warehouseOrdinal === warehouse) sum += pool.quantity
    }
    return sum
  }

  #isDemand(place: number): boolean {
    const kind = place === 0 ? undefined : this.#ports.places.byOrdinal(place).kind
    return kind === 'customer' || kind === 'production'
  }
}

type LainRow = Lain & Record<string, SqlStorageValue>

const LAIN = `SELECT h.item, h.place, l.code AS lot, h.quantity FROM stock_on_hand h
  LEFT JOIN stock_lots l ON l.lot = h.lot WHERE h.quantity <> 0`
