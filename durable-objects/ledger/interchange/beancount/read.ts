/**
 * Reads beancount text into directives. Every construct is understood, or refused by name with its line: `include`,
 * `plugin` and what they would add cannot be told from this text alone.
 */
import { isRefused, type Refused, refuse } from '../model.ts'
import { addError, closeIssues, type IssueList, noIssues } from '../state.ts'
import {
  type Cursor,
  isMark,
  peek,
  readBeanAmount,
  readCostSpec,
  readNumber,
  takeKind,
  takeMark,
} from './amounts.ts'
import type { BeanDirective, BeanFile, BeanPosting, BeanTransaction, Booking } from './model.ts'
import { defaultOptions, readBooking, readOption } from './options.ts'
import { type Row, rowsOf, type Token } from './tokens.ts'

type Reading = {
  file: Omit<BeanFile, 'errors' | 'warnings'>
  issues: IssueList
  tags: string[]
  meta: [key: string, value: string][]
  /** The directive that indented rows belong to. */
  current: BeanDirective | null
}

export const readBeancount = (text: string): BeanFile => {
  const reading: Reading = {
    file: { directives: [], options: defaultOptions(), noted: [] },
    issues: noIssues(),
    tags: [],
    meta: [],
    current: null,
  }
  for (const row of rowsOf(text)) {
    const refused = row.refused ?? (row.isIndented ? readBelow(reading, row) : readTop(reading, row))
    if (refused === null) continue
    addError(reading.issues, row.line, refused)
    if (row.isIndented && reading.current?.kind === 'transaction') reading.current.refused = true
    if (!row.isIndented) reading.current = null
  }
  return { ...reading.file, ...closeIssues(reading.issues) }
}

const readTop = (reading: Reading, row: Row): Refused | null => {
  const cursor: Cursor = { tokens: row.tokens, at: 0 }
  const date = takeKind(cursor, 'date')
  reading.current = null
  if (date === null) return readUndated(reading, row, cursor)
  const day = calendarDate(date)
  if (day === null) return refuse('invalid_date', `${date} is not a day of the calendar. Correct the date.`)
  return readDated(reading, row, cursor, day)
}

const calendarDate = (text: string): string | null => {
  const [year = '', month = '', day = ''] = text.split(/[-/]/)
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const time = Date.parse(`${iso}T00:00:00Z`)
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== iso ? null : iso
}

// ------------------------------------------------------------------------------------------------- undated

const readUndated = (reading: Reading, row: Row, cursor: Cursor): Refused | null => {
  const word = takeKind(cursor, 'word')
  switch (word) {
    case 'option':
      return readOption(reading, row.line, cursor)
    case 'include':
      return refuse(
        'include_directive',
        'Other files are not read. Paste the included file here, or import it by itself.',
      )
    case 'plugin':
      return refuse(
        'plugin_directive',
        'Plugins are not run. Write out what it adds (bean-report FILE print), and remove the line.',
      )
    case 'pushtag':
      reading.tags.push(takeKind(cursor, 'tag') ?? '')
      return null
    case 'poptag': {
      const tag = takeKind(cursor, 'tag') ?? ''
      const at = reading.tags.lastIndexOf(tag)
      if (at < 0) return refuse('unknown_directive', `The tag #${tag} was not pushed. Remove the line.`)
      reading.tags.splice(at, 1)
      return null
    }
    case 'pushmeta':
    case 'popmeta':
      return readMetaBlock(reading, word, cursor)
    default:
      return refuse(
        'unknown_directive',
        `“${row.text.slice(0, 40)}” is no directive. Begin it with a date, indent postings, and start comments with a semicolon.`,
      )
  }
}

const readMetaBlock = (reading: Reading, word: string, cursor: Cursor): Refused | null => {
  const key = takeKind(cursor, 'key')
  if (key === null) return refuse('invalid_directive', `Name the key: ${word} key: value.`)
  if (word === 'pushmeta') reading.meta.push([key, metaText(cursor)])
  else reading.meta = reading.meta.filter(([each]) => each !== key)
  return null
}

// --------------------------------------------------------------------------------------------------- dated

