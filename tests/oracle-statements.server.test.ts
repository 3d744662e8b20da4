import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { ReportTable } from '../durable-objects/ledger/reports/replies.ts'
import { Api, accepted } from './support/api.ts'
import { Company, type EntryInput } from './support/company.ts'
import { balancesIn, hasHledger, holdAmount } from './support/hledger.ts'
import {
  beancountBalances,
  dayAfter,
  hasBeancount,
  hasLedger,
  hledgerRegister,
  hledgerStatement,
  ledgerBalances,
  ledgerRegister,
} from './support/oracles.ts'

/**
 * hledger, ledger and beancount read what we export of journals that nobody has seen before, with several currencies, and
 * their balances, statements and registers on days by chance are ours, to the cent.
 */
const JOURNALS = 3
/** Other journals every day; the same all day, so that a failure can be looked at. */
const SEED = Number(process.env.ORACLE_SEED ?? Math.floor(Date.now() / 86_400_000) * JOURNALS)
const ENTRIES = 120

const ACCOUNTS = [
  { code: 'Assets:Cash', type: 'asset', category: 'cash' },
  { code: 'Assets:Bank', type: 'asset', category: 'cash' },
  { code: 'Assets:Receivable', type: 'asset', category: 'receivable' },
  { code: 'Assets:Plant', type: 'asset', category: 'fixed-asset' },
  { code: 'Liabilities:Payable', type: 'liability', category: 'payable' },
  { code: 'Liabilities:Loan', type: 'liability', category: 'non-current-liability' },
  { code: 'Equity:Capital', type: 'equity' },
  { code: 'Income:Sales', type: 'income' },
  { code: 'Income:Interest', type: 'income', category: 'other-income' },
  { code: 'Expenses:Goods', type: 'expense', category: 'cost-of-sales' },
  { code: 'Expenses:Rent', type: 'expense' },
  { code: 'Expenses:Plant', type: 'expense', category: 'depreciation' },
]
const UNITS = [
  { code: 'EUR', scale: 2 },
  { code: 'USD', scale: 2 },
  { code: 'JPY', scale: 0 },
  { code: 'KWD', scale: 3 },
]
const FIRST = '2024-01-01'

const missing = [
  ...(hasHledger ? [] : ['hledger']),
  ...(hasLedger ? [] : ['ledger']),
  ...(hasBeancount ? [] : ['beancount']),
]
it.skipIf(missing.length === 0)('all three programs are there to compare with', ({ skip }) =>
  skip(`compared without ${missing.join(', ')}`),
)

const folder = mkdtempSync(join(tmpdir(), 'meridian-statements-'))
afterAll(() => rmSync(folder, { recursive: true }))
const api = new Api(inject('baseUrl'), inject('apiKey'))

