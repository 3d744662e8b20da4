import type { NewEvent } from '../kernel/log.ts'
import type { CommandContext } from '../kernel/module.ts'
import { currencyScale } from '../kernel/money.ts'
import { type FieldError, isRefusal, refuse } from '../kernel/result.ts'
import {
  type AccountOpened,
  type EntryPosted,
  GENERAL_JOURNAL,
  type JournalEntryInput,
  type JournalOpened,
  type RowResult,
  type UnitRegistered,
} from './contract.ts'
import { type Chart, registered, unitFor } from './model.ts'
import {
  type Bounds,
  type LedgerRefusal,
  outsideOfRules,
  Posting,
  type ResolvedLine,
  unknownUnit,
} from './posting.ts'
import { ruleError } from './ruled.ts'

/** Pure decisions of the ledger, one a command: from what was loaded and its input to events or a refusal. */

export function decideOpenAccount(
  chart: Chart,
  input: Omit<AccountOpened, 'id' | 'unit' | 'parent' | 'sensitivity'> & {
    unit?: string | undefined
    parent?: string | undefined
    sensitivity?: AccountOpened['sensitivity'] | undefined
  },
  context: CommandContext,
  bounds?: Bounds,
): NewEvent[] | LedgerRefusal {
  const rule = bounds?.brokenBy('account', input.code)
  if (rule) return outsideOfRules([{ ...ruleError(rule, 0), pointer: '/code' }])
  if (chart.account(input.code))
    return refuse('account_code_taken', `Account ${input.code} exists. Choose another code.`, [
      { pointer: '/code', code: 'account_code_taken', detail: 'An account with this code exists.' },
    ])
  if (input.parent !== undefined && !chart.account(input.parent))
    return refuse('parent_not_found', `There is no account ${input.parent}. Open the parent account first.`, [
      { pointer: '/parent', code: 'parent_not_found', detail: 'There is no account with this code.' },
    ])
  const unit = input.unit === undefined ? undefined : unitFor(chart, input.unit)
  if (input.unit !== undefined && !unit) return unknownUnit(input.unit, '/unit')
  const { code, name, type, parent, sensitivity } = input
  const data: AccountOpened = {
    id: context.newId('account'),
    code,
    name,
    type,
    ...(input.unit !== undefined && { unit: input.unit }),
    ...(parent !== undefined && { parent }),
    ...(sensitivity !== undefined && { sensitivity }),
  }
  const opened: NewEvent = { type: 'account-opened', version: 1, data }
  return unit && !chart.unit(unit.code) ? [registered(unit), opened] : [opened]
}

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

export const journalOpened = ({ code, name }: JournalOpened): NewEvent => ({
  type: 'journal-opened',
  version: 1,
  data: { code, name } satisfies JournalOpened,
})

/** Books open with the company's currency and one journal. */
export const startOfBooks = (currency: string): NewEvent[] => [
  registered({ code: currency, name: currency, kind: 'currency', scale: currencyScale(currency) ?? 2 }),
  journalOpened({ code: GENERAL_JOURNAL, name: 'General journal' }),
]

/** The opposite of an entry. Its lines keep their order, so that both read alike side by side. */
export function decideReversal(
  chart: Chart,
  original: EntryPosted & { reversedBy: string | null },
  input: { effectiveDate: string; description?: string | undefined },
  context: CommandContext,
  bounds?: Bounds,
): NewEvent[] | LedgerRefusal {
  if (original.reversedBy)
    return refuse(
      'already_reversed',
      `${original.journal} ${original.number} was reversed by ${original.reversedBy}.`,
    )
  const posting = new Posting(chart, context, bounds)
  const lines = original.lines.map(
    (line): ResolvedLine => ({
      account: chart.accountById(line.account),
      unit: posting.unit(line.unit) as UnitRegistered,
      quantity: 0 - line.quantity,
      value: line.value === null ? null : 0 - line.value,
      memo: line.memo,
    }),
  )
  const posted = posting.record(
    {
      journal: original.journal,
      effectiveDate: input.effectiveDate,
      description: input.description || `Reversal of ${original.journal} ${original.number}`,
      reverses: original.id,
    },
    lines,
  )
  return isRefusal(posted) ? posted : posting.events
}

/** Rows of a bulk request: `atomic` refuses all when one is refused, `independent` books the good ones. */
export function decidePostEntries(
  chart: Chart,
  rows: readonly ({ value: JournalEntryInput } | { errors: FieldError[] })[],
  mode: 'atomic' | 'independent',
  context: CommandContext,
  bounds?: Bounds,
): { events: NewEvent[]; results: (EntryPosted | LedgerRefusal)[] } | LedgerRefusal {
  const posting = new Posting(chart, context, bounds)
  const results = rows.map((row) =>
    'value' in row
      ? posting.post(row.value)
      : refuse('invalid_line', row.errors[0]?.detail ?? 'The row is not valid.', row.errors),
  )
  const refused = results.flatMap((result, row) => (isRefusal(result) ? [{ row, refusal: result }] : []))
  if (mode === 'independent' || refused.length === 0) return { events: posting.events, results }
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

function rowErrors(row: number, refusal: LedgerRefusal): FieldError[] {
  if (refusal.errors.length === 0)
    return [{ pointer: `/${row}`, code: refusal.refused, detail: refusal.detail }]
  return refusal.errors.map((error) => ({ ...error, pointer: `/${row}${error.pointer}` }))
}

export function rowResult(
  row: number,
  result: EntryPosted | LedgerRefusal,
  sequenceOf: (id: string) => number,
): RowResult {
  if (!isRefusal(result))
    return { row, status: 'posted', id: result.id, number: result.number, sequence: sequenceOf(result.id) }
  const { refused: code, detail, errors } = result
  return { row, status: 'refused', problem: { code, detail, errors: errors.slice(0, ERRORS_A_ROW) } }
}
