import { type Refusal, refuse } from '../../kernel/result.ts'
import type { CountsContract, ValueClass } from './contract.ts'

/** What was counted against what the books had at that moment. Pure; quantities are steps. */

export type CountsRefusal = Refusal<keyof CountsContract['refusals']>

export const at = (pointer: string, code: keyof CountsContract['refusals'], detail: string): CountsRefusal =>
  refuse(code, detail, [{ pointer, code, detail }])

/** A place in the order of countings: by the position of the log at which they were made, then as they arrived. */
export interface Counted {
  quantity: number
  booked: number
  at: number
  countedAt: number
}

/** It does not change when goods move that the books know of: they change both sides. */
export const difference = ({ quantity, booked }: Pick<Counted, 'quantity' | 'booked'>): number =>
  quantity - booked

/** Whether a counting that arrives is the last one that was made. */
export const isLater = (arriving: Counted, known: Counted): boolean =>
  arriving.at > known.at || (arriving.at === known.at && arriving.countedAt >= known.countedAt)

export interface Moment {
  /** By the device's clock, in microseconds; undefined: now. */
  countedAt: number | undefined
  /** Position that the device had seen. */
  knownAt: number | undefined
}

export interface Frame {
  /** Position at which the count was planned. */
  planned: number
  /** The last position there is. */
  head: number
  nowMicros: number
  /** What the device's clock is behind, in microseconds. */
  behind: number
  /** The last position that was recorded by then. */
  positionAt(micros: number): number
}

/**
 * The position of the log that a counting is compared with, and its time by our clock. What a device has seen happened before;
 * what the log did not have by its time happened after. A device cannot know of a count before that is planned.
 */
export function momentOf(
  { countedAt, knownAt }: Moment,
  { planned, head, nowMicros, behind, positionAt }: Frame,
  pointer: string,
): { at: number; countedAt: number } | CountsRefusal {
  if (knownAt !== undefined && knownAt > head)
    return at(
      `${pointer}/knownAt`,
      'unknown_position',
      `The log ends at ${head}. Send the position that the device saw last.`,
    )
  const seen = Math.max(planned, knownAt ?? planned)
  if (countedAt === undefined) return { at: knownAt === undefined ? head : seen, countedAt: nowMicros }
  const time = Math.min(nowMicros, countedAt + behind)
  return { at: Math.max(seen, Math.min(head, positionAt(time))), countedAt: time }
}

/** The last position recorded by a time: `recordedAt` rises with the position. */
export function lastBy(
  time: number,
  first: number,
  last: number,
  recordedAt: (position: number) => number,
): number {
  let [low, high] = [first, last]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (recordedAt(middle) <= time) low = middle
    else high = middle - 1
  }
  return low
}

/** Classes of items by the value that left stock, the largest first; what had none is C. */
export function classify(issued: ReadonlyMap<number, number>): Map<number, ValueClass> {
  const sorted = [...issued].filter(([, value]) => value > 0).sort(([a, x], [b, y]) => y - x || a - b)
  const total = sorted.reduce((sum, [, value]) => sum + BigInt(value), 0n)
  const classes = new Map<number, ValueClass>()
  let before = 0n
  for (const [item, value] of sorted) {
    // The item with which the border is passed still belongs to the class.
    classes.set(item, before * 100n < total * 80n ? 'A' : before * 100n < total * 95n ? 'B' : 'C')
    before += BigInt(value)
  }
  return classes
}

/** Per cent with two decimals; null: of nothing. */
export function percent(part: number, whole: number): string | null {
  if (whole === 0) return null
  const hundredths = Math.floor((part * 10_000) / whole)
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`
}

/** What a refusal of the adjustment is about, told in the words of the count. */
export function retold(refusal: CountsRefusal, lines: readonly string[]): CountsRefusal {
  const errors = refusal.errors.map((error) => {
    const [, index] = /^\/lines\/(\d+)/.exec(error.pointer) ?? []
    if (index === undefined) return error
    return { ...error, pointer: '/count', detail: `${lines[Number(index)]}: ${error.detail}` }
  })
  const [first] = errors
  const isOfLine = first?.pointer === '/count'
  return { ...refusal, errors, ...(isOfLine && { detail: `${refusal.detail} Line: ${first.detail}` }) }
}
