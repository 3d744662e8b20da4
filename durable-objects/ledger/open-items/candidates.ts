import { describeAmountProblem, parseAmount } from '../../kernel/amount.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { isRefusal, refuse } from '../../kernel/result.ts'
import type { Account, Unit } from '../model.ts'
import type { LedgerParts } from '../store.ts'
import type { Visibility } from '../visibility.ts'
import { isLive, unpack } from './allocations.ts'
import { type Candidate, type OpenItemsRefusal, tooManyMatches } from './domain.ts'
import type { ItemRow } from './item-rows.ts'
import type { OpenItems } from './items.ts'
import type { MatchInput, Matching } from './matching.ts'

/** The items that a match names: found, seen by who matches them, and with what is open of them. */

/** `missing`: an account that a query asks for is not there, one that a command names is unknown. */
export function openItemAccount(
  { ledger, items }: { ledger: Pick<LedgerParts, 'chart'>; items: OpenItems },
  code: string,
  visibility: Visibility | undefined,
  missing: 'account_not_found' | 'unknown_account' = 'account_not_found',
): Account | OpenItemsRefusal {
  const account = ledger.chart.account(code)
  if (!account || (visibility && !visibility.seesAccount(account))) {
    const detail = `There is no account ${code} in this company. Correct the code.`
    return refuse(missing, detail, [{ pointer: '/account', code: missing, detail }])
  }
  if (items.accounts.has(account.id)) return account
  const detail = `${account.code} ${account.name} is not an account of open items. Make it one, or choose another.`
  return refuse('not_open_item_account', detail, [
    { pointer: '/account', code: 'not_open_item_account', detail },
  ])
}

export function candidatesOf(
  { ledger, items }: Matching,
  account: Account,
  input: MatchInput,
  visibility: Visibility | undefined,
): Candidate[] | OpenItemsRefusal {
  const candidates: Candidate[] = []
  for (const [index, { entry, line, amount }] of input.items.entries()) {
    const row = items.find(entry, line)
    if (!row || row.account !== account.ordinal || !isSeen(ledger, row, visibility))
      return unknownItem(account, entry, line, index)
    if (isMasked(ledger, row, visibility)) return amountsMasked()
    if (unpack(row.matches).length >= LIMITS.itemMatchesMax) return tooManyMatches(index)
    const unit = ledger.chart.unitByOrdinal(row.unit)
    const wanted = amount === undefined ? undefined : amountIn(amount, unit, `/items/${index}/amount`)
    if (isRefusal(wanted)) return wanted
    const dimensions = items.dimensionsOf(row)
    candidates.push(candidateOf(row, unit.code, { index, entry, line, wanted, dimensions }))
  }
  return candidates
}

function candidateOf(
  row: ItemRow,
  unit: string,
  named: Pick<Candidate, 'index' | 'entry' | 'line' | 'wanted' | 'dimensions'>,
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

/** Named in the body of a command, so that the field is wrong and not the address. */
function unknownItem({ code, name }: Account, entry: string, line: number, index: number): OpenItemsRefusal {
  const detail = `${code} ${name} has no open item ${entry}, line ${line}. Take one from the list of open items.`
  return refuse('unknown_open_item', detail, [
    { pointer: `/items/${index}`, code: 'unknown_open_item', detail },
  ])
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
