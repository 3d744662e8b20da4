/** Numbers and amounts: `1,000.00 USD`, and sums and products of numbers in their place. */
import type { Decimal } from '../decimal.ts'
import { add, divideRounded, multiply, negate, powerOfTen, trim } from '../decimal.ts'
import { isRefused, type Refused, refuse } from '../model.ts'
import type { BeanAmount, CostSpec } from './model.ts'
import type { Token } from './tokens.ts'

/** The tokens of a row, and the place that reading has come to. */
export type Cursor = { tokens: Token[]; at: number }

export const peek = (cursor: Cursor): Token | undefined => cursor.tokens[cursor.at]

export const isMark = (token: Token | undefined, text: string): boolean =>
  token?.kind === 'mark' && token.text === text

export const takeMark = (cursor: Cursor, text: string): boolean => {
  if (!isMark(peek(cursor), text)) return false
  cursor.at++
  return true
}

export const takeKind = (cursor: Cursor, kind: Token['kind']): string | null => {
  const token = peek(cursor)
  if (token?.kind !== kind) return null
  cursor.at++
  return token.text
}

export type Number_ = { value: Decimal; decimals: number }

/** A number or an expression of `+ - * /` and parentheses; null: none begins here. */
export const readNumber = (cursor: Cursor): Number_ | null | Refused => {
  const token = peek(cursor)
  const begins = token?.kind === 'number' || isMark(token, '-') || isMark(token, '+') || isMark(token, '(')
  return begins ? readSum(cursor, 0) : null
}

const readSum = (cursor: Cursor, depth: number): Number_ | Refused => {
  if (depth > depthMax) return refuse('invalid_number', 'Parentheses lie too deep. Write the number itself.')
  let sum = readProduct(cursor, depth)
  while (!isRefused(sum) && (isMark(peek(cursor), '+') || isMark(peek(cursor), '-'))) {
    const isMinus = takeMark(cursor, '-') || !takeMark(cursor, '+')
    const next = readProduct(cursor, depth)
    if (isRefused(next)) return next
    const value = add(sum.value, isMinus ? negate(next.value) : next.value)
    sum = { value, decimals: Math.max(sum.decimals, next.decimals) }
  }
  return sum
}

const depthMax = 50

const readProduct = (cursor: Cursor, depth: number): Number_ | Refused => {
  let product = readFactor(cursor, depth)
  while (!isRefused(product) && (isMark(peek(cursor), '*') || isMark(peek(cursor), '/'))) {
    const isDivision = takeMark(cursor, '/') || !takeMark(cursor, '*')
    const next = readFactor(cursor, depth)
    if (isRefused(next)) return next
    const value = isDivision ? divide(product.value, next.value) : multiply(product.value, next.value)
    if (isRefused(value)) return value
    product = { value, decimals: value.scale }
  }
  return product
}

const readFactor = (cursor: Cursor, depth: number): Number_ | Refused => {
  if (takeMark(cursor, '+')) return readFactor(cursor, depth + 1)
  if (takeMark(cursor, '-')) {
    const factor = depth > depthMax ? notANumber : readFactor(cursor, depth + 1)
    return isRefused(factor) ? factor : { ...factor, value: negate(factor.value) }
  }
  if (takeMark(cursor, '(')) {
    const inner = readSum(cursor, depth + 1)
    if (isRefused(inner)) return inner
    return takeMark(cursor, ')') ? inner : refuse('invalid_number', 'Close the parenthesis.')
  }
  const token = peek(cursor)
  if (token?.kind !== 'number') return notANumber
  cursor.at++
  return { value: token.value, decimals: token.decimals }
}

const notANumber = refuse('invalid_number', 'A number is missing here. Write it like 1000.00.')

/** Significant digits of a quotient, as in Python's decimal module, which beancount counts with. */
const quotientDigits = 28

const divide = (a: Decimal, b: Decimal): Decimal | Refused => {
  if (b.digits === 0n) return refuse('invalid_number', 'The number is divided by zero. Correct it.')
  const scale = quotientDigits
  const numerator = a.digits * powerOfTen(scale + b.scale)
  return trim({ digits: divideRounded(numerator, b.digits * powerOfTen(a.scale)), scale })
}

/** Refusal: `invalid_amount`. null: no amount begins here. */
export const readBeanAmount = (cursor: Cursor): BeanAmount | null | Refused => {
  const number = readNumber(cursor)
  if (number === null) {
    const lone = takeKind(cursor, 'currency')
    return lone === null ? null : incomplete(`a number before ${lone}`)
  }
  if (isRefused(number)) return number
  const currency = takeKind(cursor, 'currency')
  return currency === null
    ? incomplete('a currency after the number')
    : { number: number.value, currency, decimals: number.decimals }
}

const incomplete = (what: string): Refused =>
  refuse('incomplete_amount', `The amount needs ${what}. Write it in full, or leave the whole amount out.`)

/** `{…}` or `{{…}}`; null: no cost begins here. Refusals: `invalid_lot`, and those of numbers. */
export const readCostSpec = (cursor: Cursor): CostSpec | null | Refused => {
  const start = cursor.at
  const isTotal = isMark(peek(cursor), '{{')
  if (!isTotal && !isMark(peek(cursor), '{')) return null
  cursor.at++
  const spec: CostSpec = {
    ...{ isTotal, number: null, extra: null, currency: null },
    ...{ date: null, label: null, text: '' },
  }
  const end = isTotal ? '}}' : '}'
  while (!takeMark(cursor, end)) {
    const refused = readCostPart(cursor, spec)
    if (refused !== null) return refused
    if (!takeMark(cursor, ',') && !isMark(peek(cursor), end))
      return refuse('invalid_lot', `The cost in braces cannot be read. Write it like {5.00 USD, 2026-01-31}.`)
  }
  spec.text = cursor.tokens
    .slice(start, cursor.at)
    .map((token) => (token.kind === 'string' ? `"${token.text}"` : token.text))
    .join(' ')
  return spec
}

const readCostPart = (cursor: Cursor, spec: CostSpec): Refused | null => {
  const date = takeKind(cursor, 'date')
  if (date !== null) spec.date = date.replaceAll('/', '-')
  const label = takeKind(cursor, 'string')
  if (label !== null) spec.label = label
  if (date !== null || label !== null) return null
  if (isMark(peek(cursor), '*'))
    return refuse('merged_cost', 'Merging lots with {*} is not read. Write the lots and their costs out.')
  const number = readNumber(cursor)
  if (number !== null && isRefused(number)) return number
  if (number !== null) spec.number = number.value
  if (takeMark(cursor, '#')) {
    const extra = readNumber(cursor)
    if (extra !== null && isRefused(extra)) return extra
    spec.extra = extra?.value ?? null
  }
  spec.currency = takeKind(cursor, 'currency')
  return number === null && spec.extra === null && spec.currency === null
    ? refuse('invalid_lot', 'The cost in braces cannot be read. Write it like {5.00 USD, 2026-01-31}.')
    : null
}
