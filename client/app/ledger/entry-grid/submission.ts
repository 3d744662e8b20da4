import type { z } from 'zod'
import { describeAmountProblem, parseAmount } from '../../../../durable-objects/kernel/amount.ts'
import { ledgerContract } from '../../../../durable-objects/ledger/contract.ts'
import { checkInput, type FormErrors } from '../../lib/forms.ts'
import { type Books, balancesOf, isBalanced, unitOf } from './balance.ts'
import {
  COLUMNS,
  type Column,
  DETAIL_COLUMNS,
  type Draft,
  dimensionsOf,
  type Header,
  isBlankRow,
  isDimensionColumn,
  type Row,
} from './model.ts'
import { isRate, rateOf } from './rate.ts'

/** Between the grid and the command: what is sent, and where on the grid a refusal belongs. */

const schema = ledgerContract.operations.PostJournalEntry.input
export type EntryInput = z.input<typeof schema>

export interface Submission {
  input: EntryInput
  /** The grid's row of each line that is sent; blank rows are not sent. */
  rowKeys: readonly number[]
}

export interface GridErrors {
  cells: ReadonlyMap<string, string>
  header: ReadonlyMap<keyof Header, string>
  general: string | undefined
}

export const NO_GRID_ERRORS: GridErrors = { cells: new Map(), header: new Map(), general: undefined }

export const cellId = (rowKey: number, column: Column): string => `${rowKey}/${column}`

export const hasErrors = ({ cells, header, general }: GridErrors): boolean =>
  cells.size > 0 || header.size > 0 || general !== undefined

export function submissionOf(draft: Draft): Submission {
  const rows = draft.rows.filter((row) => !isBlankRow(row))
  const { effectiveDate, journal, description, reference, note, reverseOn } = draft
  const texts = present({ journal, description, reference, note, reverseOn })
  return {
    input: { effectiveDate, ...texts, ...draft.kept, lines: rows.map(lineOf) },
    rowKeys: rows.map(({ key }) => key),
  }
}

function lineOf(row: Row): EntryInput['lines'][number] {
  const { memo, unit, debit, credit, reference, dueDate, distribution } = row
  const worth = isRate(row.value) ? { rate: rateOf(row.value) } : { value: row.value }
  const dimensions = dimensionsOf(row)
  return {
    account: row.account.trim(),
    ...present({ memo, unit, debit, credit, ...worth, reference, dueDate, distribution }),
    ...(Object.keys(dimensions).length > 0 && { dimensions }),
  }
}

const present = <Fields extends Record<string, string>>(
  fields: Fields,
): { [Name in keyof Fields]?: string } =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, text]) => (text.trim() ? [[name, text.trim()]] : [])),
  ) as { [Name in keyof Fields]?: string }

/**
 * What the server would refuse, said before sending: the contract's own schema, and the rules that need only the chart and the
 * units. The server checks all of it again.
 */
export function problemsOf(draft: Draft, submission: Submission, books: Books): GridErrors {
  const fromSchema = checkInput(schema, submission.input)
  const errors = fromSchema ? gridErrorsOf(fromSchema, submission) : NO_GRID_ERRORS
  const cells = new Map(errors.cells)
  for (const row of draft.rows) {
    if (isBlankRow(row)) continue
    for (const [column, text] of rowProblems(row, books)) cells.set(cellId(row.key, column), text)
  }
  return { ...errors, cells }
}

/** What would be sent, once it could be: undefined while the grid itself has something to say. */
export function readyInput(draft: Draft, books: Books): EntryInput | undefined {
  const submission = submissionOf(draft)
  if (submission.rowKeys.length === 0 || !isBalanced(balancesOf(draft.rows, books))) return undefined
  return hasErrors(problemsOf(draft, submission, books)) ? undefined : submission.input
}

