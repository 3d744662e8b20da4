import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { expectAccepted, TestBooks } from '../../tests/support/books.ts'
import { newId } from '../kernel/ids.ts'
import type { Actor } from '../kernel/module.ts'
import type { Outcome } from '../kernel/pipeline.ts'
import type { ApprovalDetail, ApprovalView, ParkedReply, PolicyView } from './contract.ts'

/** People of one company. */
class Staff extends TestBooks {
  static override async open(): Promise<Staff> {
    const staff = new Staff()
    const profile = {
      name: 'Test',
      slug: 'test',
      country: 'DE',
      currency: 'EUR',
      region: 'eu',
      timeZone: 'UTC',
    }
    expectAccepted(await staff.as('owner', 'company', 'OpenCompany', profile))
    for (const code of ['1000', '4000', '6000'])
      expectAccepted(await staff.as('owner', 'ledger', 'OpenAccount', { code, name: code, type: 'asset' }))
    return staff
  }

  person(name: string): Actor {
    return { tenant: this.actor.tenant, id: `user_${name}`, roles: [name.replace(/\d/, '')], grants: '*' }
  }

  as(name: string, module: string, command: string, input: unknown, key?: string): Promise<Outcome> {
    return this.stub.execute({
      company: this.company,
      module,
      command,
      input: JSON.stringify(input),
      actor: this.person(name),
      requestId: newId('request'),
      ...(key !== undefined && { idempotency: { key, request: JSON.stringify(input) } }),
    })
  }

  async asks<Reply>(name: string, query: string, input: unknown = {}): Promise<Reply> {
    const answer = await this.stub.ask({ module: 'guardrails', query, input, actor: this.person(name) })
    if (answer.kind === 'refused') throw new Error(`${query}: ${JSON.stringify(answer.refusal)}`)
    return JSON.parse(answer.body) as Reply
  }

  sells(name: string, amount: string, key?: string, account = '1000') {
    return this.as(name, 'ledger', 'PostJournalEntry', sale(amount, account), key)
  }

  async adopt(policy: object): Promise<PolicyView> {
    const outcome = await this.as('owner', 'guardrails', 'AdoptPolicy', policy)
    return expectAccepted(outcome) as unknown as PolicyView
  }

  async approval(id: string, name = 'owner'): Promise<ApprovalDetail> {
    return this.asks<ApprovalDetail>(name, 'GetApproval', { approval: id })
  }

  approves(name: string, approval: string, comment?: string): Promise<Outcome> {
    return this.as(name, 'guardrails', 'ApproveCommand', { approval, comment })
  }

  entries() {
    return this.ask<{ data: { id: string; total: string }[] }>('ledger', 'ListJournalEntries', {}).then(
      ({ data }) => data,
    )
  }

  async events(): Promise<{ type: string; actor: string; command: string; data: Record<string, unknown> }[]> {
    const { data } = await this.ask<{ data: never[] }>('company', 'ListEvents', { limit: 200 })
    return data
  }

  async expectSound(): Promise<void> {
    expect((await this.audit(true)).checks.filter(({ ok }) => !ok)).toEqual([])
  }
}

const sale = (amount: string, account = '1000') => ({
  effectiveDate: '2026-03-31',
  lines: [
    { account, debit: amount },
    { account: '4000', credit: amount },
  ],
})

const fourEyes = {
  code: 'four-eyes',
  name: 'Four eyes',
  commands: ['ledger.*'],
  when: { field: 'amount', over: '1000.00' },
  effect: 'approve',
  reason: 'Needs a second person.',
  approval: { steps: [{ roles: ['manager'], count: 1 }] },
}

function parked(outcome: Outcome): ParkedReply['approval'] {
  if (outcome.kind !== 'parked') throw new Error(`not parked: ${JSON.stringify(outcome)}`)
  return (JSON.parse(outcome.body) as ParkedReply).approval
}

const refused = (code: string) => ({ kind: 'refused', refusal: { refused: code } })

afterEach(() => {
  vi.useRealTimers()
})

/** The object's clock, which runs in the same isolate as the tests. */
const later = (hours: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + hours * 3_600_000 })

describe('what books entries by another name', () => {
  it('waits like any entry: a draft, a held entry, a match of items', async () => {
    const staff = await Staff.open()
    await staff.adopt(fourEyes)
    const draft = expectAccepted(await staff.as('clerk', 'drafts', 'SaveDraft', { entry: sale('1000.01') }))
    parked(await staff.as('clerk', 'drafts', 'PostDraft', { draft: draft.id }))
    parked(await staff.as('clerk', 'drafts', 'PostDrafts', { drafts: [draft.id] }))
    const held = expectAccepted(await staff.as('clerk', 'pending', 'HoldEntry', sale('900.00')))
    expectAccepted(await staff.as('clerk', 'pending', 'PostPending', { pending: held.id }))
    expect(await staff.entries()).toHaveLength(1)
    await staff.adopt({ ...fourEyes, code: 'all', when: { field: 'amount', over: '1.00' } })
    const small = expectAccepted(await staff.as('clerk', 'drafts', 'SaveDraft', { entry: sale('2.00') }))
    parked(await staff.as('clerk', 'drafts', 'PostDraft', { draft: small.id }))
    expect(await staff.entries()).toHaveLength(1)
    await staff.expectSound()
  })
})

