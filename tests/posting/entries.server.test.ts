import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../durable-objects/kernel/ids.ts'
import type { EntryView } from '../../durable-objects/ledger/contract.ts'
import { type Api, accepted, expectProblem } from '../support/api.ts'
import { Company, changingNothing, concurrently, numbersOf, sale, upTo } from '../support/company.ts'
import { OwnServer } from '../support/own-server.ts'

/** What an entry keeps: units and values, gap-free numbers, its reversal. */

let server: OwnServer
let api: Api

beforeAll(async () => {
  server = await OwnServer.start()
  api = await server.newClient()
})

afterAll(() => server?.stop())

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
