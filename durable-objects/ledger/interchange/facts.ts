/**
 * What the whole file says before any transaction is read for booking: which unit each symbol means, how finely each
 * unit is written, the scale a new unit needs, the prices, and the account codes an export has written in disguise.
 */

import type { BalanceRules } from './balance.ts'
import { isZero } from './decimal.ts'
import type { Amount, ParsedJournal, PlanContext, Posting } from './model.ts'
import type { Prices } from './prices.ts'
import { collectPrices } from './prices.ts'
import { directiveTags } from './reserved.ts'
import type { UnitScales } from './units.ts'
import { seeQuantity, unitOfSymbol } from './units.ts'

export type FileFacts = BalanceRules & {
  scales: UnitScales
  prices: Prices
  accountOf: (name: string) => string
  /** Account names given by `name:` tags. */
  names: ReadonlyMap<string, string>
  /** Amounts without commodity: the first line and how many. */
  bare: { line: number; count: number } | null
}

export const gatherFacts = (parsed: ParsedJournal, context: PlanContext): FileFacts => {
  const declared = declaredUnits(parsed)
  const known = new Map<string, string>()
  const unitOf = (symbol: string): string => {
    const before = known.get(symbol)
    if (before !== undefined) return before
    const unit = declared.get(symbol) ?? unitOfSymbol(symbol, context.currency)
    known.set(symbol, unit)
    return unit
  }
  const scales: UnitScales = {
    known: new Map([...context.units, [context.currency, context.currencyScale]]),
    found: new Map(),
  }
  const precision = new Map<string, number>()
  const facts = { bare: null as FileFacts['bare'] }
  const see = (posting: Posting, amount: Amount): void => {
    const unit = unitOf(amount.commodity)
    precision.set(unit, Math.max(precision.get(unit) ?? 0, amount.decimals))
    seeQuantity(scales, unit, amount.quantity, context.isoScale)
    if (amount.commodity !== '' || isZero(amount.quantity)) return
    if (facts.bare === null) facts.bare = { line: posting.line, count: 1 }
    else facts.bare.count++
  }
  for (const { postings } of parsed.transactions) {
    for (const posting of postings) {
      const amount = posting.amount ?? posting.assertion?.amount
      if (amount !== undefined) see(posting, amount)
    }
  }
  declarePrecisions(parsed, unitOf, precision, scales)
  const codes = taggedAccounts(parsed, 'meridian-code')
  return {
    unitOf,
    ...(parsed.rules && { costOf: parsed.rules.costOf }),
    companyCurrency: context.currency,
    precisionOf: (unit) => precision.get(unit),
    scales,
    prices: collectPrices(parsed.prices, unitOf, context.currency),
    accountOf: (name) => codes.get(name) ?? name,
    names: taggedAccounts(parsed, 'name'),
    bare: facts.bare,
  }
}

const declaredUnits = (parsed: ParsedJournal): Map<string, string> => {
  const units = new Map<string, string>()
  for (const { commodity, comment } of parsed.commodities) {
    const unit = comment.length === 0 ? undefined : directiveTags(comment).get('meridian-unit')
    if (unit !== undefined && unit !== '') units.set(commodity, unit)
  }
  return units
}

/** A directive's sample decides the display precision, `commodity` before `D`. */
const declarePrecisions = (
  parsed: ParsedJournal,
  unitOf: (symbol: string) => string,
  precision: Map<string, number>,
  scales: UnitScales,
): void => {
  const byDirective = new Set<string>()
  for (const { name, commodity, decimals, comment } of parsed.commodities) {
    const unit = unitOf(commodity)
    const scale = comment.length === 0 ? undefined : directiveTags(comment).get('meridian-scale')
    if (scale !== undefined && /^\d{1,2}$/.test(scale) && !scales.known.has(unit)) {
      scales.found.set(unit, Math.max(scales.found.get(unit) ?? 0, Number(scale)))
    }
    if (decimals === null || (name === 'D' && byDirective.has(unit))) continue
    precision.set(unit, decimals)
    if (name === 'commodity') byDirective.add(unit)
  }
}

const taggedAccounts = (parsed: ParsedJournal, tag: string): Map<string, string> => {
  const tagged = new Map<string, string>()
  for (const { account, comment } of parsed.accounts) {
    const value = comment.length === 0 ? undefined : directiveTags(comment).get(tag)
    if (value !== undefined && value !== '') tagged.set(account, value)
  }
  return tagged
}
