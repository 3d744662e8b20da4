import { describeAmountProblem, formatAmount, parseAmount } from '../kernel/amount.ts'
import { parseDate } from '../kernel/dates.ts'
import { LIMITS } from '../kernel/limits.ts'
import type { NewEvent } from '../kernel/log.ts'
import type { CommandContext } from '../kernel/module.ts'
import { type FieldError, isRefusal, type Refusal, refuse } from '../kernel/result.ts'
import type { FieldRule } from '../kernel/rules.ts'
import {
  type EntryLineInput,
  type EntryPosted,
  GENERAL_JOURNAL,
  type JournalEntryInput,
  type JournalOpened,
  type PostedLine,
  type UnitRegistered,
} from './contract.ts'
import {
  type Account,
  accountOpened,
  type Chart,
  type Journal,
  registered,
  type Unit,
  unitFor,
} from './model.ts'
import { type Series, seriesOf } from './numbering.ts'
import { ruleError, totalOf } from './ruled.ts'
import type {
  EntryHeader,
  PostingRefusal,
  PostingRule,
  ProposedEntry,
  ResolvedLine,
  RuleRun,
  Valuation,
} from './rules.ts'

/** What the actor's record rules say of what is about to be posted. */
export interface Bounds {
  /** The rule that nothing with this account or journal could keep. */
  brokenBy(field: 'account' | 'journal', value: string): FieldRule | undefined
  brokenByLine(account: string, journal: string, totalMinor: number): FieldRule | undefined
}

/** What a posting asks besides the chart. */
export interface PostingParts {
  bounds?: Bounds | undefined
  rules?: readonly PostingRule[] | undefined
  valuation?: Valuation | undefined
}

/**
 * The entries that one decision posts, one after the other: each sees the numbers, units and ids that the ones before
 * it took. A refused entry leaves no trace here.
 */
export class Posting {
  readonly events: NewEvent[] = []
  readonly #chart: Chart
  readonly #context: CommandContext
  readonly #numbers = new Map<string, number>()
  readonly #units = new Map<string, UnitRegistered>()
  readonly #accounts = new Map<string, Account>()
  readonly #journals = new Map<string, Journal>()
  readonly #turnover = new Map<string, number>()
  readonly #ids = new Set<string>()
  readonly #externalIds = new Set<string>()
  readonly #bounds: Bounds | undefined
  readonly #rules: readonly RuleRun[]
  readonly #valuation: Valuation | undefined

  constructor(chart: Chart, context: CommandContext, { bounds, rules, valuation }: PostingParts = {}) {
    this.#chart = chart
    this.#context = context
    this.#bounds = bounds
    this.#rules = (rules ?? []).map((rule) => rule.begin(context))
    this.#valuation = valuation
  }

  /** Posts what a client wrote, and what it was made from. Pointers of the refusal are relative to the entry. */
  post(
    input: JournalEntryInput,
    from: Pick<EntryHeader, 'origin' | 'purpose' | 'corrects'> = {},
  ): EntryPosted | PostingRefusal {
    // Before anything is looked up: a refusal must not tell whether an account exists that the actor may not see.
    const outside = this.#namedOutside(input)
    if (outside.length > 0) return outsideOfRules(outside)
    const lines = this.#resolve(input.lines, input.effectiveDate)
    if (isRefusal(lines)) return lines
    const { lines: _, ...header } = input
    return this.record({ ...withoutUndefined(header), ...from }, lines)
  }

  /** Posts resolved lines: the last checks, the number and the events. */
  record(header: EntryHeader, given: readonly ResolvedLine[]): EntryPosted | PostingRefusal {
    const code = header.journal ?? GENERAL_JOURNAL
    const outside = this.#linesOutside(code, given)
    if (outside.length > 0) return outsideOfRules(outside)
    const series = this.#seriesOf(code, header.effectiveDate)
    if (isRefusal(series)) return series
    const entry = this.#completed({ header: { ...header, journal: code }, lines: given })
    if (isRefusal(entry)) return entry
    const problem = this.#problemOf(entry)
    if (problem) return problem
    const turnover = this.#turnoverWith(entry.lines)
    if (isRefusal(turnover)) return turnover

