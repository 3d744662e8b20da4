import type { ScannableItem } from '../../../../../durable-objects/inventory/items/contract.ts'

/** Quantities on the device: decimal text in a unit, exact, as the server takes them. */

const DECIMAL = /^(0|[1-9]\d{0,12})(?:\.(\d{1,12}))?$/

interface Fraction {
  above: bigint
  below: bigint
}

const fraction = (text: string): Fraction | undefined => {
  const [, whole, digits = ''] = DECIMAL.exec(text) ?? []
  return whole === undefined
    ? undefined
    : { above: BigInt(whole + digits), below: 10n ** BigInt(digits.length) }
}

/** In whole smallest quantities of the item; undefined: it is none, or no whole number of them. */
export function stepsOf(item: ScannableItem, quantity: string, unit: string): bigint | undefined {
  const given = fraction(quantity)
  const conversion =
    unit === item.unit ? { numerator: 1, denominator: 1 } : item.units.find(({ code }) => code === unit)
  if (!given || !conversion) return undefined
  const above = given.above * BigInt(conversion.numerator) * 10n ** BigInt(item.scale)
  const below = given.below * BigInt(conversion.denominator)
  return above % below === 0n ? above / below : undefined
}

/** Decimal text in the stock unit, without zeros that say nothing. */
export function textOf({ scale }: Pick<ScannableItem, 'scale'>, steps: bigint): string {
  const digits = String(steps).padStart(scale + 1, '0')
  const decimals = digits.slice(digits.length - scale).replace(/0+$/, '')
  const whole = digits.slice(0, digits.length - scale)
  return scale === 0 || decimals === '' ? whole : `${whole}.${decimals}`
}

/** What is wrong with a quantity, in a person's words; undefined: nothing. */
export function problemOfQuantity(
  item: ScannableItem,
  quantity: string,
  unit: string,
  allowsZero: boolean,
): string | undefined {
  if (!DECIMAL.test(quantity)) return 'Enter a quantity.'
  const steps = stepsOf(item, quantity, unit)
  if (steps === undefined)
    return `${quantity} ${unit} is no whole number of the smallest quantity, ${textOf(item, 1n)} ${item.unit}.`
  return steps === 0n && !allowsZero ? 'Enter more than nothing.' : undefined
}

/** One key of the keypad more. */
export function typed(text: string, key: string): string {
  if (key === '⌫') return text.slice(0, -1)
  if (key === '.' || key === ',') return text.includes('.') ? text : `${text === '' ? '0' : text}.`
  const next = text === '0' ? key : text + key
  return next.length > 14 ? text : next
}

/** `12.` is on its way to `12.5`, and means 12. */
export const finished = (text: string): string => text.replace(/\.$/, '')
