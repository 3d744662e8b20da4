import { formatAmount } from '../../kernel/amount.ts'
import type { ReplyOf } from '../../kernel/contract.ts'
import { formatDate, formatInstant, parseDate } from '../../kernel/dates.ts'
import type { BookAccount, StockItem } from '../stock-item.ts'
import type { Accruals } from './accruals.ts'
import { type Adjusted, bookedBy, leftOf } from './aftermath.ts'
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
  readonly #accruals: Accruals

  constructor(ports: StockPorts, tables: StockTables, accruals: Accruals) {
    this.#ports = ports
    this.#tables = tables
    this.#accruals = accruals
  }

  document(data: StockMoved, at: Place, { adjusted, followedBy }: Aftermath = NOTHING_AFTER): DocumentView {
    const { id, kind, date, reference, party, note, reason, of, entries } = data
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
      bill: this.#bill(data),
      lines: this.#recordedLines(data, at.sequence),
      adjusted: this.#adjustment(adjusted),
      followedBy,
    }
  }

  /** The reply to the command that made it, or to its trial, which has no place in the log. */
  made(document: Document, at: Place, trial?: { sees: (account: BookAccount) => boolean }): DocumentView {
    const { data, adjusted, events } = document
    const after = { adjusted, followedBy: [] }
    if (!trial) return { ...this.document(data, at, after), adjusted: this.#adjustment(adjusted, true) }
    const booked = bookedBy(events, (id) => this.#ports.books.account(id), trial.sees)
    return {
      ...this.document({ ...data, lines: [] }, at, after),
      bill: this.#bill(data),
      lines: data.lines.map((line, index) => this.#line(line, index, line.value, null)),
      adjusted: this.#adjustment(adjusted, true),
      entries: [],
      booked:
        booked?.map(({ date, lines }) => ({
          date,
          lines: lines.map(({ account: { code, name }, amount, dimensions }) => ({
            account: { code, name },
            debit: amount > 0 ? this.amount(amount) : null,
            credit: amount < 0 ? this.amount(0 - amount) : null,
            dimensions,
          })),
        })) ?? null,
      dryRun: true,
    }
  }

  #adjustment({ moves, days, waiting = 0 }: Adjusted, isShownEmpty = false): DocumentView['adjusted'] {
    if (moves === 0 && waiting === 0 && !isShownEmpty) return null
    const sorted = [...days].sort(([a], [b]) => (a < b ? -1 : 1))
    return { moves, days: sorted.map(([date, amount]) => ({ date, amount: this.amount(amount) })), waiting }
  }

  #bill({ id, bill, lines }: StockMoved): DocumentView['bill'] {
    if (!bill) return null
    const goods = lines.reduce((sum, { billed }) => sum + (billed?.amount ?? 0), 0)
    const total = bill.charges.reduce((sum, { amount }) => sum + amount, goods)
    const { dueDate = null } = bill
    return { dueDate, total: this.amount(total), isReversed: this.#accruals.isReversed(id) }
  }

  /** Costs are billed as a whole: their one step is no quantity. */
  #billed({ item: id, billed }: MovedLine): DocumentView['lines'][number]['billed'] {
    if (!billed) return null
    const { of, quantity, amount, cleared } = billed
    const accrual = this.#accruals.at(of.sequence, of.line)
    const text = this.#ports.items.format(this.#ports.items.byId(id), Math.abs(quantity))
    return {
      document: this.#accruals.documentAt(of.sequence),
      line: of.line,
      quantity: accrual?.isCost ? null : `${quantity < 0 ? '-' : ''}${text}`,
      amount: this.amount(amount),
      cleared: this.amount(cleared),
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

  #recordedLines({ kind, date, lines }: StockMoved, sequence: number) {
    const { items } = this.#ports
    const day = parseDate(date) as number
    const keys = lines.map((line, index) => ({
      item: items.ordinal(line.item),
      key: { date: day, sequence, line: index },
    }))
    const rows = new Map(this.#tables.moves(keys).map((row) => [row.line, row]))
    return lines.map((line, index) => {
      const row = rows.get(index)
      const left = leftOf(kind, row)
      const text = left === undefined ? null : items.format(items.byId(line.item), left)
      return this.#line(line, index, row ? this.worth(row) : line.value, text)
    })
  }

  #line(
    line: MovedLine,
    index: number,
    valueNow: number,
    left: string | null,
  ): DocumentView['lines'][number] {
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
      left,
      memo: line.memo ?? null,
      billed: this.#billed(line),
    }
  }
}

interface Place {
  sequence: number
  recordedAt: number
}

interface Aftermath {
  adjusted: Adjusted
  followedBy: DocumentView['followedBy']
}

const NOTHING_AFTER: Aftermath = { adjusted: { moves: 0, days: new Map() }, followedBy: [] }

const TRANSFER = 3

export const dateText = (date: number | null): string | null => (date === null ? null : formatDate(date))
