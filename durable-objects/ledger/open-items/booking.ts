import { LIMITS } from '../../kernel/limits.ts'
import { isRefusal, type Refusal, refuse } from '../../kernel/result.ts'
import type { EntryPosted } from '../contract.ts'
import type { Account, Unit } from '../model.ts'
import { outsideOfRules, type Posting } from '../posting.ts'
import { ruleError } from '../ruled.ts'
import type { ResolvedLine } from '../rules.ts'
import type { LedgerParts } from '../store.ts'
import type { Visibility } from '../visibility.ts'
import type { MatchedItem } from './contract.ts'
import { type OpenItemsRefusal, type Settlement, writeOffProblem } from './domain.ts'
import type { MatchInput, Matching } from './matching.ts'
import { type DimensionShare, exchangeShares, writeOffShares } from './shares.ts'

/**
 * What a match books besides itself: the rest that is written off, and the difference of what the items were carried at.
 * Both are the consequence of what was booked before, so their lines carry the dimensions of the items that they settle:
 * a gain on an invoice of the Hamburg branch is Hamburg's.
 */
export interface Booked {
  /** Items that the entries make in the account. */
  items: MatchedItem[]
  exchange?: string
  writeOff?: string
}

export interface Target {
  account: Account
  unit: Unit
  effectiveDate: string
  /** Of the match. */
  id: string
}

/** Everything that the match has to book, before anything of it is. */
export interface ToBook {
  writeOff: DimensionShare[]
  exchange: DimensionShare[]
}

export function toBook(settlement: Settlement): ToBook | OpenItemsRefusal {
  const all = { writeOff: writeOffShares(settlement), exchange: exchangeShares(settlement) }
  const most = Math.max(all.writeOff.length, all.exchange.length)
  if (most * LINES_A_SHARE <= LIMITS.entryLinesMax) return all
  const detail = `The items are of ${most} combinations of dimensions, and the differences of ${LIMITS.entryLinesMax / LINES_A_SHARE} fit one entry. Match fewer items at a time.`
  return refuse('too_many_items', detail, [{ pointer: '/items', code: 'too_many_items', detail }])
}

const LINES_A_SHARE = 2

/** Entries that are posted before the match itself, whose id carries its position. */
export const entriesOf = (all: ToBook): number =>
  [all.writeOff, all.exchange].filter(({ length }) => length > 0).length

export function book(
  { ledger, items, exchangeAccounts }: Matching,
  posting: Posting,
  target: Target,
  { rest }: Settlement,
  all: ToBook,
  input: MatchInput,
  visibility: Visibility | undefined,
): Booked | OpenItemsRefusal {
  const booked: Booked = { items: [] }
  if (rest && input.writeOff) {
    const problem = writeOffProblem(rest.value, items.writeOffLimit, ledger.chart.currency)
    if (problem) return problem
    const entry = writeOff(ledger, posting, target, all.writeOff, input.writeOff, visibility)
    if (isRefusal(entry)) return entry
    booked.writeOff = entry.id
    for (const [line, { account, quantity, value }] of entry.lines.entries())
      if (account === target.account.id) booked.items.push({ entry: entry.id, line, quantity, value })
  }
  if (all.exchange.length === 0) return booked
  const entry = exchange(ledger, posting, target, all.exchange, exchangeAccounts)
  if (isRefusal(entry)) return entry
  return { ...booked, exchange: entry.id }
}

function writeOff(
  { chart }: LedgerParts,
  posting: Posting,
  { account, unit, effectiveDate, id }: Target,
  shares: readonly DimensionShare[],
  { account: code, memo }: NonNullable<MatchInput['writeOff']>,
  visibility: Visibility | undefined,
): EntryPosted | OpenItemsRefusal {
  const pointer = '/writeOff/account'
  const rule = visibility?.brokenBy('account', code)
  if (rule) return outsideOfRules([{ ...ruleError(rule, 0), pointer }])
  const to = chart.account(code)
  const detail = writeOffAccountProblem(to, account, code, chart.currency.code)
  if (!to || detail !== undefined)
    return refuse(to ? 'invalid_line' : 'unknown_account', detail ?? '', [
      { pointer, code: to ? 'invalid_line' : 'unknown_account', detail: detail ?? '' },
    ])
  const lines = shares.flatMap(({ dimensions, quantity, value }): ResolvedLine[] => {
    const settled = {
      account,
      unit,
      quantity: 0 - quantity,
      value: 0 - value,
      memo,
      dimensions,
      isSettled: true as const,
    }
    // A share may be worth less than the smallest part of the company's currency.
    return value === 0
      ? [settled]
      : [settled, { account: to, unit: chart.currency, quantity: value, value, memo, dimensions }]
  })
  const header = { effectiveDate, description: memo || 'Write-off of the rest of open items', origin: id }
  return pointedAt(posting.record(header, lines), pointer)
}

function writeOffAccountProblem(
  to: Account | undefined,
  from: Account,
  code: string,
  currency: string,
): string | undefined {
  if (!to) return `There is no account ${code}. Open it first, or correct the code.`
  if (to.ordinal === from.ordinal) return 'The rest is written off to another account than that of the items.'
  if (to.unit !== null && to.unit !== currency)
    return `Account ${to.code} takes ${to.unit} only, and the rest is written off in ${currency}.`
  return undefined
}

/** What is carried too much in the account leaves it without moving a quantity; a credit of the other line is a gain. */
function exchange(
  { chart }: LedgerParts,
  posting: Posting,
  { account, unit, effectiveDate, id }: Target,
  shares: readonly DimensionShare[],
  exchangeAccounts: Matching['exchangeAccounts'],
): EntryPosted | OpenItemsRefusal {
  const accounts = exchangeAccounts()
  if (isRefusal(accounts)) return accounts
  const header = {
    effectiveDate,
    description: 'Difference of exchange of matched open items',
    purpose: 'exchange' as const,
    origin: id,
  }
  const lines = shares.flatMap(({ dimensions, value }): ResolvedLine[] => [
    { account, unit, quantity: 0, value: 0 - value, dimensions, isSettled: true },
    {
      account: value < 0 ? accounts.gain : accounts.loss,
      unit: chart.currency,
      quantity: value,
      value,
      dimensions,
    },
  ])
  return pointedAt(posting.record(header, lines), '/account')
}

/** Pointers into an entry that the match makes, as pointers into the command. */
export function pointedAt<Entry, Code extends string>(
  posted: Entry | Refusal<Code>,
  pointer: string,
): Entry | Refusal<Code> {
  if (!isRefusal(posted)) return posted
  const errors = posted.errors.map((each) =>
    each.pointer === '/effectiveDate' ? each : { ...each, pointer },
  )
  return { ...(posted as Refusal<Code>), errors }
}