describe('a policy about posting', () => {
  it.each(['ledger.PostJournalEntry', 'drafts.PostDraft'])(
    'on %s covers every way in that somebody writes entries by, and what books by itself',
    async (command) => {
      const staff = await Staff.open()
      await staff.adopt({ ...fourEyes, commands: [command] })
      parked(await staff.sells('clerk', '1000.01'))
      const rows = [{ value: sale('1000.01') }]
      parked(await staff.as('clerk', 'ledger', 'PostJournalEntries', { rows }))
      const draft = expectAccepted(await staff.as('clerk', 'drafts', 'SaveDraft', { entry: sale('1000.01') }))
      parked(await staff.as('clerk', 'drafts', 'PostDraft', { draft: draft.id }))
      parked(await staff.as('clerk', 'drafts', 'PostDrafts', { drafts: [draft.id] }))
      for (const [name, input] of [
        ['ledger.PostJournalEntry', sale('1000.01')],
        ['drafts.PostDraft', { draft: draft.id }],
      ])
        expect(await staff.asks('clerk', 'CheckCommand', { command: name, input })).toMatchObject({
          decision: 'approve',
        })
      parked(await staff.as('clerk', 'pending', 'HoldEntry', sale('1000.01')))
      expect(await staff.entries()).toEqual([])
      await staff.expectSound()
    },
  )

  it('on what books by itself covers that alone', async () => {
    const staff = await Staff.open()
    const { id } = expectAccepted(await staff.sells('clerk', '5'))
    await staff.adopt({ ...fourEyes, commands: ['ledger.ReverseJournalEntry'], when: undefined })
    parked(await staff.as('clerk', 'ledger', 'ReverseJournalEntry', { id }))
    expectAccepted(await staff.sells('clerk', '2000'))
    await staff.expectSound()
  })
})

