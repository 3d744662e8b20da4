/**
 * Compares with the programs whose formats these are, where they are installed: what hledger, ledger and beancount
 * report about an export must be the books' integers, and what hledger reports about a journal must be its import.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readAmount } from './amount.ts'
import type { Books } from './arbitraries.ts'
import { books } from './arbitraries.ts'
import type { Decimal } from './decimal.ts'
import { add, format, isZero, ofMinor, scaledRounded, trim, zero } from './decimal.ts'
import { entryText, exportContext, journalHeader } from './export.ts'
import type { ExportFormat } from './export-model.ts'
import { parseJournal } from './hledger.ts'
import { isRefused } from './model.ts'
import { planImport } from './plan.ts'
import { samples } from './samples.ts'
import { unitOfSymbol } from './units.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'interchange-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const isInstalled = (program: string): boolean => spawnSync(program, ['--version']).error === undefined
const reason = (program: string): string =>
  isInstalled(program) ? '' : ` (skipped: ${program} is not installed)`

const run = (program: string, text: string, args: (file: string) => string[]): string => {
  const file = join(folder, 'books.journal')
  writeFileSync(file, text)
  const env = { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', LEDGER_FILE: '', PYTHONUTF8: '1' }
  return execFileSync(program, args(file), {
    env,
    encoding: 'utf8',
    maxBuffer: 1e9,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** Sums by account and unit, in plain decimals; zero sums are left out. */
type Sums = Map<string, Decimal>
const put = (sums: Sums, account: string, unit: string, amount: Decimal): void => {
  const key = `${account} | ${unit}`
  sums.set(key, add(sums.get(key) ?? zero, amount))
}
const shown = (sums: Sums): Record<string, string> =>
  Object.fromEntries(
    [...sums]
      .filter(([, sum]) => !isZero(sum))
      .map(([key, sum]): [string, string] => [key, format(trim(sum))])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )

/** The books' own sums, by the names the file uses. */
const expected = (all: Books, text: string, atCost: boolean): Record<string, string> => {
  const names = namesIn(all, text)
  const sums: Sums = new Map()
  for (const { lines } of all.entries) {
    for (const { account, unit, quantity, scale, value } of lines) {
      const useValue = atCost && value !== null
      const written = useValue ? all.header.currency : unit
      const amount = useValue ? ofMinor(value, all.header.currencyScale) : ofMinor(quantity, scale)
      put(sums, names.account(account), names.unit(written), amount)
    }
  }
  return shown(sums)
}

/** The header lists units and accounts in order: the written names are found by their place. */
const namesIn = (all: Books, text: string) => {
  const parsed = parseJournal(text)
  const units = [all.header.currency, ...all.header.units.map((u) => u.code)]
  return {
    account: (code: string) =>
      parsed.accounts[all.header.accounts.findIndex((a) => a.code === code)]?.account ?? code,
    unit: (code: string) => parsed.commodities[units.indexOf(code)]?.commodity ?? code,
  }
}

const write = (form: ExportFormat, all: Books): string => {
  const context = exportContext(all.header)
  return journalHeader(form, all.header) + all.entries.map((e) => entryText(form, e, context)).join('')
}

/** `hledger bal`, exactly: its JSON has the digits that its text rounds away. */
const hledgerSums = (
  text: string,
  flags: string[],
  unitOf: (symbol: string) => string,
): Record<string, string> => {
  const json = run('hledger', text, (file) => ['-f', file, 'bal', '-N', '-O', 'json', ...flags])
  type Quantity = { decimalMantissa: string; decimalPlaces: number }
  type Row = [string, string, number, { acommodity: string; aquantity: Quantity }[]]
  const [rows] = JSON.parse(json.replace(/("decimalMantissa":\s*)(-?\d+)/g, '$1"$2"')) as [Row[]]
  const sums: Sums = new Map()
  for (const [account, , , amounts] of rows) {
    for (const { acommodity, aquantity } of amounts) {
      put(
        sums,
        account,
        unitOf(acommodity),
        ofMinor(BigInt(aquantity.decimalMantissa), aquantity.decimalPlaces),
      )
    }
  }
  return shown(sums)
}

const ledgerSums = (text: string, flags: string[]): Record<string, string> => {
  const layout = '%(display_total)\u0001%(account)\u0002'
  const out = run('ledger', text, (file) => [
    ...['-f', file, 'bal', '--flat', '--empty', '--no-total', '--args-only', '--format', layout, ...flags],
  ])
  const sums: Sums = new Map()
  for (const row of out.split('\u0002')) {
    const [amounts = '', account = ''] = row.split('\u0001')
    for (const written of amounts.split('\n').filter((a) => a.trim() !== '' && a.trim() !== '0')) {
      const styles = { decimalMark: '.', commodities: new Map(), defaultCommodity: null }
      const amount = readAmount({ text: written.trim(), at: 0 }, styles)
      if (isRefused(amount)) throw new Error(`${written}: ${amount.detail}`)
      put(sums, account.trim(), amount.commodity, amount.quantity)
    }
  }
  return shown(sums)
}

const someBooks = (scale: number, numRuns: number, max?: number): Books[] =>
  fc.sample(books(scale, max), { numRuns, seed: 20260131 + scale })

