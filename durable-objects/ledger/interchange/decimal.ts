/**
 * Exact decimals: `digits` × 10^-`scale`. Only what interchange needs; nothing here rounds unless it says so.
 */
export type Decimal = { readonly digits: bigint; readonly scale: number }

export const zero: Decimal = { digits: 0n, scale: 0 }

const powers: bigint[] = [1n]

/** 10^exponent, remembered: the same few exponents return for every row. */
export const powerOfTen = (exponent: number): bigint => {
  for (let known = powers.length; known <= exponent; known++) powers.push((powers[known - 1] ?? 1n) * 10n)
  return powers[exponent] ?? 1n
}

export const isZero = (a: Decimal): boolean => a.digits === 0n
export const negate = (a: Decimal): Decimal => ({ digits: -a.digits, scale: a.scale })
export const magnitude = (a: Decimal): Decimal => (a.digits < 0n ? negate(a) : a)
export const sign = (a: Decimal): number => (a.digits > 0n ? 1 : a.digits < 0n ? -1 : 0)

export const add = (a: Decimal, b: Decimal): Decimal => {
  if (a.scale === b.scale) return { digits: a.digits + b.digits, scale: a.scale }
  return a.scale > b.scale
    ? { digits: a.digits + b.digits * powerOfTen(a.scale - b.scale), scale: a.scale }
    : { digits: a.digits * powerOfTen(b.scale - a.scale) + b.digits, scale: b.scale }
}

export const subtract = (a: Decimal, b: Decimal): Decimal => add(a, negate(b))
export const equal = (a: Decimal, b: Decimal): boolean => isZero(subtract(a, b))

export const multiply = (a: Decimal, b: Decimal): Decimal => ({
  digits: a.digits * b.digits,
  scale: a.scale + b.scale,
})

/** Without trailing zeros after the decimal mark. */
export const trim = (a: Decimal): Decimal => {
  if (a.digits === 0n) return zero
  let { digits, scale } = a
  while (scale > 0 && digits % 10n === 0n) {
    digits /= 10n
    scale--
  }
  return { digits, scale }
}

/** The integer of 10^-scale units, or null when there are more significant decimals than that. */
export const minorUnits = (a: Decimal, scale: number): bigint | null => {
  if (a.scale <= scale) return a.digits * powerOfTen(scale - a.scale)
  const divisor = powerOfTen(a.scale - scale)
  return a.digits % divisor === 0n ? a.digits / divisor : null
}

/** numerator / denominator to the nearest integer, halves to even. The denominator is not zero. */
export const divideRounded = (numerator: bigint, denominator: bigint): bigint => {
  if (denominator < 0n) return divideRounded(-numerator, -denominator)
  const quotient = numerator / denominator
  const twice = 2n * (numerator - quotient * denominator)
  const away = numerator < 0n ? -1n : 1n
  const distance = twice < 0n ? -twice : twice
  if (distance > denominator || (distance === denominator && quotient % 2n !== 0n)) return quotient + away
  return quotient
}

/** a × 10^scale to the nearest integer, halves to even. */
export const scaledRounded = (a: Decimal, scale: number): bigint =>
  a.scale <= scale
    ? a.digits * powerOfTen(scale - a.scale)
    : divideRounded(a.digits, powerOfTen(a.scale - scale))

/** Would it show as zero with this many decimals? (A half rounds to even, that is to zero.) */
export const looksZero = (a: Decimal, decimals: number): boolean => {
  if (a.digits === 0n) return true
  if (a.scale <= decimals) return false
  const distance = a.digits < 0n ? -a.digits : a.digits
  return 2n * distance <= powerOfTen(a.scale - decimals)
}

export const ofMinor = (amount: number | bigint, scale: number): Decimal => ({
  digits: BigInt(amount),
  scale,
})

/** Plain notation with a decimal point and exactly `scale` decimals. */
export const format = (a: Decimal): string => {
  const text = (a.digits < 0n ? -a.digits : a.digits).toString().padStart(a.scale + 1, '0')
  const mark = text.length - a.scale
  return `${a.digits < 0n ? '-' : ''}${text.slice(0, mark)}${a.scale > 0 ? `.${text.slice(mark)}` : ''}`
}
