import { expect } from 'vitest'
import { newId } from '../../durable-objects/kernel/ids.ts'
import type { Actor } from '../../durable-objects/kernel/module.ts'
import type { Outcome } from '../../durable-objects/kernel/pipeline.ts'
import { expectAccepted, TestBooks } from './books.ts'

const ACCOUNTS = [
  { code: '1000', name: 'Cash', type: 'asset' },
  { code: '3000', name: 'Retained earnings', type: 'equity' },
  { code: '4000', name: 'Sales', type: 'income' },
  { code: '6000', name: 'Rent', type: 'expense' },
]

/** A company with a chart, and people who do things with its periods. */
export class FiscalCompany extends TestBooks {
  static override async open(): Promise<FiscalCompany> {
    const company = new FiscalCompany()
    const profile = {
      name: 'Test',
      slug: 'test',
      country: 'DE',
      currency: 'EUR',
      region: 'eu',
      timeZone: 'UTC',
    }
    expectAccepted(await company.execute('company', 'OpenCompany', profile))
    for (const account of ACCOUNTS) expectAccepted(await company.execute('ledger', 'OpenAccount', account))
    for (const [code, kind] of [
      ['SAL', 'sales'],
      ['PUR', 'purchases'],
    ])
      expectAccepted(await company.execute('ledger', 'OpenJournal', { code, name: code, kind }))
    expectAccepted(
      await company.execute('ledger', 'SetAccountRoles', { roles: { retainedEarnings: '3000' } }),
    )
    return company
  }

  person(name: string): Actor {
    return { ...this.actor, id: `user_${name}`, roles: [name] }
  }

  as(name: string, module: string, command: string, input: unknown): Promise<Outcome> {
    return this.stub.execute({
      company: this.company,
      module,
      command,
      input: JSON.stringify(input),
      actor: this.person(name),
      requestId: newId('request'),
    })
  }

  periods(command: string, input: unknown = {}): Promise<Outcome> {
    return this.execute('periods', command, input)
  }

  asks<Reply>(query: string, input: unknown = {}): Promise<Reply> {
    return this.ask<Reply>('periods', query, input)
  }

  sells(effectiveDate: string, amount = '10.00', more: object = {}): Promise<Outcome> {
    return this.execute('ledger', 'PostJournalEntry', entry(effectiveDate, amount, more))
  }

  async expectSound(replay = true): Promise<void> {
    expect((await this.audit(replay)).checks.filter(({ ok }) => !ok)).toEqual([])
  }

  async balance(account: string, asOf: string): Promise<string | undefined> {
    const { rows } = await this.ask<{ rows: { account: { code: string }; balance: string }[] }>(
      'ledger',
      'GetTrialBalance',
      { asOf },
    )
    return rows.find((row) => row.account.code === account)?.balance
  }
}

export const entry = (effectiveDate: string, amount = '10.00', more: object = {}) => ({
  effectiveDate,
  lines: [
    { account: '1000', debit: amount },
    { account: '4000', credit: amount },
  ],
  ...more,
})

export const refusalOf = (outcome: Outcome) => {
  if (outcome.kind !== 'refused') throw new Error(`not refused: ${JSON.stringify(outcome)}`)
  return outcome.refusal
}
export const codeOf = (outcome: Outcome): string => refusalOf(outcome).refused
export const replyOf = <Reply>(outcome: Outcome): Reply => expectAccepted(outcome) as unknown as Reply
