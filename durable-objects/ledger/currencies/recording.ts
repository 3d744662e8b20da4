import { type DateNumber, formatDate, parseDate } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { NewEvent } from '../../kernel/log.ts'
import { type FieldError, type Refusal, refuse } from '../../kernel/result.ts'
import type { RatesRecorded } from './contract.ts'
import { parseRate, RATE_FORM } from './decimals.ts'
import { ECB_BASE, lineIn, type ParsedRates, parseEcbCsv, parseEcbXml } from './ecb.ts'
import type { RateIssue } from './replies.ts'

/** From rates that somebody sends to what is new in them. Pure. */

/** `rate` null withdraws what was recorded. */
export interface NewRate {
  date: DateNumber
  base: string
  quote: string
  rate: string | null
}

export interface Known {
  isUnit(code: string): boolean
  /** What is known of a pair in a range of days. */
  series(base: string, quote: string, from: DateNumber, to: DateNumber): ReadonlyMap<DateNumber, string>
}

export interface Recording {
  events: NewEvent[]
  recorded: number
  corrected: number
  unchanged: number
}

export interface RateInput {
  date: string
  base: string
  quote: string
  rate: string | null
}

export function decideRecordRates(
  source: string,
  inputs: readonly RateInput[],
  known: Known,
): Recording | Refusal<'rates_refused'> {
  const seen = new Set<string>()
  const errors: FieldError[] = []
  const rates: NewRate[] = []
  for (const [index, input] of inputs.entries()) {
    const problem = problemOf(input, known, seen)
    if (problem) errors.push({ ...problem, pointer: `/rates/${index}/${problem.pointer}` })
    else rates.push(newRate(input))
  }
  const [first] = errors
  if (first)
    return refuse(
      'rates_refused',
      `${first.detail} (${first.pointer.slice(1)})`,
      errors.slice(0, ERRORS_SHOWN),
    )
  return recording(source, rates, known)
}

const ERRORS_SHOWN = 100

const newRate = ({ date, base, quote, rate }: RateInput): NewRate => ({
  date: parseDate(date) as DateNumber,
  base,
  quote,
  rate: rate === null ? null : (parseRate(rate) as string),
})

function problemOf({ date, base, quote, rate }: RateInput, known: Known, seen: Set<string>) {
  const problem = (pointer: string, code: string, detail: string) => ({ pointer, code, detail })
  if (parseDate(date) === undefined) return problem('date', 'invalid_date', `"${date}" is no date.`)
  for (const [field, unit] of Object.entries({ base, quote }))
    if (!known.isUnit(unit))
      return problem(field, 'unknown_unit', `There is no unit ${unit}. Register it, or correct the code.`)
  if (base === quote) return problem('quote', 'same_unit', 'A rate is between two units.')
  if (rate !== null && parseRate(rate) === undefined) return problem('rate', 'not_a_rate', RATE_FORM)
  const key = `${base}|${quote}|${date}`
  if (seen.has(key))
    return problem('date', 'doubled_rate', `There are two rates from ${base} to ${quote} of ${date}.`)
  seen.add(key)
  return undefined
}

export interface ImportInput {
  text: string
  format: 'ecb-xml' | 'ecb-csv'
  source: string
  from?: string | undefined
  currencies?: readonly string[] | undefined
  mode?: 'atomic' | 'independent' | undefined
  dryRun?: boolean | undefined
}

export interface RateImport extends Recording {
  rates: number
  dates: string[]
  errors: RateIssue[]
  warnings: RateIssue[]
}

export function decideImportRates(
  input: ImportInput,
  known: Known,
): RateImport | Refusal<'rates_refused' | 'too_many_rates'> {
  const parsed = input.format === 'ecb-xml' ? parseEcbXml(input.text) : parseEcbCsv(input.text)
  const { rates, errors, warnings } = readable(parsed, input, known)
  if (rates.length > LIMITS.ratesImportedMax)
    return refuse(
      'too_many_rates',
      `The file has ${rates.length} rates; at most ${LIMITS.ratesImportedMax} are taken. Limit them by from and currencies.`,
    )
  if (errors.length > 0 && input.mode !== 'independent' && !input.dryRun) return refuseImport(errors)
  const made = recording(input.source, rates, known)
  return {
    ...made,
    events: input.dryRun ? [] : made.events,
    rates: rates.length,
    dates: [...new Set(rates.map(({ date }) => date))].sort((a, b) => a - b).map(formatDate),
    errors: errors.slice(0, ERRORS_SHOWN),
    warnings,
  }
}

