import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../durable-objects/kernel/ids.ts'
import type { EntryView } from '../../durable-objects/ledger/contract.ts'
import { type Api, accepted, expectProblem, type Problem, pointers } from '../support/api.ts'
import {
  Company,
  changingNothing,
  concurrently,
  type EntryInput,
  isReplay,
  numbersOf,
  sale,
  upTo,
} from '../support/company.ts'
import { OwnServer } from '../support/own-server.ts'

/** A request may be sent again, at once or a month later: it books once. */

let server: OwnServer
let api: Api

beforeAll(async () => {
  server = await OwnServer.start()
  api = await server.newClient()
})

afterAll(() => server?.stop())

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
