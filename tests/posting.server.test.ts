import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../durable-objects/kernel/ids.ts'
import type { EntryView, RowResult } from '../durable-objects/ledger/contract.ts'
import {
  type Api,
  accepted,
  expectProblem,
  type Problem,
  pointers,
  requestAlone,
  type Sending,
} from './support/api.ts'
import { verifyChain } from './support/chain.ts'
import {
  Company,
  concurrently,
  type EntryInput,
  largestEntry,
  type Page,
  postLargestEntries,
  sale,
} from './support/company.ts'
import { OwnServer } from './support/own-server.ts'

/** What clients rely on when they post: over HTTP, against the real runtime, many at once. */

let server: OwnServer
let api: Api

beforeAll(async () => {
  server = await OwnServer.start()
  api = await server.newClient()
})

afterAll(() => server?.stop())

const isReplay = ({ headers }: { headers: Headers }) => headers.get('idempotent-replayed') === 'true'
const numbersOf = (entries: EntryView[]) => entries.map(({ number }) => number).sort((a, b) => a - b)
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

/** What a task leaves as it was: a refusal writes no event. */
async function changingNothing<Result>(company: Company, task: () => Promise<Result>): Promise<Result> {
  const before = await company.sequence()
  const result = await task()
  expect(await company.sequence()).toBe(before)
  return result
}

describe('an Idempotency-Key', () => {
  it('books once, however many clients send it at once, and gives all of them the same reply', async () => {
    const company = await Company.open(api)
    const before = await company.sequence()
    const clients = upTo(50)
    const keys = upTo(100)
    const replies = await Promise.all(
      clients.map(() =>
        concurrently(keys, 1, (key) =>
          company.postEntry(sale(`${key}.00`, { description: `sale ${key}` }), {
            idempotencyKey: `key-${key}`,
          }),
        ),
      ),
    )
    for (const key of keys) {
      const ofKey = replies.map((each) => each[key - 1] as NonNullable<(typeof each)[0]>)
      expect(ofKey.map(({ status }) => status)).toEqual(clients.map(() => 201))
      expect(new Set(ofKey.map(({ text }) => text)).size).toBe(1)
      expect(ofKey.filter(isReplay)).toHaveLength(49)
    }
    expect(await company.sequence()).toBe(before + 100)
    expect(numbersOf(await company.entries())).toEqual(upTo(100))
  })

  it('refuses another body and names the field that differs', async () => {
    const company = await Company.open(api)
    const idempotencyKey = 'other-body'
    const first = accepted(await company.postEntry(sale(), { idempotencyKey }))
    const changes: [EntryInput, string][] = [
      [sale('10.00', { description: 'more' }), '/description'],
      [sale('10.00', { effectiveDate: '2026-04-01' }), '/effectiveDate'],
      [
        { ...sale(), lines: [{ account: '1200', debit: '10.00' }, sale().lines[1] as never] },
        '/lines/0/account',
      ],
      [sale('10.0'), '/lines/0/debit'],
      [{ ...sale(), lines: [...sale().lines, { account: '1000', debit: '1.00' }] }, '/lines/2'],
    ]
    await changingNothing(company, async () => {
      for (const [entry, pointer] of changes) {
        const reply = await company.postEntry(entry, { idempotencyKey })
        expect(pointers(expectProblem(reply, 409, 'idempotency_key_reused'))).toEqual([pointer])
        expect(isReplay(reply)).toBe(false)
      }
    })
    expect(accepted(await company.postEntry(sale(), { idempotencyKey }))).toEqual(first)
  })

  it('takes the same request in another spelling for the same', async () => {
    const company = await Company.open(api)
    const send = (text: string) =>
      api.send('POST', `${company.path}/journal-entries`, text, 'json', { idempotencyKey: 'spelling' })
    const { effectiveDate, lines } = sale()
    const first = await send(JSON.stringify({ effectiveDate, lines, description: 'Caf\u00e9' }))
    const again = await send(JSON.stringify({ lines, description: ' Cafe\u0301 ', effectiveDate }, null, 2))
    expect(again.text).toBe(first.text)
    expect(isReplay(again)).toBe(true)
  })

  it('refuses another command', async () => {
    const company = await Company.open(api)
    const idempotencyKey = 'other-command'
    accepted(await company.postEntry(sale(), { idempotencyKey }))
    await changingNothing(company, async () => {
      const account = { code: '9999', name: 'Other', type: 'asset' }
      const problem = expectProblem(
        await company.post('/accounts', account, { idempotencyKey }),
        409,
        'idempotency_key_reused',
      )
      expect(problem.detail).toContain('ledger.PostJournalEntry')
    })
  })

  it('is burnt by a refusal: the same request does not succeed later by itself', async () => {
    const company = await Company.open(api, {}, [])
    const idempotencyKey = 'burnt'
    const refused = await company.postEntry(sale(), { idempotencyKey })
    expectProblem(refused, 422, 'unknown_account')
    for (const code of ['1000', '4000'])
      accepted(await company.post('/accounts', { code, name: code, type: 'asset' }))
    await changingNothing(company, async () => {
      const again = await company.postEntry(sale(), { idempotencyKey })
      const { requestId: _, ...problem } = expectProblem(again, 422, 'unknown_account')
      expect(refused.body).toMatchObject(problem)
      expect(isReplay(again)).toBe(true)
    })
    accepted(await company.postEntry(sale(), { idempotencyKey: 'fresh' }))
  })

  it('is not burnt by a request that is not valid in itself', async () => {
    const company = await Company.open(api)
    const idempotencyKey = 'typo'
    expectProblem(
      await company.postEntry(sale('10.00', { nonsense: 1 }), { idempotencyKey }),
      422,
      'invalid_request',
    )
    accepted(await company.postEntry(sale(), { idempotencyKey }))
  })

  it('belongs to one company: another one may use the same', async () => {
    const [one, other] = [await Company.open(api), await Company.open(api)]
    const replies = [
      await one.postEntry(sale(), { idempotencyKey: 'k' }),
      await other.postEntry(sale(), { idempotencyKey: 'k' }),
    ]
    expect(replies.map(isReplay)).toEqual([false, false])
    expect(new Set(replies.map((reply) => accepted(reply).id)).size).toBe(2)
  })
})

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

