/**
 * Settles one transaction: balances it, and moves and checks the file's running balances with it.
 */
import type { AssignedAmounts, BalancedLine, BalancedTransaction } from './balance.ts'
import { balanceTransaction } from './balance.ts'
import type { Amount, Posting, Refused, Transaction } from './model.ts'
import { entryLinesMax, isRefused, refuse } from './model.ts'
import type { Planning } from './planning.ts'
import type { RunningBalances } from './running.ts'
import { addToBalance, assignedAmounts, checkAssertion } from './running.ts'
import { addError } from './state.ts'

/**
 * Balances the transaction and moves the running balances. null: it is not booked, and the reason is reported
 * already (a failed assertion, or a row the parser refused).
 */
export const settle = (
  planning: Planning,
  transaction: Transaction,
): BalancedTransaction | Refused | null => {
  const { running } = planning
  if (transaction.refused) {
    setAside(running, transaction)
    return null
  }
  if (transaction.postings.length > entryLinesMax) {
    setAside(running, transaction)
    return tooManyLines(transaction.postings.length)
  }
  const assigns = transaction.postings.some((p) => p.amount === null && p.assertion !== null)
  if (assigns) return settleAssigned(planning, transaction)
  const balanced = balanceTransaction(transaction, noneAssigned, planning.facts)
  if (isRefused(balanced)) {
    setAside(running, transaction)
    return balanced
  }
  const asserts = transaction.postings.some((p) => p.assertion !== null)
  const symbolOf = symbolsOf(transaction, planning.facts.unitOf)
  let holds = true
  let next = 0
  for (const posting of transaction.postings) {
    for (; balanced.lines[next]?.posting === posting; next++) addLine(running, balanced.lines[next], symbolOf)
    if (asserts && !assertionHolds(planning, posting)) holds = false
  }
  return holds ? balanced : null
}

const noneAssigned: AssignedAmounts = new Map()

/** Assigned balances come first, in order; what remains elided is found after them, as in hledger. */
const settleAssigned = (
  planning: Planning,
  transaction: Transaction,
): BalancedTransaction | Refused | null => {
  const { running } = planning
  const assigned = new Map<Posting, Amount[]>()
  let holds = true
  for (const posting of transaction.postings) {
    const { account, amount, assertion } = posting
    if (amount !== null) addToBalance(running, account, amount)
    else if (assertion !== null) {
      const amounts = assignedAmounts(running, account, assertion)
      assigned.set(posting, amounts)
      for (const each of amounts) addToBalance(running, account, each)
    }
    if (!assertionHolds(planning, posting)) holds = false
  }
  const balanced = balanceTransaction(transaction, assigned, planning.facts)
  if (isRefused(balanced)) {
    for (const { account } of transaction.postings) running.doubtful.set(account, transaction.line)
    return balanced
  }
  const symbolOf = symbolsOf(transaction, planning.facts.unitOf)
  for (const line of balanced.lines) if (line.inferred) addLine(running, line, symbolOf)
  return holds ? balanced : null
}

const assertionHolds = (planning: Planning, posting: Posting): boolean => {
  const failed = checkAssertion(planning.running, posting)
  if (failed !== null) addError(planning.issues, posting.line, failed)
  return failed === null
}

/** A refused transaction: what it states counts for later assertions, and its accounts are marked. */
const setAside = (running: RunningBalances, transaction: Transaction): void => {
  for (const { account, amount } of transaction.postings) {
    if (amount !== null) addToBalance(running, account, amount)
    running.doubtful.set(account, transaction.line)
  }
}

const addLine = (
  running: RunningBalances,
  line: BalancedLine | undefined,
  symbolOf: (unit: string) => string,
): void => {
  if (line === undefined) return
  const commodity = line.inferred
    ? symbolOf(line.unit)
    : (line.posting.amount?.commodity ?? symbolOf(line.unit))
  addToBalance(running, line.posting.account, { commodity, quantity: line.quantity, decimals: 0 })
}

/** Balances are kept per commodity as written; an inferred amount is of the symbol its transaction uses. */
const symbolsOf = (
  transaction: Transaction,
  unitOf: (symbol: string) => string,
): ((unit: string) => string) => {
  let symbols: Map<string, string> | null = null
  return (unit) => {
    if (symbols === null) {
      symbols = new Map()
      for (const { amount, cost, lot, assertion } of transaction.postings) {
        for (const each of [amount, cost?.amount, lot?.amount, assertion?.amount]) {
          if (each && !symbols.has(unitOf(each.commodity)))
            symbols.set(unitOf(each.commodity), each.commodity)
        }
      }
    }
    return symbols.get(unit) ?? unit
  }
}

/** Refusal: `too_many_lines`. Checked before balancing, which compares lines with each other. */
export const tooManyLines = (lines: number): Refused =>
  refuse(
    'too_many_lines',
    `The transaction has ${lines} lines; an entry holds up to ${entryLinesMax}. Split it.`,
  )
