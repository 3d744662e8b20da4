/**
 * Amounts: `$-5`, `-$5`, `5 EUR`, `3 "green apples"`, bare numbers, their costs `@` and `@@`, lots and assertions.
 */

import { readDate } from './dates.ts'
import { magnitude, negate } from './decimal.ts'
import type { Amount, BalanceAssertion, Cost, Refused } from './model.ts'
import { isRefused, refuse } from './model.ts'
import type { NumberStyle } from './number.ts'
import { readNumber } from './number.ts'
import type { Scanner } from './text.ts'
import { isBlank, isDigit, skipBlanks } from './text.ts'

/** What the directives read so far say about numbers. */
export type AmountStyles = {
  decimalMark: string | null
  commodities: Map<string, NumberStyle>
  /** The `D` directive: bare numbers are of this commodity. */
  defaultCommodity: { commodity: string; style: NumberStyle } | null
  /** Numbers without a declared style are read by ledger's rule. */
  commaGroups?: boolean
  /** Other names of commodities (ledger's `alias`). */
  aliases?: Map<string, string>
}

/** An amount together with the style it was written in: what `commodity` and `D` directives declare. */
export type StyledAmount = { amount: Amount; style: NumberStyle }

/** Refusals: `invalid_amount`, `invalid_number`, `number_too_long`. */
export const readAmount = (s: Scanner, styles: AmountStyles): Amount | Refused => {
  const read = readStyledAmount(s, styles)
  return isRefused(read) ? read : read.amount
}

export const readStyledAmount = (s: Scanner, styles: AmountStyles): StyledAmount | Refused => {
  const read = readWritten(s, styles)
  if (isRefused(read) || styles.aliases === undefined) return read
  const { amount, style } = read
  const commodity = styles.aliases.get(amount.commodity) ?? amount.commodity
  // A decimal comma holds for the commodity from there on, as in ledger.
  if (style.decimalMark === ',' && !styles.commodities.has(commodity))
    styles.commodities.set(commodity, style)
  return { amount: { ...amount, commodity }, style }
}

const readWritten = (s: Scanner, styles: AmountStyles): StyledAmount | Refused => {
  const start = s.at
  let negative = readSign(s)
  if (isSymbolStart(s)) {
    const commodity = readSymbol(s)
    if (isRefused(commodity)) return commodity
    skipBlanks(s)
    negative = readSign(s) !== negative
    const number = isNumberAhead(s)
      ? readNumber(s, () => styleFor(styles, commodity.symbol))
      : notAnAmount(s, start)
    if (isRefused(number)) return number
    return styled(commodity.symbol, number.value, negative, number.decimals, number.style)
  }
  if (!isNumberAhead(s)) return notAnAmount(s, start)
  // The commodity follows the number, but decides how the number is read.
  const number = readNumber(s, () => {
    const ahead = { text: s.text, at: s.at }
    const read = readRightSymbol(ahead)
    return isRefused(read) ? null : styleFor(styles, read.symbol)
  })
  if (isRefused(number)) return number
  const right = readRightSymbol(s)
  if (isRefused(right)) return right
  return styled(
    right.symbol === '' ? (styles.defaultCommodity?.commodity ?? '') : right.symbol,
    number.value,
    negative,
    number.decimals,
    number.style,
  )
}

/** What may follow an amount, in any order and each at most once. */
export type AmountSuffix = { cost: Cost | null; lot: Cost | null; lotText: string | null }

/**
 * Reads `@ cost`, `@@ cost`, `(@) cost`, `{lot cost}`, `{{lot cost}}`, `{=fixed}`, `[lot date]` and `(lot note)`.
 * `year` is the year in force for a lot date. Refusals: as amounts, `invalid_lot`, `amount_expression`.
 */