describe('lines in another unit', () => {
  it('keep their own amount and carry their value in the currency of the company', async () => {
    const company = await Company.open(api)
    const entry = {
      effectiveDate: '2026-03-31',
      lines: [
        { account: '1200', debit: '100.00', unit: 'USD', value: '92.50' },
        { account: '1000', credit: '92.50' },
      ],
    }
    const view = accepted(await company.postEntry(entry))
    expect(view.total).toBe('92.50')
    expect(view.lines[0]).toMatchObject({ debit: '100.00', credit: null, unit: 'USD', value: '92.50' })
    expect(view.lines[1]).toMatchObject({ debit: null, credit: '92.50', unit: 'EUR', value: '92.50' })
    const { rows } = accepted(
      await company.get<{ rows: { balance: string; quantities: unknown }[] }>('/reports/trial-balance'),
    )
    expect(rows.map(({ balance, quantities }) => ({ balance, quantities }))).toEqual([
      { balance: '-92.50', quantities: [{ unit: 'EUR', amount: '-92.50' }] },
      { balance: '92.50', quantities: [{ unit: 'USD', amount: '100.00' }] },
    ])
  })

  it('may have no value when they sum to zero by themselves', async () => {
    const company = await Company.open(api)
    const entry = {
      effectiveDate: '2026-03-31',
      lines: [
        { account: '1200', debit: '100.00', unit: 'USD' },
        { account: '2000', credit: '100.00' },
      ],
    }
    const view = accepted(await company.postEntry(entry))
    expect(view.lines.map(({ unit, value }) => [unit, value])).toEqual([
      ['USD', null],
      ['USD', null],
    ])
    expect(view.total).toBe('0.00')
    await changingNothing(company, async () => {
      const [first, second] = entry.lines
      const uneven = { ...entry, lines: [first, { ...second, credit: '99.00' }] }
      expectProblem(await company.postEntry(uneven), 422, 'unbalanced_entry')
      const oneValue = { ...entry, lines: [{ ...first, value: '92.50' }, second] }
      expectProblem(await company.postEntry(oneValue), 422, 'unbalanced_entry')
    })
  })

  it('take registered units with their own number of decimals', async () => {
    const company = await Company.open(api)
    const fund = (debit: string) => ({
      effectiveDate: '2026-03-31',
      lines: [
        { account: '1200', debit, unit: 'VTI', value: '250.00' },
        { account: '1000', credit: '250.00' },
      ],
    })
    expectProblem(await company.postEntry(fund('1.2345')), 422, 'unknown_unit')
    accepted(await company.post('/units', { code: 'VTI', name: 'Fund', kind: 'security', scale: 4 }))
    expect(accepted(await company.postEntry(fund('1.2345'))).lines[0]).toMatchObject({
      debit: '1.2345',
      value: '250.00',
    })
    expectProblem(await company.postEntry(fund('1.23456')), 422, 'invalid_line')
  })
})

describe('numbers', () => {
  it('have no gap and no duplicate, with 32 posting at once and refusals in between', async () => {
    const company = await Company.open(api)
    accepted(await company.post('/journals', { code: 'BANK', name: 'Bank' }))
    const posters = upTo(32)
    const replies = await Promise.all(
      posters.map((poster) =>
        concurrently(upTo(15), 1, (round) => {
          const journal = poster % 2 === 0 ? 'GJ' : 'BANK'
          const entry = sale(`${poster}.00`, { journal, description: `${poster}/${round}` })
          if (round % 3 === 0) entry.lines[1] = { account: '4000', credit: '0.01' }
          return company.postEntry(entry)
        }),
      ),
    )
    const all = replies.flat()
    expect(all.filter(({ status }) => status === 201)).toHaveLength(320)
    expect(all.filter(({ status }) => status === 422)).toHaveLength(160)
    for (const journal of ['GJ', 'BANK']) {
      const entries = await company.entries({ journal })
      expect(numbersOf(entries)).toEqual(upTo(160))
      const acknowledged = all.flatMap(({ status, body }) =>
        status === 201 && body.journal === journal ? [body] : [],
      )
      expect(numbersOf(acknowledged)).toEqual(upTo(160))
    }
    expect(accepted(await company.get<{ ok: boolean }>('/audit?replay=true')).ok).toBe(true)
  })
})

