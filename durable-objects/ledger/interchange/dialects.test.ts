/**
 * Journals of ledger-cli and beancount: what is understood, what is refused by name, and that the programs whose formats
 * these are report the same balances as the import.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { books } from './arbitraries.ts'
import { entryText, exportContext, journalHeader } from './export.ts'
import type { ImportPlan, PlanContext } from './model.ts'
import { type JournalFormat, planJournal } from './read.ts'

const iso: Record<string, number> = { USD: 2, EUR: 2, GBP: 2, JPY: 0 }
const context = (more: Partial<PlanContext> = {}): PlanContext => ({
  currency: 'USD',
  currencyScale: 2,
  units: new Map(),
  isoScale: (code) => iso[code],
  accounts: new Set(),
  ...more,
})

const plan = (format: JournalFormat, text: string, more: Partial<PlanContext> = {}) =>
  planJournal(format, text, context(more))
const codes = ({ errors }: Pick<ImportPlan, 'errors'>) => errors.map(({ line, code }) => `${line} ${code}`)

/** Quantities by account and unit, in minor units; zero sums are left out. */
const sums = (planned: ImportPlan, unitOf = (unit: string) => unit): Record<string, number> => {
  const totals = new Map<string, number>()
  for (const { lines } of planned.entries)
    for (const { account, unit, quantity } of lines) {
      const key = `${account} ${unitOf(unit)}`
      totals.set(key, (totals.get(key) ?? 0) + quantity)
    }
  return Object.fromEntries([...totals].filter(([, sum]) => sum !== 0).sort())
}

const LEDGER = `
; comment
| another
account Assets:Cash
    note What is in the till
    alias till
    default
commodity $
    format $1,000.00
    alias dollars
commodity EUR
    format 1.000,00 EUR
payee Shop
    alias ^The Shop
tag Receipt
apply tag imported
2026/01/02=2026/01/05 * (7) Sale
    till                $1,000
    Income:Sales
end apply tag
bucket Assets:Cash
2026/01/03 Coffee  ; :small:daily:
    Expenses:Coffee     $3.50
2026/01/04 Travel
    Assets:Euro         1.000,50 EUR @ $1.10
    Assets:Cash
2026/01/05 Buy
    Assets:Stock        10 AAPL {$50} @ $50
    Assets:Cash         $-500
2026/01/06 Sell
    Assets:Stock        -5 AAPL {$50} [2026/01/05] @ $60
    Assets:Cash         $300
    Income:Gains
2026/01/07 Virtual
    Assets:Cash         $-10
    Expenses:Food       $10
    [Budget:Food]       $-10
    [Budget:Pool]       $10
apply account Branch
2026/01/08 Below
    Assets:Cash         5 dollars
    Equity:Opening
end apply account
comment
anything at all
end comment
year 2026
01/09 Later in the file, earlier assertions hold
    Assets:Cash         $0 = $-314.05
    Equity:Check
01/01 Assigned
    Assets:Cash         = $100
    Equity:Adjust
`

