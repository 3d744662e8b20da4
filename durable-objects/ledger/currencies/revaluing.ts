import { type DateNumber, dayAfter, formatDate, LAST_DATE, parseDate } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { NewEvent } from '../../kernel/log.ts'
import type { CommandContext } from '../../kernel/module.ts'
import { isRefusal, type Refusal, refuse } from '../../kernel/result.ts'
import type { ChartStore } from '../chart.ts'
import type { EntryPosted } from '../contract.ts'
import type { Account } from '../model.ts'
import type { Posting } from '../posting.ts'
import type { CurrenciesContract, CurrenciesRevalued } from './contract.ts'
import type { FoundRate } from './finding.ts'
import type { RateLookup } from './lookup.ts'
import { type Chosen, type PositionTables, positionsAt, type Residual, residualsAt } from './positions.ts'
import {
  balancedEntries,
  type Difference,
  differenceOf,
  opposite,
  type Revalued,
  revalue,
  valueLine,
} from './revaluation.ts'

/** Decisions that book exchange differences: from what was loaded to entries. */

type CurrenciesRefusal = Refusal<keyof CurrenciesContract['refusals']>
type GainAndLoss = { gain: Account; loss: Account }

export interface RevaluingParts extends PositionTables {
  lookup: RateLookup
  unrealised(): GainAndLoss | Refusal<'role_not_assigned'>
  realised(): GainAndLoss | Refusal<'role_not_assigned'>
}

export interface RevaluationInput {
  asOf: string
  reverseOn?: string | undefined
  source?: string | undefined
  accounts?: readonly string[] | undefined
  description?: string | undefined
}

export interface PlannedRevaluation {
  asOf: string
  reverseOn: string
  positions: Revalued[]
}

/** What a revaluation would book, position by position. */
export function planRevaluation(
  parts: RevaluingParts,
  input: RevaluationInput,
): PlannedRevaluation | CurrenciesRefusal {
  const asOf = parseDate(input.asOf) as DateNumber
  const reverseOn = input.reverseOn ?? formatDate(Math.min(dayAfter(asOf), LAST_DATE))
  if (reverseOn <= input.asOf) return notLater(input.asOf)
  const chosen = chosenAccounts(parts.chart, input.accounts)
  if (isRefusal(chosen)) return chosen
  const open = positionsAt(parts, asOf, chosen)
  if (open.length > LIMITS.revaluedPositionsMax)
    return refuse(
      'too_many_positions',
      `There are ${open.length} open items and balances; one revaluation takes ${LIMITS.revaluedPositionsMax}. Revalue some accounts at a time.`,
    )
  const rates = new Map<string, FoundRate>()
  const positions: Revalued[] = []
  for (const position of open) {
    const { code } = position.unit
    const rate = rates.get(code) ?? parts.lookup.toCurrency(code, asOf, input.source)
    if (position.quantity !== 0 && isRefusal(rate)) return rate
    if (!isRefusal(rate)) rates.set(code, rate)
    const revalued = revalue(
      position,
      position.quantity === 0 ? null : (rate as FoundRate),
      parts.chart.currency,
    )
    if (!revalued) return outOfRange(position.account.code)
    positions.push(revalued)
  }
  return { asOf: input.asOf, reverseOn, positions }
}

export interface BookedRevaluation extends PlannedRevaluation {
  id: string | null
  events: NewEvent[]
  entries: { entry: EntryPosted; reversal: EntryPosted }[]
}

/**
 * Books the differences and their reversals. Both at once, so that no day of the books is without the reversal it needs,
 * whatever happens to an alarm, and so that locks of periods are asked for both days before anything is booked.
 */
