import { formatAmount } from '../../kernel/amount.ts'
import { type DateNumber, formatDate, formatInstant } from '../../kernel/dates.ts'
import { sequenceInId } from '../../kernel/ids.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { EventLog } from '../../kernel/log.ts'
import type { ChartStore } from '../chart.ts'
import type { EntryPosted } from '../contract.ts'
import type { Entries } from '../entries.ts'
import { accountRef, type EntryEvent, voucherOf } from '../views.ts'
import type { Visibility } from '../visibility.ts'
import { bucketOf, daysOverdue } from './ageing.ts'
import { counts, unpack } from './allocations.ts'
import type { ItemsMatched, ItemsUnmatched, MatchedItem } from './contract.ts'
import type { ItemRow } from './item-rows.ts'
import type { ItemView, MatchView } from './replies.ts'

export interface Viewed {
  chart: ChartStore
  entries: Entries
  log: EventLog
}

/** A place in time: as of a date, as known at a position of the log; ages are looked at from `today`. */
export interface Moment {
  asOf: DateNumber
  knownAt: number
  today: DateNumber
}

export interface ShownItem extends ItemRow {
  open_then: number
  value_then: number | null
  masked: number
}

/** Entries that one page is about: each is read once. */
export class EntryCache {
  readonly #entries: Entries
  readonly #known = new Map<number, EntryEvent>()

  constructor(entries: Entries) {
    this.#entries = entries
  }

  at(sequence: number): EntryEvent {
    const known = this.#known.get(sequence)
    if (known) return known
    const [event] = this.#entries.events([sequence])
    if (!event) throw new Error(`invariant broken: entry ${sequence} is not in the log`)
    this.#known.set(sequence, event)
    return event
  }
}

export function itemView(
  { chart, log }: Viewed,
  cache: EntryCache,
  row: ShownItem,
  { asOf, knownAt, today }: Moment,
): ItemView {
  const { data } = cache.at(row.sequence)
  const unit = chart.unitByOrdinal(row.unit)
  const masked = row.masked === 1
  const overdue = daysOverdue(row.due_date ?? row.effective_date, today)
  const matches = unpack(row.matches).filter((each) => counts(each, asOf, knownAt))
  return {
    account: accountRef(chart.accountByOrdinal(row.account)),
    ...placeOf(data, row.line),
    reference: row.reference,
    dueDate: row.due_date === null ? null : formatDate(row.due_date),
    description: data.description,
    unit: unit.code,
    ...(masked ? NOTHING_SHOWN : amountsOf(row, unit.scale, chart.currency.scale)),
    status: row.open_then === 0 ? 'matched' : row.open_then === row.quantity ? 'open' : 'partly-matched',
    bucket: bucketOf(overdue),
    daysOverdue: overdue,
    matches: matches.slice(-LIMITS.itemMatchesShownMax).flatMap(({ match }) => matchAt(log, match)?.id ?? []),
    ...(masked && { masked: true as const }),
  }
}

const NOTHING_SHOWN = { debit: null, credit: null, value: null, openAmount: null, openValue: null }

function amountsOf(row: ShownItem, scale: number, currencyScale: number) {
  const sign = Math.sign(row.quantity)
  const amount = formatAmount(Math.abs(row.quantity), scale)
  const onSide = (minor: number | null) =>
    minor === null ? null : formatAmount(sign * minor + 0, currencyScale)
  return {
    debit: sign > 0 ? amount : null,
    credit: sign > 0 ? null : amount,
    value: onSide(row.value),
    openAmount: formatAmount(sign * row.open_then + 0, scale),
    openValue: onSide(row.value_then),
  }
}

/** How an item is named, and what its entry says of it. */
export const placeOf = (data: EntryPosted, line: number) => ({
  entry: data.id,
  line,
  voucher: voucherOf(data),
  effectiveDate: data.effectiveDate,
  reference: data.lines[line]?.reference ?? data.reference ?? null,
})

export interface StoredMatch {
  data: ItemsMatched
  recordedAt: number
  actor: string
}

export function matchAt(log: EventLog, sequence: number): ItemsMatched | undefined {
  const event = log.at(sequence)
  return event?.type === 'items-matched' ? (JSON.parse(event.data) as ItemsMatched) : undefined
}