describe('journals of ledger', () => {
  it('are read with the directives and rules of ledger', () => {
    const planned = plan('ledger', LEDGER)
    expect(planned.errors).toEqual([])
    expect(sums(planned)).toEqual({
      'Assets:Cash USD': 10000,
      'Assets:Euro EUR': 100050,
      'Assets:Stock AAPL': 5,
      'Branch:Assets:Cash USD': 500,
      'Branch:Equity:Opening USD': -500,
      'Budget:Food USD': -1000,
      'Budget:Pool USD': 1000,
      'Equity:Adjust USD': -41405,
      'Expenses:Coffee USD': 350,
      'Expenses:Food USD': 1000,
      'Income:Gains USD': -5000,
      'Income:Sales USD': -100000,
    })
    expect(planned.entries[0]).toMatchObject({
      reference: '7',
      description: 'Sale',
      tags: { status: 'cleared', date2: '2026-01-05', imported: '' },
    })
    expect(planned.entries[1]?.tags).toEqual({ small: '', daily: '' })
  })

  it.each([
    ['= /Food/\n  (Budget)  1', '1 auto_posting_rule'],
    ['~ Monthly\n  A  1', '1 periodic_transaction'],
    ['python\n  print()', '1 python_directive'],
    ['define x=1', '1 expression_directive'],
    ['include a.dat', '1 include_directive'],
    ['account A\n  assert amount > 0', '2 expression_directive'],
    ['2026/01/01 x\n  A  (1+2)\n  B', '2 amount_expression'],
    ['2026/01/01 x\n  A  $1 @ ($2*3)\n  B', '2 amount_expression'],
    ['2026/01/01 x\n  <A>  $1\n  B', '2 deferred_posting'],
    ['2026/01/01 x\n  (A)  $1', '2 unbalanced_virtual_posting'],
    ['end apply account', '1 unknown_directive'],
    ['apply fixed USD 1', '1 apply_directive'],
  ])('refuses %j by name, with its line', (text, expected) => {
    expect(codes(plan('ledger', text))).toContain(expected)
  })

  it('checks assertions in the order of the file, as ledger does', () => {
    const text = `2026/02/01 a\n  A  $5\n  B\n2026/01/01 b\n  A  $5 = $10\n  B\n`
    expect(codes(plan('ledger', text))).toEqual([])
    expect(codes(plan('hledger', text))).toEqual(['5 balance_assertion_failed'])
  })
})

const BEANCOUNT = `option "title" "Books"
option "operating_currency" "USD"
option "name_income" "Revenue"
* A heading of an outline
2020-01-01 commodity USD
  name: "US dollar"
2020-01-01 open Assets:Cash  USD,EUR
2020-01-01 open Assets:Euro
2020-01-01 open Assets:Broker  "FIFO"
2020-01-01 open Liabilities:Card
2020-01-01 open Equity:Opening
2020-01-01 open Revenue:Sales
2020-01-01 open Revenue:Gains
2020-01-01 open Expenses:Food
2020-01-01 pad Assets:Cash Equity:Opening
2020-01-05 balance Assets:Cash  1,000.00 USD
pushtag #trip
2020-01-06 * "Café" "Lunch; with \\"quotes\\"" #food ^link-1
  invoice: "A-7"
  Expenses:Food   (30 + 2.5) * 2 USD
    memo: "for two"
  Assets:Cash
poptag #trip
2020-01-07 ! "Exchange"
  Assets:Euro   100.00 EUR @ 1.10 USD
  Assets:Cash  -110.00 USD
2020-02-01 * "Buy"
  Assets:Broker  10 AAPL {50.00 USD}
  Assets:Cash
2020-02-02 * "Buy more"
  Assets:Broker  10 AAPL {{600.00 USD, "lot-2"}}
  Liabilities:Card
2020-03-01 * "Sell"
  Assets:Broker  -15 AAPL {} @ 70.00 USD
  Assets:Cash    1050.00 USD
  Revenue:Gains
2020-03-02 txn "Third"
  Assets:Cash     -10.00 USD
  Expenses:Food     3.33 USD
  Expenses:Food     3.33 USD
  Expenses:Food     3.338 USD
2020-03-03 balance Assets:Broker  5 AAPL
2020-03-03 balance Assets:Cash  1364.9 ~ 0.2 USD
2020-03-04 price AAPL 71.00 USD
2020-03-04 note Assets:Cash "Counted"
2020-03-04 event "location" "Paris"
2020-03-04 custom "budget" Expenses:Food 100.00 USD
2020-03-05 document Assets:Cash "/tmp/x.pdf"
2020-03-06 query "cash" "SELECT account"
2020-12-31 close Liabilities:Card
`

