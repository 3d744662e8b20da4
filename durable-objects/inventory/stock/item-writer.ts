import { monthOf } from '../../kernel/dates.ts'
import { invariant } from '../../kernel/result.ts'
import { keyText, type Layer, type Move, type MoveKey, type Outcome } from '../valuation/model.ts'
import type { StockOfItem } from '../valuation/stock-of-item.ts'
import type { MovedLine, StockMoved } from './contract.ts'
import type { ItemPlan } from './desk.ts'
import type { ItemAtDay } from './item-at-day.ts'
import { ItemHistory, type Redone } from './item-history.ts'
import { valueChanges } from './later-costs.ts'
import type { RecalculationStep } from './recalculation.ts'
import { layerRow, layerText, outcomeColumns } from './rows.ts'
import { MOVE_KINDS, type StockTables } from './tables.ts'

/** A document as the log has it. */
export interface Recorded {
  data: StockMoved
  sequence: number
  date: number
  /** Of each line. */
  lots: readonly number[]
}

/**
 * Writes what came of the moves of items into the stock's tables. New rows are held back until `flush`: a document of a
 * hundred lines is a few statements.
 */
export class ItemWriter {
  readonly #tables: StockTables
  #rows = noRows()
  /** What later moves say of earlier ones, which may be among the new rows. */
  #said: [corrected: number, returned: number, value: number, item: number, of: MoveKey][] = []

  constructor(tables: StockTables) {
    this.#tables = tables
  }

  flush(): void {
    const { moves, layers, takings, onHand, pools, poolChanges, values, months } = this.#rows
    const { database } = this.#tables
    database.insertRows('stock_moves', MOVE_COLUMNS, moves)
    database.insertRows('stock_layers', LAYER_COLUMNS, layers)
    database.insertRows('stock_takings', TAKING_COLUMNS, takings)
    database.insertRows('stock_on_hand', ['item', 'place', 'lot', 'quantity'], onHand, ADDS_QUANTITY)
    database.insertRows('stock_pools', POOL_COLUMNS, pools, SETS_POOL)
    database.insertRows('stock_pools', POOL_COLUMNS, poolChanges, ADDS_QUANTITY_AND_VALUE)
    database.insertRows('stock_values', VALUE_COLUMNS, values)
    database.insertRows('stock_months', MONTH_COLUMNS, months, ADDS_QUANTITY_AND_VALUE)
    for (const [corrected, returned, value, item, of] of this.#said)
      this.#run(
        `UPDATE stock_moves SET corrected = corrected + ?, returned = returned + ?, returned_value = returned_value + ?
         WHERE item = ? AND date = ? AND sequence = ? AND line = ?`,
        ...[corrected, returned, value, item, of.date, of.sequence, of.line],
      )
    this.#rows = noRows()
    this.#said = []
  }