export const readSuffix = (s: Scanner, styles: AmountStyles, year: string | null): AmountSuffix | Refused => {
  const suffix: AmountSuffix = { cost: null, lot: null, lotText: null }
  for (;;) {
    skipBlanks(s)
    const c = s.text.charAt(s.at)
    if (c === '@' || (c === '(' && s.text.charAt(s.at + 1) === '@')) {
      const cost = readCost(s, styles)
      if (isRefused(cost)) return cost
      if (suffix.cost !== null) return refuse('invalid_amount', 'The amount has two costs. Keep one @ or @@.')
      suffix.cost = cost
    } else if (c === '{' || c === '[' || c === '(') {
      const start = s.at
      const lot = c === '{' ? readLotCost(s, styles) : readLotMark(s, c, year)
      if (isRefused(lot)) return lot
      if (lot !== null && suffix.lot !== null)
        return refuse('invalid_lot', 'The amount has two lot costs. Keep one.')
      suffix.lot ??= lot
      const text = s.text.slice(start, s.at).trim()
      suffix.lotText = suffix.lotText === null ? text : `${suffix.lotText} ${text}`
    } else return suffix
  }
}

/** Reads `= amount`, `== amount`, `=* amount`, `==* amount`, with a cost a balance assignment may carry. */
export const readAssertion = (
  s: Scanner,
  styles: AmountStyles,
  year: string | null,
): BalanceAssertion | Refused => {
  s.at++
  const total = skipChar(s, '=')
  const inclusive = skipChar(s, '*')
  skipBlanks(s)
  const amount = readAmount(s, styles)
  if (isRefused(amount)) return amount
  const suffix = readSuffix(s, styles, year)
  if (isRefused(suffix)) return suffix
  return { total, inclusive, amount, cost: suffix.cost ?? suffix.lot }
}

/** A commodity symbol on its own, as in `P` and `commodity` directives. Empty when there is none. */
export const readCommodity = (s: Scanner): string | Refused => {
  if (!isSymbolStart(s)) return ''
  const read = readSymbol(s)
  return isRefused(read) ? read : read.symbol
}

const styled = (
  commodity: string,
  value: Amount['quantity'],
  negative: boolean,
  decimals: number,
  style: NumberStyle,
): StyledAmount => ({ amount: { commodity, quantity: negative ? negate(value) : value, decimals }, style })

const byLedgersRule: NumberStyle = { decimalMark: null, groupMark: null, decimals: 0, commaGroups: true }

const styleFor = (styles: AmountStyles, symbol: string): NumberStyle | null =>
  styles.decimalMark !== null
    ? { decimalMark: styles.decimalMark, groupMark: null, decimals: 0 }
    : (styles.commodities.get(symbol) ??
      styles.defaultCommodity?.style ??
      (styles.commaGroups === true ? byLedgersRule : null))

/** Advances over a sign and the blanks after it; true for a minus. */
const readSign = (s: Scanner): boolean => {
  const c = s.text.charAt(s.at)
  if (c !== '-' && c !== '+') return false
  s.at++
  skipBlanks(s)
  return c === '-'
}

const isNumberAhead = (s: Scanner): boolean => {
  const code = s.text.charCodeAt(s.at)
  return isDigit(code) || ((code === 0x2e || code === 0x2c) && isDigit(s.text.charCodeAt(s.at + 1)))
}

/** Characters that end a symbol without quotes. */
const isSimpleSymbolChar = (code: number): boolean =>
  !isDigit(code) && !isBlank(code) && code >= 0x20 && !plainSymbolEnds.has(code)

const plainSymbolEnds = new Set([...'-+.@*;"{}='].map((c) => c.charCodeAt(0)))
/** Also no symbol begins with these: they open a lot date, a lot note or a number. */
const symbolNeverBegins = new Set([...',[(])'].map((c) => c.charCodeAt(0)))

const isSymbolStart = (s: Scanner): boolean => {
  if (s.at >= s.text.length) return false
  const code = s.text.charCodeAt(s.at)
  return code === 0x22 || (isSimpleSymbolChar(code) && !symbolNeverBegins.has(code))
}