describe('journals of beancount', () => {
  it('are read with lots, pads, options and expressions', () => {
    const text = BEANCOUNT.replace('3.338', '3.34')
    const planned = plan('beancount', text)
    expect(planned.errors).toEqual([])
    expect(sums(planned)).toEqual({
      'Assets:Broker AAPL': 5,
      'Assets:Cash USD': 136500,
      'Assets:Euro EUR': 10000,
      'Equity:Opening USD': -100000,
      'Expenses:Food USD': 7500,
      'Liabilities:Card USD': -60000,
      'Revenue:Gains USD': -25000,
    })
    const lunch = planned.entries.find(({ description }) => description.startsWith('Café'))
    expect(lunch).toMatchObject({
      description: 'Café | Lunch; with "quotes"',
      tags: { trip: '', food: '', link: 'link-1', invoice: 'A-7' },
    })
    expect(lunch?.lines[0]).toMatchObject({ quantity: 6500, memo: 'for two' })
    expect(planned.accounts.find(({ code }) => code === 'Revenue:Gains')?.type).toBe('income')
  })

  const opened = (rows: string) =>
    `2020-01-01 open Assets:A\n2020-01-01 open Assets:B "STRICT"\n2020-01-01 open Assets:C USD\n${rows}`
  it.each([
    ['include "a.bean"', '4 include_directive'],
    ['plugin "beancount.plugins.auto"', '4 plugin_directive'],
    ['2020-01-02 * "x"\n  Assets:Z  1 USD\n  Assets:A', '5 account_not_open'],
    ['2020-01-02 * "x"\n  Assets:C  1 EUR\n  Assets:A', '5 currency_not_allowed'],
    ['2020-01-02 * "x"\n  Assets:A  1 USD\n  Assets:B  1 USD', '4 unbalanced'],
    ['2020-01-02 * "x"\n  Assets:A\n  Assets:B', '6 missing_amounts'],
    ['2020-01-02 * "x"\n  Assets:A  USD\n  Assets:B', '5 incomplete_amount'],
    ['2020-01-02 * "x"\n  Assets:B  1 X {}\n  Assets:A', '5 missing_cost'],
    [
      '2020-01-02 * "x"\n  Assets:B  1 X {1 USD}\n  Assets:A\n2020-01-03 * "x"\n  Assets:B  1 X {2 USD}\n  Assets:A\n2020-01-04 * "x"\n  Assets:B  -1 X {}\n  Assets:A',
      '11 ambiguous_lot',
    ],
    [
      '2020-01-02 * "x"\n  Assets:B  1 X {1 USD}\n  Assets:A\n2020-01-04 * "x"\n  Assets:B  -2 X {}\n  Assets:A',
      '8 not_enough_lots',
    ],
    ['2020-01-02 balance Assets:A  1.00 USD', '4 balance_assertion_failed'],
    ['2020-01-02 pad Assets:A Assets:B', '4 pad_unused'],
    ['2020-02-30 open Assets:D', '4 invalid_date'],
    ['2020-01-02 open Assets:D "AVERAGE"', '4 booking_method'],
    ['nonsense here', '4 unknown_directive'],
    ['2020-01-02 * "x"\n  Assets:A  1 X {*}\n  Assets:B', '5 merged_cost'],
    ['2020-01-02 * "never closed', '4 invalid_syntax'],
  ])('refuses %j by name, with its line', (rows, expected) => {
    expect(codes(plan('beancount', opened(rows)))).toContain(expected)
  })

  it('never throws, whatever the text', () => {
    const pieces = fc.constantFrom(
      ...'2020-01-01|open|Assets:A|* "x"|{|}|{{|@|@@|1|USD|-|(|)|/|0|,|\n|  |"|;|#tag|^l|~|balance|pad|\\|key: |txn'.split(
        '|',
      ),
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
        const planned = plan('beancount', parts.join(' '))
        for (const { lines } of planned.entries)
          expect(lines.reduce((sum, { value }) => sum + (value ?? 0), 0)).toBe(0)
      }),
      { numRuns: 400, seed: 7 },
    )
  })
})

