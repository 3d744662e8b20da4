import { runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { expectAccepted, TestBooks } from '../../../tests/support/books.ts'
import type { Actor } from '../../kernel/module.ts'
import { EPOCH_EVENTS } from '../balances.ts'
import type { TrialBalance } from '../contract.ts'
import { packs } from '../packs/packs.ts'

const profile = { name: 'Test', slug: 'test', country: 'CH', currency: 'CHF', region: 'eu' }

const ledger = (books: TestBooks, command: string, input: object) => books.execute('ledger', command, input)
const done = async (books: TestBooks, command: string, input: object) =>
  expectAccepted(await ledger(books, command, input))
const refusalOf = async (books: TestBooks, command: string, input: object) => {
  const outcome = await ledger(books, command, input)
  return outcome.kind === 'refused' ? outcome.refusal : undefined
}

const trialBalance = async (books: TestBooks, input: object = {}) => {
  const view = await books.ask<TrialBalance>('ledger', 'GetTrialBalance', { asOf: '2026-12-31', ...input })
  return view.rows.map(({ account, debit, credit, quantities }) => [account.code, debit, credit, quantities])
}

const move = (books: TestBooks, from: string, to: string, amount = '10.00', effectiveDate = '2026-03-31') =>
  books.post(
    [
      { account: to, debit: amount },
      { account: from, credit: amount },
    ],
    { effectiveDate },
  )

/** Rows of the ledger's tables, for comparison. */
const rows = (books: TestBooks, statement: string) =>
  runInDurableObject(books.stub, (_, state) => state.storage.sql.exec(statement).toArray())

const MOVED_TABLES = [
  'SELECT unit, month, debit_quantity, credit_quantity, debit_value, credit_value, days, since_epoch, epoch FROM balances ORDER BY account, unit, month',
  'SELECT unit, month, until_epoch, debit_quantity, credit_quantity, debit_value, credit_value, days FROM balance_history ORDER BY account, unit, month, until_epoch',
]

describe('charts of accounts', () => {
  it.each(packs().map(({ code }) => code))('%s can be adopted, replayed and posted to', async (pack) => {
    const books = new TestBooks()
    expectAccepted(await books.execute('company', 'OpenCompany', { ...profile, chart: pack }))
    const { roles } = await books.ask<{ roles: { role: string; account: { code: string } | null }[] }>(
      'ledger',
      'GetAccountRoles',
      {},
    )
    expect(roles.filter(({ account }) => account === null)).toEqual([])
    const codeOf = (role: string) => roles.find((each) => each.role === role)?.account?.code as string
    expectAccepted(await move(books, codeOf('cash'), codeOf('bank')))
    expect(await done(books, 'AdoptChart', { pack })).toMatchObject({ opened: 0, roles: 0 })
    expect(await books.audit(true)).toMatchObject({ ok: true })
  })

  it('is adopted into a chart that exists, or not at all', async () => {
    const books = await TestBooks.open('EUR', ['1000'])
    const { sequence } = await books.ask<TrialBalance>('ledger', 'GetTrialBalance', {})
    expect(await refusalOf(books, 'AdoptChart', { pack: 'za' })).toMatchObject({
      refused: 'chart_conflict',
      detail: expect.stringContaining('account 1000'),
    })
    expect(await done(books, 'AdoptChart', { pack: 'ch', dryRun: true })).toMatchObject({ kept: 1 })
    expect(await books.ask('ledger', 'GetTrialBalance', {})).toMatchObject({ sequence })
    await done(books, 'AdoptChart', { pack: 'ch', names: 'english' })
    expect(await books.ask('ledger', 'GetAccount', { code: '1020' })).toMatchObject({
      name: 'Bank',
      parent: '100',
      category: 'cash',
      roles: ['bank'],
    })
    // What was there is left alone.
    expect(await books.ask('ledger', 'GetAccount', { code: '1000' })).toMatchObject({
      name: '1000',
      roles: ['cash'],
    })
  })
})

describe('an account that is renumbered', () => {
  it('keeps what was booked, its children and its roles, and leaves its old code to others', async () => {
    const books = await TestBooks.open('EUR', ['1000', '4000'])
    await done(books, 'OpenAccount', { code: '1001', name: 'Till', type: 'asset', parent: '1000' })
    await done(books, 'SetAccountRoles', { roles: { cash: '1000' } })
    expectAccepted(await books.sale())
    await done(books, 'RenumberAccount', { code: '1000', newCode: '1900' })
    expect(await books.ask('ledger', 'GetAccount', { code: '1900' })).toMatchObject({
      roles: ['cash'],
      children: 1,
    })
    expect((await trialBalance(books)).map(([code]) => code)).toEqual(['1900', '4000'])
    await done(books, 'OpenAccount', { code: '1000', name: 'Another', type: 'asset' })
    expectAccepted(await books.sale())
    expect((await trialBalance(books)).map(([code, debit]) => [code, debit])).toEqual([
      ['1000', '10.00'],
      ['1900', '10.00'],
      ['4000', '0.00'],
    ])
    expect(await books.audit(true)).toMatchObject({ ok: true })
  })
})

describe('an account that is out of use', () => {
  it('had no balance, even of the same turn, takes nothing and keeps its history', async () => {
    const books = await TestBooks.open('EUR', ['1000', '4000'])
    // Sent at once: the second is decided in the turn of the first, whose balance is not in the tables yet.
    const [, refused] = await Promise.all([
      books.sale(),
      ledger(books, 'DeactivateAccount', { code: '1000' }),
    ])
    expect(refused).toMatchObject({
      kind: 'refused',
      refusal: { refused: 'account_has_balance', detail: expect.stringContaining('10.00 EUR') },
    })
    expectAccepted(await move(books, '1000', '4000'))
    expect(await done(books, 'DeactivateAccount', { code: '1000' })).toMatchObject({ isActive: false })
    expect(await books.sale()).toMatchObject({ refusal: { refused: 'account_inactive' } })
    await done(books, 'ReactivateAccount', { code: '1000' })
    expectAccepted(await books.sale())
    expect(await books.audit(true)).toMatchObject({ ok: true })
  })
})

describe('accounts that are merged', () => {
  it('are as if they had always been one, as known at any time, row for row', async () => {
    const [merged, single] = await Promise.all([
      TestBooks.open('EUR', ['1000', '1100', '4000']),
      TestBooks.open('EUR', ['1000', '1100', '4000']),
    ])
    const known: number[] = []
    const both = async (from: string, to: string, amount: string, date: string) => {
      const { sequence } = expectAccepted(await move(merged, from, to, amount, date))
      const one = (code: string) => (code === '1100' ? '1000' : code)
      expectAccepted(await move(single, one(from), one(to), amount, date))
      known.push(sequence)
    }
    await both('4000', '1000', '1.00', '2026-01-05')
    await both('4000', '1100', '2.00', '2026-01-05')
    await both('4000', '1100', '4.00', '2026-02-07')
    for (const epoch of [1, 2, 3]) {
      await Promise.all([skipEpoch(merged), skipEpoch(single)])
      if (epoch !== 2) await both('1100', '4000', `${epoch}.50`, '2026-01-20')
      if (epoch !== 1) await both('4000', '1000', `${epoch}.25`, '2026-01-20')
      await both('1000', '1100', '0.10', '2026-02-07')
    }
    const before = await Promise.all(known.map((knownAt) => trialBalance(single, { knownAt })))
    expect(await done(merged, 'MergeAccounts', { from: '1100', into: '1000' })).toMatchObject({
      code: '1000',
      lines: known.length - 3,
    })
    for (const [index, knownAt] of known.entries())
      expect(await trialBalance(merged, { knownAt })).toEqual(before[index])
    for (const statement of MOVED_TABLES)
      expect(await rows(merged, statement)).toEqual(await rows(single, statement))
    expect(await merged.audit(true)).toMatchObject({ ok: true })
  }, 60_000)

  it('are one in registers, entries and exports, and the old code means the other', async () => {
    const books = await TestBooks.open('EUR', ['1000', '1100', '4000'])
    expectAccepted(await move(books, '4000', '1100', '1.00'))
    await done(books, 'SetAccountRoles', { roles: { bank: '1100' } })
    await done(books, 'OpenAccount', { code: '1101', name: 'Below', type: 'asset', parent: '1100' })
    await done(books, 'MergeAccounts', { from: '1100', into: '1000' })
    expectAccepted(await move(books, '4000', '1100', '2.00'))
    const register = await books.ask<{ data: { balance: string }[]; account: { code: string } }>(
      'ledger',
      'GetRegister',
      { code: '1100' },
    )
    expect(register.account.code).toBe('1000')
    expect(register.data.map(({ balance }) => balance)).toEqual(['1.00', '3.00'])
    expect(await books.ask('ledger', 'GetAccount', { code: '1100' })).toMatchObject({
      code: '1000',
      mergedCodes: ['1100'],
      roles: ['bank'],
      children: 1,
    })
    const { text } = await books.ask<{ text: string }>('ledger', 'ExportJournal', { format: 'hledger' })
    expect(text).not.toContain('1100')
    expect(await refusalOf(books, 'OpenAccount', { code: '1100', name: 'x', type: 'asset' })).toMatchObject({
      refused: 'account_code_taken',
      detail: expect.stringContaining('merged into 1000'),
    })
    // And on: the account that took the other over is taken over itself.
    await done(books, 'OpenAccount', { code: '1200', name: 'Third', type: 'asset' })
    await done(books, 'MergeAccounts', { from: '1000', into: '1200' })
    await done(books, 'RenumberAccount', { code: '1200', newCode: '1300' })
    expect(await books.ask('ledger', 'GetAccount', { code: '1100' })).toMatchObject({
      code: '1300',
      mergedCodes: ['1000', '1100'],
    })
    expect((await trialBalance(books)).map(([code, debit]) => [code, debit])).toEqual([
      ['1300', '3.00'],
      ['4000', '0.00'],
    ])
    expect(await books.audit(true)).toMatchObject({ ok: true })
  })

  it('take part in a turn with what is booked before and after, and with what is refused', async () => {
    const books = await TestBooks.open('EUR', ['1000', '1100', '4000'])
    expectAccepted(await move(books, '4000', '1100', '1.00'))
    const bulk = Array.from({ length: 200 }, (_, index) => ({
      value: {
        effectiveDate: `2026-0${1 + (index % 9)}-15`,
        lines: [
          { account: index % 2 ? '1000' : '1100', debit: '1.00' },
          { account: '4000', credit: '1.00' },
        ],
      },
    }))
    // One turn: booked on both, merged, booked under both codes, and a merge that is refused in between.
    const outcomes = await Promise.all([
      move(books, '4000', '1000', '2.00'),
      move(books, '4000', '1100', '3.00'),
      ledger(books, 'MergeAccounts', { from: '1100', into: '9999' }),
      ledger(books, 'MergeAccounts', { from: '1100', into: '1000' }),
      move(books, '4000', '1100', '4.00'),
      ledger(books, 'MergeAccounts', { from: '1100', into: '1000' }),
      ledger(books, 'PostJournalEntries', { rows: bulk }),
      move(books, '1100', '4000', '5.00'),
    ])
    expect(outcomes.map(({ kind }) => kind)).toEqual([
      'accepted',
      'accepted',
      'refused',
      'accepted',
      'accepted',
      'refused',
      'accepted',
      'accepted',
    ])
    expect((await trialBalance(books)).map(([code, debit, credit]) => [code, debit, credit])).toEqual([
      ['1000', '210.00', '5.00'],
      ['4000', '5.00', '210.00'],
    ])
    expect(await books.audit(true)).toMatchObject({ ok: true })
  })

  it('leave nothing behind when the merge is undone, nor take away what came before it', async () => {
    const books = await TestBooks.open('EUR', ['1000', '1100', '4000'])
    expectAccepted(await move(books, '4000', '1100', '1.00'))
    await runInDurableObject(books.stub, (_, state) => {
      // A bug in the merge's savepoint, when chart and lines are moved and what the turn held back is written.
      const statement = `CREATE TRIGGER broken AFTER DELETE ON balances BEGIN SELECT RAISE(ABORT, 'a bug'); END`
      state.storage.sql.exec(statement)
    })
    const outcomes = await Promise.all([
      move(books, '4000', '1100', '2.00'),
      ledger(books, 'MergeAccounts', { from: '1100', into: '1000' }),
      move(books, '4000', '1000', '4.00'),
    ])
    expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'failed', 'accepted'])
    await runInDurableObject(books.stub, (_, state) => void state.storage.sql.exec('DROP TRIGGER broken'))
    expect((await trialBalance(books)).map(([code, debit]) => [code, debit])).toEqual([
      ['1000', '4.00'],
      ['1100', '3.00'],
      ['4000', '0.00'],
    ])
    expect(await books.audit(true)).toMatchObject({ ok: true })
    await done(books, 'MergeAccounts', { from: '1100', into: '1000' })
    expect((await trialBalance(books)).map(([code, debit]) => [code, debit])).toEqual([
      ['1000', '7.00'],
      ['4000', '0.00'],
    ])
    expect(await books.audit(true)).toMatchObject({ ok: true })
  })
})