describe('an entry over the limit', () => {
  it('waits, is not approved by its maker, and is booked once in the name of both', async () => {
    const staff = await Staff.open()
    await staff.adopt(fourEyes)
    expectAccepted(await staff.sells('clerk', '1000.00'))
    const { id, policies, steps } = parked(await staff.sells('clerk', '1000.01'))
    expect(policies).toEqual([
      { code: 'four-eyes', name: 'Four eyes', reason: 'Needs a second person.', pointer: '' },
    ])
    expect(steps).toEqual([{ roles: ['manager'], users: [], count: 1, over: null }])
    expect(await staff.entries()).toHaveLength(1)

    expect(await staff.approves('clerk', id)).toMatchObject(refused('own_command'))
    expect(await staff.approves('sales', id)).toMatchObject(refused('not_an_approver'))
    const outcome = expectAccepted(await staff.approves('manager', id, 'Seen the contract.'))
    expect(outcome).toMatchObject({
      approval: { status: 'executed', maker: { id: 'user_clerk' } },
      outcome: { status: 'executed', reply: { number: 2, total: '1000.01' } },
    })
    expect(await staff.entries()).toHaveLength(2)
    expect((await staff.events()).slice(-4)).toMatchObject([
      { type: 'approval-given', actor: 'user_manager', command: 'guardrails.ApproveCommand' },
      { type: 'actor-noted', actor: 'user_manager' },
      {
        type: 'command-released',
        actor: 'user_manager',
        data: { maker: 'user_clerk', approvers: [{ by: 'user_manager' }], approval: id },
      },
      { type: 'journal-entry-posted', actor: 'user_clerk', command: 'ledger.PostJournalEntry' },
    ])
    expect(await staff.approves('manager', id)).toMatchObject(refused('approval_not_pending'))
    expect(await staff.approval(id)).toMatchObject({
      history: [{ type: 'command-parked' }, { type: 'approval-given' }, { type: 'command-released' }],
      results: [{ type: 'journal-entry-posted' }],
    })
    await staff.expectSound()
  })

  it('the owner does not approve their own either', async () => {
    const staff = await Staff.open()
    await staff.adopt({ ...fourEyes, approval: { steps: [{ roles: ['owner'], count: 1 }] } })
    const { id } = parked(await staff.sells('owner', '2000'))
    expect(await staff.approves('owner', id)).toMatchObject(refused('own_command'))
    expectAccepted(await staff.as('owner', 'guardrails', 'WithdrawCommand', { approval: id }))
    expect(await staff.approval(id)).toMatchObject({ status: 'withdrawn', isMaker: true })
  })

  it('is booked once when two approve at the same time', async () => {
    const staff = await Staff.open()
    await staff.adopt(fourEyes)
    const { id } = parked(await staff.sells('clerk', '2000'))
    const outcomes = await Promise.all(
      ['manager1', 'manager2', 'manager3'].map((who) => staff.approves(who, id)),
    )
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['accepted', 'refused', 'refused'])
    expect(await staff.entries()).toHaveLength(1)
  })

  it('gives a retry the same answer, and the retry of an approval too', async () => {
    const staff = await Staff.open()
    await staff.adopt(fourEyes)
    const first = await staff.sells('clerk', '2000', 'key')
    await evictDurableObject(staff.stub)
    expect(await staff.sells('clerk', '2000', 'key')).toEqual({ ...first, replayed: true })
    expect(await staff.sells('clerk', '2001', 'key')).toMatchObject(refused('idempotency_key_reused'))
    const approve = () =>
      staff.as('manager', 'guardrails', 'ApproveCommand', { approval: parked(first).id }, 'approve')
    const approved = await approve()
    expect(await approve()).toEqual({ ...approved, replayed: true })
    expect(await staff.sells('clerk', '2000', 'key')).toEqual({ ...first, replayed: true })
    expect(await staff.entries()).toHaveLength(1)
  })

  it('is refused at once when it could not be booked anyway, and nothing waits', async () => {
    const staff = await Staff.open()
    await staff.adopt(fourEyes)
    expect(await staff.sells('clerk', '2000', undefined, '9999')).toMatchObject(refused('unknown_account'))
    expect((await staff.asks<{ data: unknown[] }>('owner', 'ListApprovals')).data).toEqual([])
  })

  it('leaves the commands of its turn alone', async () => {
    const staff = await Staff.open()
    await staff.adopt(fourEyes)
    const outcomes = await Promise.all([
      staff.sells('clerk', '10'),
      staff.sells('clerk', '2000'),
      staff.sells('clerk', '11'),
    ])
    expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'parked', 'accepted'])
    await staff.expectSound()
  })

  it('that is refused by the time it is approved fails, and books nothing', async () => {
    const staff = await Staff.open()
    await staff.adopt(fourEyes)
    const entry = { ...sale('2000'), id: 'je_01ARZ3NDEKTSV4RRFFQ69G5FAV' }
    const { id } = parked(await staff.as('clerk', 'ledger', 'PostJournalEntry', entry))
    expectAccepted(await staff.as('clerk', 'ledger', 'PostJournalEntry', { ...sale('1'), id: entry.id }))
    const outcome = expectAccepted(await staff.approves('manager', id))
    expect(outcome).toMatchObject({
      approval: { status: 'failed', refusal: { code: 'entry_id_taken' } },
      outcome: { status: 'failed', refusal: { code: 'entry_id_taken' } },
    })
    expect(await staff.entries()).toHaveLength(1)
    await staff.expectSound()
  })

  it('that a policy forbids by the time it is approved fails too', async () => {
    const staff = await Staff.open()
    await staff.adopt(fourEyes)
    const { id } = parked(await staff.sells('clerk', '2000'))
    await staff.adopt({
      code: 'stop',
      name: 'Stop',
      commands: ['ledger.*'],
      effect: 'deny',
      reason: 'Closed.',
    })
    expect(expectAccepted(await staff.approves('manager', id))).toMatchObject({
      approval: { status: 'failed', refusal: { code: 'policy_denied' } },
    })
    await staff.expectSound()
  })
})

describe('what waits is recognised', () => {
  it('by what it says of itself, and says nothing in a history where nobody said anything', async () => {
    const staff = await Staff.open()
    await staff.adopt({ ...fourEyes, commands: ['*', 'guardrails.*'], when: undefined })
    const titleOf = async (module: string, command: string, input: unknown) =>
      (await staff.approval(parked(await staff.as('clerk', module, command, input)).id)).title
    const rent = { ...sale('5'), description: 'Rent' }
    expect(await titleOf('ledger', 'PostJournalEntry', rent)).toBe('Rent')
    expect(await titleOf('ledger', 'PostJournalEntry', { ...rent, reference: 'R-1' })).toBe('Rent (R-1)')
    expect(await titleOf('ledger', 'PostJournalEntry', sale('5'))).toBe('2026-03-31: 1000, 4000')
    const rows = [{ value: rent }, { value: sale('7') }]
    expect(await titleOf('ledger', 'PostJournalEntries', { rows })).toBe('2 entries, first: Rent')
    const text = '2026-03-31 Tea\n  1000  5.00 EUR\n  4000\n'
    expect(await titleOf('ledger', 'ImportJournal', { format: 'hledger', text })).toBe('2026-03-31 Tea')
    const account = { code: '5000', name: 'Tools', type: 'expense' }
    expect(await titleOf('ledger', 'OpenAccount', account)).toBe('5000 Tools')
    expect(await titleOf('guardrails', 'RetirePolicy', { policy: 'four-eyes' })).toBe('Four eyes')
    expect(await titleOf('guardrails', 'AdoptPolicy', { ...fourEyes, name: 'Six eyes' })).toBe('Six eyes')

    const { id } = parked(await staff.sells('clerk', '9'))
    expectAccepted(await staff.approves('manager', id))
    const { history } = await staff.approval(id, 'manager')
    expect(history.map(({ detail }) => detail)).toEqual(['', '', ''])
  })
})

