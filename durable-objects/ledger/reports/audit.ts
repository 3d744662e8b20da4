import { type AuditCheck, judged, type ModuleAudit } from '../../kernel/audit.ts'
import type { Database } from '../../kernel/database.ts'

/** The tables of statements against the balances. */
export class ReportsAudit implements ModuleAudit {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  *conclude(): Iterable<AuditCheck> {
    const wrong = this.#database.all<{ month: number }>(
      `SELECT month FROM (
         SELECT month, debit_value - credit_value AS value FROM cash_flows
         UNION ALL SELECT b.month, -(b.debit_value - b.credit_value) FROM balances b
           JOIN accounts a ON a.ordinal = b.account WHERE a.category = 'cash'
         UNION ALL SELECT p.month, p.debit_value - p.credit_value FROM purpose_balances p
           JOIN accounts a ON a.ordinal = p.account WHERE a.category = 'cash' AND p.unit = 2)
       GROUP BY month HAVING SUM(value) <> 0 ORDER BY month`,
    )
    const months = this.#database.first<{ months: number }>(
      'SELECT COUNT(DISTINCT month) AS months FROM cash_flows',
    )
    yield judged(
      'cash flows explain cash',
      wrong.map(({ month }) => `month ${month}: cash moved by another amount than its counterparts`),
      `${months?.months ?? 0} months`,
    )
  }
}
