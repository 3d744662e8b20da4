import { LIMITS } from './limits.ts'

/**
 * Exact decimals. An amount is a safe integer of minor units at its unit's scale; at the API it is a decimal
 * string. Nothing here rounds: what does not fit is a problem that the caller turns into a refusal.
 */
export type AmountProblem = 'not_a_decimal' | 'too_many_decimals' | 'out_of_range'

const DECIMAL = /^-?(?:0|[1-9][0-9]{0,30})(?:\.[0-9]{1,30})?$/

/** `"1234.50"` at scale 2 is 123450. Trailing zeros beyond the scale are exact and therefore accepted. */
export function parseAmount(text: string, scale: number): number | AmountProblem {
  if (!DECIMAL.test(text)) return 'not_a_decimal'
  const point = text.indexOf('.')
  const whole = point < 0 ? text : text.slice(0, point)
  let fraction = point < 0 ? '' : text.slice(point + 1)
  if (fraction.length > scale) {
    if (/[^0]/.test(fraction.slice(scale))) return 'too_many_decimals'
    fraction = fraction.slice(0, scale)
  }
  const minor = Number(whole + fraction.padEnd(scale, '0'))
  return Math.abs(minor) <= LIMITS.minorUnitsMax ? minor + 0 : 'out_of_range'
}

/** 123450 at scale 2 is `"1234.50"`; always exactly `scale` decimals. */
export function formatAmount(minor: number, scale: number): string {
  if (scale === 0) return String(minor)
  const digits = String(Math.abs(minor)).padStart(scale + 1, '0')
  const text = `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
  return minor < 0 ? `-${text}` : text
}

export function describeAmountProblem(problem: AmountProblem, unit: string, scale: number): string {
  switch (problem) {
    case 'not_a_decimal':
      return 'Write the amount as a decimal string such as "1234.50": digits, at most one point, no exponent, no separators.'
    case 'too_many_decimals':
      return `${unit} has ${scale} decimal places. Round the amount yourself: Meridian never does it silently.`
    case 'out_of_range':
      return `The amount is beyond ${formatAmount(LIMITS.minorUnitsMax, scale)} ${unit}, the largest that is exact.`
  }
}
