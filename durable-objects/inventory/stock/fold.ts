import { parseDate } from '../../kernel/dates.ts'
import type { RecordedEvent } from '../../kernel/log.ts'
import { invariant } from '../../kernel/result.ts'
import type { ItemsParts } from '../stock-item.ts'
import { isShortage, type Move, type MoveKey } from '../valuation/model.ts'
import type { CostAdjusted, MovedLine, StockMoved, StockRecalculated, StockSettings } from './contract.ts'
import { type ItemPlan, itemOnMove, type Plans } from './desk.ts'
import { ItemAtDay } from './item-at-day.ts'
import { ItemHistory } from './item-history.ts'
import { ItemWriter, type Recorded } from './item-writer.ts'
import type { StockPorts } from './ports.ts'
import { RecalculationStep, type Steps } from './recalculation.ts'
import { DOCUMENT_NUMBERS, type StockTables } from './tables.ts'

/** Folds documents into the stock's tables. What was calculated for the decision is written; a replay calculates it again. */
export class StockFold {
  readonly #tables: StockTables
  readonly #ports: StockPorts
  readonly #items: ItemsParts
  readonly #plans: Plans
  readonly #steps: Steps
  readonly #writer: ItemWriter

  constructor(tables: StockTables, ports: StockPorts, made: { plans: Plans; steps: Steps }) {
    this.#tables = tables
    this.#ports = ports
    this.#items = ports.items
    this.#plans = made.plans
    this.#steps = made.steps
    this.#writer = new ItemWriter(tables)
  }

  settings({ style, journal }: StockSettings): void {
    this.#run('INSERT OR REPLACE INTO stock_settings (id, style, journal) VALUES (1, ?, ?)', style, journal)
  }

