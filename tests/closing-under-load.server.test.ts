import { beforeAll, describe, expect, inject, it } from 'vitest'
import type { AuditView } from '../durable-objects/company/contract.ts'
import { Api, accepted, type Reply } from './support/api.ts'
import { Company, sale } from './support/company.ts'

/**
 * Many people at once at the end of a year: they post today, book back into past months, lock and open months, close the
 * year and reopen it. Whatever comes first, no number is missing, and no entry lies where it was locked.
 */
const CLIENTS = 32
const STEPS = 12
const YEAR = String(new Date().getUTCFullYear() - 1)

interface Booked {
  journal: string
  number: number
  series: string | null
}

let company: Company
const replies: Reply<unknown>[] = []
const booked: Booked[] = []

/** The same for everyone: only the order in which requests arrive is by chance. */
function randomOf(seed: number) {
  let state = seed >>> 0
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const month = (index: number) => `${YEAR}-${String(index + 1).padStart(2, '0')}`

async function step(random: (below: number) => number): Promise<void> {
  const kind = random(12)
  if (kind === 0)
    await send('/period-locks', { kind: 'all', through: `${month(random(12))}-28`, reason: 'Closing.' })
  else if (kind === 1) await send('/period-locks', { kind: 'all', through: null, reason: 'Opened again.' })
  else if (kind === 2) await send(`/fiscal-years/${YEAR}/close`, { closingEntry: random(2) === 0 })
  else if (kind === 3) await send(`/fiscal-years/${YEAR}/reopen`, { reason: 'A late invoice.' })
  else {
    const effectiveDate = kind < 8 ? `${month(random(12))}-15` : new Date().toISOString().slice(0, 10)
    const journal = random(2) === 0 ? 'GJ' : 'BANK'
    const reply = await send('/journal-entries', sale('10.00', { effectiveDate, journal }))
    if (reply.status === 201) booked.push(reply.body as Booked)
  }
}

async function send(path: string, body: object): Promise<Reply<unknown>> {
  const reply = await company.post(path, body)
  replies.push(reply)
  return reply
}

beforeAll(async () => {
  company = await Company.open(new Api(inject('baseUrl'), inject('apiKey')))
  accepted(await company.post('/accounts', { code: '3000', name: 'Retained earnings', type: 'equity' }))
  accepted(await company.post('/account-roles', { roles: { retainedEarnings: '3000' } }))
  accepted(
    await company.post('/journals', {
      code: 'BANK',
      name: 'Bank',
      kind: 'bank',
      pattern: '{journal}-{yyyy}-{n:5}',
    }),
  )
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_, client) => {
      const random = randomOf(client + 1)
      for (let index = 0; index < STEPS; index++) await step(random)
    }),
  )
})

describe(`${CLIENTS} people posting, backdating, locking and closing at once`, () => {
  it('are all answered: done, or refused for a reason', () => {
    expect(replies).toHaveLength(CLIENTS * STEPS)
    const statuses = new Set(replies.map(({ status }) => status))
    for (const status of statuses) expect([200, 201, 409, 422, 423]).toContain(status)
    // Else the test would have shown nothing.
    expect(statuses).toContain(201)
    expect(statuses).toContain(423)
  })

  it('leave no gap in the numbers', async () => {
    interface Row {
      journal: string
      number: number
      voucher: string
    }
    const series = new Map<string, number[]>()
    for (const { journal, number, voucher } of await company.all<Row>('/journal-entries')) {
      const key = `${journal} ${voucher.slice(0, -5)}`
      series.set(journal === 'GJ' ? 'GJ' : key, [
        ...(series.get(journal === 'GJ' ? 'GJ' : key) ?? []),
        number,
      ])
    }
    expect(series.size).toBeGreaterThan(1)
    for (const numbers of series.values())
      expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers.map((_, index) => index + 1))
    expect(booked.length).toBeGreaterThan(50)
  })

  it('leave books that prove themselves, with no entry in a period that was locked', async () => {
    const audit = accepted(await company.get<AuditView>('/audit?replay=true'))
    expect(audit.checks.filter(({ ok }) => !ok)).toEqual([])
    const names = audit.checks.map(({ name }) => name)
    expect(names).toContain('no entry was booked into a locked period')
    expect(names).toContain('numbers are gap-free')
  })
})
