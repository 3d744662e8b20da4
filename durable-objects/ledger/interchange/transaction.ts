/**
 * One transaction: its header line and the indented postings and comments below it.
 */
import { resolveAccount } from './accounts.ts'
import { readAmount, readAssertion, readSuffix } from './amount.ts'
import { readDate } from './dates.ts'
import type { Posting, PostingKind, Refused, Status, Transaction } from './model.ts'
import { isRefused, refuse } from './model.ts'
import type { ParserState } from './state.ts'
import { addError, isIndented, skipIndented } from './state.ts'
import type { Scanner } from './text.ts'
import {
  atEnd,
  bracketedDates,
  commentTags,
  hasControl,
  isBlank,
  readSingleSpaced,
  skipBlanks,
} from './text.ts'

/** Reads the transaction whose header is the next line. Errors go to the state; the next transaction is not lost. */
export const parseTransaction = (state: ParserState): void => {
  const line = state.next + 1
  const text = state.lines[state.next] ?? ''
  state.next++
  const header = hasControl(text) ? controlCharacter : readHeader(text, state.year)
  if (isRefused(header)) {
    addError(state.issues, line, header)
    skipIndented(state)
    return
  }
  const transaction: Transaction = { line, ...header, postings: [], refused: false }
  for (let row = state.lines[state.next]; isIndented(row); row = state.lines[state.next]) {
    state.next++
    const refused = readRow(state, transaction, row)
    if (refused === null) continue
    transaction.refused = true
    addError(state.issues, state.next, refused)
  }
  if (state.dialect === 'ledger') completeForLedger(state, transaction)
  state.journal.transactions.push(transaction)
}

/** ledger gives a single posting the default account as its counterpart, and tags what an `apply tag` block holds. */
const completeForLedger = (state: ParserState, transaction: Transaction): void => {
  transaction.comment = [...transaction.comment.map((each) => commentOf(state, each)), ...state.tags]
  const [only, another] = transaction.postings
  if (state.bucket === null || only === undefined || another !== undefined || only.amount === null) return
  const { line } = only
  transaction.postings.push({ ...elided, line, account: state.bucket, comment: [] })
}

const elided = {
  status: null,
  kind: 'real',
  amount: null,
  cost: null,
  lot: null,
  lotText: null,
  assertion: null,
} as const

const controlCharacter = refuse(
  'control_character',
  'The row holds an invisible control character. Remove it; the file may be damaged or no text.',
)

/** What the first line of a transaction says. */
export type Header = Pick<Transaction, 'date' | 'date2' | 'status' | 'code' | 'description' | 'comment'>

export const readHeader = (text: string, year: string | null): Header | Refused => {
  const s = { text, at: 0 }
  const date = readDate(s, year)
  if (isRefused(date)) return date
  let date2: string | null = null
  if (text.charAt(s.at) === '=') {
    s.at++
    const second = readDate(s, date.slice(0, 4))
    if (isRefused(second)) return second
    date2 = second
  }
  if (!atEnd(s) && !isBlank(text.charCodeAt(s.at))) {
    return refuse(
      'invalid_date',
      `“${text.slice(0, 20)}” is not a date. Write YYYY-MM-DD and a space after it.`,
    )
  }
  const status = readStatus(s)
  const before = s.at
  skipBlanks(s)
  let code: string | null = null
  if (s.at > before && text.charAt(s.at) === '(') {
    const close = text.indexOf(')', s.at)
    if (close < 0)
      return refuse('invalid_code', 'The (code) of the transaction is not closed. Add the parenthesis.')
    code = text.slice(s.at + 1, close).trim() || null
    s.at = close + 1
  }
  const semicolon = text.indexOf(';', s.at)
  const description = text.slice(s.at, semicolon < 0 ? text.length : semicolon).trim()
  return {
    date,
    date2,
    status,
    code,
    description,
    comment: semicolon < 0 ? [] : [text.slice(semicolon + 1).trim()],
  }
}

const readStatus = (s: Scanner): Status => {
  const before = s.at
  skipBlanks(s)
  const mark = s.text.charAt(s.at)
  if (mark === '*' || mark === '!') {
    s.at++
    return mark === '*' ? 'cleared' : 'pending'
  }
  s.at = before
  return null
}

