import type { DateNumber } from '../../kernel/dates.ts'
import { isRefusal, type Refusal, refuse } from '../../kernel/result.ts'
import { type Account, type Unit, unitFor } from '../model.ts'
import type { PeriodCheck } from '../periods/contract.ts'
import type { PostingRule, Valuation } from '../rules.ts'
import type { LedgerParts } from '../store.ts'
import { periodChecks } from './checks.ts'
import type { TranslationMethod } from './inputs.ts'
import type { OpenItems } from './ports.ts'
import type { Rates } from './rates.ts'
import type { RevaluingParts } from './revaluing.ts'
import { revaluationRule } from './rule.ts'
import { type Movement, type Translated, type TranslationRates, translate } from './translation.ts'
import type { AverageRates } from './translation-rates.ts'
import { valuationOf } from './valuation.ts'

/** The accounts that differences go to, by what the chart says they are for. */
export type ExchangeRole = 'exchangeGain' | 'exchangeLoss' | 'unrealisedGain' | 'unrealisedLoss'

export interface Surroundings {
  ledger: LedgerParts
  role(name: ExchangeRole): Account | undefined
  /** Undefined where nothing keeps open items. */
  openItems: OpenItems | undefined
}

/** What other parts get of this one. */
export interface CurrenciesParts {
  rule: PostingRule
  valuation: Valuation
  /** The second currency of the company, if it has one. */
  reporting(): { unit: Pick<Unit, 'code' | 'scale'>; method: TranslationMethod } | undefined
  translationRates(wanted: TranslationOf): TranslationRates
  /** Figures in another currency, as reports ask for them; `method` by default the company's for its second currency. */
  translate(
    movements: Iterable<Movement>,
    wanted: TranslationOf & { method: TranslationMethod | undefined },
  ): TranslatedFigures | Refusal<'rate_not_found' | 'unknown_unit' | 'balance_out_of_range'>
  /** Where realised differences go. */
  exchangeAccounts(): GainAndLoss | RoleRefusal
  periodChecks(): readonly PeriodCheck[]
}

interface TranslationOf {
  to: string
  asOf: DateNumber
  source?: string | undefined
  knownAt?: number | undefined
}

interface TranslatedFigures extends Translated {
  scale: number
  method: TranslationMethod
}

type GainAndLoss = { gain: Account; loss: Account }
type RoleRefusal = Refusal<'role_not_assigned'>

export function currenciesParts(
  revaluing: RevaluingParts,
  rates: Rates,
  averages: AverageRates,
): CurrenciesParts {
  const { chart, lookup, settings } = revaluing
  const translationRates = (wanted: TranslationOf) => averages.of({ ...wanted, from: chart.currency.code })
  return {
    rule: revaluationRule,
    valuation: valuationOf({
      currency: () => chart.currency,
      sources: () => rates.sources(),
      find: (unit, date, source) => lookup.toCurrency(unit, date, source),
    }),
    reporting() {
      const { reporting } = settings.current
      const unit = reporting && unitFor(chart, reporting.currency)
      return unit && { unit, method: reporting.method }
    },
    translationRates,
    translate(movements, { method: asked, ...wanted }) {
      const unit = unitFor(chart, wanted.to)
      if (!unit) return unknownUnit(wanted.to, '/currency')
      const { reporting } = settings.current
      const method = asked ?? (reporting?.currency === wanted.to ? reporting.method : 'closing-rate')
      const plan = { method, from: chart.currency, to: unit, rates: translationRates(wanted) }
      const translated = translate(movements, plan)
      return isRefusal(translated) ? translated : { ...translated, scale: unit.scale, method }
    },
    exchangeAccounts: () => revaluing.realised(),
    periodChecks: () => periodChecks(revaluing),
  }
}

/** The accounts of two roles, which must be set and take the company's currency. */
export function accountsOf(
  { ledger: { chart }, role }: Surroundings,
  gain: ExchangeRole,
  loss: ExchangeRole,
): GainAndLoss | RoleRefusal {
  const found: Account[] = []
  for (const name of [gain, loss]) {
    const account = role(name)
    const way = `Set one in the roles of the chart (${name}).`
    if (!account) return refuse('role_not_assigned', `No account is set for ${ROLE_NAMES[name]}. ${way}`)
    if (account.unit !== null && account.unit !== chart.currency.code)
      return refuse(
        'role_not_assigned',
        `Account ${account.code} takes ${account.unit} only, and ${ROLE_NAMES[name]} are in ${chart.currency.code}. ${way}`,
      )
    found.push(account)
  }
  return { gain: found[0] as Account, loss: found[1] as Account }
}

const ROLE_NAMES: Record<ExchangeRole, string> = {
  exchangeGain: 'realised exchange gains',
  exchangeLoss: 'realised exchange losses',
  unrealisedGain: 'unrealised exchange gains',
  unrealisedLoss: 'unrealised exchange losses',
}

export function unknownUnit(code: string, pointer: string): Refusal<'unknown_unit'> {
  const detail = `${code} is neither a currency of ISO 4217 nor a registered unit. Register it first.`
  return refuse('unknown_unit', detail, [{ pointer, code: 'unknown_unit', detail }])
}
