import { beforeAll, describe, expect, it } from 'vitest'
import { expectAccepted, TestBooks } from '../../tests/support/books.ts'
import type { EntryView, TrialBalance } from './contract.ts'

/** Accounts of a class of fields that not everybody may read: nothing that is shown leads to their amounts. */

let books: TestBooks
const reader = () => ({
  ...books.actor,
  id: 'user_clerk',
  roles: [],
  grants: 'ledger:read ledger:write company:read',
})
const payroll = () => ({ ...reader(), grants: `${reader().grants} field:salaries` })

async function read(
  query: string,
  input: object,
  actor: object = reader(),
  module = 'ledger',
): Promise<string> {
  const answer = await books.stub.ask({ module, query, input, actor: actor as never })
  if (answer.kind === 'refused') throw new Error(answer.refusal.refused)
  return answer.body
}

const PAY = '4711.13'

beforeAll(async () => {
  books = await TestBooks.open('EUR', ['1200', '4000'])
  const salaries = { code: '6000', name: 'Salaries', type: 'expense', sensitivity: 'salaries' }
  expectAccepted(await books.execute('ledger', 'OpenAccount', salaries))
  const entry = (account: string, debit: string, date: string) =>
    books.post(
      [
        { account, debit, memo: 'for Ada' },
        { account: '1200', credit: debit },
      ],
      { effectiveDate: date },
    )
  expectAccepted(await entry('4000', '10.00', '2026-01-10'))
  expectAccepted(await entry('6000', PAY, '2026-01-31'))
  expectAccepted(await entry('4000', '5.00', '2026-02-10'))
})

describe('without the grant for salaries', () => {
  it.each<[string, string, object]>([
    ['the list', 'ListJournalEntries', {}],
    ['the register of the account', 'GetRegister', { code: '6000' }],
    ['the register of the bank', 'GetRegister', { code: '1200' }],
    ['the trial balance', 'GetTrialBalance', {}],
    ['the trial balance as of the day', 'GetTrialBalance', { asOf: '2026-01-31' }],
    ['an export', 'ExportJournal', { format: 'hledger' }],
    ['another export', 'ExportJournal', { format: 'beancount' }],
  ])('%s has no amount of theirs', async (_, query, input) => {
    const text = await read(query, input)
    expect(text).not.toContain(PAY)
    expect(text).not.toContain('4721.13')
    expect(text).not.toContain('for Ada\nfor Ada')
    expect(await read(query, input, payroll())).toContain(PAY)
  })

  it('the event log has the entry without amounts, and no hash to try guesses on', async () => {
    const text = await read('ListEvents', { limit: 200 }, reader(), 'company')
    expect(text).not.toContain('471113')
    const { data } = JSON.parse(text) as { data: { hash: unknown }[] }
    expect(data.every(({ hash }) => hash === null)).toBe(true)
    expect(await read('ListEvents', { limit: 200 }, payroll(), 'company')).toContain('471113')
  })

  it('the entry says that it is masked, in every line', async () => {
    const { data } = JSON.parse(await read('ListJournalEntries', {})) as { data: EntryView[] }
    const masked = data.find((entry) => entry.masked)
    expect(masked).toMatchObject({ total: null, hash: null })
    for (const line of masked?.lines ?? [])
      expect(line).toMatchObject({ debit: null, credit: null, value: null })
    expect(data.filter((entry) => !entry.masked)).toHaveLength(2)
    expect(await read('GetJournalEntry', { id: masked?.id })).not.toContain(PAY)
  })

  it('balances are those of what is shown, so that reports cannot be subtracted', async () => {
    for (const asOf of ['2026-01-30', '2026-01-31', '2026-12-31']) {
      const report = JSON.parse(await read('GetTrialBalance', { asOf })) as TrialBalance
      const sum = asOf === '2026-12-31' ? '15.00' : '10.00'
      expect(report.totals).toEqual({ debit: sum, credit: sum })
      expect(report.partial).toBe(true)
      expect(report.rows.find(({ account }) => account.code === '6000')).toMatchObject({
        debit: null,
        credit: null,
        balance: null,
        quantities: [],
        masked: true,
      })
      expect(report.rows.find(({ account }) => account.code === '1200')).toMatchObject({ balance: `-${sum}` })
    }
  })

  it('the register of the bank names the entry, and its balance passes it by', async () => {
    const page = JSON.parse(await read('GetRegister', { code: '1200' })) as {
      data: { balance: string; credit: string | null; masked?: true }[]
    }
    expect(page.data.map(({ balance }) => balance)).toEqual(['-10.00', '-10.00', '-15.00'])
    expect(page.data[1]).toMatchObject({ credit: null, masked: true })
  })

  it('as known at an earlier sequence, too', async () => {
    const { sequence } = JSON.parse(await read('GetTrialBalance', {})) as TrialBalance
    for (let knownAt = 1; knownAt <= sequence; knownAt++)
      expect(await read('GetTrialBalance', { knownAt })).not.toContain('47')
  })

  it('whoever posts to such an account gets the reply masked', async () => {
    const outcome = await books.stub.execute({
      company: books.company,
      module: 'ledger',
      command: 'PostJournalEntry',
      requestId: 'req_test',
      actor: reader(),
      input: JSON.stringify({
        effectiveDate: '2026-03-31',
        lines: [
          { account: '6000', debit: '1.00' },
          { account: '1200', credit: '1.00' },
        ],
      }),
    })
    expect(expectAccepted(outcome)).toMatchObject({ masked: true, total: null })
  })
})

describe('with the grant, and in a company without such accounts', () => {
  it('everything is there, hashes included', async () => {
    const { data } = JSON.parse(await read('ListJournalEntries', {}, payroll())) as { data: EntryView[] }
    expect(data.every(({ hash, masked, partial }) => hash !== null && !masked && !partial)).toBe(true)
    const other = await TestBooks.open()
    expectAccepted(await other.sale())
    const actor = { ...other.actor, grants: 'ledger:read' }
    const answer = await other.stub.ask({ module: 'ledger', query: 'ListJournalEntries', input: {}, actor })
    expect(JSON.parse((answer as { body: string }).body)).toMatchObject({
      data: [{ hash: expect.any(String) }],
    })
  })
})

describe('what waits for an approval', () => {
  it('is shown in the log without its input, and to nobody who only audits policies', async () => {
    const policy = {
      code: 'four-eyes',
      name: 'Four eyes',
      commands: ['ledger.PostJournalEntry'],
      when: { field: 'amount', over: '5000.00' },
      effect: 'approve',
      reason: 'Large.',
      approval: { steps: [{ roles: ['owner'], count: 1 }] },
    }
    expectAccepted(await books.execute('guardrails', 'AdoptPolicy', policy))
    const parked = await books.post([
      { account: '6000', debit: '7077.99' },
      { account: '1200', credit: '7077.99' },
    ])
    expect(parked).toMatchObject({ kind: 'parked' })
    const auditor = { ...reader(), grants: `${reader().grants} guardrails:read approvals:read` }
    expect(await read('ListEvents', { limit: 200 }, auditor, 'company')).not.toMatch(/7077\.99|707799/)
    expect(await read('ListApprovals', {}, auditor, 'guardrails')).not.toContain('7077')
    const whole = { ...auditor, grants: `${auditor.grants} field:salaries` }
    expect(await read('ListEvents', { limit: 200 }, whole, 'company')).toContain('7077.99')
    await expect(read('GetDutiesReport', {}, auditor, 'guardrails')).rejects.toThrow('record_rule')
  })
})
