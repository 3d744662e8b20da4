import type { Database } from '../../kernel/database.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { EventLog } from '../../kernel/log.ts'
import type { Migration } from '../../kernel/migrations.ts'
import type { MovedLine, StockMoved } from '../stock/contract.ts'
import type { ItemsParts } from '../stock-item.ts'
import type { PlacesParts } from '../stock-place.ts'
import { IN, OUT } from './tables.ts'

/** What was used and made in production, by the reference that its documents have in common. */
export const productionMigration: Migration = {
  id: '003-stock-production',
  sql: `
    CREATE TABLE stock_production (
      reference TEXT NOT NULL, is_made INTEGER NOT NULL, sequence INTEGER NOT NULL,
      PRIMARY KEY (reference, is_made, sequence)
    ) STRICT, WITHOUT ROWID`,
}

export const PRODUCTION_TABLES = ['stock_production'] as const

export class Production {
  readonly #database: Database
  readonly #log: EventLog
  readonly #ports: { items: ItemsParts; places: PlacesParts }

  constructor(database: Database, log: EventLog, ports: { items: ItemsParts; places: PlacesParts }) {
    this.#database = database
    this.#log = log
    this.#ports = ports
  }

  moved({ reference, lines }: StockMoved, sequence: number): void {
    if (reference === undefined) return
    for (const isMade of [false, true])
      if (lines.some((line) => this.#touches(line, isMade)))
        this.#database.run(
          'INSERT INTO stock_production (reference, is_made, sequence) VALUES (?, ?, ?)',
          ...[reference, Number(isMade), sequence],
        )
  }

  /** Forward from what was used to the documents of what was made, backward the other way round. */
  otherSide(
    move: { kind: number; sequence: number; from_place: number; to_place: number },
    direction: 'forward' | 'backward',
  ): { sequence: number; data: StockMoved }[] {
    const isMade = direction === 'forward'
    const place = isMade ? move.to_place : move.from_place
    if (move.kind !== (isMade ? OUT : IN) || !this.#isProduction(place)) return []
    const { reference } = this.#document(move.sequence)
    if (reference === undefined) return []
    return this.#database
      .all<{ sequence: number }>(
        'SELECT sequence FROM stock_production WHERE reference = ? AND is_made = ? ORDER BY sequence LIMIT ?',
        ...[reference, Number(isMade), LIMITS.lotTraceDocumentsMax],
      )
      .map(({ sequence }) => ({ sequence, data: this.#document(sequence) }))
  }

  /** Whether a line of the other side's document is one of what was made, or used. */
  isOf(line: MovedLine, direction: 'forward' | 'backward'): boolean {
    return this.#touches(line, direction === 'forward')
  }

  goods({ lines }: StockMoved, line: number): { item: number } {
    return { item: this.#ports.items.ordinal((lines[line] as MovedLine).item) }
  }

  #touches({ move, from = 0, to = 0 }: MovedLine, isMade: boolean): boolean {
    return isMade ? move === 'in' && this.#isProduction(from) : move === 'out' && this.#isProduction(to)
  }

  #isProduction(place: number): boolean {
    return place !== 0 && this.#ports.places.byOrdinal(place).kind === 'production'
  }

  #document(sequence: number): StockMoved {
    return JSON.parse(this.#log.at(sequence)?.data ?? '{}') as StockMoved
  }
}