const readSymbol = (s: Scanner): { symbol: string } | Refused => {
  const { text } = s
  if (text.charAt(s.at) === '"') {
    const close = text.indexOf('"', s.at + 1)
    const symbol = close < 0 ? '' : text.slice(s.at + 1, close)
    if (symbol === '' || symbol.includes(';')) {
      return refuse('invalid_amount', 'A commodity in quotes needs a closing quote, a name and no semicolon.')
    }
    s.at = close + 1
    return { symbol: symbol.normalize('NFC') }
  }
  const start = s.at
  while (s.at < text.length && isSimpleSymbolChar(text.charCodeAt(s.at))) s.at++
  const symbol = text.slice(start, s.at)
  // A typographic minus would otherwise become part of the symbol, and the sign would be lost.
  if (/[\u2010-\u2015\u2212]/.test(symbol)) {
    return refuse(
      'invalid_amount',
      `“${symbol}” holds a typographic minus. Write the sign as a plain hyphen.`,
    )
  }
  return { symbol: symbol.normalize('NFC') }
}

const readRightSymbol = (s: Scanner): { symbol: string } | Refused => {
  const before = s.at
  skipBlanks(s)
  if (isSymbolStart(s)) return readSymbol(s)
  s.at = before
  return { symbol: '' }
}

const readCost = (s: Scanner, styles: AmountStyles): Cost | Refused => {
  const parenthesised = skipChar(s, '(')
  s.at++
  const total = skipChar(s, '@')
  if (parenthesised && !skipChar(s, ')')) return refuse('invalid_amount', 'Close the parenthesis after @.')
  skipBlanks(s)
  const amount = readAmount(s, styles)
  return isRefused(amount) ? amount : { total, amount }
}

const readLotCost = (s: Scanner, styles: AmountStyles): Cost | null | Refused => {
  s.at++
  const total = skipChar(s, '{')
  skipBlanks(s)
  skipChar(s, '=')
  skipBlanks(s)
  const empty = s.text.charAt(s.at) === '}'
  const amount = empty ? null : readAmount(s, styles)
  if (isRefused(amount)) return amount
  skipBlanks(s)
  if (!skipChar(s, '}') || (total && !skipChar(s, '}'))) {
    return refuse('invalid_lot', 'A lot cost is written {5 EUR} or {{50 EUR}}. Close its braces.')
  }
  return amount === null
    ? null
    : { total, amount: { ...amount, quantity: total ? magnitude(amount.quantity) : amount.quantity } }
}

/** `[date]` or `(note)` of a lot. */
const readLotMark = (s: Scanner, open: string, year: string | null): null | Refused => {
  const close = s.text.indexOf(open === '[' ? ']' : ')', s.at)
  if (close < 0) return refuse('invalid_lot', `Close the ${open} of the lot.`)
  if (open === '(') {
    if (s.text.charAt(s.at + 1) === '(') {
      return refuse('amount_expression', 'Lot value expressions cannot be read. Write the cost with @ or @@.')
    }
    s.at = close + 1
    return null
  }
  s.at++
  skipBlanks(s)
  const date = readDate(s, year)
  if (isRefused(date)) return date
  skipBlanks(s)
  return skipChar(s, ']') ? null : refuse('invalid_lot', 'A lot date is written [YYYY-MM-DD].')
}

const skipChar = (s: Scanner, c: string): boolean => {
  if (s.text.charAt(s.at) !== c) return false
  s.at++
  return true
}

const notAnAmount = (s: Scanner, start: number): Refused =>
  s.text.charAt(start) === '('
    ? refuse(
        'amount_expression',
        'Amount expressions in parentheses cannot be read. Write the computed amount.',
      )
    : refuse(
        'invalid_amount',
        `“${s.text.slice(start, start + 40).trim()}” is not an amount. Write it like 12.50 EUR or $12.50.`,
      )
