import { formatAmount } from '../../kernel/amount.ts'
import type { InputOf, ReplyOf } from '../../kernel/contract.ts'
import { decodeCursor, encodeCursor, invalidCursor } from '../../kernel/cursor.ts'
import { formatDate, formatInstant, LAST_DATE } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { StoredEvent } from '../../kernel/log.ts'
import { type Refusal, refuse } from '../../kernel/result.ts'
import { BalanceMatrix, entriesBetween, ledgerBuckets, SUMS } from '../balance-matrix.ts'
import { EPOCH_EVENTS } from '../balances.ts'
import { compareCodes } from '../chart.ts'
import type { AccountChanged, AccountOpened, EntryPosted } from '../contract.ts'
import { knownAtInFuture } from '../register.ts'
import { totalOf } from '../ruled.ts'
import { accountRef, voucherOf } from '../views.ts'
import type { Visibility } from '../visibility.ts'
import type { ReportsContract } from './contract.ts'
import { balancesAt, type ReportTables } from './figures.ts'
import type { Change } from './replies.ts'
import { monthEnds } from './statement.ts'
import { partialOf } from './table.ts'

type Page = ReplyOf<ReportsContract, 'GetChanges'>

const TYPES = ['journal-entry-posted', 'account-opened', 'account-changed', 'account-merged']

/**
 * What was recorded after one position of the log up to another. The effect is the difference of the balances as they were
 * known at both, so it costs the same however many entries lie between.
 */
export function changes(
  tables: ReportTables,
  input: InputOf<ReportsContract, 'GetChanges'>,
  visibility: Visibility | undefined,
): Page | Refusal<keyof ReportsContract['refusals']> {
  const { chart, database, log } = tables
  const head = log.head.sequence
  const { from, to = head } = input
  if (to > head) return knownAtInFuture(head, '/to')
  if (from > to)
    return refuse('dates_out_of_order', 'The first position lies after the last. Exchange them.', [
      { pointer: '/from', code: 'dates_out_of_order', detail: `Must be at most ${to}.` },
    ])
  const cursor = decodeCursor(input.cursor, 1)
  if (cursor === 'invalid') return invalidCursor()
  const limit = input.limit ?? LIMITS.pageRowsDefault
  const after = Math.max(from, cursor?.[0] ?? 0)
  const events = database.all<StoredEvent>(
    `SELECT * FROM events WHERE sequence > ? AND sequence <= ? AND type IN (${TYPES.map(() => '?').join(', ')})
     ORDER BY sequence LIMIT ?`,
    after,
    to,
    ...TYPES,
    visibility ? LIMITS.reportCandidatesMax : limit + 1,
  )
  const data: Change[] = []
  let last: StoredEvent | undefined
  for (const event of events) {
    const change = changeView(tables, event, visibility)
    if (change && data.length === limit) break
    if (change) data.push(change)
    last = event
  }
  const isMore = last !== events.at(-1) || (visibility && events.length === LIMITS.reportCandidatesMax)
  return {
    data,
    nextCursor: isMore && last ? encodeCursor([last.sequence]) : null,
    from,
    to,
    sequence: head,
    currency: chart.currency.code,
    counts: visibility ? null : countsOf(tables, from, to),
    effects: cursor ? [] : effectsOf(tables, from, to, visibility),
    ...partialOf(visibility),
  }
}

function countsOf({ database }: ReportTables, from: number, to: number): NonNullable<Page['counts']> {
  const counts = new Map(
    database
      .all<{ type: string; count: number }>(
        'SELECT type, COUNT(*) AS count FROM events WHERE sequence > ? AND sequence <= ? GROUP BY type',
        from,
        to,
      )
      .map(({ type, count }) => [type, count]),
  )
  return {
    entries: counts.get('journal-entry-posted') ?? 0,
    accountsOpened: counts.get('account-opened') ?? 0,
    accountsChanged: (counts.get('account-changed') ?? 0) + (counts.get('account-merged') ?? 0),
  }
}

