import { type AuditCheck, judged, type ModuleAudit } from '../../kernel/audit.ts'
import type { Database } from '../../kernel/database.ts'

/** Places hang together: each lies below one of its own warehouse, and no place is lost in a circle. */
export class PlacesAudit implements ModuleAudit {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  // The plus keeps SQLite from looking through the whole warehouse for each place, instead of below its parent.
  *conclude(): Iterable<AuditCheck> {
    const lost = this.#database.all<{ code: string }>(
      `WITH RECURSIVE hung (ordinal, warehouse) AS (
         SELECT ordinal, warehouse FROM places WHERE parent IS NULL
         UNION ALL SELECT p.ordinal, p.warehouse FROM places p JOIN hung h ON p.parent = h.ordinal AND +p.warehouse = h.warehouse
       ) SELECT code FROM places WHERE ordinal NOT IN (SELECT ordinal FROM hung) ORDER BY code LIMIT 20`,
    )
    const [count] = this.#database.all<{ places: number }>('SELECT count(*) AS places FROM places')
    const wrong = lost.map(({ code }) => `${code} hangs below no root of its warehouse`)
    yield judged('places lie below their warehouses', wrong, `${count?.places ?? 0} places`)
  }
}