const readDated = (reading: Reading, row: Row, cursor: Cursor, date: string): Refused | null => {
  const base = { line: row.line, date }
  const token = peek(cursor)
  const isTransaction =
    token?.kind === 'string' ||
    (token?.kind === 'word' && token.text === 'txn') ||
    (token?.kind === 'mark' && '*!&#?%'.includes(token.text)) ||
    (token?.kind === 'currency' && token.text.length === 1)
  if (isTransaction) return readTransaction(reading, cursor, base)
  const word = takeKind(cursor, 'word')
  switch (word) {
    case 'open':
      return readOpen(reading, cursor, base)
    case 'close': {
      const account = takeKind(cursor, 'account')
      return account === null ? noAccount(word) : add(reading, { ...base, kind: 'close', account })
    }
    case 'balance':
      return readBalance(reading, cursor, base)
    case 'pad': {
      const [account, source] = [takeKind(cursor, 'account'), takeKind(cursor, 'account')]
      return account === null || source === null
        ? refuse('account_missing', 'Write pad with two accounts: pad ACCOUNT SOURCE.')
        : add(reading, { ...base, kind: 'pad', account, source })
    }
    case 'price': {
      const currency = takeKind(cursor, 'currency')
      const amount = readBeanAmount(cursor)
      if (amount !== null && isRefused(amount)) return amount
      return currency === null || amount === null
        ? refuse('invalid_amount', 'Write a price like price VTI 210.50 USD.')
        : add(reading, { ...base, kind: 'price', currency, amount })
    }
    case 'commodity': {
      const currency = takeKind(cursor, 'currency')
      return currency === null
        ? refuse('invalid_commodity', 'Name the commodity: commodity USD.')
        : add(reading, { ...base, kind: 'commodity', currency, meta: new Map() })
    }
    case 'note':
    case 'document':
    case 'event':
    case 'query':
    case 'custom':
      reading.file.noted.push({ line: row.line, name: word, argument: row.text })
      return null
    default:
      return refuse(
        'unknown_directive',
        `“${row.text.slice(0, 40)}” is no directive of beancount. Correct the word.`,
      )
  }
}

const add = (reading: Reading, directive: BeanDirective): null => {
  reading.file.directives.push(directive)
  reading.current = directive
  return null
}

const noAccount = (word: string): Refused =>
  refuse(
    'account_missing',
    `Name the account: ${word} Assets:Bank. Accounts begin with Assets, Liabilities, Equity, Income or Expenses.`,
  )

type Base = { line: number; date: string }

const readOpen = (reading: Reading, cursor: Cursor, base: Base): Refused | null => {
  const account = takeKind(cursor, 'account')
  if (account === null) return noAccount('open')
  const currencies: string[] = []
  for (;;) {
    const currency = takeKind(cursor, 'currency')
    if (currency === null) break
    currencies.push(currency)
    if (!takeMark(cursor, ',')) break
  }
  let booking: Booking | null = null
  const method = takeKind(cursor, 'string')
  const refused = method === null ? null : readBooking(method, (read) => (booking = read))
  if (refused !== null) return refused
  return add(reading, { ...base, kind: 'open', account, currencies, booking, meta: new Map() })
}

const readBalance = (reading: Reading, cursor: Cursor, base: Base): Refused | null => {
  const account = takeKind(cursor, 'account')
  if (account === null) return noAccount('balance')
  const number = readNumber(cursor)
  if (number === null) return refuse('invalid_amount', 'Write a balance like balance Assets:Bank 100.00 USD.')
  if (isRefused(number)) return number
  const tolerance = takeMark(cursor, '~') ? readNumber(cursor) : null
  if (tolerance !== null && isRefused(tolerance)) return tolerance
  const currency = takeKind(cursor, 'currency')
  if (currency === null)
    return refuse('invalid_amount', 'The balance has no currency. Add it after the number.')
  const amount = { number: number.value, decimals: number.decimals, currency }
  return add(reading, { ...base, kind: 'balance', account, amount, tolerance: tolerance?.value ?? null })
}

const readTransaction = (reading: Reading, cursor: Cursor, base: Base): Refused | null => {
  const first = peek(cursor)
  const flag = first?.kind === 'string' || first === undefined || first.text === 'txn' ? '*' : first.text
  if (first?.kind !== 'string') cursor.at++
  const texts: string[] = []
  for (let text = takeKind(cursor, 'string'); text !== null; text = takeKind(cursor, 'string')) {
    texts.push(text)
    takeMark(cursor, '|')
  }
  if (texts.length > 2)
    return refuse('invalid_directive', 'A transaction has a payee and a narration, no more texts.')
  const transaction: BeanTransaction = {
    ...base,
    kind: 'transaction',
    flag,
    payee: texts.length === 2 ? (texts[0] ?? null) : null,
    narration: texts.at(-1) ?? '',
    tags: [...reading.tags],
    links: [],
    meta: new Map(reading.meta),
    postings: [],
    refused: false,
  }
  add(reading, transaction)
  return readMarks(transaction, cursor)
}