  /** A document's moves of one item, and all that they changed of later ones. */
  write(item: number, plan: ItemPlan, recorded: Recorded): void {
    for (const { line, move, outcome } of plan.applied) this.#insertMove(item, line, move, outcome, recorded)
    this.#updateMoves(item, plan.redone)
    if (plan.history instanceof ItemHistory) {
      this.#writeLayers(item, plan, plan.history)
      this.#writePools(item, plan, plan.history, recorded)
    } else {
      this.#addLayers(
        item,
        plan.applied.flatMap(({ outcome }) => outcome.made),
      )
      this.#changePools(item, changesOf(plan), accountsOf(plan, recorded.data))
      this.writeSeam(item, plan.history)
    }
    this.#writeTakings(item, plan)
    this.#writeIssues(item, plan, recorded.data.lines)
    this.#writeValues(item, plan, recorded)
  }

  /** Later moves that were valued anew, while those behind them wait. */
  writeStep(item: number, { history, redone }: RecalculationStep): void {
    const plan = { history, applied: [], redone }
    this.#updateMoves(item, redone)
    const changed = redone.filter(({ isChanged }) => isChanged)
    for (const { row } of changed)
      this.#run(
        'DELETE FROM stock_layers WHERE item = ? AND date = ? AND sequence = ? AND line = ?',
        ...[item, row.date, row.sequence, row.line],
      )
    this.#addLayers(
      item,
      changed.flatMap(({ after }) => after.made),
    )
    this.#writeTakings(item, plan)
    this.#writeIssues(item, plan, [])
    this.#changePools(item, changesOf(plan), new Map())
    this.writeSeam(item, history)
  }

  /** How far the moves of an item are valued anew, and what lay there then. */
  writeSeam(item: number, { stock }: ItemAtDay): void {
    this.clearSeam(item)
    const { database } = this.#tables
    database.insertRows('stock_seam_layers', LAYER_COLUMNS, openLayers(stock).map(columnsOf(item)))
    database.insertRows(
      'stock_seam_pools',
      ['item', 'warehouse', 'quantity', 'value'],
      [...stock.pools()].map(([warehouse, { quantity, value }]) => [item, warehouse, quantity, value]),
    )
  }

  clearSeam(item: number): void {
    this.#run('DELETE FROM stock_seam_layers WHERE item = ?', item)
    this.#run('DELETE FROM stock_seam_pools WHERE item = ?', item)
  }

  /** All is valued anew: what lies there now is what lay there at the end. */
  closeSeam(item: number, { stock }: ItemAtDay): void {
    this.flush()
    this.#run(
      `UPDATE stock_layers SET remaining = 0, remaining_value = 0
       WHERE item = ? AND (remaining <> 0 OR remaining_value <> 0)`,
      item,
    )
    for (const { by, part, remaining, remainingValue } of openLayers(stock))
      this.#run(
        `UPDATE stock_layers SET remaining = ?, remaining_value = ?
         WHERE item = ? AND date = ? AND sequence = ? AND line = ? AND part = ?`,
        ...[remaining, remainingValue, item, by.date, by.sequence, by.line, part],
      )
    for (const { warehouse, quantity, value } of this.#tables.pools(item)) {
      const pool = stock.pools().get(warehouse)
      invariant(
        quantity === (pool?.quantity ?? 0) && value === (pool?.value ?? 0),
        `item ${item} in warehouse ${warehouse} is worth what was booked of it step by step`,
      )
    }
    this.clearSeam(item)
  }

  #updateMoves(item: number, redone: readonly Redone[]): void {
    for (const { row, move, after, isChanged } of redone) {
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
    this.#rows.moves.push([
      ...[item, date, sequence, line, MOVE_KINDS.indexOf(recorded.move)],
      ...[recorded.warehouse ?? 0, recorded.into ?? 0, from, to, quantity, lots[line] as number],
      ...[given, unitCost?.per ?? null, of?.date ?? null, of?.sequence ?? null, of?.line ?? null],
      recorded.contra ?? null,
      recorded.dimensions ? JSON.stringify(recorded.dimensions) : null,
      ...[columns.cost, columns.into_value, columns.changes, columns.corrections, columns.consumed],
      ...[columns.variance, 0, 0, 0],
    ])
    // What suppliers and customers have is not ours: only places inside are counted.
    const lot = lots[line] as number
    if (move.kind === 'out' || isWithin(move)) this.#onHand(item, from, lot, -quantity)
    if (move.kind === 'in' || move.kind === 'return' || isWithin(move)) this.#onHand(item, to, lot, quantity)
  }

  #onHand(item: number, place: number, lot: number, quantity: number): void {
    this.#rows.onHand.push([item, place, lot, quantity])
  }

  /** Layers as they are by now against those that are stored. */
  #writeLayers(item: number, { applied, redone }: ItemPlan, history: ItemHistory): void {
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
    this.#addLayers(item, fresh)
  }

  #addLayers(item: number, layers: readonly Layer[]): void {
    this.#rows.layers.push(...layers.map(columnsOf(item)))
  }

  #removeLayer(item: number, { by: { date, sequence, line }, part }: Layer): void {
    this.#run(
      'DELETE FROM stock_layers WHERE item = ? AND date = ? AND sequence = ? AND line = ? AND part = ?',
      ...[item, date, sequence, line, part],
    )
  }

  #writeTakings(item: number, { applied, redone }: Pick<ItemPlan, 'applied' | 'redone'>): void {
    const rows = this.#rows.takings
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
  }

  /** What later moves say of earlier ones: what was corrected of their cost, what came or went back, what arrived. */
  #writeIssues(
    item: number,
    { applied, redone }: Pick<ItemPlan, 'applied' | 'redone'>,
    lines: readonly MovedLine[],
  ): void {
    const issues = new Map<string, { of: MoveKey; corrected: number; returned: number; value: number }>()
    const issue = (of: MoveKey) => {
      const known = issues.get(keyText(of)) ?? { of, corrected: 0, returned: 0, value: 0 }
      issues.set(keyText(of), known)
      return known
    }
    for (const { line, move, outcome } of applied) {
      for (const { of, amount } of outcome.corrections) issue(of).corrected += amount
      const of = lines[line]?.of
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
        this.#said.push([corrected, returned, value, item, of])
  }

  #writePools(item: number, plan: ItemPlan, { stock }: ItemHistory, { data }: Recorded): void {
    const accounts = accountsOf(plan, data)
    for (const [warehouse, { quantity, value }] of stock.pools())
      this.#rows.pools.push([item, warehouse, quantity, value, accounts.get(warehouse) ?? ''])
  }

  #changePools(
    item: number,
    changes: ReadonlyMap<number, { quantity: number; value: number }>,
    accounts: ReadonlyMap<number, string>,
  ): void {
    for (const [warehouse, { quantity, value }] of changes)
      this.#rows.poolChanges.push([item, warehouse, quantity, value, accounts.get(warehouse) ?? ''])
  }

  #writeValues(item: number, plan: ItemPlan, { sequence, date }: Recorded): void {
    const changes = changesOf({ applied: plan.applied, redone: [] })
    for (const [warehouse, change] of changes) this.value({ item, warehouse, date, sequence, ...change })
  }

  /** What came into a warehouse, on the day on which it is booked. */
  value(row: {
    item: number
    warehouse: number
    date: number
    sequence: number
    quantity: number
    value: number
  }) {
    const { item, warehouse, date, sequence, quantity, value } = row
    this.#rows.values.push([item, warehouse, date, sequence, quantity, value])
    this.#rows.months.push([item, warehouse, monthOf(date), quantity, value])
  }

  #run(statement: string, ...bindings: SqlStorageValue[]): void {
    this.#tables.database.run(statement, ...bindings)
  }
}

