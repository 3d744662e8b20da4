import { formatAmount } from '../../kernel/amount.ts'
import type { InputOf, ReplyOf } from '../../kernel/contract.ts'
import {
  decodeCursor,
  decodeTextCursor,
  encodeCursor,
  encodeTextCursor,
  invalidCursor,
} from '../../kernel/cursor.ts'
import type { Database } from '../../kernel/database.ts'
import { type DateNumber, formatDate, formatInstant, LAST_DATE, monthOf } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { EventLog } from '../../kernel/log.ts'
import { isRefusal, refuse } from '../../kernel/result.ts'
import type { AccountTotals } from '../balances.ts'
import { compareCodes } from '../chart.ts'
import type { Account, Unit } from '../model.ts'
import { totalsShown } from '../shown-totals.ts'
import type { LedgerParts } from '../store.ts'
import { accountRef } from '../views.ts'
import type { Visibility } from '../visibility.ts'
import type { BalanceRow, LimitView, PendingContract, PendingPosted, PendingVoided } from './contract.ts'
import type { PendingRefusal } from './domain.ts'
import type { BalanceLimits } from './limits.ts'
import { boundsOf, type Limit, normalSide } from './moving.ts'
import type { PendingEntries, PendingEntry } from './tables.ts'
import { pendingView } from './views.ts'

type Input<Name extends keyof PendingContract['operations']> = InputOf<PendingContract, Name>
type Reply<Name extends keyof PendingContract['operations']> = ReplyOf<PendingContract, Name>

export interface PendingTables {
  database: Database
  log: EventLog
  ledger: LedgerParts
  pendings: PendingEntries
  limits: BalanceLimits
}

/** Rows that one page of a filtered list looks at. */
const CANDIDATES_A_PAGE = 1_000

/** Reads of what is on hold, of counters and limits. */
export class PendingQueries {
  readonly #tables: PendingTables

  constructor(tables: PendingTables) {
    this.#tables = tables
  }

  list(
    input: Input<'ListPendingEntries'>,
    visibility: Visibility | undefined,
  ): Reply<'ListPendingEntries'> | PendingRefusal {
    const { ledger, pendings } = this.#tables
    const cursor = decodeCursor(input.cursor, 1)
    if (cursor === 'invalid') return invalidCursor()
    const account = input.account === undefined ? undefined : this.#account(input.account, visibility)
    if (isRefusal(account)) return account
    const limit = input.limit ?? LIMITS.pageRowsDefault
    const settled = (input.status ?? 'pending') === 'pending' ? 0 : 1
    const before = cursor?.[0] ?? LIMITS.minorUnitsMax
    const candidates = pendings.page(settled, before, CANDIDATES_A_PAGE)
    const data: Reply<'ListPendingEntries'>['data'] = []
    let last: number | undefined
    for (const sequence of candidates) {
      if (data.length === limit) break
      last = sequence
      const pending = pendings.at(sequence)
      const sight = pending && sightOf(pending, visibility)
      if (!pending || (visibility && !sight)) continue
      if (this.#isWanted(pending, input, account, visibility && sight?.lines))
        data.push(pendingView(ledger.chart, pendings, pending, sight))
    }
    const isMore = last !== candidates.at(-1) || candidates.length === CANDIDATES_A_PAGE
    return { data, nextCursor: last !== undefined && isMore ? encodeCursor([last]) : null }
  }

  #isWanted(
    { held, status }: PendingEntry,
    { status: wanted = 'pending', q, from, to }: Input<'ListPendingEntries'>,
    account: Account | undefined,
    seen: readonly number[] | undefined,
  ): boolean {
    const { chart } = this.#tables.ledger
    const text = q?.toLocaleLowerCase('en')
    const isOf = ({ account: id }: { account: string }, at: number) =>
      chart.accountById(id).ordinal === account?.ordinal && (seen?.includes(at) ?? true)
    return (
      (wanted === 'settled' || status === wanted) &&
      (from === undefined || held.effectiveDate >= from) &&
      (to === undefined || held.effectiveDate <= to) &&
      (!text || `${held.description}\n${held.reference ?? ''}`.toLocaleLowerCase('en').includes(text)) &&
      (account === undefined || held.lines.some(isOf))
    )
  }

