import { formatAmount } from '../../kernel/amount.ts'
import type { InputOf, ReplyOf } from '../../kernel/contract.ts'
import { decodeTextCursor, encodeTextCursor, invalidCursor } from '../../kernel/cursor.ts'
import { type DateNumber, formatDate, parseDate } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { QueryContext } from '../../kernel/module.ts'
import { isRefusal, type Refusal, refuse } from '../../kernel/result.ts'
import type { Days } from '../../kernel/zones.ts'
import { compareCodes } from '../chart.ts'
import { type Account, unitFor } from '../model.ts'
import { accountRef } from '../views.ts'
import type { Visibility } from '../visibility.ts'
import type { CurrenciesContract } from './contract.ts'
import { isMonetary, monetaryReason } from './monetary.ts'
import { unknownUnit } from './parts.ts'
import type { Rates } from './rates.ts'
import { totalsOf } from './revaluation.ts'
import type { RevaluationEvent } from './revaluations.ts'
import { planClearing, planRevaluation, type RevaluingParts } from './revaluing.ts'
import {
  type FindEntry,
  positionView,
  rateView,
  residualView,
  revaluationView,
  revaluedLineView,
  totalsView,
} from './views.ts'

type Operations = CurrenciesContract['operations']
type Input<Name extends keyof Operations> = InputOf<CurrenciesContract, Name>
type Reply<Name extends keyof Operations> = ReplyOf<CurrenciesContract, Name>
type Refused = Refusal<keyof CurrenciesContract['refusals']>

export interface QueryParts extends RevaluingParts {
  days: Days
  rates: Rates
  entryOf: FindEntry
  head: () => number
}

export class CurrenciesQueries {
  readonly #parts: QueryParts

  constructor(parts: QueryParts) {
    this.#parts = parts
  }

  listRates({ from, to, ...filter }: Input<'ListRates'>): Reply<'ListRates'> | Refused {
    const late = this.#lateIn(filter)
    if (late) return late
    const range = { from: dateOr(from, undefined), to: dateOr(to, undefined) }
    const page = this.#parts.rates.page({ ...filter, ...range }, filter)
    if (isRefusal(page)) return page
    return {
      data: page.rows.map(({ date, ...row }) => ({ ...row, date: formatDate(date) })),
      nextCursor: page.nextCursor,
    }
  }

  getRate(input: Input<'GetRate'>, { nowMicros }: QueryContext): Reply<'GetRate'> | Refused {
    const late = this.#lateIn(input)
    if (late) return late
    const { chart, lookup } = this.#parts
    const { from, to = chart.currency.code, source, knownAt } = input
    for (const [field, code] of Object.entries({ from, to }))
      if (!unitFor(chart, code)) return unknownUnit(code, `/${field}`)
    const date = dateOr(input.date, undefined) ?? this.#parts.days.dateAt(nowMicros)
    const found = lookup.find({ from, to, date, source, knownAt })
    return isRefusal(found) ? found : rateView(found)
  }

  settings(): Reply<'GetCurrencySettings'> {
    const { chart, settings, rates } = this.#parts
    const { sources, maxAgeDays, reporting } = settings.current
    const known = rates.sources()
    return {
      currency: chart.currency.code,
      ratePolicy: { sources: [...settings.sourcesOf(known)], isDefault: sources === undefined, maxAgeDays },
      knownSources: known,
      reporting: reporting ?? null,
    }
  }

  revaluedAccount(account: Account): Reply<'SetAccountRevaluation'> {
    const { current } = this.#parts.settings
    return {
      account: accountRef(account),
      category: account.category,
      isMonetary: isMonetary(account, current),
      reason: monetaryReason(account, current),
      isOpenItem: account.isOpenItem,
    }
  }

  /** Balance sheet accounts: income and expenses are never revalued. */
  listAccounts(
    input: Input<'ListRevaluedAccounts'>,
    visibility: Visibility | undefined,
  ): Reply<'ListRevaluedAccounts'> | Refused {
    const rows = this.#parts.chart
      .accounts()
      .filter(({ type, isHeading }) => (type === 'asset' || type === 'liability') && !isHeading)
      .filter((account) => visibility?.seesAccount(account) ?? true)
      .map((account) => ({ key: [account.code], row: () => this.revaluedAccount(account) }))
    return paged(rows, input)
  }

