import { type AuditCheck, judged, type ModuleAudit } from '../../kernel/audit.ts'
import type { Database } from '../../kernel/database.ts'
import type { Where } from '../reserved-stock.ts'
import type { Surroundings } from './surroundings.ts'

/** What is reserved is the sum of the reservations, everywhere, and it is on hand. */
export class ReservationsAudit implements ModuleAudit {
  readonly #database: Database
  readonly #around: Surroundings

  constructor(database: Database, around: Surroundings) {
    this.#database = database
    this.#around = around
  }

  *conclude(): Iterable<AuditCheck> {
    yield this.#sums()
    yield this.#onHand()
  }

  #sums(): AuditCheck {
    const wrong = this.#database.all<Total>(
      `WITH open AS (SELECT * FROM reservations WHERE status = 'open'),
       held AS (SELECT h.*, r.warehouse FROM reservation_holdings h JOIN open r ON r.sequence = h.reservation),
       counted AS (
         SELECT item, warehouse, 0 AS place, '' AS lot, soft + held AS quantity, expected FROM open
         UNION ALL SELECT item, warehouse, place, '', quantity, 0 FROM held
         UNION ALL SELECT item, warehouse, place, lot, quantity, 0 FROM held WHERE lot <> ''
         UNION ALL SELECT item, warehouse, place, lot, -quantity, -expected FROM reserved_totals
       )
       SELECT item, warehouse, place, lot, sum(quantity) AS quantity, sum(expected) AS expected FROM counted
       GROUP BY item, warehouse, place, lot HAVING sum(quantity) <> 0 OR sum(expected) <> 0 LIMIT 20`,
    )
    const stray = this.#database.all<{ id: string }>(
      `SELECT r.id FROM reservations r WHERE held <> (
         SELECT coalesce(sum(quantity), 0) FROM reservation_holdings h WHERE h.reservation = r.sequence
       ) OR (status <> 'open' AND soft + held + expected <> 0) LIMIT 20`,
    )
    const [{ rows = 0 } = {}] = this.#database.all<{ rows: number }>(
      'SELECT count(*) AS rows FROM reserved_totals',
    )
    const messages = [
      ...wrong.map((each) => `${this.#name(each)} differs by ${each.quantity} and ${each.expected}`),
      ...stray.map(({ id }) => `${id} does not keep what lies with it`),
    ]
    return judged('reserved totals are the sums of the reservations', messages, `${rows} totals`)
  }

  #onHand(): AuditCheck {
    const { items, stock } = this.#around
    const wrong: string[] = []
    let rows = 0
    for (const total of this.#database.all<Total>('SELECT * FROM reserved_totals WHERE quantity <> 0')) {
      rows += 1
      if (items.byOrdinal(total.item).allowsNegative) continue
      const where: Where =
        total.place === 0
          ? { warehouse: total.warehouse }
          : { place: total.place, lot: total.lot || undefined }
      const onHand = stock.onHand(total.item, where)
      if (onHand < total.quantity || total.quantity < 0)
        wrong.push(`${this.#name(total)}: ${total.quantity} reserved, ${onHand} on hand`)
    }
    return judged('what is reserved is on hand', wrong, `${rows} totals`)
  }

  #name({ item, warehouse, place, lot }: Total): string {
    const { items, places } = this.#around
    return `${items.byOrdinal(item).code} in ${places.byOrdinal(place || warehouse).code}${lot && `, lot ${lot}`}`
  }
}

interface Total extends Record<string, SqlStorageValue> {
  item: number
  warehouse: number
  place: number
  lot: string
  quantity: number
  expected: number
}
