import type { Journal } from './model.ts'

/**
 * How the numbers of a journal are written. A pattern is text with `{n}` or `{n:4}` (the number, with leading zeros), `{yyyy}`,
 * `{yy}`, `{mm}` (of the effective date) and `{journal}`. All numbers with the same text around them are one series: with a
 * year in the pattern, numbers begin at 1 in every year, and are gap-free in each.
 */

const PLACEHOLDER = /\{([a-z]+)(?::(\d))?\}/g
/** A series is the text of its vouchers with this in place of the number. */
const NUMBER_MARK = '#'

export interface Series {
  /** Empty for a journal without a pattern. */
  key: string
  write: (number: number) => string
}

export function seriesOf(
  { code, pattern }: Pick<Journal, 'code' | 'pattern'>,
  effectiveDate: string,
): Series {
  if (pattern === null) return { key: '', write: (number) => `${code} ${number}` }
  const written = (number: string, width: (digits: number) => string) =>
    pattern.replaceAll(PLACEHOLDER, (_, name: string, digits: string | undefined) => {
      if (name === 'n') return digits === undefined ? number : width(Number(digits))
      return PARTS[name]?.(effectiveDate, code) ?? ''
    })
  return {
    key: written(NUMBER_MARK, () => NUMBER_MARK),
    write: (number) => written(String(number), (digits) => String(number).padStart(digits, '0')),
  }
}

const PARTS: Record<string, (date: string, journal: string) => string> = {
  yyyy: (date) => date.slice(0, 4),
  yy: (date) => date.slice(2, 4),
  mm: (date) => date.slice(5, 7),
  journal: (_, journal) => journal,
}

/** What is wrong with a pattern, in words; undefined where it can be used. */
export function patternProblem(pattern: string): string | undefined {
  const names = [...pattern.matchAll(PLACEHOLDER)].map(([, name]) => name as string)
  const unknown = names.find((name) => name !== 'n' && !(name in PARTS))
  if (unknown !== undefined)
    return `{${unknown}} is not known. Use {n}, {n:4}, {yyyy}, {yy}, {mm}, {journal}.`
  if (/[{}]/.test(pattern.replaceAll(PLACEHOLDER, ''))) return 'A brace is not closed or not a placeholder.'
  if (pattern.includes(NUMBER_MARK)) return `${NUMBER_MARK} cannot be a part of it.`
  if (names.filter((name) => name === 'n').length !== 1) return 'It needs the number, {n} or {n:4}, once.'
  if (names.includes('mm') && !names.includes('yyyy') && !names.includes('yy'))
    return 'With a month it needs a year, or the numbers of two years would be the same.'
  return undefined
}
