import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { format } from './decimal.ts'
import { parseJournal } from './hledger.ts'
import type { Transaction } from './model.ts'
import { samples } from './samples.ts'

const parse = (text: string) => parseJournal(text)
const one = (text: string): Transaction => {
  const { transactions, errors } = parse(text)
  expect(errors).toEqual([])
  const [first] = transactions
  if (first === undefined) throw new Error('no transaction')
  return first
}
const amountOf = (written: string, before = ''): string => {
  const { amount } = one(`${before}\n2026-01-01\n  a  ${written}\n  b`).postings[0] ?? {}
  return amount ? `${format(amount.quantity)} ${amount.commodity}`.trim() : 'none'
}
const errorsOf = (text: string) => parse(text).errors.map((e) => `${e.line} ${e.code}`)

describe('an amount is read in every style', () => {
  it.each([
    ['$5', '5 $'],
    ['-$5', '-5 $'],
    ['$-5', '-5 $'],
    ['- $ 5', '-5 $'],
    ['$ 5.50', '5.5 $'],
    ['5.50 EUR', '5.5 EUR'],
    ['5EUR', '5 EUR'],
    ['EUR5', '5 EUR'],
    ['+5 EUR', '5 EUR'],
    ['3 "green apples"', '3 green apples'],
    ['"A1" 3', '3 A1'],
    ['5', '5'],
    ['1,000.00 USD', '1000 USD'],
    ['1.000,00 EUR', '1000 EUR'],
    ['1.234.567 EUR', '1234567 EUR'],
    ['1 000 EUR', '1000 EUR'],
    ['1 000 000,5 EUR', '1000000.5 EUR'],
    ['1\u202f000,5 EUR', '1000.5 EUR'],
    ["1'000.5 CHF", '1000.5 CHF'],
    ['9,99,99,999.00 INR', '99999999 INR'],
    ['1,000 EUR', '1 EUR'],
    ['1.000 EUR', '1 EUR'],
    ['1. EUR', '1 EUR'],
    ['.5 EUR', '0.5 EUR'],
    ['-,5 EUR', '-0.5 EUR'],
    ['1E3 EUR', '1000 EUR'],
    ['1e-2 EUR', '0.01 EUR'],
    ['1.5E1', '15'],
    ['1 E', '1 E'],
    ['5 kg/m', '5 kg/m'],
  ])('%s is %s', (written, read) => {
    expect(amountOf(written)).toBe(read)
  })

  it.each([
    ['1,000 EUR', 'decimal-mark .', '1000 EUR'],
    ['1.000 EUR', 'decimal-mark ,', '1000 EUR'],
    ['EUR 1,000', 'commodity EUR 1,000.00', '1000 EUR'],
    ['EUR 1.000', 'commodity EUR 1,000.00', '1 EUR'],
    ['1.000 EUR', 'commodity EUR\n  format EUR 1.000,00', '1000 EUR'],
    ['1,000', 'D $1,000.00', '1000 $'],
    ['5', 'D 1000.00 SEK', '5 SEK'],
  ])('%s after %s is %s', (written, before, read) => {
    expect(amountOf(written, before)).toBe(read)
  })

  it.each([
    ['1.2.3,4,5 EUR', 'invalid_number'],
    ['1,000.000.00 EUR', 'invalid_number'],
    ['1,000E3 EUR', 'ok'],
    ['1 000E3 EUR', 'invalid_number'],
    ['EUR', 'invalid_amount'],
    ['"open 5', 'invalid_amount'],
    ['\u22125 EUR', 'invalid_amount'],
    ['(5 * 3 USD)', 'amount_expression'],
    ['1E999999999 EUR', 'number_too_long'],
    [`${'9'.repeat(300)} EUR`, 'number_too_long'],
    ['5 EUR 6', 'invalid_posting'],
    ['5 EUR @', 'invalid_amount'],
    ['5 EUR {1 USD', 'invalid_lot'],
    ['5 EUR @ 1 USD @ 2 USD', 'invalid_amount'],
  ])('%s: %s', (written, code) => {
    const codes = parse(`2026-01-01\n  a  ${written}\n  b`).errors.map((e) => e.code)
    expect(codes).toEqual(code === 'ok' ? [] : [code])
  })
})

