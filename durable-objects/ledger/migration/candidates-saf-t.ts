import { LIMITS } from '../../kernel/limits.ts'
import type { FieldError } from '../../kernel/result.ts'
import type { JournalEntryInput } from '../contract.ts'
import { newAccount } from '../model.ts'
import type { Posting } from '../posting.ts'
import {
  type Candidate,
  type Named,
  nothing,
  type PartBooks,
  type PartContent,
  type PartText,
  placed,
  plainName,
} from './candidates.ts'
import type { ImportIssue } from './contract.ts'
import type { ImportOptions } from './inputs.ts'
import { readSaft, type SaftDocument } from './saf-t.ts'
import { saftAccounts, saftEntries, saftJournal, saftOpening, unknownType } from './saf-t-entries.ts'

/** Entries, accounts and journals of SAF-T. */
export function saftContent({ text, options, isFirst, lineOf }: PartText, books: PartBooks): PartContent {
  const { chart, posting } = books
  const document = readSaft(text)
  const inFile = (issue: ImportIssue): ImportIssue => ({ ...issue, line: lineOf(issue.line) })
  const rows = document.transactions.length
  const currency = chart.currency.code
  if (document.errors.length > 0)
    return { ...nothing, rows, candidates: [], errors: document.errors.map(inFile), refused: rows }
  if (document.currency !== '' && document.currency !== currency) {
    const detail = `The file is in ${document.currency}, and the books are in ${currency}. Import it into a company in ${document.currency}.`
    const issue = { line: lineOf(1), field: 'DefaultCurrencyCode', code: 'other_currency', detail }
    return { ...nothing, rows, candidates: [], errors: [issue], refused: rows }
  }
  const untyped = new Set<string>()
  const accounts = openSaftAccounts(saftAccounts(document, options), books, untyped)
  openJournals(document.transactions, options, posting)
  const named = { accounts: accountsOf(document, options), journals: journalsOf(document, options) }
  const of = { currency, openingAccount: books.openingAccount }
  const isWanted = isFirst && options.openingBalances !== false
  const isKnown = (code: string) => posting.account(code) !== undefined
  const opening = isWanted ? saftOpening(document, options, of, isKnown) : { entries: [], errors: [] }
  const { entries, errors, refused } = saftEntries(document, options, of)
  const candidates = [...opening.entries, ...entries].map(
    (entry): Candidate => ({
      line: lineOf(entry.line),
      externalId: entry.input.externalId,
      input: entry.input,
      ...(entry.purpose && { purpose: entry.purpose }),
      issuesOf: (code, detail, found) =>
        placed(entry.line, entry.place, code, detail, found)
          .map((issue) => withAccountType(issue, entry.input, untyped, found))
          .map(inFile),
    }),
  )
  return {
    ...nothing,
    rows,
    candidates,
    errors: [...opening.errors, ...errors].map(inFile),
    refused: refused + (opening.errors.length > 0 ? 1 : 0),
    warnings: document.warnings.map(inFile),
    accounts,
    named,
  }
}

/** Those of the chart of the file, and those that only its entries name. */
function accountsOf({ accounts, transactions }: SaftDocument, options: ImportOptions): Named[] {
  const names = new Map(accounts.map(({ id, description }) => [id, description === id ? '' : description]))
  for (const { lines } of transactions)
    for (const { account } of lines) if (!names.has(account)) names.set(account, '')
  names.delete('')
  return [...names].map(([code, name]) => ({ code, name, ours: options.accounts?.[code] ?? code }))
}

function journalsOf({ transactions }: SaftDocument, options: ImportOptions): Named[] {
  const names = new Map(transactions.map(({ journal, journalName }) => [journal, journalName]))
  return [...names].map(([code, name]) => ({ code, name, ours: saftJournal(code, options) }))
}

function openSaftAccounts(
  planned: ReturnType<typeof saftAccounts>,
  { posting, newAccountId, isOutside }: PartBooks,
  untyped: Set<string>,
): number {
  let opened = 0
  for (const { code, name, type, parent, isHeading } of planned) {
    if (posting.account(code) !== undefined || isOutside(code)) continue
    if (type === undefined || code.length > LIMITS.accountCodeCharsMax) {
      untyped.add(code)
      continue
    }
    const above = posting.account(parent)
    const hasParent = above !== undefined && above.type === type && parent !== code
    posting.openAccount(
      newAccount({
        id: newAccountId(),
        code,
        name: plainName(name, code),
        type,
        ...(hasParent && { parent }),
        ...(isHeading && { isHeading }),
      }),
    )
    opened++
  }
  return opened
}

function openJournals(
  transactions: readonly { journal: string; journalName: string }[],
  options: ImportOptions,
  posting: Posting,
): void {
  for (const { journal, journalName } of transactions) {
    const code = saftJournal(journal, options)
    if (
      code === undefined ||
      posting.journal(code) !== undefined ||
      options.journals?.[journal] !== undefined
    )
      continue
    posting.openJournal({ code, name: plainName(journalName, code) })
  }
}

/** An account that the file has, but whose type it does not tell: the way out is another one. */
function withAccountType(
  issue: ImportIssue,
  { lines }: JournalEntryInput,
  untyped: ReadonlySet<string>,
  errors: readonly FieldError[],
): ImportIssue {
  if (issue.code !== 'unknown_account') return issue
  const error = errors.find(({ code, detail }) => code === issue.code && detail === issue.detail)
  const index = Number(/^\/lines\/(\d+)/.exec(error?.pointer ?? '')?.[1])
  const account = lines[index]?.account
  if (account === undefined || !untyped.has(account)) return issue
  return { ...issue, field: 'AccountType', code: 'account_type_unknown', detail: unknownType(account) }
}
