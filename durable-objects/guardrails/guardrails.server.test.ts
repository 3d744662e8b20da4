import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accepted, expectProblem, pointers, type Reply } from '../../tests/support/api.ts'
import { OwnServer, type TestPerson } from '../../tests/support/own-server.ts'
import type { Visitor } from '../../tests/support/visitor.ts'
import {
  type ApprovalDetail,
  type ApprovalView,
  guardrailsContract,
  type ParkedReply,
  type PolicyView,
} from './contract.ts'

/** Policies and approvals as people meet them: three of them, in their browsers. */

let server: OwnServer
let owner: Visitor
let clerk: Visitor
let manager: Visitor
let people: Record<'owner' | 'clerk' | 'manager', TestPerson>
let path: string

beforeAll(async () => {
  server = await OwnServer.start()
  const tenant = await server.newTenant()
  people = {
    owner: await server.newPerson(tenant, 'owner'),
    clerk: await server.newPerson(tenant, 'payables-clerk'),
    manager: await server.newPerson(tenant, 'manager'),
  }
  owner = await server.signedIn(people.owner)
  clerk = await server.signedIn(people.clerk)
  manager = await server.signedIn(people.manager)
  const company = { name: 'Guarded', slug: `guarded-${Date.now()}`, country: 'DE', currency: 'EUR' }
  path = `/v1/companies/${accepted(await owner.post<{ id: string }>('/v1/companies', company)).id}`
  for (const [code, type] of Object.entries({ 1000: 'asset', 1600: 'liability', 6000: 'expense' }))
    accepted(await owner.post(`${path}/accounts`, { code, name: code, type }))
})

afterAll(() => server?.stop())

const entry = (amount: string) => ({
  effectiveDate: '2026-03-31',
  lines: [
    { account: '6000', debit: amount },
    { account: '1600', credit: amount },
  ],
})

const fourEyes = {
  code: 'four-eyes',
  name: 'Four eyes over 1,000',
  commands: ['ledger.*'],
  when: { field: 'amount', over: '1000.00' },
  effect: 'approve',
  reason: 'Entries over 1,000 need a manager.',
  approval: { steps: [{ roles: ['manager', 'owner'], count: 1 }] },
}

const post = (who: Visitor, amount: string, headers?: Record<string, string>) =>
  who.post<ParkedReply>(`${path}/journal-entries`, entry(amount), headers)

function parked(reply: Reply<ParkedReply>): ParkedReply['approval'] {
  expect({ status: reply.status, text: reply.text }).toMatchObject({ status: 202 })
  expect(Object.keys(reply.body)).toEqual(['approval'])
  expect(Object.keys(reply.body.approval).sort()).toEqual(['id', 'policies', 'status', 'steps'])
  return reply.body.approval
}

