import { monthOf, parseDate } from '../../kernel/dates.ts'
import type { RecordedEvent } from '../../kernel/log.ts'
import { invariant } from '../../kernel/result.ts'
import type { ItemsParts } from '../stock-item.ts'
import { isShortage, keyText, type Layer, type Move, type MoveKey, type Outcome } from '../valuation/model.ts'
import type { CostAdjusted, MovedLine, StockMoved, StockSettings } from './contract.ts'
import { type ItemPlan, itemOnMove, type Plans } from './desk.ts'
import { ItemHistory } from './item-history.ts'
import type { StockPorts } from './ports.ts'
import { layerRow, layerText, outcomeColumns } from './rows.ts'
import { DOCUMENT_NUMBERS, MOVE_KINDS, type StockTables } from './tables.ts'

/** Folds documents into the stock's tables. What was calculated for the decision is written; a replay calculates it again. */
export class StockFold {
  readonly #tables: StockTables
  readonly #ports: StockPorts
  readonly #items: ItemsParts
  readonly #plans: Plans

  constructor(tables: StockTables, ports: StockPorts, plans: Plans) {
    this.#tables = tables
    this.#ports = ports
    this.#items = ports.items
    this.#plans = plans
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
    for (const [item, indexes] of linesByItem(data.lines))
      this.#item(
        item,
        (plan?.sequence === sequence ? plan.items.get(item) : undefined) ??
          this.#calculated(item, { data, sequence, date, lots, indexes }),
        { data, sequence, date, lots },
      )
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
      if (value !== 0) this.#value({ item, warehouse, date, sequence, quantity: 0, value })
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

