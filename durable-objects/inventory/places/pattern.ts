import { LIMITS } from '../../kernel/limits.ts'

/**
 * Codes from a pattern with ranges in braces: `A-{01..12}-{A..D}` are 48 codes, the last range running fastest. Numbers
 * keep the width of the first bound where it has leading zeros; letters are single capitals.
 */
export function expandPattern(pattern: string): Expansion | PatternProblem {
  const parts = partsOf(pattern)
  if (typeof parts === 'string') return parts
  const count = parts.reduce((product, part) => product * (typeof part === 'string' ? 1 : part.size), 1)
  if (count > LIMITS.binsARequestMax) return 'too_many'
  let codes = ['']
  for (const part of parts) {
    const values =
      typeof part === 'string' ? [part] : Array.from({ length: part.size }, (_, at) => part.at(at))
    codes = codes.flatMap((start) => values.map((value) => start + value))
  }
  if (codes.some(({ length }) => length > LIMITS.placeCodeCharsMax)) return 'too_long'
  return { codes }
}

export interface Expansion {
  codes: readonly string[]
}
export type PatternProblem = 'no_range' | 'not_a_range' | 'backwards' | 'too_many' | 'too_long'

export function describePatternProblem(problem: PatternProblem): string {
  switch (problem) {
    case 'no_range':
      return 'Write at least one range in braces, such as {01..12}; a single bin is added by its code.'
    case 'not_a_range':
      return 'Write a range as {01..12} or {A..F}: two numbers or two capital letters, with two points between them.'
    case 'backwards':
      return 'A range goes from its smaller bound to its larger one.'
    case 'too_many':
      return `A pattern makes at most ${LIMITS.binsARequestMax} codes. Cut it into several.`
    case 'too_long':
      return `A code has at most ${LIMITS.placeCodeCharsMax} characters.`
  }
}

interface Range {
  size: number
  at(index: number): string
}

function partsOf(pattern: string): (string | Range)[] | PatternProblem {
  // Text and the insides of braces take turns.
  const pieces = pattern.split(/\{([^{}]*)\}/)
  if (pieces.length === 1 && !/[{}]/.test(pattern)) return 'no_range'
  const parts: (string | Range)[] = []
  for (const [index, piece] of pieces.entries()) {
    if (index % 2 === 0) {
      if (/[{}]/.test(piece)) return 'not_a_range'
      parts.push(piece)
      continue
    }
    const range = rangeOf(piece)
    if (typeof range === 'string') return range
    parts.push(range)
  }
  return parts
}

function rangeOf(text: string): Range | PatternProblem {
  const numbers = /^(\d{1,9})\.\.(\d{1,9})$/.exec(text)
  if (numbers) {
    const [, from = '', to = ''] = numbers
    const [first, last] = [Number(from), Number(to)]
    const width = from.length > 1 && from.startsWith('0') ? from.length : 0
    if (last < first) return 'backwards'
    return { size: last - first + 1, at: (index) => String(first + index).padStart(width, '0') }
  }
  const letters = /^([A-Z])\.\.([A-Z])$/.exec(text)
  if (!letters) return 'not_a_range'
  const [first, last] = [letters[1]?.charCodeAt(0) ?? 0, letters[2]?.charCodeAt(0) ?? 0]
  if (last < first) return 'backwards'
  return { size: last - first + 1, at: (index) => String.fromCharCode(first + index) }
}
