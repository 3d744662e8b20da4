/**
 * Everything in a journal that is not a transaction: declarations, rules for reading, and what is refused by name.
 */
import { readAlias, resolveAccount } from './accounts.ts'
import { readAmount, readCommodity, readStyledAmount } from './amount.ts'
import { readDate } from './dates.ts'
import type { CommodityDirective, Refused } from './model.ts'
import { accountNameMax, aliasesMax, isRefused, refuse } from './model.ts'
import { refusedConstructs } from './refusals.ts'
import type { ParserState } from './state.ts'
import { addError, addWarning, isIndented, skipIndented } from './state.ts'
import type { Scanner } from './text.ts'
import { atEnd, hasControl, isBlank, isDigit, readSingleSpaced, skipBlanks } from './text.ts'

/** Reads the directive on the next line. */
export const parseDirective = (state: ParserState): void => {
  const line = state.next + 1
  const text = state.lines[state.next] ?? ''
  state.next++
  const refused = hasControl(text)
    ? refuse('control_character', 'The row holds an invisible control character. Remove it.')
    : runDirective(state, text, line)
  if (refused !== null) addError(state.issues, line, refused)
  skipIndented(state)
}

export type Directive = (state: ParserState, argument: string, line: number) => Refused | null

const runDirective = (state: ParserState, text: string, line: number): Refused | null => {
  const mark = text.charAt(0)
  if (mark === '~') return refusedConstructs.get('~') ?? null
  if (mark === '=') return refusedConstructs.get('=') ?? null
  if (mark === '-' && text.startsWith('--')) return refusedConstructs.get('--') ?? null
  if (
    'iobhIO'.includes(mark) &&
    isBlank(text.charCodeAt(1)) &&
    isDigit(text.trimStart().slice(1).trim().charCodeAt(0))
  ) {
    return refusedConstructs.get('timeclock') ?? null
  }
  const plain = mark === '!' || mark === '@' ? text.slice(1) : text
  if (/^Y\d/.test(plain)) return setYear(state, plain.slice(1), line)
  // Longest keyword first: `end apply account` before `end apply`.
  const words = plain.split(/[ \t]+/, 3)
  for (let count = Math.min(3, words.length); count > 0; count--) {
    const keyword = words.slice(0, count).join(' ')
    const argument = (): string => afterWords(plain, count)
    const directive = state.own.get(keyword) ?? directives.get(keyword)
    if (directive !== undefined) return directive(state, argument(), line)
    const refused = refusedConstructs.get(keyword)
    if (refused !== undefined) return refusedBlock(state, keyword, refused)
  }
  return refuse(
    'unknown_directive',
    `“${text.slice(0, 40).trim()}” is neither a transaction nor a directive. Indent postings, start comments with a ` +
      'semicolon, remove the rest.',
  )
}

/** Goes on to the line after the one that ends a block, or to the end of the text. */
export const skipTo = (state: ParserState, end: string): void => {
  while (state.next < state.lines.length && (state.lines[state.next] ?? '').trimEnd() !== end) state.next++
  state.next++
}

const afterWords = (text: string, count: number): string => {
  const s = { text, at: 0 }
  for (let i = 0; i < count; i++) {
    while (!atEnd(s) && !isBlank(text.charCodeAt(s.at))) s.at++
    skipBlanks(s)
  }
  return text.slice(s.at).trimEnd()
}

/** A test block has lines without indentation, which must not each become an error of their own. */
const refusedBlock = (state: ParserState, keyword: string, refused: Refused): Refused => {
  if (keyword !== 'test') return refused
  while (state.next < state.lines.length && !(state.lines[state.next] ?? '').startsWith('end test'))
    state.next++
  state.next++
  return refused
}

export const setYear: Directive = (state, argument, line) => {
  const year = /^(\d{4,})\s*(;.*)?$/.exec(argument.trim())?.[1]
  if (year === undefined) return refuse('invalid_year', 'Write the year with four digits, such as Y2026.')
  state.year = year
  return note(state, line, 'Y', year)
}

export const note = (state: ParserState, line: number, name: string, argument: string): null => {
  state.journal.directives.push({ line, name, argument })
  return null
}

