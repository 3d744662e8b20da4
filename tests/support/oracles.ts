import { execFileSync } from 'node:child_process'
import Papa from 'papaparse'
import { holdAmount } from './hledger.ts'

/** ledger and beancount, where they are installed, and the statements of hledger: judges that are not ours. */

const isThere = (program: string, argument: string): boolean => {
  try {
    execFileSync(program, [argument], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
export const hasLedger = isThere('ledger', '--version')
export const hasBeancount = isThere('bean-query', '--version')

const output = (program: string, args: readonly string[]): string =>
  execFileSync(program, args, { encoding: 'utf8', maxBuffer: 2 ** 26 })
export const dayAfter = (day: string): string =>
  new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)

/** Sums by account at cost, in the one currency that is left: `Assets:Bank` → `9.2`. */
export function ledgerBalances(file: string, to: string): Map<string, string> {
  const balances = new Map<string, string>()
  const format = '%(account)|%(display_total)\n'
  const options = ['bal', '--flat', '--no-total', '-B', '-e', dayAfter(to), '--format', format]
  for (const row of output('ledger', ['-f', file, ...options]).split('\n')) {
    const [account = '', amount = ''] = row.split('|')
    if (account.trim() !== '') holdAmount(balances, account.trim(), plainAmount(amount))
  }
  return balances
}

/** The same of the postings of a range. */
export function beancountBalances(file: string, from: string, to: string): Map<string, string> {
  const query = `SELECT account, sum(number(weight) * 10000) WHERE date >= ${from} AND date <= ${to} GROUP BY account`
  const balances = new Map<string, string>()
  // A price for one has 28 digits, so a sum of costs is a hair beside the cent that it is, and bean-query cuts off what
  // lies below two decimals: it is asked for more of them.
  for (const [account = '', amount = ''] of csvRows(output('bean-query', ['-q', '-f', 'csv', file, query])))
    holdAmount(balances, account.trim(), (Number(amount) / 10_000 + 0).toFixed(2))
  return balances
}

/** Postings of an account at cost, each with the running balance: `[day, amount, balance]`. */
export function hledgerRegister(file: string, account: string): [string, string, string][] {
  const args = ['-f', file, 'register', '-B', '-O', 'csv', `acct:^${account}$`]
  return csvRows(output('hledger', args)).map((row) => [
    row[1] ?? '',
    plainAmount(row[5] ?? ''),
    plainAmount(row[6] ?? ''),
  ])
}

export function ledgerRegister(file: string, account: string): [string, string, string][] {
  const format = '%(format_date(date, "%Y-%m-%d"))|%(display_amount)|%(display_total)\n'
  const args = ['-f', file, 'reg', '-B', '--sort', 'date', '--format', format, `^${account}$`]
  return output('ledger', args)
    .split('\n')
    .filter((row) => row.includes('|'))
    .map((row) => {
      const [day = '', amount = '', total = ''] = row.split('|')
      return [day, plainAmount(amount), plainAmount(total)]
    })
}

/** Totals of a statement of hledger, at cost, by the heading that they stand under. */
export function hledgerStatement(
  file: string,
  statement: 'balancesheetequity' | 'incomestatement',
  options: readonly string[],
  currency = 'EUR',
): Map<string, string> {
  const args = ['-f', file, statement, '-B', '--layout=bare', '-O', 'csv', ...options]
  const totals = new Map<string, string>()
  let heading = ''
  for (const [first = '', unit = '', amount = ''] of csvRows(output('hledger', args))) {
    if (unit === '' && amount === '') heading = first
    // What was never given a value stands beside it in its own unit.
    else if (unit !== currency) continue
    else if (first === 'total') totals.set(heading, amount)
    else if (first === 'Net:') totals.set('Net', amount)
  }
  return totals
}

const csvRows = (text: string): string[][] => Papa.parse<string[]>(text.trim()).data.slice(1)

/** `1,200.50 EUR` and ` 0` as plain decimals. */
const plainAmount = (text: string): string =>
  text
    .replace(/[A-Z]+/g, '')
    .replaceAll(',', '')
    .trim()
