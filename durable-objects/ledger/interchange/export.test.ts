import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Books } from './arbitraries.ts'
import { books } from './arbitraries.ts'
import { entryText, exportContext, journalHeader } from './export.ts'
import type { ExportEntry, ExportFormat, ExportHeader } from './export-model.ts'
import { parseJournal } from './hledger.ts'
import type { ImportPlan, PlanContext } from './model.ts'
import { planImport } from './plan.ts'

const header: ExportHeader = {
  company: 'Acme Ltd',
  currency: 'USD',
  currencyScale: 2,
  units: [
    { code: 'EUR', scale: 2 },
    { code: 'kg', scale: 3 },
  ],
  accounts: [
    { code: '1000', name: 'Cash', type: 'asset' },
    { code: '2 (b); c', name: 'Büro, 1', type: 'liability' },
  ],
}
const entry: ExportEntry = {
  id: 'je_1',
  number: 'JE-7',
  effectiveDate: '2026-01-31',
  description: 'Rent',
  reference: 'INV 1',
  note: 'paid late',
  tags: { status: 'cleared', project: 'x' },
  lines: [
    { account: '1000', unit: 'EUR', quantity: -1000, scale: 2, value: -1100, memo: 'wire' },
    { account: '2 (b); c', unit: 'USD', quantity: 1100, scale: 2, value: 1100, memo: null },
  ],
}
const written = (format: ExportFormat, all: Books): string => {
  const context = exportContext(all.header)
  return journalHeader(format, all.header) + all.entries.map((e) => entryText(format, e, context)).join('')
}
const imported = (all: Books): ImportPlan => {
  const context: PlanContext = {
    currency: all.header.currency,
    currencyScale: all.header.currencyScale,
    units: new Map(),
    isoScale: () => undefined,
    accounts: new Set(),
  }
  return planImport(parseJournal(written('hledger', all)), context)
}

describe('an exported entry reads', () => {
  it('in hledger', () => {
    expect(written('hledger', { header, entries: [entry] })).toBe(
      `; Acme Ltd
; company currency: USD

decimal-mark .

commodity 1000.00 USD  ; meridian-scale: 2
commodity 1000.00 EUR  ; meridian-scale: 2
commodity 1000.000 kg  ; meridian-scale: 3

account 1000  ; type: A, name: Cash
account 2 (b); c  ; type: L, name: Büro%2C 1

2026-01-31 * (INV 1) Rent
    ; paid late
    ; meridian-id: je_1, meridian-number: JE-7, project: x
    1000  -10.00 EUR @@ 11.00 USD  ; wire
    2 (b); c  11.00 USD

`,
    )
  })

  it('in ledger', () => {
    const text = written('ledger', { header, entries: [entry] })
    expect(text).toContain('account 1000\n    ; type: A, name: Cash\n')
    expect(text).toContain('    1000  -10.00 EUR @@ 11.00 USD  ; wire\n')
  })

  it('in beancount', () => {
    const text = written('beancount', { header, entries: [entry] })
    expect(text).toContain('1000-01-01 commodity U2.KGU\n  code: "kg"\n')
    expect(text).toContain('1000-01-01 open Assets:1000\n  code: "1000"\n  name: "Cash"\n')
    expect(text).toContain('  Assets:1000  -10.00 EUR @@ 11.00 USD\n    memo: "wire"\n')
  })
})

describe('a value with another sign than its quantity, or without one', () => {
  const odd = (quantity: number, value: number): ExportEntry => ({
    ...entry,
    lines: [
      { account: '1000', unit: 'EUR', quantity, scale: 2, value, memo: null },
      { account: '1000', unit: 'USD', quantity: -value, scale: 2, value: -value, memo: null },
    ],
  })
  it.each([
    [0, 200, '0.00 EUR @@ 2.00 USD', ['0.01 EUR @@ 2.00 USD', '-0.01 EUR @@ 0.00 USD']],
    [0, -200, '0.00 EUR @@ -2.00 USD', ['-0.01 EUR @@ 2.00 USD', '0.01 EUR @@ 0.00 USD']],
    [500, -200, '5.00 EUR @@ -2.00 USD', ['-0.01 EUR @@ 2.00 USD', '5.01 EUR @@ 0.00 USD']],
    [-500, 200, '-5.00 EUR @@ -2.00 USD', ['0.01 EUR @@ 2.00 USD', '-5.01 EUR @@ 0.00 USD']],
    [500, 0, '5.00 EUR @@ 0.00 USD', ['5.00 EUR @@ 0.00 USD']],
  ])('%d worth %d', (quantity, value, hledger, ledger) => {
    const all = { header, entries: [odd(quantity, value)] }
    expect(written('hledger', all)).toContain(`    1000  ${hledger}\n`)
    expect(written('ledger', all)).toContain(ledger.map((l) => `    1000  ${l}\n`).join(''))
    expect(written('beancount', all)).toContain(ledger.map((l) => `  Assets:1000  ${l}\n`).join(''))
    const lines = imported(all).entries[0]?.lines
    expect(lines?.[0]).toMatchObject({ quantity, value })
  })
})

describe('books written for hledger', { timeout: 60_000 }, () => {
  it.each([0, 2])('come back as the same entries, accounts and units (currency scale %d)', (scale) => {
    fc.assert(
      fc.property(books(scale), (all) => {
        const plan = imported(all)
        expect(plan.errors).toEqual([])
        expect(plan.warnings).toEqual([])
        expect(plan.accounts).toEqual(all.header.accounts)
        const used = new Set(all.entries.flatMap((e) => e.lines.map((l) => l.unit)))
        const order = plan.units.map((u) => u.code)
        expect(plan.units).toEqual(
          all.header.units
            .filter((u) => used.has(u.code))
            .sort((a, b) => order.indexOf(a.code) - order.indexOf(b.code)),
        )
        expect(plan.entries.map(({ line: _, ...e }) => e)).toEqual(
          all.entries.map(({ id: _, number: __, lines, ...e }) => ({
            ...e,
            tags: { ...e.tags },
            lines: lines.map(({ scale: ___, ...l }) => l),
          })),
        )
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('names written for beancount', () => {
  it('are valid, and no two codes share one', () => {
    fc.assert(
      fc.property(books(2), ({ header: h }) => {
        const { accounts, units } = exportContext(h).beancount
        expect(new Set(accounts.values()).size).toBe(accounts.size)
        expect(new Set(units.values()).size).toBe(units.size)
        for (const name of accounts.values()) {
          expect(name).toMatch(/^(Assets|Liabilities|Equity|Income|Expenses)(:[A-Z0-9][A-Za-z0-9-]*)+$/)
        }
        for (const name of units.values()) expect(name).toMatch(/^[A-Z][A-Z0-9'._-]{0,22}[A-Z0-9]$/)
      }),
    )
  })

  it('keep codes that beancount can hold, and make way for them', () => {
    const accounts = ['Cash', 'Assets:Cash', 'a-b', 'Assets:US:B-A', 'é'].map((code) => ({
      code,
      name: code,
      type: 'asset' as const,
    }))
    expect([...exportContext({ ...header, accounts }).beancount.accounts]).toEqual([
      ['Assets:Cash', 'Assets:Cash'],
      ['Assets:US:B-A', 'Assets:US:B-A'],
      ['Cash', 'Assets:N2-Cash'],
      ['a-b', 'Assets:X-a-b'],
      ['é', 'Assets:X--ue9-'],
    ])
  })
})
