import { invariant } from '../../kernel/result.ts'

/** `amount × part ÷ whole`, rounded half away from zero; exact however large the product. */
export function mulDiv(amount: number, part: number, whole: number): number {
  invariant(whole !== 0, 'nothing is a part of nothing')
  const product = amount * part
  if (Number.isSafeInteger(product) && Number.isSafeInteger(whole * 2)) return halfAway(product, whole)
  const [dividend, divisor] = [BigInt(amount) * BigInt(part), BigInt(whole)]
  const isNegative = dividend < 0n !== divisor < 0n
  const [n, d] = [abs(dividend), abs(divisor)]
  const rounded = Number((2n * n + d) / (2n * d))
  return isNegative ? 0 - rounded : rounded
}

function halfAway(dividend: number, divisor: number): number {
  const isNegative = dividend < 0 !== divisor < 0
  const [n, d] = [Math.abs(dividend), Math.abs(divisor)]
  const rest = n % d
  const rounded = (n - rest) / d + (rest * 2 >= d ? 1 : 0)
  return isNegative ? 0 - rounded : rounded
}

const abs = (value: bigint): bigint => (value < 0n ? -value : value)
