import { runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { expectAccepted } from '../../../tests/support/books.ts'
import { codeOf, entry, FiscalCompany, refusalOf, replyOf } from '../../../tests/support/fiscal-company.ts'
import type { Actor } from '../../kernel/module.ts'
import type { Outcome } from '../../kernel/pipeline.ts'
import type { ExceptionView, YearView } from './contract.ts'

const JANUARY = { kind: 'all', through: '2026-01-31' }
const PROPOSED = 'The first open date is 2026-02-01.'

describe('a locked period takes no entry, whichever way it comes', () => {
  it('posted, in bulk, imported, or as a reversal', async () => {
    const company = await FiscalCompany.open()
    const { id } = expectAccepted(await company.sells('2026-01-10'))
    expectAccepted(await company.periods('SetLock', JANUARY))

    const posted = refusalOf(await company.sells('2026-01-15'))
    expect(posted).toMatchObject({ refused: 'period_locked', errors: [{ pointer: '/effectiveDate' }] })
    expect(posted.errors[0]?.detail).toContain(PROPOSED)

    const rows = [{ value: entry('2026-02-01') }, { value: entry('2026-01-31') }]
    const bulk = refusalOf(await company.execute('ledger', 'PostJournalEntries', { rows }))
    expect(bulk).toMatchObject({
      refused: 'rows_refused',
      errors: [{ pointer: '/1/effectiveDate', code: 'period_locked' }],
    })
    expect(bulk.errors[0]?.detail).toContain(PROPOSED)

    const text = '2026-01-20 Sale\n  Assets:Cash  5.00 EUR\n  Income:Sales\n'
    const imported = refusalOf(await company.execute('ledger', 'ImportJournal', { format: 'hledger', text }))
    expect(imported).toMatchObject({ refused: 'import_refused', errors: [{ code: 'period_locked' }] })
    expect(imported.errors[0]?.detail).toContain(PROPOSED)

    const reversal = { id, effectiveDate: '2026-01-10' }
    const reversed = refusalOf(await company.execute('ledger', 'ReverseJournalEntry', reversal))
    expect(reversed.detail).toContain(PROPOSED)
    // Today, which is the default, is open; the entry itself stays where it is.
    expectAccepted(await company.execute('ledger', 'ReverseJournalEntry', { id }))
    await company.expectSound()
  })

  it('of any kind, where the lock names none', async () => {
    const company = await FiscalCompany.open()
    expectAccepted(await company.periods('SetLock', { through: '2026-01-31' }))
    expect(codeOf(await company.sells('2026-01-15'))).toBe('period_locked')
    const { data } = await company.asks<{ data: object[] }>('ListLockChanges', {})
    expect(data).toMatchObject([{ kind: 'all', through: '2026-01-31', before: null }])
    await company.expectSound()
  })

  it('as a match of open items that books something; one that books nothing passes', async () => {
    const company = await FiscalCompany.open()
    const debtors = { code: '1200', name: 'Debtors', type: 'asset', isOpenItem: true }
    expectAccepted(await company.execute('ledger', 'OpenAccount', debtors))
    const settings = { writeOffLimit: '1.00' }
    expectAccepted(await company.execute('open-items', 'SetMatchingSettings', settings))
    const posts = async (debit: string, credit: string, amount: string) => {
      const posted = await company.sells('2026-01-15', amount, {
        lines: [
          { account: debit, debit: amount },
          { account: credit, credit: amount },
        ],
      })
      return expectAccepted(posted).id
    }
    const [invoice, payment] = [await posts('1200', '4000', '10.00'), await posts('1000', '1200', '9.99')]
    expectAccepted(await company.periods('SetLock', JANUARY))
    const match = {
      account: '1200',
      items: [
        { entry: invoice, line: 0 },
        { entry: payment, line: 1 },
      ],
    }
    const writesOff = { ...match, writeOff: { account: '6000' } }
    expect(refusalOf(await company.execute('open-items', 'MatchItems', writesOff))).toMatchObject({
      refused: 'period_locked',
      errors: [{ pointer: '/effectiveDate' }],
    })
    expectAccepted(await company.execute('open-items', 'MatchItems', match))
    await company.expectSound()
  })

  it('approved before the lock and released after it', async () => {
    const company = await FiscalCompany.open()
    const policy = {
      code: 'four-eyes',
      name: 'Four eyes',
      commands: ['ledger.PostJournalEntry'],
      effect: 'approve',
      reason: 'A second person looks at it.',
      approval: { steps: [{ roles: ['manager'], count: 1 }] },
    }
    expectAccepted(await company.execute('guardrails', 'AdoptPolicy', policy))
    const parked = await company.as('clerk', 'ledger', 'PostJournalEntry', entry('2026-01-15'))
    if (parked.kind !== 'parked') throw new Error(`not parked: ${JSON.stringify(parked)}`)
    const { approval } = JSON.parse(parked.body) as { approval: { id: string } }

    const checklist = async () => {
      const { items } = await company.asks<{ items: { code: string; status: string; count: number }[] }>(
        'GetPeriodChecklist',
        { period: '2026-P01' },
      )
      return items.find(({ code }) => code === 'parked-approvals')
    }
    expect(await checklist()).toMatchObject({ status: 'open', count: 1 })
    expectAccepted(await company.periods('SetLock', JANUARY))
    const released = await company.as('manager', 'guardrails', 'ApproveCommand', { approval: approval.id })
    const { outcome } = replyOf<{ outcome: { status: string; refusal: { code: string; detail: string } } }>(
      released,
    )
    expect(outcome).toMatchObject({ status: 'failed', refusal: { code: 'period_locked' } })
    expect(outcome.refusal.detail).toContain(PROPOSED)
    expect(await checklist()).toMatchObject({ status: 'done', count: 0 })
    await company.expectSound()
  })

  it('within one turn, what follows the lock is refused', async () => {
    const company = await FiscalCompany.open()
    const outcomes = await Promise.all([
      company.sells('2026-01-10'),
      company.periods('SetLock', JANUARY),
      company.sells('2026-01-11'),
    ])
    expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'accepted', 'refused'])
  })
})

