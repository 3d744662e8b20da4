import { formatAmount } from '../../kernel/amount.ts'
import type { DateNumber } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { type FieldError, isRefusal, type Refusal, refuse } from '../../kernel/result.ts'
import type { Unit } from '../model.ts'
import type { OpenItemsContract } from './contract.ts'

/** Which part of each item a match settles. Pure: amounts in minor units, debit positive. */

export type OpenItemsRefusal = Refusal<keyof OpenItemsContract['refusals'] & string>

/** An item that somebody wants matched, with what is open of it. */
export interface Candidate {
  /** Position in the command, for pointers. */
  index: number
  entry: string
  line: number
  date: DateNumber
  sequence: number
  unit: string
  openQuantity: number
  openValue: number | null
  /** So much of it, without a sign; undefined: as much as possible. */
  wanted?: number | undefined
  /** From this date on all of what is open is open: the end of its last match that was taken back. */
  openFrom: DateNumber
  /** Of its line. */
  dimensions: Readonly<Record<string, string>>
}

export interface Part {
  item: Candidate
  quantity: number
  value: number | null
}

/** The parts cancel, but for `rest`, which is to be written off. Its value is what it is carried at. */
export interface Settlement {
  parts: Part[]
  rest: { quantity: number; value: number } | undefined
  earliest: DateNumber
}

export function settle(
  items: readonly Candidate[],
  unit: Pick<Unit, 'code' | 'scale'>,
  isWriteOff: boolean,
): Settlement | OpenItemsRefusal {
  for (const item of items) {
    const problem = itemProblem(item, unit)
    if (problem) return problem
  }
  if (items.some(({ openValue }) => openValue === null) && items.some(({ openValue }) => openValue !== null))
    return refuse(
      'items_differ_in_unit',
      'Some of the items have a value in company currency and some have none. Match each kind by itself.',
      [error(items[0] as Candidate, 'items_differ_in_unit', 'Match items of one kind.')],
    )
  const parts = isWriteOff ? items.map((item) => partOf(item, wholeOf(item))) : cancelling(items, unit)
  if (isRefusal(parts)) return parts
  const rest = isWriteOff ? restOf(parts, unit) : undefined
  if (isRefusal(rest)) return rest
  return { parts, rest, earliest: Math.max(...parts.map(({ item }) => Math.max(item.date, item.openFrom))) }
}

function itemProblem(item: Candidate, unit: Pick<Unit, 'code' | 'scale'>): OpenItemsRefusal | undefined {
  const { wanted, openQuantity } = item
  if (item.unit !== unit.code) {
    const detail = `The items are in ${unit.code} and ${item.unit}. Match items of one unit.`
    return refuse('items_differ_in_unit', detail, [error(item, 'items_differ_in_unit', detail)])
  }
  if (openQuantity === 0) {
    const detail = 'Nothing of the item is open. Leave it out, or take its match back first.'
    return refuse('open_item_settled', detail, [error(item, 'open_item_settled', detail)])
  }
  if (wanted !== undefined && (wanted <= 0 || wanted > Math.abs(openQuantity))) {
    const open = `${formatAmount(Math.abs(openQuantity), unit.scale)} ${unit.code}`
    const detail = `${open} of the item are open. Match a part of that which is above zero.`
    const pointer = `/items/${item.index}/amount`
    return refuse('amount_exceeds_open', detail, [{ pointer, code: 'amount_exceeds_open', detail }])
  }
  return undefined
}

/** What has an amount takes it; what has none takes as much as the other side needs, the oldest first. */
function cancelling(
  items: readonly Candidate[],
  unit: Pick<Unit, 'code' | 'scale'>,
): Part[] | OpenItemsRefusal {
  const sides = [1, -1].map((sign) => items.filter((item) => Math.sign(item.openQuantity) === sign))
  const [debits, credits] = sides as [Candidate[], Candidate[]]
  if (debits.length === 0 || credits.length === 0)
    return refuse(
      'nothing_to_match',
      'The items are all on one side. Name debits and credits, or write them off.',
      [{ pointer: '/items', code: 'nothing_to_match', detail: 'Name items of both sides.' }],
    )
  const total = Math.min(...[debits, credits].map((side) => sum(side, (item) => Math.abs(wholeOf(item)))))
  const fixed = [debits, credits].map((side) => sum(side, ({ wanted = 0 }) => wanted))
  if (fixed.some((given) => given > total)) return doNotCancel(debits, credits, unit)
  return [...taking(debits, total - (fixed[0] as number)), ...taking(credits, total - (fixed[1] as number))]
}

function taking(side: readonly Candidate[], amount: number): Part[] {
  let left = amount
  const parts: Part[] = []
  for (const item of side.toSorted(byAge)) {
    const whole = Math.abs(wholeOf(item))
    const taken = item.wanted ?? Math.min(whole, left)
    if (item.wanted === undefined) left -= taken
    if (taken > 0) parts.push(partOf(item, Math.sign(item.openQuantity) * taken))
  }
  return parts
}

