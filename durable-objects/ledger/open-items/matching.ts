import { describeAmountProblem, parseAmount } from '../../kernel/amount.ts'
import type { InputOf } from '../../kernel/contract.ts'
import { type DateNumber, formatDate, formatInstant, parseDate } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { NewEvent } from '../../kernel/log.ts'
import type { CommandContext } from '../../kernel/module.ts'
import { type FieldError, invariant, isRefusal, type Refusal, refuse } from '../../kernel/result.ts'
import type { EntryPosted } from '../contract.ts'
import type { Account, Unit } from '../model.ts'
import { outsideOfRules, type Posting } from '../posting.ts'
import { ruleError } from '../ruled.ts'
import type { ResolvedLine } from '../rules.ts'
import type { LedgerParts } from '../store.ts'
import type { Visibility } from '../visibility.ts'
import { isLive, unpack } from './allocations.ts'
import type { ItemsMatched, ItemsUnmatched, MatchedItem, OpenItemsContract } from './contract.ts'
import {
  type Candidate,
  carryingDifference,
  type OpenItemsRefusal,
  repeated,
  type Settlement,
  settle,
  tooManyMatches,
  writeOffProblem,
} from './domain.ts'
import type { ItemRow, OpenItems } from './items.ts'
import type { ExchangeAccounts } from './ports.ts'

export interface Matching {
  ledger: LedgerParts
  items: OpenItems
  exchangeAccounts: ExchangeAccounts
}

type MatchInput = InputOf<OpenItemsContract, 'MatchItems'>

/** What a match books besides itself: entries that carry its id, and the items that they make in the account. */
interface Booked {
  items: MatchedItem[]
  exchange?: string
  writeOff?: string
}

export function decideMatch(
  matching: Matching,
  input: MatchInput,
  context: CommandContext,
  visibility: Visibility | undefined,
): NewEvent[] | OpenItemsRefusal {
  const { chart, begin } = matching.ledger
  const account = openItemAccount(matching, input.account, visibility)
  if (isRefusal(account)) return account
  const twice = repeated(input.items)
  if (twice) return twice
  const candidates = load(matching, account, input, visibility)
  if (isRefusal(candidates)) return candidates
  const unit = chart.unit((candidates[0] as Candidate).unit) as Unit
  const settled = settle(candidates, unit, input.writeOff !== undefined)
  if (isRefusal(settled)) return settled
  const effectiveDate = dateOf(settled, input.effectiveDate)
  if (isRefusal(effectiveDate)) return effectiveDate

  const posting = begin(context)
  const id = context.idAt('match', context.nextSequence + entriesOf(settled))
  const target: Target = { account, unit, effectiveDate, id }
  const booked = book(matching, posting, target, settled, input, visibility)
  if (isRefusal(booked)) return booked
  const { items, ...entries } = booked
  invariant(posting.events.length === entriesOf(settled), 'a match books the entries that were counted')
  const data: ItemsMatched = {
    id,
    account: account.id,
    unit: unit.code,
    effectiveDate,
    reason: 'manual',
    items: [...settled.parts.map(({ item, quantity, value }) => partOf(item, quantity, value)), ...items],
    ...entries,
  }
  return [...posting.events, { type: 'items-matched', version: 1, data }]
}

interface Target {
  account: Account
  unit: Unit
  effectiveDate: string
  /** Of the match. */
  id: string
}

const partOf = ({ entry, line }: Candidate, quantity: number, value: number | null): MatchedItem => ({
  entry,
  line,
  quantity,
  value,
})

/** Events that a settlement needs before the match itself, whose id carries its position. */
function entriesOf({ parts, rest }: Settlement): number {
  return (rest ? 1 : 0) + (difference(parts, rest) === 0 ? 0 : 1)
}

const difference = (parts: Settlement['parts'], rest: Settlement['rest']): number =>
  carryingDifference(parts) - (rest?.value ?? 0)

