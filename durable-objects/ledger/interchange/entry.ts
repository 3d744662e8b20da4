/**
 * From a settled transaction to the entry that is booked: lines valued in company currency, in whole minor units.
 */
import { LIMITS } from '../../kernel/limits.ts'
import type { BalancedLine, BalancedTransaction } from './balance.ts'
import { format, isZero, minorUnits, trim } from './decimal.ts'
import type { OpenLine } from './diffuse.ts'
import { chooseValues, takeBack } from './diffuse.ts'
import type { PlanContext, PlannedEntry, PlannedLine, Transaction } from './model.ts'
import { entryLinesMax, isRefused, refuse } from './model.ts'
import type { Planning, RefusedAt } from './planning.ts'
import { at } from './planning.ts'
import { readEntryText, readMemo } from './reserved.ts'
import { tooManyLines } from './settle.ts'
import { addWarning } from './state.ts'
import { scaleOf } from './units.ts'
import type { Worth } from './value.ts'
import { fine, fineDecimals, worthOfLines } from './value.ts'

/** The entry of a settled transaction, or null when it moves nothing. */
export const entryOf = (
  planning: Planning,
  transaction: Transaction,
  balanced: BalancedTransaction,
): PlannedEntry | RefusedAt | null => {
  const { context, facts, issues } = planning
  const worthContext = {
    currency: context.currency,
    currencyScale: context.currencyScale,
    prices: facts.prices,
  }
  const valued = worthOfLines(balanced.lines, transaction.date, worthContext)
  if (isRefused(valued)) return at(transaction.line, valued)
  const lines = wholeLines(planning, transaction, balanced.lines, valued.worths)
  if (isRefused(lines)) return lines
  for (const unit of valued.pricedBy) countPriced(planning, unit, transaction.line)
  if (balanced.lotCostUsed) {
    const detail =
      'The transaction balances with the lot costs in braces, not with the prices after @: it is booked so.'
    addWarning(issues, transaction.line, 'lot_cost_used', detail)
  }
  if (transaction.postings.some((p) => p.kind === 'balanced')) {
    const detail = 'Postings in brackets balance among themselves and are booked as ordinary ones.'
    addWarning(issues, transaction.line, 'virtual_posting_booked', detail)
  }
  if (lines.length === 0) {
    addWarning(
      issues,
      transaction.line,
      'empty_transaction',
      'The transaction moves nothing and is not booked.',
    )
    return null
  }
  if (lines.length > entryLinesMax) return at(transaction.line, tooManyLines(lines.length))
  const text = readEntryText(transaction)
  return { line: transaction.line, effectiveDate: transaction.date, ...text, lines }
}

/** The lines in integers: values sum to zero, zero lines are gone. */
const wholeLines = (
  planning: Planning,
  transaction: Transaction,
  lines: readonly BalancedLine[],
  worths: readonly Worth[],
): PlannedLine[] | RefusedAt => {
  const { context, facts } = planning
  const quantities: bigint[] = []
  const open: OpenLine[] = []
  const openAt: number[] = []
  let fixed = 0n
  for (const [i, line] of lines.entries()) {
    const worth = worths[i] ?? { kind: 'none' }
    const scale = line.unit === context.currency ? context.currencyScale : scaleOf(facts.scales, line.unit)
    const rounded = line.unit === context.currency && worth.kind === 'exact'
    const quantity = rounded ? 0n : minorUnits(line.quantity, scale)
    if (quantity === null) return tooManyDecimals(line, scale)
    quantities.push(quantity)
    if (worth.kind === 'own') fixed += quantity
    if (worth.kind !== 'exact') continue
    open.push({
      account: facts.accountOf(line.posting.account),
      exact: worth.exact,
      hasQuantity: !isZero(line.quantity),
    })
    openAt.push(i)
  }
  const { values, rest } = chooseValues(open, -fixed, planning.deviations)
  if (rest !== 0n) return unevenResidue(transaction, rest, context)
  const taken = context.roundingAccount === undefined ? 0n : takeBack(open, values, planning.deviations)
  warnAboutRounding(planning, transaction, lines, open, values)
  const valueAt = new Map(openAt.map((index, i) => [index, values[i] ?? 0n]))
  const planned: PlannedLine[] = []
  for (const [i, line] of lines.entries()) {
    const result = plannedLine(planning, transaction, line, quantities[i] ?? 0n, worths[i], valueAt.get(i))
    if (result !== null && isRefused(result)) return result
    if (result !== null) planned.push(result)
  }
  if (taken !== 0n && context.roundingAccount !== undefined) {
    const quantity = Number(taken)
    const memo = 'rounding of costs'
    planned.push({
      account: context.roundingAccount,
      unit: context.currency,
      quantity,
      value: quantity,
      memo,
    })
  }
  return planned
}

