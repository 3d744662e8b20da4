import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { idAtSequence, newId } from '../kernel/ids.ts'
import type { CommandContext } from '../kernel/module.ts'
import { isRefusal, refuse } from '../kernel/result.ts'
import { type EntryPosted, GENERAL_JOURNAL, type JournalEntryInput } from './contract.ts'
import { decidePostEntries, decideRegisterUnit, decideReversal } from './domain.ts'
import { type Account, type Chart, type Journal, newAccount, type Unit } from './model.ts'
import { patternProblem } from './numbering.ts'
import { Posting } from './posting.ts'
import type { ProposedEntry, ResolvedLine } from './rules.ts'

const euro: Unit = { ordinal: 1, code: 'EUR', name: 'EUR', kind: 'currency', scale: 2 }
const shares: Unit = { ordinal: 2, code: 'VTI', name: 'Fund', kind: 'security', scale: 4 }
const account = (ordinal: number, code: string, unit: string | null = null): Account => ({
  ...newAccount({ id: `acc_${code}`, code, name: code, type: 'asset' }, ordinal),
  unit,
})
const accounts = [
  account(1, '1000'),
  account(2, '4000'),
  account(3, '1100', 'USD'),
  { ...account(4, '9000'), isHeading: true },
  { ...account(5, '9100'), isActive: false },
]
const journal = (code: string, more: Partial<Journal> = {}): Journal => ({
  code,
  name: code,
  kind: 'general',
  pattern: null,
  isActive: true,
  ...more,
})
const journals = [
  journal(GENERAL_JOURNAL),
  journal('BANK', { pattern: '{journal}-{yyyy}-{n:4}' }),
  journal('OLD', { isActive: false }),
]

const chart: Chart = {
  currency: euro,
  account: (code) => accounts.find((each) => each.code === code),
  accountById: (id) => accounts.find((each) => each.id === id) as Account,
  unit: (code) => [euro, shares].find((each) => each.code === code),
  journal: (code) => journals.find((each) => each.code === code),
  lastNumber: (code, series) => (code === GENERAL_JOURNAL ? 41 : series === 'BANK-2026-#' ? 7 : 0),
  sequenceOfExternalId: (id) => (id === 'booked' ? 7 : undefined),
  entrySequence: (id) => (id === 'je_corrected' ? 7 : undefined),
  turnover: () => 0,
  entryExists: (id) => id === 'je_taken',
}

const context: CommandContext = {
  company: 'co_1',
  actor: { tenant: 'tn_1', id: 'key_1', roles: ['owner'], grants: '*' },
  nowMicros: 1_774_915_200_000_000,
  nextSequence: 100,
  newId,
  idAt: (kind, sequence) => idAtSequence(kind, 1_774_915_200_000, sequence, 0),
}

const entry = (
  lines: JournalEntryInput['lines'],
  more: Partial<JournalEntryInput> = {},
): JournalEntryInput => ({
  effectiveDate: '2026-03-31',
  lines,
  ...more,
})
const sale = entry([
  { account: '1000', debit: '10.00' },
  { account: '4000', credit: '10.00' },
])

