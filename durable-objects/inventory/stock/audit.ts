import { type AuditCheck, judged, type ModuleAudit } from '../../kernel/audit.ts'
import type { Database } from '../../kernel/database.ts'
import type { StoredEvent } from '../../kernel/log.ts'
import type { StockBooks } from './ports.ts'

/** Stock is what its moves, its layers, its places and the ledger say, each by itself. */
export class StockAudit implements ModuleAudit {
  readonly #database: Database
  readonly #books: StockBooks
  /** What stock documents booked, by account: accounts that were merged are one. */
  readonly #booked = new Map<string, number>()

  constructor(database: Database, books: StockBooks) {
    this.#database = database
    this.#books = books
  }

  visit(event: StoredEvent): void {
    if (event.type !== 'journal-entry-posted' || !event.data.includes('"origin":"stk_')) return
    for (const { account, value } of linesOf(event.data)) {
      const { id } = this.#books.account(account)
      this.#booked.set(id, (this.#booked.get(id) ?? 0) + (value ?? 0))
    }
  }

  *conclude(): Iterable<AuditCheck> {
    yield this.#against(
      'stock is what was booked day by day',
      `SELECT item, warehouse, sum(quantity) AS quantity, sum(value) AS value FROM stock_values GROUP BY item, warehouse`,
    )
    yield this.#against(
      'stock is the sum of its months',
      `SELECT item, warehouse, sum(quantity) AS quantity, sum(value) AS value FROM stock_months GROUP BY item, warehouse`,
    )
    yield this.#layers()
    yield this.#places()
    yield this.#accounts()
  }

  #against(name: string, sums: string): AuditCheck {
    const wrong = this.#database
      .all<{ item: number; warehouse: number }>(
        `SELECT p.item, p.warehouse FROM stock_pools p LEFT JOIN (${sums}) s ON s.item = p.item AND s.warehouse = p.warehouse
         WHERE p.quantity <> coalesce(s.quantity, 0) OR p.value <> coalesce(s.value, 0)`,
      )
      .map(({ item, warehouse }) => `item ${item} in warehouse ${warehouse}`)
    return judged(name, wrong, this.#poolCount())
  }

  /** Where layers carry the value, their sum is the stock; where they do not, none of them has one. */
  #layers(): AuditCheck {
    const wrong = this.#database
      .all<{ item: number; warehouse: number }>(
        `SELECT p.item, p.warehouse FROM stock_pools p LEFT JOIN (
           SELECT item, warehouse, sum(remaining) AS quantity, sum(remaining_value) AS value, max(value <> 0) AS is_layered
           FROM stock_layers WHERE remaining <> 0 OR remaining_value <> 0 GROUP BY item, warehouse
         ) l ON l.item = p.item AND l.warehouse = p.warehouse
         WHERE (p.quantity <> coalesce(l.quantity, 0) OR coalesce(l.is_layered, 0) = 1 AND p.value <> l.value)
           AND p.item NOT IN (SELECT item FROM stock_recalculations)`,
      )
      .map(({ item, warehouse }) => `item ${item} in warehouse ${warehouse}`)
    return judged('stock is the sum of its layers', wrong, this.#poolCount())
  }

  #places(): AuditCheck {
    const wrong = this.#database
      .all<{ item: number }>(
        `SELECT p.item FROM (SELECT item, sum(quantity) AS quantity FROM stock_pools GROUP BY item) p
         LEFT JOIN (SELECT item, sum(quantity) AS quantity FROM stock_on_hand GROUP BY item) h ON h.item = p.item
         WHERE p.quantity <> coalesce(h.quantity, 0)`,
      )
      .map(({ item }) => `item ${item}`)
    return judged('stock is what lies in its places', wrong, this.#poolCount())
  }

  #accounts(): AuditCheck {
    const rows = this.#database.all<{ account: string; value: number }>(
      'SELECT account, sum(value) AS value FROM stock_pools GROUP BY account',
    )
    const worth = new Map<string, number>()
    for (const { account, value } of rows) {
      const { id } = this.#books.account(account)
      worth.set(id, (worth.get(id) ?? 0) + value)
    }
    const wrong = [...worth]
      .filter(([account, value]) => (this.#booked.get(account) ?? 0) !== value)
      .map(
        ([account, value]) => `${account} has ${this.#booked.get(account) ?? 0}, the stock is worth ${value}`,
      )
    return judged('stock is worth what its accounts say', wrong, `${worth.size} accounts`)
  }

  #poolCount(): string {
    const row = this.#database.first<{ count: number }>('SELECT count(*) AS count FROM stock_pools')
    return `${row?.count ?? 0} items in warehouses`
  }
}

/** Damaged text is what the hash chain reports. */
function linesOf(text: string): { account: string; value: number | null }[] {
  try {
    const { lines } = JSON.parse(text) as { lines: { account: string; value: number | null }[] }
    return Array.isArray(lines) ? lines : []
  } catch {
    return []
  }
}