const plannedLine = (
  planning: Planning,
  transaction: Transaction,
  line: BalancedLine,
  stated: bigint,
  worth: Worth | undefined,
  chosen: bigint | undefined,
): PlannedLine | RefusedAt | null => {
  const { posting, unit } = line
  const isOwn = unit === planning.context.currency
  const quantity = isOwn && chosen !== undefined ? chosen : stated
  const value = isOwn ? quantity : worth?.kind === 'exact' ? (chosen ?? 0n) : null
  if (quantity === 0n && (value ?? 0n) === 0n) return null
  if (!isSafe(quantity) || !isSafe(value ?? 0n)) {
    const detail = `${format(trim(line.quantity))} ${unit} of ${posting.account} is more than the ledger can hold. Split it.`
    return at(posting.line, refuse('amount_too_large', detail))
  }
  const ownStatus =
    posting.status !== null && posting.status !== transaction.status ? `status: ${posting.status}` : null
  const memo = [ownStatus, posting.lotText, readMemo(posting.comment)]
    .filter((text) => text !== null)
    .join('\n')
  if (memo.length > LIMITS.memoCharsMax) {
    const detail = `The comment on ${posting.account} has more than ${LIMITS.memoCharsMax} characters. Shorten it.`
    return at(posting.line, refuse('text_too_long', detail))
  }
  return {
    account: planning.facts.accountOf(posting.account),
    unit,
    quantity: Number(quantity),
    value: value === null ? null : Number(value),
    memo: memo === '' ? null : memo,
  }
}

const isSafe = (amount: bigint): boolean => Number.isSafeInteger(Number(amount))

const tooManyDecimals = (line: BalancedLine, scale: number): RefusedAt =>
  at(
    line.posting.line,
    refuse(
      'too_many_decimals',
      `${format(trim(line.quantity))} ${line.unit} of ${line.posting.account} has more than the ${scale} decimals of ` +
        `${line.unit}. ${line.inferred ? 'Write the amount yourself, rounded as it was paid.' : 'Amounts are never rounded: correct it.'}`,
    ),
  )

const unevenResidue = (transaction: Transaction, rest: bigint, context: PlanContext): RefusedAt =>
  at(
    transaction.line,
    refuse(
      'unbalanced',
      `The postings leave ${format({ digits: -rest, scale: context.currencyScale })} ${context.currency}, and none of ` +
        'them has a cost that could bear it. Correct an amount.',
    ),
  )

/** Says when an elided amount fell between minor units, or when costs bear a residue of a whole unit or more. */
const warnAboutRounding = (
  planning: Planning,
  transaction: Transaction,
  lines: readonly BalancedLine[],
  open: readonly OpenLine[],
  values: readonly bigint[],
): void => {
  if (open.length === 0) return
  const { context, issues } = planning
  const inferred = lines.find(
    (l) =>
      l.inferred && l.unit === context.currency && minorUnits(l.quantity, context.currencyScale) === null,
  )
  if (inferred !== undefined) {
    const detail = `The amount left open for ${inferred.posting.account} is ${format(trim(inferred.quantity))} ${inferred.unit}; it is booked in whole minor units.`
    addWarning(issues, inferred.posting.line, 'inferred_amount_rounded', detail)
  }
  const exact = open.reduce((sum, line) => sum + line.exact, 0n)
  const booked = values.reduce((sum, value) => sum + value, 0n)
  const residue = booked * fine - exact
  if (residue < fine && residue > -fine) return
  const shown = format(trim({ digits: residue, scale: context.currencyScale + fineDecimals }))
  const detail = `The costs and the other amounts differ by ${shown} ${context.currency}; the costed postings bear it.`
  addWarning(issues, transaction.line, 'residue_absorbed', detail)
}

const countPriced = (planning: Planning, unit: string, line: number): void => {
  const known = planning.priced.get(unit)
  if (known === undefined) planning.priced.set(unit, { line, count: 1 })
  else known.count++
}
