import { parseDate } from '../../kernel/dates.ts'
import type { DateFormat } from './mapping.ts'

/** Dates and numbers as files of other systems write them. Each has one declared format; nothing is guessed here. */

export type CellProblem = { problem: string }
export const isProblem = (value: unknown): value is CellProblem =>
  typeof value === 'object' && value !== null && 'problem' in value

const readers = new Map<DateFormat, (text: string) => string | undefined>()

/** The date as YYYY-MM-DD. Years of two digits are those from 1970 to 2069. A time after the date is left out. */
export function readDateCell(text: string, format: DateFormat): string | CellProblem {
  const reader = readers.get(format) ?? readerOf(format)
  readers.set(format, reader)
  const date = reader(text.trim())
  if (date !== undefined && parseDate(date) !== undefined) return date
  return { problem: `"${text.slice(0, 40)}" is not a date of the form ${format}.` }
}

function readerOf(format: DateFormat): (text: string) => string | undefined {
  const names: string[] = []
  const pattern = format.replaceAll(/[.]/g, '\\.').replaceAll(/YYYY|YY|MM|DD/g, (part) => {
    names.push(part)
    if (part === 'YYYY') return '(\\d{4})'
    // Without marks between them, all digits must be there.
    return part === 'YY' || /^[YMD]+$/.test(format) ? '(\\d{2})' : '(\\d{1,2})'
  })
  const whole = new RegExp(`^${pattern}(?:[T ].{0,40})?$`)
  return (text) => {
    const match = whole.exec(text)
    if (!match) return undefined
    const parts = new Map(names.map((name, at) => [name, match[at + 1] as string]))
    const short = parts.get('YY')
    const year = parts.get('YYYY') ?? (Number(short) < 70 ? `20${short}` : `19${short}`)
    return `${year}-${parts.get('MM')?.padStart(2, '0')}-${parts.get('DD')?.padStart(2, '0')}`
  }
}

export interface NumberFormat {
  decimalMark: '.' | ','
  thousands?: ',' | '.' | ' ' | "'" | '' | undefined
}

/**
 * The number as a plain decimal such as "-1234.50". A minus may stand before or after it, or parentheses around it. A mark
 * between thousands must stand before groups of three digits, and only where the mapping says so.
 */
export function readNumberCell(
  text: string,
  { decimalMark, thousands = '' }: NumberFormat,
): string | CellProblem {
  const plain = text
    .replaceAll(/[\u00A0\u202F\u2009]/g, ' ')
    .trim()
    .replace('\u2212', '-')
  const inBrackets = /^\((.*)\)$/.exec(plain)?.[1]
  const unsigned = (inBrackets ?? plain).replace(/^[+-]\s*/, '').replace(/\s*-$/, '')
  const isNegative = inBrackets !== undefined || /^-|-$/.test(plain)
  const [whole = '', fraction, ...more] = unsigned.split(decimalMark)
  const digits = thousands === '' ? whole : withoutThousands(whole, thousands === "'" ? /['’]/g : thousands)
  const isNumber = digits !== undefined && more.length === 0 && isDigits(digits, fraction)
  if (!isNumber) return { problem: describe(text, decimalMark, thousands) }
  const number = `${digits.replace(/^0+(?=\d)/, '') || '0'}${fraction ? `.${fraction}` : ''}`
  return isNegative && /[1-9]/.test(number) ? `-${number}` : number
}

const isDigits = (digits: string, fraction: string | undefined): boolean =>
  /^\d{0,30}$/.test(digits) && /^\d{0,30}$/.test(fraction ?? '') && digits + (fraction ?? '') !== ''

function withoutThousands(whole: string, mark: string | RegExp): string | undefined {
  const groups = whole.split(mark)
  const [first = '', ...rest] = groups
  if (rest.length === 0) return whole
  const isGrouped = /^\d{1,3}$/.test(first) && rest.every((group) => /^\d{3}$/.test(group))
  return isGrouped ? groups.join('') : undefined
}

const describe = (text: string, decimalMark: string, thousands: string): string =>
  `"${text.slice(0, 40)}" is not a number with the decimal mark "${decimalMark}"${thousands === '' ? ' and nothing between thousands' : ` and "${thousands}" between thousands`}.`
