import { type AuditCheck, judged, type ModuleAudit } from '../../kernel/audit.ts'
import type { Database } from '../../kernel/database.ts'

/** Nothing is dismissed that no rule proposes, and no rule orders in multiples of nothing or from its own warehouse. */
export class ReplenishmentAudit implements ModuleAudit {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  *conclude(): Iterable<AuditCheck> {
    const wrong = this.#database.all<{ item: number; warehouse: number }>(
      `SELECT item, warehouse FROM dismissed_proposals d WHERE NOT EXISTS (
         SELECT 1 FROM reorder_rules r WHERE r.item = d.item AND r.warehouse = d.warehouse
       ) UNION ALL
       SELECT item, warehouse FROM reorder_rules
       WHERE rule ->> 'multipleSteps' <= 0 OR coalesce(rule ->> 'from', 0) = warehouse LIMIT 20`,
    )
    const rules = this.#database.first<{ rules: number }>(
      'SELECT count(*) AS rules FROM reorder_rules',
    )?.rules
    yield judged(
      'reorder rules can be followed, and what is dismissed has one',
      wrong.map(({ item, warehouse }) => `item ${item} in warehouse ${warehouse}`),
      `${rules ?? 0} rules`,
    )
  }
}