describe('every way in', () => {
  it('bulk and import wait as a whole, and point at the rows', async () => {
    const staff = await Staff.open()
    await staff.adopt(fourEyes)
    const rows = ['10', '20', '5000'].map((amount) => ({ value: sale(amount) }))
    for (const mode of ['atomic', 'independent']) {
      const bulk = parked(await staff.as('clerk', 'ledger', 'PostJournalEntries', { rows, mode }))
      expect(bulk.policies).toMatchObject([{ code: 'four-eyes', pointer: '/rows/2' }])
    }
    const text = '2026-03-31 A\n  1000  5.00 EUR\n  4000\n\n2026-03-31 B\n  1000  5000.00 EUR\n  4000\n'
    const imported = parked(await staff.as('clerk', 'ledger', 'ImportJournal', { format: 'hledger', text }))
    expect(imported.policies).toMatchObject([{ pointer: '/text/5' }])
    expect(await staff.entries()).toHaveLength(0)
    expect(expectAccepted(await staff.approves('manager', imported.id))).toMatchObject({
      outcome: { status: 'executed', reply: { entries: 2 } },
    })
    expect(await staff.entries()).toHaveLength(2)
    await staff.expectSound()
  })

  it('a reversal is an entry like any other', async () => {
    const staff = await Staff.open()
    const { id } = expectAccepted(await staff.sells('clerk', '5000'))
    await staff.adopt(fourEyes)
    const { id: approval } = parked(await staff.as('clerk', 'ledger', 'ReverseJournalEntry', { id }))
    expect(await staff.approval(approval)).toMatchObject({ title: 'GJ 1' })
    const rules = [{ field: 'journal', deny: ['GJ'] }]
    const actor = { ...staff.person('manager'), rules }
    const input = { approval }
    const limited = await staff.stub.ask({ module: 'guardrails', query: 'GetApproval', input, actor })
    if (limited.kind === 'refused') throw new Error(limited.refusal.detail)
    expect(JSON.parse(limited.body)).toMatchObject({ title: 'Reverse a journal entry' })
  })

  it('looks at the fields of an entry, whichever command brings it', async () => {
    const staff = await Staff.open()
    await staff.adopt({
      code: 'no-cash',
      name: 'No cash',
      commands: ['ledger.*'],
      when: { field: 'input.lines[].account', is: '1000' },
      effect: 'deny',
      reason: 'Cash is counted by two.',
    })
    expect(await staff.sells('clerk', '1')).toMatchObject({
      refusal: { refused: 'policy_denied', errors: [{ pointer: '/lines/0/account', code: 'no-cash' }] },
    })
    const rows = [{ value: sale('1', '6000') }, { value: sale('1') }]
    expect(await staff.as('clerk', 'ledger', 'PostJournalEntries', { rows })).toMatchObject({
      refusal: { errors: [{ pointer: '/rows/1/lines/0/account' }] },
    })
    const text = '2026-03-31 A\n  1000  5.00 EUR\n  4000\n'
    expect(await staff.as('clerk', 'ledger', 'ImportJournal', { format: 'hledger', text })).toMatchObject(
      refused('policy_denied'),
    )
  })

  it('nobody calls what only the object itself does', async () => {
    const staff = await Staff.open()
    for (const command of ['EscalateApproval', 'ExpireApproval'])
      expect(await staff.as('owner', 'guardrails', command, { approval: 'x' })).toMatchObject(
        refused('missing_scope'),
      )
  })
})