/** Understood, and without effect on what is booked. */
const noEffect =
  (name: string): Directive =>
  (state, argument, line) => {
    commentsBelow(state, name)
    return note(state, line, name, argument)
  }

const account: Directive = (state, argument, line) => {
  const s = { text: argument, at: 0 }
  const written = readSingleSpaced(s)
  if (written === '') return refuse('account_missing', 'Name the account: account NAME.')
  const name = resolveAccount(state.rules, written)
  if (isRefused(name)) return name
  if (name.includes(' ;')) {
    const detail = 'The semicolon is read as part of the account name. Put two spaces before a comment.'
    addWarning(state.issues, line, 'semicolon_in_account', detail)
  }
  const comment = readComment(s)
  if (isRefused(comment)) return comment
  state.journal.accounts.push({
    line,
    account: name,
    comment: [...comment, ...commentsBelow(state, 'account')],
  })
  return null
}

const commodityDirective: Directive = (state, argument, line) => {
  const s = { text: argument, at: 0 }
  const sample = readStyledAmount(s, state.styles)
  if (!isRefused(sample)) {
    const comment = readComment(s)
    if (isRefused(comment)) return comment
    if (sample.style.decimalMark === null) return noDecimalMark
    state.styles.commodities.set(sample.amount.commodity, sample.style)
    const { decimals } = sample.style
    const below = commentsBelow(state, 'commodity')
    const all = [...comment, ...below]
    state.journal.commodities.push({
      line,
      name: 'commodity',
      commodity: sample.amount.commodity,
      decimals,
      comment: all,
    })
    return null
  }
  s.at = 0
  const symbol = readCommodity(s)
  if (isRefused(symbol)) return symbol
  const comment = readComment(s)
  if (isRefused(comment)) return comment
  const declared: CommodityDirective = { line, name: 'commodity', commodity: symbol, decimals: null, comment }
  state.journal.commodities.push(declared)
  for (let row = state.lines[state.next]; isIndented(row); row = state.lines[state.next]) {
    state.next++
    const refused = commodityRow(state, declared, row.trim())
    if (refused !== null) addError(state.issues, state.next, refused)
  }
  return null
}

export const commodityRow = (
  state: ParserState,
  declared: CommodityDirective,
  row: string,
): Refused | null => {
  if (row.startsWith(';')) {
    declared.comment.push(row.slice(1).trim())
    return null
  }
  if (!/^format[ \t]/.test(row)) {
    warnSubdirective(state, 'commodity', row)
    return null
  }
  const s = { text: row.slice(6).trim(), at: 0 }
  const sample = readStyledAmount(s, state.styles)
  if (isRefused(sample)) return sample
  if (sample.amount.commodity !== declared.commodity) {
    return refuse(
      'invalid_commodity',
      'The format shows another commodity than the directive. Make them the same.',
    )
  }
  if (sample.style.decimalMark === null) return noDecimalMark
  state.styles.commodities.set(declared.commodity, sample.style)
  declared.decimals = sample.style.decimals
  return null
}

const noDecimalMark = refuse(
  'no_decimal_mark',
  'The sample amount shows no decimal mark, so it cannot tell how numbers are written. Write it like 1000. or 1.000,00.',
)

const defaultCommodity: Directive = (state, argument, line) => {
  const s = { text: argument, at: 0 }
  const sample = readStyledAmount(s, state.styles)
  if (isRefused(sample)) return sample
  if (sample.style.decimalMark === null) return noDecimalMark
  const comment = readComment(s)
  if (isRefused(comment)) return comment
  const { commodity } = sample.amount
  state.styles.defaultCommodity = { commodity, style: sample.style }
  state.journal.commodities.push({ line, name: 'D', commodity, decimals: sample.style.decimals, comment })
  return null
}

const decimalMark: Directive = (state, argument, line) => {
  const mark = argument.charAt(0)
  if (mark !== '.' && mark !== ',')
    return refuse('invalid_decimal_mark', 'Write decimal-mark . or decimal-mark ,')
  state.styles.decimalMark = mark
  return note(state, line, 'decimal-mark', mark)
}

