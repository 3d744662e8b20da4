import { formatAmount } from '../../kernel/amount.ts'
import type { ReplyOf } from '../../kernel/contract.ts'
import { formatDate, formatInstant, parseDate } from '../../kernel/dates.ts'
import type { StockItem } from '../stock-item.ts'
import type { MovedLine, StockContract, StockMoved } from './contract.ts'
import type { Document } from './desk.ts'
import type { StockPorts } from './ports.ts'
import { DOCUMENT_NUMBERS, type MoveRow, type StockTables } from './tables.ts'

export type DocumentView = ReplyOf<StockContract, 'GetStockDocument'>

export const voucherOf = ({ kind, number }: Pick<StockMoved, 'kind' | 'number'>): string =>
  `${DOCUMENT_NUMBERS[kind].prefix} ${number}`

export const itemRef = ({ id, code, name }: StockItem) => ({ id, code, name })

/** What documents look like to a reader. */
export class StockViews {
  readonly #ports: StockPorts
  readonly #tables: StockTables

  constructor(ports: StockPorts, tables: StockTables) {
    this.#ports = ports
    this.#tables = tables
  }

  document(data: StockMoved, at: { sequence: number; recordedAt: number }): DocumentView {
    const { id, kind, date, reference, party, note, reason, of, entries, lines } = data
    return {
      id,
      kind,
      voucher: voucherOf(data),
      date,
      reference: reference ?? null,
      party: party ?? null,
      note: note ?? null,
      reason: reason ?? null,
      of: of ?? null,
      sequence: at.sequence,
      recordedAt: formatInstant(at.recordedAt),
      entries,
      lines: lines.map((line, index) =>
        this.#line(line, index, this.#valueNow(line, index, data, at.sequence)),
      ),
      adjusted: null,
    }
  }

  /** The reply to the command that made it, or to its trial, which has no place in the log. */
  made(document: Document, at: { sequence: number; recordedAt: number }, isTrial: boolean): DocumentView {
    const { data, adjusted } = document
    const days = [...adjusted.days].sort(([a], [b]) => (a < b ? -1 : 1))
    return {
      ...this.document(data, at),
      lines: data.lines.map((line, index) => this.#line(line, index, line.value)),
      adjusted: {
        moves: adjusted.moves,
        days: days.map(([date, amount]) => ({ date, amount: this.amount(amount) })),
      },
      ...(isTrial && { dryRun: true as const, entries: [] }),
    }
  }

  amount(minor: number): string {
    return formatAmount(minor, this.#ports.books.currency().scale)
  }

  place(ordinal: number | undefined): string | null {
    return ordinal === undefined || ordinal === 0 ? null : this.#ports.places.byOrdinal(ordinal).code
  }

  /** Of a warehouse by its number: below zero are the goods of one transfer on their way. */
  warehouse(ordinal: number): string | null {
    return ordinal < 0 ? null : this.place(ordinal)
  }

  /** What the move is worth by now: of goods that left or came in, or of what its cost became. */
  worth(row: MoveRow): number {
    if (row.kind === TRANSFER) return row.into_value
    return row.cost - row.corrected
  }

  #valueNow(line: MovedLine, index: number, data: StockMoved, sequence: number): number {
    const key = { date: parseDate(data.date) as number, sequence, line: index }
    const row = this.#tables.move(this.#ports.items.ordinal(line.item), key)
    return row ? this.worth(row) : line.value
  }

  #line(line: MovedLine, index: number, valueNow: number): DocumentView['lines'][number] {
    const item = this.#ports.items.byId(line.item)
    return {
      line: index,
      item: itemRef(item),
      from: this.place(line.from),
      to: this.place(line.to),
      quantity: line.quantity === undefined ? null : this.#ports.items.format(item, line.quantity),
      unit: item.unit,
      entered: line.entered ?? null,
      lot: line.lot ?? null,
      value: this.amount(line.value),
      valueNow: this.amount(valueNow),
      memo: line.memo ?? null,
    }
  }
}

const TRANSFER = 3

export const dateText = (date: number | null): string | null => (date === null ? null : formatDate(date))
