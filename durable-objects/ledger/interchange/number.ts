/**
 * Numbers in every style journals use: `1000`, `1,000.00`, `1.000,00`, `1 000`, `1'000.5`, `.5`, `1E3`.
 *
 * A single mark is ambiguous (`1,000`): it is the decimal mark unless the file declares otherwise, as in hledger.
 */
import type { Decimal } from './decimal.ts'
import { powerOfTen } from './decimal.ts'
import type { Refused } from './model.ts'
import { decimalsMax, integerDigitsMax, refuse } from './model.ts'
import type { Scanner } from './text.ts'
import { isBlank, isDigit } from './text.ts'

/** How a commodity's numbers are written, from a `decimal-mark`, `commodity` or `D` directive. */
export type NumberStyle = {
  decimalMark: string | null
  groupMark: string | null
  decimals: number
  /** ledger's rule where nothing is declared: a comma before groups of three digits parts them, a point never does. */
  commaGroups?: true
}

/** A number read, with the number of decimals written and the marks seen. */
export type WrittenNumber = { value: Decimal; decimals: number; style: NumberStyle }

/** Refusals: `invalid_number`, `number_too_long`. */
export const readNumber = (s: Scanner, styleOf: () => NumberStyle | null): WrittenNumber | Refused => {
  const start = s.at
  const groups = readGroups(s)
  const next = s.text.charAt(s.at)
  if (groups === null || next === '.' || next === ',') return invalid(s.text, start)
  if (next === ' ' && isDigit(s.text.charCodeAt(s.at + 1))) return invalid(s.text, start)
  const exponent = readExponent(s)
  if (exponent === null) return tooLong(s.text, start)
  // An ambiguous mark is settled only now: the commodity may stand to the right of the number.
  return assemble(s, start, groups, exponent, styleOf)
}

/** The pieces of a number: digit groups before the decimal mark, and the digits after it. */
type Groups = { integer: string; groupMark: string; marks: number; decimalMark: string; fraction: string }

const readGroups = (s: Scanner): Groups | null => {
  const { text } = s
  const first = text.charAt(s.at)
  if (first === '.' || first === ',') {
    s.at++
    const fraction = readDigits(s)
    return fraction === '' ? null : { integer: '', groupMark: '', marks: 0, decimalMark: first, fraction }
  }
  let integer = readDigits(s)
  if (integer === '') return null
  const groupMark = text.charAt(s.at)
  let marks = 0
  if (isGroupMark(groupMark)) {
    const parts = [integer]
    while (text.charAt(s.at) === groupMark && isDigit(text.charCodeAt(s.at + 1))) {
      s.at++
      marks++
      parts.push(readDigits(s))
    }
    if (
      marks === 1 &&
      (groupMark === '.' || groupMark === ',') &&
      !isOtherMark(text.charAt(s.at), groupMark)
    ) {
      return { integer, groupMark, marks, decimalMark: '?', fraction: parts[1] ?? '' }
    }
    integer = parts.join('')
  }
  const mark = text.charAt(s.at)
  if ((mark !== '.' && mark !== ',') || (marks > 0 && mark === groupMark)) {
    return { integer, groupMark: marks > 0 ? groupMark : '', marks, decimalMark: '', fraction: '' }
  }
  s.at++
  return { integer, groupMark: marks > 0 ? groupMark : '', marks, decimalMark: mark, fraction: readDigits(s) }
}

const isGroupMark = (c: string): boolean =>
  c === ',' || c === '.' || c === "'" || c === '_' || (c !== '\t' && isBlank(c.charCodeAt(0)))

const isOtherMark = (c: string, mark: string): boolean => (c === '.' || c === ',') && c !== mark

/** The exponent of `1E3`, 0 without one, null when it asks for more digits than allowed. */
const readExponent = (s: Scanner): number | null => {
  const { text } = s
  const letter = text.charAt(s.at)
  if (letter !== 'e' && letter !== 'E') return 0
  let i = s.at + 1
  const mark = text.charAt(i)
  if (mark === '-' || mark === '+') i++
  const start = i
  while (isDigit(text.charCodeAt(i))) i++
  // `1E3` is scientific notation, `1 EUR` and `1E` are commodities.
  if (i === start) return 0
  s.at = i
  const exponent = Number(text.slice(start, Math.min(i, start + 9)))
  if (i - start > 9 || exponent > decimalsMax) return null
  return mark === '-' ? -exponent : exponent
}

const assemble = (
  s: Scanner,
  start: number,
  groups: Groups,
  exponent: number,
  styleOf: () => NumberStyle | null,
): WrittenNumber | Refused => {
  const settled = groups.decimalMark === '?' ? settle(groups, styleOf()) : groups
  if (settled.marks > 0 && exponent !== 0) return invalid(s.text, start)
  if (settled.integer.length > integerDigitsMax || settled.fraction.length > decimalsMax) {
    return tooLong(s.text, start)
  }
  const scale = settled.fraction.length - exponent
  if (scale > decimalsMax) return tooLong(s.text, start)
  const style = {
    decimalMark: settled.decimalMark === '' ? null : settled.decimalMark,
    groupMark: settled.marks > 0 ? settled.groupMark : null,
    decimals: settled.fraction.length,
  }
  if (scale < 0) {
    const digits = BigInt(settled.integer + settled.fraction) * powerOfTen(-scale)
    return { value: { digits, scale: 0 }, decimals: 0, style }
  }
  return { value: significant(settled.integer, settled.fraction, scale), decimals: scale, style }
}

/** Trailing zeros are dropped as text, before the number becomes big: `4.862000000000` is 4862 × 10^-3. */
const significant = (integer: string, fraction: string, scale: number): Decimal => {
  let end = fraction.length
  let kept = scale
  while (end > 0 && kept > 0 && fraction.charCodeAt(end - 1) === 0x30) {
    end--
    kept--
  }
  return { digits: BigInt(integer + fraction.slice(0, end)), scale: kept }
}

/** One mark only: a decimal mark unless the declared style says that it groups digits. */
const settle = (groups: Groups, style: NumberStyle | null): Groups => {
  const mark = groups.groupMark
  const isDecimal =
    style === null ||
    (style.commaGroups === true
      ? mark === '.' || groups.fraction.length % 3 !== 0
      : style.decimalMark !== null
        ? style.decimalMark === mark
        : style.groupMark !== null
          ? style.groupMark !== mark
          : style.decimals > 0)
  return isDecimal
    ? { ...groups, marks: 0, groupMark: '', decimalMark: mark }
    : { ...groups, integer: groups.integer + groups.fraction, decimalMark: '', fraction: '' }
}

const readDigits = (s: Scanner): string => {
  const start = s.at
  while (s.at < s.text.length && isDigit(s.text.charCodeAt(s.at))) s.at++
  return s.text.slice(start, s.at)
}

const invalid = (text: string, start: number): Refused =>
  refuse(
    'invalid_number',
    `“${text.slice(start, start + 40).trim()}” is not a number. Write it like 1000.00.`,
  )

const tooLong = (text: string, start: number): Refused =>
  refuse(
    'number_too_long',
    `The number “${text.slice(start, start + 20)}…” has more than ${integerDigitsMax} digits or ${decimalsMax} decimals.`,
  )
