import { env } from 'cloudflare:workers'
import type { BooksObject } from '../../durable-objects/books.ts'
import type { AuditView } from '../../durable-objects/company/contract.ts'
import { newId } from '../../durable-objects/kernel/ids.ts'
import type { Outcome } from '../../durable-objects/kernel/pipeline.ts'

/** A fresh company in its own object, spoken to as the edge would. */
export class TestBooks {
  readonly company = newId('company')
  readonly actor = { tenant: newId('tenant'), id: 'key_test', roles: ['owner'], grants: '*' }
  readonly stub: DurableObjectStub<BooksObject> = env.BOOKS_EU.getByName(this.company)

  static async open(currency = 'EUR', accounts: readonly string[] = ['1000', '4000']): Promise<TestBooks> {
    const books = new TestBooks()
    const profile = { name: 'Test', slug: 'test', country: 'DE', currency, region: 'eu', timeZone: 'UTC' }
    expectAccepted(await books.execute('company', 'OpenCompany', profile))
    for (const code of accounts)
      expectAccepted(await books.execute('ledger', 'OpenAccount', { code, name: code, type: 'asset' }))
    return books
  }

  execute(module: string, command: string, input: unknown, key?: string): Promise<Outcome> {
    return this.stub.execute({
      company: this.company,
      module,
      command,
      input: JSON.stringify(input),
      actor: this.actor,
      requestId: 'req_test',
      ...(key !== undefined && { idempotency: { key, request: JSON.stringify(input) } }),
    })
  }

  async ask<Reply>(module: string, query: string, input: unknown): Promise<Reply> {
    const answer = await this.stub.ask({ module, query, input, actor: this.actor })
    if (answer.kind === 'refused') throw new Error(`${query}: ${answer.refusal.refused}`)
    return JSON.parse(answer.body) as Reply
  }

  async post(lines: object[], more: object = {}, key?: string): Promise<Outcome> {
    return this.execute('ledger', 'PostJournalEntry', { effectiveDate: '2026-03-31', lines, ...more }, key)
  }

  sale(key?: string, amount = '10.00'): Promise<Outcome> {
    return this.post(
      [
        { account: '1000', debit: amount },
        { account: '4000', credit: amount },
      ],
      {},
      key,
    )
  }

  async audit(replay = false): Promise<AuditView> {
    const view = await this.stub.audit(this.actor, { replay })
    if ('refused' in view) throw new Error(view.refused)
    return view
  }
}

/** Fields of the replies that tests look at; which of them a reply has depends on its command. */
interface Reply {
  id: string
  number: number
  sequence: number
  results: { sequence: number }[]
}

export function expectAccepted(outcome: Outcome): Reply {
  if (outcome.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(outcome)}`)
  return JSON.parse(outcome.body) as Reply
}