describe('locks', () => {
  it('hold for one kind of journal, and move back with a reason', async () => {
    const company = await FiscalCompany.open()
    expectAccepted(await company.periods('SetLock', { kind: 'sales', through: '2026-03-31' }))
    expect(codeOf(await company.sells('2026-03-31', '1.00', { journal: 'SAL' }))).toBe('period_locked')
    expectAccepted(await company.sells('2026-03-31', '1.00', { journal: 'PUR' }))
    expect(await company.asks('FindOpenDate', { date: '2026-03-10', journal: 'SAL' })).toEqual({
      date: '2026-03-10',
      journal: 'SAL',
      kind: 'sales',
      isOpen: false,
      firstOpenDate: '2026-04-01',
      lockedThrough: '2026-03-31',
    })
    const back = { kind: 'sales', through: '2026-02-28' }
    expect(codeOf(await company.periods('SetLock', back))).toBe('reason_needed')
    expectAccepted(await company.periods('SetLock', { ...back, reason: 'A late invoice.' }))
    expectAccepted(await company.sells('2026-03-31', '1.00', { journal: 'SAL' }))
    const { data } = await company.asks<{ data: object[] }>('ListLockChanges')
    expect(data).toMatchObject([
      { kind: 'sales', before: '2026-03-31', through: '2026-02-28', reason: 'A late invoice.' },
      { kind: 'sales', before: null, through: '2026-03-31', reason: null },
    ])
    await company.expectSound()
  })

  it('let somebody in for a while, but not behind the one that is for good', async () => {
    const company = await FiscalCompany.open()
    expectAccepted(await company.periods('SetLock', { kind: 'all', through: '2026-03-31' }))
    expectAccepted(await company.periods('LockForever', { through: '2026-01-31', confirm: '2026-01-31' }))
    const grant = {
      actor: 'user_ann',
      kind: 'sales',
      from: '2026-03-01',
      to: '2026-03-31',
      until: new Date(Date.now() + 3_600_000).toISOString(),
      reason: 'The last invoices of the quarter.',
    }
    expect(codeOf(await company.periods('GrantException', { ...grant, from: '2026-01-31' }))).toBe(
      'locked_forever',
    )
    const { id } = replyOf<ExceptionView>(await company.periods('GrantException', grant))
    const book = (name: string, effectiveDate: string, journal = 'SAL') =>
      company.as(name, 'ledger', 'PostJournalEntry', entry(effectiveDate, '1.00', { journal }))
    expectAccepted(await book('ann', '2026-03-15'))
    // The reversal would come by itself, and the system has no exceptions.
    const accrual = { journal: 'SAL', reverseOn: '2026-03-31' }
    const reversing = entry('2026-03-15', '1.00', accrual)
    const refused = refusalOf(await company.as('ann', 'ledger', 'PostJournalEntry', reversing))
    expect(refused).toMatchObject({ refused: 'period_locked', errors: [{ pointer: '/reverseOn' }] })
    expect(codeOf(await book('ann', '2026-03-15', 'PUR'))).toBe('period_locked')
    expect(codeOf(await book('bob', '2026-03-15'))).toBe('period_locked')
    const early = refusalOf(await book('ann', '2026-02-15'))
    expect(early.detail).toContain('The first open date is 2026-03-01.')

    expectAccepted(await company.periods('RevokeException', { exception: id }))
    expect(codeOf(await book('ann', '2026-03-15'))).toBe('period_locked')
    expect(codeOf(await company.periods('RevokeException', { exception: id }))).toBe('exception_not_active')
    expect(
      codeOf(await company.periods('LockForever', { through: '2025-12-31', confirm: '2025-12-31' })),
    ).toBe('locked_forever')
    const { data } = await company.asks<{ data: ExceptionView[] }>('ListExceptions', { status: 'revoked' })
    expect(data.map((each) => each.id)).toEqual([id])
    await company.expectSound()
  })
})

