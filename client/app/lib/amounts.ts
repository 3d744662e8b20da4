import { type Decimal, isDecimal, scaleOf } from './decimal.ts'

/** Amounts between the API's exact decimal strings and what a person reads and types in their own locale. */

/** The browser's locale. Some report tags that Intl refuses, such as `en-US@posix`; then Intl's own default has to do. */
export const userLocale = (): string => {
  chosenLocale ??=
    canonicalLocale(globalThis.navigator?.language) ?? new Intl.NumberFormat().resolvedOptions().locale
  return chosenLocale
}
let chosenLocale: string | undefined

function canonicalLocale(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0]
  } catch {
    return undefined
  }
}

/** `"-1234.50"` as the locale writes it, with exactly the decimals it came with. */
export function formatAmount(text: Decimal, locale = userLocale()): string {
  if (!isDecimal(text)) return text
  const formatter = numberFormat(locale, scaleOf(text))
  // Given a string, Intl formats it exactly instead of going through a float.
  return formatter.format(text as Intl.StringNumericLiteral)
}

const formatters = new Map<string, Intl.NumberFormat>()

function numberFormat(locale: string, decimals: number): Intl.NumberFormat {
  const key = `${locale} ${decimals}`
  let formatter = formatters.get(key)
  if (!formatter) {
    formatter = new Intl.NumberFormat(locale, {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    })
    formatters.set(key, formatter)
  }
  return formatter
}

export interface Separators {
  decimal: string
  group: string
}

export function separatorsOf(locale = userLocale()): Separators {
  const parts = new Intl.NumberFormat(locale).formatToParts(1234567.8)
  const find = (type: Intl.NumberFormatPartTypes, otherwise: string) =>
    parts.find((part) => part.type === type)?.value ?? otherwise
  return { decimal: find('decimal', '.'), group: find('group', ',') }
}

/** An amount without grouping, as one edits it. */
export function editableAmount(text: Decimal, locale = userLocale()): string {
  return isDecimal(text) ? text.replace('.', separatorsOf(locale).decimal) : text
}

/**
 * Reads an amount as people type and paste it: separators of the locale, spaces and apostrophes between thousands, a currency
 * sign, accountants' brackets or a trailing minus for negatives. Undefined when it is no number. A lone
 * `1,234` is read as the locale reads it; `12,5` can only be a decimal comma, in any locale.
 */
export function parseAmount(text: string, locale = userLocale(), decimalMark?: string): Decimal | undefined {
  const bare = text.replace(/[\s\u00a0\u202f'’_]|\p{Sc}/gu, '').replace(/^[A-Z]{3}|[A-Z]{3}$/g, '')
  const signed = /^\((.+)\)$|^[-−–](.+)$|^(.+)[-−–]$/.exec(bare)
  const digits = signed ? (signed[1] ?? signed[2] ?? signed[3] ?? '') : bare.replace(/^\+/, '')
  if (!/^[\d.,]+$/.test(digits) || !/\d/.test(digits)) return undefined
  const mark = decimalMark ?? certainDecimalMark(digits) ?? separatorsOf(locale).decimal
  const plain = readDigits(digits, mark)
  if (plain === undefined) return undefined
  return signed && /[1-9]/.test(plain) ? `-${plain}` : plain
}

function readDigits(digits: string, mark: string): Decimal | undefined {
  const group = mark === ',' ? '.' : ','
  const [whole = '', fraction, ...more] = digits.split(mark)
  if (more.length > 0 || fraction?.includes(group)) return undefined
  const groups = whole.split(group)
  // Indian grouping has pairs, all others have threes; the last group has three everywhere.
  const isGrouped = groups.every((part, index) =>
    index === 0 ? part.length <= 3 : index === groups.length - 1 ? part.length === 3 : /^\d{2,3}$/.test(part),
  )
  if (groups.length > 1 && !isGrouped) return undefined
  const integer = groups.join('').replace(/^0+(?=\d)/, '') || '0'
  return fraction ? `${integer}.${fraction}` : integer
}

/** The decimal mark that a number gives away: the last of two kinds, or one that cannot be grouping. */
function certainDecimalMark(digits: string): '.' | ',' | undefined {
  const [point, comma] = [digits.lastIndexOf('.'), digits.lastIndexOf(',')]
  if (point >= 0 && comma >= 0) return point > comma ? '.' : ','
  const mark = point >= 0 ? '.' : comma >= 0 ? ',' : undefined
  if (!mark) return undefined
  const parts = digits.split(mark)
  if (parts.length > 2) return mark === '.' ? ',' : '.'
  const looksGrouped = parts[1]?.length === 3 && /^[1-9]\d{0,2}$/.test(parts[0] ?? '')
  return looksGrouped ? undefined : mark
}

/**
 * The decimal mark of a pasted block: one cell that gives it away settles it for all, because a sheet is written in one
 * locale. Undefined when none does.
 */
export function decimalMarkOfBlock(cells: readonly string[]): '.' | ',' | undefined {
  for (const cell of cells) {
    const digits = cell.replace(/[^\d.,]/g, '')
    if (parseAmount(cell) === undefined) continue
    const mark = certainDecimalMark(digits)
    if (mark) return mark
  }
  return undefined
}
