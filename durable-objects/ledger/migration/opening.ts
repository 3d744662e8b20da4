import { describeAmountProblem, formatAmount, parseAmount } from '../../kernel/amount.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { isRefusal } from '../../kernel/result.ts'
import type { JournalEntryInput } from '../contract.ts'
import { type Account, type Unit, unitFor } from '../model.ts'
import type { Posting } from '../posting.ts'
import { isProblem, readDateCell, readNumberCell } from './cells.ts'
import type { ImportIssue } from './contract.ts'
import { csvRecords } from './csv-records.ts'
import type { OpeningLine } from './inputs.ts'
import type { Mapping } from './mapping.ts'

/** Balances that books begin with, from lines or a CSV text. Lines are counted from 1, rows by the lines of the text. */

export interface OpeningRow {
  at: number
  input: OpeningLine
}

export function openingRows(csv: string, mapping: Mapping): { rows: OpeningRow[]; errors: ImportIssue[] } {
  const [header, ...records] = csvRecords(csv, mapping.delimiter ?? ',', LIMITS.openingLinesMax + 2)
  const names = (header?.cells ?? []).map((cell) => cell.trim())
  const rows: OpeningRow[] = []
  const errors: ImportIssue[] = []
  const absent = Object.values(mapping.columns).find((name) => !names.includes(name.trim()))
  const isNeeded =
    absent !== undefined &&
    [mapping.columns.account, mapping.columns.debit, mapping.columns.credit, mapping.columns.amount].includes(
      absent,
    )
  if (isNeeded) {
    const detail = `There is no column "${absent}". The first line names ${names.slice(0, 20).join(', ')}.`
    return { rows, errors: [{ line: 1, code: 'invalid_header', detail }] }
  }
  for (const { line, cells } of records) {
    const cell = (field: string) => {
      const index = names.indexOf((mapping.columns[field] ?? '\u0000').trim())
      const text = (cells[index] ?? '').trim().replace(/^'(?=[=+\-@])/, '')
      return text || mapping.defaults?.[field]
    }
    const issues: ImportIssue[] = []
    const checked = (field: string, read: (text: string) => ReturnType<typeof readDateCell>) => {
      const text = cell(field)
      const value = text === undefined ? undefined : read(text)
      if (!isProblem(value)) return value
      issues.push({
        line,
        field: mapping.columns[field] ?? field,
        code: 'invalid_value',
        detail: value.problem,
      })
      return undefined
    }
    const number = (field: string) => checked(field, (text) => readNumberCell(text, mapping))
    const [debit, credit, amount] = [number('debit'), number('credit'), number('amount')]
    const code = cell('account')
    const input: OpeningLine = {
      account: mapping.accounts?.[code ?? ''] ?? code ?? '',
      ...sides(debit, credit, amount),
      ...present({
        unit: cell('unit'),
        value: number('value')?.replace(/^-/, ''),
        reference: cell('itemReference'),
        dueDate: checked('dueDate', (text) => readDateCell(text, mapping.dateFormat)),
        memo: cell('memo'),
      }),
    }
    errors.push(...issues)
    // A balance of zero opens nothing.
    if (issues.length === 0 && (input.debit !== undefined || input.credit !== undefined))
      rows.push({ at: line, input })
  }
  return { rows, errors }
}

function sides(debit: string | undefined, credit: string | undefined, amount: string | undefined) {
  const moves = (text: string | undefined): text is string => text !== undefined && /[1-9]/.test(text)
  const signed = moves(debit)
    ? debit
    : moves(credit)
      ? credit.startsWith('-')
        ? credit.slice(1)
        : `-${credit}`
      : amount
  if (!moves(signed)) return {}
  return signed.startsWith('-') ? { credit: signed.slice(1) } : { debit: signed }
}

const present = <Fields extends object>(fields: Fields) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Field in keyof Fields]?: Exclude<Fields[Field], undefined>
  }

export interface OpeningTotals {
  debit: number
  credit: number
  errors: ImportIssue[]
  /** Value of each row in company currency, debit positive. */
  values: number[]
}

