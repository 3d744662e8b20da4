import { canonicalJson } from '../../kernel/canonical.ts'
import { type Refusal, refuse } from '../../kernel/result.ts'
import type { ReplenishmentContract, Rule } from './contract.ts'

/** How much to order, and by which figures. Pure; quantities are steps. */

export type ReplenishmentRefusal = Refusal<keyof ReplenishmentContract['refusals']>

export const at = (
  pointer: string,
  code: keyof ReplenishmentContract['refusals'],
  detail: string,
): ReplenishmentRefusal => refuse(code, detail, [{ pointer, code, detail }])

/** What there is, comes and goes until the day on which an order of today would be there. */
export interface Levels {
  onHand: number
  reserved: number
  promised: number
  incoming: number
  onTheWay: number
  /** What left in the days that the rule looks back on. */
  used: number
}

export interface Proposal {
  projected: number
  /** Below it, it is ordered. */
  point: number
  /** Up to it, it is ordered. */
  target: number
  /** What is missing to the target; 0: nothing is ordered. */
  missing: number
  /** In whole multiples. */
  quantity: number
}

export function propose(rule: Rule, levels: Levels): Proposal {
  const projected = levels.onHand - levels.reserved - levels.promised + levels.incoming + levels.onTheWay
  const { point, target } = levelsOf(rule, levels.used)
  const missing = projected < point ? Math.max(0, target - projected) : 0
  const { multipleSteps } = rule
  return { projected, point, target, missing, quantity: Math.ceil(missing / multipleSteps) * multipleSteps }
}

function levelsOf(rule: Rule, used: number): { point: number; target: number } {
  const { method, safety, leadDays, minimum = 0, maximum = 0, lookBackDays = 1, coverDays = 0 } = rule
  if (method === 'min-max') return { point: minimum + safety, target: maximum + safety }
  if (method === 'reorder-point') {
    const point = (rule.point ?? 0) + safety
    return { point, target: point }
  }
  const point = usedIn(leadDays, used, lookBackDays) + safety
  return { point, target: point + usedIn(coverDays, used, lookBackDays) }
}

/** What is used in so many days, as it was used in those that are looked back on; rounded up. */
export function usedIn(days: number, used: number, lookBackDays: number): number {
  if (used <= 0) return 0
  const [above, below] = [BigInt(used) * BigInt(days), BigInt(lookBackDays)]
  return Number((above + below - 1n) / below)
}

/** `text`, a decimal that is not negative, so many times. */
export function times(text: string, number: number): string {
  const [whole = '0', fraction = ''] = text.split('.')
  const digits = String(BigInt(whole + fraction) * BigInt(number)).padStart(fraction.length + 1, '0')
  if (fraction.length === 0) return digits
  return `${digits.slice(0, -fraction.length)}.${digits.slice(-fraction.length)}`.replace(/\.?0+$/, '')
}

export const sameRule = (a: Rule | null, b: Rule | null): boolean => canonicalJson(a) === canonicalJson(b)
