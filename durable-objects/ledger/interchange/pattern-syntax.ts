/** The syntax of POSIX extended regular expressions, case-insensitive: from text to a tree. */
import type { Refused } from './model.ts'
import { isRefused, refuse } from './model.ts'

export type Node =
  | { kind: 'empty' }
  | { kind: 'char'; matches: (c: string) => boolean; literal?: string }
  | { kind: 'assert'; holds: (text: string, at: number) => boolean }
  | { kind: 'sequence'; nodes: Node[] }
  | { kind: 'choice'; nodes: Node[] }
  | { kind: 'group'; index: number; node: Node }
  | { kind: 'repeat'; node: Node; min: number; max: number }

/** Groups within groups: bounds the depth of the syntax tree. */
const nestingMax = 50

/** The tree of a pattern and how many groups it has. */
export const parsePattern = (source: string): { node: Node; groups: number } | Refused => {
  const reader = { source, at: 0, groups: 0, depth: 0 }
  const node = parseChoice(reader)
  if (isRefused(node)) return node
  if (reader.at < source.length) return bad('a closing parenthesis has no opening one')
  return { node, groups: reader.groups }
}

type Reader = { source: string; at: number; groups: number; depth: number }

const parseChoice = (r: Reader): Node | Refused => {
  const nodes: Node[] = []
  for (;;) {
    const node = parseSequence(r)
    if (isRefused(node)) return node
    nodes.push(node)
    if (r.source.charAt(r.at) !== '|') return nodes.length === 1 ? node : { kind: 'choice', nodes }
    r.at++
  }
}

const parseSequence = (r: Reader): Node | Refused => {
  const nodes: Node[] = []
  while (r.at < r.source.length && r.source.charAt(r.at) !== '|' && r.source.charAt(r.at) !== ')') {
    let node = parseAtom(r)
    for (let count = 0; !isRefused(node); count++) {
      const bounds = parseBounds(r)
      if (bounds === null) break
      if (isRefused(bounds)) return bounds
      if (count > 0) return bad('two repetitions follow each other')
      node = { kind: 'repeat', node, ...bounds }
    }
    if (isRefused(node)) return node
    nodes.push(node)
  }
  return { kind: 'sequence', nodes }
}

const parseBounds = (r: Reader): { min: number; max: number } | null | Refused => {
  const c = r.source.charAt(r.at)
  const infinite = Number.POSITIVE_INFINITY
  if (c === '*' || c === '+' || c === '?') {
    r.at++
    return c === '*' ? { min: 0, max: infinite } : c === '+' ? { min: 1, max: infinite } : { min: 0, max: 1 }
  }
  if (c !== '{') return null
  const close = r.source.indexOf('}', r.at)
  const found = close < 0 ? null : /^(\d{1,3})(,(\d{1,3})?)?$/.exec(r.source.slice(r.at + 1, close))
  if (found === null) return bad('a repetition is written {2}, {2,} or {2,5}')
  r.at = close + 1
  const min = Number(found[1])
  const max = found[2] === undefined ? min : found[3] === undefined ? infinite : Number(found[3])
  return max < min ? bad('a repetition ends before it begins') : { min, max }
}

const parseAtom = (r: Reader): Node | Refused => {
  const c = r.source.charAt(r.at)
  r.at++
  if (c === '(') return parseGroup(r)
  if (c === '[') return parseSet(r)
  if (c === '.') return { kind: 'char', matches: () => true }
  if (c === '^') return { kind: 'assert', holds: (_, at) => at === 0 }
  if (c === '$') return { kind: 'assert', holds: (text, at) => at === text.length }
  if (c === '*' || c === '+' || c === '?' || c === '{') return bad(`“${c}” repeats nothing`)
  if (c !== '\\') return literal(c)
  const escaped = r.source.charAt(r.at)
  r.at++
  if (escaped === '') return bad('it ends in a backslash')
  if (escaped === 'b')
    return { kind: 'assert', holds: (text, at) => isWord(text, at - 1) !== isWord(text, at) }
  if (escaped === 'B')
    return { kind: 'assert', holds: (text, at) => isWord(text, at - 1) === isWord(text, at) }
  if (escaped === '<')
    return { kind: 'assert', holds: (text, at) => !isWord(text, at - 1) && isWord(text, at) }
  if (escaped === '>')
    return { kind: 'assert', holds: (text, at) => isWord(text, at - 1) && !isWord(text, at) }
  return literal(escaped)
}

const parseGroup = (r: Reader): Node | Refused => {
  if (++r.depth > nestingMax) return bad(`groups are nested more than ${nestingMax} deep`)
  const index = ++r.groups
  const node = parseChoice(r)
  if (isRefused(node)) return node
  if (r.source.charAt(r.at) !== ')') return bad('a group is not closed')
  r.at++
  r.depth--
  return { kind: 'group', index, node }
}

const parseSet = (r: Reader): Node | Refused => {
  const negated = r.source.charAt(r.at) === '^'
  if (negated) r.at++
  const tests: ((c: string) => boolean)[] = []
  for (let first = true; ; first = false) {
    const c = r.source.charAt(r.at)
    if (c === '') return bad('a set [ is not closed')
    r.at++
    if (c === ']' && !first) break
    if (c === '[' && r.source.charAt(r.at) === ':') {
      const close = r.source.indexOf(':]', r.at)
      const test = close < 0 ? undefined : classes.get(r.source.slice(r.at + 1, close))
      if (test === undefined) return bad('a character class is unknown')
      tests.push(test)
      r.at = close + 2
    } else if (r.source.charAt(r.at) === '-' && !['', ']'].includes(r.source.charAt(r.at + 1))) {
      const last = r.source.charAt(r.at + 1)
      r.at += 2
      tests.push((x) => (x >= c && x <= last) || inRangeFolded(x, c, last))
    } else tests.push((x) => fold(x) === fold(c))
  }
  return { kind: 'char', matches: (x) => tests.some((test) => test(x)) !== negated }
}

const classes = new Map<string, (c: string) => boolean>([
  ['alpha', (c) => /\p{L}/u.test(c)],
  ['upper', (c) => /\p{L}/u.test(c)],
  ['lower', (c) => /\p{L}/u.test(c)],
  ['digit', (c) => c >= '0' && c <= '9'],
  ['alnum', (c) => /[\p{L}\p{N}]/u.test(c)],
  ['space', (c) => /\s/.test(c)],
  ['blank', (c) => c === ' ' || c === '\t'],
  ['punct', (c) => /[\p{P}\p{S}]/u.test(c)],
])

const literal = (c: string): Node => ({
  kind: 'char',
  matches: (x) => x === c || fold(x) === fold(c),
  literal: fold(c),
})
const fold = (c: string): string => c.toLowerCase()
const inRangeFolded = (x: string, first: string, last: string): boolean => {
  const lower = x.toLowerCase()
  const upper = x.toUpperCase()
  return (lower >= first && lower <= last) || (upper >= first && upper <= last)
}
const isWord = (text: string, at: number): boolean => /[\p{L}\p{N}_]/u.test(text.charAt(at))

/** Refusal: `invalid_pattern`. */
export const bad = (why: string): Refused =>
  refuse(
    'invalid_pattern',
    `The alias pattern cannot be read: ${why}. Write it as an extended regular expression.`,
  )