function readable({ rates: all, errors }: ParsedRates, input: ImportInput, known: Known) {
  const wanted = input.currencies && new Set(input.currencies)
  const seen = new Set<string>()
  const unknown = new Map<string, RateIssue>()
  const rates: NewRate[] = []
  const problems: RateIssue[] = [...errors]
  for (const { date, currency, rate, line } of all) {
    if ((input.from !== undefined && date < input.from) || (wanted && !wanted.has(currency))) continue
    // A history goes back to currencies that are no more: they are left out and told once.
    if (!known.isUnit(currency)) {
      if (!unknown.has(currency)) unknown.set(currency, leftOut(currency, date, line))
      continue
    }
    const each = { date, base: ECB_BASE, quote: currency, rate }
    const problem = problemOf(each, known, seen)
    if (!problem) rates.push(newRate(each))
    else
      problems.push({
        line: line ?? lineIn(input.text, { date, currency }),
        date,
        currency,
        code: problem.code,
        detail: problem.detail,
      })
  }
  return { rates, errors: problems, warnings: [...unknown.values()].slice(0, ERRORS_SHOWN) }
}

const leftOut = (currency: string, date: string, line: number | null): RateIssue => ({
  line,
  date,
  currency,
  code: 'unknown_unit',
  detail: `${currency} is no currency in use: its rates are left out. Register it as a unit to keep them.`,
})

function refuseImport(errors: readonly RateIssue[]): Refusal<'rates_refused'> {
  const [first] = errors
  const where = first?.line ? ` in line ${first.line}` : ''
  return refuse(
    'rates_refused',
    `${errors.length} rows cannot be read, the first${where}: ${first?.detail} Nothing was recorded. Correct them, or send mode=independent to record the others.`,
    errors.slice(0, ERRORS_SHOWN).map(({ line, code, detail }) => ({
      pointer: line === null ? '/text' : `/text/${line}`,
      code,
      detail,
    })),
  )
}

/** What differs from what is known, in events of one base each. */
function recording(source: string, rates: readonly NewRate[], known: Known): Recording {
  const counts = { recorded: 0, corrected: 0, unchanged: 0 }
  const changed: NewRate[] = []
  for (const [, ofPair] of groupBy(rates, ({ base, quote }) => JSON.stringify([base, quote]))) {
    const { base, quote } = ofPair[0] as NewRate
    const dates = ofPair.map(({ date }) => date)
    const before = known.series(base, quote, minimum(dates), maximum(dates))
    for (const each of ofPair) {
      const held = before.get(each.date) ?? null
      if (held === each.rate) counts.unchanged++
      else {
        counts[held === null ? 'recorded' : 'corrected']++
        changed.push(each)
      }
    }
  }
  return { ...counts, events: eventsOf(source, changed) }
}

function eventsOf(source: string, rates: readonly NewRate[]): NewEvent[] {
  const events: NewEvent[] = []
  for (const [base, ofBase] of groupBy(rates, ({ base }) => base)) {
    const days = [...groupBy(ofBase, ({ date }) => date)].sort(([a], [b]) => a - b)
    let data: RatesRecorded = { source, base, days: [] }
    let count = 0
    for (const [date, ofDay] of days) {
      if (count === 0) events.push({ type: 'exchange-rates-recorded', version: 1, data })
      data.days.push({
        date: formatDate(date),
        rates: Object.fromEntries(ofDay.map(({ quote, rate }) => [quote, rate])),
      })
      count += ofDay.length
      if (count < LIMITS.ratesPerEventMax) continue
      data = { source, base, days: [] }
      count = 0
    }
  }
  return events
}

function groupBy<Key, Item>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

const minimum = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b))
const maximum = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b))