  moved({ data, sequence }: RecordedEvent<string, StockMoved>): void {
    const { ordinal } = DOCUMENT_NUMBERS[data.kind]
    const date = parseDate(data.date) as number
    this.#run(
      'INSERT INTO stock_documents (sequence, kind, number, date) VALUES (?, ?, ?, ?)',
      sequence,
      ordinal,
      data.number,
      date,
    )
    this.#run(
      'INSERT INTO stock_numbers (kind, last) VALUES (?, ?) ON CONFLICT DO UPDATE SET last = excluded.last',
      ordinal,
      data.number,
    )
    if (data.broughtId)
      this.#run('INSERT INTO stock_brought_ids (id, sequence) VALUES (?, ?)', data.id, sequence)
    const lots = data.lines.map((line) => this.#lotOf(line))
    const plan = this.#plans.get(data)
    const recorded = { data, sequence, date, lots }
    for (const [item, indexes] of linesByItem(data.lines)) {
      const isKnown = plan?.sequence === sequence
      const itemPlan =
        (isKnown ? plan.items.get(item) : undefined) ?? this.#calculated(item, recorded, indexes)
      const ordinal = this.#items.ordinal(item)
      // Counted before the document's own moves are among them.
      const total =
        itemPlan.history instanceof ItemAtDay ? this.#tables.movesAfterCount(ordinal, date) : undefined
      this.#writer.write(ordinal, itemPlan, recorded)
      if (total !== undefined)
        this.#run(
          'INSERT INTO stock_recalculations (item, document, since, through, done, total) VALUES (?, ?, ?, ?, 0, ?)',
          ...[ordinal, data.id, date, date, total],
        )
    }
    this.#writer.flush()
  }

  /** Later moves of an item were valued anew, up to a day. */
  recalculated({ data, sequence }: RecordedEvent<string, StockRecalculated>): void {
    const item = this.#items.byId(data.item)
    const made = this.#steps.get(data)
    const step =
      made?.sequence === sequence
        ? made.step
        : new RecalculationStep(this.#tables, itemOnMove(this.#ports, item), data.moves)
    invariant(
      step.through === parseDate(data.through),
      `event ${sequence} values moves up to ${data.through}`,
    )
    this.#writer.writeStep(item.ordinal, step)
    if (data.isDone) {
      this.#writer.closeSeam(item.ordinal, step.history)
      this.#run('DELETE FROM stock_recalculations WHERE item = ?', item.ordinal)
    } else {
      this.#writer.flush()
      this.#run(
        'UPDATE stock_recalculations SET through = ?, done = done + ? WHERE item = ?',
        ...[step.through, data.moves, item.ordinal],
      )
    }
  }

  adjusted({ data, sequence }: RecordedEvent<string, CostAdjusted>): void {
    const item = this.#items.ordinal(data.item)
    const changes = new Map<string, { warehouse: number; date: number; value: number }>()
    for (const [, , warehouse, value, date] of data.moves) {
      const change = changes.get(`${warehouse}/${date}`)
      if (change) change.value += value
      else changes.set(`${warehouse}/${date}`, { warehouse, date, value })
    }
    for (const { warehouse, date, value } of changes.values())
      if (value !== 0) this.#writer.value({ item, warehouse, date, sequence, quantity: 0, value })
    this.#writer.flush()
  }

  /** The lot of a line, which is new where its item has none of that number. */
  #lotOf(line: MovedLine): number {
    if (line.lot === undefined) return 0
    const item = this.#items.ordinal(line.item)
    const known = this.#tables.lot(item, line.lot)
    if (known) return known.lot
    const lot = this.#tables.lastLot() + 1
    this.#run(
      'INSERT INTO stock_lots (lot, item, code, expiry, manufactured) VALUES (?, ?, ?, ?, ?)',
      lot,
      item,
      line.lot,
      line.expiry === undefined ? null : (parseDate(line.expiry) as number),
      line.manufactured === undefined ? null : (parseDate(line.manufactured) as number),
    )
    return lot
  }

  #calculated(id: string, { data, sequence, date, lots }: Recorded, indexes: readonly number[]): ItemPlan {
    const item = itemOnMove(this.#ports, this.#items.byId(id))
    const history = data.recalculates?.includes(id)
      ? ItemAtDay.inHistory(this.#tables, item, date)
      : new ItemHistory(this.#tables, item, date)
    const applied = indexes.map((line) => {
      const recorded = data.lines[line] as MovedLine
      const move = moveOfLine(recorded, { date, sequence, line }, lots[line] as number)
      const outcome = history.apply(move)
      invariant(
        !isShortage(outcome),
        `line ${line} of event ${sequence} found what it took when it was recorded`,
      )
      const value = outcome.changes.reduce((sum, change) => sum + change.value, 0)
      invariant(
        value === recorded.value,
        `line ${line} of event ${sequence} is worth ${value}, not ${recorded.value}`,
      )
      return { line, move, outcome }
    })
    const redone = history.redo()
    invariant(
      Array.isArray(redone),
      `what came after event ${sequence} found what it took when that was recorded`,
    )
    return { history, applied, redone: redone }
  }

  #run(statement: string, ...bindings: SqlStorageValue[]): void {
    this.#tables.database.run(statement, ...bindings)
  }
}

function linesByItem(lines: readonly MovedLine[]): Map<string, number[]> {
  const items = new Map<string, number[]>()
  for (const [index, { item }] of lines.entries()) items.set(item, [...(items.get(item) ?? []), index])
  return items
}

function moveOfLine(line: MovedLine, at: MoveKey, lot: number): Move {
  const { warehouse = 0, into = 0, quantity = 0, cost = null, of, unitCost } = line
  switch (line.move) {
    case 'in':
      return { ...at, kind: 'in', warehouse, quantity, cost, lot }
    case 'return':
      return { ...at, kind: 'return', warehouse, quantity, lot, of: present(of) }
    case 'out':
      return { ...at, kind: 'out', warehouse, quantity, lot, ...(of && { from: of }) }
    case 'transfer':
      return { ...at, kind: 'transfer', warehouse, into, quantity, lot }
    case 'recost':
      return { ...at, kind: 'recost', of: present(of), quantity, cost: cost as number }
    case 'revalue':
      return { ...at, kind: 'revalue', warehouse, cost: cost as number }
    case 'standard':
      return { ...at, kind: 'standard', unitCost: present(unitCost) }
    case 'shift':
      return { ...at, kind: 'shift' }
  }
}

function present<T>(value: T | undefined): T {
  invariant(value !== undefined, 'the line says what its move needs')
  return value
}