describe('a journal that comes in parts', () => {
  const first = '2026-01-01 a\n  A  5 USD\n  B\n'
  const second = '2026-01-02 b\n  A  5 USD = 10 USD\n  B\n'
  it('has its assertions checked against what the parts before add up to', () => {
    const { balances } = plan('hledger', first)
    expect(codes(plan('hledger', second, { carried: balances }))).toEqual([])
    expect(codes(plan('hledger', second))).toEqual(['2 balance_assertion_failed'])
  })
  it('says so where these are not known', () => {
    const planned = plan('hledger', second, { balancesUnknown: true })
    expect(planned.errors).toEqual([])
    expect(planned.warnings).toContainEqual(expect.objectContaining({ code: 'assertions_not_checked' }))
    const assigned = second.replace('5 USD = 10', '= 10')
    expect(codes(plan('hledger', assigned, { balancesUnknown: true }))).toEqual(['2 balance_not_known'])
  })
  it('works for beancount, too', () => {
    const open = '2026-01-01 open Assets:A\n2026-01-01 open Equity:B\n'
    const bean = `${open}2026-01-02 * "a"\n  Assets:A  5 USD\n  Equity:B\n`
    const { balances } = plan('beancount', bean)
    const rest = `${open}2026-01-03 balance Assets:A  5 USD\n`
    expect(codes(plan('beancount', rest, { carried: balances }))).toEqual([])
    expect(codes(plan('beancount', rest))).toEqual(['3 balance_assertion_failed'])
  })
})

describe('our own exports come back with the same balances', () => {
  it.each(['hledger', 'ledger', 'beancount'] as const)('%s', (format) => {
    for (const scale of [0, 2])
      for (const all of fc.sample(books(scale, 1_000_000_000), { numRuns: 25, seed: 99 + scale })) {
        const out = exportContext(all.header)
        const text =
          journalHeader(format, all.header) + all.entries.map((each) => entryText(format, each, out)).join('')
        const { currency, currencyScale } = all.header
        // Scales are those of the books: beancount has no way to say them.
        const units = new Map(all.header.units.map((unit): [string, number] => [unit.code, unit.scale]))
        const planned = plan(format, text, { currency, currencyScale, units })
        expect(planned.errors, text).toEqual([])
        const original = {
          entries: all.entries.map((entry) => ({
            line: 0,
            lines: entry.lines.map((line) => ({ ...line, account: line.account.normalize('NFC') })),
          })),
        } as unknown as ImportPlan
        expect(sums(planned)).toEqual(sums(original))
      }
  })
})

// ------------------------------------------------------------------------------------- the programs themselves

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dialects-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const isInstalled = (program: string): boolean => spawnSync(program, ['--version']).error === undefined
const reason = (program: string): string =>
  isInstalled(program) ? '' : ` (skipped: ${program} is not installed)`
