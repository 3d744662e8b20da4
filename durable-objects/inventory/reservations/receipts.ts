import type { InputOf } from '../../kernel/contract.ts'
import { formatDate } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { NewEvent } from '../../kernel/log.ts'
import { isRefusal, type Refusal } from '../../kernel/result.ts'
import type { ReservationsParts } from '../reserved-stock.ts'
import type { ExpectedLine, ReceiptExpected, ReservationsContract } from './contract.ts'
import type { ReservationsRefusal } from './domain.ts'
import { at, type Surroundings, stepsOf, stockedItem, warehouseOf } from './surroundings.ts'
import type { ReservationTables } from './tables.ts'

/** Announced receipts: what is still expected under a reference. */
export class ExpectedReceipts {
  readonly #tables: ReservationTables
  readonly #around: Surroundings

  constructor(tables: ReservationTables, around: Surroundings) {
    this.#tables = tables
    this.#around = around
  }

  expect({
    reference,
    lines,
  }: InputOf<ReservationsContract, 'ExpectReceipt'>): NewEvent[] | ReservationsRefusal {
    const after: ExpectedLine[] = []
    for (const [index, line] of lines.entries()) {
      const pointer = `/lines/${index}`
      const item = stockedItem(this.#around, line.item, `${pointer}/item`)
      if (isRefusal(item)) return item
      const warehouse = warehouseOf(this.#around, line.warehouse, `${pointer}/warehouse`)
      if (isRefusal(warehouse)) return warehouse
      const quantity = stepsOf(this.#around, item, line, `${pointer}/quantity`)
      if (isRefusal(quantity)) return quantity
      after.push({ item: item.id, warehouse: warehouse.ordinal, quantity, date: line.date })
    }
    return this.#events(reference, this.lines(reference), after)
  }

  cancel(reference: string): NewEvent[] {
    return this.#events(reference, this.lines(reference), [])
  }

  /** What was announced first of an item comes first. More than was announced is no error: it is simply there. */
  received: ReservationsParts['received'] = (reference, received) => {
    const before = this.lines(reference)
    if (before.length === 0) return []
    let after = before.map((line) => ({ ...line }))
    for (const { item, warehouse: code, quantity } of received) {
      const warehouse = this.#around.places.warehouse(code)?.ordinal
      let rest = quantity
      for (const line of after.toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))) {
        if (line.item !== item.id || line.warehouse !== warehouse) continue
        const come = Math.min(rest, line.quantity)
        line.quantity -= come
        rest -= come
      }
    }
    after = after.filter(({ quantity }) => quantity > 0)
    return this.#events(reference, before, after)
  }

  announce: ReservationsParts['announce'] = (reference, lines) => {
    const before = this.lines(reference)
    const added = lines.map(({ item, warehouse, quantity, date }) => ({
      ...{ item: item.id, warehouse, quantity, date },
    }))
    if (before.length + added.length > LIMITS.reservationLinesMax)
      return at(
        '/reference',
        'invalid_reservation',
        `An announcement has at most ${LIMITS.reservationLinesMax} lines. Choose another reference.`,
      ) as Refusal<'invalid_reservation'>
    return this.#events(reference, before, [...before, ...added])
  }

  lines(reference: string): ExpectedLine[] {
    return this.#tables.receipt(reference).map(({ item, warehouse, quantity, date }) => ({
      item: this.#around.items.byOrdinal(item).id,
      warehouse,
      quantity,
      date: formatDate(date),
    }))
  }

  #events(reference: string, before: ExpectedLine[], after: ExpectedLine[]): NewEvent[] {
    if (JSON.stringify(before) === JSON.stringify(after)) return []
    const data: ReceiptExpected = { reference, before, after }
    return [{ type: 'receipt-expected', version: 1, data }]
  }
}
