import { runDurableObjectAlarm } from 'cloudflare:test'
import { expect, vi } from 'vitest'
import { newId } from '../../durable-objects/kernel/ids.ts'
import type { Actor } from '../../durable-objects/kernel/module.ts'
import type { Outcome } from '../../durable-objects/kernel/pipeline.ts'
import type { EntryView } from '../../durable-objects/ledger/contract.ts'
import { expectAccepted, TestBooks } from './books.ts'

/** Drafts of one company, on a day of ours. */
export class Office extends TestBooks {
  static override async open(): Promise<Office> {
    const office = new Office()
    const profile = {
      name: 'Test',
      slug: 'test',
      country: 'DE',
      currency: 'EUR',
      region: 'eu',
      timeZone: 'UTC',
    }
    expectAccepted(await office.execute('company', 'OpenCompany', profile))
    for (const [code, type] of [
      ['1000', 'asset'],
      ['4000', 'income'],
      ['6000', 'expense'],
    ])
      expectAccepted(await office.execute('ledger', 'OpenAccount', { code, name: code, type }))
    return office
  }

  async does<Reply>(command: string, input: unknown): Promise<Reply> {
    return expectAccepted(await this.execute('drafts', command, input)) as unknown as Reply
  }

  asks<Reply>(query: string, input: unknown = {}): Promise<Reply> {
    return this.ask<Reply>('drafts', query, input)
  }

  async list<Row>(query: string, input: unknown = {}): Promise<Row[]> {
    return (await this.asks<{ data: Row[] }>(query, input)).data
  }

  as(actor: Partial<Actor>, module: string, command: string, input: unknown): Promise<Outcome> {
    return this.stub.execute({
      company: this.company,
      module,
      command,
      input: JSON.stringify(input),
      actor: { ...this.actor, ...actor },
      requestId: newId('request'),
    })
  }

  async entries(): Promise<EntryView[]> {
    const { data } = await this.ask<{ data: EntryView[] }>('ledger', 'ListJournalEntries', {
      limit: 200,
      order: 'asc',
    })
    return data
  }

  /** The alarm, as often as there is something due. */
  async alarm(times = 1): Promise<void> {
    for (let time = 0; time < times; time++) await runDurableObjectAlarm(this.stub)
  }

  async expectSound(): Promise<void> {
    expect((await this.audit(true)).checks.filter(({ ok }) => !ok)).toEqual([])
  }
}

export const lines = [
  { account: '6000', debit: '10.00' },
  { account: '1000', credit: '10.00' },
]
export const rent = (more: object = {}) => ({
  name: 'Rent',
  entry: { description: 'Rent {yyyy}-{mm}', lines },
  rrule: 'FREQ=MONTHLY;BYMONTHDAY=-1',
  start: '2027-01-31',
  ...more,
})

export const refused = (code: string) => ({ kind: 'refused', refusal: { refused: code } })

/** The object's clock runs in the same isolate as the tests. */
export const on = (date: string) =>
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(`${date}T12:00:00Z`) })