describe('a reader with record rules', () => {
  it('gets nothing of accounts that the rules exclude, by whichever code or event', async () => {
    const books = await TestBooks.open('EUR', ['1000', '6000', '6100', '6200'])
    await done(books, 'SetAccountRoles', { roles: { cash: '1000', bank: '6000' } })
    await done(books, 'MergeAccounts', { from: '6100', into: '6000' })
    await done(books, 'RenumberAccount', { code: '6200', newCode: '1200' })
    await done(books, 'OpenAccount', { code: '1300', name: 'Below', type: 'asset', parent: '6000' })
    const actor = {
      ...books.actor,
      id: 'user_ada',
      roles: [],
      grants: 'ledger:read ledger:write company:read',
      rules: [{ field: 'account', allow: ['1*'] }],
    } satisfies Actor
    const ask = async (module: string, query: string, input: object) => {
      const answer = await books.stub.ask({ module, query, input, actor })
      return answer.kind === 'refused' ? answer.refusal : JSON.parse(answer.body)
    }
    for (const code of ['6000', '6100', '6200', '7777'])
      expect(await ask('ledger', 'GetAccount', { code })).toMatchObject({ refused: 'account_not_found' })
    expect(await ask('ledger', 'GetAccount', { code: '1300' })).toMatchObject({ parent: null })
    const { roles } = await ask('ledger', 'GetAccountRoles', {})
    expect(roles.filter((each: { account: unknown }) => each.account).length).toBe(1)
    const { text } = await ask('ledger', 'ExportChart', {})
    expect(text).not.toMatch(/^6|,6[01]00/m)
    const { data } = await ask('company', 'ListEvents', { limit: 200 })
    expect(JSON.stringify(data)).not.toMatch(/"6[0-2]00"|account-merged/)
    expect(data.map(({ type }: { type: string }) => type)).toContain('account-roles-set')

    const execute = (command: string, input: object) => {
      const envelope = { company: books.company, module: 'ledger', command, requestId: 'req_test', actor }
      return books.stub.execute({ ...envelope, input: JSON.stringify(input) })
    }
    for (const [command, input] of [
      ['ChangeAccount', { code: '6000', name: 'x' }],
      ['ChangeAccount', { code: '7777', name: 'x' }],
      ['ChangeAccount', { code: '1000', parent: '6000' }],
      ['RenumberAccount', { code: '1000', newCode: '6500' }],
      ['DeactivateAccount', { code: '6000' }],
      ['MergeAccounts', { from: '1000', into: '6100' }],
      ['SetAccountRoles', { roles: { cash: '6000' } }],
      ['AdoptChart', { pack: 'ch' }],
      ['ImportChart', { text: 'code,name,type\n6300,x,asset' }],
    ] as const)
      expect(await execute(command, input), command).toMatchObject({
        kind: 'refused',
        refusal: { errors: [{ code: 'record_rule' }] },
      })
    expect(await execute('ChangeAccount', { code: '1300', name: 'Seen' })).toMatchObject({ kind: 'accepted' })
  })
})