describe('a clerk over the limit', () => {
  it('is told before, waits, and both names are in the log', async () => {
    const simulated = accepted(
      await owner.post<{ matched: { records: number } }>(`${path}/guardrails/simulate`, { policy: fourEyes }),
    )
    expect(simulated.matched.records).toBe(0)
    const policy = accepted(await owner.post<PolicyView>(`${path}/guardrails/policies`, fourEyes))
    expect(policy).toMatchObject({
      code: 'four-eyes',
      version: 1,
      status: 'active',
      adoptedBy: people.owner.id,
    })

    const check = await clerk.post(`${path}/authz/check`, {
      command: 'ledger.PostJournalEntry',
      input: entry('1500.00'),
    })
    expect(accepted(check)).toMatchObject({
      decision: 'approve',
      reasons: [{ policy: 'four-eyes', reason: 'Entries over 1,000 need a manager.' }],
      approvers: [{ roles: ['manager', 'owner'], count: 1 }],
    })

    const waiting = parked(await post(clerk, '1500.00', { 'idempotency-key': 'over-1' }))
    expect(waiting).toMatchObject({ status: 'pending', policies: [{ code: 'four-eyes', pointer: '' }] })
    const again = await post(clerk, '1500.00', { 'idempotency-key': 'over-1' })
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect(parked(again)).toEqual(waiting)

    const inbox = accepted(await manager.get<{ data: ApprovalView[] }>(`${path}/approvals?mine=true`))
    expect(inbox.data).toMatchObject([
      { id: waiting.id, mayDecide: true, amount: '1500.00', currency: 'EUR' },
    ])
    const approve = `${path}/approvals/${waiting.id}/approve`
    expectProblem(await clerk.post(approve), 403, 'missing_scope')
    const done = accepted(
      await manager.post<{ outcome: { reply: { id: string } } }>(approve, { comment: 'Invoice seen.' }),
    )
    expect(guardrailsContract.operations.ApproveCommand.reply.parse(done)).toEqual(done)
    expect(done).toMatchObject({
      approval: { status: 'executed', maker: { id: people.clerk.id } },
      outcome: { status: 'executed', reply: { total: '1500.00' } },
    })
    const shown = accepted(
      await clerk.get<{ events: { actor: string; sequence: number }[] }>(
        `${path}/journal-entries/${done.outcome.reply.id}`,
      ),
    )
    expect(shown.events[0]?.actor).toBe(people.clerk.id)
    const detail = accepted(await clerk.get<ApprovalDetail>(`${path}/approvals/${waiting.id}`))
    expect(detail.history.map(({ type, actor }) => [type, actor])).toEqual([
      ['command-parked', people.clerk.id],
      ['approval-given', people.manager.id],
      ['command-released', people.manager.id],
    ])
    expect(detail.results).toMatchObject([{ type: 'journal-entry-posted', id: done.outcome.reply.id }])
    expect(detail.fields).toContainEqual({
      pointer: '/lines/0/debit',
      label: 'lines › 1 › debit',
      value: '1500.00',
      masked: false,
    })
    const posted = shown.events[0]?.sequence
    const found = (who: Visitor, sequence = posted) =>
      who.get<{ data: ApprovalView[] }>(`${path}/approvals?result=${sequence}`).then(accepted)
    for (const who of [owner, clerk, manager])
      expect((await found(who)).data).toMatchObject([{ id: waiting.id, status: 'executed' }])
    expect((await found(owner, detail.sequence)).data).toEqual([])
    expectProblem(await manager.post(approve), 409, 'approval_not_pending')
    const audit = accepted(await owner.get<{ ok: boolean }>(`${path}/audit?replay=true`))
    expect(audit).toMatchObject({ ok: true })
  })

  it('does not help themselves by being the owner, nor by asking for what is not there', async () => {
    const { id } = parked(await post(owner, '2000.00'))
    expectProblem(await owner.post(`${path}/approvals/${id}/approve`), 403, 'own_command')
    expectProblem(await manager.post(`${path}/approvals/apr_nothing/approve`), 404, 'approval_not_found')
    expectProblem(await manager.post(`${path}/approvals/${id}/withdraw`), 403, 'not_the_maker')
    const reply = await manager.post(`${path}/approvals/${id}/reject`, {})
    expect(pointers(expectProblem(reply, 422, 'invalid_request'))).toEqual(['/reason'])
    const rejected = accepted(await manager.post(`${path}/approvals/${id}/reject`, { reason: 'Twice.' }))
    expect(guardrailsContract.operations.RejectCommand.reply.parse(rejected)).toEqual(rejected)
    expect(accepted(await owner.get<ApprovalView>(`${path}/approvals/${id}`)).status).toBe('rejected')
    const settled = accepted(await owner.get<{ data: ApprovalView[] }>(`${path}/approvals?settled=true`))
    expect(settled.data.map(({ status }) => status)).toEqual(['rejected', 'executed'])
    const waiting = accepted(await owner.get<{ data: ApprovalView[] }>(`${path}/approvals?settled=false`))
    expect(waiting.data).toEqual([])
  })
})

