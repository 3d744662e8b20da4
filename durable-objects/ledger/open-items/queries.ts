import { formatAmount } from '../../kernel/amount.ts'
import type { InputOf, ReplyOf } from '../../kernel/contract.ts'
import { decodeCursor, encodeCursor, invalidCursor } from '../../kernel/cursor.ts'
import type { Database } from '../../kernel/database.ts'
import { type DateNumber, formatDate, LAST_DATE, parseDate } from '../../kernel/dates.ts'
import { sequenceInId } from '../../kernel/ids.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { isRefusal, refuse } from '../../kernel/result.ts'
import type { Days } from '../../kernel/zones.ts'
import { compareCodes } from '../chart.ts'
import type { Account } from '../model.ts'
import type { Visibility } from '../visibility.ts'
import { unpack } from './allocations.ts'
import { isMasked, isSeen, openItemAccount } from './candidates.ts'
import type { OpenItemsContract } from './contract.ts'
import type { OpenItemsRefusal } from './domain.ts'
import type { OpenItems } from './items.ts'
import { type ListInput, type Place, pageOfAccount, startOf, totalsOf, type Wanted } from './listing.ts'
import type { MatchView } from './replies.ts'
import { compare, type Suggestible, type Suggestion, suggestMatches } from './suggest.ts'
import {
  EntryCache,
  findMatch,
  itemView,
  type Moment,
  matchAt,
  matchView,
  placeOf,
  type ShownItem,
  type StoredMatch,
  type Viewed,
} from './views.ts'

type Reply<Name extends keyof OpenItemsContract['operations']> = ReplyOf<OpenItemsContract, Name>

export interface QueryParts extends Viewed {
  days: Days
  database: Database
  items: OpenItems
}

/** Reads of open items. */
export class OpenItemQueries {
  readonly #parts: QueryParts

  constructor(parts: QueryParts) {
    this.#parts = parts
  }

