import { LIMITS } from '../../kernel/limits.ts'
import type { FieldError } from '../../kernel/result.ts'
import type { ChartStore } from '../chart.ts'
import type { JournalEntryInput } from '../contract.ts'
import { headerOf, planContext, resolve, tooLongIn, unitOf } from '../import.ts'
import { format as decimalText } from '../interchange/decimal.ts'
import type { CarriedBalance, PlannedEntry } from '../interchange/model.ts'
import { planJournal } from '../interchange/read.ts'
import { newAccount } from '../model.ts'
import type { Posting } from '../posting.ts'
import type { EntryHeader, ResolvedLine } from '../rules.ts'
import type { ImportFormat, ImportIssue, ImportOptions } from './contract.ts'
import { readCsv } from './csv.ts'
import type { Mapping } from './mapping.ts'
import { readSaft } from './saf-t.ts'
import { saftAccounts, saftEntries, saftJournal, saftOpening, unknownType } from './saf-t-entries.ts'

/** An entry of a file on its way into the books: as a client writes it, or with its lines resolved. */
export type Candidate = {
  line: number
  externalId: string | undefined
  issuesOf: (code: string, detail: string, errors: readonly FieldError[]) => ImportIssue[]
} & ({ input: JournalEntryInput; purpose?: 'opening' } | { header: EntryHeader; lines: ResolvedLine[] })

/** What a part of a file comes to before anything is booked. */
export interface PartContent {
  rows: number
  candidates: Candidate[]
  errors: ImportIssue[]
  /** Entries that `errors` speak of. */
  refused: number
  warnings: ImportIssue[]
  accounts: number
  units: number
  balances?: readonly CarriedBalance[]
  lastDate?: string | undefined
}

export interface PartText {
  format: ImportFormat
  text: string
  mapping: Mapping | undefined
  options: ImportOptions
  isFirst: boolean
  /** Line of the user's file. */
  lineOf: (line: number) => number
  /** What the parts before add up to, for assertions of journals; undefined: not known. */
  carried: readonly CarriedBalance[] | undefined
  /** Latest date of the parts before. */
  lastDate: string | undefined
}

export interface PartBooks {
  chart: ChartStore
  posting: Posting
  newAccountId: () => string
  /** An account that the actor's record rules keep them from. */
  isOutside: (code: string) => boolean
  openingAccount: string | undefined
}

/** Reads a part and opens what it needs in the posting: accounts, units, journals. */
export function contentOf(part: PartText, books: PartBooks): PartContent {
  switch (part.format) {
    case 'csv':
      return csvContent(part)
    case 'saf-t':
      return saftContent(part, books)
    default:
      return journalContent(part, part.format, books)
  }
}

const nothing = { errors: [], warnings: [], refused: 0, accounts: 0, units: 0 }

function csvContent({ text, mapping, options, lineOf }: PartText): PartContent {
  const { rows, entries, errors, refused } = readCsv(text, mapping as Mapping, options, lineOf)
  const candidates = entries.map(
    ({ line, input, place }): Candidate => ({
      line,
      externalId: input.externalId,
      input,
      issuesOf: (code, detail, found) => placed(line, place, code, detail, found),
    }),
  )
  return { ...nothing, rows, candidates, errors, refused }
}

type Place = (pointer: string) => Pick<ImportIssue, 'line' | 'field'>

const placed = (
  line: number,
  place: Place,
  code: string,
  detail: string,
  errors: readonly FieldError[],
): ImportIssue[] =>
  errors.length === 0
    ? [{ line, code, detail }]
    : errors.map((error) => ({ ...place(error.pointer), code: error.code, detail: error.detail }))

// ---------------------------------------------------------------------------------------------------- SAF-T

function saftContent({ text, options, isFirst, lineOf }: PartText, books: PartBooks): PartContent {
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
  }
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
        name: name.replaceAll(/\p{Cc}/gu, ' '),
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
    const name = journalName.replaceAll(/\p{Cc}/gu, ' ').slice(0, LIMITS.nameCharsMax)
    posting.openJournal({ code, name: name || code })
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

// ------------------------------------------------------------------------------------------- plain-text journals

function journalContent(
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
    if (posting.account(named(account.code)) !== undefined || isOutside(account.code)) continue
    const type = options.accountTypes?.[account.code] ?? account.type
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
    balances: plan.balances,
    lastDate: [plan.lastDate, lastDate]
      .filter((date) => date != null)
      .sort()
      .at(-1),
  }
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
