import { formatAmount } from '../../kernel/amount.ts'
import { formatDate, formatInstant } from '../../kernel/dates.ts'
import { invariant } from '../../kernel/result.ts'
import type { ChartStore } from '../chart.ts'
import type { EntryPosted } from '../contract.ts'
import type { Unit } from '../model.ts'
import { accountRef, voucherOf } from '../views.ts'
import type { CurrenciesRevalued } from './contract.ts'
import { describedRate } from './described-rate.ts'
import type { FoundRate } from './finding.ts'
import type { Residual } from './positions.ts'
import type { FoundRateView, PositionView, RevaluedPosition } from './replies.ts'
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

/** The entries that positions and revaluations are about: looked up as far as a page shows them. */
export type FindEntry = (id: string) => EntryPosted | undefined

function itemView(
  entryOf: FindEntry,
  { entry: id, line }: { entry: string; line: number },
): PositionView['item'] {
  const entry = entryOf(id)
  invariant(entry, `the entry ${id} of an open item is in the log`)
  const { reference = entry.reference, dueDate } = entry.lines[line] ?? {}
  return {
    entry: id,
    voucher: voucherOf(entry),
    line,
    reference: reference ?? null,
    dueDate: dueDate ?? null,
  }
}

export function positionView(currency: Unit, entryOf: FindEntry, position: Revalued): PositionView {
  const money = (minor: number) => formatAmount(minor, currency.scale)
  const { account, unit, item, quantity, historical, revalued, rate, value, difference } = position
  return {
    account: accountRef(account),
    unit: unit.code,
    item: item && itemView(entryOf, item),
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

export const entryRef = (entry: EntryPosted) => ({
  id: entry.id,
  voucher: voucherOf(entry),
  lines: entry.lines.length,
})

type RevaluedLine = CurrenciesRevalued['lines'][number]

/** One revaluation, of the events that its entries have. */
export function revaluationView(
  { scale }: Unit,
  entryOf: FindEntry,
  events: readonly [RevaluationEvent, ...RevaluationEvent[]],
) {
  const refOf = (id: string) => {
    const entry = entryOf(id)
    invariant(entry, `the entry ${id} of a revaluation is in the log`)
    return entryRef(entry)
  }
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
    entries: events.map(({ data: { entry, reversal } }) => ({
      entry: refOf(entry),
      reversal: refOf(reversal),
    })),
  }
}

export function revaluedLineView(
  chart: ChartStore,
  entryOf: FindEntry,
  { account, unit, item, quantity, carrying, difference, rate }: RevaluedLine,
  { entry, reversal }: CurrenciesRevalued,
): RevaluedPosition {
  const money = (minor: number) => formatAmount(minor, chart.currency.scale)
  return {
    account: accountRef(chart.accountById(account)),
    unit,
    item: item ? itemView(entryOf, item) : null,
    quantity: formatAmount(quantity, (chart.unit(unit) as Unit).scale),
    carrying: money(carrying),
    rate: rate === undefined ? null : describedRate(rate),
    value: money(carrying + difference),
    difference: money(difference),
    entry,
    reversal,
  }
}