describe('a fiscal year', () => {
  it('of 18 months is closed with an entry, reopened and closed again', async () => {
    const company = await FiscalCompany.open()
    const first = { code: '2024-2025', from: '2024-07-01', to: '2025-12-31' }
    expect(replyOf<YearView>(await company.periods('OpenFiscalYear', first)).periods).toHaveLength(18)
    expectAccepted(await company.sells('2024-07-01', '100.00'))
    expectAccepted(await company.sells('2025-12-31', '50.00'))
    expectAccepted(await company.sells('2026-01-01', '7.00'))
    const rent = [
      { account: '6000', debit: '30.00' },
      { account: '1000', credit: '30.00' },
    ]
    expectAccepted(await company.post(rent, { effectiveDate: '2025-01-15' }))

    expect(codeOf(await company.periods('CloseFiscalYear', { year: '2026' }))).toBe('earlier_year_open')
    const preview = await company.asks<object>('PreviewClose', { year: '2024-2025' })
    expect(preview).toMatchObject({
      income: '150.00',
      expense: '30.00',
      net: '120.00',
      closingEntry: { account: { code: '3000' }, entries: 1, lines: 3 },
      obstacles: [],
    })
    const close = { year: '2024-2025', closingEntry: true }
    const closed = replyOf<YearView>(await company.periods('CloseFiscalYear', close))
    expect(closed).toMatchObject({ status: 'closed', net: '120.00' })
    expect(closed.periods.every(({ status }) => status === 'closed')).toBe(true)
    expect(await company.balance('3000', '2025-12-31')).toBe('-120.00')
    expect(await company.balance('4000', '2026-12-31')).toBe('-7.00')
    expect(codeOf(await company.periods('CloseFiscalYear', close))).toBe('fiscal_year_closed')

    // Nothing passes a closed year: no exception, no moving of the lock, no reversal of its closing entry.
    const until = new Date(Date.now() + 3_600_000).toISOString()
    const grant = {
      actor: 'key_test',
      kind: 'all',
      from: '2025-12-01',
      to: '2026-02-01',
      until,
      reason: 'Late.',
    }
    expect(codeOf(await company.periods('GrantException', grant))).toBe('fiscal_year_closed')
    const back = { kind: 'all', through: '2025-06-30', reason: 'Late.' }
    expect(codeOf(await company.periods('SetLock', back))).toBe('fiscal_year_closed')
    const [id] = closed.closingEntries
    expect(codeOf(await company.execute('ledger', 'ReverseJournalEntry', { id }))).toBe('closing_entry')
    expect(codeOf(await company.sells('2024-07-01'))).toBe('period_locked')
    await company.expectSound()

    const reopen = { year: '2024-2025', reason: 'A further accrual.' }
    expect(replyOf<YearView>(await company.periods('ReopenFiscalYear', reopen)).status).toBe('open')
    expect(await company.balance('3000', '2025-12-31')).toBe('0.00')
    expectAccepted(await company.sells('2025-11-11', '1.00'))
    const again = replyOf<YearView>(await company.periods('CloseFiscalYear', close))
    expect(again.net).toBe('121.00')
    const { result } = await company.asks<{ result: object[] }>('GetFiscalYear', { year: '2024-2025' })
    expect(result).toMatchObject([
      { account: { code: '4000' }, amount: '151.00' },
      { account: { code: '6000' }, amount: '-30.00' },
    ])
    await company.expectSound()
  })

  it('of 53 weeks is closed by its days, with periods of weeks', async () => {
    const company = await FiscalCompany.open()
    const weeks = { endsOn: 'saturday', rule: 'nearest' }
    expectAccepted(await company.periods('SetFiscalCalendar', { periods: '4-4-5', weeks }))
    // The year 2020 of these weeks is 29 December 2019 to 2 January 2021.
    for (const [date, amount] of [
      ['2019-12-28', '1.00'],
      ['2019-12-29', '20.00'],
      ['2021-01-02', '300.00'],
      ['2021-01-03', '4000.00'],
    ] as const)
      expectAccepted(await company.sells(date, amount))
    expectAccepted(await company.periods('CloseFiscalYear', { year: '2019' }))
    const close = { year: '2020', closingEntry: true }
    const closed = replyOf<YearView>(await company.periods('CloseFiscalYear', close))
    expect(closed).toMatchObject({ from: '2019-12-29', to: '2021-01-02', days: 371, net: '320.00' })
    expect(closed.periods.at(-1)).toMatchObject({ code: '2020-P12', from: '2020-11-22', to: '2021-01-02' })
    expect(await company.balance('3000', '2021-01-02')).toBe('-320.00')
    expect(await company.balance('4000', '2021-01-02')).toBe('-1.00')
    await company.expectSound()
  })

  it('is closed with 1,500 accounts, in entries of at most 1,000 lines', async () => {
    const company = await FiscalCompany.open()
    const text = Array.from(
      { length: 1_500 },
      (_, index) =>
        `2026-05-01 Sale ${index}\n  Assets:Cash  1.00 EUR\n  Income:A${String(index).padStart(4, '0')}\n`,
    ).join('\n')
    expectAccepted(await company.execute('ledger', 'ImportJournal', { format: 'hledger', text }))
    const close = { year: '2026', closingEntry: true }
    const closed = replyOf<YearView>(await company.periods('CloseFiscalYear', close))
    expect(closed.closingEntries).toHaveLength(2)
    expect(await company.balance('3000', '2026-12-31')).toBe('-1500.00')
    expect(await company.balance('Income:A0777', '2026-12-31')).toBe('0.00')
    await company.expectSound()
    expectAccepted(await company.periods('ReopenFiscalYear', { year: '2026', reason: 'Too early.' }))
    expect(await company.balance('Income:A0777', '2026-12-31')).toBe('-1.00')
    await company.expectSound()
  })

  it('is not reopened under a later closed one, nor behind the irreversible lock', async () => {
    const company = await FiscalCompany.open()
    expectAccepted(await company.sells('2024-05-01'))
    expectAccepted(await company.sells('2025-05-01'))
    for (const year of ['2024', '2025']) expectAccepted(await company.periods('CloseFiscalYear', { year }))
    const reopen = (year: string) => company.periods('ReopenFiscalYear', { year, reason: 'Late.' })
    expect(codeOf(await reopen('2024'))).toBe('later_year_closed')
    expectAccepted(await company.periods('LockForever', { through: '2025-12-31', confirm: '2025-12-31' }))
    expect(codeOf(await reopen('2025'))).toBe('locked_forever')
    expect(codeOf(await company.periods('RemoveFiscalYear', { year: '2025' }))).toBe('fiscal_year_closed')
    await company.expectSound()
  })

  it('is closed and reopened among many bookings of one turn', async () => {
    const company = await FiscalCompany.open()
    const close = { year: '2025', closingEntry: true }
    const sales = (count: number, date: string) => Array.from({ length: count }, () => company.sells(date))
    const [before, closed, within, after, reopened, late, again] = await Promise.all([
      Promise.all(sales(40, '2025-06-30')),
      company.periods('CloseFiscalYear', close),
      Promise.all(sales(20, '2025-06-30')),
      Promise.all(sales(20, '2026-01-01')),
      company.periods('ReopenFiscalYear', { year: '2025', reason: 'One more.' }),
      Promise.all(sales(2, '2025-12-31')),
      company.periods('CloseFiscalYear', close),
    ])
    const accepted = (outcomes: readonly Outcome[]) =>
      outcomes.filter(({ kind }) => kind === 'accepted').length
    expect([before, within, after, late].map(accepted)).toEqual([40, 0, 20, 2])
    expect(replyOf<YearView>(closed).net).toBe('400.00')
    expect(replyOf<YearView>(reopened).status).toBe('open')
    expect(replyOf<YearView>(again).net).toBe('420.00')
    expect(await company.balance('3000', '2025-12-31')).toBe('-420.00')
    await company.expectSound()
  })

  it('stays as it was closed when accounts are merged', async () => {
    const company = await FiscalCompany.open()
    const other = { code: '4100', name: 'Other sales', type: 'income' }
    expectAccepted(await company.execute('ledger', 'OpenAccount', other))
    expectAccepted(await company.sells('2025-05-01'))
    expectAccepted(
      await company.post(
        [
          { account: '1000', debit: '5.00' },
          { account: '4100', credit: '5.00' },
        ],
        { effectiveDate: '2025-05-02' },
      ),
    )
    expectAccepted(await company.periods('CloseFiscalYear', { year: '2025' }))
    expectAccepted(await company.execute('ledger', 'MergeAccounts', { from: '4100', into: '4000' }))
    await company.expectSound()
  })

  it('is seen without results by who does not see everything', async () => {
    const company = await FiscalCompany.open()
    expectAccepted(await company.sells('2025-05-01'))
    expectAccepted(await company.periods('CloseFiscalYear', { year: '2025' }))
    const actor: Actor = { ...company.person('clerk'), rules: [{ field: 'account', allow: ['1*'] }] }
    const ask = async (query: string, input: object) => {
      const answer = await company.stub.ask({ module: 'periods', query, input, actor })
      return answer.kind === 'refused' ? answer.refusal.refused : (JSON.parse(answer.body) as object)
    }
    expect(await ask('GetFiscalYear', { year: '2025' })).toMatchObject({ net: null, result: null })
    expect(await ask('PreviewClose', { year: '2026' })).toBe('record_rule')
    expect(await ask('GetPeriodChecklist', { period: '2026' })).toBe('record_rule')
    const events = await company.stub.ask({
      module: 'company',
      query: 'ListEvents',
      input: { limit: 200 },
      actor,
    })
    const { data } = JSON.parse(events.kind === 'answered' ? events.body : '{}') as {
      data: { type: string; data: object }[]
    }
    const closing = data.find(({ type }) => type === 'fiscal-year-closed')
    expect(closing?.data).toMatchObject({ year: '2025' })
    expect(closing?.data).not.toHaveProperty('result')
    expect(closing?.data).not.toHaveProperty('net')
  })
})