describe('a denied command', () => {
  it('is in the log with its reasons, and its key stays burnt when the policy is gone', async () => {
    const staff = await Staff.open()
    await staff.adopt({
      code: 'stop',
      name: 'Stop',
      commands: ['*'],
      effect: 'deny',
      reason: 'Closed for audit.',
    })
    const denied = await staff.sells('clerk', '1', 'key')
    expect(denied).toMatchObject({
      kind: 'refused',
      refusal: { refused: 'policy_denied', errors: [{ code: 'stop', detail: 'Stop: Closed for audit.' }] },
    })
    expect((await staff.events()).find(({ type }) => type === 'command-denied')).toMatchObject({
      actor: 'user_clerk',
      command: 'ledger.PostJournalEntry',
      data: { roles: ['clerk'], amount: 100, reasons: [{ policy: 'stop', version: 1 }] },
    })
    expectAccepted(await staff.as('owner', 'guardrails', 'RetirePolicy', { policy: 'stop' }))
    expect(await staff.sells('clerk', '1', 'key')).toEqual({ ...denied, replayed: true })
    expectAccepted(await staff.sells('clerk', '1', 'other key'))
    await staff.expectSound()
  })

  it('goes through where an exception says so', async () => {
    const staff = await Staff.open()
    await staff.adopt({
      code: 'stop',
      name: 'Stop',
      commands: ['ledger.*'],
      effect: 'deny',
      reason: 'Closed.',
    })
    await staff.adopt({
      code: 'auditors',
      name: 'Auditors',
      commands: ['ledger.*'],
      when: { field: 'actor.roles', is: 'auditor' },
      effect: 'allow',
      exempts: ['stop'],
      reason: 'They close the year.',
    })
    expect(await staff.sells('clerk', '1')).toMatchObject(refused('policy_denied'))
    expectAccepted(await staff.sells('auditor', '1'))
  })
})

describe('approvers', () => {
  it('by amount: a second step above its threshold, and each person once', async () => {
    const staff = await Staff.open()
    const steps = [
      { roles: ['manager'], count: 2 },
      { roles: ['owner'], count: 1, over: '10000' },
    ]
    await staff.adopt({ ...fourEyes, approval: { steps } })
    expect(parked(await staff.sells('clerk', '9000')).steps).toHaveLength(1)
    const { id } = parked(await staff.sells('clerk', '10000.01'))
    expect(expectAccepted(await staff.approves('manager1', id))).toMatchObject({ outcome: null })
    expect(await staff.approves('manager1', id)).toMatchObject(refused('already_approved'))
    expectAccepted(await staff.approves('owner', id))
    expect(expectAccepted(await staff.approves('manager2', id))).toMatchObject({
      outcome: { status: 'executed' },
    })
  })

  it('reject with a reason, and see what they may decide', async () => {
    const staff = await Staff.open()
    await staff.adopt(fourEyes)
    const { id } = parked(await staff.sells('clerk', '2000'))
    const mine = await staff.asks<{ data: ApprovalView[] }>('manager', 'ListApprovals', { mine: true })
    expect(mine.data).toMatchObject([{ id, mayDecide: true, amount: '2000.00' }])
    expect((await staff.asks<{ data: [] }>('clerk', 'ListApprovals', { mine: true })).data).toEqual([])
    expect((await staff.asks<{ data: [] }>('clerk', 'ListApprovals', { made: true })).data).toMatchObject([
      { id, mayDecide: false, isMaker: true },
    ])
    expectAccepted(await staff.as('manager', 'guardrails', 'RejectCommand', { approval: id, reason: 'No.' }))
    expect(await staff.approves('manager2', id)).toMatchObject(refused('approval_not_pending'))
    expect(await staff.as('manager', 'guardrails', 'WithdrawCommand', { approval: id })).toMatchObject(
      refused('not_the_maker'),
    )
  })

  it('lend their authority for some days, to anyone but the maker, and it counts once', async () => {
    const staff = await Staff.open()
    // The clock stands at noon, so that no day begins while the test runs.
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(`${tomorrow}T12:00:00Z`) })
    await staff.adopt({ ...fourEyes, approval: { steps: [{ roles: ['manager'], count: 2 }] } })
    const { id } = parked(await staff.sells('clerk', '2000'))
    const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
    const lend = (to: string, from: number, until: number) =>
      staff.as('manager', 'guardrails', 'DelegateApprovals', { to, from: day(from), until: day(until) })
    expectAccepted(await lend('user_sales', 2, 5))
    expectAccepted(await lend('user_clerk', 0, 5))
    expect(await staff.approves('sales', id)).toMatchObject(refused('not_an_approver'))
    expect(await staff.approves('clerk', id)).toMatchObject(refused('own_command'))
    later(3 * 24)
    expect(expectAccepted(await staff.approves('sales', id))).toMatchObject({
      approval: { steps: [{ approvedBy: [{ by: 'user_sales', onBehalfOf: 'user_manager' }] }] },
    })
    expect(await staff.approves('manager', id)).toMatchObject(refused('already_approved'))
    const { id: second } = parked(await staff.sells('clerk', '3000'))
    later(4 * 24)
    expect(await staff.approves('sales', second)).toMatchObject(refused('not_an_approver'))
    expect(await lend('user_manager', 0, 1)).toMatchObject(refused('invalid_delegation'))
    await staff.expectSound()
  })
})

