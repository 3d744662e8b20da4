import { formatAmount } from '../../kernel/amount.ts'
import { formatInstant } from '../../kernel/dates.ts'
import type { ChartStore } from '../chart.ts'
import type { Unit } from '../model.ts'
import { totalOf } from '../ruled.ts'
import { accountRef, lineAmountsView, NO_AMOUNTS } from '../views.ts'
import type { Sight } from '../visibility.ts'
import type { EntryHeld, PendingPosted, PendingView, PendingVoided } from './contract.ts'
import type { Part, PendingEntries, PendingEntry } from './tables.ts'

/** An entry on hold as the API shows it, or what a reader sees of it. */
export function pendingView(
  chart: ChartStore,
  pendings: PendingEntries,
  pending: PendingEntry,
  sight?: Sight,
): PendingView {
  const { held, remaining, status, expiresAt } = pending
  const indexes = sight ? sight.lines : held.lines.map((_, index) => index)
  const masked = sight?.masked ?? false
  const money = (parts: readonly { value: number | null }[]) =>
    masked
      ? null
      : formatAmount(totalOf({ lines: indexes.map((at) => parts[at] as Part) }), chart.currency.scale)
  const followed = pendings.events(pending.followedBy)
  const reason = followed.find(({ type }) => type === 'pending-voided')
  return {
    id: held.id,
    status,
    journal: held.journal,
    effectiveDate: held.effectiveDate,
    description: held.description,
    reference: held.reference ?? null,
    note: held.note ?? null,
    tags: held.tags ?? {},
    recordedAt: formatInstant(pending.recordedAt),
    actor: pending.author,
    expiresAt: expiresAt === null ? null : formatInstant(expiresAt),
    total: money(held.lines),
    remaining: money(remaining),
    entries: followed
      .filter(({ type }) => type === 'pending-posted')
      .map(({ data }) => (JSON.parse(data) as PendingPosted).entry),
    reason: (reason && (JSON.parse(reason.data) as PendingVoided).reason) ?? null,
    lines: indexes.map((line) => lineView(chart, held, remaining, line, masked)),
    ...(sight && !sight.whole && { partial: true as const }),
    ...(masked && { masked: true as const }),
  }
}

function lineView(
  chart: ChartStore,
  { lines }: EntryHeld,
  remaining: readonly Part[],
  at: number,
  masked: boolean,
): PendingView['lines'][number] {
  const line = lines[at] as EntryHeld['lines'][number]
  const { scale } = chart.unit(line.unit) as Unit
  return {
    line: at,
    account: accountRef(chart.accountById(line.account)),
    ...(masked ? { ...NO_AMOUNTS, unit: line.unit } : lineAmountsView(chart, line)),
    pending: masked ? null : formatAmount(Math.abs(remaining[at]?.quantity ?? 0), scale),
    memo: masked ? null : (line.memo ?? null),
    reference: line.reference ?? null,
    dueDate: line.dueDate ?? null,
    dimensions: line.dimensions ?? {},
  }
}
