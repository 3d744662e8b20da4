import { XMLParser, XMLValidator } from 'fast-xml-parser'
import Papa from 'papaparse'
import { parseDate } from '../../kernel/dates.ts'

/**
 * The euro foreign exchange reference rates as the European Central Bank publishes them: one euro costs so many of each.
 * https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates
 *
 * XML (`eurofxref-daily`, `-hist-90d`, `-hist`): a `Cube` a day with `time`, in it one a currency. CSV (`eurofxref.csv`,
 * `-hist.csv`): a column a currency, "N/A" where there was none. CSV of the data portal (SDMX): a row a rate.
 */
export const ECB_BASE = 'EUR'

export interface ParsedRate {
  date: string
  currency: string
  rate: string
  /** Of the text; null in XML, where {@link lineIn} finds it for the few that are wrong. */
  line: number | null
}

export interface ParseIssue {
  line: number | null
  date: string | null
  currency: string | null
  code: string
  detail: string
}

export interface ParsedRates {
  rates: ParsedRate[]
  errors: ParseIssue[]
}

export function parseEcbXml(text: string): ParsedRates {
  const rates: ParsedRate[] = []
  const errors: ParseIssue[] = []
  const valid = XMLValidator.validate(text)
  if (valid !== true) return { rates, errors: [fileIssue(valid.err.line, valid.err.msg)] }
  let day = ''
  // Rates are taken as the parser meets them, and dropped from its tree: a whole history would not fit beside it.
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    removeNSPrefix: true,
    processEntities: false,
    jPath: false,
    updateTag(tag, _, attributes) {
      const { time, currency, rate } = attributes ?? {}
      if (tag !== 'Cube') return true
      if (time !== undefined) day = time
      if (currency === undefined) return true
      rates.push({ date: day, currency, rate: rate ?? '', line: null })
      return false
    },
  })
  try {
    parser.parse(text)
  } catch (error) {
    return { rates: [], errors: [fileIssue(null, error instanceof Error ? error.message : String(error))] }
  }
  if (rates.length === 0) errors.push(fileIssue(null, 'There is no Cube with a currency in it.'))
  return { rates, errors }
}

export function parseEcbCsv(text: string): ParsedRates {
  const { data } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ''), { skipEmptyLines: false })
  const [head = [], ...rows] = data.map((row) => row.map((cell) => cell.trim()))
  const column = (name: string) => head.findIndex((each) => each.toUpperCase() === name)
  if (column('TIME_PERIOD') >= 0 && column('OBS_VALUE') >= 0) return parsePortal(rows, column)
  if (column('DATE') !== 0)
    return { rates: [], errors: [fileIssue(1, 'The first line must name its columns: Date, USD, JPY …')] }
  return parseTable(head, rows)
}

/** Line of the text that a rate of XML stands in: looked for only when something is wrong with it. */
export function lineIn(
  text: string,
  { date, currency }: Pick<ParsedRate, 'date' | 'currency'>,
): number | null {
  const day = text.search(new RegExp(`time\\s*=\\s*["']${escaped(date)}["']`))
  if (day < 0) return null
  const at = text.slice(day).search(new RegExp(`currency\\s*=\\s*["']${escaped(currency)}["']`))
  return at < 0 ? null : text.slice(0, day + at).split('\n').length
}

const escaped = (text: string): string => text.replaceAll(/[^\w]/g, '\\$&')

function parseTable(head: string[], rows: string[][]): ParsedRates {
  const rates: ParsedRate[] = []
  const errors: ParseIssue[] = []
  for (const [index, row] of rows.entries()) {
    const line = index + 2
    const [written = ''] = row
    if (row.every((cell) => cell === '')) continue
    const date = isoDate(written)
    if (date === undefined) {
      errors.push({
        line,
        date: null,
        currency: null,
        code: 'invalid_date',
        detail: `"${written}" is no date.`,
      })
      continue
    }
    for (const [column, cell] of row.entries()) {
      const currency = head[column] ?? ''
      if (column === 0 || NO_RATE.has(cell) || currency === '') continue
      rates.push({ date, currency, rate: cell, line })
    }
  }
  return { rates, errors }
}

/** The key family EXR: daily (D), against the euro, spot (SP00), average of the day (A). */
function parsePortal(rows: string[][], column: (name: string) => number): ParsedRates {
  const at = (row: string[], name: string) => row[column(name)] ?? ''
  const rates: ParsedRate[] = []
  const errors: ParseIssue[] = []
  for (const [index, row] of rows.entries()) {
    const line = index + 2
    if (row.every((cell) => cell === '') || NO_RATE.has(at(row, 'OBS_VALUE'))) continue
    const [date, currency] = [at(row, 'TIME_PERIOD'), at(row, 'CURRENCY')]
    const isOther =
      (column('CURRENCY_DENOM') >= 0 && at(row, 'CURRENCY_DENOM') !== ECB_BASE) ||
      (column('FREQ') >= 0 && at(row, 'FREQ') !== 'D')
    if (isOther)
      errors.push({
        line,
        date,
        currency,
        code: 'not_a_daily_euro_rate',
        detail: 'Only daily rates against the euro are taken.',
      })
    else rates.push({ date, currency, rate: at(row, 'OBS_VALUE'), line })
  }
  return { rates, errors }
}

const NO_RATE = new Set(['', 'N/A', 'NaN', '-'])

/** `2026-03-31`, or as the daily file writes it: `31 March 2026`. */
function isoDate(text: string): string | undefined {
  if (parseDate(text) !== undefined) return text
  const [, day = '', name = '', year = ''] = /^(\d{1,2}) ([A-Za-z]+) (\d{4})$/.exec(text) ?? []
  const month = MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1
  const iso = `${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`
  return parseDate(iso) === undefined ? undefined : iso
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const fileIssue = (line: number | null, detail: string): ParseIssue => ({
  line,
  date: null,
  currency: null,
  code: 'unreadable_file',
  detail,
})
