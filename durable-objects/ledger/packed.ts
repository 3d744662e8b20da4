import { monthsAfter, monthsBetween } from '../kernel/dates.ts'
import { type HolderMonths, SUMS } from './month-sums.ts'

/**
 * Movements and month sums as bytes: numbers in groups of seven bits, the lowest first. A movement takes about ten bytes,
 * a twentieth of the text of its line in the log. Pure.
 */

/** Six numbers each: sequence, account, unit, date, quantity and value (NaN: none), by sequence. */
export type Movements = readonly number[]
export const A_MOVEMENT = 6

export type VisitMovement = (
  sequence: number,
  account: number,
  unit: number,
  date: number,
  quantity: number,
  value: number | null,
) => void

// What a movement's value is. Most lines are in the currency of the company, where it is the quantity.
const [NO_VALUE, SAME_VALUE, OTHER_VALUE] = [0, 1, 2]

export function packMovements(movements: Movements): Uint8Array {
  const to = new Writer()
  let [lastSequence, lastDate] = [0, 0]
  for (let at = 0; at < movements.length; at += A_MOVEMENT) {
    const [sequence = 0, account = 0, unit = 0, date = 0, quantity = 0, value = 0] = movements.slice(
      at,
      at + A_MOVEMENT,
    )
    const kind = Number.isNaN(value) ? NO_VALUE : value === quantity ? SAME_VALUE : OTHER_VALUE
    to.write(sequence - lastSequence)
    to.write(account)
    to.write(((unit * 3 + kind) * 2 + Number(quantity < 0)) * 2 + Number(value < 0))
    to.write(date < lastDate ? (lastDate - date) * 2 - 1 : (date - lastDate) * 2)
    to.write(Math.abs(quantity))
    if (kind === OTHER_VALUE) to.write(Math.abs(value))
    lastSequence = sequence
    lastDate = date
  }
  return to.bytes()
}

/** Those after a sequence up to another one. */
export function unpackMovements(
  content: Uint8Array,
  after: number,
  upTo: number,
  visit: VisitMovement,
): void {
  const from = new Reader(content)
  let [sequence, date] = [0, 0]
  while (!from.isAtEnd) {
    sequence += from.read()
    if (sequence > upTo) return
    const account = from.read()
    const head = from.read()
    const step = from.read()
    date += step % 2 === 1 ? -(step + 1) / 2 : step / 2
    const size = from.read()
    const [isNegative, unitAndKind] = [head % 2 === 1, Math.floor(head / 4)]
    const kind = unitAndKind % 3
    const quantity = Math.floor(head / 2) % 2 === 1 ? -size : size
    const value =
      kind === NO_VALUE ? null : kind === SAME_VALUE ? quantity : (isNegative ? -1 : 1) * from.read()
    if (sequence > after) visit(sequence, account, Math.floor(unitAndKind / 3), date, quantity, value)
  }
}

/** In parts of a bounded size, as a row takes them. */
export function* packMonths(holders: Iterable<HolderMonths>, bytesMax: number): Iterable<Uint8Array> {
  let to = new Writer()
  for (const { account, unit, months, sums } of holders) {
    if (to.length >= bytesMax) {
      yield to.bytes()
      to = new Writer()
    }
    to.write(account)
    to.write(unit)
    to.write(months.length)
    for (const [index, month] of months.entries()) {
      to.write(monthsBetween(months[index - 1] ?? FIRST_MONTH, month))
      for (let sum = 0; sum < SUMS; sum++) to.write(sums[index * SUMS + sum] as number)
    }
  }
  yield to.bytes()
}

export function* unpackMonths(content: Uint8Array): Iterable<HolderMonths> {
  const from = new Reader(content)
  while (!from.isAtEnd) {
    const [account, unit, count] = [from.read(), from.read(), from.read()]
    const holder: HolderMonths = { account, unit, months: [], sums: [] }
    for (let index = 0, month = FIRST_MONTH; index < count; index++) {
      month = monthsAfter(month, from.read())
      holder.months.push(month)
      for (let sum = 0; sum < SUMS; sum++) holder.sums.push(from.read())
    }
    yield holder
  }
}

const FIRST_MONTH = 190001

class Writer {
  #bytes = new Uint8Array(4_096)
  length = 0

  write(value: number): void {
    if (this.length + LONGEST > this.#bytes.length) {
      const longer = new Uint8Array(this.#bytes.length * 2)
      longer.set(this.#bytes)
      this.#bytes = longer
    }
    let rest = value
    while (rest >= 128) {
      this.#bytes[this.length++] = (rest % 128) + 128
      rest = Math.floor(rest / 128)
    }
    this.#bytes[this.length++] = rest
  }

  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.length)
  }
}

/** Bytes that 2^53 takes. */
const LONGEST = 8

class Reader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length
  }

  read(): number {
    let byte = this.#bytes[this.#at++] as number
    if (byte < 128) return byte
    let value = byte - 128
    for (let factor = 128; ; factor *= 128) {
      byte = this.#bytes[this.#at++] as number
      if (byte < 128) return value + byte * factor
      value += (byte - 128) * factor
    }
  }
}
