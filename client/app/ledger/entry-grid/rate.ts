import { absolute, type Decimal, isNegative, scaleOf } from '../../lib/decimal.ts'

/** A rate in place of a value, as the cell of the value holds it: `@0.9215`, `@ecb`, `@auto`. Pure. */

export const isRate = (text: string): boolean => text.trimStart().startsWith('@')

export const rateOf = (text: string): string => text.trim().replace(/^@\s*/, '')

/** The amount at a rate, half away from zero at the scale, as the server rounds it. */
export function valueAt(amount: Decimal, rate: Decimal, scale: number): Decimal {
  const digits = (text: Decimal) => BigInt(absolute(text).replace('.', ''))
  const surplus = scaleOf(amount) + scaleOf(rate) - scale
  const exact = digits(amount) * digits(rate)
  const unit = 10n ** BigInt(Math.max(0, surplus))
  const minor = surplus >= 0 ? (exact + unit / 2n) / unit : exact * 10n ** BigInt(-surplus)
  const text = String(minor).padStart(scale + 1, '0')
  const value = scale === 0 ? text : `${text.slice(0, -scale)}.${text.slice(-scale)}`
  return isNegative(amount) !== isNegative(rate) ? `-${value}` : value
}
