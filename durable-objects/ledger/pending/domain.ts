import { describeAmountProblem, formatAmount, parseAmount } from '../../kernel/amount.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { isRefusal, type Refusal, refuse } from '../../kernel/result.ts'
import { splitByWeights } from '../../kernel/split.ts'
import type { Unit } from '../model.ts'
import type { PendingContract } from './contract.ts'

/** What of an entry on hold is posted. Pure: minor units, debit positive. */

export type PendingRefusal = Refusal<keyof PendingContract['refusals'] & string>

/** A line on hold, with what is pending of it. */
export interface HeldLine {
  unit: Pick<Unit, 'code' | 'scale'>
  quantity: number
  value: number | null
}

export interface PartInput {
  amount?: string | undefined
  lines?: readonly { line: number; amount: string; value?: string | undefined }[] | undefined
}

export interface PostedPart {
  line: number
  quantity: number
  value: number | null
}

export function decideParts(
  held: readonly HeldLine[],
  input: PartInput,
  currency: Pick<Unit, 'code' | 'scale'>,
): PostedPart[] | PendingRefusal {
  if (input.amount !== undefined && input.lines !== undefined)
    return invalid('/lines', 'Give an amount or lines, not both.')
  const parts =
    input.lines !== undefined
      ? byLine(held, input.lines, currency)
      : input.amount !== undefined
        ? byAmount(held, input.amount)
        : held.map(({ quantity, value }, line) => ({ line, quantity, value }))
  if (isRefusal(parts)) return parts
  const moving = parts.filter(({ quantity, value }) => quantity !== 0 || (value ?? 0) !== 0)
  if (moving.length > 0) return moving
  return refuse('nothing_to_post', 'Nothing of the entry would be posted. Name an amount above zero.', [
    { pointer: '/amount', code: 'nothing_to_post', detail: 'Is zero.' },
  ])
}

/** So much of each side, by largest remainder, so that what balanced balances. */
function byAmount(held: readonly HeldLine[], text: string): PostedPart[] | PendingRefusal {
  const [first] = held
  const units = new Set(held.map(({ unit }) => unit.code))
  const [debit, credit] = [1, -1].map((sign) => total(held, sign, ({ quantity }) => quantity))
  if (!first || units.size > 1 || debit !== credit || debit === undefined)
    return invalid(
      '/amount',
      'The lines are not of one unit with equal sides. Give the amounts line by line.',
    )
  const amount = amountIn(text, first.unit, '/amount')
  if (isRefusal(amount)) return amount
  if (amount > debit) return exceeds('/amount', debit, first.unit)
  if (debit === 0) return held.map((_, line) => ({ line, quantity: 0, value: 0 }))
  const parts = held.map(
    ({ value }, line): PostedPart => ({ line, quantity: 0, value: value === null ? null : 0 }),
  )
  for (const sign of [1, -1]) {
    share(held, parts, sign, 'quantity', amount)
    const value = total(held, sign, (line) => (line.quantity === 0 ? 0 : (line.value ?? 0)))
    share(held, parts, sign, 'value', proportion(value, amount, debit))
  }
  return parts
}

/** Gives each line of one side its share of an amount without a sign. */
function share(
  held: readonly HeldLine[],
  parts: PostedPart[],
  sign: number,
  of: 'quantity' | 'value',
  amount: number,
): void {
  const side = held.flatMap((line, at) =>
    Math.sign(line.quantity) === sign && line[of] !== null ? [{ at, weight: Math.abs(line[of]) }] : [],
  )
  if (side.every(({ weight }) => weight === 0)) return
  const shares = splitByWeights(
    amount,
    side.map(({ weight }) => weight),
  )
  for (const [index, { at }] of side.entries())
    (parts[at] as PostedPart)[of] = sign * (shares[index] as number) + 0
}

function byLine(
  held: readonly HeldLine[],
  wanted: NonNullable<PartInput['lines']>,
  currency: Pick<Unit, 'code' | 'scale'>,
): PostedPart[] | PendingRefusal {
  const parts: PostedPart[] = []
  const seen = new Set<number>()
  for (const [index, each] of wanted.entries()) {
    const line = held[each.line]
    const pointer = `/lines/${index}`
    if (!line) return invalid(`${pointer}/line`, `The entry on hold has lines 0 to ${held.length - 1}.`)
    if (seen.has(each.line)) return invalid(`${pointer}/line`, 'The line is named twice. Name it once.')
    seen.add(each.line)
    const part = partOf(line, each, currency, pointer)
    if (isRefusal(part)) return part
    parts.push({ line: each.line, ...part })
  }
  return parts.sort((a, b) => a.line - b.line)
}

