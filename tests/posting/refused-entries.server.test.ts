import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../durable-objects/kernel/ids.ts'
import { type Api, accepted, expectProblem, pointers, requestAlone } from '../support/api.ts'
import { Company, changingNothing, sale, upTo } from '../support/company.ts'
import { OwnServer } from '../support/own-server.ts'

/** What cannot be booked is refused with the field that is wrong, and changes nothing. */

let server: OwnServer
let api: Api

beforeAll(async () => {
  server = await OwnServer.start()
  api = await server.newClient()
})

afterAll(() => server?.stop())

describe('what cannot be booked', () => {
  const lines = (...all: object[]) => ({ effectiveDate: '2026-03-31', lines: all })
  const [debit, credit] = [
    { account: '1000', debit: '10.00' },
    { account: '4000', credit: '10.00' },
  ]
  const withAmount = (amount: unknown) => lines({ account: '1000', debit: amount }, credit)
  const withDate = (effectiveDate: unknown) => ({ ...lines(debit, credit), effectiveDate })
  const withMore = (more: object) => ({ ...lines(debit, credit), ...more })

  type Row = [what: string, body: unknown, status: number, code: string, pointer?: string, field?: string]
  const table: Row[] = [
    [
      'debits that exceed credits',
      withAmount('10.01'),
      422,
      'unbalanced_entry',
      '/lines',
      'unbalanced_entry',
    ],
    [
      'an unknown account',
      lines(debit, { account: '9', credit: '10.00' }),
      422,
      'unknown_account',
      '/lines/1/account',
    ],
    [
      'an amount with an exponent',
      withAmount('1e400'),
      422,
      'invalid_line',
      '/lines/0/debit',
      'not_a_decimal',
    ],
    ['an infinite amount', withAmount('Infinity'), 422, 'invalid_line', '/lines/0/debit', 'not_a_decimal'],
    ['an amount in hexadecimal', withAmount('0x10'), 422, 'invalid_line', '/lines/0/debit', 'not_a_decimal'],
    ['an amount with a comma', withAmount('10,00'), 422, 'invalid_line', '/lines/0/debit', 'not_a_decimal'],
    ['an amount with spaces', withAmount(' 10.00'), 422, 'invalid_line', '/lines/0/debit', 'not_a_decimal'],
    ['an amount in other digits', withAmount('١٠'), 422, 'invalid_line', '/lines/0/debit', 'not_a_decimal'],
    ['no amount', withAmount(''), 422, 'invalid_line', '/lines/0/debit', 'not_a_decimal'],
    ['a leading zero', withAmount('010.00'), 422, 'invalid_line', '/lines/0/debit', 'not_a_decimal'],
    ['too many decimals', withAmount('10.001'), 422, 'invalid_line', '/lines/0/debit', 'too_many_decimals'],
    ['a negative amount', withAmount('-10.00'), 422, 'invalid_line', '/lines/0/debit', 'negative_amount'],
    ['a zero amount', withAmount('0.00'), 422, 'invalid_line', '/lines/0/debit', 'zero_amount'],
    ['a negative zero', withAmount('-0'), 422, 'invalid_line', '/lines/0/debit', 'zero_amount'],
    ['a huge amount', withAmount('90071992547409.92'), 422, 'invalid_line', '/lines/0/debit', 'out_of_range'],
    ['a huger amount', withAmount('9'.repeat(31)), 422, 'invalid_line', '/lines/0/debit', 'out_of_range'],
    ['an endless amount', withAmount('9'.repeat(65)), 422, 'invalid_request', '/lines/0/debit', 'too_big'],
    ['a JSON number as amount', withAmount(10), 422, 'invalid_request', '/lines/0/debit', 'invalid_type'],
    ['null as amount', withAmount(null), 422, 'invalid_request', '/lines/0/debit', 'invalid_type'],
    [
      'a debit and a credit',
      lines({ ...debit, credit: '1.00' }, credit),
      422,
      'invalid_line',
      '/lines/0',
      'debit_or_credit',
    ],
    [
      'neither debit nor credit',
      lines({ account: '1000' }, credit),
      422,
      'invalid_line',
      '/lines/0',
      'debit_or_credit',
    ],
    ['one line', lines(debit), 422, 'invalid_request', '/lines', 'too_small'],
    ['no line', lines(), 422, 'invalid_request', '/lines', 'too_small'],
    ['1,001 lines', lines(...new Array(1_001).fill(debit)), 422, 'invalid_request', '/lines', 'too_big'],
    ['lines that are no list', { ...lines(), lines: {} }, 422, 'invalid_request', '/lines', 'invalid_type'],
    [
      'an unknown unit',
      lines({ ...debit, unit: 'XYZ' }, credit),
      422,
      'unknown_unit',
      '/lines/0/unit',
      'unknown_unit',
    ],
    [
      'a unit that the account does not take',
      lines({ account: '2000', debit: '10.00', unit: 'EUR' }, credit),
      422,
      'account_unit_mismatch',
      '/lines/0/unit',
    ],
    [
      'another currency without a value',
      lines({ ...debit, unit: 'USD' }, credit),
      422,
      'unbalanced_entry',
      '/lines',
    ],
    [
      'a value that contradicts the amount',
      lines({ ...debit, value: '9.00' }, credit),
      422,
      'invalid_line',
      '/lines/0/value',
      'value_differs',
    ],
    [
      'a negative value',
      lines({ ...debit, unit: 'USD', value: '-9.00' }, credit),
      422,
      'invalid_line',
      '/lines/0/value',
      'negative_amount',
    ],
    [
      'decimals in yen',
      lines({ ...debit, unit: 'JPY', debit: '10.5' }, credit),
      422,
      'invalid_line',
      '/lines/0/debit',
      'too_many_decimals',
    ],
    ['a day that February has not', withDate('2026-02-30'), 422, 'invalid_request', '/effectiveDate'],
    ['a leap day in a common year', withDate('2100-02-29'), 422, 'invalid_request', '/effectiveDate'],
    ['a month 13', withDate('2026-13-01'), 422, 'invalid_request', '/effectiveDate'],
    ['an instant as date', withDate('2026-03-31T00:00:00Z'), 422, 'invalid_request', '/effectiveDate'],
    ['a date in another order', withDate('31.03.2026'), 422, 'invalid_request', '/effectiveDate'],
    ['a year before 1900', withDate('0001-01-01'), 422, 'invalid_request', '/effectiveDate'],
    ['no date', { lines: [debit, credit] }, 422, 'invalid_request', '/effectiveDate', 'required'],
    ['nothing at all', {}, 422, 'invalid_request', '/lines', 'required'],
    [
      'an unknown journal',
      withMore({ journal: 'NONE' }),
      422,
      'unknown_journal',
      '/journal',
      'unknown_journal',
    ],
    ['an id of another kind', withMore({ id: newId('account') }), 422, 'invalid_request', '/id'],
    ['NUL in a description', withMore({ description: 'a\u0000b' }), 422, 'invalid_request', '/description'],
    ['NUL in a memo', lines({ ...debit, memo: '\u0000' }, credit), 422, 'invalid_request', '/lines/0/memo'],
    [
      'NUL in an account',
      lines({ ...debit, account: '10\u000000' }, credit),
      422,
      'invalid_request',
      '/lines/0/account',
    ],
    [
      'a line break in a description',
      withMore({ description: 'a\nb' }),
      422,
      'invalid_request',
      '/description',
    ],
    ['half a surrogate pair', withMore({ description: 'a\ud800b' }), 422, 'invalid_request', '/description'],
    ['a note with a terminal escape', withMore({ note: '\u001b[31mred' }), 422, 'invalid_request', '/note'],
    [
      'a description of 1,001 characters',
      withMore({ description: 'x'.repeat(1_001) }),
      422,
      'invalid_request',
      '/description',
      'too_big',
    ],
    [
      'a memo of 501 characters',
      lines({ ...debit, memo: 'x'.repeat(501) }, credit),
      422,
      'invalid_request',
      '/lines/0/memo',
      'too_big',
    ],
    [
      'an empty account',
      lines({ ...debit, account: '  ' }, credit),
      422,
      'invalid_request',
      '/lines/0/account',
    ],
    [
      '41 tags',
      withMore({ tags: Object.fromEntries(upTo(41).map((tag) => [`t${tag}`, 'x'])) }),
      422,
      'invalid_request',
      '/tags',
    ],
    [
      'tags that are no text',
      withMore({ tags: { region: 1 } }),
      422,
      'invalid_request',
      '/tags/region',
      'invalid_type',
    ],
    [
      'an unknown field of a line',
      lines({ ...debit, amount: '1' }, credit),
      422,
      'invalid_request',
      '/lines/0/amount',
      'unknown_field',
    ],
    [
      'a number that only the server gives',
      withMore({ number: 7 }),
      422,
      'invalid_request',
      '/number',
      'unknown_field',
    ],
    [
      'a reversal in disguise',
      withMore({ reverses: newId('journalEntry') }),
      422,
      'invalid_request',
      '/reverses',
      'unknown_field',
    ],
    ['an array', [lines(debit, credit)], 400, 'malformed_body'],
  ]

  let company: Company
  beforeAll(async () => {
    company = await Company.open(api)
  })

  it.each(table)('%s', async (_, body, status, code, pointer, field) => {
    await changingNothing(company, async () => {
      const problem = expectProblem(await company.postEntry(body), status, code)
      if (pointer !== undefined) expect(pointers(problem)).toContain(pointer)
      if (field !== undefined)
        expect(
          problem.errors.filter((error) => error.pointer === pointer).map((error) => error.code),
        ).toContain(field)
    })
  })

  const raw: [what: string, text: string, status: number, code: string][] = [
    ['a raw NUL byte', '{"effectiveDate":"2026-03-31","description":"a\u0000b"}', 400, 'malformed_body'],
    ['a body of 5 MB', JSON.stringify({ ...sale(), note: 'x'.repeat(5_000_000) }), 413, 'body_too_large'],
    ['half a million brackets', '['.repeat(500_000), 400, 'malformed_body'],
    ['a deep note', `{"note":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 422, 'invalid_request'],
    ['two bodies', JSON.stringify(sale()).repeat(2), 400, 'malformed_body'],
  ]

  it.each(raw)('%s', async (_, text, status, code) => {
    await changingNothing(company, async () => {
      const authorization = `Bearer ${api.credential}`
      const headers = { authorization, 'content-type': 'application/json' }
      expectProblem(
        await requestAlone(`${server.url}${company.path}/journal-entries`, 'POST', headers, text),
        status,
        code,
      )
    })
  })

  it('a prototype in disguise is a field like any other that is not known', async () => {
    const text = `{"__proto__":{"description":"polluted"},${JSON.stringify(sale()).slice(1)}`
    await changingNothing(company, async () => {
      const reply = await api.send('POST', `${company.path}/journal-entries`, text)
      expect(pointers(expectProblem(reply, 422, 'invalid_request'))).toContain('/__proto__')
    })
  })

  it('every field that is wrong is named at once', async () => {
    const problem = expectProblem(
      await company.postEntry({
        effectiveDate: 'soon',
        journal: 'gj',
        lines: [{ debit: 1 }, { credit: '1' }],
        x: 1,
      }),
      422,
      'invalid_request',
    )
    expect(new Set(pointers(problem))).toEqual(
      new Set(['/effectiveDate', '/journal', '/lines/0/account', '/lines/0/debit', '/lines/1/account', '/x']),
    )
  })

  it('turnover beyond what can be counted exactly', async () => {
    const own = await Company.open(api)
    const most = '45035996273704.95'
    accepted(await own.postEntry(sale(most)))
    await changingNothing(own, async () => {
      expectProblem(await own.postEntry(sale('0.01')), 422, 'balance_out_of_range')
    })
    const { totals } = accepted(await own.get<{ totals: unknown }>('/reports/trial-balance'))
    expect(totals).toEqual({ debit: most, credit: most })
  })
})
