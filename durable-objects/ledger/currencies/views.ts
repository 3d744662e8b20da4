import { formatAmount } from '../../kernel/amount.ts'
import { formatDate, formatInstant } from '../../kernel/dates.ts'
import type { ChartStore } from '../chart.ts'
import type { EntryPosted } from '../contract.ts'
import type { Unit } from '../model.ts'
import { accountRef } from '../views.ts'
import type { CurrenciesRevalued, FoundRateView, PositionView } from './contract.ts'
import type { FoundRate } from './finding.ts'
import type { Residual } from './positions.ts'
import type { Revalued, Totals } from './revaluation.ts'
import type { RevaluationEvent } from './revaluations.ts'

/** What the API shows of rates and revaluations: dates and decimal strings instead of numbers. */

export const rateView = ({ legs, date, ...found }: FoundRate): FoundRateView => ({
  ...found,
  via: [...found.via],
  date: formatDate(date),
  legs: legs.map(({ known: { source, base, quote, rate, date: of } }) => ({
    base,
    quote,
    rate,
    date: formatDate(of),
    source,
  })),
})

export function positionView(currency: Unit, position: Revalued): PositionView {
  const money = (minor: number) => formatAmount(minor, currency.scale)
  const { account, unit, item, quantity, historical, revalued, rate, value, difference } = position
  return {
    account: accountRef(account),
    unit: unit.code,
    item: item && {
      entry: item.entry,
      line: item.line,
      reference: item.reference,
      dueDate: item.dueDate,
    },
    quantity: formatAmount(quantity, unit.scale),
    carrying: money(historical + revalued),
    rate: rate && rateView(rate),
    value: money(value),
    difference: money(difference),
  }
}

export function totalsView({ scale }: Unit, { positions, changed, gain, loss }: Totals) {
  return {
    positions,
    changed,
    gain: formatAmount(gain, scale),
    loss: formatAmount(loss, scale),
    net: formatAmount(gain - loss, scale),
  }
}

export const residualView = ({ scale }: Unit, { account, unit, value }: Residual) => ({
  account: accountRef(account),
  unit: unit.code,
  value: formatAmount(value, scale),
})

export const entryRef = ({ id, voucher, lines }: EntryPosted) => ({
  id,
  voucher: voucher ?? null,
  lines: lines.length,
})

type RevaluedLine = CurrenciesRevalued['lines'][number]

/** One revaluation, of the events that its entries have. */
export function revaluationView({ scale }: Unit, events: readonly [RevaluationEvent, ...RevaluationEvent[]]) {
  const [{ data, recordedAt, actor }] = events
  const sum = (of: (each: CurrenciesRevalued) => number) =>
    events.reduce((total, each) => total + of(each.data), 0)
  return {
    id: data.revaluation,
    asOf: data.asOf,
    reverseOn: data.reverseOn,
    recordedAt: formatInstant(recordedAt),
    actor,
    lines: sum(({ lines }) => lines.length),
    gain: formatAmount(
      sum(({ gain }) => gain),
      scale,
    ),
    loss: formatAmount(
      sum(({ loss }) => loss),
      scale,
    ),
    entries: events.map(({ data: { entry, reversal } }) => ({ entry, reversal })),
  }
}

export function revaluedLineView(
  chart: ChartStore,
  { account, unit, item, quantity, carrying, difference, rate }: RevaluedLine,
  { entry, reversal }: CurrenciesRevalued,
) {
  const money = (minor: number) => formatAmount(minor, chart.currency.scale)
  return {
    account: accountRef(chart.accountById(account)),
    unit,
    item: item ? { ...item, reference: null, dueDate: null } : null,
    quantity: formatAmount(quantity, (chart.unit(unit) as Unit).scale),
    carrying: money(carrying),
    rate: rate ?? null,
    value: money(carrying + difference),
    difference: money(difference),
    entry,
    reversal,
  }
}
