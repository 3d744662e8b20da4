import { type AuditCheck, judged, type ModuleAudit } from '../../kernel/audit.ts'
import type { Database } from '../../kernel/database.ts'

/** Totals by account, warehouse and family against what was booked item by item. */
export class StockReportsAudit implements ModuleAudit {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  *conclude(): Iterable<AuditCheck> {
    yield this.#against(
      'totals of the stock are what its items are worth',
      `SELECT h.ordinal AS holder, v.date / 100 AS month, sum(v.value) AS value
       FROM stock_values v
       JOIN stock_pools p ON p.item = v.item AND p.warehouse = v.warehouse
       JOIN stock_total_items t ON t.item = v.item
       JOIN stock_holders h
         ON h.account = p.account AND h.warehouse = max(p.warehouse, 0) AND h.family = t.family
       GROUP BY h.ordinal, v.date / 100`,
    )
    yield this.#against(
      'totals of the stock are the sum of their changes',
      'SELECT holder, date / 100 AS month, sum(value) AS value FROM stock_total_changes GROUP BY holder, date / 100',
    )
  }

  #against(name: string, sums: string): AuditCheck {
    const totals = 'SELECT account AS holder, month, debit_value - credit_value AS value FROM stock_totals'
    const wrong = this.#database
      .all<{ holder: number; month: number }>(
        `SELECT holder, month FROM (
           SELECT holder, month, value FROM (${totals}) UNION ALL SELECT holder, month, 0 - value FROM (${sums})
         ) GROUP BY holder, month HAVING sum(value) <> 0 ORDER BY holder, month LIMIT 20`,
      )
      .map(({ holder, month }) => `holder ${holder} in month ${month}`)
    const row = this.#database.first<{ count: number }>('SELECT count(*) AS count FROM stock_totals')
    return judged(name, wrong, `${row?.count ?? 0} months of holders`)
  }
}
