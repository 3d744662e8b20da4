import { LIMITS } from '../../kernel/limits.ts'
import { type AccountType, type JournalEntryInput, journalEntry } from '../contract.ts'
import { isProblem, readNumberCell } from './cells.ts'
import type { ImportIssue } from './contract.ts'
import type { ImportOptions } from './inputs.ts'
import type { SaftAccount, SaftDocument, SaftLine, SaftTransaction } from './saf-t.ts'
import { typeOfAccount } from './saf-t-types.ts'

/** From what a SAF-T file says to accounts, journals and entries of the books. */

export interface PlannedSaftAccount {
  line: number
  code: string
  name: string
  type: AccountType | undefined
  parent: string
  isHeading: boolean
}

export interface SaftEntry {
  line: number
  input: JournalEntryInput
  purpose?: 'opening'
  place: (pointer: string) => Pick<ImportIssue, 'line' | 'field'>
}

export interface SaftBooks {
  currency: string
  /** Code of the account that takes what opening balances leave; undefined: there is none. */
  openingAccount: string | undefined
}

/** Accounts of the file, but for those that stand for another one. */
export function saftAccounts(
  { accounts, country }: SaftDocument,
  options: ImportOptions,
): PlannedSaftAccount[] {
  return accounts
    .filter(({ id }) => id !== '' && options.accounts?.[id] === undefined)
    .map((account) => ({
      line: account.line,
      code: account.id,
      name: account.description.slice(0, LIMITS.nameCharsMax),
      type: typeOfAccount({ ...account, country }, options.accountTypes ?? {}),
      parent: account.groupingCode,
      isHeading: isHeading(account),
    }))
}

/** Portugal marks the accounts that others stand below (portaria 302/2016): GR, GA and AR, AA; GM and AM are booked to. */
const isHeading = ({ groupingCategory }: SaftAccount): boolean => /^(GR|GA|AR|AA)$/.test(groupingCategory)

/** The code of the journal that one of the file becomes. */
export function saftJournal(id: string, options: ImportOptions): string | undefined {
  const given = options.journals?.[id]
  if (given !== undefined) return given
  const code = id
    .normalize('NFD')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '')
    .slice(0, 10)
  return code === '' ? options.journal : code
}

/** Entries of the transactions, and what is wrong with those that are none. */
export function saftEntries(
  document: SaftDocument,
  options: ImportOptions,
  books: SaftBooks,
): { entries: SaftEntry[]; errors: ImportIssue[]; refused: number } {
  const entries: SaftEntry[] = []
  const errors: ImportIssue[] = []
  let refused = 0
  for (const transaction of document.transactions) {
    const issues: ImportIssue[] = []
    const entry = entryOf(transaction, options, books, issues)
    if (entry) entries.push(entry)
    else {
      refused++
      errors.push(...issues)
    }
  }
  return { entries, errors, refused }
}

function entryOf(
  transaction: SaftTransaction,
  options: ImportOptions,
  books: SaftBooks,
  issues: ImportIssue[],
): SaftEntry | undefined {
  const { line, id, journal, date, postingDate, description } = transaction
  const moved = transaction.lines.filter(({ amount, currencyAmount }) =>
    /[1-9]/.test(amount + currencyAmount),
  )
  const lines = moved.map((each) => lineInput(each, options, books, issues))
  if (id === '')
    issues.push({ line, field: 'TransactionID', code: 'missing_value', detail: 'The transaction has no id.' })
  if (issues.length > 0) return undefined
  const document = moved.find((each) => each.document !== '')?.document
  const input = {
    effectiveDate: (options.dateField === 'posting' && postingDate) || date || postingDate,
    externalId: `${options.externalIdPrefix ?? ''}${journal}/${id}`,
    journal: saftJournal(journal, options),
    description: description.slice(0, LIMITS.descriptionCharsMax),
    reference: document?.slice(0, LIMITS.referenceCharsMax),
    lines,
  }
  const place = (pointer: string) => {
    const index = /^\/lines\/(\d+)/.exec(pointer)?.[1]
    const field = FIELD_OF[pointer.split('/').at(-1) ?? '']
    return { line: moved[Number(index)]?.line ?? line, ...(field !== undefined && { field }) }
  }
  return checked(input, line, place, issues)
}

const FIELD_OF: Readonly<Record<string, string>> = {
  account: 'AccountID',
  debit: 'DebitAmount',
  credit: 'CreditAmount',
  value: 'Amount',
  unit: 'CurrencyCode',
  effectiveDate: 'TransactionDate',
  externalId: 'TransactionID',
  journal: 'JournalID',
}

function checked(
  input: object,
  line: number,
  place: SaftEntry['place'],
  issues: ImportIssue[],
): SaftEntry | undefined {
  const parsed = journalEntry.safeParse(input)
  if (parsed.success) return { line, input: parsed.data, place }
  for (const { path, message } of parsed.error.issues.slice(0, 20))
    issues.push({ ...place(`/${path.join('/')}`), code: 'invalid_value', detail: message })
  return undefined
}

