import { formatAmount } from '../../kernel/amount.ts'
import type { InputOf, ReplyOf } from '../../kernel/contract.ts'
import type { Actor } from '../../kernel/module.ts'
import { isRefusal } from '../../kernel/result.ts'
import { mulDiv } from '../valuation/exact.ts'
import type { StockReportsContract } from './contract.ts'
import {
  type Filter,
  filterOf,
  type KeyedRow,
  type Moment,
  momentOf,
  pageOfItems,
  type ReportTables,
  ReportTexts,
} from './frame.ts'
import { stockAccounts } from './period-checks.ts'

type Input = InputOf<StockReportsContract, 'GetStockValuation'>
type Reply = ReplyOf<StockReportsContract, 'GetStockValuation'>

/** What the stock is worth: totals beside the ledger, which read no items, and one page of items. */
export function stockValuation(
  tables: ReportTables,
  input: Input,
  { actor, nowMicros }: { actor: Actor; nowMicros: number },
) {
  const moment = momentOf(tables, input, nowMicros)
  if (isRefusal(moment)) return moment
  const filter = filterOf(tables, input)
  if (isRefusal(filter)) return filter
  const texts = new ReportTexts(tables)
  const { scale } = tables.ports.ledger.currency()
  const page = pageOfItems(tables, { ...input, filter }, (item) =>
    [...tables.rows.held(item.ordinal, moment)]
      .filter(([warehouse, { quantity, value }]) => {
        const isWanted = filter.warehouse === undefined || warehouse === filter.warehouse
        return isWanted && (quantity !== 0 || value !== 0)
      })
      .sort(([a], [b]) => a - b)
      .map(([warehouse, held]): KeyedRow<Reply['data'][number]> => {
        const unitCost =
          held.quantity === 0
            ? null
            : formatAmount(mulDiv(held.value, 10 ** item.scale, held.quantity), scale)
        const where = { warehouse: texts.warehouse(warehouse), unitCost }
        return [warehouse, 0, { ...texts.goods(item), ...where, ...texts.flow(item, held) }]
      }),
  )
  if (isRefusal(page)) return page
  return { ...texts.moment(moment), totals: totalsOf(tables, texts, moment, filter, actor), ...page }
}

function totalsOf(
  tables: ReportTables,
  texts: ReportTexts,
  moment: Moment,
  filter: Filter,
  actor: Actor,
): Reply['totals'] {
  const { ledger } = tables.ports
  const isAll = filter.warehouse === undefined && filter.families === undefined
  const [accounts, warehouses, families] = [
    new Map<string, number>(),
    new Map<number, number>(),
    new Map<string, number>(),
  ]
  let sum = 0
  for (const { account, warehouse, family, value } of tables.totals.asOf(moment.asOf, moment.position)) {
    if (filter.warehouse !== undefined && warehouse !== filter.warehouse) continue
    if (filter.families && !filter.families.has(family)) continue
    sum += value
    add(accounts, ledger.account(account).id, value)
    add(warehouses, warehouse, value)
    add(families, family, value)
  }
  const balanceOf = isAll ? ledger.balances(moment.asOf, moment.position, actor) : () => undefined
  // Where nothing lies, but something is booked.
  if (isAll)
    for (const id of stockAccounts({ totals: tables.totals, ledger }))
      if (balanceOf(id) && !accounts.has(id)) accounts.set(id, 0)
  return {
    value: texts.amount(sum),
    accounts: [...accounts]
      .map(([id, value]) => {
        const { code, name } = ledger.account(id)
        const balance = balanceOf(id)
        return {
          account: { id, code, name },
          value: texts.amount(value),
          ledger: balance === undefined ? null : texts.amount(balance),
          difference: balance === undefined ? null : texts.amount(balance - value),
        }
      })
      .sort((a, b) => (a.account.code < b.account.code ? -1 : 1)),
    warehouses: [...warehouses]
      .sort(([a], [b]) => a - b)
      .map(([warehouse, value]) => ({ warehouse: texts.warehouse(warehouse), value: texts.amount(value) })),
    families: [...families]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([family, value]) => ({ family: family || null, value: texts.amount(value) })),
  }
}

function add<Key>(to: Map<Key, number>, key: Key, value: number): void {
  to.set(key, (to.get(key) ?? 0) + value)
}
