import { formatAmount } from '../../kernel/amount.ts'
import type { NewEvent } from '../../kernel/log.ts'
import type { Subject } from '../../kernel/module.ts'
import type { StockMoved } from './contract.ts'
import type { StockPorts } from './ports.ts'

/**
 * What policies see of a stock document: its amount, its items and warehouses by code, and how it would be written. Its
 * amount is what it moves into and out of stock in value, line by line without their signs, so that what is found and what is
 * missing do not hide each other; of a bill what is owed. The journal entries of the document are seen beside it, and counted
 * by meters in its place.
 */
export const subjectsOf = (ports: StockPorts, events: readonly NewEvent[]): (Subject | undefined)[] =>
  events.map(({ type, data }) =>
    type === 'stock-moved' ? subjectOfDocument(ports, data as StockMoved) : undefined,
  )

function subjectOfDocument(ports: StockPorts, document: StockMoved): Subject {
  const { lines, date, reference, reason } = document
  const { items, places } = ports
  const codes = new Map(lines.map(({ item }) => [item, items.byId(item).code]))
  const warehouses = new Set<string>()
  for (const { warehouse, into, from, to } of lines)
    for (const ordinal of [warehouse, into, from, to])
      if (ordinal !== undefined && ordinal > 0) {
        const code = places.byOrdinal(ordinal).warehouse
        if (code !== null) warehouses.add(code)
      }
  return {
    amount: amountOf(document),
    isCounted: false,
    facts: {
      item: [...codes.values()],
      warehouse: [...warehouses],
      reason: reason ? [reason] : NONE,
      reference: reference ? [reference] : NONE,
      effectiveDate: [date],
    },
    ids: { item: [...codes.keys()] },
    record: () => recordOf(ports, document, (id) => codes.get(id) ?? id),
  }
}

const NONE: readonly string[] = []

function amountOf({ lines, bill }: StockMoved): number {
  if (!bill) return lines.reduce((sum, { value }) => sum + Math.abs(value), 0)
  const goods = lines.reduce((sum, { billed }) => sum + (billed?.amount ?? 0), 0)
  return Math.abs(bill.charges.reduce((sum, { amount }) => sum + amount, goods))
}

/** With codes and decimal strings. What is less in it is negative. */
function recordOf(
  { items, places, books }: StockPorts,
  { kind, date, reference, party, reason, note, lines }: StockMoved,
  codeOf: (id: string) => string,
): unknown {
  const place = (ordinal: number | undefined) =>
    ordinal === undefined || ordinal === 0 ? undefined : places.byOrdinal(ordinal).code
  const { scale } = books.currency()
  return {
    ...{ kind, date, reference, party, reason, note },
    lineCount: lines.length,
    lines: lines.map(({ item: id, move, quantity, from, to, lot, value, memo }) => {
      const item = items.byId(id)
      const steps = quantity === undefined ? undefined : items.format(item, quantity)
      return {
        item: codeOf(id),
        ...(steps !== undefined && { quantity: move === 'out' ? `-${steps}` : steps }),
        ...{ unit: item.unit, from: place(from), to: place(to), lot, memo },
        value: formatAmount(value, scale),
      }
    }),
  }
}

interface Input {
  id?: string
  reference?: string
  party?: string
  reason?: string
  from?: string
  to?: string
  amount?: string
  style?: string
  lines?: readonly { item?: string }[]
}

/** What a person recognises a command by: `Torn bag: BEANS-1KG, MILK …`, `INV-2231 Finca Azul`, `SB 7`. */
export function titleOf(
  command: string,
  input: unknown,
  find: (id: string) => { voucher: string } | undefined,
): string | undefined {
  const { id, reference, party, reason, from, to, style, lines = [] } = input as Input
  const items = [...new Set(lines.flatMap(({ item }) => item ?? []))]
  const goods = items.slice(0, ITEMS_NAMED).join(', ') + (items.length > ITEMS_NAMED ? ' …' : '')
  const document = [reference, party].filter(Boolean).join(' ')
  switch (command) {
    case 'AdjustStock':
    case 'RevalueStock':
      return [reason, goods].filter(Boolean).join(': ') || undefined
    case 'TransferGoods':
      return `${from} → ${to}${goods && `: ${goods}`}`
    case 'ReceiveTransfer':
    case 'ReturnGoods':
    case 'ReverseBill':
      return id === undefined ? undefined : find(id)?.voucher
    case 'SetStockSettings':
      return style
    default:
      return document || goods || undefined
  }
}

const ITEMS_NAMED = 3
