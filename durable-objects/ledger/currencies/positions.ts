import type { DateNumber } from '../../kernel/dates.ts'
import type { AccountTotals, Balances } from '../balances.ts'
import { type ChartStore, compareCodes } from '../chart.ts'
import type { Account, Unit } from '../model.ts'
import { isMonetary } from './monetary.ts'
import type { OpenItem, OpenItems } from './ports.ts'
import type { Position } from './revaluation.ts'
import { partKey, type Revaluations, type RevaluedPart } from './revaluations.ts'
import type { SettingsStore } from './settings.ts'

export interface PositionTables {
  chart: ChartStore
  balances: Balances
  settings: SettingsStore
  revaluations: Revaluations
  /** Undefined where no part keeps open items: every account is then revalued by its balance. */
  openItems: OpenItems | undefined
}

/** The accounts that somebody asks for; undefined: all. */
export type Chosen = ReadonlySet<Account> | undefined

/**
 * What there is to revalue at a date: open items, and balances of accounts without them, by account, unit and item. What
 * was booked without a value in company currency is left out: its value is not wrong, the books have none.
 */
export function positionsAt(tables: PositionTables, asOf: DateNumber, chosen: Chosen): Position[] {
  const { chart } = tables
  const parts = tables.revaluations.inEffect(asOf, chart)
  const positions: Position[] = []
  const take = (position: Omit<Position, 'revalued'>) => {
    const key = partKey(position.account.ordinal, position.unit.code, position.item)
    const revalued = parts.get(key)?.value ?? 0
    parts.delete(key)
    if (position.quantity !== 0 || revalued !== 0) positions.push({ ...position, revalued })
  }
  for (const item of tables.openItems?.(asOf) ?? []) {
    if (item.openValue === null) continue
    const [account, unit] = [chart.accountByOrdinal(item.account), chart.unitByOrdinal(item.unit)]
    if (isByItem(tables, account) && isRevalued(tables, account, unit, chosen))
      take({ account, unit, item: itemOf(item), quantity: item.openQuantity, historical: item.openValue })
  }
  for (const { account, unit, quantity, value, isValued } of balancesAt(tables, asOf)) {
    if (!isValued || isByItem(tables, account) || !isRevalued(tables, account, unit, chosen)) continue
    const revalued = parts.get(partKey(account.ordinal, unit.code, null))?.value ?? 0
    take({ account, unit, item: null, quantity, historical: value - revalued })
  }
  for (const part of parts.values()) {
    const account = chart.accountByOrdinal(part.account)
    if (part.value !== 0 && (!chosen || chosen.has(account))) positions.push(settled(chart, account, part))
  }
  return positions.sort(comparePositions)
}

/** What is left in value of accounts that hold nothing in a currency any more. */
export interface Residual {
  account: Account
  unit: Unit
  value: number
}

/**
 * On an account with open items a residual is what matching has still to book: it is one only when no item is open.
 * Revaluations that are reversed later are none.
 */
export function residualsAt(tables: PositionTables, asOf: DateNumber, chosen: Chosen): Residual[] {
  const { chart, revaluations } = tables
  const revalued = new Map<string, number>()
  for (const { account, unit, value } of revaluations.inEffect(asOf, chart).values())
    revalued.set(`${account}|${unit}`, (revalued.get(`${account}|${unit}`) ?? 0) + value)
  const open = new Set<string>()
  for (const { account, unit } of tables.openItems?.(asOf) ?? [])
    open.add(`${account}|${chart.unitByOrdinal(unit).code}`)
  return balancesAt(tables, asOf)
    .map(({ account, unit, quantity, value }) => {
      const key = `${account.ordinal}|${unit.code}`
      return { account, unit, quantity, key, value: value - (revalued.get(key) ?? 0) }
    })
    .filter(({ account, unit, quantity, key, value }) => {
      const isClear = quantity === 0 && value !== 0 && !(isByItem(tables, account) && open.has(key))
      return isClear && isRevalued(tables, account, unit, chosen)
    })
    .map(({ account, unit, value }) => ({ account, unit, value }))
    .sort(compareResiduals)
}

export const compareResiduals = (
  a: Pick<Residual, 'account' | 'unit'>,
  b: Pick<Residual, 'account' | 'unit'>,
) => compareCodes(a.account.code, b.account.code) || compareCodes(a.unit.code, b.unit.code)

export const comparePositions = (a: Position, b: Position): number =>
  compareResiduals(a, b) ||
  (a.item?.sequence ?? 0) - (b.item?.sequence ?? 0) ||
  (a.item?.line ?? 0) - (b.item?.line ?? 0)

function balancesAt({ chart, balances }: PositionTables, asOf: DateNumber) {
  return balances.totalsAsOf(asOf).map((totals) => balanceOf(chart, totals))
}

const balanceOf = (chart: ChartStore, totals: AccountTotals) => ({
  account: chart.accountByOrdinal(totals.account),
  unit: chart.unitByOrdinal(totals.unit),
  quantity: totals.debitQuantity - totals.creditQuantity,
  value: totals.debitValue - totals.creditValue,
  isValued: totals.debitValue + totals.creditValue !== 0,
})

const isByItem = ({ openItems }: PositionTables, account: Account): boolean =>
  openItems !== undefined && account.isOpenItem

/** A share or an hour is no currency: what it is worth is another question. */
const isRevalued = (
  { chart, settings }: PositionTables,
  account: Account,
  unit: Unit,
  chosen: Chosen,
): boolean =>
  unit.kind === 'currency' &&
  unit.code !== chart.currency.code &&
  (!chosen || chosen.has(account)) &&
  isMonetary(account, settings.current)

const itemOf = ({ sequence, entry, line, reference = null }: OpenItem) => ({
  sequence,
  entry,
  line,
  reference,
})

/** Revalued before and nothing open any more: matched since, or not monetary any longer. */
const settled = (chart: ChartStore, account: Account, { unit, item, value }: RevaluedPart): Position => ({
  account,
  unit: chart.unit(unit) as Unit,
  item: item ? { ...item, sequence: chart.entrySequence(item.entry) ?? 0, reference: null } : null,
  quantity: 0,
  historical: 0,
  revalued: value,
})