describe('a reversal', () => {
  it('is the opposite entry, and happens once however often it is asked for', async () => {
    const company = await Company.open(api)
    const original = accepted(await company.postEntry(sale('12.34')))
    const path = `/journal-entries/${original.id}/reverse`
    const replies = await Promise.all(
      upTo(8).map(() => company.post<EntryView>(path, { effectiveDate: '2026-04-01' })),
    )
    const [reversal, ...more] = replies.filter(({ status }) => status === 201)
    expect(more).toEqual([])
    for (const refused of replies.filter((reply) => reply !== reversal))
      expectProblem(refused, 409, 'already_reversed')
    expectProblem(await company.post(path, {}), 409, 'already_reversed')

    const view = (reversal as NonNullable<typeof reversal>).body
    expect(view).toMatchObject({ reverses: original.id, effectiveDate: '2026-04-01', number: 2 })
    expect(view.lines.map(({ account, debit, credit }) => [account.code, debit, credit])).toEqual([
      ['1000', null, '12.34'],
      ['4000', '12.34', null],
    ])
    const [, after] = await company.entries()
    expect(after).toEqual({ ...original, reversedBy: view.id })
  })

  it('needs an entry of this company', async () => {
    const [company, other] = [await Company.open(api), await Company.open(api)]
    const { id } = accepted(await other.postEntry(sale()))
    await changingNothing(company, async () => {
      for (const unknown of [id, newId('journalEntry'), 'nonsense'])
        expectProblem(
          await company.post(`/journal-entries/${unknown}/reverse`, {}),
          404,
          'journal_entry_not_found',
        )
    })
  })
})

interface BulkReply {
  posted: number
  refused: number
  results: RowResult[]
}

describe('many entries in one request', () => {
  const rows = (count: number) => upTo(count).map((row) => sale(`${row}.00`, { description: `row ${row}` }))
  const bad = {
    ...sale(),
    lines: [
      { account: '1000', debit: '1.00' },
      { account: '9', credit: '1.00' },
    ],
  }

  it('are all booked, each with its number', async () => {
    const company = await Company.open(api)
    const { posted, refused, results } = accepted(
      await company.postRows<BulkReply>('/journal-entries/bulk', rows(500)),
    )
    expect([posted, refused]).toEqual([500, 0])
    expect(results.map((result) => [result.row, result.status])).toEqual(
      upTo(500).map((row) => [row - 1, 'posted']),
    )
    const entries = await company.entries({ order: 'asc' })
    expect(entries.map(({ description, number }) => [description, number])).toEqual(
      upTo(500).map((row) => [`row ${row}`, row]),
    )
  })

  it.each<[what: string, row: unknown, pointer: string]>([
    ['an unknown account', bad, '/2/lines/1/account'],
    ['a field that is not valid', { ...sale(), effectiveDate: '2026-02-30' }, '/2/effectiveDate'],
    ['a field of the wrong type', { ...sale(), description: 7 }, '/2/description'],
    ['an unknown field', { ...sale(), nonsense: 1 }, '/2/nonsense'],
    ['uneven sides', { ...sale(), lines: [sale('1.00').lines[0], sale('2.00').lines[1]] }, '/2/lines'],
    ['a line that is no JSON', '{"effectiveDate":', '/2'],
    ['an empty line', '', '/2'],
    ['a line that is null', 'null', '/2'],
  ])('are none of them booked when one has %s, and the row is named', async (_, row, pointer) => {
    const company = await Company.open(api)
    await changingNothing(company, async () => {
      const all = [...rows(2), row, ...rows(2)]
      const problem = expectProblem(await company.postRows('/journal-entries/bulk', all), 422, 'rows_refused')
      expect(pointers(problem)).toEqual([pointer])
      expect(problem.detail).toMatch(/1 of 5 rows.*row 3/)
    })
  })

  it('are booked each by itself when they are independent, with a result a row', async () => {
    const company = await Company.open(api)
    const all = [sale(), bad, '{broken', sale(), { ...sale(), description: 7 }, sale()]
    const path = '/journal-entries/bulk?mode=independent'
    const first = await company.postRows<BulkReply>(path, all, { idempotencyKey: 'bulk' })
    const { posted, refused, results } = accepted(first)
    expect([posted, refused]).toEqual([3, 3])
    expect(results.map(({ row, status }) => [row, status])).toEqual([
      [0, 'posted'],
      [1, 'refused'],
      [2, 'refused'],
      [3, 'posted'],
      [4, 'refused'],
      [5, 'posted'],
    ])
    const problems = results.flatMap((result) => (result.status === 'refused' ? [result.problem] : []))
    expect(problems.map(({ code, errors }) => [code, errors.map((error) => error.pointer)])).toEqual([
      ['unknown_account', ['/lines/1/account']],
      ['invalid_line', ['']],
      ['invalid_line', ['/description']],
    ])
    const entries = await company.entries({ order: 'asc' })
    const ids = results.flatMap((result) => (result.status === 'posted' ? [result.id] : []))
    expect(entries.map(({ id, number }) => [id, number])).toEqual(ids.map((id, index) => [id, index + 1]))
    const again = await company.postRows<BulkReply>(path, all, { idempotencyKey: 'bulk' })
    expect([again.text, isReplay(again)]).toEqual([first.text, true])
    expect(await company.entries()).toHaveLength(3)
  })

  it('may be 10,000 and not one more', async () => {
    const company = await Company.open(api)
    await changingNothing(company, async () => {
      const problem = expectProblem(
        await company.postRows('/journal-entries/bulk', rows(10_001)),
        422,
        'invalid_request',
      )
      expect(pointers(problem)).toEqual(['/rows'])
      expect(problem.detail).toContain('10000')
      expectProblem(await company.postRows('/journal-entries/bulk', []), 422, 'invalid_request')
    })
    const { posted } = accepted(await company.postRows<BulkReply>('/journal-entries/bulk', rows(10_000)))
    expect(posted).toBe(10_000)
  })

  it('may all be refused, and each row still gets its result, and the retry the same', async () => {
    const company = await Company.open(api)
    await changingNothing(company, async () => {
      const wrong = upTo(10_000).map((row) =>
        sale('1.00', {
          lines: [
            { account: `x${row}`, debit: '1.00' },
            { account: 'y', credit: '1.00' },
          ],
        }),
      )
      const path = '/journal-entries/bulk?mode=independent'
      const first = await company.postRows<BulkReply>(path, wrong, { idempotencyKey: 'all' })
      expect(accepted(first).refused).toBe(10_000)
      const again = await company.postRows<BulkReply>(path, wrong, { idempotencyKey: 'all' })
      expect([again.text === first.text, isReplay(again)]).toEqual([true, true])
    })
  })
})