function changeView(
  tables: ReportTables,
  event: StoredEvent,
  visibility: Visibility | undefined,
): Change | undefined {
  const { chart } = tables
  const base = {
    sequence: event.sequence,
    type: event.type,
    recordedAt: formatInstant(event.recorded_at),
    actor: event.actor,
    hash: visibility ? null : event.hash,
    entry: null,
    account: null,
    changed: [],
  }
  if (event.type === 'journal-entry-posted') {
    const data = JSON.parse(event.data) as EntryPosted
    const sight = visibility?.sightOf({ data, author: event.actor })
    if (visibility && !sight) return undefined
    const lines = sight ? sight.lines.flatMap((index) => data.lines[index] ?? []) : data.lines
    const { id, effectiveDate, description, purpose = null, reverses = null } = data
    return {
      ...base,
      entry: {
        id,
        voucher: voucherOf(data),
        effectiveDate,
        description,
        purpose,
        reverses: visibility ? null : reverses,
        total: sight?.masked ? null : formatAmount(totalOf({ lines }), chart.currency.scale),
      },
    }
  }
  const data = JSON.parse(event.data) as AccountOpened | AccountChanged | { id: string; into: string }
  const account = chart.accountById(data.id)
  if (visibility && !visibility.seesAccount(account)) return undefined
  if (!('before' in data)) return { ...base, account: accountRef(account) }
  const { before, after } = data
  const changed = Object.keys(after).map((field) => ({
    field,
    before: before[field as keyof typeof before] ?? null,
    after: after[field as keyof typeof after] ?? null,
  }))
  return { ...base, account: accountRef(account), changed }
}

/** By account and month, or by account alone where there are too many of them. */
function effectsOf(
  tables: ReportTables,
  from: number,
  to: number,
  visibility: Visibility | undefined,
): Page['effects'] {
  const { chart, database } = tables
  const range = database.first<{ first: number | null; last: number | null }>(
    // Each by itself is the end of an index; both at once go along all entries.
    `SELECT (SELECT MIN(effective_date) FROM journal_entries) AS first,
       (SELECT MAX(effective_date) FROM journal_entries) AS last`,
  )
  if (range?.first == null || range.last === null) return []
  const ends = monthEnds(tables, Math.min(range.last, LAST_DATE), range.first)
  const matrix = movedBetween(tables, ends, from, to, visibility)
  const effects = new Map<string, { account: number; slot: number; debit: number; credit: number }>()
  for (const { account, sums } of matrix.rows())
    for (let slot = 0; slot < ends.length; slot++) {
      const [debit, credit] = [sums[slot * SUMS + 2] as number, sums[slot * SUMS + 3] as number]
      if (debit === 0 && credit === 0) continue
      const key = `${account} ${slot}`
      const held = effects.get(key) ?? { account, slot, debit: 0, credit: 0 }
      effects.set(key, { ...held, debit: held.debit + debit, credit: held.credit + credit })
    }
  const money = (minor: number) => formatAmount(minor, chart.currency.scale)
  const isTooMany = effects.size > LIMITS.changeEffectsMax
  const rows = isTooMany ? byAccount(effects.values()) : [...effects.values()]
  return rows
    .map(({ account, slot, debit, credit }) => ({
      account: accountRef(chart.accountByOrdinal(account)),
      period: isTooMany ? null : formatDate(ends[slot] as number).slice(0, 7),
      debit: money(debit),
      credit: money(credit),
      balance: money(debit - credit),
    }))
    .sort(
      (a, b) => compareCodes(a.account.code, b.account.code) || compareCodes(a.period ?? '', b.period ?? ''),
    )
}

/** Few entries are read; of many, the balances that were known at both positions tell the difference. */
function movedBetween(
  tables: ReportTables,
  ends: readonly number[],
  from: number,
  to: number,
  visibility: Visibility | undefined,
): BalanceMatrix {
  const matrix = new BalanceMatrix(ends)
  if (!visibility && to - from <= EPOCH_EVENTS) {
    const { movements } = ledgerBuckets(tables)
    for (const entry of entriesBetween(tables, from, to))
      for (const movement of movements(entry)) matrix.move(movement, 1)
    return matrix
  }
  matrix.addAll(balancesAt(tables, ends, { knownAt: to, visibility }), 1)
  matrix.addAll(balancesAt(tables, ends, { knownAt: from, visibility }), -1)
  return matrix
}

function byAccount(effects: Iterable<{ account: number; slot: number; debit: number; credit: number }>) {
  const sums = new Map<number, { account: number; slot: number; debit: number; credit: number }>()
  for (const { account, debit, credit } of effects) {
    const held = sums.get(account) ?? { account, slot: 0, debit: 0, credit: 0 }
    sums.set(account, { ...held, debit: held.debit + debit, credit: held.credit + credit })
  }
  return [...sums.values()]
}
