import type { InputOf } from '../../kernel/contract.ts'
import type { CommandContext } from '../../kernel/module.ts'
import { isRefusal } from '../../kernel/result.ts'
import type { CountPosted, CountsContract } from './contract.ts'
import { at, type CountsRefusal, difference, retold } from './domain.ts'
import type { Adjusted, Adjustment, CountsPorts } from './ports.ts'
import { type CountedRow, type CountRow, type CountTables, isCounted } from './tables.ts'

type Input = InputOf<CountsContract, 'PostStockCount'>

export interface Posting {
  /** Undefined: nothing differs. */
  adjusted: Adjusted | undefined
  posted: CountPosted
}

/** Corrects the stock by what differs, in one document. What is less comes first: a piece may have been found elsewhere. */
export function decidePost(
  tables: CountTables,
  ports: CountsPorts,
  count: CountRow,
  input: Input,
  context: CommandContext,
): Posting | CountsRefusal {
  const rows = tables
    .lines(count.sequence)
    .filter(isCounted)
    .filter((row) => difference(row) !== 0)
    .sort((a, b) => Math.sign(difference(a)) - Math.sign(difference(b)) || a.line - b.line)
  const contradiction = contradicted(ports, rows)
  if (contradiction) return contradiction
  const { date, account, reason = count.name ?? `Count ${count.number}` } = input
  if (rows.length === 0)
    return { adjusted: undefined, posted: { id: count.id, date, document: null, values: [] } }
  const adjustment: Adjustment = {
    date,
    reason,
    reference: `CNT ${count.number}`,
    ...(account !== undefined && { account }),
    lines: rows.map((row) => lineOf(ports, row)),
  }
  const adjusted = ports.stock.adjust(adjustment, context)
  if (isRefusal(adjusted))
    return retold(
      adjusted,
      rows.map((row) => nameOf(ports, row)),
    )
  const changes = changesOf(ports, adjusted)
  const elsewhere = rows.find((row) => changes.get(keyOf(row))?.quantity !== difference(row))
  if (elsewhere) {
    const detail = `${nameOf(ports, elsewhere)}: what is missing there is reserved. Release or move the reservation first.`
    return at('/count', 'stock_reserved', detail)
  }
  const values = rows
    .map((row) => ({ line: row.line, value: changes.get(keyOf(row))?.value ?? 0 }))
    .sort((a, b) => a.line - b.line)
  return { adjusted, posted: { id: count.id, date, document: adjusted.id, values } }
}

/** More has left a place since it was counted than lay there then: one of the two is wrong, and nobody but a person knows which. */
function contradicted(ports: CountsPorts, rows: readonly CountedRow[]): CountsRefusal | undefined {
  for (const row of rows) {
    const less = 0 - difference(row)
    if (less <= 0) continue
    const item = ports.items.byOrdinal(row.item)
    const there = ports.stock.onHandAt(row.item, row.place, row.lot || null)
    if (less <= there) continue
    const text = (steps: number) => `${ports.items.format(item, steps)} ${item.unit}`
    return at(
      '/count',
      'count_contradicted',
      `${nameOf(ports, row)}: ${text(row.quantity)} were counted, ${text(less)} less than expected, but only ${text(there)} are left. Reopen the count and count this line again.`,
    )
  }
  return undefined
}

function lineOf(ports: CountsPorts, row: CountedRow): Adjustment['lines'][number] {
  const item = ports.items.byOrdinal(row.item)
  return {
    item: item.id,
    place: ports.places.byOrdinal(row.place).code,
    quantity: ports.items.format(item, difference(row)),
    ...(row.lot && { lot: row.lot }),
    ...(row.expiry !== null && { expiry: row.expiry }),
  }
}

/** What the document does to each line of the count. */
function changesOf(
  ports: CountsPorts,
  { lines }: Adjusted,
): Map<string, { quantity: number; value: number }> {
  const changes = new Map<string, { quantity: number; value: number }>()
  for (const { item, place, lot, quantity, value } of lines) {
    const key = keyOf({ item: ports.items.ordinal(item), place, lot: lot ?? '' })
    const change = changes.get(key) ?? { quantity: 0, value: 0 }
    changes.set(key, { quantity: change.quantity + quantity, value: change.value + value })
  }
  return changes
}

const keyOf = ({ item, place, lot }: Pick<CountedRow, 'item' | 'place' | 'lot'>): string =>
  `${item}/${place}/${lot}`

function nameOf(ports: CountsPorts, { item, place, lot }: CountedRow): string {
  const { code } = ports.items.byOrdinal(item)
  return `${code} in ${ports.places.byOrdinal(place).code}${lot && `, ${lot}`}`
}