/** The match with this id, which says where in the log it is. */
export function findMatch(log: EventLog, id: string): StoredMatch | undefined {
  const event = log.at(Math.min(sequenceInId(id), LIMITS.minorUnitsMax))
  if (event?.type !== 'items-matched') return undefined
  const data = JSON.parse(event.data) as ItemsMatched
  return data.id === id ? { data, recordedAt: event.recorded_at, actor: event.actor } : undefined
}

/** The match as a reader sees it; undefined where none of its items is visible. `endedAt`: log position of taking it back. */
export function matchView(
  { chart, entries, log }: Viewed,
  { data, recordedAt, actor }: StoredMatch,
  endedAt: number | null,
  visibility: Visibility | undefined,
): MatchView | undefined {
  const cache = new EntryCache(entries)
  const shown = data.items.flatMap((item) => {
    const event = entryOf(chart, cache, item.entry)
    const sight = visibility && event && visibility.sightOf({ ...event, author: event.actor })
    const isSeen = event && (!visibility || sight?.lines.includes(item.line))
    return isSeen ? [{ item, event, masked: sight?.masked ?? false }] : []
  })
  if (shown.length === 0) return undefined
  const account = chart.accountById(data.account)
  const scale = chart.unit(data.unit)?.scale ?? 0
  const money = (minor: number) => formatAmount(minor, chart.currency.scale)
  const isPartial = shown.length < data.items.length
  const masked = shown.some((each) => each.masked)
  const isWhole = !isPartial && !masked
  return {
    id: data.id,
    account: accountRef(account),
    unit: data.unit,
    effectiveDate: data.effectiveDate,
    recordedAt: formatInstant(recordedAt),
    actor,
    reason: data.reason,
    items: shown.map(({ item, event, masked: isMasked }) => ({
      ...placeOf(event.data, item.line),
      side: item.quantity > 0 ? ('debit' as const) : ('credit' as const),
      ...(isMasked ? { amount: null, value: null } : partAmounts(item, scale, money)),
    })),
    exchange: exchangeView(chart, cache, data, isWhole, money),
    writeOff: writeOffView(chart, cache, data, isWhole, scale),
    unmatched: unmatchedView(log, endedAt, visibility === undefined),
    ...(isPartial && { partial: true as const }),
    ...(masked && { masked: true as const }),
  }
}

const partAmounts = ({ quantity, value }: MatchedItem, scale: number, money: (minor: number) => string) => ({
  amount: formatAmount(Math.abs(quantity), scale),
  value: value === null ? null : money(Math.sign(quantity) * value + 0),
})

function exchangeView(
  chart: ChartStore,
  cache: EntryCache,
  { exchange }: ItemsMatched,
  isWhole: boolean,
  money: (minor: number) => string,
): MatchView['exchange'] {
  const event = exchange === undefined ? undefined : entryOf(chart, cache, exchange)
  if (!event || !isWhole) return null
  let [gain, loss] = [0, 0]
  // The account's own lines move no quantity: what it gets is a gain, what leaves it a loss.
  for (const { quantity, value } of event.data.lines) {
    if (quantity !== 0 || value === null) continue
    if (value > 0) gain += value
    else loss -= value
  }
  return {
    entry: event.data.id,
    voucher: voucherOf(event.data),
    gain: gain === 0 ? null : money(gain),
    loss: loss === 0 ? null : money(loss),
  }
}

function writeOffView(
  chart: ChartStore,
  cache: EntryCache,
  { writeOff, items }: ItemsMatched,
  isWhole: boolean,
  scale: number,
): MatchView['writeOff'] {
  const event = writeOff === undefined ? undefined : entryOf(chart, cache, writeOff)
  if (!event || !isWhole) return null
  const rest = items.reduce((sum, { entry, quantity }) => (entry === writeOff ? sum + quantity : sum), 0)
  const amount = formatAmount(Math.abs(rest), scale)
  return { entry: event.data.id, voucher: voucherOf(event.data), amount }
}

function unmatchedView(log: EventLog, endedAt: number | null, isWhole: boolean): MatchView['unmatched'] {
  const event = endedAt === null ? undefined : log.at(endedAt)
  if (!event) return null
  const { effectiveDate, reason = null, reversals } = JSON.parse(event.data) as ItemsUnmatched
  return {
    effectiveDate,
    recordedAt: formatInstant(event.recorded_at),
    actor: event.actor,
    reason,
    reversals: isWhole ? reversals : [],
  }
}

function entryOf(chart: ChartStore, cache: EntryCache, id: string): EntryEvent | undefined {
  const sequence = chart.entrySequence(id)
  return sequence === undefined ? undefined : cache.at(sequence)
}
