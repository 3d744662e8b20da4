import { absolute, isDecimal, isNegative, scaleOf } from '../../../lib/decimal.ts'
import type { Item } from '../../pickers/queries.ts'
import type { Row } from './model.ts'

/** Whether a line takes more than there is: a hint while typing, which the server decides. Exact, without floats. */
export function isTooMuch(row: Row, item: Item, available: string, takes: 'all' | 'less'): boolean {
  const { quantity = '' } = row
  if (!isDecimal(quantity)) return false
  if (takes === 'less' && !isNegative(quantity)) return false
  const unit = row.unit?.trim() || item.unit
  const known = item.units.find(({ code }) => code === unit)
  if (unit !== item.unit && !known) return false
  const { numerator, denominator } = known ?? { numerator: 1, denominator: 1 }
  const scale = Math.max(scaleOf(quantity), scaleOf(available))
  const wanted = stepsOf(absolute(quantity), scale) * BigInt(numerator)
  return wanted > stepsOf(available, scale) * BigInt(denominator)
}

function stepsOf(text: string, scale: number): bigint {
  return BigInt(text.replace('.', '') + '0'.repeat(scale - scaleOf(text)))
}