describe.skipIf(!isInstalled('hledger'))(`hledger${reason('hledger')}`, { timeout: 60_000 }, () => {
  it.each([0, 2])('reports the books to the last digit (currency scale %d)', (scale) => {
    for (const all of someBooks(scale, 12)) {
      const text = write('hledger', all)
      expect(hledgerSums(text, [], (s) => s)).toEqual(expected(all, text, false))
      expect(hledgerSums(text, ['-B'], (s) => s)).toEqual(expected(all, text, true))
    }
  })

  it('reads declared account names back as they are', () => {
    for (const all of someBooks(2, 5)) {
      const text = write('hledger', all)
      const names = run('hledger', text, (file) => ['-f', file, 'accounts', '--declared'])
        .split('\n')
        .filter(Boolean)
      expect(new Set(names)).toEqual(new Set(parseJournal(text).accounts.map((a) => a.account)))
    }
  })

  // Journals whose figures hledger can give in the same terms: the others use what this version does not know.
  it.each(Object.entries(samples).filter(([name]) => name !== 'noise'))(
    'reports the %s journal as it is imported',
    (name, journal) => {
      const text = journal.replaceAll('Y 2024', 'Y2024')
      const plan = planImport(parseJournal(text), {
        currency: 'USD',
        currencyScale: 2,
        units: new Map(),
        isoScale: (code) => ({ USD: 2, EUR: 2, JPY: 0 })[code],
        accounts: new Set(),
      })
      expect(plan.errors).toEqual([])
      const scales = new Map([['USD', 2], ...plan.units.map((u): [string, number] => [u.code, u.scale])])
      const sums: Sums = new Map()
      for (const { lines } of plan.entries) {
        for (const l of lines) put(sums, l.account, l.unit, ofMinor(l.quantity, scales.get(l.unit) ?? 0))
      }
      expect(shown(sums), name).toEqual(hledgerSums(text, [], (s) => unitOfSymbol(s, 'USD')))
      const values = new Map<string, number>()
      for (const { lines } of plan.entries) {
        for (const l of lines) values.set(l.account, (values.get(l.account) ?? 0) + (l.value ?? 0) / 100)
      }
      const atCost = hledgerSums(text, ['-B'], (s) => unitOfSymbol(s, 'USD'))
      for (const [account, value] of values) {
        expect(Math.abs(value - Number(atCost[`${account} | USD`] ?? 0)), account).toBeLessThan(0.01)
      }
    },
  )
})

describe.skipIf(!isInstalled('ledger'))(`ledger${reason('ledger')}`, { timeout: 60_000 }, () => {
  it.each([0, 2])('reports the books to the last digit (currency scale %d)', (scale) => {
    for (const all of someBooks(scale, 12)) {
      const text = write('ledger', all)
      expect(ledgerSums(text, [])).toEqual(expected(all, text, false))
      expect(ledgerSums(text, ['-B'])).toEqual(expected(all, text, true))
    }
  })
})

describe.skipIf(!isInstalled('bean-check'))(`beancount${reason('bean-check')}`, { timeout: 60_000 }, () => {
  it.each([0, 2])('accepts the books and reports them to the last digit (currency scale %d)', (scale) => {
    for (const all of someBooks(scale, 4, 1_000_000_000)) {
      const text = write('beancount', all)
      run('bean-check', text, (file) => [file])
      const { accounts, units } = exportContext(all.header).beancount
      const sums: Sums = new Map()
      const weights: Sums = new Map()
      for (const { lines } of all.entries) {
        for (const { account, unit, quantity, scale: unitScale, value } of lines) {
          const name = accounts.get(account) ?? ''
          put(sums, name, units.get(unit) ?? '', ofMinor(quantity, unitScale))
          if (value === null) put(weights, name, units.get(unit) ?? '', ofMinor(quantity, unitScale))
          else put(weights, name, units.get(all.header.currency) ?? '', ofMinor(value, scale))
        }
      }
      expect(beancountSums(text, 'str(number), currency', null)).toEqual(shown(sums))
      const columns = 'str(number(weight)), currency(weight)'
      expect(beancountSums(text, columns, { currency: all.header.currency, scale })).toEqual(shown(weights))
    }
  })
})

/** Weights are unit prices times quantities again: the division's last digits are rounded off, line by line. */
const beancountSums = (
  text: string,
  columns: string,
  rounded: { currency: string; scale: number } | null,
): Record<string, string> => {
  const out = run('bean-query', text, (file) => ['-f', 'csv', file, `select account, ${columns}`])
  const sums: Sums = new Map()
  for (const row of out.split(/\r?\n/).slice(1).filter(Boolean)) {
    const [account = '', number = '', unit = ''] = row.split(',').map((cell) => cell.trim())
    const styles = { decimalMark: '.', commodities: new Map(), defaultCommodity: null }
    const amount = readAmount({ text: number.replace(/^Decimal\('(.*)'\)$/, '$1'), at: 0 }, styles)
    if (isRefused(amount)) throw new Error(`${row}: ${amount.detail}`)
    const exact = unit !== rounded?.currency
    put(
      sums,
      account,
      unit,
      exact ? amount.quantity : ofMinor(scaledRounded(amount.quantity, rounded.scale), rounded.scale),
    )
  }
  return shown(sums)
}
