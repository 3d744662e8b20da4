/**
 * Exact decimals as the API writes them (`"1234.50"`), added as big integers: no amount ever becomes a float. Results keep the
 * longest scale of what went in, so that sums of cents have two decimals.
 */
export type Decimal = string

const CANONICAL = /^-?\d+(?:\.\d+)?$/

export const isDecimal = (text: string): boolean => CANONICAL.test(text)

export const scaleOf = (text: Decimal): number => {
  const point = text.indexOf('.')
  return point < 0 ? 0 : text.length - point - 1
}

export function sum(texts: readonly Decimal[]): Decimal {
  const scale = Math.max(0, ...texts.map(scaleOf))
  return fromUnits(
    texts.reduce((total, text) => total + toUnits(text, scale), 0n),
    scale,
  )
}

export const subtract = (from: Decimal, what: Decimal): Decimal => sum([from, negate(what)])

export function negate(text: Decimal): Decimal {
  if (text.startsWith('-')) return text.slice(1)
  return isZero(text) ? text : `-${text}`
}

export const absolute = (text: Decimal): Decimal => (text.startsWith('-') ? text.slice(1) : text)

export const isZero = (text: Decimal): boolean => !/[1-9]/.test(text)

export const isNegative = (text: Decimal): boolean => text.startsWith('-') && !isZero(text)

export function compare(a: Decimal, b: Decimal): number {
  const difference = subtract(a, b)
  return isZero(difference) ? 0 : isNegative(difference) ? -1 : 1
}

/** The same value with at least `scale` decimals. */
export function padScale(text: Decimal, scale: number): Decimal {
  const missing = scale - scaleOf(text)
  if (missing <= 0) return text
  return `${text}${scaleOf(text) === 0 ? '.' : ''}${'0'.repeat(missing)}`
}

function toUnits(text: Decimal, scale: number): bigint {
  const padded = padScale(text, scale)
  return BigInt(padded.replace('.', ''))
}

function fromUnits(units: bigint, scale: number): Decimal {
  if (scale === 0) return String(units)
  const isBelowZero = units < 0n
  const digits = String(isBelowZero ? -units : units).padStart(scale + 1, '0')
  return `${isBelowZero ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

/** The sum of figures of which some may be hidden from the person; then their sum is, too. */
export const sumOfSeen = (values: readonly (Decimal | null)[]): Decimal | null => {
  const seen = values.filter((value) => value !== null)
  return seen.length === values.length ? sum(seen) : null
}
