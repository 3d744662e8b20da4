import type { InputOf } from '../../kernel/contract.ts'
import { type DateNumber, formatDate, parseDate } from '../../kernel/dates.ts'
import type { NewEvent } from '../../kernel/log.ts'
import type { CommandContext } from '../../kernel/module.ts'
import { invariant, isRefusal, refuse } from '../../kernel/result.ts'
import type { Unit } from '../model.ts'
import type { LedgerParts } from '../store.ts'
import type { Visibility } from '../visibility.ts'
import { book, entriesOf, type Target, toBook } from './booking.ts'
import { candidatesOf, openItemAccount } from './candidates.ts'
import type { ItemsMatched, MatchedItem, OpenItemsContract } from './contract.ts'
import { type Candidate, type OpenItemsRefusal, repeated, type Settlement, settle } from './domain.ts'
import type { OpenItems } from './items.ts'
import type { ExchangeAccounts } from './ports.ts'

export interface Matching {
  ledger: LedgerParts
  items: OpenItems
  exchangeAccounts: ExchangeAccounts
}

export type MatchInput = InputOf<OpenItemsContract, 'MatchItems'>

export function decideMatch(
  matching: Matching,
  input: MatchInput,
  context: CommandContext,
  visibility: Visibility | undefined,
): NewEvent[] | OpenItemsRefusal {
  const { chart, begin } = matching.ledger
  const account = openItemAccount(matching, input.account, visibility, 'unknown_account')
  if (isRefusal(account)) return account
  const twice = repeated(input.items)
  if (twice) return twice
  const candidates = candidatesOf(matching, account, input, visibility)
  if (isRefusal(candidates)) return candidates
  const unit = chart.unit((candidates[0] as Candidate).unit) as Unit
  const settled = settle(candidates, unit, input.writeOff !== undefined)
  if (isRefusal(settled)) return settled
  const effectiveDate = dateOf(settled, input.effectiveDate)
  if (isRefusal(effectiveDate)) return effectiveDate

  const all = toBook(settled)
  if (isRefusal(all)) return all

  const posting = begin(context)
  const id = context.idAt('match', context.nextSequence + entriesOf(all))
  const target: Target = { account, unit, effectiveDate, id }
  const booked = book(matching, posting, target, settled, all, input, visibility)
  if (isRefusal(booked)) return booked
  const { items, ...entries } = booked
  invariant(posting.events.length === entriesOf(all), 'a match books the entries that were counted')
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

const partOf = ({ entry, line }: Candidate, quantity: number, value: number | null): MatchedItem => ({
  entry,
  line,
  quantity,
  value,
})

/** The match counts from a date on which all of its items are there, and open. */
function dateOf({ earliest }: Settlement, wanted: string | undefined): string | OpenItemsRefusal {
  const first = formatDate(earliest)
  if (wanted === undefined || (parseDate(wanted) as DateNumber) >= earliest) return wanted ?? first
  const detail = `The items are all there and open from ${first} on. Choose that date or a later one.`
  return refuse('match_too_early', detail, [{ pointer: '/effectiveDate', code: 'match_too_early', detail }])
}

/** Dates as text sort by their characters. */
export const laterOf = (a: string, b: string): string => [a, b].toSorted().at(-1) as string
