import type { Database } from '../../kernel/database.ts'
import { parseDate } from '../../kernel/dates.ts'
import type { StockMoved } from '../stock/contract.ts'
import { flowOf, type LotMove, moveKey } from './lot-flow.ts'
import type { Production } from './production.ts'

export interface TracedMove extends LotMove, Record<string, SqlStorageValue> {
  item: number
  /** Ordinal; 0 is none. */
  lot: number
  date: number
}

export type Direction = 'forward' | 'backward'

const COLUMNS = [
  ...[
    'item',
    'lot',
    'date',
    'sequence',
    'line',
    'kind',
    'warehouse',
    'into_warehouse',
    'from_place',
    'to_place',
  ],
  ...['quantity', 'of_sequence', 'of_line'],
].join(', ')

/** What follows from a move, or what it follows from. */
export interface Next {
  key: string
  quantity: number
  /** Of other goods, which went into these or were made of them. */
  isMade: boolean
}

/**
 * The moves of lots and what hangs together of them. A lot is read when it is first come to: from one to another it goes by what was
 * used, and what was made, under the same reference.
 */
export class TraceGraph {
  readonly moves = new Map<string, TracedMove>()
  readonly #database: Database
  readonly #production: Production
  readonly #direction: Direction
  readonly #max: number
  readonly #read = new Set<string>()
  readonly #next = new Map<string, Next[]>()
  readonly #hasBefore = new Set<string>()

  constructor(database: Database, production: Production, direction: Direction, max: number) {
    this.#database = database
    this.#production = production
    this.#direction = direction
    this.#max = max
  }

  get isTooLarge(): boolean {
    return this.moves.size > this.#max
  }

  /** Where a trace of the lot begins: forward with what comes from no other move of it, backward with what none comes from. */
  roots(item: number, lot: number): TracedMove[] {
    this.#readLot(item, lot)
    return [...this.moves.values()].filter((move) => !this.#hasBefore.has(moveKey(move)))
  }

  next(key: string): Next[] {
    return [...(this.#next.get(key) ?? []), ...this.#made(this.moves.get(key) as TracedMove)]
  }

  /** In the order of the item's history; one more than may be shown at most. */
  #readLot(item: number, lot: number): void {
    if (this.#read.has(`${item}/${lot}`)) return
    this.#read.add(`${item}/${lot}`)
    const moves = this.#database.all<TracedMove>(
      `SELECT ${COLUMNS} FROM stock_moves
       WHERE item = ? AND lot = ? AND quantity <> 0 ORDER BY date, sequence, line LIMIT ?`,
      ...[item, lot, this.#max + 1],
    )
    for (const move of moves) this.moves.set(moveKey(move), move)
    if (this.isTooLarge) return
    for (const { from, to, quantity } of flowOf(moves)) {
      if (!this.moves.has(from) || !this.moves.has(to)) continue
      const [before, after] = this.#direction === 'forward' ? [from, to] : [to, from]
      this.#hasBefore.add(after)
      this.#next.set(before, [...(this.#next.get(before) ?? []), { key: after, quantity, isMade: false }])
    }
  }

  /** Forward: what was made with the goods that this move brought to production. Backward: what went into what it made. */
  #made(move: TracedMove): Next[] {
    const next: Next[] = []
    for (const { sequence, data } of this.#production.otherSide(move, this.#direction))
      for (const [line, each] of data.lines.entries()) {
        if (!this.#production.isOf(each, this.#direction)) continue
        const key = moveKey({ sequence, line })
        if (!this.moves.has(key)) this.#add(data, sequence, line)
        next.push({ key, quantity: each.quantity ?? 0, isMade: true })
      }
    return next
  }

  /** Of goods without lots nobody can tell where they came from or went: they stand by themselves. */
  #add(data: StockMoved, sequence: number, line: number): void {
    const at = this.#production.goods(data, line)
    const row = this.#database.first<TracedMove>(
      `SELECT ${COLUMNS} FROM stock_moves
       WHERE item = ? AND date = ? AND sequence = ? AND line = ?`,
      ...[at.item, parseDate(data.date) as number, sequence, line],
    )
    if (!row) return
    if (row.lot !== 0) this.#readLot(row.item, row.lot)
    this.moves.set(moveKey(row), row)
  }
}