    for (const { unit } of entry.lines) this.#registerOnFirstUse(unit)
    for (const [unit, amount] of turnover) this.#turnover.set(unit, amount)
    return this.#book(entry, series)
  }

  #book(entry: ProposedEntry, series: Series): EntryPosted {
    const { id: brought, journal, ...rest } = entry.header
    const numbers = `${journal} ${series.key}`
    const number = (this.#numbers.get(numbers) ?? this.#chart.lastNumber(journal, series.key)) + 1
    const data: EntryPosted = {
      ...rest,
      id: brought ?? this.#context.idAt('journalEntry', this.#context.nextSequence + this.events.length),
      ...(brought !== undefined && { broughtId: true as const }),
      journal,
      number,
      ...(series.key !== '' && { series: series.key, voucher: series.write(number) }),
      lines: entry.lines.map(postedLine),
    }
    this.#numbers.set(numbers, number)
    this.#ids.add(data.id)
    if (data.externalId !== undefined) this.#externalIds.add(data.externalId)
    for (const rule of this.#rules) rule.booked?.(entry)
    this.events.push({ type: 'journal-entry-posted', version: 1, data })
    return data
  }

  #seriesOf(code: string, effectiveDate: string): Series | PostingRefusal {
    const journal = this.journal(code)
    if (!journal)
      return refuse(
        'unknown_journal',
        `There is no journal ${code}. Open it first, or leave the field out.`,
        [{ pointer: '/journal', code: 'unknown_journal', detail: 'There is no such journal.' }],
      )
    if (!journal.isActive)
      return refuse('journal_inactive', `Journal ${code} is closed. Open it again, or use another one.`, [
        { pointer: '/journal', code: 'journal_inactive', detail: 'The journal is closed.' },
      ])
    return seriesOf(journal, effectiveDate)
  }

