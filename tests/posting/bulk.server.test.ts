import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RowResult } from '../../durable-objects/ledger/contract.ts'
import { type Api, accepted, expectProblem, pointers } from '../support/api.ts'
import {
  Company,
  changingNothing,
  isReplay,
  largestEntry,
  numbersOf,
  postLargestEntries,
  sale,
  upTo,
} from '../support/company.ts'
import { OwnServer } from '../support/own-server.ts'

/** Many entries in one request, and the largest ones there are. */

let server: OwnServer
let api: Api

beforeAll(async () => {
  server = await OwnServer.start()
  api = await server.newClient()
})

afterAll(() => server?.stop())

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
