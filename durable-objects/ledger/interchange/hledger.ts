/**
 * Reads hledger journal text into a faithful syntax tree and a list of row errors.
 *
 * Every construct of the format is either understood, or refused by name with its line; nothing is skipped silently.
 * An error in one transaction does not stop the next one: reading resumes at the next line without indentation.
 */
import { parseDirective } from './directives.ts'
import type { ParsedJournal } from './model.ts'
import { refuse } from './model.ts'
import type { ParserState } from './state.ts'
import { addError, closeIssues, isIndented, skipIndented, startState } from './state.ts'
import { isDigit, splitLines } from './text.ts'
import { parseTransaction } from './transaction.ts'

/** Parses a whole journal. Takes time linear in the text. */
export const parseJournal = (text: string): ParsedJournal => parseAll(startState(splitLines(text)))

/** The same for a dialect whose state was prepared elsewhere. */
export const parseAll = (state: ParserState): ParsedJournal => {
  while (state.next < state.lines.length) parseItem(state)
  return { ...state.journal, ...closeIssues(state.issues) }
}

const commentMarks = { hledger: ';#*', ledger: ';#*|%' }

const parseItem = (state: ParserState): void => {
  const line = state.lines[state.next] ?? ''
  const first = line.trimStart().charAt(0)
  if (first === '' || commentMarks[state.dialect].includes(first)) state.next++
  else if (isIndented(line)) strayLines(state)
  else if (isDigit(first.charCodeAt(0))) parseTransaction(state)
  else if (opensComment(line)) skipCommentBlock(state)
  else parseDirective(state)
}

const opensComment = (line: string): boolean => line.startsWith('comment') && line.trimEnd() === 'comment'

const skipCommentBlock = (state: ParserState): void => {
  do state.next++
  while (state.next < state.lines.length && (state.lines[state.next] ?? '').trimEnd() !== 'end comment')
  state.next++
}

const strayLines = (state: ParserState): void => {
  addError(
    state.issues,
    state.next + 1,
    refuse(
      'stray_posting',
      'The indented line belongs to no transaction: a blank line ends one. Move it up, or start it with a date.',
    ),
  )
  skipIndented(state)
}
