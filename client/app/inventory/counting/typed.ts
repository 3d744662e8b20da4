import { parseAmount } from '../../lib/amounts.ts'
import { type Decimal, isNegative } from '../../lib/decimal.ts'
import { formatQuantity } from '../format.ts'
import type { CountLine } from './queries.ts'

/** What was typed of a line of a count, until the server has answered it. Pure but for the reader's locale. */
export interface Typed {
  /** As it was typed, where that is no quantity. */
  text: string
  quantity?: Decimal
  unit?: string
  /** Of its own: sent again, it is not counted twice. */
  key: string
  countedAt: string
  /** Position of the log that this browser had seen. */
  knownAt?: number
  /** Why it was refused; it is not sent again as it is. */
  refusal?: string
}

/** Its name among the edits: a line keeps its number. */
export const cellOf = ({ line }: Pick<CountLine, 'line'>): string => String(line)

/** `12`, `1.234,5` or, in another unit, `2 box`. */
export function readQuantity(
  text: string,
  mark?: '.' | ',',
): { quantity: Decimal; unit?: string } | undefined {
  const plain = parseAmount(text, undefined, mark)
  if (plain !== undefined) return { quantity: plain }
  const [, number = '', unit] = /^(.*\d)\s*([^\d\s]\S*)$/.exec(text.trim()) ?? []
  const quantity = unit === undefined ? undefined : parseAmount(number, undefined, mark)
  return quantity === undefined || unit === undefined ? undefined : { quantity, unit }
}

export type Stamp = Pick<Typed, 'key' | 'countedAt' | 'knownAt'>

/** Undefined: nothing is typed. */
export function typedOf(text: string, stamp: Stamp, mark?: '.' | ','): Typed | undefined {
  const trimmed = text.trim()
  return trimmed === '' ? undefined : { text: trimmed, ...readQuantity(trimmed, mark), ...stamp }
}

export const shownText = ({ text, quantity, unit }: Typed): string =>
  quantity === undefined ? text : [formatQuantity(quantity), unit].filter(Boolean).join(' ')

/** Why it cannot be sent. */
export function problemOf({ quantity, refusal }: Typed): string | undefined {
  if (refusal !== undefined) return refusal
  if (quantity === undefined) return 'Write a number, such as 12 or 12.5.'
  return isNegative(quantity) ? 'Less than nothing cannot lie there.' : undefined
}

/** As RecordCounts takes it. */
export function lineInput({ item, place, lot }: CountLine, typed: Typed) {
  const { quantity = '', unit, key, countedAt, knownAt } = typed
  return {
    item: item.id,
    place,
    ...(lot !== null && { lot }),
    quantity,
    ...(unit && { unit }),
    key,
    countedAt,
    ...(knownAt !== undefined && { knownAt }),
  }
}

/** Which of the lines that were sent a refusal is about, and why. Empty: it is about none of them. */
export function refusedLines(
  errors: readonly { pointer: string; detail: string }[],
  sent: number,
): Map<number, string> {
  const refused = new Map<number, string>()
  for (const { pointer, detail } of errors) {
    const index = Number(/^\/lines\/(\d+)(?:\/|$)/.exec(pointer)?.[1] ?? -1)
    if (index >= 0 && index < sent && !refused.has(index)) refused.set(index, detail)
  }
  return refused
}

/** Out of the browser's storage, which may hold anything. */
export function keptCells(value: unknown): Record<string, Typed> {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(Object.entries(value).filter((pair): pair is [string, Typed] => isTyped(pair[1])))
}

function isTyped(value: unknown): value is Typed {
  if (typeof value !== 'object' || value === null) return false
  const { text, key, countedAt } = value as Record<string, unknown>
  return typeof text === 'string' && typeof key === 'string' && typeof countedAt === 'string'
}