  #calculated(
    id: string,
    { data, sequence, date, lots, indexes }: Recorded & { indexes: readonly number[] },
  ): ItemPlan {
    const history = new ItemHistory(this.#tables, itemOnMove(this.#ports, this.#items.byId(id)), date)
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

  #item(id: string, plan: ItemPlan, recorded: Recorded): void {
    const item = this.#items.ordinal(id)
    for (const { line, move, outcome } of plan.applied) this.#insertMove(item, line, move, outcome, recorded)
    for (const { row, move, after, isChanged } of plan.redone) {
      if (!isChanged) continue
      const columns = outcomeColumns(move, after)
      this.#run(
        `UPDATE stock_moves SET cost = ?, into_value = ?, changes = ?, corrections = ?, consumed = ?, variance = ?
         ${columns.given === undefined ? '' : `, given = ${columns.given}`}
         WHERE item = ? AND date = ? AND sequence = ? AND line = ?`,
        ...[columns.cost, columns.into_value, columns.changes, columns.corrections, columns.consumed],
        columns.variance,
        ...[item, row.date, row.sequence, row.line],
      )
    }
    this.#writeLayers(item, plan)
    this.#writeTakings(item, plan)
    this.#writeIssues(item, plan, recorded)
    this.#writePools(item, plan, recorded)
    this.#writeValues(item, plan, recorded)
  }

  #insertMove(
    item: number,
    line: number,
    move: Move,
    outcome: Outcome,
    { data, lots, sequence, date }: Recorded,
  ) {
    const recorded = data.lines[line] as MovedLine
    const { of, from = 0, to = 0, quantity = 0, unitCost } = recorded
    const { given: out, ...columns } = outcomeColumns(move, outcome)
    const given = unitCost ? unitCost.value : (out ?? recorded.cost ?? null)
    this.#tables.database.insertEach('stock_moves', MOVE_COLUMNS, [
      [
        ...[item, date, sequence, line, MOVE_KINDS.indexOf(recorded.move)],
        ...[recorded.warehouse ?? 0, recorded.into ?? 0, from, to, quantity, lots[line] as number],
        ...[given, unitCost?.per ?? null, of?.date ?? null, of?.sequence ?? null, of?.line ?? null],
        recorded.contra ?? null,
        recorded.dimensions ? JSON.stringify(recorded.dimensions) : null,
        ...[columns.cost, columns.into_value, columns.changes, columns.corrections, columns.consumed],
        ...[columns.variance, 0, 0, 0],
      ],
    ])
    // What suppliers and customers have is not ours: only places inside are counted.
    const lot = lots[line] as number
    if (move.kind === 'out' || isWithin(move)) this.#onHand(item, from, lot, -quantity)
    if (move.kind === 'in' || move.kind === 'return' || isWithin(move)) this.#onHand(item, to, lot, quantity)
  }

  #onHand(item: number, place: number, lot: number, quantity: number): void {
    this.#run(
      `INSERT INTO stock_on_hand (item, place, lot, quantity) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET quantity = quantity + excluded.quantity`,
      ...[item, place, lot, quantity],
    )
  }

  /** Layers as they are by now against those that are stored. */
  #writeLayers(item: number, { history, applied, redone }: ItemPlan): void {
    const layers = new Map(history.layers)
    for (const { before } of redone) for (const layer of before.made) layers.delete(layerText(layer))
    for (const { outcome } of applied) for (const layer of outcome.made) layers.set(layerText(layer), layer)
    for (const { after } of redone) for (const layer of after.made) layers.set(layerText(layer), layer)
    const fresh: Layer[] = []
    for (const [text, layer] of layers) {
      const stored = history.stored.get(text)
      const isSame = stored && sameGoods(stored, layer)
      if (!isSame) fresh.push(layer)
      if (stored && !isSame) this.#removeLayer(item, stored)
      if (!isSame) continue
      if (layer.remaining === stored.remaining && layer.remainingValue === stored.remainingValue) continue
      const { date, sequence, line } = layer.by
      this.#run(
        `UPDATE stock_layers SET remaining = ?, remaining_value = ?
         WHERE item = ? AND date = ? AND sequence = ? AND line = ? AND part = ?`,
        ...[layer.remaining, layer.remainingValue, item, date, sequence, line, layer.part],
      )
    }
    for (const [text, stored] of history.stored) if (!layers.has(text)) this.#removeLayer(item, stored)
    this.#tables.database.insertRows(
      'stock_layers',
      LAYER_COLUMNS,
      fresh.map((layer) => {
        const row = layerRow(item, layer)
        return LAYER_COLUMNS.map((column) => row[column] as number)
      }),
    )
  }

  #removeLayer(item: number, { by: { date, sequence, line }, part }: Layer): void {
    this.#run(
      'DELETE FROM stock_layers WHERE item = ? AND date = ? AND sequence = ? AND line = ? AND part = ?',
      ...[item, date, sequence, line, part],
    )
  }

  #writeTakings(item: number, { applied, redone }: ItemPlan): void {
    const rows: number[][] = []
    const add = (at: MoveKey, { taken }: Outcome) => {
      for (const [number, { layer, quantity, value }] of taken.entries()) {
        const { by, part } = layer
        rows.push([
          item,
          at.date,
          at.sequence,
          at.line,
          number,
          by.date,
          by.sequence,
          by.line,
          part,
          quantity,
          value,
        ])
      }
    }
    for (const { move, outcome } of applied) add(move, outcome)
    for (const { row, before, after } of redone) {
      if (sameTakings(before, after)) continue
      if (before.taken.length > 0)
        this.#run(
          'DELETE FROM stock_takings WHERE item = ? AND date = ? AND sequence = ? AND line = ?',
          ...[item, row.date, row.sequence, row.line],
        )
      add(row, after)
    }
    this.#tables.database.insertRows('stock_takings', TAKING_COLUMNS, rows)
  }

  /** What later moves say of earlier ones: what was corrected of their cost, what came or went back, what arrived. */
  #writeIssues(item: number, { applied, redone }: ItemPlan, { data }: Recorded): void {
    const issues = new Map<string, { of: MoveKey; corrected: number; returned: number; value: number }>()
    const issue = (of: MoveKey) => {
      const known = issues.get(keyText(of)) ?? { of, corrected: 0, returned: 0, value: 0 }
      issues.set(keyText(of), known)
      return known
    }
    for (const { line, move, outcome } of applied) {
      for (const { of, amount } of outcome.corrections) issue(of).corrected += amount
      const of = data.lines[line]?.of
      if (of && 'quantity' in move && move.kind !== 'recost') issue(of).returned += move.quantity
      if (move.kind === 'return') issue(move.of).value += outcome.cost
    }
    for (const { move, before, after } of redone) {
      for (const { of, amount } of before.corrections) issue(of).corrected -= amount
      for (const { of, amount } of after.corrections) issue(of).corrected += amount
      if (move.kind === 'return') issue(move.of).value += after.cost - before.cost
    }
    for (const { of, corrected, returned, value } of issues.values())
      if (corrected !== 0 || returned !== 0 || value !== 0)
        this.#run(
          `UPDATE stock_moves SET corrected = corrected + ?, returned = returned + ?, returned_value = returned_value + ?
           WHERE item = ? AND date = ? AND sequence = ? AND line = ?`,
          ...[corrected, returned, value, item, of.date, of.sequence, of.line],
        )
  }

  #writePools(item: number, { history, applied }: ItemPlan, { data }: Recorded): void {
    const accounts = new Map<number, string>()
    for (const { line } of applied) {
      const { warehouse, into, stock, intoStock } = data.lines[line] as MovedLine
      if (warehouse !== undefined && stock !== undefined) accounts.set(warehouse, stock)
      if (into !== undefined && intoStock !== undefined) accounts.set(into, intoStock)
    }
    for (const [warehouse, { quantity, value }] of history.stock.pools())
      this.#run(
        `INSERT INTO stock_pools (item, warehouse, quantity, value, account) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT DO UPDATE SET quantity = ?3, value = ?4 WHERE quantity <> ?3 OR value <> ?4`,
        ...[item, warehouse, quantity, value, accounts.get(warehouse) ?? ''],
      )
  }

  #writeValues(item: number, { applied }: ItemPlan, { sequence, date }: Recorded): void {
    const changes = new Map<number, { quantity: number; value: number }>()
    for (const { outcome } of applied)
      for (const { warehouse, quantity, value } of outcome.changes) {
        const change = changes.get(warehouse) ?? { quantity: 0, value: 0 }
        changes.set(warehouse, { quantity: change.quantity + quantity, value: change.value + value })
      }
    for (const [warehouse, change] of changes) this.#value({ item, warehouse, date, sequence, ...change })
  }

  #value(row: {
    item: number
    warehouse: number
    date: number
    sequence: number
    quantity: number
    value: number
  }) {
    const { item, warehouse, date, sequence, quantity, value } = row
    this.#run(
      'INSERT INTO stock_values (item, warehouse, date, sequence, quantity, value) VALUES (?, ?, ?, ?, ?, ?)',
      ...[item, warehouse, date, sequence, quantity, value],
    )
    this.#run(
      `INSERT INTO stock_months (item, warehouse, month, quantity, value) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET quantity = quantity + excluded.quantity, value = value + excluded.value`,
      ...[item, warehouse, monthOf(date), quantity, value],
    )
  }

  #run(statement: string, ...bindings: SqlStorageValue[]): void {
    this.#tables.database.run(statement, ...bindings)
  }
}