function lineInput(each: SaftLine, options: ImportOptions, { currency }: SaftBooks, issues: ImportIssue[]) {
  const { line, account, description } = each
  if (account === '')
    issues.push({ line, field: 'AccountID', code: 'missing_value', detail: 'The line names no account.' })
  const number = (text: string, field: string): string => {
    const value = readNumberCell(text === '' ? '0' : text, { decimalMark: '.' })
    if (!isProblem(value)) return value
    issues.push({ line, field, code: 'invalid_value', detail: value.problem })
    return '0'
  }
  const value = number(each.amount, each.side === 'debit' ? 'DebitAmount' : 'CreditAmount')
  const isForeign = each.currency !== '' && each.currency !== currency && each.currencyAmount !== ''
  const quantity = isForeign ? number(each.currencyAmount, 'CurrencyAmount') : value
  // What was booked back stands on its side with a minus.
  const isTurned = quantity.startsWith('-') || (/^0*\.?0*$/.test(quantity) && value.startsWith('-'))
  const side = isTurned === (each.side === 'debit') ? 'credit' : 'debit'
  return {
    account: options.accounts?.[account] ?? account,
    [side]: quantity.replace(/^-/, ''),
    ...(isForeign && { unit: each.currency, value: value.replace(/^-/, '') }),
    ...(description !== '' && { memo: description.slice(0, LIMITS.memoCharsMax) }),
  }
}

/** Entries that open the accounts of the file as of its first day, balanced against the account for opening balances. */
export function saftOpening(
  document: SaftDocument,
  options: ImportOptions,
  books: SaftBooks,
  isKnown: (code: string) => boolean,
): { entries: SaftEntry[]; errors: ImportIssue[] } {
  const errors: ImportIssue[] = []
  const lines = document.accounts
    .filter((account) => !isHeading(account))
    .flatMap((account) => openingLines(account, options, errors, isKnown))
  const [first] = lines
  if (!first) return { entries: [], errors }
  if (document.start === '') {
    const detail =
      'The header does not say when the period begins, so the accounts cannot be opened. Add SelectionStartDate, or leave opening balances out.'
    return {
      entries: [],
      errors: [...errors, { line: first.line, field: 'SelectionStartDate', code: 'missing_value', detail }],
    }
  }
  const entries: SaftEntry[] = []
  const size = LIMITS.entryLinesMax - 1
  for (let at = 0; at < lines.length; at += size) {
    const chunk = lines.slice(at, at + size)
    const rest = chunk.reduce((sum, { minor }) => sum + minor, 0n)
    const inputs: object[] = chunk.map(({ input }) => input)
    if (rest !== 0n && books.openingAccount === undefined) {
      const detail = `The opening balances differ by ${plain(rest)}, and there is no account for that. Set the account for opening balances under Accounts › Roles.`
      errors.push({ line: first.line, code: 'opening_account_missing', detail })
      continue
    }
    if (rest !== 0n)
      inputs.push({
        account: books.openingAccount,
        [rest > 0n ? 'credit' : 'debit']: plain(rest < 0n ? -rest : rest),
      })
    const part = at / size + 1
    const input = {
      effectiveDate: document.start,
      externalId: `${options.externalIdPrefix ?? ''}opening/${document.start}${part > 1 ? `/${part}` : ''}`,
      journal: options.journal,
      description: 'Opening balances',
      lines: inputs,
    }
    const entry = checked(
      input,
      chunk[0]?.line ?? first.line,
      (pointer) => {
        const index = /^\/lines\/(\d+)/.exec(pointer)?.[1]
        return { line: chunk[Number(index)]?.line ?? first.line }
      },
      errors,
    )
    if (entry) entries.push({ ...entry, purpose: 'opening' })
  }
  return { entries, errors }
}

/** Amounts are added with this many decimals: more than any currency has. */
const DECIMALS = 6

function openingLines(
  { line, id, openingDebit, openingCredit }: SaftAccount,
  options: ImportOptions,
  errors: ImportIssue[],
  isKnown: (code: string) => boolean,
) {
  const read = (text: string, field: string): bigint => {
    const value = readNumberCell(text === '' ? '0' : text, { decimalMark: '.' })
    const minor = isProblem(value) ? undefined : minorOf(value)
    if (minor !== undefined) return minor
    errors.push({ line, field, code: 'invalid_value', detail: `"${text.slice(0, 40)}" is not an amount.` })
    return 0n
  }
  const minor = read(openingDebit, 'OpeningDebitBalance') - read(openingCredit, 'OpeningCreditBalance')
  if (minor === 0n) return []
  const account = options.accounts?.[id] ?? id
  if (!isKnown(account)) {
    errors.push({ line, field: 'AccountType', code: 'account_type_unknown', detail: unknownType(id) })
    return []
  }
  const side = minor > 0n ? 'debit' : 'credit'
  return [{ line, minor, input: { account, [side]: plain(minor < 0n ? -minor : minor) } }]
}

function minorOf(text: string): bigint | undefined {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.')
  if (fraction.length > DECIMALS) return undefined
  const minor = BigInt(whole + fraction.padEnd(DECIMALS, '0'))
  return text.startsWith('-') ? -minor : minor
}

function plain(minor: bigint): string {
  const digits = String(minor < 0n ? -minor : minor).padStart(DECIMALS + 1, '0')
  const fraction = digits.slice(-DECIMALS).replace(/0+$/, '')
  return `${minor < 0n ? '-' : ''}${digits.slice(0, -DECIMALS)}${fraction && `.${fraction}`}`
}

export const unknownType = (id: string): string =>
  `Nothing in the file tells the type of account ${id}. Say it in options.accountTypes, such as {"${id}": "asset"} or {"${id.slice(0, 2)}*": "asset"}, or open the account first.`