export function openItemAccount(
  { ledger, items }: { ledger: Pick<LedgerParts, 'chart'>; items: OpenItems },
  code: string,
  visibility: Visibility | undefined,
): Account | OpenItemsRefusal {
  const account = ledger.chart.account(code)
  if (!account || (visibility && !visibility.seesAccount(account))) {
    const detail = `There is no account ${code} in this company.`
    return refuse('account_not_found', detail, [{ pointer: '/account', code: 'account_not_found', detail }])
  }
  if (items.accounts.has(account.id)) return account
  const detail = `${account.code} ${account.name} is not an account of open items. Make it one, or choose another.`
  return refuse('not_open_item_account', detail, [
    { pointer: '/account', code: 'not_open_item_account', detail },
  ])
}

function load(
  { ledger, items }: Matching,
  account: Account,
  input: MatchInput,
  visibility: Visibility | undefined,
): Candidate[] | OpenItemsRefusal {
  const candidates: Candidate[] = []
  for (const [index, { entry, line, amount }] of input.items.entries()) {
    const row = items.find(entry, line)
    if (!row || row.account !== account.ordinal || !isSeen(ledger, row, visibility))
      return itemNotFound(entry, line, `/items/${index}`)
    if (isMasked(ledger, row, visibility)) return amountsMasked()
    if (unpack(row.matches).length >= LIMITS.itemMatchesMax) return tooManyMatches(index)
    const unit = ledger.chart.unitByOrdinal(row.unit)
    const wanted = amount === undefined ? undefined : amountIn(amount, unit, `/items/${index}/amount`)
    if (isRefusal(wanted)) return wanted
    candidates.push(candidateOf(row, unit.code, { index, entry, line, wanted }))
  }
  return candidates
}

function candidateOf(
  row: ItemRow,
  unit: string,
  named: Pick<Candidate, 'index' | 'entry' | 'line' | 'wanted'>,
): Candidate {
  const ended = unpack(row.matches).filter((each) => !isLive(each))
  return {
    ...named,
    unit,
    date: row.effective_date,
    sequence: row.sequence,
    openQuantity: row.open_quantity,
    openValue: row.open_value,
    openFrom: Math.max(0, ...ended.map(({ until }) => until ?? 0)),
  }
}

const amountIn = (text: string, unit: Unit, pointer: string): number | OpenItemsRefusal => {
  const amount = parseAmount(text, unit.scale)
  if (typeof amount === 'number') return amount
  const detail = describeAmountProblem(amount, unit.code, unit.scale)
  return refuse('invalid_amount', detail, [{ pointer, code: amount, detail }])
}

export function itemNotFound(entry: string, line: number, pointer?: string): OpenItemsRefusal {
  const detail = `There is no open item ${entry}, line ${line}, in this account.`
  const errors: FieldError[] = pointer === undefined ? [] : [{ pointer, code: 'open_item_not_found', detail }]
  return refuse('open_item_not_found', detail, errors)
}

const amountsMasked = (): OpenItemsRefusal =>
  refuse('record_rule', 'The amounts of an item are masked for you. Ask somebody who sees them.')

export function isSeen(
  { entries }: Pick<LedgerParts, 'entries'>,
  { sequence, line }: Pick<ItemRow, 'sequence' | 'line'>,
  visibility: Visibility | undefined,
): boolean {
  if (!visibility) return true
  const [event] = entries.events([sequence])
  return (
    event !== undefined &&
    (visibility.sightOf({ ...event, author: event.actor })?.lines.includes(line) ?? false)
  )
}

export function isMasked(
  { entries }: Pick<LedgerParts, 'entries'>,
  { sequence }: Pick<ItemRow, 'sequence'>,
  visibility: Visibility | undefined,
): boolean {
  if (!visibility) return false
  const [event] = entries.events([sequence])
  return event !== undefined && (visibility.sightOf({ ...event, author: event.actor })?.masked ?? true)
}

/** The match counts from a date on which all of its items are there, and open. */
function dateOf({ earliest }: Settlement, wanted: string | undefined): string | OpenItemsRefusal {
  const first = formatDate(earliest)
  if (wanted === undefined || (parseDate(wanted) as DateNumber) >= earliest) return wanted ?? first
  const detail = `The items are all there and open from ${first} on. Choose that date or a later one.`
  return refuse('match_too_early', detail, [{ pointer: '/effectiveDate', code: 'match_too_early', detail }])
}

