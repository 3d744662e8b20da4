/**
 * Beancount text as rows of tokens. A row is a line, or several where a string goes on over line ends.
 * Grammar: beancount/parser/lexer.l and grammar.y of version 2.3.
 */
import type { Decimal } from '../decimal.ts'
import { decimalsMax, integerDigitsMax, type Refused, refuse } from '../model.ts'
import { splitLines } from '../text.ts'

export type Token =
  | {
      kind: 'date' | 'string' | 'account' | 'currency' | 'tag' | 'link' | 'key' | 'word' | 'mark'
      text: string
    }
  | { kind: 'number'; text: string; value: Decimal; decimals: number }

export type Row = {
  line: number
  isIndented: boolean
  tokens: Token[]
  refused: Refused | null
  /** The row as written, for messages. */
  text: string
}

/** Rows that say something; comments, blank lines and headings of outlines say nothing. */
export function* rowsOf(text: string): Generator<Row> {
  const lines = splitLines(text)
  for (let at = 0; at < lines.length; at++) {
    const line = at + 1
    let written = lines[at] ?? ''
    // Headings of org-mode, and what else a reader of beancount passes over at the start of a line.
    if (/^[*:#%]/.test(written) || written.trim() === '' || written.trimStart().startsWith(';')) continue
    for (let taken = 0; hasOpenString(written) && at + 1 < lines.length && taken < stringLinesMax; taken++)
      written += `\n${lines[++at] ?? ''}`
    const tokens = tokensOf(written)
    const row = { line, isIndented: /^[ \t]/.test(written), text: written.trim() }
    if (Array.isArray(tokens)) {
      if (tokens.length > 0) yield { ...row, tokens, refused: null }
    } else yield { ...row, tokens: [], refused: tokens }
  }
}

/** Lines that one string may have: a quote that is not closed must not swallow the file. */
const stringLinesMax = 64

const hasOpenString = (written: string): boolean => {
  let isOpen = false
  for (let at = 0; at < written.length; at++) {
    const c = written.charAt(at)
    if (isOpen && c === '\\') at++
    else if (c === '"') isOpen = !isOpen
    else if (c === ';' && !isOpen) return false
  }
  return isOpen
}

const patterns: readonly [Token['kind'] | 'blank' | 'comment', RegExp][] = [
  ['blank', /[ \t\r\n]+/y],
  ['comment', /;.*/y],
  ['date', /\d{4}[-/]\d{1,2}[-/]\d{1,2}/y],
  ['string', /"(?:[^"\\]|\\[\s\S])*"/y],
  ['account', /\p{Lu}[\p{L}\p{N}-]*(?::[\p{Lu}\p{Lo}\p{N}][\p{L}\p{N}-]*)+/uy],
  ['key', /[a-z][A-Za-z0-9_-]*:(?=[\s"]|$)/y],
  ['number', /(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+/y],
  ['currency', /[A-Z](?:[A-Z0-9'._-]{0,22}[A-Z0-9])?(?![\w])/y],
  ['tag', /#[A-Za-z0-9\-_/.]+/y],
  ['link', /\^[A-Za-z0-9\-_/.]+/y],
  ['word', /[a-z][a-z_]*/y],
  ['mark', /\{\{|\}\}|@@|[{}@()+\-*/~|,!&#?%]/y],
]

const tokensOf = (written: string): Token[] | Refused => {
  const tokens: Token[] = []
  for (let at = 0; at < written.length; ) {
    const found = matchAt(written, at)
    if (found === undefined) {
      const rest = written.slice(at, at + 20)
      return refuse('invalid_syntax', `“${rest}” cannot be read here. Correct the line.`)
    }
    at += found.text.length
    if (found.kind === 'blank' || found.kind === 'comment') continue
    const token = tokenOf(found.kind, found.text)
    if ('refused' in token) return token
    tokens.push(token)
  }
  return tokens
}

const matchAt = (written: string, at: number) => {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at
    const text = pattern.exec(written)?.[0]
    if (text !== undefined && text !== '') return { kind, text }
  }
  return undefined
}

const tokenOf = (kind: Token['kind'], text: string): Token | Refused => {
  if (kind === 'number') return numberOf(text)
  if (kind === 'string') return { kind, text: unescaped(text.slice(1, -1)) }
  if (kind === 'key') return { kind, text: text.slice(0, -1) }
  if (kind === 'tag' || kind === 'link') return { kind, text: text.slice(1) }
  return { kind, text }
}

const numberOf = (text: string): Token | Refused => {
  const [whole = '', fraction = ''] = text.replaceAll(',', '').split('.')
  if (whole.length > integerDigitsMax || fraction.length > decimalsMax)
    return refuse('number_too_long', `The number “${text.slice(0, 20)}…” has too many digits.`)
  const value = { digits: BigInt(whole + fraction || '0'), scale: fraction.length }
  return { kind: 'number', text, value, decimals: fraction.length }
}

const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r', f: '\f', b: '\b' }

const unescaped = (text: string): string =>
  text.replace(/\\([\s\S])/g, (_, c: string) => escapes[c] ?? c).normalize('NFC')