/** What moves brought into each warehouse, and what later ones brought more or less than before. */
function changesOf({
  applied,
  redone,
}: Pick<ItemPlan, 'applied' | 'redone'>): Map<number, { quantity: number; value: number }> {
  const changes = new Map<number, { quantity: number; value: number }>()
  const add = (warehouse: number, quantity: number, value: number) => {
    const change = changes.get(warehouse) ?? { quantity: 0, value: 0 }
    changes.set(warehouse, { quantity: change.quantity + quantity, value: change.value + value })
  }
  for (const { outcome } of applied)
    for (const { warehouse, quantity, value } of outcome.changes) add(warehouse, quantity, value)
  for (const { before, after, isChanged } of redone)
    if (isChanged) for (const [warehouse, value] of valueChanges(before, after)) add(warehouse, 0, value)
  return changes
}

/** The stock account of each warehouse that a document says one of. */
function accountsOf({ applied }: ItemPlan, { lines }: StockMoved): Map<number, string> {
  const accounts = new Map<number, string>()
  for (const { line } of applied) {
    const { warehouse, into, stock, intoStock } = lines[line] as MovedLine
    if (warehouse !== undefined && stock !== undefined) accounts.set(warehouse, stock)
    if (into !== undefined && intoStock !== undefined) accounts.set(into, intoStock)
  }
  return accounts
}

const openLayers = (stock: StockOfItem): Layer[] =>
  [...stock.pools().values()].flatMap((pool) => [...pool.open()])

/** The same goods at the same cost, whatever is left of them. */
const sameGoods = (a: Layer, b: Layer): boolean =>
  a.warehouse === b.warehouse &&
  a.quantity === b.quantity &&
  a.value === b.value &&
  a.lot === b.lot &&
  a.root.date === b.root.date &&
  keyText(a.root) === keyText(b.root)

const isWithin = ({ kind }: Move): boolean => kind === 'transfer' || kind === 'shift'

const noRows = () => ({
  moves: [] as SqlStorageValue[][],
  layers: [] as number[][],
  takings: [] as number[][],
  onHand: [] as number[][],
  pools: [] as SqlStorageValue[][],
  poolChanges: [] as SqlStorageValue[][],
  values: [] as number[][],
  months: [] as number[][],
})

const columnsOf = (item: number) => (layer: Layer) => {
  const row = layerRow(item, layer)
  return LAYER_COLUMNS.map((column) => row[column] as number)
}

const ADDS_QUANTITY = 'ON CONFLICT DO UPDATE SET quantity = quantity + excluded.quantity'
const ADDS_QUANTITY_AND_VALUE = `${ADDS_QUANTITY}, value = value + excluded.value`
/** A warehouse of the item in which nothing changed is left alone. */
const SETS_POOL =
  'ON CONFLICT DO UPDATE SET quantity = excluded.quantity, value = excluded.value WHERE quantity <> excluded.quantity OR value <> excluded.value'
const POOL_COLUMNS = ['item', 'warehouse', 'quantity', 'value', 'account']
const VALUE_COLUMNS = ['item', 'warehouse', 'date', 'sequence', 'quantity', 'value']
const MONTH_COLUMNS = ['item', 'warehouse', 'month', 'quantity', 'value']
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

function sameTakings(before: Outcome, after: Outcome): boolean {
  const text = ({ taken }: Outcome) =>
    JSON.stringify(taken.map(({ layer: { by, part }, quantity, value }) => [by, part, quantity, value]))
  return text(before) === text(after)
}
