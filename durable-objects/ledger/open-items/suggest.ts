import { formatAmount } from '../../kernel/amount.ts'
import type { DateNumber } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'

/**
 * Which open items probably belong together. Pure and deterministic: three rules one after the other, the surest first,
 * and what a rule has taken the next ones do not see. Items come oldest first.
 */
export interface Suggestible {
  line: number
  /** Log position of the entry. */
  sequence: number
  date: DateNumber
  /** Debit positive, in minor units; never 0. */
  open: number
  reference: string | null
}

export interface Suggestion<Item extends Suggestible> {
  reason: 'reference' | 'amount' | 'sum'
  explanation: string
  cancels: boolean
  /** Each with the part of it that is to be matched, without a sign. */
  items: { item: Item; amount: number }[]
}

export function suggestMatches<Item extends Suggestible>(
  items: readonly Item[],
  unit: { code: string; scale: number },
): Suggestion<Item>[] {
  const left = new Set(items)
  const text = (minor: number) => `${formatAmount(Math.abs(minor), unit.scale)} ${unit.code}`
  const take = (suggestion: Suggestion<Item> | undefined): Suggestion<Item>[] => {
    for (const { item } of suggestion?.items ?? []) left.delete(item)
    return suggestion ? [suggestion] : []
  }
  return [
    ...byReference(items).flatMap((group) => take(ofReference(group, text))),
    ...pairs([...left]).flatMap((pair) => take(ofAmount(pair, text))),
    ...[...left].flatMap((item) => (left.has(item) ? take(ofSum(item, [...left], text)) : [])),
  ].sort((a, b) => compare(oldest(a), oldest(b)))
}

type Text = (minor: number) => string

function byReference<Item extends Suggestible>(items: readonly Item[]): Item[][] {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    if (!item.reference) continue
    const key = item.reference.toLocaleLowerCase('en')
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return [...groups.values()]
}

/** Debits and credits about the same document: as much of the larger side as the smaller one has. */
function ofReference<Item extends Suggestible>(
  group: readonly Item[],
  text: Text,
): Suggestion<Item> | undefined {
  const [debits, credits] = [group.filter(({ open }) => open > 0), group.filter(({ open }) => open < 0)]
  if (debits.length === 0 || credits.length === 0 || group.length > LIMITS.suggestedItemsMax) return undefined
  const [debit, credit] = [debits, credits].map((side) => sum(side)) as [number, number]
  const amount = Math.min(debit, credit)
  const cancels = debit === credit
  const rest = cancels ? '' : `; ${text(debit - credit)} stay open`
  return {
    reason: 'reference',
    explanation: `All have the reference ${group[0]?.reference}${rest}.`,
    cancels,
    items: [...upTo(debits, amount), ...upTo(credits, amount)],
  }
}

function upTo<Item extends Suggestible>(side: readonly Item[], amount: number) {
  let left = amount
  return side.flatMap((item) => {
    const part = Math.min(Math.abs(item.open), left)
    left -= part
    return part > 0 ? [{ item, amount: part }] : []
  })
}

/** A debit and a credit of the same amount, the oldest with the oldest. */
function pairs<Item extends Suggestible>(items: readonly Item[]): [Item, Item][] {
  const waiting = new Map<number, Item[]>()
  const found: [Item, Item][] = []
  for (const item of items) {
    const opposite = waiting.get(-item.open)?.shift()
    if (opposite) found.push([opposite, item])
    else waiting.set(item.open, [...(waiting.get(item.open) ?? []), item])
  }
  return found
}

const ofAmount = <Item extends Suggestible>(pair: [Item, Item], text: Text): Suggestion<Item> => ({
  reason: 'amount',
  explanation: `Both are ${text(pair[0].open)}.`,
  cancels: true,
  items: pair.map(whole),
})

const whole = <Item extends Suggestible>(item: Item) => ({ item, amount: Math.abs(item.open) })

/**
 * Items of the other side that make up the amount of one: two of them, or some that follow each other in time. Any subset
 * would be found by luck as often as by truth.
 */
function ofSum<Item extends Suggestible>(
  item: Item,
  left: readonly Item[],
  text: Text,
): Suggestion<Item> | undefined {
  const others = left.filter(({ open }) => Math.sign(open) === -Math.sign(item.open))
  const parts = twoThatMake(others, -item.open) ?? runThatMakes(others, -item.open)
  if (!parts) return undefined
  return {
    reason: 'sum',
    explanation: `${parts.length} items together are ${text(item.open)}.`,
    cancels: true,
    items: [item, ...parts].map(whole),
  }
}

function twoThatMake<Item extends Suggestible>(items: readonly Item[], total: number): Item[] | undefined {
  const seen = new Map<number, Item>()
  for (const item of items) {
    const first = seen.get(total - item.open)
    if (first) return [first, item]
    if (!seen.has(item.open)) seen.set(item.open, item)
  }
  return undefined
}

/** All are of one side, so sums only grow: one window over them finds the first run there is. */
function runThatMakes<Item extends Suggestible>(items: readonly Item[], total: number): Item[] | undefined {
  let [start, sumOfRun] = [0, 0]
  for (const [end, { open }] of items.entries()) {
    sumOfRun += open
    while (Math.abs(sumOfRun) > Math.abs(total) || end - start >= LIMITS.suggestedItemsMax - 1)
      sumOfRun -= items[start++]?.open ?? 0
    if (sumOfRun === total && end > start) return items.slice(start, end + 1)
  }
  return undefined
}

const oldest = <Item extends Suggestible>({ items }: Suggestion<Item>): Item =>
  items.map(({ item }) => item).toSorted(compare)[0] as Item

export const compare = (a: Suggestible, b: Suggestible): number =>
  a.date - b.date || a.sequence - b.sequence || a.line - b.line

const sum = (side: readonly Suggestible[]): number =>
  side.reduce((total, { open }) => total + Math.abs(open), 0)