describe('posting an entry', () => {
  it('gives it the next number of its journal and signed minor units', () => {
    const posted = new Posting(chart, context).post(sale)
    expect(posted).toMatchObject({
      journal: 'GJ',
      number: 42,
      lines: [
        { account: 'acc_1000', unit: 'EUR', quantity: 1000, value: 1000 },
        { account: 'acc_4000', unit: 'EUR', quantity: -1000, value: -1000 },
      ],
    })
  })

  it('registers a currency of ISO 4217 with its first use', () => {
    const posting = new Posting(chart, context)
    posting.post(
      entry([
        { account: '1100', debit: '11.00', value: '10.00' },
        { account: '1000', credit: '10.00' },
      ]),
    )
    expect(posting.events.map(({ type }) => type)).toEqual(['unit-registered', 'journal-entry-posted'])
  })

  // In the order in which they take precedence: each row would also trip over some of the rows below it.
  const refusals: [name: string, input: JournalEntryInput, refused: string, pointers: string[]][] = [
    [
      'every line with a problem is named, the first one gives the code',
      entry([
        { account: '9999', debit: '1' },
        { account: '1000', credit: '0.001' },
      ]),
      'unknown_account',
      ['/lines/0/account', '/lines/1/credit'],
    ],
    [
      'a unit nobody registered',
      entry([{ account: '1000', debit: '1', unit: 'XYZ' }, sale.lines[1] as never]),
      'unknown_unit',
      ['/lines/0/unit'],
    ],
    [
      'a unit that the account does not take',
      entry([{ account: '1100', debit: '1', unit: 'EUR' }, sale.lines[1] as never]),
      'account_unit_mismatch',
      ['/lines/0/unit'],
    ],
    [
      'both sides',
      entry([{ account: '1000', debit: '1', credit: '1' }, sale.lines[1] as never]),
      'invalid_line',
      ['/lines/0'],
    ],
    ['neither side', entry([{ account: '1000' }, sale.lines[1] as never]), 'invalid_line', ['/lines/0']],
    [
      'a negative amount',
      entry([{ account: '1000', debit: '-1' }, sale.lines[1] as never]),
      'invalid_line',
      ['/lines/0/debit'],
    ],
    [
      'too many decimals',
      entry([{ account: '1000', debit: '10.001' }, sale.lines[1] as never]),
      'invalid_line',
      ['/lines/0/debit'],
    ],
    [
      'an exponent',
      entry([{ account: '1000', debit: '1e400' }, sale.lines[1] as never]),
      'invalid_line',
      ['/lines/0/debit'],
    ],
    [
      'nothing moved',
      entry([{ account: '1000', debit: '0.00' }, sale.lines[1] as never]),
      'invalid_line',
      ['/lines/0/debit'],
    ],
    [
      'a value that differs from the amount in company currency',
      entry([{ account: '1000', debit: '10.00', value: '9.00' }, sale.lines[1] as never]),
      'invalid_line',
      ['/lines/0/value'],
    ],
    [
      'a journal that does not exist',
      {
        ...sale,
        journal: 'NONE',
        lines: [
          { account: '1000', debit: '1' },
          { account: '4000', credit: '2' },
        ],
      },
      'unknown_journal',
      ['/journal'],
    ],
    ['an id that is taken', { ...sale, id: 'je_taken' }, 'entry_id_taken', ['/id']],
    [
      'debits and credits that differ',
      entry([
        { account: '1000', debit: '10.00' },
        { account: '4000', credit: '9.99' },
      ]),
      'unbalanced_entry',
      ['/lines'],
    ],
    [
      'a unit without value that does not balance by itself, although the values do',
      entry([
        ...sale.lines,
        { account: '1000', debit: '1', unit: 'VTI' },
        { account: '4000', credit: '2', unit: 'VTI' },
      ]),
      'unbalanced_entry',
      ['/lines'],
    ],
    [
      'sums beyond what is exact',
      entry([
        { account: '1000', debit: '90071992547409.91' },
        { account: '1000', debit: '90071992547409.91' },
        { account: '4000', credit: '90071992547409.91' },
        { account: '4000', credit: '90071992547409.91' },
      ]),
      'balance_out_of_range',
      [],
    ],
  ]
  it.each(refusals)('refuses %s', (_, input, refused, pointers) => {
    const posting = new Posting(chart, context)
    const refusal = posting.post(input)
    expect(refusal).toMatchObject({ refused })
    expect(isRefusal(refusal) && refusal.errors.map(({ pointer }) => pointer)).toEqual(pointers)
    expect(posting.events).toEqual([])
  })

  it('refuses a turnover that could no longer be summed exactly', () => {
    const full: Chart = {
      ...chart,
      turnover: (unit) => (unit === 'EUR' ? Number.MAX_SAFE_INTEGER - 1999 : 0),
    }
    expect(new Posting(full, context).post(sale)).toMatchObject({ refused: 'balance_out_of_range' })
    const room: Chart = { ...chart, turnover: () => Number.MAX_SAFE_INTEGER - 2000 }
    expect(isRefusal(new Posting(room, context).post(sale))).toBe(false)
  })

  it('books exactly what balances, whatever the amounts', () => {
    const amount = fc.integer({ min: 1, max: 10 ** 12 })
    fc.assert(
      fc.property(
        fc.array(amount, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: -2, max: 2 }),
        (debits, off) => {
          const total = debits.reduce((sum, each) => sum + each, 0) + off
          fc.pre(total > 0)
          const text = (minor: number) => `${Math.trunc(minor / 100)}.${String(minor % 100).padStart(2, '0')}`
          const posted = new Posting(chart, context).post(
            entry([
              ...debits.map((each) => ({ account: '1000', debit: text(each) })),
              { account: '4000', credit: text(total) },
            ]),
          )
          expect(isRefusal(posted)).toBe(off !== 0)
          if (isRefusal(posted)) return
          expect(posted.lines.reduce((sum, { value }) => sum + (value ?? 0), 0)).toBe(0)
        },
      ),
    )
  })
})