const run = (program: string, text: string, args: (file: string) => string[]): string => {
  const file = join(folder, 'journal')
  writeFileSync(file, text)
  const env = { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', PYTHONUTF8: '1' }
  return execFileSync(program, args(file), { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

const exact = (planned: ImportPlan, text: string, unit: string): number => {
  const known = new Map(planned.units.map(({ code, scale }) => [code, scale]))
  return Math.round(Number(text.replaceAll(',', '')) * 10 ** (known.get(unit) ?? iso[unit] ?? 0))
}

describe.skipIf(!isInstalled('ledger'))(`ledger${reason('ledger')}`, () => {
  it('reports the balances of the import', () => {
    const planned = plan('ledger', LEDGER)
    const out = run('ledger', LEDGER, (file) => [
      ...['-f', file, 'bal', '--flat', '--no-total', '--format'],
      '%(account)\\t%(quantity(scrub(display_total)))\\t%(commodity(scrub(display_total)))\\n',
    ])
    const reported = out
      .split('\n')
      .filter(Boolean)
      .map((row) => row.split('\t') as [string, string, string])
      .map(([account, number, unit]): [string, number] => {
        const code = unit === '$' ? 'USD' : unit
        return [`${account} ${code}`, exact(planned, number, code)]
      })
    expect(Object.fromEntries(reported.filter(([, sum]) => sum !== 0).sort())).toEqual(sums(planned))
  })
})

/** Transactions over a few accounts, with lots, prices and amounts left out, that a program of the format accepts. */
const generated = fc.array(
  fc.record({
    day: fc.integer({ min: 1, max: 28 }),
    kind: fc.constantFrom('plain', 'elided', 'price', 'total', 'buy'),
    minor: fc.integer({ min: 1, max: 1_000_000 }),
    count: fc.integer({ min: 1, max: 50 }),
  }),
  { minLength: 1, maxLength: 30 },
)
type Generated = { day: number; kind: string; minor: number; count: number }

const rowsOf = ({ kind, minor, count }: Generated): string => {
  const amount = (minor / 100).toFixed(2)
  switch (kind) {
    case 'plain':
      return `  Assets:Bank  ${amount} USD\n  Income:Sales  -${amount} USD`
    case 'elided':
      return `  Expenses:Food  ${amount} USD\n  Assets:Bank`
    case 'price':
      return `  Assets:Euro  ${count}.00 EUR @ ${amount} USD\n  Assets:Bank`
    case 'total':
      return `  Assets:Euro  -${count}.00 EUR @@ ${amount} USD\n  Assets:Bank  ${amount} USD`
    default:
      return `  Assets:Broker  ${count} ACME {${amount} USD} @ ${amount} USD\n  Assets:Bank`
  }
}
const written = (all: readonly Generated[], separator: string): string =>
  all.map((each) => `2026-01-${String(each.day).padStart(2, '0')} ${separator}\n${rowsOf(each)}\n`).join('\n')

describe.skipIf(!isInstalled('ledger'))(`generated journals and ledger${reason('ledger')}`, () => {
  it('agree on every balance', { timeout: 60_000 }, () => {
    for (const all of fc.sample(generated, { numRuns: 15, seed: 4 })) {
      const text = written(all, 'x').replaceAll(/Broker {2}(\d+ ACME) \{/g, 'Broker  $1 {')
      const planned = plan('ledger', text)
      expect(planned.errors).toEqual([])
      const out = run('ledger', text, (file) =>
        [
          ...['-f', file, 'bal', '--flat', '--no-total', '--lots=false', '--format'],
          '%(account)\\t%(quantity(scrub(display_total)))\\t%(commodity(scrub(display_total)))\\n',
        ].filter((option) => option !== '--lots=false'),
      )
      const reported = out
        .split('\n')
        .filter(Boolean)
        .map((row) => row.split('\t') as [string, string, string])
        .map(([account, number, unit]): [string, number] => [
          `${account} ${unit}`,
          exact(planned, number, unit),
        ])
      expect(Object.fromEntries(reported.filter(([, sum]) => sum !== 0).sort())).toEqual(sums(planned))
    }
  })
})

describe.skipIf(!isInstalled('bean-report'))(`beancount${reason('bean-report')}`, () => {
  const reported = (planned: ImportPlan, text: string) => {
    run('bean-check', text, (file) => [file])
    const query = 'select account, sum(number), currency group by account, currency'
    const out = run('bean-query', text, (file) => ['-f', 'csv', file, query])
    const rows = out
      .split(/\r?\n/)
      .slice(1)
      .filter(Boolean)
      .map((row) => row.split(',').map((cell) => cell.trim()) as [string, string, string])
      .map(([account, number, unit]): [string, number] => [
        `${account} ${unit}`,
        exact(planned, number, unit),
      ])
    return Object.fromEntries(rows.filter(([, sum]) => sum !== 0).sort())
  }

  it('reports the balances of the import', { timeout: 30_000 }, () => {
    const text = BEANCOUNT.replace('3.338', '3.34').replace(
      '\n2020-03-05 document Assets:Cash "/tmp/x.pdf"',
      '',
    )
    const planned = plan('beancount', text)
    expect(reported(planned, text)).toEqual(sums(planned))
  })

  it('agrees on every balance of generated journals', { timeout: 120_000 }, () => {
    const accounts = ['Assets:Bank', 'Assets:Euro', 'Assets:Broker', 'Income:Sales', 'Expenses:Food']
    const head = accounts.map((account) => `2020-01-01 open ${account}\n`).join('')
    for (const all of fc.sample(generated, { numRuns: 8, seed: 5 })) {
      const text = `${head}\n${written(all, '* "x"')}`
      const planned = plan('beancount', text)
      expect(planned.errors).toEqual([])
      expect(reported(planned, text)).toEqual(sums(planned))
    }
  })
})
