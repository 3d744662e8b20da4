import type { REORDER_METHODS } from '../../../../durable-objects/inventory/replenishment/contract.ts'
import { isZero } from '../../lib/decimal.ts'
import { formatQuantity, quantityWithUnit } from '../format.ts'
import type { Rule } from './queries.ts'

/** Rules in a sentence. */

export type Method = (typeof REORDER_METHODS)[number]

export const METHOD_NAMES: Readonly<Record<Method, string>> = {
  'min-max': 'Min and max',
  'reorder-point': 'Reorder point',
  auto: 'By use',
}

export function ruleText(rule: Rule): string {
  const { stockUnit, safety, unit, multiple } = rule
  const parts = [whenText(rule)]
  if (!isZero(safety)) parts.push(`${quantityWithUnit(safety, stockUnit)} of safety stock`)
  if (unit !== stockUnit || multiple !== '1')
    parts.push(`in multiples of ${quantityWithUnit(multiple, unit)}`)
  return `${parts.join(', ')}.`
}

function whenText({ method, minimum, maximum, point, stockUnit, lookBackDays, coverDays }: Rule): string {
  if (method === 'min-max')
    return `Below ${formatQuantity(minimum ?? '0')} up to ${quantityWithUnit(maximum ?? '0', stockUnit)}`
  if (method === 'reorder-point') return `Below ${quantityWithUnit(point ?? '0', stockUnit)} up to that`
  return `By the use of ${lookBackDays} days, to last ${coverDays} days`
}
