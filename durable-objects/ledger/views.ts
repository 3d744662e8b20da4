import { formatAmount } from '../kernel/amount.ts'
import { formatInstant } from '../kernel/dates.ts'
import type { RecordedEvent, StoredEvent } from '../kernel/log.ts'
import type { ChartStore } from './chart.ts'
import type { EntryPosted, EntryView, PostedLine } from './contract.ts'
import type { Account, Journal, Unit } from './model.ts'
import { totalOf } from './ruled.ts'
import type { Sight } from './visibility.ts'

/** What the API shows of accounts and entries: codes instead of ids, decimal strings instead of minor units. */

export const accountRef = ({ code, name, type }: Account) => ({ code, name, type })

export const accountView = ({ ordinal: _, sensitivity, ...account }: Account) => ({
  ...account,
  sensitivity: sensitivity as 'salaries' | null,
})

export function journalView(chart: ChartStore, { code, name, kind, pattern, isActive }: Journal) {
  const series = chart.series(code)
  return { code, name, kind, pattern, isActive, series, lastNumber: series.at(-1)?.lastNumber ?? 0 }
}

/** The number as people write it. */
export const voucherOf = ({
  journal,
  number,
  voucher,
}: Pick<EntryPosted, 'journal' | 'number' | 'voucher'>) => voucher ?? `${journal} ${number}`

export const unitView = ({ code, name, kind, scale }: Unit) => ({ code, name, kind, scale })

export type EntryEvent = Pick<
  RecordedEvent<string, EntryPosted>,
  'sequence' | 'recordedAt' | 'actor' | 'hash' | 'data'
>

export const entryEvent = (event: StoredEvent): EntryEvent => ({
  sequence: event.sequence,
  recordedAt: event.recorded_at,
  actor: event.actor,
  hash: event.hash,
  data: JSON.parse(event.data) as EntryPosted,
})

/** The entry, or what a reader sees of it: without hidden lines, and without the hash, which would tell a good guess. */
export function entryView(
  chart: ChartStore,
  event: EntryEvent,
  reversedBy: string | null,
  sight?: Sight,
): EntryView {
  const { data } = event
  const lines = sight ? sight.lines.map((index) => data.lines[index] as PostedLine) : data.lines
  return {
    id: data.id,
    journal: data.journal,
    number: data.number,
    voucher: voucherOf(data),
    effectiveDate: data.effectiveDate,
    recordedAt: formatInstant(event.recordedAt),
    description: data.description,
    reference: data.reference ?? null,
    externalId: data.externalId ?? null,
    reverseOn: data.reverseOn ?? null,
    purpose: data.purpose ?? null,
    origin: data.origin ?? null,
    note: data.note ?? null,
    tags: data.tags ?? {},
    reverses: data.reverses ?? null,
    reversedBy,
    total: sight?.masked ? null : formatAmount(totalOf({ lines }), chart.currency.scale),
    sequence: event.sequence,
    hash: sight ? null : event.hash,
    lines: lines.map((line) => ({
      account: accountRef(chart.accountById(line.account)),
      ...(sight?.masked
        ? { ...NO_AMOUNTS, unit: line.unit, rate: null, memo: null }
        : { ...lineAmountsView(chart, line), rate: line.rate ?? null, memo: line.memo ?? null }),
      reference: line.reference ?? null,
      dueDate: line.dueDate ?? null,
      dimensions: line.dimensions ?? {},
    })),
    ...(sight && !sight.whole && { partial: true as const }),
    ...(sight?.masked && { masked: true as const }),
  }
}

export const NO_AMOUNTS = { debit: null, credit: null, value: null }

/** A line's sides as the API writes them: one of debit and credit, and the value on the same side. */
export function lineAmountsView(chart: ChartStore, line: Pick<PostedLine, 'unit' | 'quantity' | 'value'>) {
  const { scale } = chart.unit(line.unit) as Unit
  // A line may move value without quantity (a revaluation): its side is then the value's.
  const isDebit = line.quantity > 0 || (line.quantity === 0 && (line.value ?? 0) >= 0)
  const amount = formatAmount(Math.abs(line.quantity), scale)
  return {
    debit: isDebit ? amount : null,
    credit: isDebit ? null : amount,
    unit: line.unit,
    value: line.value === null ? null : formatAmount(Math.abs(line.value), chart.currency.scale),
  }
}