function rowProblems(row: Row, books: Books): [Column, string][] {
  const problems: [Column, string][] = []
  const account = row.account.trim()
  if (!account) problems.push(['account', 'Choose an account.'])
  else if (!books.account(account)) problems.push(['account', `There is no account ${account}.`])
  const only = books.account(account)?.unit
  const unit = unitOf(row, books)
  const scale = books.scaleOf(unit)
  if (only && unit !== only) problems.push(['unit', `Account ${account} takes ${only} only.`])
  else if (scale === undefined)
    problems.push(['unit', `${unit} is neither a currency of ISO 4217 nor a registered unit.`])
  const side = row.debit ? 'debit' : 'credit'
  if (!row.debit && !row.credit) problems.push(['debit', 'Give the line a debit or a credit.'])
  else if (scale !== undefined) problems.push(...amountProblem(row[side], unit, scale, side))
  if (isRate(row.value)) {
    if (!rateOf(row.value)) problems.push(['value', 'Write a rate such as @0.9215, or @auto.'])
  } else if (row.value && unit !== books.currency)
    problems.push(...amountProblem(row.value, books.currency, books.scaleOf(books.currency) ?? 0, 'value'))
  return problems
}

function amountProblem(text: string, unit: string, scale: number, column: Column): [Column, string][] {
  const amount = parseAmount(text, scale)
  if (amount === 'not_a_decimal') return [[column, 'This is not an amount.']]
  if (typeof amount === 'string') return [[column, describeAmountProblem(amount, unit, scale)]]
  if (amount < 0) return [[column, 'Amounts are not negative: use the other side instead.']]
  return []
}

/** Takes JSON pointers of the command (`/lines/0/debit`) to cells and fields of the grid. */
export function gridErrorsOf(
  { fields, general }: FormErrors,
  { rowKeys }: Pick<Submission, 'rowKeys'>,
): GridErrors {
  const cells = new Map<string, string>()
  const header = new Map<keyof Header, string>()
  const others: string[] = general === undefined ? [] : [general]
  for (const [pointer, text] of fields) {
    const [, first = '', index = '', ...rest] = pointer.split('/').map(unescaped)
    const field = rest[0] === 'rate' ? 'value' : rest.join('/')
    const rowKey = first === 'lines' ? rowKeys[Number(index)] : undefined
    // A refusal of the line as a whole is shown at its amount, where the way out usually is.
    if (index !== '' && rowKey !== undefined)
      cells.set(cellId(rowKey, isColumn(field) ? field : 'debit'), text)
    else if (isHeaderField(first)) header.set(first, text)
    else others.push(text)
  }
  return { cells, header, general: others.length > 0 ? others.join(' ') : undefined }
}

/** Refusals of a command that has the entry as a field of its own: their pointers are into that. */
export const draftErrors = ({ fields, general }: FormErrors): FormErrors => ({
  fields: new Map([...fields].map(([pointer, text]) => [pointer.replace(/^\/entry(?=\/|$)/, ''), text])),
  general,
})

/** What the server says of a draft as it is saved: pointers into the entry, whose lines are all of the rows. */
export const problemErrors = (
  problems: readonly { pointer: string; detail: string }[],
  rows: readonly Row[],
): GridErrors =>
  gridErrorsOf(
    { fields: new Map(problems.map(({ pointer, detail }) => [pointer, detail])), general: undefined },
    { rowKeys: rows.map(({ key }) => key) },
  )

/** A slash in a pointer's name is `~1` (RFC 6901). */
const unescaped = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~')

const FIXED: readonly string[] = [...COLUMNS, ...DETAIL_COLUMNS]
const isColumn = (text: string): text is Column => FIXED.includes(text) || isDimensionColumn(text)

const HEADER_FIELDS: readonly string[] = [
  'effectiveDate',
  'journal',
  'description',
  'reference',
  'note',
  'reverseOn',
] satisfies (keyof Header)[]
const isHeaderField = (text: string): text is keyof Header => HEADER_FIELDS.includes(text)