const price: Directive = (state, argument, line) => {
  const s = { text: argument, at: 0 }
  const date = readDate(s, state.year)
  if (isRefused(date)) return date
  const time = /^[ \t]+\d{2}:\d{2}(:\d{2})?([+-]\d{4})?(?=[ \t])/.exec(argument.slice(s.at))
  s.at += time?.[0].length ?? 0
  skipBlanks(s)
  const symbol = readCommodity(s)
  if (isRefused(symbol)) return symbol
  skipBlanks(s)
  const amount = readAmount(s, state.styles)
  if (isRefused(amount)) return amount
  state.journal.prices.push({ line, date, commodity: symbol, price: amount })
  return null
}

export const applyAccount: Directive = (state, argument, line) => {
  const name = readSingleSpaced({ text: argument, at: 0 })
  if (name === '') return refuse('account_missing', 'Name the account: apply account NAME.')
  const parents = [...state.rules.parents, name]
  if (parents.join(':').length > accountNameMax) {
    return refuse(
      'account_name_too_long',
      `The parents are longer than ${accountNameMax} characters. Shorten them.`,
    )
  }
  state.rules = { ...state.rules, parents, known: new Map() }
  return note(state, line, 'apply account', name)
}

export const endApplyAccount: Directive = (state, _, line) => {
  if (state.rules.parents.length === 0) {
    return refuse('unknown_directive', 'No apply account is open here. Remove the line.')
  }
  state.rules = { ...state.rules, parents: state.rules.parents.slice(0, -1), known: new Map() }
  return note(state, line, 'end apply account', '')
}

export const alias: Directive = (state, argument, line) => {
  const read = readAlias(argument)
  if (isRefused(read)) return read
  if (state.rules.aliases.length >= aliasesMax) {
    return refuse(
      'too_many_aliases',
      `More than ${aliasesMax} aliases are in force. Rename the accounts in the file.`,
    )
  }
  state.rules = { ...state.rules, aliases: [read, ...state.rules.aliases], known: new Map() }
  return note(state, line, 'alias', argument)
}

const endAliases: Directive = (state, _, line) => {
  state.rules = { ...state.rules, aliases: [], known: new Map() }
  return note(state, line, 'end aliases', '')
}

const directives = new Map<string, Directive>([
  ['account', account],
  ['commodity', commodityDirective],
  ['D', defaultCommodity],
  ['decimal-mark', decimalMark],
  ['P', price],
  ['Y', setYear],
  ['year', setYear],
  ['apply year', setYear],
  ['end apply year', noEffect('end apply year')],
  ['apply account', applyAccount],
  ['end apply account', endApplyAccount],
  ['alias', alias],
  ['end aliases', endAliases],
  ['payee', noEffect('payee')],
  ['tag', noEffect('tag')],
  ['end tag', noEffect('end tag')],
  ['pop', noEffect('pop')],
  ['N', noEffect('N')],
  ['C', noEffect('C')],
])

/** What remains of the line: nothing, or a comment. */
const readComment = (s: Scanner): string[] | Refused => {
  skipBlanks(s)
  if (atEnd(s)) return []
  if (s.text.charAt(s.at) === ';') return [s.text.slice(s.at + 1).trim()]
  return refuse(
    'invalid_directive',
    `“${s.text.slice(s.at, s.at + 40)}” cannot be read. Comments start with a semicolon.`,
  )
}

/** The comments indented below a directive. Subdirectives are named in a warning: they have no effect here. */
const commentsBelow = (state: ParserState, directive: string): string[] => {
  const comments: string[] = []
  for (let row = state.lines[state.next]; isIndented(row); row = state.lines[state.next]) {
    state.next++
    const text = row.trim()
    if (text.startsWith(';')) comments.push(text.slice(1).trim())
    else warnSubdirective(state, directive, text)
  }
  return comments
}

export const warnSubdirective = (state: ParserState, directive: string, row: string): void =>
  addWarning(
    state.issues,
    state.next,
    'subdirective_ignored',
    `“${row.slice(0, 40)}” below ${directive} has no effect on the import.`,
  )