  get(id: string, visibility: Visibility | undefined): Reply<'GetPendingEntry'> | PendingRefusal {
    const { ledger, log, pendings } = this.#tables
    const pending = pendings.find(id)
    const sight = pending && sightOf(pending, visibility)
    if (!pending || (visibility && !sight)) return pendingNotFound(id)
    const events = pendings.events([pending.sequence, ...pending.followedBy])
    return {
      ...pendingView(ledger.chart, pendings, pending, sight),
      history: events.map((event) => {
        const { entry, reason } = JSON.parse(event.data) as Partial<PendingPosted & PendingVoided>
        return {
          sequence: event.sequence,
          type: event.type,
          recordedAt: formatInstant(log.at(event.sequence)?.recorded_at ?? event.recorded_at),
          actor: event.actor,
          entry: entry ?? null,
          reason: reason ?? null,
        }
      }),
    }
  }

  balances(
    input: Input<'GetBalances'>,
    nowMicros: number,
    visibility: Visibility | undefined,
  ): Reply<'GetBalances'> | PendingRefusal {
    const { ledger, limits, log } = this.#tables
    const account = this.#account(input.account, visibility)
    if (isRefusal(account)) return account
    const { chart } = ledger
    const posted = new Map(this.#posted(account, visibility).map((totals) => [totals.unit, totals]))
    const pending = this.#pending(account, visibility)
    const limited = [...limits.all.values()]
      .filter((limit) => limit.account === account.id)
      .flatMap(({ unit }) => chart.unit(unit)?.ordinal ?? [])
    const units = [...new Set([...posted.keys(), ...pending.keys(), ...limited])]
      .map((ordinal) => chart.unitByOrdinal(ordinal))
      .filter(({ code }) => input.unit === undefined || code === input.unit)
      .sort((a, b) => compareCodes(a.code, b.code))
    const today = ledger.days.dateAt(nowMicros)
    return {
      account: accountRef(account),
      data: units.map((unit) =>
        this.#balanceRow(
          account,
          unit,
          posted.get(unit.ordinal),
          pending.get(unit.ordinal),
          today,
          visibility,
        ),
      ),
      sequence: log.head.sequence,
      ...(visibility && { partial: true as const }),
    }
  }

