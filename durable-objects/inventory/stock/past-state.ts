import type { Database } from '../../kernel/database.ts'
import { keyText } from '../valuation/model.ts'
import type { LayerRow } from './tables.ts'

/** Open layers of an item, and quantity and value by warehouse. */
export interface StateRows {
  layers: LayerRow[]
  pools: PoolState[]
}

interface PoolState extends Record<string, SqlStorageValue> {
  warehouse: number
  quantity: number
  value: number
}

/** What lay there at the end of a day: what lies there now, less what later moves did. No move is read one by one. */
export function stateAt(database: Database, item: number, date: number): StateRows {
  const taken = database.all<LayerRow>(
    `SELECT l.*, l.remaining + t.quantity AS remaining, l.remaining_value + t.value AS remaining_value
     FROM (SELECT layer_date, layer_sequence, layer_line, layer_part, sum(quantity) AS quantity, sum(value) AS value
       FROM stock_takings WHERE item = ?1 AND date > ?2 AND layer_date <= ?2
       GROUP BY layer_date, layer_sequence, layer_line, layer_part) t
     CROSS JOIN stock_layers l ON l.item = ?1 AND l.date = t.layer_date AND l.sequence = t.layer_sequence
       AND l.line = t.layer_line AND l.part = t.layer_part`,
    item,
    date,
  )
  const open = database.all<LayerRow>(
    'SELECT * FROM stock_layers WHERE item = ? AND date <= ? AND (remaining <> 0 OR remaining_value <> 0)',
    item,
    date,
  )
  const keyOf = (row: LayerRow) => `${row.sequence}/${row.line}/${row.part}`
  const layers = new Map([...open, ...taken].map((row) => [keyOf(row), row]))
  return {
    layers: [...layers.values()].filter((row) => row.remaining !== 0 || row.remaining_value !== 0),
    pools: poolsAt(database, item, date),
  }
}

export function stateAtSeam(database: Database, item: number): StateRows {
  return {
    layers: database.all<LayerRow>('SELECT * FROM stock_seam_layers WHERE item = ?', item),
    pools: database.all<PoolState>(
      'SELECT warehouse, quantity, value FROM stock_seam_pools WHERE item = ?',
      item,
    ),
  }
}

/** Numbers of `MOVE_KINDS`: 0 in, 1 return, 2 out, 3 transfer; the others say what they changed in `changes`. */
const CHANGES = `
  SELECT date, sequence, line, warehouse, lot, IIF(kind < 2, quantity, 0 - quantity) AS quantity,
    CASE kind WHEN 2 THEN cost WHEN 3 THEN given ELSE into_value END AS value, kind = 3 AS leaves_by_transfer
  FROM stock_moves WHERE item = ?1 AND date > ?2 AND kind <= 3
  UNION ALL
  SELECT date, sequence, line, into_warehouse, lot, quantity, into_value, 0
  FROM stock_moves WHERE item = ?1 AND date > ?2 AND kind = 3`

function poolsAt(database: Database, item: number, date: number): PoolState[] {
  return database.all<PoolState>(
    `SELECT p.warehouse, p.quantity - coalesce(c.quantity, 0) AS quantity, p.value - coalesce(c.value, 0) AS value
     FROM stock_pools p LEFT JOIN (
       SELECT warehouse, sum(quantity) AS quantity, sum(value) AS value FROM (
         SELECT warehouse, quantity, value FROM (${CHANGES})
         UNION ALL
         SELECT c.value ->> 0, 0, c.value ->> 1 FROM stock_moves m, json_each(m.changes) c
         WHERE m.item = ?1 AND m.date > ?2 AND m.changes IS NOT NULL
       ) GROUP BY warehouse
     ) c ON c.warehouse = p.warehouse WHERE p.item = ?1`,
    item,
    date,
  )
}

/**
 * The least that is left in a warehouse (or of a lot there) by the moves behind a day that must find what they take: all of
 * them, or where stock may be negative the transfers, which carry only what is there. `atDay` is what lies there at the day's end;
 * without any such move nothing is short.
 */
export function leastAfter(
  database: Database,
  item: number,
  date: number,
  where: { warehouse: number; lot: number | undefined; atDay: number; ofTransfers: boolean },
): number {
  const { warehouse, lot, atDay, ofTransfers } = where
  const row = database.first<{ least: number | null }>(
    `SELECT min(sum) AS least FROM (
       SELECT sum(quantity) OVER (ORDER BY date, sequence, line) AS sum, leaves_by_transfer FROM (${CHANGES})
       WHERE warehouse = ?3 ${lot === undefined ? '' : 'AND lot = ?4'})
     ${ofTransfers ? 'WHERE leaves_by_transfer = 1' : ''}`,
    ...[item, date, warehouse, ...(lot === undefined ? [] : [lot])],
  )
  const least = row?.least ?? undefined
  return least === undefined ? 0 : atDay + least
}

/** What moves behind a day say of earlier issues: what came back of them, and what was corrected of their cost. */
export function effectsByIssue(
  database: Database,
  item: number,
  date: number,
): Map<string, { quantity: number; value: number; corrected: number }> {
  const effects = new Map<string, { quantity: number; value: number; corrected: number }>()
  const effect = (key: string) => {
    const known = effects.get(key) ?? { quantity: 0, value: 0, corrected: 0 }
    effects.set(key, known)
    return known
  }
  const rows = database.eachRaw<
    [kind: number, sequence: number, line: number, quantity: number, cost: number, corrections: string | null]
  >(
    `SELECT kind, of_sequence, of_line, quantity, cost, corrections FROM stock_moves
     WHERE item = ? AND date > ? AND (kind = 1 OR corrections IS NOT NULL)`,
    item,
    date,
  )
  for (const [kind, sequence, line, quantity, cost, corrections] of rows) {
    if (kind === 1) {
      const returned = effect(keyText({ date: 0, sequence, line }))
      returned.quantity += quantity
      returned.value += cost
    }
    for (const [, of, at, amount] of JSON.parse(corrections ?? '[]') as [number, number, number, number][])
      effect(keyText({ date: 0, sequence: of, line: at })).corrected += amount
  }
  return effects
}