/** What the rows come to in company currency. */
export function openingTotals(
  rows: readonly OpeningRow[],
  books: {
    currency: Unit
    account: (code: string) => Account | undefined
    unit: (code: string) => Unit | undefined
  },
): OpeningTotals {
  const totals: OpeningTotals = { debit: 0, credit: 0, errors: [], values: [] }
  for (const { at, input } of rows) {
    const value = companyValue(input, books)
    if (typeof value !== 'number') totals.errors.push({ line: at, ...value })
    const minor = typeof value === 'number' ? value : 0
    totals.values.push(minor)
    if (minor > 0) totals.debit += minor
    else totals.credit -= minor
  }
  const most = Math.max(totals.debit, totals.credit)
  if (most > LIMITS.minorUnitsMax)
    totals.errors.push({
      line: rows[0]?.at ?? 1,
      code: 'balance_out_of_range',
      detail: 'The balances add up to more than can be exact.',
    })
  return totals
}

type Books = Parameters<typeof openingTotals>[1]

function companyValue(
  { account: code, debit, credit, unit, value }: OpeningLine,
  books: Books,
): number | Omit<ImportIssue, 'line'> {
  const account = books.account(code)
  if (!account)
    return {
      field: 'account',
      code: 'unknown_account',
      detail: `There is no account ${code}. Open it first, or correct the code.`,
    }
  if ((debit === undefined) === (credit === undefined))
    return { field: 'debit', code: 'debit_or_credit', detail: 'Give the line either a debit or a credit.' }
  const inUnit = unit ?? account.unit ?? books.currency.code
  const isForeign = inUnit !== books.currency.code
  if (isForeign && value === undefined)
    return {
      field: 'value',
      code: 'value_required',
      detail: `The line is in ${inUnit}. Say what it is worth in ${books.currency.code} with value.`,
    }
  if (isForeign && !unitFor(books, inUnit))
    return {
      field: 'unit',
      code: 'unknown_unit',
      detail: `${inUnit} is neither a currency of ISO 4217 nor a registered unit. Register it first.`,
    }
  const amount = parseAmount((isForeign ? value : (debit ?? credit)) as string, books.currency.scale)
  if (typeof amount === 'string')
    return {
      field: isForeign ? 'value' : 'debit',
      code: amount,
      detail: describeAmountProblem(amount, books.currency.code, books.currency.scale),
    }
  if (amount < 0)
    return {
      field: 'debit',
      code: 'negative_amount',
      detail: 'Amounts are not negative: use the other side instead.',
    }
  return debit === undefined ? 0 - amount : amount
}

export interface OpeningPosted {
  entries: { id: string; voucher: string }[]
  errors: ImportIssue[]
}

/** Posts the rows, each entry balanced against the account for opening balances. */
export function postOpening(
  posting: Posting,
  rows: readonly OpeningRow[],
  values: readonly number[],
  {
    date,
    description,
    account,
    scale,
  }: { date: string; description: string; account: string | undefined; scale: number },
): OpeningPosted {
  const result: OpeningPosted = { entries: [], errors: [] }
  const size = LIMITS.entryLinesMax - 1
  for (let at = 0; at < rows.length; at += size) {
    const chunk = rows.slice(at, at + size)
    const rest = values.slice(at, at + size).reduce((sum, value) => sum + value, 0)
    const input: JournalEntryInput = {
      effectiveDate: date,
      description,
      lines: chunk.map(({ input }) => input),
    }
    if (rest !== 0 && account !== undefined)
      input.lines.push({ account, [rest > 0 ? 'credit' : 'debit']: formatAmount(Math.abs(rest), scale) })
    const posted = posting.post(input, { purpose: 'opening' })
    if (!isRefusal(posted)) {
      result.entries.push({ id: posted.id, voucher: posted.voucher ?? `${posted.journal} ${posted.number}` })
      continue
    }
    const errors =
      posted.errors.length > 0
        ? posted.errors
        : [{ pointer: '', code: posted.refused, detail: posted.detail }]
    for (const { pointer, code, detail } of errors) {
      const [, index, field] = /^\/lines\/(\d+)(?:\/(\w+))?/.exec(pointer) ?? []
      const line = chunk[Number(index)]?.at ?? chunk[0]?.at ?? 1
      result.errors.push({ line, ...(field !== undefined && { field }), code, detail })
    }
  }
  return result
}
