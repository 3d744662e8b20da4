/**
 * What the parser knows at one line of the file: the rules in force, and the tree and issues collected so far.
 */
import type { AccountRules } from './accounts.ts'
import { noRules } from './accounts.ts'
import type { AmountStyles } from './amount.ts'
import type { ParsedJournal, Refused, RowIssue } from './model.ts'
import { issuesMax } from './model.ts'

export type Dialect = 'hledger' | 'ledger'

export type ParserState = {
  dialect: Dialect
  lines: string[]
  /** Index into `lines` of the next line to read. */
  next: number
  /** Year for dates without one: four digits, or null. */
  year: string | null
  styles: AmountStyles
  rules: AccountRules
  /** ledger's default account: the counterpart of a transaction with a single posting. */
  bucket: string | null
  /** Tags of `apply tag` blocks, and what each `apply` block that is open is. */
  tags: string[]
  blocks: string[]
  /** Directives that this dialect has besides, or reads in its own way. */
  own: ReadonlyMap<string, (state: ParserState, argument: string, line: number) => Refused | null>
  journal: ParsedJournal
  issues: IssueList
}

/** Errors and warnings; beyond `issuesMax` per kind they are only counted. */
export type IssueList = { errors: RowIssue[]; warnings: RowIssue[]; errorsLeft: number; warningsLeft: number }

export const noIssues = (): IssueList => ({ errors: [], warnings: [], errorsLeft: 0, warningsLeft: 0 })

export const addError = (issues: IssueList, line: number, refused: Refused): void => {
  if (issues.errors.length < issuesMax)
    issues.errors.push({ line, code: refused.refused, detail: refused.detail })
  else issues.errorsLeft++
}

export const addWarning = (issues: IssueList, line: number, code: string, detail: string): void => {
  if (issues.warnings.length < issuesMax) issues.warnings.push({ line, code, detail })
  else issues.warningsLeft++
}

/** Both kinds in line order, each closed by one row that counts what the list leaves out. */
export const closeIssues = (issues: IssueList): { errors: RowIssue[]; warnings: RowIssue[] } => ({
  errors: closed(issues.errors, issues.errorsLeft, 'more_errors', 'errors'),
  warnings: closed(issues.warnings, issues.warningsLeft, 'more_warnings', 'warnings'),
})

const closed = (rows: RowIssue[], left: number, code: string, noun: string): RowIssue[] => {
  const sorted = rows.toSorted((a, b) => a.line - b.line)
  const line = sorted.at(-1)?.line ?? 1
  return left === 0
    ? sorted
    : [
        ...sorted,
        { line, code, detail: `${left} more ${noun} are not listed. Correct the listed ones first.` },
      ]
}

export const startState = (lines: string[], dialect: Dialect = 'hledger'): ParserState => ({
  dialect,
  lines,
  next: 0,
  year: null,
  styles: {
    decimalMark: null,
    commodities: new Map(),
    defaultCommodity: null,
    ...(dialect === 'ledger' && { commaGroups: true, aliases: new Map() }),
  },
  rules: noRules(),
  bucket: null,
  tags: [],
  blocks: [],
  own: new Map(),
  journal: {
    transactions: [],
    accounts: [],
    prices: [],
    commodities: [],
    directives: [],
    errors: [],
    warnings: [],
  },
  issues: noIssues(),
})

/** Moves past the indented lines that belong to the construct just read, blank ones excepted. */
export const skipIndented = (state: ParserState): void => {
  while (isIndented(state.lines[state.next])) state.next++
}

export const isIndented = (line: string | undefined): line is string =>
  line !== undefined && (line.charCodeAt(0) === 0x20 || line.charCodeAt(0) === 0x09) && line.trim() !== ''