describe('a chart as CSV', () => {
  it('goes out and comes back the same', async () => {
    const books = new TestBooks()
    expectAccepted(await books.execute('company', 'OpenCompany', { ...profile, chart: 'fr-pcg' }))
    const { text } = await books.ask<{ text: string }>('ledger', 'ExportChart', {})
    expect(await done(books, 'ImportChart', { text })).toMatchObject({ opened: 0, changed: 0, errors: [] })
    const other = await TestBooks.open('EUR', [])
    expect(await done(other, 'ImportChart', { text })).toMatchObject({ changed: 0, errors: [] })
    expect(await other.ask('ledger', 'ExportChart', {})).toEqual({ text, after: null })
    expect(await other.audit(true)).toMatchObject({ ok: true })
  })
})

/** Registers units until the log's next epoch begins. */
async function skipEpoch(books: TestBooks) {
  const { sequence } = await books.ask<TrialBalance>('ledger', 'GetTrialBalance', {})
  const left = EPOCH_EVENTS - (sequence % EPOCH_EVENTS)
  const rows = Array.from({ length: left - 1 }, (_, index) => ({
    value: {
      effectiveDate: '2026-06-30',
      description: String(index),
      lines: [
        { account: '4000', debit: '1.00' },
        { account: '4000', credit: '1.00' },
      ],
    },
  }))
  expectAccepted(await ledger(books, 'PostJournalEntries', { rows }))
}