function partOf(
  line: HeldLine,
  wanted: { amount: string; value?: string | undefined },
  currency: Pick<Unit, 'code' | 'scale'>,
  pointer: string,
): Omit<PostedPart, 'line'> | PendingRefusal {
  const amount = amountIn(wanted.amount, line.unit, `${pointer}/amount`)
  if (isRefusal(amount)) return amount
  if (amount > Math.abs(line.quantity))
    return exceeds(`${pointer}/amount`, Math.abs(line.quantity), line.unit)
  const quantity = Math.sign(line.quantity) * amount + 0
  if (line.value === null || line.unit.code === currency.code)
    return wanted.value === undefined
      ? { quantity, value: line.value === null ? null : quantity }
      : invalid(`${pointer}/value`, 'The line has no value of its own. Leave value out.')
  if (wanted.value === undefined)
    return { quantity, value: line.quantity === 0 ? 0 : proportion(line.value, quantity, line.quantity) }
  const value = amountIn(wanted.value, currency, `${pointer}/value`)
  if (isRefusal(value)) return value
  if (value > Math.abs(line.value)) return exceeds(`${pointer}/value`, Math.abs(line.value), currency)
  return { quantity, value: Math.sign(line.value) * value + 0 }
}

function amountIn(
  text: string,
  unit: Pick<Unit, 'code' | 'scale'>,
  pointer: string,
): number | PendingRefusal {
  const amount = parseAmount(text, unit.scale)
  if (typeof amount === 'string')
    return invalid(pointer, describeAmountProblem(amount, unit.code, unit.scale))
  return amount < 0 ? invalid(pointer, 'Amounts are not negative.') : amount
}

const exceeds = (pointer: string, most: number, unit: Pick<Unit, 'code' | 'scale'>): PendingRefusal => {
  const detail = `${formatAmount(most, unit.scale)} ${unit.code} are on hold. Post up to that.`
  return refuse('amount_exceeds_pending', detail, [{ pointer, code: 'amount_exceeds_pending', detail }])
}

const invalid = (pointer: string, detail: string): PendingRefusal =>
  refuse('invalid_line', detail, [{ pointer, code: 'invalid_line', detail }])

const total = (held: readonly HeldLine[], sign: number, of: (line: HeldLine) => number): number =>
  held
    .filter(({ quantity }) => Math.sign(quantity) === sign)
    .reduce((sum, line) => sum + Math.abs(of(line)), 0)

/** `value · part / whole`, rounded once, half away from zero. */
function proportion(value: number, part: number, whole: number): number {
  if (part === whole) return value
  const product = BigInt(value) * BigInt(part)
  const [dividend, divisor] = [product < 0n ? -product : product, BigInt(Math.abs(whole))]
  const rounded = Number((2n * dividend + divisor) / (2n * divisor))
  return product < 0n === whole < 0 ? rounded : 0 - rounded
}

/** When a hold ends, in microseconds; undefined: it does not end by itself. */
export function expiryOf(
  { expiresAt, timeoutSeconds }: { expiresAt?: string | undefined; timeoutSeconds?: number | undefined },
  nowMicros: number,
): number | undefined | PendingRefusal {
  if (expiresAt !== undefined && timeoutSeconds !== undefined)
    return invalidExpiry('/timeoutSeconds', 'Give expiresAt or timeoutSeconds, not both.')
  if (timeoutSeconds !== undefined) return nowMicros + timeoutSeconds * 1_000_000
  if (expiresAt === undefined) return undefined
  const at = Date.parse(expiresAt) * 1_000
  if (at <= nowMicros) return invalidExpiry('/expiresAt', 'The time on hold ends in the future.')
  const days = Math.trunc(LIMITS.pendingSecondsMax / 86_400)
  if (at > nowMicros + LIMITS.pendingSecondsMax * 1_000_000)
    return invalidExpiry('/expiresAt', `An entry is held ${days} days at most.`)
  return at
}

const invalidExpiry = (pointer: string, detail: string): PendingRefusal =>
  refuse('invalid_expiry', detail, [{ pointer, code: 'invalid_expiry', detail }])

export function decideLimit(
  input: { min?: string | null | undefined; max?: string | null | undefined },
  unit: Pick<Unit, 'code' | 'scale'>,
): { min: number | null; max: number | null } | PendingRefusal {
  const [min, max] = [limitIn(input.min, unit, '/min'), limitIn(input.max, unit, '/max')]
  if (isRefusal(min)) return min
  if (isRefusal(max)) return max
  if (min !== null && max !== null && min > max)
    return invalidLimit(
      '/max',
      'The largest balance is not below the smallest. Raise it, or lower the minimum.',
    )
  return { min, max }
}

function limitIn(
  text: string | null | undefined,
  { code, scale }: Pick<Unit, 'code' | 'scale'>,
  pointer: string,
): number | null | PendingRefusal {
  if (text === undefined || text === null) return null
  const limit = parseAmount(text, scale)
  return typeof limit === 'string' ? invalidLimit(pointer, describeAmountProblem(limit, code, scale)) : limit
}

const invalidLimit = (pointer: string, detail: string): PendingRefusal =>
  refuse('invalid_limit', detail, [{ pointer, code: 'invalid_limit', detail }])