it('a checklist has what the books tell and what people check off', async () => {
  const company = await FiscalCompany.open()
  expectAccepted(await company.sells('2026-01-05'))
  const cash = { code: 'petty-cash', title: 'Count the petty cash', every: 'period' }
  expectAccepted(await company.periods('DefineChecklistItem', cash))
  expect(codeOf(await company.periods('DefineChecklistItem', { ...cash, code: 'locks' }))).toBe(
    'checklist_code_taken',
  )
  const items = async (period: string) => {
    const list = await company.asks<{ items: { code: string; status: string }[]; open: number }>(
      'GetPeriodChecklist',
      { period },
    )
    return Object.fromEntries(list.items.map(({ code, status }) => [code, status]))
  }
  expect(await items('2026-P02')).toMatchObject({
    'trial-balance': 'done',
    suspense: 'not-applicable',
    'earlier-periods': 'open',
    locks: 'open',
    'petty-cash': 'open',
  })
  expectAccepted(await company.periods('SetLock', { kind: 'all', through: '2026-02-28' }))
  expectAccepted(
    await company.periods('CheckOff', { period: '2026-P02', code: 'petty-cash', note: 'By Ann.' }),
  )
  expect(await items('2026-P02')).toMatchObject({
    'earlier-periods': 'done',
    locks: 'done',
    'petty-cash': 'done',
  })
  expect(await items('2026')).not.toHaveProperty('petty-cash')
  expectAccepted(await company.periods('Uncheck', { period: '2026-P02', code: 'petty-cash' }))
  expect((await items('2026-P02'))['petty-cash']).toBe('open')
  await company.expectSound()
})

describe('the self-audit', () => {
  const failing = async (company: FiscalCompany) =>
    (await company.audit()).checks.filter(({ ok }) => !ok).map(({ name }) => name)

  it('finds a closed year that is no longer as it was closed', async () => {
    const company = await FiscalCompany.open()
    expectAccepted(await company.sells('2025-05-01'))
    expectAccepted(await company.periods('CloseFiscalYear', { year: '2025' }))
    await runInDurableObject(company.stub, (_, { storage }) => {
      storage.sql.exec('UPDATE balances SET credit_value = 999 WHERE credit_value = 1000')
    })
    expect(await failing(company)).toContain('closed years are as they were closed')
  })

  it('finds an entry in locked days', async () => {
    const company = await FiscalCompany.open()
    expectAccepted(await company.periods('SetLock', JANUARY))
    expectAccepted(await company.sells('2026-02-01'))
    await runInDurableObject(company.stub, (_, { storage }) => {
      storage.sql.exec("UPDATE events SET data = replace(data, '2026-02-01', '2026-01-31')")
    })
    expect(await failing(company)).toContain('no entry was booked into a locked period')
  })
})