describe('what an entry may name', () => {
  it.each([
    [
      'a heading',
      {
        lines: [
          { account: '9000', debit: '1' },
          { account: '4000', credit: '1' },
        ],
      },
      'account_is_heading',
    ],
    [
      'an account out of use',
      {
        lines: [
          { account: '9100', debit: '1' },
          { account: '4000', credit: '1' },
        ],
      },
      'account_inactive',
    ],
    ['a closed journal', { journal: 'OLD' }, 'journal_inactive'],
    ['an external id twice', { externalId: 'booked' }, 'external_id_taken'],
    ['a reversal before the entry', { reverseOn: '2026-03-31' }, 'invalid_line'],
  ])('%s is refused', (_, more, code) => {
    expect(new Posting(chart, context).post({ ...sale, ...more })).toMatchObject({ refused: code })
  })
})

it('a correction takes the external id over from the entry that it corrects, and from no other', () => {
  const record = (corrects: string) => {
    const { lines } = new Posting(chart, context).post(sale) as EntryPosted
    const resolved = lines.map((line) => ({
      ...line,
      account: chart.accountById(line.account),
      unit: euro,
    })) as ResolvedLine[]
    const header = { effectiveDate: '2026-03-31', description: '', externalId: 'booked', corrects }
    return new Posting(chart, context).record(header, resolved)
  }
  expect(record('je_corrected')).toMatchObject({ externalId: 'booked', corrects: 'je_corrected' })
  expect(record('je_other')).toMatchObject({ refused: 'external_id_taken' })
})

