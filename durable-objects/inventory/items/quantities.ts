import { LIMITS } from '../../kernel/limits.ts'
import { refuse } from '../../kernel/result.ts'
import type { QuantityRefusal } from '../stock-item.ts'
import type { Conversion } from './contract.ts'

/**
 * Quantities are whole steps of the stock unit: 10^scale of them are one. A unit is a rational number of stock units.
 * Nothing is rounded: what is no whole number of steps is refused, with its neighbours that are.
 */

export interface Measured {
  code: string
  unit: string
  scale: number
  units: readonly Conversion[]
}

const DECIMAL = /^(0|[1-9]\d{0,30})(?:\.(\d{1,30}))?$/

/** Undefined where the item has no such unit. */
export function conversionOf(item: Measured, unit: string | undefined): Conversion | undefined {
  if (unit === undefined || unit === item.unit) return { code: item.unit, numerator: 1, denominator: 1 }
  return item.units.find(({ code }) => code === unit)
}

export function stepsOf(item: Measured, quantity: string, unit?: string): number | QuantityRefusal {
  const conversion = conversionOf(item, unit)
  if (!conversion)
    return refuse(
      'unknown_unit_of_item',
      `${item.code} has no unit ${unit}, but ${[item.unit, ...item.units.map(({ code }) => code)].join(', ')}.`,
    )
  const [, whole, fraction = ''] = DECIMAL.exec(quantity) ?? []
  if (whole === undefined)
    return refuse(
      'invalid_quantity',
      'Write a quantity as a decimal string such as "2.5": digits, at most one point, no sign.',
    )
  // quantity × numerator/denominator × 10^scale, as one fraction.
  const above = BigInt(whole + fraction) * BigInt(conversion.numerator) * 10n ** BigInt(item.scale)
  const below = BigInt(conversion.denominator) * 10n ** BigInt(fraction.length)
  const steps = above / below
  if (steps >= BigInt(LIMITS.minorUnitsMax))
    return refuse(
      'invalid_quantity',
      `The quantity is beyond ${formatSteps(item, LIMITS.minorUnitsMax)} ${item.unit}, the largest that is exact.`,
    )
  if (above % below === 0n) return Number(steps)
  const [down, up] = [Number(steps), Number(steps) + 1].map((each) => describe(item, conversion, each))
  return refuse(
    'inexact_quantity',
    `${quantity} ${conversion.code} is no whole number of the smallest quantity of ${item.code}, ${formatSteps(item, 1)} ${item.unit}. Take ${down} or ${up}.`,
  )
}

/** Decimal text in the stock unit, always with `scale` decimals. */
export function formatSteps({ scale }: Pick<Measured, 'scale'>, steps: number): string {
  const digits = String(Math.abs(steps)).padStart(scale + 1, '0')
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
  return steps < 0 ? `-${text}` : text
}

/** In the unit that was asked for where it has a decimal that ends, and in the stock unit. */
function describe(item: Measured, conversion: Conversion, steps: number): string {
  const own = `${formatSteps(item, steps)} ${item.unit}`
  const text = decimalOf(
    BigInt(steps) * BigInt(conversion.denominator),
    BigInt(conversion.numerator) * 10n ** BigInt(item.scale),
  )
  return text === undefined || conversion.code === item.unit ? own : `${text} ${conversion.code} (${own})`
}

/** The fraction as a decimal with at most 12 places; undefined where it has more. */
function decimalOf(above: bigint, below: bigint): string | undefined {
  const places = 12
  const scaled = above * 10n ** BigInt(places)
  if (scaled % below !== 0n) return undefined
  const digits = String(scaled / below).padStart(places + 1, '0')
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/, '')
}

/** In lowest terms. */
export function reduced(code: string, numerator: number, denominator: number): Conversion {
  let [a, b] = [numerator, denominator]
  while (b !== 0) [a, b] = [b, a % b]
  return { code, numerator: numerator / a, denominator: denominator / a }
}