/** The same goods at the same cost, whatever is left of them. */
const sameGoods = (a: Layer, b: Layer): boolean =>
  a.warehouse === b.warehouse &&
  a.quantity === b.quantity &&
  a.value === b.value &&
  a.lot === b.lot &&
  a.root.date === b.root.date &&
  keyText(a.root) === keyText(b.root)

const isWithin = ({ kind }: Move): boolean => kind === 'transfer' || kind === 'shift'

interface Recorded {
  data: StockMoved
  sequence: number
  date: number
  /** Of each line. */
  lots: readonly number[]
}

const MOVE_COLUMNS = [
  ...['item', 'date', 'sequence', 'line', 'kind', 'warehouse', 'into_warehouse', 'from_place', 'to_place'],
  ...['quantity', 'lot', 'given', 'per', 'of_date', 'of_sequence', 'of_line', 'contra', 'dimensions'],
  ...['cost', 'into_value', 'changes', 'corrections', 'consumed', 'variance'],
  ...['corrected', 'returned', 'returned_value'],
]
const LAYER_COLUMNS = [
  ...['item', 'date', 'sequence', 'line', 'part', 'warehouse', 'root_date', 'root_sequence', 'root_line'],
  ...['lot', 'quantity', 'value', 'remaining', 'remaining_value'],
]
const TAKING_COLUMNS = [
  ...[
    'item',
    'date',
    'sequence',
    'line',
    'number',
    'layer_date',
    'layer_sequence',
    'layer_line',
    'layer_part',
  ],
  ...['quantity', 'value'],
]

function linesByItem(lines: readonly MovedLine[]): Map<string, number[]> {
  const items = new Map<string, number[]>()
  for (const [index, { item }] of lines.entries()) items.set(item, [...(items.get(item) ?? []), index])
  return items
}

function sameTakings(before: Outcome, after: Outcome): boolean {
  const text = ({ taken }: Outcome) =>
    JSON.stringify(taken.map(({ layer: { by, part }, quantity, value }) => [by, part, quantity, value]))
  return text(before) === text(after)
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