  previewRevaluation(input: Input<'PreviewRevaluation'>): Reply<'PreviewRevaluation'> | Refused {
    const plan = planRevaluation(this.#parts, input)
    if (isRefusal(plan)) return plan
    const { chart } = this.#parts
    const entryOf = this.#entriesOnce()
    const { currency } = chart
    const rows = plan.positions.map((position) => ({
      key: [
        position.account.code,
        position.unit.code,
        position.item?.sequence ?? 0,
        position.item?.line ?? 0,
      ],
      row: () => positionView(currency, entryOf, position),
    }))
    const page = paged(rows, input)
    if (isRefusal(page)) return page
    return {
      ...page,
      asOf: plan.asOf,
      reverseOn: plan.reverseOn,
      currency: currency.code,
      totals: totalsView(currency, totalsOf(plan.positions)),
    }
  }

  listRevaluations(input: Input<'ListRevaluations'>): Reply<'ListRevaluations'> | Refused {
    const page = this.#parts.revaluations.page(input)
    if (isRefusal(page)) return page
    const { chart } = this.#parts
    const entryOf = this.#entriesOnce()
    return {
      data: page.rows.map((events) => revaluationView(chart.currency, entryOf, events as Events)),
      nextCursor: page.nextCursor,
    }
  }

  getRevaluation({ revaluation, ...page }: Input<'GetRevaluation'>): Reply<'GetRevaluation'> | Refused {
    const events = this.#parts.revaluations.find(revaluation)
    if (events.length === 0)
      return refuse('revaluation_not_found', `There is no revaluation ${revaluation} in this company.`)
    const { chart } = this.#parts
    const entryOf = this.#entriesOnce()
    const rows = events.flatMap(({ sequence, data }) =>
      data.lines.map((line, index) => ({
        key: [sequence, index],
        row: () => revaluedLineView(chart, entryOf, line, data),
      })),
    )
    const shown = paged(rows, page)
    if (isRefusal(shown)) return shown
    return { ...shown, revaluation: revaluationView(chart.currency, entryOf, events as Events) }
  }

  previewResiduals(input: Input<'PreviewResiduals'>): Reply<'PreviewResiduals'> | Refused {
    const residuals = planClearing(this.#parts, input)
    if (isRefusal(residuals)) return residuals
    const { currency } = this.#parts.chart
    const rows = residuals.map((residual) => ({
      key: [residual.account.code, residual.unit.code],
      row: () => residualView(currency, residual),
    }))
    const page = paged(rows, input)
    if (isRefusal(page)) return page
    const net = residuals.reduce((sum, { value }) => sum + value, 0)
    return { ...page, asOf: input.asOf, currency: currency.code, net: formatAmount(net, currency.scale) }
  }

  /** Items and revaluations of a page are of few entries, which may be long: each is read once. */
  #entriesOnce(): FindEntry {
    const known = new Map<string, ReturnType<FindEntry>>()
    return (id) => {
      const entry = known.get(id) ?? this.#parts.entryOf(id)
      known.set(id, entry)
      return entry
    }
  }

  #lateIn({ knownAt }: { knownAt?: number | undefined }): Refusal<'known_at_in_future'> | undefined {
    const head = this.#parts.head()
    if (knownAt === undefined || knownAt <= head) return undefined
    return refuse('known_at_in_future', `The log ends at ${head}. Choose a sequence up to that.`, [
      { pointer: '/knownAt', code: 'known_at_in_future', detail: `Must be at most ${head}.` },
    ])
  }
}

type Events = [RevaluationEvent, ...RevaluationEvent[]]

const dateOr = <Other>(text: string | undefined, otherwise: Other): DateNumber | Other =>
  text === undefined ? otherwise : (parseDate(text) ?? otherwise)

type Key = readonly (string | number)[]

/** A page of rows that are in memory, in the order of their keys. */
function paged<Row>(
  rows: readonly { key: Key; row: () => Row }[],
  { limit = LIMITS.pageRowsDefault, cursor }: { limit?: number | undefined; cursor?: string | undefined },
): { data: Row[]; nextCursor: string | null } | Refusal<'invalid_cursor'> {
  const after = cursor === undefined ? undefined : keyIn(cursor)
  if (after === 'invalid') return invalidCursor() as Refusal<'invalid_cursor'>
  const start = after ? rows.findIndex(({ key }) => compareKeys(key, after) > 0) : 0
  const shown = start < 0 ? [] : rows.slice(start, start + limit)
  const last = shown.at(-1)
  const more = last && start + limit < rows.length
  return {
    data: shown.map(({ row }) => row()),
    nextCursor: more ? encodeTextCursor(JSON.stringify(last.key)) : null,
  }
}

function keyIn(cursor: string): Key | 'invalid' {
  try {
    const key: unknown = JSON.parse(decodeTextCursor(cursor) ?? '')
    const isKey = Array.isArray(key) && key.every((part) => ['string', 'number'].includes(typeof part))
    return isKey ? (key as Key) : 'invalid'
  } catch {
    return 'invalid'
  }
}

function compareKeys(a: Key, b: Key): number {
  for (const [index, part] of a.entries()) {
    const other = b[index] ?? ''
    const order =
      typeof part === 'number' && typeof other === 'number'
        ? part - other
        : compareCodes(String(part), String(other))
    if (order !== 0) return order
  }
  return 0
}