export function decideRevaluation(
  parts: RevaluingParts,
  input: RevaluationInput,
  context: CommandContext,
  posting: Posting,
): BookedRevaluation | CurrenciesRefusal {
  const plan = planRevaluation(parts, input)
  if (isRefusal(plan)) return plan
  const changed = plan.positions.filter(({ difference }) => difference !== 0)
  if (changed.length === 0) return { ...plan, id: null, events: [], entries: [] }
  const accounts = parts.unrealised()
  if (isRefusal(accounts)) return accounts
  const id = context.newId('revaluation')
  const { asOf, reverseOn } = plan
  const header = {
    effectiveDate: asOf,
    description: input.description || `Revaluation as of ${asOf}`,
    purpose: 'revaluation' as const,
    origin: id,
  }
  const balanced = balancedEntries(
    changed.map(differenceOf),
    accounts,
    parts.chart.currency,
    LIMITS.entryLinesMax,
  )
  const revalued: NewEvent[] = []
  const entries: BookedRevaluation['entries'] = []
  let from = 0
  for (const { lines, differences, gain, loss } of balanced) {
    const entry = posting.record(header, lines)
    if (isRefusal(entry)) return entry
    const reversal = posting.record(
      {
        ...header,
        effectiveDate: reverseOn,
        description: `Reversal of ${header.description}`.slice(0, LIMITS.descriptionCharsMax),
        reverses: entry.id,
      },
      opposite(lines),
    )
    if (isRefusal(reversal)) return reversal
    const part = changed.slice(from, from + differences)
    from += differences
    entries.push({ entry, reversal })
    const data: CurrenciesRevalued = {
      revaluation: id,
      asOf,
      reverseOn,
      entry: entry.id,
      reversal: reversal.id,
      gain,
      loss,
      lines: part.map((position, index) => revaluedLine(position, lines[index]?.rate)),
    }
    revalued.push({ type: 'currencies-revalued', version: 1, data })
  }
  return { ...plan, id, entries, events: [...posting.events, ...revalued] }
}

function revaluedLine(
  { account, unit, item, quantity, historical, revalued, difference }: Revalued,
  rate: string | undefined,
): CurrenciesRevalued['lines'][number] {
  return {
    account: account.id,
    unit: unit.code,
    ...(item && { item: { entry: item.entry, line: item.line } }),
    quantity,
    carrying: historical + revalued,
    difference,
    ...(rate !== undefined && { rate }),
  }
}

export interface ClearingInput {
  asOf: string
  accounts?: readonly string[] | undefined
  description?: string | undefined
}

export function planClearing(
  parts: RevaluingParts,
  { asOf, accounts }: Pick<ClearingInput, 'asOf' | 'accounts'>,
): Residual[] | CurrenciesRefusal {
  const chosen = chosenAccounts(parts.chart, accounts)
  return isRefusal(chosen) ? chosen : residualsAt(parts, parseDate(asOf) as DateNumber, chosen)
}

export interface BookedClearing {
  residuals: Residual[]
  entries: EntryPosted[]
}

/** What is left of value where nothing is left in the currency is realised: it goes to exchange gain or loss. */
export function decideClearing(
  parts: RevaluingParts,
  input: ClearingInput,
  posting: Posting,
): BookedClearing | CurrenciesRefusal {
  const residuals = planClearing(parts, input)
  if (isRefusal(residuals)) return residuals
  if (residuals.length === 0) return { residuals, entries: [] }
  const accounts = parts.realised()
  if (isRefusal(accounts)) return accounts
  const differences = residuals.map(
    ({ account, unit, value }): Difference => valueLine(account, unit, 0 - value),
  )
  const entries: EntryPosted[] = []
  const { currency } = parts.chart
  for (const { lines } of balancedEntries(differences, accounts, currency, LIMITS.entryLinesMax)) {
    const entry = posting.record(
      {
        effectiveDate: input.asOf,
        description: input.description || `Exchange differences cleared as of ${input.asOf}`,
        purpose: 'exchange',
      },
      lines,
    )
    if (isRefusal(entry)) return entry
    entries.push(entry)
  }
  return { residuals, entries }
}

function chosenAccounts(
  chart: ChartStore,
  codes: readonly string[] | undefined,
): Chosen | Refusal<'unknown_account'> {
  if (!codes) return undefined
  const chosen = new Set<Account>()
  for (const [index, code] of codes.entries()) {
    const account = chart.account(code)
    if (!account) {
      const detail = `There is no account ${code}. Correct the code, or leave accounts out for all.`
      const error = { pointer: `/accounts/${index}`, code: 'unknown_account', detail }
      return refuse('unknown_account', detail, [error])
    }
    chosen.add(account)
  }
  return chosen
}

const notLater = (asOf: string) => {
  const detail = `The reversal comes after the revaluation, so after ${asOf}.`
  return refuse('invalid_reversal_date', detail, [{ pointer: '/reverseOn', code: 'not_later', detail }])
}

const outOfRange = (account: string) =>
  refuse('balance_out_of_range', `At this rate the value of ${account} is more than can be exact.`)