describe('a transaction is read whole', () => {
  it('with marks, code, payee, comments, costs, lots and assertions', () => {
    const text =
      '2026-01-31=2/1 ! (INV 1) Acme | rent ; t1: v1, t2:\n  ; more\n' +
      '  * a:b c  10 AAPL {$5} [2026-01-01] (lot 1) @ $6 = 10 AAPL ; memo\n  ;  x: y\n\t[d]\t$1\n  [e]\n  f  ==* $5 @ 2 EUR'
    const t = one(text)
    expect(t).toMatchObject({
      line: 1,
      date: '2026-01-31',
      date2: '2026-02-01',
      status: 'pending',
      code: 'INV 1',
      description: 'Acme | rent',
      comment: ['t1: v1, t2:', 'more'],
    })
    expect(t.postings.map((p) => [p.line, p.account, p.kind, p.status])).toEqual([
      [3, 'a:b c', 'real', 'cleared'],
      [5, 'd', 'balanced', null],
      [6, 'e', 'balanced', null],
      [7, 'f', 'real', null],
    ])
    expect(t.postings[0]).toMatchObject({ lotText: '{$5} [2026-01-01] (lot 1)', comment: ['memo', 'x: y'] })
    expect(t.postings[3]?.assertion).toMatchObject({ total: true, inclusive: true })
  })

  it.each([
    ['2026-1-5', '2026-01-05'],
    ['2026/01/05', '2026-01-05'],
    ['2026.1.5', '2026-01-05'],
    ['2024-02-29', '2024-02-29'],
  ])('dated %s', (written, date) => {
    expect(one(`${written} x\n  a  1\n  b`).date).toBe(date)
  })

  it('takes the year from the directive above', () => {
    for (const directive of ['Y2025', 'Y 2025', 'year 2025', 'apply year 2025']) {
      expect(one(`${directive}\n2/3 x\n  a  1\n  b`).date).toBe('2025-02-03')
    }
  })

  it('normalises account names and ends them at two blanks or a tab', () => {
    const t = one('2026-01-01\n  cafe\u0301 bar   1\n  b\u00a0c\t-1')
    expect(t.postings.map((p) => p.account)).toEqual(['caf\u00e9 bar', 'b c'])
  })

  it('reads CRLF, a byte order mark, tabs and org headings', () => {
    const parsed = parse(samples.noise ?? '')
    expect(parsed.errors).toEqual([])
    expect(parsed.transactions).toHaveLength(1)
    expect(parsed.prices).toHaveLength(2)
  })
})

