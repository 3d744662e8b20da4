import { editableAmount, formatAmount, parseAmount } from '../lib/amounts.ts'
import { type Decimal, scaleOf } from '../lib/decimal.ts'

/** Quantities as people read them. */

/** A quantity without decimals that say nothing, in the reader's locale: `"12.500"` as `12.5`. */
export const formatQuantity = (quantity: Decimal): string => formatAmount(trimmed(quantity))

/** As one edits it and as spreadsheets take it: without grouping. */
export const editableQuantity = (quantity: Decimal): string => editableAmount(trimmed(quantity))

/** With its unit: `12.5 kg`. */
export const quantityWithUnit = (quantity: Decimal, unit: string): string =>
  `${formatQuantity(quantity)}\u00a0${unit}`

/** What one of a unit is: `1 box = 12 pcs`; `3 bags = 1 kg` where it is no whole number of them. */
export function conversionText(
  { code, numerator, denominator }: { code: string; numerator: number; denominator: number },
  stockUnit: string,
): string {
  const whole = (value: number) => formatAmount(String(value))
  return `${whole(denominator)}\u00a0${code} = ${whole(numerator)}\u00a0${stockUnit}`
}

/**
 * A factor as a person writes it, as a fraction of whole numbers in lowest terms: `12`, `0.25`, `1/3`. Undefined when it
 * is none, or none above zero.
 */
export function fractionOf(text: string): { numerator: number; denominator: number } | undefined {
  const [above, below = '1', ...more] = text.split('/').map((part) => parseAmount(part))
  if (more.length > 0 || above === undefined || below === undefined) return undefined
  const scale = Math.max(scaleOf(above), scaleOf(below))
  const steps = (part: string) => BigInt(part.replace('.', '') + '0'.repeat(scale - scaleOf(part)))
  const [numerator, denominator] = [steps(above), steps(below)]
  if (numerator <= 0n || denominator <= 0n) return undefined
  const divisor = greatestCommonDivisor(numerator, denominator)
  return { numerator: Number(numerator / divisor), denominator: Number(denominator / divisor) }
}

const greatestCommonDivisor = (a: bigint, b: bigint): bigint =>
  b === 0n ? a : greatestCommonDivisor(b, a % b)

/** What a person typed, as the API writes decimals; what is no number stays, so that its field can say so. */
export const decimalOf = (text: string): Decimal => parseAmount(text) ?? text.trim()

const trimmed = (quantity: Decimal): Decimal =>
  quantity.includes('.') ? quantity.replace(/\.?0+$/, '') : quantity
