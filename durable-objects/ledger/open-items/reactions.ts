import type { Database } from '../../kernel/database.ts'
import { formatDate, LAST_DATE } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { NewEvent, RecordedEvent } from '../../kernel/log.ts'
import type { CommandContext } from '../../kernel/module.ts'
import { type Refusal, refuse } from '../../kernel/result.ts'
import type { Balances } from '../balances.ts'
import type { ChartStore } from '../chart.ts'
import type { AccountChanged, EntryPosted, PostedLine } from '../contract.ts'
import type { Entries } from '../entries.ts'
import type { Account } from '../model.ts'
import { unpack } from './allocations.ts'
import type { ItemsDropped, ItemsMatched, ItemsOpened, MatchedItem } from './contract.ts'
import { isItem } from './item-rows.ts'
import type { OpenItems } from './items.ts'
import { laterOf } from './matching.ts'

/** What open items answer to events of the ledger, in the same transaction. */

/** A reversal settles what it reverses: one match an account and unit, where nothing of the items is matched. */
export function reversed(
  { items, entries }: { items: OpenItems; entries: Entries },
  { data }: RecordedEvent<string, EntryPosted>,
  context: CommandContext,
): NewEvent[] {
  const original = entries.find(data.reverses as string)
  if (!original) return []
  const later = laterOf(original.effectiveDate, data.effectiveDate)
  const matches = new Map<string, { line: PostedLine; items: MatchedItem[]; effectiveDate: string }>()
  for (const [index, line] of data.lines.entries()) {
    // A revaluation has thousands of lines that are no items: they are not looked for.
    const own = isItem(line) && items.accounts.has(line.account) ? items.find(data.id, index) : undefined
    const other = own && items.find(original.id, index)
    if (!own || !other || other.account !== own.account || other.unit !== own.unit) continue
    if (other.open_quantity !== other.quantity || own.quantity !== -other.quantity) continue
    const key = `${own.account}|${own.unit}|${own.value === null}`
    const match = matches.get(key) ?? { line, items: [], effectiveDate: later }
    matches.set(key, match)
    // An earlier match counts until it was taken back.
    for (const { until } of unpack(other.matches))
      if (until !== null) match.effectiveDate = laterOf(match.effectiveDate, formatDate(until))
    match.items.push(
      { entry: original.id, line: index, quantity: other.quantity, value: other.value },
      { entry: data.id, line: index, quantity: own.quantity, value: own.value },
    )
  }
  return [...matches.values()].map(({ line, items: parts, effectiveDate }, at): NewEvent => {
    const matched: ItemsMatched = {
      id: context.idAt('match', context.nextSequence + at),
      account: line.account,
      unit: line.unit,
      effectiveDate,
      reason: 'reversal',
      items: parts,
    }
    return { type: 'items-matched', version: 1, data: matched }
  })
}

interface Changing {
  database: Database
  chart: ChartStore
  balances: Balances
  items: OpenItems
}

/** What an account holds already becomes items with it, and is dropped when it has none any more. */
export function accountChanged(parts: Changing, { id, after }: AccountChanged): NewEvent[] | Refusal {
  if (after.isOpenItem === undefined) return []
  const account = parts.chart.accountById(id)
  return after.isOpenItem ? opened(parts, account) : dropped(parts, account)
}

/**
 * All lines of each unit in which the account has a balance. Where it has none, debits and credits have settled each other:
 * nothing is open.
 */
function opened({ database, balances }: Changing, account: Account): NewEvent[] | Refusal {
  balances.settle()
  const units = balances
    .totalsBefore(account.ordinal, LAST_DATE + 1)
    .filter(({ debitQuantity, creditQuantity }) => debitQuantity !== creditQuantity)
    .map(({ unit }) => unit)
  if (units.length === 0) return []
  const rows = database.all<{ sequence: number; line: number }>(
    `SELECT sequence, line FROM journal_lines
     WHERE account = ? AND quantity <> 0 AND unit IN (SELECT value FROM json_each(?)) LIMIT ?`,
    account.ordinal,
    JSON.stringify(units),
    LIMITS.openedItemsMax + 1,
  )
  if (rows.length > LIMITS.openedItemsMax) {
    const detail = `${account.code} ${account.name} has more than ${LIMITS.openedItemsMax} lines and a balance. Open a new account of open items, and bring the balance there with an entry.`
    return refuse('too_many_items', detail, [{ pointer: '/isOpenItem', code: 'too_many_items', detail }])
  }
  const lines = rows
    .map(({ sequence, line }): [number, number] => [sequence, line])
    .sort((a, b) => a[0] - b[0] || a[1] - b[1])
  return [{ type: 'items-opened', version: 1, data: { account: account.id, lines } satisfies ItemsOpened }]
}

/** Matches would lose their items, and with them the way to take back what they booked. */
function dropped({ items }: Changing, account: Account): NewEvent[] | Refusal {
  if (items.hasMatches(account.ordinal)) {
    const detail = `Items of ${account.code} ${account.name} are matched, and a match stays with its items. Take the matches back first, or open a new account.`
    return refuse('items_matched', detail, [{ pointer: '/isOpenItem', code: 'items_matched', detail }])
  }
  if (!items.hasItems(account.ordinal)) return []
  return [{ type: 'items-dropped', version: 1, data: { account: account.id } satisfies ItemsDropped }]
}
