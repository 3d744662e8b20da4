import { LIMITS } from '../../kernel/limits.ts'
import type { JournalEntryInput } from '../contract.ts'
import { headerOf, planContext, resolve, tooLongIn, unitOf } from '../import.ts'
import { format as decimalText } from '../interchange/decimal.ts'
import type { CarriedBalance, ImportPlan, PlannedEntry } from '../interchange/model.ts'
import { planJournal } from '../interchange/read.ts'
import { newAccount } from '../model.ts'
import type { Posting } from '../posting.ts'
import type { EntryHeader } from '../rules.ts'
import type { Candidate, Named, PartBooks, PartContent, PartText } from './candidates.ts'
import type { ImportIssue } from './contract.ts'
import type { ImportFormat, ImportOptions } from './inputs.ts'
import { givenType } from './saf-t-types.ts'

/** Entries of a plain-text journal, with the accounts and units that it needs. */
export function journalContent(
  { text, options, lineOf, carried, lastDate }: PartText,
  format: Exclude<ImportFormat, 'csv' | 'saf-t'>,
  { chart, posting, newAccountId, isOutside }: PartBooks,
): PartContent {
  const context = planContext(chart)
  const first = planJournal(format, text, {
    ...context,
    carried: carried ?? [],
    balancesUnknown: carried === undefined,
  })
  // Balances go by date: a part that reaches back behind those before it has others than the file as a whole.
  const isBack = format !== 'ledger' && lastDate !== undefined && (first.firstDate ?? lastDate) < lastDate
  const plan =
    isBack && carried !== undefined
      ? planJournal(format, text, { ...context, carried, balancesUnknown: true })
      : first
  const named = (code: string) => options.accounts?.[code] ?? code
  const errors = plan.errors.map((issue): ImportIssue => ({ ...issue, line: lineOf(issue.line) }))
  for (const unit of plan.units) posting.registerUnit(unitOf(unit))
  let accounts = 0
  for (const account of plan.accounts) {
    // What stands for an account of ours is not opened: that one is meant, and none else.
    if (options.accounts?.[account.code] !== undefined) continue
    if (posting.account(account.code) !== undefined || isOutside(account.code)) continue
    const type = givenType(account.code, options.accountTypes ?? {}) ?? account.type
    posting.openAccount(newAccount({ ...account, type, id: newAccountId() }))
    accounts++
  }
  const candidates: Candidate[] = []
  for (const entry of plan.entries) {
    const tooLong = tooLongIn(entry)
    if (tooLong) errors.push({ line: lineOf(entry.line), code: 'text_too_long', detail: tooLong })
    else candidates.push(journalCandidate(entry, options, posting, lineOf, named))
  }
  return {
    rows: plan.transactions,
    candidates,
    errors,
    refused: plan.transactions - candidates.length,
    warnings: plan.warnings.map((issue) => ({ ...issue, line: lineOf(issue.line) })),
    accounts,
    units: plan.units.length,
    named: { accounts: accountsOf(plan, named), journals: [] },
    balances: plan.balances,
    lastDate: [plan.lastDate, lastDate]
      .filter((date) => date != null)
      .sort()
      .at(-1),
  }
}

function accountsOf({ accounts, entries }: ImportPlan, named: (code: string) => string): Named[] {
  const names = new Map(accounts.map(({ code, name }) => [code, name === code ? '' : name]))
  for (const { lines } of entries)
    for (const { account } of lines) if (!names.has(account)) names.set(account, '')
  return [...names].map(([code, name]) => ({ code, name, ours: named(code) }))
}

function journalCandidate(
  entry: PlannedEntry,
  options: ImportOptions,
  posting: Posting,
  lineOf: (line: number) => number,
  named: (code: string) => string,
): Candidate {
  const line = lineOf(entry.line)
  const own = options.externalIdTag === undefined ? undefined : entry.tags[options.externalIdTag]
  const externalId = own
    ? `${options.externalIdPrefix ?? ''}${own}`.slice(0, LIMITS.referenceCharsMax)
    : undefined
  const header: EntryHeader = {
    ...headerOf(entry),
    ...(options.journal !== undefined && { journal: options.journal }),
    ...(externalId !== undefined && { externalId }),
  }
  const outside = entry.lines.find((each) => posting.account(named(each.account)) === undefined)
  const issuesOf = (code: string, detail: string): ImportIssue[] => [{ line, code, detail }]
  if (outside) {
    // Posted as a client would write it, so that the refusal names the account.
    const lines = [outside, outside].map(({ account }) => ({ account: named(account), debit: '0' }))
    const input: JournalEntryInput = { effectiveDate: entry.effectiveDate, lines }
    return { line, externalId: undefined, input, issuesOf }
  }
  const lines = entry.lines.map((each) => resolve(posting, { ...each, account: named(each.account) }))
  return { line, externalId, header, lines, issuesOf }
}

/** Balances as an event holds them. */
export const balancesText = (balances: readonly CarriedBalance[]): [string, string, string][] =>
  balances.map(([account, commodity, amount]) => [account, commodity, decimalText(amount)])