  list(
    input: ListInput,
    nowMicros: number,
    visibility: Visibility | undefined,
  ): Reply<'ListOpenItems'> | OpenItemsRefusal {
    const { database, chart, entries, log } = this.#parts
    const cursor = decodeCursor(input.cursor, 5)
    if (cursor === 'invalid') return invalidCursor()
    const head = log.head.sequence
    const moment = this.#momentOf(input, nowMicros)
    if (moment.knownAt > head) return knownAtInFuture(head)
    const accounts = this.#accountsOf(input.account, visibility)
    if (isRefusal(accounts)) return accounts
    const wanted = accounts.map(
      (account): Wanted => ({ account, input, moment, isPast: moment.knownAt < head, visibility }),
    )
    const cache = new EntryCache(entries)
    const page = this.#page(wanted, cursor, input.limit ?? LIMITS.pageRowsDefault)
    if (isRefusal(page)) return page
    const { rows, next } = page
    return {
      data: rows.map((row) => itemView(this.#parts, cache, row, moment)),
      nextCursor: next,
      asOf: formatDate(moment.today),
      knownAt: moment.knownAt,
      currency: chart.currency.code,
      totals: cursor ? null : totalsOf(database, chart, wanted),
      ...(visibility && { partial: true as const }),
    }
  }

  /** Account after account, until the page is full. */
  #page(wanted: readonly Wanted[], cursor: number[] | undefined, limit: number) {
    const { database, chart } = this.#parts
    const [ordinal, ...place] = cursor ?? []
    const at = wanted.findIndex(({ account }) => account.ordinal === ordinal)
    if (cursor && at < 0) return invalidCursor()
    const rows: ShownItem[] = []
    for (const [index, each] of wanted.slice(Math.max(0, at)).entries()) {
      const { ordinal: next } = each.account
      if (rows.length === limit) return { rows, next: encodeCursor([next, ...startOf(each.input)]) }
      const after = index === 0 && cursor ? (place as unknown as Place) : undefined
      const page = pageOfAccount(database, chart, each, after, limit - rows.length)
      rows.push(...page.rows)
      if (page.last) return { rows, next: encodeCursor([next, ...page.last]) }
    }
    return { rows, next: null }
  }

  item(
    { entry, line: wanted }: InputOf<OpenItemsContract, 'GetOpenItem'>,
    nowMicros: number,
    visibility: Visibility | undefined,
  ): Reply<'GetOpenItem'> | OpenItemsRefusal {
    const { chart, entries, items, log } = this.#parts
    const lines = wanted === undefined ? (entries.find(entry)?.lines.keys() ?? []) : [wanted]
    const row = [...lines]
      .map((line) => items.find(entry, line))
      .find((found) => found && isSeen(this.#parts, found, visibility))
    if (!row)
      return refuse(
        'open_item_not_found',
        `There is no open item ${entry}, line ${wanted ?? 0}, in this company.`,
      )
    const masked = isMasked(this.#parts, row, visibility)
    const shown: ShownItem = {
      ...row,
      open_then: row.open_quantity,
      value_then: row.open_value,
      masked: Number(masked),
    }
    const { scale } = chart.unitByOrdinal(row.unit)
    const sign = Math.sign(row.quantity)
    const money = (value: number) => formatAmount(sign * value + 0, chart.currency.scale)
    return {
      ...itemView(this.#parts, new EntryCache(entries), shown, this.#momentOf({}, nowMicros)),
      matches: unpack(row.matches).map(({ match, from, quantity, value, until }) => ({
        match: matchAt(log, match)?.id ?? '',
        effectiveDate: formatDate(from),
        amount: masked ? null : formatAmount(Math.abs(quantity), scale),
        value: masked || value === null ? null : money(value),
        unmatched: until === null ? null : { effectiveDate: formatDate(until) },
      })),
    }
  }

  match(id: string, visibility: Visibility | undefined): MatchView | OpenItemsRefusal {
    const found = findMatch(this.#parts.log, id)
    const view = found && matchView(this.#parts, found, this.endOf(found), visibility)
    return view ?? matchNotFound(id)
  }

  /** Log position of the event that took a match back; null while it holds. */
  endOf({ data }: StoredMatch): number | null {
    const at = sequenceInId(data.id)
    for (const { entry, line } of data.items) {
      const allocations = unpack(this.#parts.items.find(entry, line)?.matches ?? null)
      const own = allocations.find(({ match }) => match === at)
      if (own) return own.endedAt
    }
    // The account was made one without items since, which needs that nothing of it is matched.
    const end = this.#parts.database.first<{ sequence: number }>(
      `SELECT sequence FROM events WHERE sequence > ? AND type = 'items-unmatched' AND data ->> 'id' = ? LIMIT 1`,
      at,
      data.id,
    )
    return end?.sequence ?? null
  }

  suggestions(
    input: InputOf<OpenItemsContract, 'SuggestMatches'>,
    visibility: Visibility | undefined,
  ): Reply<'SuggestMatches'> | OpenItemsRefusal {
    const cursor = decodeCursor(input.cursor, 3)
    if (cursor === 'invalid') return invalidCursor()
    const account = openItemAccount(
      { ledger: this.#parts, items: this.#parts.items },
      input.account,
      visibility,
    )
    if (isRefusal(account)) return account
    const { rows, isPartial } = this.#oldest(account, visibility)
    const all = this.#suggested(rows)
    const [date, sequence, line] = cursor ?? [0, 0, 0]
    const after = { date, sequence, line } as Suggestible
    const rest = all.filter(({ first }) => compare(first, after) > 0)
    const shown = rest.slice(0, input.limit ?? LIMITS.pageRowsDefault)
    const last = rest.length > shown.length ? shown.at(-1)?.first : undefined
    const cache = new EntryCache(this.#parts.entries)
    return {
      data: shown.map(({ unit, scale, suggestion }) => suggestionView(cache, unit, scale, suggestion)),
      nextCursor: last ? encodeCursor([last.date, last.sequence, last.line]) : null,
      considered: rows.length,
      isPartial,
    }
  }

  /** What there is to suggest from: amounts that the reader may see. */
  #oldest(account: Account, visibility: Visibility | undefined): { rows: ShownItem[]; isPartial: boolean } {
    const { database, chart, log } = this.#parts
    const moment: Moment = { asOf: LAST_DATE, knownAt: log.head.sequence, today: LAST_DATE }
    const wanted: Wanted = { account, input: {}, moment, isPast: false, visibility }
    const page = pageOfAccount(database, chart, wanted, undefined, LIMITS.suggestionItemsMax)
    return { rows: page.rows.filter(({ masked }) => masked === 0), isPartial: page.last !== undefined }
  }

  #suggested(rows: readonly ShownItem[]) {
    const { chart } = this.#parts
    const byUnit = Map.groupBy(rows, ({ unit }) => unit)
    return [...byUnit]
      .flatMap(([ordinal, items]) => {
        const { code: unit, scale } = chart.unitByOrdinal(ordinal)
        const suggestible = items.map((row): Suggestible => {
          const { sequence, line, effective_date: date, open_then: open, reference } = row
          return { line, sequence, date, open, reference }
        })
        return suggestMatches(suggestible, { code: unit, scale }).map((suggestion) => {
          const first = suggestion.items.map(({ item }) => item).toSorted(compare)[0] as Suggestible
          return { unit, scale, suggestion, first }
        })
      })
      .sort((a, b) => compare(a.first, b.first))
  }

  #momentOf({ asOf, knownAt }: Pick<ListInput, 'asOf' | 'knownAt'>, nowMicros: number): Moment {
    const wanted = asOf === undefined ? undefined : (parseDate(asOf) as DateNumber)
    const today = this.#parts.days.dateAt(nowMicros)
    return {
      asOf: wanted ?? LAST_DATE,
      knownAt: knownAt ?? this.#parts.log.head.sequence,
      today: wanted ?? today,
    }
  }

  #accountsOf(code: string | undefined, visibility: Visibility | undefined): Account[] | OpenItemsRefusal {
    const { chart, items } = this.#parts
    if (code !== undefined) {
      const account = openItemAccount({ ledger: this.#parts, items }, code, visibility)
      return isRefusal(account) ? account : [account]
    }
    return [...items.ordinals]
      .map((ordinal) => chart.accountByOrdinal(ordinal))
      .filter((account) => visibility?.seesAccount(account) ?? true)
      .sort((a, b) => compareCodes(a.code, b.code))
  }
}

function suggestionView(
  cache: EntryCache,
  unit: string,
  scale: number,
  { reason, explanation, cancels, items }: Suggestion<Suggestible>,
): Reply<'SuggestMatches'>['data'][number] {
  return {
    reason,
    explanation,
    unit,
    cancels,
    items: items.map(({ item, amount }) => ({
      ...placeOf(cache.at(item.sequence).data, item.line),
      side: item.open > 0 ? ('debit' as const) : ('credit' as const),
      amount: formatAmount(amount, scale),
      openAmount: formatAmount(Math.abs(item.open), scale),
    })),
  }
}

export const matchNotFound = (id: string): OpenItemsRefusal =>
  refuse('match_not_found', `There is no match ${id} in this company.`)

const knownAtInFuture = (head: number): OpenItemsRefusal =>
  refuse('known_at_in_future', `The log ends at ${head}. Choose a sequence up to that.`, [
    { pointer: '/knownAt', code: 'known_at_in_future', detail: `Must be at most ${head}.` },
  ])