describe('an id that the client brings', () => {
  it('is the id of the entry, once', async () => {
    const company = await Company.open(api)
    const id = newId('journalEntry')
    expect(accepted(await company.postEntry(sale('1.00', { id }))).id).toBe(id)
    const automatic = accepted(await company.postEntry(sale('2.00'))).id
    expect(accepted(await company.get<EntryView>(`/journal-entries/${id}`)).total).toBe('1.00')
    await changingNothing(company, async () => {
      for (const taken of [id, automatic])
        expect(
          pointers(
            expectProblem(await company.postEntry(sale('3.00', { id: taken })), 409, 'entry_id_taken'),
          ),
        ).toEqual(['/id'])
      const twice = newId('journalEntry')
      const rows = [sale('4.00', { id: twice }), sale('5.00', { id: twice })]
      const problem = expectProblem(
        await company.postRows('/journal-entries/bulk', rows),
        422,
        'rows_refused',
      )
      expect(pointers(problem)).toEqual(['/1/id'])
    })
  })
})

describe('opening a company', () => {
  const wanted = (slug: string, more: object = {}) => ({
    name: 'Müller & Söhne',
    slug,
    country: 'DE',
    currency: 'EUR',
    ...more,
  })

  it('refuses a slug that is taken, whether or not it comes with a key', async () => {
    const client = await server.newClient()
    accepted(await client.post('/v1/companies', wanted('taken'), { idempotencyKey: 'first' }))
    const tries: [body: object, sending: Sending][] = [
      [wanted('taken'), {}],
      [wanted('taken', { name: 'Another' }), {}],
      [wanted('taken'), { idempotencyKey: 'second' }],
      [wanted('taken', { name: 'Another' }), { idempotencyKey: 'third' }],
      // A retry of the refused request gets the same refusal.
      [wanted('taken'), { idempotencyKey: 'second' }],
    ]
    for (const [body, sending] of tries)
      expect(
        pointers(expectProblem(await client.post('/v1/companies', body, sending), 409, 'slug_taken')),
      ).toEqual(['/slug'])
    expect(await companies(client)).toEqual(['taken'])
  })

  it('gives a retry with the same key the first reply', async () => {
    const client = await server.newClient()
    const sending = { idempotencyKey: 'open' }
    const first = await client.post('/v1/companies', wanted('again'), sending)
    const again = await client.post('/v1/companies', wanted('again'), sending)
    expect([first.status, again.status, again.text]).toEqual([201, 201, first.text])
    expect([isReplay(first), isReplay(again)]).toEqual([false, true])
    const other = await client.post('/v1/companies', wanted('again', { name: 'Other' }), sending)
    expect(pointers(expectProblem(other, 409, 'idempotency_key_reused'))).toEqual(['/name'])
    expect(await companies(client)).toEqual(['again'])
  })

  it('opens one company when many ask for the same slug at once', async () => {
    const client = await server.newClient()
    const replies = await Promise.all(
      upTo(10).map((each) => client.post('/v1/companies', wanted('rush', { name: `Rush ${each}` }))),
    )
    expect(replies.map(({ status }) => status).sort()).toEqual([201, ...new Array(9).fill(409)])
    expect(await companies(client)).toEqual(['rush'])
  })

  it('lets two tenants have the same slug, and gives each its own company', async () => {
    const [one, other] = [await server.newClient(), await server.newClient('us')]
    const replies = [
      await one.post<{ id: string }>('/v1/companies', wanted('same')),
      await other.post<{ id: string }>('/v1/companies', wanted('same')),
    ]
    expect(new Set(replies.map((reply) => accepted(reply).id)).size).toBe(2)
    const shown = [one, other].map((client) => client.get<{ id: string }>('/v1/companies/same'))
    expect((await Promise.all(shown)).map((reply) => accepted(reply).id)).toEqual(
      replies.map(({ body }) => body.id),
    )
  })

  const cutOff = async (client: Api, slug: string, after: 'reservation' | 'opening') => {
    const directory = await server.database('DIRECTORY')
    if (after === 'opening') {
      accepted(await client.post('/v1/companies', wanted(slug)))
      await directory.prepare("UPDATE companies SET status = 'opening' WHERE slug = ?").bind(slug).run()
      return
    }
    const { tenant } = accepted(await client.get<{ tenant: { id: string } }>('/v1/session'))
    await directory
      .prepare("INSERT INTO companies (tenant, slug, id, region, status) VALUES (?, ?, ?, 'eu', 'opening')")
      .bind(tenant.id, slug, newId('company'))
      .run()
  }

  it.each(['reservation', 'opening'] as const)(
    'is finished by sending the request again without a key when it was cut off after the %s',
    async (after) => {
      const client = await server.newClient()
      await cutOff(client, `cut-off-after-${after}`, after)
      const view = accepted(
        await client.post<{ slug: string }>('/v1/companies', wanted(`cut-off-after-${after}`)),
      )
      expect(view.slug).toBe(`cut-off-after-${after}`)
      expect(await companies(client)).toEqual([`cut-off-after-${after}`])
      expectProblem(await client.post('/v1/companies', wanted(`cut-off-after-${after}`)), 409, 'slug_taken')
    },
  )

  it.each([
    ['a country that is none', { country: 'XX' }, '/country'],
    ['a union as country', { country: 'EU' }, '/country'],
    ['a currency that is none', { currency: 'EURO' }, '/currency'],
    ['a metal as currency', { currency: 'XAU' }, '/currency'],
    ['a slug with a capital', { slug: 'North' }, '/slug'],
    ['a slug that leaves the path', { slug: '../other' }, '/slug'],
    ['a region that does not exist', { region: 'mars' }, '/region'],
    ['an empty name', { name: ' ' }, '/name'],
    ['a tenant, which only the credential says', { tenant: 'tn_1' }, '/tenant'],
  ])('refuses %s', async (_, more, pointer) => {
    const reply = await api.post('/v1/companies', wanted('never', more))
    expect(new Set(pointers(expectProblem(reply, 422, 'invalid_request')))).toEqual(new Set([pointer]))
  })

  const companies = async (client: Api) =>
    accepted(await client.get<Page<{ slug: string }>>('/v1/companies')).data.map(({ slug }) => slug)
})