it('what waits is masked for whoever may not read a class of its fields', async () => {
  const staff = await Staff.open()
  await staff.adopt({ ...fourEyes, commands: ['company.ChangeBankDetails'], when: undefined })
  const accounts = [{ name: 'Main', holder: 'Test', iban: 'NL91ABNA0417164300' }]
  const { id } = parked(await staff.as('clerk', 'company', 'ChangeBankDetails', { accounts }))
  const answer = await staff.stub.ask({
    module: 'guardrails',
    query: 'GetApproval',
    input: { approval: id },
    actor: { ...staff.person('manager'), grants: 'approvals:read' },
  })
  if (answer.kind === 'refused') throw new Error(answer.refusal.detail)
  const shown = JSON.parse(answer.body) as ApprovalDetail
  expect(shown).toMatchObject({ title: 'Main', input: { accounts: [{ name: 'Main', iban: null }] } })
  expect(shown.fields.find(({ pointer }) => pointer === '/accounts/0/iban')).toMatchObject({
    value: null,
    masked: true,
  })
  expect(shown.fields.find(({ pointer }) => pointer === '/accounts/0/name')).toMatchObject({
    value: 'Main',
    masked: false,
  })
  expect(answer.body).not.toContain('NL91')
  expect(await staff.approval(id)).toMatchObject({ input: { accounts } })
  expectAccepted(await staff.approves('manager', id))
})

describe('time', () => {
  it('escalates to more people, and expires, by the alarm', async () => {
    const staff = await Staff.open()
    await staff.adopt({
      ...fourEyes,
      approval: {
        steps: [{ roles: ['manager'], count: 1 }],
        escalateAfterHours: 24,
        escalateTo: ['director'],
        expireAfterDays: 3,
      },
    })
    const [first, second] = [
      parked(await staff.sells('clerk', '2000')),
      parked(await staff.sells('clerk', '3000')),
    ]
    await runDurableObjectAlarm(staff.stub)
    expect(await staff.approves('director', first.id)).toMatchObject(refused('not_an_approver'))
    later(25)
    await runDurableObjectAlarm(staff.stub)
    expect(await staff.approval(first.id)).toMatchObject({ status: 'pending', escalatedTo: ['director'] })
    expect(expectAccepted(await staff.approves('director', first.id))).toMatchObject({
      outcome: { status: 'executed' },
    })
    later(73)
    await runDurableObjectAlarm(staff.stub)
    expect(await staff.approval(second.id)).toMatchObject({ status: 'expired' })
    expect((await staff.events()).find(({ type }) => type === 'approval-expired')).toMatchObject({
      actor: 'system',
    })
    await staff.expectSound()
  })
})

const BY_ACCOUNT = { of: 'sum', by: ['account'], days: 7, accounts: ['1*', '6*'] }

describe('past behaviour', () => {
  const split = {
    code: 'split',
    name: 'Split',
    commands: ['ledger.*'],
    when: { meter: { of: 'sum', by: ['actor', 'account'], days: 7 }, over: '1000.00' },
    effect: 'deny',
    reason: 'Too much in a week.',
  }

  it('counts what a person posted to an account, the log before the policy included', async () => {
    const staff = await Staff.open()
    expectAccepted(await staff.sells('clerk', '600'))
    await staff.adopt(split)
    expect(await staff.sells('clerk', '400.01')).toMatchObject(refused('policy_denied'))
    expectAccepted(await staff.sells('clerk', '400'))
    expectAccepted(await staff.sells('sales', '1000'))
    expect(await staff.sells('clerk', '0.01', undefined, '6000')).toMatchObject(refused('policy_denied'))
    await evictDurableObject(staff.stub)
    expect(await staff.sells('clerk', '0.01')).toMatchObject(refused('policy_denied'))
    later(8 * 24)
    expectAccepted(await staff.sells('clerk', '1000'))
    await staff.expectSound()
  })

  it('counts the rows of one request one after the other', async () => {
    const staff = await Staff.open()
    await staff.adopt(split)
    const rows = ['400', '400', '400'].map((amount) => ({ value: sale(amount) }))
    expect(await staff.as('clerk', 'ledger', 'PostJournalEntries', { rows })).toMatchObject({
      refusal: { refused: 'policy_denied', errors: [{ pointer: '/rows/2' }] },
    })
    expectAccepted(await staff.as('clerk', 'ledger', 'PostJournalEntries', { rows: rows.slice(1) }))
    await staff.expectSound()
  })

  it('goes on when its account gets another code, or becomes another account', async () => {
    const staff = await Staff.open()
    await staff.adopt({ ...split, code: 'accounts', when: { ...split.when, meter: BY_ACCOUNT } })
    expectAccepted(await staff.sells('clerk', '600'))
    const renumbered = { code: '1000', newCode: '1100' }
    expectAccepted(await staff.as('owner', 'ledger', 'RenumberAccount', renumbered))
    expect(await staff.sells('sales', '400.01', undefined, '1100')).toMatchObject(refused('policy_denied'))
    expectAccepted(await staff.as('owner', 'ledger', 'MergeAccounts', { from: '1100', into: '6000' }))
    for (const account of ['1100', '6000'])
      expect(await staff.sells('sales', '400.01', undefined, account)).toMatchObject(refused('policy_denied'))
    expectAccepted(await staff.sells('sales', '400.00', undefined, '6000'))
    await staff.expectSound()
  })

  it('that was kept by codes is counted again by accounts', async () => {
    const staff = await Staff.open()
    await staff.adopt({ ...split, code: 'accounts', when: { ...split.when, meter: BY_ACCOUNT } })
    expectAccepted(await staff.sells('clerk', '600'))
    await runInDurableObject(staff.stub, (_, { storage }) => {
      storage.sql.exec(`UPDATE guardrail_totals SET meter = 'old', key = '["1000"]'`)
      storage.sql.exec(`UPDATE guardrail_meters SET meter = 'old'`)
    })
    await evictDurableObject(staff.stub)
    expect(await staff.sells('sales', '400.01')).toMatchObject(refused('policy_denied'))
    expectAccepted(await staff.sells('sales', '400.00'))
    await staff.expectSound()
  })

  it('is counted no longer when nobody asks', async () => {
    const staff = await Staff.open()
    await staff.adopt(split)
    expectAccepted(await staff.sells('clerk', '600'))
    expectAccepted(await staff.as('owner', 'guardrails', 'RetirePolicy', { policy: 'split' }))
    expectAccepted(await staff.sells('clerk', '600'))
    await staff.adopt({ ...split, when: { ...split.when, over: '1300' } })
    expect(await staff.sells('clerk', '100.01')).toMatchObject(refused('policy_denied'))
    await staff.expectSound()
  })
})