const readMarks = (transaction: BeanTransaction, cursor: Cursor): Refused | null => {
  for (let token = peek(cursor); token !== undefined; token = peek(cursor)) {
    if (token.kind === 'tag') transaction.tags.push(token.text)
    else if (token.kind === 'link') transaction.links.push(token.text)
    else return leftOver(token)
    cursor.at++
  }
  return null
}

const leftOver = (token: Token): Refused =>
  refuse('invalid_syntax', `“${token.text.slice(0, 40)}” is not expected here. Correct the line.`)

// --------------------------------------------------------------------------------------------------- below

/** An indented row: a posting, metadata of what stands above it, or further tags of a transaction. */
const readBelow = (reading: Reading, row: Row): Refused | null => {
  const { current } = reading
  if (current === null) return straysBelow(reading, row)
  const cursor: Cursor = { tokens: row.tokens, at: 0 }
  const key = takeKind(cursor, 'key')
  if (key !== null) {
    const meta = metaOf(current)
    const text = metaText(cursor)
    meta?.set(key, text)
    return null
  }
  if (current.kind !== 'transaction')
    return refuse('stray_posting', `Nothing but metadata may stand below ${current.kind}. Correct the line.`)
  const [token] = row.tokens
  if (token?.kind === 'tag' || token?.kind === 'link') return readMarks(current, cursor)
  const posting = readPosting(row.line, cursor)
  if (isRefused(posting)) return posting
  current.postings.push(posting)
  return null
}

/** Below a directive that books nothing, metadata is passed over; below one that was refused, everything is. */
const straysBelow = ({ file, issues }: Reading, row: Row): Refused | null => {
  if (row.tokens[0]?.kind === 'key' || issues.errors.length > 0) return null
  return file.directives.length === 0 || row.tokens[0]?.kind === 'account'
    ? refuse(
        'stray_posting',
        'The indented line belongs to no transaction. Move it up, or start it with a date.',
      )
    : null
}

const metaOf = (directive: BeanDirective): Map<string, string> | undefined => {
  if (directive.kind === 'transaction') return (directive.postings.at(-1) ?? directive).meta
  return 'meta' in directive ? directive.meta : undefined
}

const metaText = (cursor: Cursor): string =>
  cursor.tokens
    .slice(cursor.at)
    .map(({ text }) => text)
    .join(' ')

const readPosting = (line: number, cursor: Cursor): BeanPosting | Refused => {
  const flag = postingFlag(cursor)
  const account = takeKind(cursor, 'account')
  if (account === null)
    return refuse('account_missing', 'A posting begins with an account such as Assets:Bank:Checking.')
  const units = readBeanAmount(cursor)
  if (units !== null && isRefused(units)) return units
  const cost = units === null ? null : readCostSpec(cursor)
  if (cost !== null && isRefused(cost)) return cost
  const price = readPrice(cursor)
  if (price !== null && isRefused(price)) return price
  const rest = peek(cursor)
  if (rest !== undefined) return leftOver(rest)
  return { line, account, flag, units, cost, price, meta: new Map() }
}

const postingFlag = (cursor: Cursor): string | null => {
  const token = peek(cursor)
  const isFlag =
    (token?.kind === 'mark' && '*!&#?%'.includes(token.text)) ||
    (token?.kind === 'currency' && token.text.length === 1)
  if (!isFlag) return null
  cursor.at++
  return token.text
}

const readPrice = (cursor: Cursor): BeanPosting['price'] | Refused => {
  const isTotal = isMark(peek(cursor), '@@')
  if (!isTotal && !isMark(peek(cursor), '@')) return null
  cursor.at++
  const amount = readBeanAmount(cursor)
  if (amount === null)
    return refuse('incomplete_amount', 'The price after @ is left out. Write it in full: @ 1.10 USD.')
  return isRefused(amount) ? amount : { isTotal, amount }
}
