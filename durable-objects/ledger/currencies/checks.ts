import { formatDate } from '../../kernel/dates.ts'
import { isRefusal } from '../../kernel/result.ts'
import type { CheckedPeriod, Finding, PeriodCheck } from '../periods/contract.ts'
import { positionsAt, residualsAt } from './positions.ts'
import { planRevaluation, type RevaluingParts } from './revaluing.ts'

/** What has to be done about currencies before a period is closed, as of its last day. */
export const periodChecks = (parts: RevaluingParts): readonly PeriodCheck[] => [
  {
    code: 'missing-rates',
    title: 'Rates of exchange for the last day',
    look: (period) => missingRates(parts, period),
  },
  {
    code: 'unrevalued-balances',
    title: 'Items in other currencies revalued',
    look: (period) => unrevalued(parts, period),
  },
  {
    code: 'exchange-residuals',
    title: 'Accounts that hold nothing in a currency any more cleared',
    look: (period) => residuals(parts, period),
  },
]

function missingRates(parts: RevaluingParts, { to }: CheckedPeriod): Finding {
  const units = new Set(
    positionsAt(parts, to, undefined).flatMap(({ unit, quantity }) => (quantity === 0 ? [] : [unit.code])),
  )
  if (units.size === 0) return NOTHING_FOREIGN
  const missing = [...units].filter((unit) => isRefusal(parts.lookup.toCurrency(unit, to, undefined))).sort()
  if (missing.length === 0) return { status: 'done', count: 0 }
  return {
    status: 'open',
    count: missing.length,
    detail: `There is no rate for ${missing.slice(0, UNITS_NAMED).join(', ')}.`,
    link: `/currencies?to=${formatDate(to)}`,
  }
}

function unrevalued(parts: RevaluingParts, { to }: CheckedPeriod): Finding {
  const asOf = formatDate(to)
  const plan = planRevaluation(parts, { asOf })
  const link = `/currencies?tab=revaluation&asOf=${asOf}`
  if (isRefusal(plan)) return { status: 'blocked', count: 1, detail: plan.detail, link }
  if (plan.positions.length === 0) return NOTHING_FOREIGN
  const changed = plan.positions.filter(({ difference }) => difference !== 0).length
  if (changed === 0) return { status: 'done', count: 0 }
  return {
    status: 'open',
    count: changed,
    detail: 'Open items and balances differ from the rate of the day.',
    link,
  }
}

function residuals(parts: RevaluingParts, { to }: CheckedPeriod): Finding {
  const { length } = residualsAt(parts, to, undefined)
  if (length === 0) return { status: 'done', count: 0 }
  return {
    status: 'open',
    count: length,
    detail: 'What is left of their value is an exchange gain or loss.',
    link: `/currencies?tab=residuals&asOf=${formatDate(to)}`,
  }
}

const NOTHING_FOREIGN: Finding = { status: 'not-applicable', count: 0 }
const UNITS_NAMED = 10