/** One indented row: a comment of what stands above it, or a posting. */
const readRow = (state: ParserState, transaction: Transaction, text: string): Refused | null => {
  if (hasControl(text)) return controlCharacter
  const s = { text, at: 0 }
  skipBlanks(s)
  if (text.charAt(s.at) === ';') {
    const comment = commentOf(state, text.slice(s.at + 1))
    const last = transaction.postings.at(-1)
    ;(last ?? transaction).comment.push(comment)
    return last === undefined ? null : postingDate(comment, transaction.date)
  }
  const posting = readPosting(state, s, transaction.date)
  if (isRefused(posting)) return posting
  transaction.postings.push(posting)
  if (posting.kind === 'unbalanced') {
    return refuse(
      'unbalanced_virtual_posting',
      `(${posting.account}) needs no counterpart in the file, but books must balance. Write it without parentheses ` +
        'and give it a counterpart, or remove it.',
    )
  }
  return posting.comment[0] === undefined ? null : postingDate(posting.comment[0], transaction.date)
}

/** ledger writes tags without a value as `:one:two:`. */
const commentOf = (state: ParserState, written: string): string => {
  const text = written.trim()
  const isTagged = state.dialect === 'ledger' && /^(:[^\s:]+)+:$/.test(text)
  return isTagged
    ? text
        .slice(1, -1)
        .split(':')
        .map((tag) => `${tag}:`)
        .join(', ')
    : text
}

const readPosting = (state: ParserState, s: Scanner, date: string): Posting | Refused => {
  const line = state.next
  const status = readStatus(s)
  skipBlanks(s)
  const written = readSingleSpaced(s)
  if (state.dialect === 'ledger' && /^<.*>$/.test(written)) return deferredPosting
  const name = kindOfName(written)
  const account = resolveAccount(state.rules, name.account)
  if (isRefused(account)) return account
  const year = date.slice(0, 4)
  const posting: Posting = {
    line,
    status,
    account,
    kind: name.kind,
    amount: null,
    cost: null,
    lot: null,
    lotText: null,
    assertion: null,
    comment: [],
  }
  skipBlanks(s)
  if (!atEnd(s) && s.text.charAt(s.at) !== ';' && s.text.charAt(s.at) !== '=') {
    const amount = readAmount(s, state.styles)
    if (isRefused(amount)) return amount
    const suffix = readSuffix(s, state.styles, year)
    if (isRefused(suffix)) return suffix
    Object.assign(posting, suffix, { amount })
  }
  if (s.text.charAt(s.at) === '=') {
    const assertion = readAssertion(s, state.styles, year)
    if (isRefused(assertion)) return assertion
    posting.assertion = assertion
  }
  if (atEnd(s)) return posting
  if (s.text.charAt(s.at) === ';') {
    posting.comment.push(commentOf(state, s.text.slice(s.at + 1)))
    return posting
  }
  return refuse(
    'invalid_posting',
    `“${s.text.slice(s.at, s.at + 40)}” after the amount cannot be read. Comments start with a semicolon.`,
  )
}

const deferredPosting = refuse(
  'deferred_posting',
  'Deferred postings <…> are not read. Write the account without angle brackets.',
)

const kindOfName = (written: string): { account: string; kind: PostingKind } => {
  const inner = written.slice(1, -1).trim()
  if (written.length > 2 && inner !== '') {
    if (written.startsWith('(') && written.endsWith(')')) return { account: inner, kind: 'unbalanced' }
    if (written.startsWith('[') && written.endsWith(']')) return { account: inner, kind: 'balanced' }
  }
  return { account: written, kind: 'real' }
}

/**
 * A posting with a date of its own is refused when it differs: an entry has one effective date, and moving a line to
 * another day silently would change the balances of both days. The posting's secondary date stays as text.
 */
const postingDate = (comment: string, date: string): Refused | null => {
  const year = date.slice(0, 4)
  for (const [name, value] of comment.includes(':') ? commentTags(comment) : []) {
    if (name !== 'date' && name !== 'date2') continue
    const read = readDate({ text: value, at: 0 }, year)
    if (isRefused(read)) return read
    if (name === 'date' && read !== date) return differentDate(read, date)
  }
  for (const dates of comment.includes('[') ? bracketedDates(comment) : []) {
    const s = { text: dates, at: 0 }
    let own = date
    if (!dates.startsWith('=')) {
      const read = readDate(s, year)
      if (isRefused(read)) return read
      if (read !== date) return differentDate(read, date)
      own = read
    }
    if (dates.charAt(s.at) === '=') {
      s.at++
      const second = readDate(s, own.slice(0, 4))
      if (isRefused(second)) return second
    }
    if (!atEnd(s)) return refuse('invalid_date', `[${dates}] is not a posting date. Write [YYYY-MM-DD].`)
  }
  return null
}

const differentDate = (own: string, date: string): Refused =>
  refuse(
    'posting_date',
    `The posting is dated ${own}, its transaction ${date}; an entry has one date. Split it into two transactions ` +
      'over a clearing account, or remove the posting date.',
  )