  #completed(entry: ProposedEntry): ProposedEntry | PostingRefusal {
    let { lines } = entry
    for (const rule of this.#rules) {
      const completed = rule.complete?.({ ...entry, lines }) ?? lines
      if (isRefusal(completed)) return completed
      lines = completed
    }
    return { ...entry, lines }
  }

  /** What keeps the entry from being booked, in order of precedence: itself, the books, the rules of parts. */
  #problemOf(entry: ProposedEntry): PostingRefusal | undefined {
    const { header, lines } = entry
    const problem =
      this.#idProblem(header) ??
      reversalDateProblem(header) ??
      (header.purpose === 'closing' ? undefined : accountProblem(lines)) ??
      balanceProblem(lines, this.#chart.currency)
    if (problem) return problem
    for (const rule of this.#rules) {
      const refusal = rule.refuses(entry)
      if (refusal) return refusal
    }
    return undefined
  }

  openAccount(account: Account): void {
    this.#accounts.set(account.code, account)
    this.events.push(accountOpened(account))
  }

  registerUnit(unit: UnitRegistered): void {
    this.#units.set(unit.code, unit)
    this.events.push(registered(unit))
  }

  openJournal({ code, name, kind = 'general' }: JournalOpened): void {
    this.#journals.set(code, { code, name, kind, pattern: null, isActive: true })
    this.events.push({ type: 'journal-opened', version: 1, data: { code, name, kind } })
  }

  journal(code: string): Journal | undefined {
    return this.#journals.get(code) ?? this.#chart.journal(code)
  }

  account(code: string): Account | undefined {
    return this.#accounts.get(code) ?? this.#chart.account(code)
  }

  unit(code: string): UnitRegistered | undefined {
    return this.#units.get(code) ?? unitFor(this.#chart, code)
  }

  #namedOutside({ journal = GENERAL_JOURNAL, lines }: JournalEntryInput): FieldError[] {
    if (!this.#bounds) return []
    const rule = this.#bounds.brokenBy('journal', journal)
    const errors = rule ? [ruleError(rule, 0)] : []
    for (const [index, { account }] of lines.entries()) {
      const broken = this.#bounds.brokenBy('account', account)
      if (broken) errors.push(ruleError(broken, index))
    }
    return errors
  }

  #linesOutside(journal: string, lines: readonly ResolvedLine[]): FieldError[] {
    if (!this.#bounds) return []
    const total = totalOf({ lines })
    const errors = new Map<string, FieldError>()
    for (const [index, { account }] of lines.entries()) {
      const rule = this.#bounds.brokenByLine(account.code, journal, total)
      const error = rule && ruleError(rule, index)
      if (error) errors.set(error.pointer, error)
    }
    return [...errors.values()]
  }

  #registerOnFirstUse(unit: UnitRegistered): void {
    if (!this.#chart.unit(unit.code) && !this.#units.has(unit.code)) this.registerUnit(unit)
  }

  #resolve(inputs: readonly EntryLineInput[], effectiveDate: string): ResolvedLine[] | PostingRefusal {
    const errors: FieldError[] = []
    const lines: ResolvedLine[] = []
    for (const [index, input] of inputs.entries()) {
      const line = this.#resolveLine(input, index)
      if (Array.isArray(line)) errors.push(...line)
      else lines.push(line)
    }
    const first = errors[0]
    if (!first) return this.#valued(lines, effectiveDate)
    const code = first.code in REFUSAL_OF_LINE ? (first.code as keyof typeof REFUSAL_OF_LINE) : 'invalid_line'
    return refuse(code, `${first.detail} (${first.pointer.slice(1)})`, errors)
  }

  /** Lines with a rate get their value from it; the rate is then the one that was found. */
  #valued(lines: ResolvedLine[], effectiveDate: string): ResolvedLine[] | PostingRefusal {
    const wanted = lines.flatMap(({ unit, quantity, rate }, index) =>
      rate === undefined ? [] : [{ index, unit, quantity, rate }],
    )
    if (wanted.length === 0) return lines
    const values = this.#valuation?.values(wanted, effectiveDate) ?? []
    if (isRefusal(values)) return values
    const valued = [...lines]
    for (const [at, { index }] of wanted.entries())
      valued[index] = { ...(lines[index] as ResolvedLine), ...values[at] }
    return valued
  }

  #resolveLine(input: EntryLineInput, index: number): ResolvedLine | FieldError[] {
    const pointer = `/lines/${index}`
    const account = this.account(input.account)
    if (!account)
      return [
        {
          pointer: `${pointer}/account`,
          code: 'unknown_account',
          detail: `There is no account ${input.account}. Open it first, or correct the code.`,
        },
      ]
    const unitCode = input.unit ?? account.unit ?? this.#chart.currency.code
    if (account.unit !== null && unitCode !== account.unit)
      return [
        {
          pointer: `${pointer}/unit`,
          code: 'account_unit_mismatch',
          detail: `Account ${account.code} takes ${account.unit} only.`,
        },
      ]
    const unit = this.unit(unitCode)
    if (!unit) return unknownUnit(unitCode, `${pointer}/unit`).errors
    const amounts = lineAmounts(input, unit, this.#chart.currency, pointer)
    if (Array.isArray(amounts)) return amounts
    const { rate, memo, reference, dueDate, dimensions, distribution } = input
    return {
      account,
      unit,
      ...amounts,
      rate,
      memo: memo || undefined,
      reference: reference || undefined,
      dueDate,
      dimensions,
      distribution,
      index,
    }
  }

  #idProblem({ id, externalId, corrects }: EntryHeader): PostingRefusal | undefined {
    if (id !== undefined && (this.#ids.has(id) || this.#chart.entryExists(id)))
      return refuse('entry_id_taken', `An entry with the id ${id} exists.`, [
        { pointer: '/id', code: 'entry_id_taken', detail: 'An entry with this id exists.' },
      ])
    if (
      externalId !== undefined &&
      (this.#externalIds.has(externalId) || this.#belongsToAnother(externalId, corrects))
    )
      return refuse('external_id_taken', `An entry with the external id ${externalId} is booked already.`, [
        { pointer: '/externalId', code: 'external_id_taken', detail: 'An entry with this id exists.' },
      ])
    return undefined
  }

  #belongsToAnother(externalId: string, corrects: string | undefined): boolean {
    const owner = this.#chart.sequenceOfExternalId(externalId)
    return owner !== undefined && (corrects === undefined || this.#chart.entrySequence(corrects) !== owner)
  }

  #turnoverWith(lines: readonly ResolvedLine[]): Map<string, number> | PostingRefusal {
    const turnover = new Map<string, number>()
    const add = (unit: string, amount: number) => {
      const before = turnover.get(unit) ?? this.#turnover.get(unit) ?? this.#chart.turnover(unit)
      turnover.set(unit, before + amount)
    }
    for (const { unit, quantity, value } of lines) {
      add(unit.code, Math.abs(quantity))
      // Values of lines in another unit count as turnover of the company's currency too.
      if (value !== null && unit.code !== this.#chart.currency.code)
        add(this.#chart.currency.code, Math.abs(value))
    }
    for (const [unit, amount] of turnover)
      if (amount > LIMITS.minorUnitsMax)
        return refuse(
          'balance_out_of_range',
          `All that was ever booked in ${unit} would add up to more than ${LIMITS.minorUnitsMax} of its smallest parts, beyond which sums are not exact.`,
        )
    return turnover
  }
}

const REFUSAL_OF_LINE = { unknown_account: true, unknown_unit: true, account_unit_mismatch: true } as const

/** A post that its author would not see in full: nobody writes what lies outside of their record rules. */
export const outsideOfRules = (errors: FieldError[]): Refusal<'record_rule'> =>
  refuse('record_rule', errors[0]?.detail ?? 'Your record rules do not allow this.', errors)

export function unknownUnit(code: string, pointer: string): PostingRefusal {
  const detail = `${code} is neither a currency of ISO 4217 nor a registered unit. Register it first.`
  return refuse('unknown_unit', detail, [{ pointer, code: 'unknown_unit', detail }])
}

/** Signed quantity and value of a line (debit positive), or what is wrong with its fields. */
function lineAmounts(
  input: EntryLineInput,
  unit: UnitRegistered,
  currency: Unit,
  pointer: string,
): { quantity: number; value: number | null } | FieldError[] {
  const { debit, credit } = input
  if ((debit === undefined) === (credit === undefined))
    return [{ pointer, code: 'debit_or_credit', detail: 'Give the line either a debit or a credit.' }]
  const side = debit !== undefined ? 'debit' : 'credit'
  const sign = side === 'debit' ? 1 : -1
  const quantity = unsigned((debit ?? credit) as string, unit, `${pointer}/${side}`)
  if (typeof quantity !== 'number') return [quantity]

  const rateProblem = problemOfRate(input, unit, currency, pointer)
  if (rateProblem) return [rateProblem]
  const value = input.value === undefined ? undefined : unsigned(input.value, currency, `${pointer}/value`)
  if (typeof value === 'object') return [value]
  const inCurrency = unit.code === currency.code
  if (inCurrency && value !== undefined && value !== quantity)
    return [
      {
        pointer: `${pointer}/value`,
        code: 'value_differs',
        detail: `The line is in ${currency.code}, the company's currency: its value is its amount. Leave value out.`,
      },
    ]
  if (quantity === 0 && (inCurrency || !value || input.rate !== undefined))
    return [
      { pointer: `${pointer}/${side}`, code: 'zero_amount', detail: 'The line moves nothing. Leave it out.' },
    ]
  // `+ 0` turns −0 into 0: both are the same amount but not the same canonical text.
  const signedValue = inCurrency ? sign * quantity : value === undefined ? null : sign * value + 0
  return { quantity: sign * quantity + 0, value: signedValue }
}

function problemOfRate(
  { rate, value }: EntryLineInput,
  unit: UnitRegistered,
  currency: Unit,
  pointer: string,
): FieldError | undefined {
  if (rate === undefined) return undefined
  const detail =
    value !== undefined
      ? 'Give the line a value or a rate, not both.'
      : unit.code === currency.code
        ? `The line is in ${currency.code}, the company's currency. Leave rate out.`
        : undefined
  return detail === undefined ? undefined : { pointer: `${pointer}/rate`, code: 'rate_not_needed', detail }
}

function unsigned(text: string, unit: Pick<Unit, 'code' | 'scale'>, pointer: string): number | FieldError {
  const amount = parseAmount(text, unit.scale)
  if (typeof amount === 'string')
    return { pointer, code: amount, detail: describeAmountProblem(amount, unit.code, unit.scale) }
  if (amount < 0)
    return {
      pointer,
      code: 'negative_amount',
      detail: 'Amounts are not negative: use the other side instead.',
    }
  return amount
}

function reversalDateProblem({ effectiveDate, reverseOn }: EntryHeader): PostingRefusal | undefined {
  if (reverseOn === undefined || (parseDate(reverseOn) as number) > (parseDate(effectiveDate) as number))
    return undefined
  const detail = `The reversal comes after the entry itself, so after ${effectiveDate}.`
  return refuse('invalid_line', detail, [{ pointer: '/reverseOn', code: 'not_later', detail }])
}

function accountProblem(lines: readonly ResolvedLine[]): PostingRefusal | undefined {
  for (const [at, { account, index = at }] of lines.entries()) {
    if (account.isActive && !account.isHeading) continue
    const code = account.isHeading ? 'account_is_heading' : 'account_inactive'
    const detail = account.isHeading
      ? `${account.code} ${account.name} is a heading. Book to one of the accounts below it.`
      : `${account.code} ${account.name} is not used any more. Activate it again, or use another account.`
    return refuse(code, detail, [{ pointer: `/lines/${index}/account`, code, detail }])
  }
  return undefined
}

/**
 * An entry balances when its values in company currency sum to zero, and each unit's lines without such a value
 * sum to zero by themselves. Debits and credits are added apart, so that no partial sum can lose a digit unseen.
 */
function balanceProblem(lines: readonly ResolvedLine[], currency: Unit): PostingRefusal | undefined {
  const sums = new Map<string, { unit: UnitRegistered; debit: number; credit: number }>()
  for (const { unit, quantity, value } of lines) {
    const [of, amount] = value === null ? [unit, quantity] : [currency, value]
    const sum = sums.get(of.code) ?? { unit: of, debit: 0, credit: 0 }
    if (amount > 0) sum.debit += amount
    else sum.credit -= amount
    sums.set(of.code, sum)
    if (sum.debit > LIMITS.minorUnitsMax || sum.credit > LIMITS.minorUnitsMax)
      return refuse(
        'balance_out_of_range',
        `The ${of.code} amounts of the entry add up to more than can be exact.`,
      )
  }
  for (const { unit, debit, credit } of sums.values()) {
    if (debit === credit) continue
    const [more, less] = debit > credit ? ['debits', 'credits'] : ['credits', 'debits']
    const text = (minor: number) => `${formatAmount(minor, unit.scale)} ${unit.code}`
    const detail = `Debits are ${text(debit)}, credits ${text(credit)}: ${more} exceed ${less} by ${text(Math.abs(debit - credit))}.`
    return refuse('unbalanced_entry', detail, [{ pointer: '/lines', code: 'unbalanced_entry', detail }])
  }
  return undefined
}

function postedLine({ account, unit, quantity, value, ...rest }: ResolvedLine): PostedLine {
  const line: PostedLine = { account: account.id, unit: unit.code, quantity, value }
  const { rate, memo, reference, dueDate, dimensions } = rest
  if (rate !== undefined) line.rate = rate
  if (memo) line.memo = memo
  if (reference) line.reference = reference
  if (dueDate !== undefined) line.dueDate = dueDate
  if (dimensions && Object.keys(dimensions).length > 0) line.dimensions = { ...dimensions }
  return line
}

function withoutUndefined(header: Omit<JournalEntryInput, 'lines'>): EntryHeader {
  const {
    id,
    journal,
    effectiveDate,
    description = '',
    reference,
    note,
    tags,
    externalId,
    reverseOn,
  } = header
  const present: EntryHeader = { effectiveDate, description }
  if (id !== undefined) present.id = id
  if (journal !== undefined) present.journal = journal
  if (reference) present.reference = reference
  if (note) present.note = note
  if (tags !== undefined) present.tags = tags
  if (externalId !== undefined) present.externalId = externalId
  if (reverseOn !== undefined) present.reverseOn = reverseOn
  return present
}