describe('a simulation', () => {
  it.each([
    ['an amount', { field: 'amount', over: '500' }],
    [
      'a role',
      {
        all: [
          { field: 'actor.roles', is: 'clerk' },
          { field: 'amount', atLeast: '300' },
        ],
      },
    ],
    ['a meter', { meter: { of: 'sum', by: ['actor'], days: 30 }, over: '900' }],
    ['a count', { meter: { of: 'count', by: ['account'], days: 30 }, over: 4 }],
  ])('of %s stops what would have been stopped', async (_, when) => {
    const draft = {
      code: 'draft',
      name: 'Draft',
      commands: ['ledger.PostJournalEntry'],
      when,
      effect: 'deny',
      reason: 'No.',
    }
    const amounts = ['100', '600', '300', '299', '501', '20', '400', '310']
    const who = (index: number) => (index % 3 === 0 ? 'sales' : 'clerk')
    const [past, present] = [await Staff.open(), await Staff.open()]
    await present.adopt(draft)
    const sequences: number[] = []
    const denied: number[] = []
    for (const [index, amount] of amounts.entries()) {
      sequences.push(expectAccepted(await past.sells(who(index), amount)).sequence)
      if ((await present.sells(who(index), amount)).kind === 'refused') denied.push(index)
    }
    expect(denied.length).toBeGreaterThan(0)
    const simulated = await past.asks<{ matches: { sequence: number }[]; nextCursor: null }>(
      'owner',
      'SimulatePolicy',
      { policy: draft },
    )
    expect(simulated.matches.map(({ sequence }) => sequences.indexOf(sequence))).toEqual(denied)
    expect(simulated).toMatchObject({
      examined: { records: amounts.length, commands: amounts.length },
      matched: { records: denied.length },
      nextCursor: null,
    })
  })

  it('changes nothing, and refuses a draft that could not be adopted, naming the field', async () => {
    const staff = await Staff.open()
    const before = (await staff.events()).length
    const ask = (policy: object) =>
      staff.stub.ask({
        module: 'guardrails',
        query: 'SimulatePolicy',
        input: { policy },
        actor: staff.person('owner'),
      })
    expect(await ask({ ...fourEyes, when: { field: 'amount', over: '1.001' } })).toMatchObject({
      refusal: { refused: 'invalid_policy', errors: [{ pointer: '/policy/when/over' }] },
    })
    expect(await ask({ ...fourEyes, commands: ['ledger.Nothing'] })).toMatchObject({
      refusal: { errors: [{ pointer: '/policy/commands/0' }] },
    })
    expect((await staff.events()).length).toBe(before)
  })
})

