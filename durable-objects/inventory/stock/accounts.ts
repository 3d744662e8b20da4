import type { StockItem } from '../stock-item.ts'
import type { MoveKey } from '../valuation/model.ts'
import type { MoveAccounts } from './booking.ts'
import type { StockSettings } from './contract.ts'
import type { StockPorts } from './ports.ts'
import { stockAccountOf } from './resolver.ts'
import type { MoveRow, PoolRow, StockTables } from './tables.ts'

/** What the accounts of a move are, as far as its line says so. */
export type NamedAccounts = {
  contra?: string | undefined
  variance?: string | undefined
  consumed?: string | undefined
  dimensions?: MoveAccounts['dimensions']
}

/** On which accounts moves are booked. */
export class StockAccounts {
  readonly #tables: StockTables
  readonly #ports: StockPorts
  readonly #settings: StockSettings
  readonly #known = new Map<string, string | undefined>()
  readonly #pools = new Map<number, PoolRow[]>()

  constructor(tables: StockTables, ports: StockPorts, settings: StockSettings) {
    this.#tables = tables
    this.#ports = ports
    this.#settings = settings
  }

  /** Of an item, as they are before the decision. */
  pools(item: number): PoolRow[] {
    const known = this.#pools.get(item) ?? this.#tables.pools(item)
    this.#pools.set(item, known)
    return known
  }

  /** Once something lay in a warehouse, its value stays on the account that it was booked on first. */
  stock(item: StockItem, warehouse: number): string | undefined {
    const key = `${item.ordinal}/${warehouse}`
    if (!this.#known.has(key)) {
      const pool = this.pools(item.ordinal).find((each) => each.warehouse === warehouse)
      this.#known.set(key, pool?.account ?? stockAccountOf(this.#ports, item, warehouse)?.id)
    }
    return this.#known.get(key)
  }

  of(
    item: StockItem,
    { contra, variance, consumed, dimensions }: NamedAccounts,
    contraOf: (issue: MoveKey) => string,
  ): MoveAccounts {
    const stock = (warehouse: number) => this.stock(item, warehouse) as string
    return { stock, contra, variance, consumed, dimensions, contraOf }
  }

  ofRow(
    item: StockItem,
    { contra, dimensions }: MoveRow,
    contraOf: (issue: MoveKey) => string,
  ): MoveAccounts {
    const { items } = this.#ports
    const consumed = this.#settings.style === 'continental' ? 'variation' : 'costOfSales'
    return this.of(
      item,
      {
        contra: contra ?? undefined,
        variance: items.account(item, 'priceDifference')?.id,
        consumed: items.account(item, consumed)?.id,
        dimensions: dimensions === null ? undefined : JSON.parse(dimensions),
      },
      contraOf,
    )
  }
}
