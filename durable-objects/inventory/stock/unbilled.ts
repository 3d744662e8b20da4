import type { InputOf, ReplyOf } from '../../kernel/contract.ts'
import { decodeCursor, encodeCursor, invalidCursor } from '../../kernel/cursor.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { EventLog } from '../../kernel/log.ts'
import { type Accrual, type Accruals, unbilled } from './accruals.ts'
import type { StockContract, StockMoved } from './contract.ts'
import type { StockPorts } from './ports.ts'
import { itemUnknown } from './queries.ts'
import { itemRef, type StockViews, voucherOf } from './views.ts'

type Reply = ReplyOf<StockContract, 'ListUnbilledReceipts'>
type Row = Reply['data'][number]

/** Lines that a bill or a credit note is expected for, in the order of the log. */
export function unbilledReceipts(
  parts: { accruals: Accruals; ports: StockPorts; log: EventLog; views: StockViews },
  input: InputOf<StockContract, 'ListUnbilledReceipts'>,
) {
  const { limit = LIMITS.pageRowsDefault, cursor, party } = input
  const item = input.item === undefined ? undefined : parts.ports.items.byRef(input.item)
  if (input.item !== undefined && !item) return itemUnknown(input.item)
  const after = decodeCursor(cursor, 2)
  if (after === 'invalid') return invalidCursor()
  const data: Row[] = []
  let last: [number, number] | undefined
  let lookedAt = 0
  for (const accrual of parts.accruals.open(after?.[0] ?? 0, after?.[1] ?? 0)) {
    if (last && (data.length === limit || lookedAt === LIMITS.stockDocumentsSearchedMax))
      return { data, nextCursor: encodeCursor(last) }
    last = [accrual.sequence, accrual.line]
    lookedAt++
    if (item && accrual.item !== item.ordinal) continue
    const row = rowOf(parts, accrual)
    if (party === undefined || row.party === party) data.push(row)
  }
  return { data, nextCursor: null }
}

function rowOf(
  { ports, log, views }: { ports: StockPorts; log: EventLog; views: StockViews },
  accrual: Accrual & { value: number },
): Row {
  const document = JSON.parse(log.at(accrual.sequence)?.data ?? '{}') as StockMoved
  const { id, date, reference = null, party = null } = document
  const item = ports.items.byOrdinal(accrual.item)
  const open = unbilled(accrual)
  const quantity = `${open < 0 ? '-' : ''}${ports.items.format(item, Math.abs(open))}`
  return {
    ...{ document: id, voucher: voucherOf(document), date, reference, party, line: accrual.line },
    kind: accrual.isCost ? 'cost' : 'receipt',
    item: itemRef(item),
    quantity: accrual.isCost ? null : quantity,
    unit: item.unit,
    value: views.amount(accrual.value),
    accrual: accrual.isPurchase ? 'purchases' : 'goods-received',
  }
}