function randomOf(seed: number) {
  let state = seed >>> 0
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const decimal = (minor: number, scale: number) => (minor / 10 ** scale).toFixed(scale)

/** Two to five lines: some in another currency with a value, the last one in euros, so that the values balance. */
function randomEntry(random: (below: number) => number): EntryInput {
  const account = () => ACCOUNTS[random(ACCOUNTS.length)]?.code ?? ''
  let sum = 0
  const lines: EntryInput['lines'] = Array.from({ length: 1 + random(4) }, () => {
    const unit = random(3) === 0 ? (UNITS[random(UNITS.length)] ?? UNITS[0]) : UNITS[0]
    const { code = 'EUR', scale = 2 } = unit ?? {}
    const value = 1 + random(500_000)
    const side = random(2) === 0 ? 'debit' : 'credit'
    sum += side === 'debit' ? value : -value
    if (code === 'EUR') return { account: account(), [side]: decimal(value, 2) }
    return {
      account: account(),
      [side]: decimal(1 + random(900_000), scale),
      unit: code,
      value: decimal(value, 2),
    }
  })
  if (sum === 0) {
    sum = 100
    lines.push({ account: account(), debit: '1.00' })
  }
  lines.push({ account: account(), [sum > 0 ? 'credit' : 'debit']: decimal(Math.abs(sum), 2) })
  return { effectiveDate: randomDay(random), description: `Entry ${random(10_000)}`, lines }
}

function randomDay(random: (below: number) => number): string {
  return new Date(Date.UTC(2024, 0, 1 + random(1_000))).toISOString().slice(0, 10)
}

describe.each(Array.from({ length: JOURNALS }, (_, index) => SEED + index))(
  'the journal of seed %i',
  (seed) => {
    const random = randomOf(seed)
    const days = Array.from({ length: 4 }, () => randomDay(random)).sort()
    const files = { hledger: '', ledger: '', beancount: '' }
    let company: Company

    beforeAll(async () => {
      const accounts = ACCOUNTS.map((account) => ({ ...account, name: account.code }))
      company = await Company.open(api, {}, accounts)
      const rows = Array.from({ length: ENTRIES }, () => randomEntry(random))
      accepted(await company.postRows('/journal-entries/bulk', rows))
      for (const format of ['hledger', 'ledger', 'beancount'] as const) {
        files[format] = join(folder, `${seed}.${format}`)
        const text = await company.get(`/exports/journal?format=${format}`)
        writeFileSync(files[format], text.text)
      }
    })

    const report = async (query: string) => accepted(await company.get<ReportTable>(`/reports/${query}`))
    const amount = (table: ReportTable, id: string) =>
      Number(table.rows.find((row) => row.id === id)?.amounts[0] ?? 0)
    /** Balances by account in euros, debit positive. */
    const balancesOf = (table: ReportTable, column: number, sign = () => 1) => {
      const balances = new Map<string, string>()
      for (const { kind, account, amounts } of table.rows)
        if (kind === 'account' && account)
          holdAmount(balances, account.code, (Number(amounts[column]) * sign()).toFixed(2))
      return balances
    }

    it.each(days)('has the trial balance of all of them on %s', async (day) => {
      const table = await report(`trial-balance-by-period?from=${FIRST}&to=${day}`)
      const ours = balancesOf(table, 3)
      const quantities = new Map<string, string>()
      for (const { kind, account, quantities: held } of table.rows)
        if (kind === 'account') {
          for (const { unit, amounts } of held)
            holdAmount(quantities, `${account?.code} ${unit}`, amounts[3] ?? '')
        }
      if (hasHledger) {
        const theirs = new Map(
          [...balancesIn(files.hledger, day, '-B')].map(([key, value]) => [key.slice(0, -4), value]),
        )
        expect(theirs).toEqual(ours)
        const held = balancesIn(files.hledger, day)
        for (const key of held.keys()) if (key.endsWith(' EUR')) held.delete(key)
        expect(held).toEqual(quantities)
      }
      if (hasLedger) expect(ledgerBalances(files.ledger, day)).toEqual(ours)
      if (hasBeancount) expect(beancountBalances(files.beancount, FIRST, day)).toEqual(ours)
    })

    it.skipIf(!hasHledger).each(days)("has hledger's balance sheet on %s", async (day) => {
      const table = await report(`balance-sheet?asOf=${day}`)
      const theirs = hledgerStatement(files.hledger, 'balancesheetequity', ['-e', dayAfter(day)])
      const result = amount(table, 'line:year-result') + amount(table, 'line:earlier-results')
      expect(amount(table, 'total:assets')).toBeCloseTo(Number(theirs.get('Assets') ?? 0), 6)
      expect(amount(table, 'total:liabilities')).toBeCloseTo(Number(theirs.get('Liabilities') ?? 0), 6)
      expect(amount(table, 'total:equity') - result).toBeCloseTo(Number(theirs.get('Equity') ?? 0), 6)
      expect(result).toBeCloseTo(Number(theirs.get('Net') ?? 0), 6)
    })

    it.each(days)('has the income statement of all of them up to %s', async (day) => {
      const from = '2024-03-05'
      const to = day < from ? '2024-12-31' : day
      const table = await report(`profit-and-loss?from=${from}&to=${to}`)
      const results = ['revenue', 'other-income', 'cost-of-sales', 'operating-expense', 'depreciation']
      const [revenue = 0, other = 0, ...costs] = results.map((category) =>
        amount(table, `category:${category}`),
      )
      if (hasHledger) {
        const theirs = hledgerStatement(files.hledger, 'incomestatement', ['-b', from, '-e', dayAfter(to)])
        expect(revenue + other).toBeCloseTo(Number(theirs.get('Revenues') ?? 0), 6)
        expect(costs.reduce((sum, each) => sum + each, 0)).toBeCloseTo(Number(theirs.get('Expenses') ?? 0), 6)
        expect(amount(table, 'total:result')).toBeCloseTo(Number(theirs.get('Net') ?? 0), 6)
      }
      if (hasBeancount) {
        const theirs = beancountBalances(files.beancount, from, to)
        for (const { kind, account, amounts } of table.rows)
          if (kind === 'account' && account) {
            const sign = account.type === 'income' ? -1 : 1
            expect(Number(amounts[0]) * sign).toBeCloseTo(Number(theirs.get(account.code) ?? 0), 6)
          }
      }
      if (hasLedger) {
        const [before, after] = [ledgerBalances(files.ledger, '2024-03-04'), ledgerBalances(files.ledger, to)]
        const moved = (code: string) => Number(after.get(code) ?? 0) - Number(before.get(code) ?? 0)
        for (const { kind, account, amounts } of table.rows)
          if (kind === 'account' && account)
            expect(Number(amounts[0]) * (account.type === 'income' ? -1 : 1)).toBeCloseTo(
              moved(account.code),
              6,
            )
      }
    })

    it.each(ACCOUNTS.map(({ code }) => code))('has the register of %s', async (code) => {
      const lines = await company.all<{
        effectiveDate: string
        credit: string | null
        value: string
        balance: string
      }>(`/accounts/${encodeURIComponent(code)}/register`)
      const ours = lines.map(({ effectiveDate, credit, value, balance }) => [
        effectiveDate,
        Number(value) * (credit === null ? 1 : -1),
        Number(balance),
      ])
      const asNumbers = (rows: [string, string, string][]) =>
        rows.map(([day, moved, balance]) => [day, Number(moved), Number(balance)])
      if (hasHledger) expect(asNumbers(hledgerRegister(files.hledger, code))).toEqual(ours)
      if (hasLedger) expect(asNumbers(ledgerRegister(files.ledger, code))).toEqual(ours)
    })
  },
)

const shared = join(import.meta.dirname, '../../shared/data/bcexample.journal')

describe.skipIf(!hasHledger || !existsSync(shared))('a real journal of several years and commodities', () => {
  const file = join(folder, 'bcexample.journal')
  let company: Company

  beforeAll(async () => {
    company = await Company.open(api, { country: 'US', currency: 'USD' }, [])
    const path = `${company.path}/imports/journal?format=hledger`
    accepted(await api.send('POST', path, readFileSync(shared, 'utf8'), 'text'))
    writeFileSync(file, (await company.get('/exports/journal?format=hledger')).text)
  })

  it.each(['2012-12-31', '2013-07-04', '2014-12-31'])("has hledger's statements on %s", async (day) => {
    const amount = (table: ReportTable, id: string) =>
      Number(table.rows.find((row) => row.id === id)?.amounts[0] ?? 0)
    const sheet = accepted(await company.get<ReportTable>(`/reports/balance-sheet?asOf=${day}`))
    const theirs = hledgerStatement(file, 'balancesheetequity', ['-e', dayAfter(day)], 'USD')
    const result = amount(sheet, 'line:year-result') + amount(sheet, 'line:earlier-results')
    expect(amount(sheet, 'total:assets')).toBeCloseTo(Number(theirs.get('Assets') ?? 0), 6)
    expect(amount(sheet, 'total:liabilities')).toBeCloseTo(Number(theirs.get('Liabilities') ?? 0), 6)
    expect(amount(sheet, 'total:equity') - result).toBeCloseTo(Number(theirs.get('Equity') ?? 0), 6)
    const from = `${day.slice(0, 4)}-01-01`
    const profit = accepted(await company.get<ReportTable>(`/reports/profit-and-loss?from=${from}&to=${day}`))
    const net = hledgerStatement(file, 'incomestatement', ['-b', from, '-e', dayAfter(day)], 'USD').get('Net')
    expect(amount(profit, 'total:result')).toBeCloseTo(Number(net ?? 0), 6)
  })
})