describe('a long log', () => {
  it('is simulated slice by slice, and fills the meters of a new policy as far back as one command may read', async () => {
    const staff = await Staff.open()
    const rows = Array.from({ length: 7_000 }, (_, index) => ({
      value: sale(index % 100 === 0 ? '500' : '1'),
    }))
    for (let request = 0; request < 3; request++)
      expectAccepted(await staff.as('clerk', 'ledger', 'PostJournalEntries', { rows }))
    const policy = { ...fourEyes, when: { field: 'amount', is: '500' } }
    const sums = { calls: 0, examined: 0, matched: 0, commands: 0 }
    let cursor: string | undefined
    do {
      const slice: {
        examined: { records: number; commands: number }
        matched: { records: number; amount: string }
        nextCursor: string | null
      } = await staff.asks('owner', 'SimulatePolicy', { policy, ...(cursor && { cursor }) })
      sums.calls++
      sums.examined += slice.examined.records
      sums.commands += slice.examined.commands
      sums.matched += slice.matched.records
      cursor = slice.nextCursor ?? undefined
    } while (cursor)
    // The three accounts were opened by commands of the ledger too.
    expect(sums).toEqual({ calls: 5, examined: 21_003, matched: 210, commands: 6 })

    const adopted = await staff.adopt({
      code: 'many',
      name: 'Many',
      commands: ['ledger.*'],
      when: { meter: { of: 'count', by: ['actor'], days: 30 }, over: 20_100 },
      effect: 'deny',
      reason: 'Too many.',
    })
    expect(adopted.countsSince).not.toBeNull()
    await staff.expectSound()
  }, 60_000)

  it('is refused as one event that is too large, with the way out', async () => {
    const staff = await Staff.open()
    await staff.adopt(fourEyes)
    const [debit, credit] = sale('5000').lines
    const value = { ...sale('5000'), lines: [{ ...debit, memo: 'x'.repeat(500) }, credit] }
    const rows = Array.from({ length: 3_000 }, () => ({ value }))
    const before = (await staff.events()).length
    expect(await staff.as('clerk', 'ledger', 'PostJournalEntries', { rows })).toMatchObject({
      refusal: { refused: 'too_large_to_park', detail: expect.stringContaining('Send it in parts') },
    })
    expect((await staff.events()).length).toBe(before)
  })
})

describe('versions', () => {
  it('stay readable, and one that forbids its own retirement is refused', async () => {
    const staff = await Staff.open()
    await staff.adopt(fourEyes)
    const second = await staff.adopt({ ...fourEyes, when: { field: 'amount', over: '2000' } })
    expect(second.version).toBe(2)
    expectAccepted(await staff.sells('clerk', '1500'))
    const old = await staff.asks<PolicyView>('owner', 'GetPolicy', { policy: 'four-eyes', version: 1 })
    expect(old).toMatchObject({ version: 1, status: 'superseded', when: { over: '1000.00' } })
    const lockOut = { code: 'x', name: 'X', commands: ['guardrails.*'], effect: 'deny', reason: 'X.' }
    expect(await staff.as('owner', 'guardrails', 'AdoptPolicy', lockOut)).toMatchObject({
      refusal: { refused: 'invalid_policy', errors: [{ pointer: '/commands/0' }] },
    })
    await staff.expectSound()
  })
})

describe('asking before sending', () => {
  it('says what would become of it, and why', async () => {
    const staff = await Staff.open()
    await staff.adopt(fourEyes)
    const check = (amount: string, account = '1000') =>
      staff.asks<{ decision: string }>('clerk', 'CheckCommand', {
        command: 'ledger.PostJournalEntry',
        input: sale(amount, account),
      })
    const before = (await staff.events()).length
    expect(await check('10')).toEqual({ decision: 'allow', reasons: [], approvers: [], refusal: null })
    expect(await check('2000')).toMatchObject({
      decision: 'approve',
      reasons: [{ policy: 'four-eyes' }],
      approvers: [{ roles: ['manager'] }],
    })
    expect(await check('10', '9999')).toMatchObject({
      decision: 'refused',
      refusal: { code: 'unknown_account' },
    })
    expect(await check('nonsense')).toMatchObject({ decision: 'refused' })
    expect((await staff.events()).length).toBe(before)
  })
})

it('tells who holds duties that belong apart, by deed and by right', async () => {
  const staff = await Staff.open()
  await staff.adopt(fourEyes)
  expectAccepted(await staff.sells('manager1', '1'))
  const { id } = parked(await staff.sells('clerk', '2000'))
  expectAccepted(await staff.approves('manager1', id))
  const report = await staff.asks<{ data: { code: string; did: unknown[]; could: unknown[] }[] }>(
    'owner',
    'GetDutiesReport',
  )
  const pair = report.data.find(({ code }) => code === 'post-and-approve')
  expect(pair?.did).toMatchObject([
    { actor: 'user_manager1', roles: ['manager'], first: { events: 1 }, second: { events: 2 } },
  ])
  expect(report).toMatchObject({ complete: true })
})