describe('lists', () => {
  const DATES = ['2025-12-31', '2026-01-01', '2026-01-15', '2026-02-28', '2026-02-28', '2026-03-31']
  let company: Company
  let all: EntryView[]

  beforeAll(async () => {
    company = await Company.open(api)
    accepted(await company.post('/journals', { code: 'BANK', name: 'Bank' }))
    const rows = upTo(83).map((row) => ({
      effectiveDate: DATES[(row * 7) % DATES.length] as string,
      description: ['Coffee 100%', 'Rent_March', 'Coffee beans', ''][row % 4] as string,
      ...(row % 5 === 0 && { reference: `INV-${row}`, journal: 'BANK' }),
      lines: [
        { account: row % 3 === 0 ? '1200' : '1000', debit: `${row}.00` },
        { account: '4000', credit: `${row}.00` },
        // The same account twice: the entry is still one row of the list.
        ...(row % 11 === 0
          ? [
              { account: '4000', debit: '1.00' },
              { account: '1200', credit: '1.00' },
            ]
          : []),
      ],
    }))
    accepted(await company.postRows('/journal-entries/bulk', rows))
    all = await company.entries({}, 200)
    expect(all).toHaveLength(83)
  })

  const has = (text: string) => (entry: EntryView) =>
    `${entry.description}\n${entry.reference ?? ''}`.toLowerCase().includes(text.toLowerCase())
  const filters: [query: Record<string, string>, wanted: (entry: EntryView) => boolean][] = [
    [{}, () => true],
    [{ from: '2026-01-01' }, (entry) => entry.effectiveDate >= '2026-01-01'],
    [{ to: '2026-01-15' }, (entry) => entry.effectiveDate <= '2026-01-15'],
    [{ from: '2026-02-28', to: '2026-02-28' }, (entry) => entry.effectiveDate === '2026-02-28'],
    [{ from: '2027-01-01' }, () => false],
    [{ account: '1200' }, (entry) => entry.lines.some(({ account }) => account.code === '1200')],
    [{ account: '4000', to: '2026-02-28' }, (entry) => entry.effectiveDate <= '2026-02-28'],
    [{ journal: 'BANK' }, (entry) => entry.journal === 'BANK'],
    [{ q: 'coffee' }, has('coffee')],
    [{ q: '100%' }, has('100%')],
    [{ q: '_' }, has('_')],
    [{ q: '%' }, has('%')],
    [{ q: '\\' }, () => false],
    [{ q: 'inv-1' }, has('inv-1')],
    [
      { q: 'coffee', journal: 'BANK', account: '1000', from: '2026-01-01' },
      (entry) =>
        has('coffee')(entry) &&
        entry.journal === 'BANK' &&
        entry.effectiveDate >= '2026-01-01' &&
        entry.lines.some(({ account }) => account.code === '1000'),
    ],
  ]

  it.each(filters)('show every entry of %o once, page by page, in both orders', async (query, wanted) => {
    const key = ({ effectiveDate, sequence }: EntryView) =>
      `${effectiveDate} ${String(sequence).padStart(9, '0')}`
    const ascending = all.filter(wanted).sort((a, b) => (key(a) < key(b) ? -1 : 1))
    expect(await company.entries({ ...query, order: 'asc' }, 7)).toEqual(ascending)
    expect(await company.entries({ ...query, order: 'desc' }, 10)).toEqual(ascending.toReversed())
    expect(await company.entries(query, 200)).toEqual(ascending.toReversed())
  })

  it('stay whole while entries are posted between two pages', async () => {
    const own = await Company.open(api)
    accepted(
      await own.postRows(
        '/journal-entries/bulk',
        upTo(30).map((row) => sale(`${row}.00`)),
      ),
    )
    const first = accepted(await own.get<Page<EntryView>>('/journal-entries?limit=10'))
    accepted(await own.postEntry(sale('99.00', { effectiveDate: '2026-04-01' })))
    accepted(await own.postEntry(sale('98.00', { effectiveDate: '2026-01-01' })))
    const rest = await own.all<EntryView>('/journal-entries', { cursor: first.nextCursor ?? '' }, 10)
    const totals = [...first.data, ...rest].map(({ total }) => Number(total))
    expect(totals).toEqual([...upTo(30).toReversed(), 98])
  })

  it('page accounts, units, journals and companies by their codes', async () => {
    const own = await server.newClient()
    const slugs = ['a', 'b', 'b-2', 'c', 'd-1']
    for (const slug of slugs)
      accepted(await own.post('/v1/companies', { name: slug, slug, country: 'DE', currency: 'EUR' }))
    const company = await Company.open(own, { slug: 'z' }, [])
    const codes = ['1', '10', '2', 'A:B', 'Aé', 'Ä', 'ñ', '☕', '😀', 'a b', 'a%', 'a_', "o'x"].sort()
    for (const code of codes) {
      accepted(await company.post('/accounts', { code, name: `Account ${code}`, type: 'asset' }))
      if (code !== '1') accepted(await company.post('/units', { code, name: code, kind: 'other', scale: 0 }))
    }
    for (const code of ['A', 'B1', 'C']) accepted(await company.post('/journals', { code, name: code }))
    const codesOf = (rows: { code: string }[]) => rows.map(({ code }) => code)
    expect(codesOf(await company.all('/accounts', {}, 2))).toEqual(codes)
    expect(codesOf(await company.all('/accounts', { q: 'account a' }, 2))).toEqual(
      codes.filter((code) => /^a/i.test(code)),
    )
    expect(codesOf(await company.all('/units', {}, 3))).toEqual(
      [...codes.filter((code) => code !== '1'), 'EUR'].sort(),
    )
    expect(codesOf(await company.all('/journals', {}, 1))).toEqual(['A', 'B1', 'C', 'GJ'])
    const listed: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: Page<{ slug: string }> = accepted(
        await own.get<Page<{ slug: string }>>(
          `/v1/companies?limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
        ),
      )
      listed.push(...page.data.map(({ slug }) => slug))
      cursor = page.nextCursor
    }
    expect(listed).toEqual([...slugs, 'z'])
  })

  const LISTS = ['/journal-entries', '/accounts/1000/register', '/accounts', '/units', '/journals', '']
  const listPath = (list: string) => (list === '' ? '/v1/companies' : `${company.path}${list}`)

  it.each([...LISTS, '/events'])('refuse a limit beyond 200, or none that can be: %s', async (list) => {
    for (const limit of ['201', '0', '-1', '1.5', 'many', '1e2', ''])
      expect(
        pointers(expectProblem(await api.get(`${listPath(list)}?limit=${limit}`), 422, 'invalid_request')),
      ).toEqual(['/limit'])
    expect((await api.get(`${listPath(list)}?limit=200`)).status).toBe(200)
  })

  it.each(LISTS)('refuse a cursor that is none of theirs: %s', async (list) => {
    for (const cursor of ['!!!', '%00', '%FF', "'"])
      expect(
        pointers(expectProblem(await api.get(`${listPath(list)}?cursor=${cursor}`), 400, 'invalid_cursor')),
      ).toEqual(['/cursor'])
    const long = await api.get(`${listPath(list)}?cursor=${'x'.repeat(501)}`)
    expect(pointers(expectProblem(long, 422, 'invalid_request'))).toEqual(['/cursor'])
  })

  it.each(['/journal-entries', '/accounts/1000/register'])(
    'refuse the cursor of another list: %s',
    async (list) => {
      for (const key of ['[1]', '{"a":1}', '["2026","1"]', '[1,2,3,4]', '1000']) {
        const cursor = Buffer.from(key).toString('base64url')
        expectProblem(await company.get(`${list}?cursor=${cursor}`), 400, 'invalid_cursor')
      }
    },
  )

  it('refuse filters that cannot be', async () => {
    for (const [query, pointer] of [
      ['from=2026-02-30', '/from'],
      ['to=today', '/to'],
      ['order=random', '/order'],
      ['journal=none', '/journal'],
      [`q=${'x'.repeat(201)}`, '/q'],
    ])
      expect(
        pointers(expectProblem(await company.get(`/journal-entries?${query}`), 422, 'invalid_request')),
      ).toEqual([pointer])
    expectProblem(await company.get('/journal-entries?account=9'), 404, 'account_not_found')
    expectProblem(await company.get('/accounts/9/register'), 404, 'account_not_found')
    expectProblem(await company.get('/reports/trial-balance?knownAt=999999'), 422, 'known_at_in_future')
  })
})

interface RegisterLine {
  effectiveDate: string
  entry: { sequence: number }
  line: number
  debit: string | null
  credit: string | null
  unit: string
  value: string | null
  balance: string
  quantityBalance: string
}

describe('a register', () => {
  let company: Company
  beforeAll(async () => {
    company = await Company.open(api)
    const rows = upTo(90).map((row) => {
      const effectiveDate = `2026-0${1 + (row % 3)}-${String(1 + ((row * 5) % 9)).padStart(2, '0')}`
      const foreign = row % 4 === 0
      const amount = `${row}.25`
      const line = foreign ? { unit: row % 8 === 0 ? 'USD' : 'JPY', value: amount } : {}
      const quantity = foreign ? `${row * 2}` : amount
      const [debit, credit] = row % 3 === 0 ? ['credit', 'debit'] : ['debit', 'credit']
      const lines = [
        { account: '1200', [debit as string]: quantity, ...line },
        { account: '4000', [credit as string]: amount },
        // Two more lines of the same account in one entry.
        ...(row % 10 === 0
          ? [
              { account: '1200', debit: '0.01' },
              { account: '1200', credit: '0.01' },
            ]
          : []),
        // Dollars that have no value in euros.
        ...(row % 9 === 0
          ? [
              { account: '1200', debit: '3.00', unit: 'USD' },
              { account: '2000', credit: '3.00' },
            ]
          : []),
      ]
      return { effectiveDate, lines }
    })
    accepted(await company.postRows('/journal-entries/bulk', rows))
  })

  const SCALE: Record<string, number> = { EUR: 2, USD: 2, JPY: 0 }
  const minor = (text: string, unit: string) => Math.round(Number(text) * 10 ** (SCALE[unit] as number))
  const decimal = (amount: number, unit: string) =>
    (amount / 10 ** (SCALE[unit] as number)).toFixed(SCALE[unit])

  /** The account's lines with running balances, recomputed from nothing but the entries. */
  async function recomputed(unit?: string): Promise<RegisterLine[]> {
    const entries = await company.entries({ order: 'asc' })
    const lines: RegisterLine[] = []
    let value = 0
    const quantities: Record<string, number> = {}
    for (const { effectiveDate, sequence, lines: all } of entries)
      for (const [line, each] of all.entries()) {
        if (each.account.code !== '1200' || (unit !== undefined && each.unit !== unit)) continue
        const sign = each.debit === null ? -1 : 1
        if (each.value !== null) value += sign * minor(each.value, 'EUR')
        const quantity =
          (quantities[each.unit] ?? 0) + sign * minor((each.debit ?? each.credit) as string, each.unit)
        quantities[each.unit] = quantity
        const { debit, credit } = each
        lines.push({
          ...{ effectiveDate, entry: { sequence }, line, debit, credit, unit: each.unit, value: each.value },
          balance: decimal(value, 'EUR'),
          quantityBalance: decimal(quantity, each.unit),
        })
      }
    return lines
  }

  const shape = ({
    effectiveDate,
    entry,
    line,
    debit,
    credit,
    unit,
    value,
    balance,
    quantityBalance,
  }: RegisterLine) => ({
    ...{
      effectiveDate,
      entry: { sequence: entry.sequence },
      line,
      debit,
      credit,
      unit,
      value,
      balance,
      quantityBalance,
    },
  })

  const register = async (query: Record<string, string>, limit: number) =>
    (await company.all<RegisterLine>('/accounts/1200/register', query, limit)).map(shape)

  it.each([undefined, 'EUR', 'USD', 'JPY'])(
    'runs its balances over all pages in both orders, unit %s',
    async (unit) => {
      const expected = await recomputed(unit)
      expect(expected.length).toBeGreaterThan(10)
      const query: Record<string, string> = unit === undefined ? {} : { unit }
      for (const limit of [7, 200]) {
        expect(await register(query, limit)).toEqual(expected)
        expect(await register({ ...query, order: 'desc' }, limit)).toEqual(expected.toReversed())
      }
    },
  )

  it('starts a range of dates with the balance before it', async () => {
    const range = { from: '2026-02-03', to: '2026-03-04' }
    const expected = (await recomputed()).filter(
      (line) => line.effectiveDate >= range.from && line.effectiveDate <= range.to,
    )
    expect(expected.length).toBeGreaterThan(10)
    expect(await register(range, 7)).toEqual(expected)
    expect(await register({ ...range, order: 'desc' }, 7)).toEqual(expected.toReversed())
  })

  it('ends with the balance of the trial balance', async () => {
    const { rows } = accepted(
      await company.get<{ rows: { account: { code: string }; balance: string }[] }>('/reports/trial-balance'),
    )
    const last = (await register({}, 200)).at(-1)
    expect(rows.find(({ account }) => account.code === '1200')?.balance).toBe(last?.balance)
  })
})

describe('the events feed', () => {
  let company: Company
  beforeAll(async () => {
    company = await Company.open(api)
    for (const row of upTo(7))
      accepted(await company.postEntry(sale(`${row}.00`, { description: `Zürich "${row}" \\ ☕` })))
    accepted(
      await company.postEntry({
        ...sale(),
        lines: [
          { account: '1200', debit: '1', unit: 'JPY', value: '1.00' },
          { account: '1000', credit: '1.00' },
        ],
      }),
    )
  })

  it('is the whole log, once and in order, whatever the page size', async () => {
    const sequence = await company.sequence()
    for (const limit of [1, 4, 200]) {
      const events = await company.events(limit)
      expect(events.map((event) => event.sequence)).toEqual(upTo(sequence))
    }
    expect(accepted(await company.get(`/events?after=${sequence}`))).toEqual({ data: [], nextCursor: null })
  })

  it('proves itself: every hash follows from the event and the one before', async () => {
    const events = await company.events()
    expect(verifyChain(events)).toEqual([])
    const altered = structuredClone(events)
    ;(altered[8] as { data: { description: string } }).data.description += '!'
    expect(verifyChain(altered)).toEqual(['event 9 is not what its hash says'])
  })

  it('speaks CloudEvents 1.0 in the JSON format', async () => {
    const events = await company.events()
    expect(new Set(events.map(({ source, id }) => `${source} ${id}`)).size).toBe(events.length)
    for (const event of events) {
      expect(event).toMatchObject({ specversion: '1.0', datacontenttype: 'application/json' })
      for (const required of [event.id, event.source, event.type]) expect(required).toMatch(/^\S+$/)
      expect(event.source).toBe(`/companies/${company.id}`)
      expect(event.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
      for (const name of Object.keys(event)) expect(name).toMatch(/^[a-z0-9]{1,20}$/)
    }
  })

  it('keeps to the integers of CloudEvents, which have 32 bits', async () => {
    for (const { data: _, ...attributes } of await company.events())
      for (const [name, value] of Object.entries(attributes))
        if (typeof value === 'number')
          expect({ name, fits: (value | 0) === value }).toEqual({ name, fits: true })
  })
})

describe('an import', () => {
  const transaction = (description: string, memo: string, lines = 2) =>
    [
      `2026-03-31 ${description}`,
      ...upTo(lines).map((line) => `  1000  ${line % 2 === 0 ? '-' : ''}1.00 EUR  ; ${memo}`),
      '',
    ].join('\n')

  it.each([
    ['a description of 1,001 characters', transaction('x'.repeat(1_001), 'm'), '/text/1'],
    ['a memo of 501 characters', transaction('Sale', 'm'.repeat(501)), '/text/2'],
    ['1,001 lines', transaction('Sale', 'm', 1_001), '/text/1'],
    ['an entry too large to be kept', transaction('Sale', 'm'.repeat(2_500), 1_000), '/text/2'],
  ])('keeps the limits that every entry has: %s', async (_, text, pointer) => {
    const company = await Company.open(api)
    await changingNothing(company, async () => {
      const path = `${company.path}/imports/journal?format=hledger`
      const problem = expectProblem(await api.send('POST', path, text, 'text'), 422, 'import_refused')
      expect(pointers(problem)).toContain(pointer)
    })
  })
})

describe('books of the largest entries', () => {
  let company: Company
  let count: number
  beforeAll(async () => {
    company = await Company.open(api)
    count = await postLargestEntries(company)
  })

  it('are listed whole, in pages that may be shorter than asked for', async () => {
    const entries = await company.entries({ order: 'asc' }, 200)
    expect(numbersOf(entries)).toEqual(upTo(count))
    expect(entries.every(({ lines }) => lines.length === 1_000)).toBe(true)
  })

  it('are in the events feed, whole', async () => {
    const events = await company.events(200)
    expect(events.map(({ sequence }) => sequence)).toEqual(upTo(await company.sequence()))
  })

  it.each(['hledger', 'ledger', 'beancount'])('are exported whole to %s', async (format) => {
    const { status, text } = await company.get(`/exports/journal?format=${format}`)
    expect(status).toBe(200)
    expect(text.match(/^2026-03-31\b/gm)).toHaveLength(count)
  })

  it('pass the audit, with a replay', async () => {
    expect(accepted(await company.get<{ ok: boolean }>('/audit?replay=true')).ok).toBe(true)
  })

  it('take one more', async () => {
    expect(accepted(await company.postEntry(largestEntry())).number).toBe(count + 1)
  })
})

describe('a refusal', () => {
  it('of a request that was never let in leaves its key unused', async () => {
    const company = await Company.open(api)
    const path = `${company.path}/journal-entries`
    const idempotencyKey = 'never-in'
    const headers = { 'content-type': 'text/plain' }
    const reply = await api.send('POST', path, JSON.stringify(sale()), 'json', { idempotencyKey, headers })
    expect((reply.body as Problem).code).toBe('unsupported_media_type')
    expect(isReplay(await company.postEntry(sale(), { idempotencyKey }))).toBe(false)
  })
})