  #balanceRow(
    account: Account,
    unit: Unit,
    totals: AccountTotals | undefined,
    pending: { debit: number; credit: number } | undefined,
    today: DateNumber,
    visibility: Visibility | undefined,
  ): BalanceRow {
    const limit = this.#tables.limits.of(account, unit.code)
    const text = (minor: number | null) => (minor === null ? null : formatAmount(minor, unit.scale))
    if (visibility?.masksAccount(account))
      return { unit: unit.code, ...NO_COUNTERS, min: null, max: null, available: NONE, masked: true }
    const { debitQuantity: debits = 0, creditQuantity: credits = 0 } = totals ?? {}
    return {
      unit: unit.code,
      debitsPosted: text(debits),
      creditsPosted: text(credits),
      debitsPending: text(pending?.debit ?? 0),
      creditsPending: text(pending?.credit ?? 0),
      balance: text(normalSide(account) === 'debit' ? debits - credits : credits - debits),
      min: text(limit?.min ?? null),
      max: text(limit?.max ?? null),
      available: limit && !isPartial(visibility) ? this.#available(account, unit, limit, today) : NONE,
    }
  }

  #available(account: Account, unit: Unit, limit: Limit, today: DateNumber): BalanceRow['available'] {
    const path = this.#tables.limits.path(account, unit.code, monthOf(today))
    const available = { ...NONE }
    for (const { bound, at } of boundsOf(limit, account)) {
      const { level } = path.worst(bound, today)
      const left = formatAmount(Math.max(0, bound === 'floor' ? level - at : at - level), unit.scale)
      available[bound === 'floor' ? 'credit' : 'debit'] = left
    }
    return available
  }

  #posted(account: Account, visibility: Visibility | undefined): AccountTotals[] {
    const { database, ledger, log } = this.#tables
    const { balances, chart, entries } = ledger
    const everything = () => balances.totalsBefore(account.ordinal, LAST_DATE + 1)
    if (!isPartial(visibility)) return everything()
    const tables = { database, log, chart, balances, entries }
    const shown = totalsShown(tables, LAST_DATE, log.head.sequence, visibility as Visibility, everything)
    return [...shown].filter((totals) => totals.account === account.ordinal)
  }

  /** The two pending counters by unit; of what a reader sees, where that is not everything. */
  #pending(account: Account, visibility: Visibility | undefined) {
    const { ledger, pendings } = this.#tables
    const counters = new Map<number, { debit: number; credit: number }>()
    const add = (unit: number, debit: number, credit: number) => {
      const counter = counters.get(unit) ?? { debit: 0, credit: 0 }
      counter.debit += debit
      counter.credit += credit
      counters.set(unit, counter)
    }
    if (!isPartial(visibility)) {
      for (const { unit, debit, credit } of pendings.amounts(account.ordinal)) add(unit, debit, credit)
      return counters
    }
    for (const pending of pendings.pending()) {
      const sight = sightOf(pending, visibility)
      if (!sight || sight.masked) continue
      for (const at of sight.lines) {
        const line = pending.held.lines[at]
        const quantity = pending.remaining[at]?.quantity ?? 0
        if (!line || ledger.chart.accountById(line.account).ordinal !== account.ordinal) continue
        add((ledger.chart.unit(line.unit) as Unit).ordinal, Math.max(quantity, 0), Math.max(-quantity, 0))
      }
    }
    return counters
  }

  listLimits(
    input: Input<'ListBalanceLimits'>,
    visibility: Visibility | undefined,
  ): Reply<'ListBalanceLimits'> | PendingRefusal {
    const { ledger, limits } = this.#tables
    const after = input.cursor === undefined ? '' : decodeTextCursor(input.cursor)
    if (after === undefined) return invalidCursor()
    const wanted = input.account === undefined ? undefined : this.#account(input.account, visibility)
    if (isRefusal(wanted)) return wanted
    const rows = [...limits.all.values()]
      .map((limit) => ({ limit, account: ledger.chart.accountById(limit.account) }))
      .filter(({ account }) => visibility?.seesAccount(account) ?? true)
      .filter(({ account }) => wanted === undefined || account.ordinal === wanted.ordinal)
      .map((row) => ({ ...row, key: `${row.account.code}\u0000${row.limit.unit}` }))
      .filter(({ key }) => key > after)
      .sort((a, b) => compareCodes(a.key, b.key))
    const shown = rows.slice(0, input.limit ?? LIMITS.pageRowsDefault)
    const last = rows.length > shown.length ? shown.at(-1) : undefined
    return {
      data: shown.map(({ account, limit }) => this.limitView(account, limit, visibility)),
      nextCursor: last ? encodeTextCursor(last.key) : null,
    }
  }

  limitView(account: Account, limit: Omit<Limit, 'account'>, visibility: Visibility | undefined): LimitView {
    const { limits, ledger } = this.#tables
    const { scale } = ledger.chart.unit(limit.unit) as Unit
    const of = { account: accountRef(account), unit: limit.unit, normalSide: normalSide(account) }
    if (visibility?.masksAccount(account))
      return { ...of, min: null, max: null, isKept: null, brokenOn: null, masked: true }
    const text = (minor: number | null) => (minor === null ? null : formatAmount(minor, scale))
    const path = isPartial(visibility) ? undefined : limits.path(account, limit.unit, 0)
    const broken = boundsOf(limit, account)
      .flatMap(({ bound, at }) => path?.firstPast(bound, at) ?? [])
      .sort((a, b) => a - b)[0]
    return {
      ...of,
      min: text(limit.min),
      max: text(limit.max),
      isKept: path ? broken === undefined : null,
      brokenOn: broken === undefined ? null : formatDate(broken),
    }
  }

  #account(code: string, visibility: Visibility | undefined): Account | PendingRefusal {
    const account = this.#tables.ledger.chart.account(code)
    if (account && (visibility?.seesAccount(account) ?? true)) return account
    return refuse('account_not_found', `There is no account ${code} in this company.`)
  }
}

/** What a reader sees of an entry on hold: the same as of one that is posted. */
export const sightOf = ({ held, author }: PendingEntry, visibility: Visibility | undefined) =>
  visibility?.sightOf({ author, data: held as Parameters<Visibility['sightOf']>[0]['data'] })

/** Sums of what the reader sees are not those of the books. */
const isPartial = (visibility: Visibility | undefined): boolean =>
  visibility !== undefined && (visibility.isByEntry || visibility.masksEntries)

const NO_COUNTERS = {
  debitsPosted: null,
  creditsPosted: null,
  debitsPending: null,
  creditsPending: null,
  balance: null,
}
const NONE: BalanceRow['available'] = { debit: null, credit: null }

export const pendingNotFound = (id: string): PendingRefusal =>
  refuse('pending_entry_not_found', `There is no entry ${id} on hold in this company.`)
