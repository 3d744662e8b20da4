import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import type { CloudEvent } from '../../durable-objects/kernel/log.ts'
import { expectAccepted, TestBooks } from '../../tests/support/books.ts'
import type { Env } from '../../workers/regions.ts'
import { reportingSink } from './reporting.ts'

it('has accounts under their new codes, and merged ones as one, however the log is cut into slices', async () => {
  const books = await TestBooks.open('EUR', ['1000', '1100', '4000'])
  const done = async (command: string, input: object) =>
    expectAccepted(await books.execute('ledger', command, input))
  const sell = (account: string, debit: string, effectiveDate: string) =>
    done('PostJournalEntry', {
      effectiveDate,
      lines: [
        { account, debit },
        { account: '4000', credit: debit },
      ],
    })
  await sell('1000', '1.00', '2026-01-31')
  await sell('1100', '2.00', '2026-01-31')
  await sell('1100', '4.00', '2026-02-28')
  await done('RenumberAccount', { code: '1100', newCode: '1190' })
  await done('ChangeAccount', { code: '1000', name: 'Cash' })
  await done('MergeAccounts', { from: '1190', into: '1000' })
  await sell('1190', '8.00', '2026-02-28')
  await done('RenumberAccount', { code: '1000', newCode: '1001' })

  const { data: events } = await books.ask<{ data: CloudEvent[] }>('company', 'ListEvents', { limit: 200 })
  const sink = reportingSink(env as unknown as Env, 'us')
  const { tenant } = books.actor
  for (const size of [events.length, 1, 3]) {
    const company = `${books.company}-${size}`
    for (let after = 0; after < events.length; after += size)
      expect(await sink.write({ company, tenant }, after, events.slice(after, after + size))).toBe(true)
    const { results } = await env.REPORTING_US.prepare(
      `SELECT a.code, a.name, b.month, b.debit_value - b.credit_value AS value
       FROM accounts a LEFT JOIN month_balances b USING (company) WHERE a.id = b.account AND company = ?
       ORDER BY a.code, b.month`,
    )
      .bind(company)
      .all()
    expect(results).toEqual([
      { code: '1001', name: 'Cash', month: '2026-01', value: 300 },
      { code: '1001', name: 'Cash', month: '2026-02', value: 1_200 },
      { code: '4000', name: '4000', month: '2026-01', value: -300 },
      { code: '4000', name: '4000', month: '2026-02', value: -1_200 },
    ])
  }
})