describe('what cannot be booked is refused by name, with its line', () => {
  it.each([
    ['include other.journal', ['1 include_directive']],
    ['!include other.journal', ['1 include_directive']],
    ['~ monthly\n  a  1\n  b', ['1 periodic_transaction']],
    ['= expenses:food\n  (x)  *1', ['1 auto_posting_rule']],
    ['i 2026-01-01 09:00 work', ['1 timeclock_entry']],
    ['eval x = 1', ['1 expression_directive']],
    ['python\n  import os', ['1 python_directive']],
    ['test x\n2026 foo\nend test', ['1 test_block']],
    ['A assets:cash', ['1 default_account']],
    ['bucket assets:cash', ['1 default_account']],
    ['apply tag x', ['1 apply_directive']],
    ['apply fixed X $1', ['1 apply_directive']],
    ['end apply account', ['1 unknown_directive']],
    ['--strict', ['1 option_line']],
    ['foo bar', ['1 unknown_directive']],
    ['commodity $1000', ['1 no_decimal_mark']],
    ['alias x', ['1 invalid_alias']],
    ['alias /(/ = x', ['1 invalid_pattern']],
    ['Yabc', ['1 unknown_directive']],
    ['year x', ['1 invalid_year']],
    ['2026-02-30 x\n  a  1\n  b', ['1 invalid_date']],
    ['2026-1/5 x\n  a  1\n  b', ['1 invalid_date']],
    ['1/5 x\n  a  1\n  b', ['1 year_unknown']],
    ['2026-01-01x\n  a  1\n  b', ['1 invalid_date']],
    ['2026-01-01 (x\n  a  1\n  b', ['1 invalid_code']],
    ['2026-01-01\n  (a)  1', ['2 unbalanced_virtual_posting']],
    ['2026-01-01\n  a  1 ; date: 2026-01-02\n  b', ['2 posting_date']],
    ['2026-01-01\n  a  1 ; date: soon\n  b', ['2 invalid_date']],
    ['2026-01-01\n  a  1\n  ; [2026-01-02]\n  b', ['3 posting_date']],
    ['2026-01-01\n  a  1 ; [2026-01-01=2026-02-30]\n  b', ['2 invalid_date']],
    ['2026-01-01\n  a  1 ; date: 1/1, [x] [=1/9]\n  b', []],
    ['2026-01-01\n  a\0b  1\n  c', ['2 control_character']],
    ['2026-01-01\n  a  1\n  b\n\n  c  1', ['5 stray_posting']],
    [`2026-01-01\n  ${'a'.repeat(1001)}  1\n  b`, ['2 account_name_too_long']],
  ])('%j', (text, expected) => {
    expect(errorsOf(text)).toEqual(expected)
  })

  it('and the next transaction is read all the same', () => {
    const parsed = parse(
      '2026-13-01 bad\n  a  1\n  b\n2026-01-01 good\n  a  x y\n  b\n2026-01-02 good\n  a  1\n  b',
    )
    expect(parsed.errors.map((e) => [e.line, e.code])).toEqual([
      [1, 'invalid_date'],
      [5, 'invalid_amount'],
    ])
    expect(parsed.transactions.map((t) => t.refused)).toEqual([true, false])
  })

  it('and a file of another kind gets a bounded answer', () => {
    const parsed = parse('x\n'.repeat(5_000))
    expect(parsed.errors).toHaveLength(1_001)
    expect(parsed.errors.at(-1)?.code).toBe('more_errors')
  })
})

describe('the parser', { timeout: 60_000 }, () => {
  it('never throws, whatever the text', () => {
    const pieces = fc.constantFrom(
      ...[
        '2026-01-01',
        ' ',
        '  ',
        '\t',
        '\n',
        '\n  ',
        ';',
        'a:b',
        '$',
        '1,0',
        '.',
        '@',
        '{',
        '}',
        '[',
        ']',
        '(',
        ')',
        '=',
      ],
      ...[
        '*',
        '!',
        '"',
        'EUR',
        '-',
        'alias ',
        '/',
        'account ',
        'P ',
        'D ',
        'Y',
        '\r\n',
        '\0',
        'comment\n',
        'é',
        'date:',
      ],
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 60 }).map((p) => p.join('')),
    )
    fc.assert(
      fc.property(text, (t) => {
        const lines = t.split('\n').length
        for (const { line } of parse(t).errors) expect(line >= 1 && line <= lines).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  it('gets through hostile lines', () => {
    const hostile = [
      `2026-01-01 ${'('.repeat(500_000)}\n`,
      `2026-01-01 x ; ${':'.repeat(500_000)}\n`,
      `2026-01-01\n  a  1 ; ${'['.repeat(500_000)}\n`,
      `2026-01-01\n  ${'a '.repeat(250_000)}  1\n`,
      `2026-01-01\n  a  ${'1 '.repeat(250_000)}\n`,
      `2026-01-01\n  a  1 ${'{'.repeat(500_000)}\n`,
      `${' '.repeat(500_000)}x\n`,
      `alias /(a*)*b/ = x\n2026-01-01\n  ${'a'.repeat(900)}  1\n  b\n`,
    ]
    for (const text of hostile) expect(parse(text).errors.length).toBeLessThanOrEqual(4)
  }, 60_000)
})
