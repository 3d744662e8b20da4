import type { InputOf, RefusalCode } from '../kernel/contract.ts'
import type { NewEvent } from '../kernel/log.ts'
import { currencyScale } from '../kernel/money.ts'
import { type FieldError, isRefusal, type Refusal, refuse } from '../kernel/result.ts'
import {
  type EntryPosted,
  GENERAL_JOURNAL,
  type JournalChanged,
  type JournalEntryInput,
  type JournalOpened,
  type LedgerContract,
  type RowResult,
  type UnitRegistered,
} from './contract.ts'
import { type Chart, registered } from './model.ts'
import { patternProblem } from './numbering.ts'
import type { Posting } from './posting.ts'
import type { PostingRefusal, ResolvedLine } from './rules.ts'

export type LedgerRefusal = Refusal<RefusalCode<LedgerContract>>

/** Pure decisions of the ledger, one a command: from what was loaded and its input to events or a refusal. */

export function decideRegisterUnit(chart: Chart, unit: UnitRegistered): NewEvent[] | LedgerRefusal {
  if (chart.unit(unit.code))
    return refuse('unit_code_taken', `Unit ${unit.code} is registered already.`, [
      { pointer: '/code', code: 'unit_code_taken', detail: 'A unit with this code exists.' },
    ])
  const scale = currencyScale(unit.code)
  if (unit.kind === 'currency' && scale !== undefined && scale !== unit.scale)
    return refuse('invalid_line', `ISO 4217 gives ${unit.code} ${scale} decimal places.`, [
      { pointer: '/scale', code: 'not_iso_4217', detail: `Must be ${scale}.` },
    ])
  return [registered(unit)]
}

export const journalOpened = ({ code, name, kind, pattern }: JournalOpened): NewEvent => ({
  type: 'journal-opened',
  version: 1,
  data: {
    code,
    name,
    ...(kind !== undefined && { kind }),
    ...(pattern !== undefined && { pattern }),
  } satisfies JournalOpened,
})

export function decideOpenJournal(
  chart: Chart,
  input: InputOf<LedgerContract, 'OpenJournal'>,
): NewEvent[] | LedgerRefusal {
  if (chart.journal(input.code))
    return refuse('journal_code_taken', `Journal ${input.code} exists.`, [
      { pointer: '/code', code: 'journal_code_taken', detail: 'A journal with this code exists.' },
    ])
  return problemOfPattern(input.pattern) ?? [journalOpened(input as JournalOpened)]
}

export function decideChangeJournal(
  chart: Chart,
  { journal: code, ...wanted }: InputOf<LedgerContract, 'ChangeJournal'>,
): NewEvent[] | LedgerRefusal {
  const journal = chart.journal(code)
  if (!journal)
    return refuse('journal_not_found', `There is no journal ${code}.`, [
      { pointer: '/journal', code: 'journal_not_found', detail: 'There is no journal with this code.' },
    ])
  const problem = problemOfPattern(wanted.pattern ?? undefined)
  if (problem) return problem
  const changed = Object.entries(wanted).filter(
    ([field, value]) => value !== undefined && value !== journal[field as keyof typeof wanted],
  )
  if (changed.length === 0) return []
  const before = Object.fromEntries(changed.map(([field]) => [field, journal[field as keyof typeof wanted]]))
  const data = { code, before, after: Object.fromEntries(changed) } as JournalChanged
  return [{ type: 'journal-changed', version: 1, data }]
}

function problemOfPattern(pattern: string | undefined): LedgerRefusal | undefined {
  const detail = pattern === undefined ? undefined : patternProblem(pattern)
  if (detail === undefined) return undefined
  return refuse('invalid_pattern', detail, [{ pointer: '/pattern', code: 'invalid_pattern', detail }])
}

/** Books open with the company's currency and one journal. */
export const startOfBooks = (currency: string): NewEvent[] => [
  registered({ code: currency, name: currency, kind: 'currency', scale: currencyScale(currency) ?? 2 }),
  journalOpened({ code: GENERAL_JOURNAL, name: 'General journal' }),
]

export interface ReversalInput {
  effectiveDate: string
  description?: string | undefined
  /** Id of what takes the entry back by itself. */
  origin?: string
}

/** The opposite of an entry. Its lines keep their order, so that both read alike side by side. */
export function decideReversal(
  chart: Chart,
  posting: Posting,
  original: EntryPosted & { reversedBy: string | null },
  input: ReversalInput,
): EntryPosted | LedgerRefusal {
  const { journal, number, voucher = `${journal} ${number}`, reversedBy } = original
  if (reversedBy) return refuse('already_reversed', `${voucher} was reversed by ${reversedBy}.`)
  const lines = original.lines.map(
    ({ account, unit, quantity, value, ...rest }): ResolvedLine => ({
      account: chart.accountById(account),
      unit: posting.unit(unit) as UnitRegistered,
      quantity: 0 - quantity,
      value: value === null ? null : 0 - value,
      ...rest,
    }),
  )
  return posting.record(
    {
      journal,
      effectiveDate: input.effectiveDate,
      description: input.description || `Reversal of ${voucher}`,
      reverses: original.id,
      ...(original.purpose !== undefined && { purpose: original.purpose }),
      ...(input.origin !== undefined && { origin: input.origin }),
    },
    lines,
  )
}

/** Rows of a bulk request: `atomic` refuses all when one is refused, `independent` books the good ones. */
export function decidePostEntries(
  posting: Posting,
  rows: readonly ({ value: JournalEntryInput } | { errors: FieldError[] })[],
  mode: 'atomic' | 'independent',
): (EntryPosted | PostingRefusal)[] | LedgerRefusal {
  const results = rows.map((row) =>
    'value' in row
      ? posting.post(row.value)
      : refuse('invalid_line' as const, row.errors[0]?.detail ?? 'The row is not valid.', row.errors),
  )
  const refused = results.flatMap((result, row) => (isRefusal(result) ? [{ row, refusal: result }] : []))
  if (mode === 'independent' || refused.length === 0) return results
  return refuse(
    'rows_refused',
    `${refused.length} of ${rows.length} rows were refused, the first at row ${(refused[0]?.row ?? 0) + 1}. Correct them, or send mode=independent to book the others.`,
    refused
      .slice(0, ROW_ERRORS_SHOWN)
      .flatMap(({ row, refusal }) => rowErrors(row, refusal))
      .slice(0, ROW_ERRORS_SHOWN),
  )
}

const ROW_ERRORS_SHOWN = 100
/** Of one row in a reply that may have 10,000 of them. */
const ERRORS_A_ROW = 5

function rowErrors(row: number, refusal: PostingRefusal): FieldError[] {
  if (refusal.errors.length === 0)
    return [{ pointer: `/${row}`, code: refusal.refused, detail: refusal.detail }]
  return refusal.errors.map((error) => ({ ...error, pointer: `/${row}${error.pointer}` }))
}

export function rowResult(
  row: number,
  result: EntryPosted | PostingRefusal,
  sequenceOf: (id: string) => number,
): RowResult {
  if (!isRefusal(result))
    return { row, status: 'posted', id: result.id, number: result.number, sequence: sequenceOf(result.id) }
  const { refused: code, detail, errors } = result
  return { row, status: 'refused', problem: { code, detail, errors: errors.slice(0, ERRORS_A_ROW) } }
}
