import { type AuditCheck, judged, type ModuleAudit } from '../../kernel/audit.ts'
import type { Database } from '../../kernel/database.ts'

/** What counts say of their lines, and lines of their countings, is what lies there. */
export class CountsAudit implements ModuleAudit {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  *conclude(): Iterable<AuditCheck> {
    yield this.#sums()
    yield this.#inForce()
    yield this.#open()
  }

  #sums(): AuditCheck {
    const wrong = this.#database.all<{ id: string }>(
      `SELECT c.id FROM stock_counts c LEFT JOIN (
         SELECT count, count(*) AS lines, count(quantity) AS counted, sum(is_expected = 0) AS found,
           sum(coalesce(quantity <> booked, 0)) AS differing, sum(is_contested) AS contested
         FROM stock_count_lines GROUP BY count
       ) l ON l.count = c.sequence
       WHERE c.lines <> coalesce(l.lines, 0) OR c.counted <> coalesce(l.counted, 0) OR c.found <> coalesce(l.found, 0)
         OR c.differing <> coalesce(l.differing, 0) OR c.contested <> coalesce(l.contested, 0) LIMIT 20`,
    )
    return judged(
      'stock counts are the sums of their lines',
      wrong.map(({ id }) => id),
      `${this.#number('stock_counts')} counts`,
    )
  }

  #inForce(): AuditCheck {
    const wrong = this.#database.all<{ count: number; line: number }>(
      `SELECT l.count, l.line FROM stock_count_lines l LEFT JOIN (
         SELECT count, line, number, quantity, booked, at,
           row_number() OVER (PARTITION BY count, line ORDER BY at DESC, counted_at DESC, number DESC) AS place,
           count(*) OVER (PARTITION BY count, line) AS countings
         FROM stock_countings
       ) c ON c.count = l.count AND c.line = l.line AND c.place = 1
       WHERE l.countings <> coalesce(c.countings, 0) OR l.in_force IS NOT c.number OR l.quantity IS NOT c.quantity
         OR l.booked IS NOT c.booked OR l.at IS NOT c.at LIMIT 20`,
    )
    return judged(
      'lines of stock counts say what was counted last',
      wrong.map(({ count, line }) => `line ${line} of count ${count}`),
      `${this.#number('stock_count_lines')} lines`,
    )
  }

  #open(): AuditCheck {
    const wrong = this.#database.all<{ count: number; line: number }>(
      `SELECT l.count, l.line FROM stock_count_lines l JOIN stock_counts c ON c.sequence = l.count
         LEFT JOIN stock_open_lines o ON o.item = l.item AND o.place = l.place AND o.lot = l.lot
       WHERE c.status IN ('open', 'finished') AND o.count IS NOT l.count
       UNION ALL
       SELECT o.count, -1 FROM stock_open_lines o JOIN stock_counts c ON c.sequence = o.count
       WHERE c.status NOT IN ('open', 'finished') LIMIT 20`,
    )
    return judged(
      'no line is in two open stock counts',
      wrong.map(({ count, line }) => `line ${line} of count ${count}`),
      `${this.#number('stock_open_lines')} open lines`,
    )
  }

  #number(table: string): number {
    return this.#database.first<{ number: number }>(`SELECT count(*) AS number FROM ${table}`)?.number ?? 0
  }
}
