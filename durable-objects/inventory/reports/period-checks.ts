import type { Database } from '../../kernel/database.ts'
import { formatDate, monthOf } from '../../kernel/dates.ts'
import type { EventLog } from '../../kernel/log.ts'
import type { CheckedPeriod, Finding, PeriodCheck } from '../../ledger/periods/contract.ts'
import type { StockLedger } from './ports.ts'
import type { StockTotals } from './totals.ts'

interface Checked {
  database: Database
  log: EventLog
  totals: StockTotals
  ledger: StockLedger
}

/** Ids of the accounts that stock was ever kept on, or would be. */
export const stockAccounts = ({ totals, ledger }: Pick<Checked, 'totals' | 'ledger'>): string[] => [
  ...new Set([
    ...totals.accounts().map((id) => ledger.account(id).id),
    ...ledger.stockAccounts().map(({ id }) => id),
  ]),
]

/** What has to be done about the stock before a period is closed, as of its last day. */
export const periodChecks = (checked: Checked): readonly PeriodCheck[] => [
  {
    code: 'stock-ledger',
    title: 'Stock is worth what its accounts say',
    look: (period) => stockAgainstLedger(checked, period),
  },
  { code: 'negative-stock', title: 'No stock is negative', look: (period) => negative(checked, period) },
  {
    code: 'goods-in-transit',
    title: 'Goods on their way have arrived',
    look: (period) => onTheirWay(checked, period),
  },
  {
    code: 'goods-received',
    title: 'Goods received are invoiced',
    look: (period) => notInvoiced(checked, period),
  },
]

function stockAgainstLedger(checked: Checked, { to }: CheckedPeriod): Finding {
  if (!hasStock(checked)) return NO_STOCK
  const { log, totals, ledger } = checked
  const { sequence } = log.head
  const values = new Map(stockAccounts(checked).map((id) => [id, 0]))
  for (const { account, value } of totals.asOf(to, sequence)) {
    const { id } = ledger.account(account)
    values.set(id, (values.get(id) ?? 0) + value)
  }
  const balanceOf = ledger.balances(to, sequence)
  const wrong = [...values]
    .filter(([id, value]) => (balanceOf(id) ?? 0) !== value)
    .map(([id]) => ledger.account(id).code)
    .sort()
  if (wrong.length === 0) return DONE
  return {
    status: 'open',
    count: wrong.length,
    detail: `${named('Account', wrong)} ${wrong.length === 1 ? 'differs' : 'differ'} from the stock: something was booked there by hand.`,
    link: `/stock-reports/valuation?asOf=${formatDate(to)}`,
  }
}

function negative(checked: Checked, { to }: CheckedPeriod): Finding {
  if (!hasStock(checked)) return NO_STOCK
  const count = new Set(poolsAt(checked.database, to, 'quantity < 0').map(({ item }) => item)).size
  if (count === 0) return DONE
  return {
    status: 'open',
    count,
    detail: `Of ${count === 1 ? 'one item' : `${count} items`} more went out than came in.`,
    link: `/stock-reports/on-hand?asOf=${formatDate(to)}&negative=true`,
  }
}

function onTheirWay(checked: Checked, { to }: CheckedPeriod): Finding {
  if (!hasStock(checked)) return NO_STOCK
  const pools = poolsAt(checked.database, to, 'warehouse < 0 AND quantity <> 0')
  const count = new Set(pools.map(({ warehouse }) => warehouse)).size
  if (count === 0) return DONE
  return {
    status: 'open',
    count,
    detail: `${count === 1 ? 'One transfer has' : `${count} transfers have`} left and not arrived by the last day.`,
    link: `/stock-reports/on-hand?asOf=${formatDate(to)}&by=warehouse`,
  }
}

function notInvoiced(checked: Checked, { to }: CheckedPeriod): Finding {
  const { log, ledger } = checked
  const accounts = ledger.goodsReceivedAccounts()
  if (!hasStock(checked) || accounts.length === 0) return NO_STOCK
  const balanceOf = ledger.balances(to, log.head.sequence)
  const left = accounts
    .filter(({ id }) => (balanceOf(id) ?? 0) !== 0)
    .map(({ code }) => code)
    .sort()
  if (left.length === 0) return DONE
  return {
    status: 'open',
    count: left.length,
    detail: `Something is left on ${named('account', left)}: goods that are not invoiced, or a difference to clear.`,
    link: `/accounts/${encodeURIComponent(left[0] as string)}?to=${formatDate(to)}`,
  }
}

/** What lies in each warehouse on a day: what lies there now, less what moved since. Reads no moves before the day. */
function poolsAt(database: Database, date: number, condition: string): { item: number; warehouse: number }[] {
  return database.all<{ item: number; warehouse: number }>(
    `SELECT item, warehouse FROM (
       SELECT p.item, p.warehouse, p.quantity
         - coalesce((SELECT sum(m.quantity) FROM stock_months m
                     WHERE m.item = p.item AND m.warehouse = p.warehouse AND m.month > ?1), 0)
         - coalesce((SELECT sum(v.quantity) FROM stock_values v
                     WHERE v.item = p.item AND v.warehouse = p.warehouse AND v.date > ?2 AND v.date <= ?1 * 100 + 31), 0)
         AS quantity
       FROM stock_pools p
     ) WHERE ${condition}`,
    ...[monthOf(date), date],
  )
}

const hasStock = ({ totals }: Checked): boolean => totals.accounts().length > 0

const DONE: Finding = { status: 'done', count: 0 }
const NO_STOCK: Finding = { status: 'not-applicable', count: 0 }
const NAMED_MAX = 5

function named(what: string, codes: readonly string[]): string {
  const more = codes.length > NAMED_MAX ? ` and ${codes.length - NAMED_MAX} more` : ''
  return `${what}${codes.length === 1 ? '' : 's'} ${codes.slice(0, NAMED_MAX).join(', ')}${more}`
}