function book(
  { ledger, items, exchangeAccounts }: Matching,
  posting: Posting,
  target: Target,
  { parts, rest }: Settlement,
  input: MatchInput,
  visibility: Visibility | undefined,
): Booked | OpenItemsRefusal {
  const booked: Booked = { items: [] }
  if (rest && input.writeOff) {
    const problem = writeOffProblem(rest.value, items.writeOffLimit, ledger.chart.currency)
    if (problem) return problem
    const entry = writeOff(ledger, posting, target, rest, input.writeOff, visibility)
    if (isRefusal(entry)) return entry
    booked.writeOff = entry.id
    booked.items.push({ entry: entry.id, line: 0, quantity: 0 - rest.quantity, value: 0 - rest.value })
  }
  const left = difference(parts, rest)
  if (left === 0) return booked
  const entry = exchange(ledger, posting, target, left, exchangeAccounts)
  if (isRefusal(entry)) return entry
  return { ...booked, exchange: entry.id }
}

function writeOff(
  { chart }: LedgerParts,
  posting: Posting,
  { account, unit, effectiveDate, id }: Target,
  rest: NonNullable<Settlement['rest']>,
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
  const { quantity, value } = rest
  const lines: ResolvedLine[] = [
    { account, unit, quantity: 0 - quantity, value: 0 - value, memo },
    { account: to, unit: chart.currency, quantity: value, value, memo },
  ]
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
  left: number,
  exchangeAccounts: ExchangeAccounts,
): EntryPosted | OpenItemsRefusal {
  const accounts = exchangeAccounts()
  if (isRefusal(accounts)) return accounts
  const header = {
    effectiveDate,
    description: 'Difference of exchange of matched open items',
    purpose: 'exchange' as const,
    origin: id,
  }
  const lines: ResolvedLine[] = [
    { account, unit, quantity: 0, value: 0 - left },
    { account: left < 0 ? accounts.gain : accounts.loss, unit: chart.currency, quantity: left, value: left },
  ]
  return pointedAt(posting.record(header, lines), '/account')
}

/** Pointers into an entry that the match makes, as pointers into the command. */
function pointedAt<Entry, Code extends string>(
  posted: Entry | Refusal<Code>,
  pointer: string,
): Entry | Refusal<Code> {
  if (!isRefusal(posted)) return posted
  const errors = posted.errors.map((each) =>
    each.pointer === '/effectiveDate' ? each : { ...each, pointer },
  )
  return { ...(posted as Refusal<Code>), errors }
}

export interface UnmatchInput {
  effectiveDate?: string | undefined
  reason?: string | undefined
}

/** Opens the items again, and reverses what the match had booked. */
export function decideUnmatch(
  { ledger: { chart, begin, reversal } }: Matching,
  match: ItemsMatched,
  input: UnmatchInput,
  context: CommandContext,
): NewEvent[] | OpenItemsRefusal {
  const today = formatInstant(context.nowMicros).slice(0, 10)
  const effectiveDate = input.effectiveDate ?? laterOf(today, match.effectiveDate)
  if (effectiveDate < match.effectiveDate) {
    const detail = `The match counts from ${match.effectiveDate} on. Choose that date or a later one.`
    return refuse('match_too_early', detail, [{ pointer: '/effectiveDate', code: 'match_too_early', detail }])
  }
  const posting = begin(context)
  const reversals: string[] = []
  for (const entry of [match.exchange, match.writeOff]) {
    if (entry === undefined) continue
    const reversed = pointedAt(
      reversal(posting, entry, { effectiveDate, origin: match.id }),
      '/effectiveDate',
    )
    // It was booked by the match, so it is there: what is left are refusals of postings.
    if (isRefusal(reversed)) return reversed as OpenItemsRefusal
    reversals.push(reversed.id)
  }
  const data: ItemsUnmatched = {
    id: match.id,
    account: chart.accountById(match.account).id,
    effectiveDate,
    ...(input.reason && { reason: input.reason }),
    items: match.items.map(({ entry, line }) => ({ entry, line })),
    reversals,
  }
  return [...posting.events, { type: 'items-unmatched', version: 1, data }]
}

/** Dates as text sort by their characters. */
export const laterOf = (a: string, b: string): string => [a, b].toSorted().at(-1) as string
