/**
 * Turns a parsed journal into what the ledger will book.
 *
 * Transactions are walked by date, then by place in the file: balanced (`balance.ts`), checked against the file's
 * assertions (`running.ts`), valued in company currency (`value.ts`) and brought to whole minor units (`diffuse.ts`).
 * A transaction with an error is not booked; its stated amounts still count for later assertions, so that one error
 * does not call up others.
 */
import { collectAccounts, collectUnits } from './collect.ts'
import { entryOf } from './entry.ts'
import { gatherFacts } from './facts.ts'
import type { ImportPlan, ParsedJournal, PlanContext, PlannedEntry, Transaction } from './model.ts'
import { isRefused } from './model.ts'
import type { Planning } from './planning.ts'
import { balancesLeft, startBalances } from './running.ts'
import { settle } from './settle.ts'
import { addError, addWarning, closeIssues, noIssues } from './state.ts'

/**
 * Plans the import of a whole file. Takes time linear in the file (and sorts it by date).
 *
 * Row errors: what the parser found, and `unbalanced`, `missing_amounts`, `cost_in_same_unit`, `no_company_value`,
 * `too_many_decimals`, `amount_too_large`, `too_many_lines`, `balance_assertion_failed`, `invalid_account_type`.
 * Warnings: `no_commodity`, `prices_not_booked`, `value_from_price`, `virtual_posting_booked`, `lot_cost_used`,
 * `inferred_amount_rounded`, `residue_absorbed`, `empty_transaction`, `unknown_account_type`, `subdirective_ignored`,
 * `semicolon_in_account`. Lists longer than `issuesMax` end in a row `more_errors` or `more_warnings` that counts the rest.
 */
export const planImport = (parsed: ParsedJournal, context: PlanContext): ImportPlan => {
  const issues = noIssues()
  const planning: Planning = {
    context,
    facts: gatherFacts(parsed, context),
    running: startBalances(parsed, context.carried, context.balancesUnknown),
    deviations: new Map(),
    issues,
    priced: new Map(),
  }
  const order = parsed.transactions.map((_, index) => index)
  const date = (index: number): string => parsed.transactions[index]?.date ?? ''
  if (parsed.rules?.order !== 'file')
    order.sort((a, b) => (date(a) < date(b) ? -1 : date(a) > date(b) ? 1 : a - b))
  const planned: (PlannedEntry | null)[] = new Array(order.length).fill(null)
  for (const index of order) {
    const transaction = parsed.transactions[index]
    if (transaction !== undefined) planned[index] = planTransaction(planning, transaction)
  }
  const entries = planned.filter((entry) => entry !== null)
  warnAboutFile(planning, parsed)
  const accounts = collectAccounts(parsed, entries, context, planning.facts, issues)
  const units = collectUnits(entries, context, planning.facts.scales)
  const closed = closeIssues(issues)
  const byLine = (a: { line: number }, b: { line: number }): number => a.line - b.line
  return {
    units,
    accounts,
    entries,
    errors: [...parsed.errors, ...closed.errors].sort(byLine),
    warnings: [...parsed.warnings, ...closed.warnings].sort(byLine),
    balances: balancesLeft(planning.running),
  }
}

const planTransaction = (planning: Planning, transaction: Transaction): PlannedEntry | null => {
  const balanced = settle(planning, transaction)
  if (isRefused(balanced)) {
    addError(planning.issues, transaction.line, balanced)
    return null
  }
  if (balanced === null) return null
  const entry = entryOf(planning, transaction, balanced)
  if (entry === null || !isRefused(entry)) return entry
  addError(planning.issues, entry.line, entry)
  return null
}

const warnAboutFile = (planning: Planning, parsed: ParsedJournal): void => {
  const { issues, context, facts } = planning
  if (planning.running.unknown) warnAboutAssertions(issues, parsed)
  for (const [unit, { line, count }] of planning.priced) {
    const detail = `${count} transactions in ${unit} are valued in ${context.currency} by the file's P prices.`
    addWarning(issues, line, 'value_from_price', detail)
  }
  if (facts.bare !== null) {
    const detail = `${facts.bare.count} amounts name no commodity; they are read as ${context.currency}.`
    addWarning(issues, facts.bare.line, 'no_commodity', detail)
  }
  const price = parsed.prices[0]
  if (price !== undefined) {
    const detail = `${parsed.prices.length} market prices (P) are understood, but prices are not booked.`
    addWarning(issues, price.line, 'prices_not_booked', detail)
  }
}

const warnAboutAssertions = (issues: Planning['issues'], parsed: ParsedJournal): void => {
  const asserted = parsed.transactions
    .flatMap(({ postings }) => postings)
    .filter(({ assertion, amount }) => assertion !== null && amount !== null)
  const [first] = asserted
  if (first === undefined) return
  const detail = `${asserted.length} balance assertions are not checked: what lies before this part is not known.`
  addWarning(issues, first.line, 'assertions_not_checked', detail)
}