export const byAge = (a: Candidate, b: Candidate): number =>
  a.date - b.date || a.sequence - b.sequence || a.line - b.line

function doNotCancel(
  debits: readonly Candidate[],
  credits: readonly Candidate[],
  { code, scale }: Pick<Unit, 'code' | 'scale'>,
): OpenItemsRefusal {
  const text = (side: readonly Candidate[]) =>
    `${formatAmount(
      sum(side, (item) => Math.abs(wholeOf(item))),
      scale,
    )} ${code}`
  const detail = `Debits are ${text(debits)}, credits ${text(credits)}. Change an amount, leave one out so that it takes the rest, or write the rest off.`
  return refuse('items_do_not_cancel', detail, [{ pointer: '/items', code: 'items_do_not_cancel', detail }])
}

/** What is left when all parts are settled, at the carrying value of the side that has more. */
function restOf(
  parts: readonly Part[],
  { code, scale }: Pick<Unit, 'code' | 'scale'>,
): Settlement['rest'] | OpenItemsRefusal {
  const quantity = sum(parts, (part) => part.quantity)
  const pointer = '/writeOff'
  if (quantity === 0) {
    const detail = 'Debits and credits of the items are equal. Leave writeOff out.'
    return refuse('write_off_not_needed', detail, [{ pointer, code: 'write_off_not_needed', detail }])
  }
  const more = parts.filter((part) => Math.sign(part.quantity) === Math.sign(quantity))
  if (more.some(({ value }) => value === null)) {
    const detail = `${formatAmount(Math.abs(quantity), scale)} ${code} have no value in company currency, so that they cannot be written off. Match parts that cancel.`
    return refuse('write_off_too_large', detail, [{ pointer, code: 'write_off_too_large', detail }])
  }
  const value = proportion(
    sum(more, (part) => part.value ?? 0),
    quantity,
    sum(more, (part) => part.quantity),
  )
  // A rest of less than the smallest part of the company's currency still has to be booked.
  return { quantity, value: value === 0 ? Math.sign(quantity) : value }
}

const wholeOf = ({ wanted, openQuantity }: Candidate): number =>
  wanted === undefined ? openQuantity : Math.sign(openQuantity) * wanted

const partOf = (item: Candidate, quantity: number): Part => ({
  item,
  quantity,
  value: item.openValue === null ? null : proportion(item.openValue, quantity, item.openQuantity),
})

/** `value · part / whole`, exact before it is rounded once, half away from zero. */
export function proportion(value: number, part: number, whole: number): number {
  if (part === whole) return value
  const [over, under] = [BigInt(value) * BigInt(part), BigInt(whole)]
  const isNegative = over < 0n !== under < 0n
  const [dividend, divisor] = [over < 0n ? -over : over, under < 0n ? -under : under]
  const rounded = Number((2n * dividend + divisor) / (2n * divisor))
  return isNegative ? 0 - rounded : rounded
}

export function writeOffProblem(
  value: number,
  limit: number,
  currency: Pick<Unit, 'code' | 'scale'>,
): OpenItemsRefusal | undefined {
  if (Math.abs(value) <= limit) return undefined
  const text = (minor: number) => `${formatAmount(minor, currency.scale)} ${currency.code}`
  const wayOut = 'Match parts that cancel, or raise the limit in the settings of matching.'
  const detail = `The rest is ${text(Math.abs(value))}, and at most ${text(limit)} may be written off. ${wayOut}`
  return refuse('write_off_too_large', detail, [
    { pointer: '/writeOff', code: 'write_off_too_large', detail },
  ])
}

export function repeated(items: readonly { entry: string; line: number }[]): OpenItemsRefusal | undefined {
  const seen = new Set<string>()
  for (const [index, { entry, line }] of items.entries()) {
    const key = `${entry}/${line}`
    if (seen.has(key)) {
      const detail = 'The item is named twice. Name it once.'
      const pointer = `/items/${index}`
      return refuse('open_item_repeated', detail, [{ pointer, code: 'open_item_repeated', detail }])
    }
    seen.add(key)
  }
  return undefined
}

export const tooManyMatches = (index: number): OpenItemsRefusal => {
  const detail = `The item is in ${LIMITS.itemMatchesMax} matches, which is the most. Settle what is left of it with a new entry.`
  return refuse('too_many_items', detail, [{ pointer: `/items/${index}`, code: 'too_many_items', detail }])
}

function error(item: Candidate, code: string, detail: string): FieldError {
  return { pointer: `/items/${item.index}`, code, detail }
}

const sum = <Row>(rows: readonly Row[], of: (row: Row) => number): number =>
  rows.reduce((total, row) => total + of(row), 0)