describe('numbers by pattern', () => {
  const inBank = (effectiveDate: string) => ({ ...sale, journal: 'BANK', effectiveDate })

  it('go on in the series of the date, each without a gap', () => {
    const posting = new Posting(chart, context)
    const dates = ['2026-03-31', '2025-12-31', '2026-01-02', '2025-12-31']
    expect(dates.map((each) => posting.post(inBank(each)))).toMatchObject([
      { number: 8, series: 'BANK-2026-#', voucher: 'BANK-2026-0008' },
      { number: 1, series: 'BANK-2025-#', voucher: 'BANK-2025-0001' },
      { number: 9, voucher: 'BANK-2026-0009' },
      { number: 2, voucher: 'BANK-2025-0002' },
    ])
  })

  it.each([
    ['{n}{n}', /once/],
    ['{yyyy}', /once/],
    ['{mm}-{n}', /year/],
    ['{week}-{n}', /week/],
    ['{n', /brace/],
    ['#{n}', /#/],
  ])('%s is no pattern', (pattern, why) => expect(patternProblem(pattern)).toMatch(why))
})

describe('rules of other parts', () => {
  it('complete lines, refuse entries, and see those booked before in the same decision', () => {
    const booked: string[] = []
    const rule = {
      begin: () => ({
        complete: ({ lines }: ProposedEntry) =>
          lines.map((line): ResolvedLine => ({ ...line, dimensions: { project: 'P1' } })),
        refuses: ({ header }: ProposedEntry) =>
          header.effectiveDate < '2026-01-01' ? refuse('invalid_line' as const, 'Locked.') : undefined,
        booked: ({ header }: ProposedEntry) => void booked.push(header.effectiveDate),
      }),
    }
    const posting = new Posting(chart, context, { rules: [rule] })
    expect(posting.post(sale)).toMatchObject({ lines: [{ dimensions: { project: 'P1' } }, {}] })
    expect(posting.post({ ...sale, effectiveDate: '2025-12-31' })).toMatchObject({ refused: 'invalid_line' })
    expect(posting.post(sale)).toMatchObject({ number: 43 })
    expect(booked).toEqual(['2026-03-31', '2026-03-31'])
  })
})

describe('posting many', () => {
  const bad = entry([
    { account: '1000', debit: '1' },
    { account: '4000', credit: '2' },
  ])

  it('atomic: one bad row refuses all, and the pointer names the row', () => {
    expect(
      decidePostEntries(new Posting(chart, context), [{ value: sale }, { value: bad }], 'atomic'),
    ).toMatchObject({
      refused: 'rows_refused',
      errors: [{ pointer: '/1/lines', code: 'unbalanced_entry' }],
    })
  })

  it('independent: the good rows are numbered without a gap', () => {
    const posting = new Posting(chart, context)
    const results = decidePostEntries(
      posting,
      [{ value: sale }, { value: bad }, { value: sale }],
      'independent',
    )
    if (isRefusal(results)) throw new Error('refused')
    expect(results.map((result) => (isRefusal(result) ? result.refused : result.number))).toEqual([
      42,
      'unbalanced_entry',
      43,
    ])
    expect(posting.events).toHaveLength(2)
  })

  it('refuses the second of two rows with the same id', () => {
    const own = { ...sale, id: newId('journalEntry') }
    expect(
      decidePostEntries(new Posting(chart, context), [{ value: own }, { value: own }], 'atomic'),
    ).toMatchObject({
      errors: [{ pointer: '/1/id', code: 'entry_id_taken' }],
    })
  })
})

describe('reversing', () => {
  const original = new Posting(chart, context).post(
    entry([
      { account: '1000', debit: '3', unit: 'VTI', value: '30.00' },
      { account: '4000', credit: '30.00' },
    ]),
  ) as EntryPosted

  it('posts the opposite of every quantity and value', () => {
    const reversal = decideReversal(
      chart,
      new Posting(chart, context),
      { ...original, reversedBy: null },
      { effectiveDate: '2026-04-01' },
    )
    if (isRefusal(reversal)) throw new Error('refused')
    expect(reversal.reverses).toBe(original.id)
    expect(reversal.lines.map(({ quantity, value }) => [quantity, value])).toEqual([
      [-30000, -3000],
      [3000, 3000],
    ])
  })

  it('refuses what is reversed already', () => {
    const reversed = { ...original, reversedBy: 'je_other' }
    expect(
      decideReversal(chart, new Posting(chart, context), reversed, { effectiveDate: '2026-04-01' }),
    ).toMatchObject({
      refused: 'already_reversed',
    })
  })
})

describe('units', () => {
  it('refuse a code that is taken, and decimal places that ISO 4217 does not give', () => {
    expect(decideRegisterUnit(chart, { ...shares })).toMatchObject({ refused: 'unit_code_taken' })
    expect(decideRegisterUnit(chart, { code: 'JPY', name: 'Yen', kind: 'currency', scale: 2 })).toMatchObject(
      {
        errors: [{ pointer: '/scale' }],
      },
    )
  })
})