describe('a policy', () => {
  it('that forbids is a problem that names it', async () => {
    const stop = {
      code: 'stop',
      name: 'Stop',
      commands: ['company.ChangeBankDetails'],
      effect: 'deny',
      reason: 'Ask the bank.',
    }
    accepted(await owner.post(`${path}/guardrails/policies`, stop))
    const accounts = [{ name: 'Main', holder: 'Guarded', iban: 'DE89 3704 0044 0532 0130 00' }]
    const denied = expectProblem(await owner.post(`${path}/bank-details`, { accounts }), 403, 'policy_denied')
    expect(denied.errors).toEqual([{ pointer: '', code: 'stop', detail: 'Stop: Ask the bank.' }])
    accepted(await owner.post(`${path}/guardrails/policies/stop/retire`, { reason: 'Done.' }))
    expect(accepted(await owner.post(`${path}/bank-details`, { accounts }))).toMatchObject({
      accounts: [{ iban: 'DE89370400440532013000', bic: null }],
      changedBy: people.owner.id,
    })
    const wrong = [{ ...accounts[0], iban: 'DE89370400440532013001' }]
    const invalid = expectProblem(
      await owner.post(`${path}/bank-details`, { accounts: wrong }),
      422,
      'invalid_request',
    )
    expect(pointers(invalid)).toEqual(['/accounts/0/iban'])
  })

  it.each([
    [{ when: { field: 'colour', is: 'red' } }, 'invalid_request', '/when/field'],
    [{ when: { all: [{ field: 'amount', is: true }] } }, 'invalid_policy', '/when/all/0/is'],
    [{ when: { field: 'amount', over: '1.001' } }, 'invalid_policy', '/when/over'],
    [{ commands: ['ledger.Nothing'] }, 'unknown_command', '/commands/0'],
    [{ effect: 'deny' }, 'invalid_request', '/approval'],
  ])('with a mistake is refused where it is: %j', async (changed, code, pointer) => {
    const draft = { ...fourEyes, code: 'draft', ...changed }
    const refused = expectProblem(await owner.post(`${path}/guardrails/policies`, draft), 422, code)
    expect(pointers(refused)).toContain(pointer)
    expect(
      pointers(expectProblem(await owner.post(`${path}/guardrails/simulate`, { policy: draft }), 422, code)),
    ).toContain(`/policy${pointer}`)
  })

  it('is made from each template, and listed with its versions', async () => {
    const { data } = accepted(
      await owner.get<{ data: { policy: PolicyView }[] }>(`${path}/guardrails/templates`),
    )
    for (const { policy } of data) {
      const reply = await owner.post(`${path}/guardrails/simulate`, { policy })
      expect(accepted(reply)).toMatchObject({ nextCursor: null })
    }
    accepted(await owner.post(`${path}/guardrails/policies`, { ...fourEyes, name: 'Four eyes, again' }))
    const list = accepted(
      await owner.get<{ data: PolicyView[] }>(`${path}/guardrails/policies?status=active`),
    )
    expect(list.data.map(({ code, version }) => [code, version])).toEqual([['four-eyes', 2]])
    const old = accepted(await owner.get<PolicyView>(`${path}/guardrails/policies/four-eyes?version=1`))
    expect(old).toMatchObject({ name: 'Four eyes over 1,000', status: 'superseded' })
    expectProblem(await owner.get(`${path}/guardrails/policies/nothing`), 404, 'policy_not_found')
    expectProblem(await clerk.get(`${path}/guardrails/policies`), 403, 'missing_scope')
  })
})

it('authority is lent for some days, and taken back', async () => {
  const lend = { to: people.clerk.id, from: '2026-01-01', until: '2099-01-01' }
  const refused = expectProblem(await manager.post(`${path}/delegations`, lend), 422, 'invalid_delegation')
  expect(pointers(refused)).toEqual(['/until'])
  // Days around today, whenever it ends.
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  const days = { from: day(-1), until: day(1) }
  const lent = accepted(await manager.post<{ id: string }>(`${path}/delegations`, { ...lend, ...days }))
  const again = await manager.post(`${path}/delegations`, { ...lend, ...days })
  expect(expectProblem(again, 409, 'already_delegated').detail).toContain(lent.id)
  expect(lent).toMatchObject({ by: people.manager.id, roles: ['manager'], status: 'active' })
  const { data } = accepted(await manager.get<{ data: object[] }>(`${path}/delegations`))
  expect(data).toMatchObject([{ id: lent.id, status: 'active' }])
  expect(accepted(await manager.post(`${path}/delegations/${lent.id}/revoke`))).toMatchObject({
    status: 'revoked',
  })
  expectProblem(await manager.post(`${path}/delegations/${lent.id}/revoke`), 409, 'delegation_not_active')
})

it('the report on duties names who did both, and who could', async () => {
  const report = accepted(
    await owner.get<{ complete: boolean; data: { code: string; could: { actor: string }[] }[] }>(
      `${path}/guardrails/duties`,
    ),
  )
  expect(report.complete).toBe(true)
  const pair = report.data.find(({ code }) => code === 'policies-and-post')
  expect(pair?.could.map(({ actor }) => actor)).toEqual([people.owner.id])
})
