import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CommandParked } from './contract.ts'
import {
  type Approval,
  assign,
  authorityOf,
  type Delegation,
  decideApprove,
  decideDelegate,
  missingSteps,
} from './domain.ts'

const STEPS: CommandParked['steps'] = [
  { roles: ['manager'], users: [], count: 1 },
  { roles: ['manager', 'owner'], users: ['user_anna'], count: 1 },
]

function waiting(changed: Partial<Approval> = {}, steps = STEPS): Approval {
  return {
    sequence: 1,
    parkedAt: 0,
    parked: {
      id: 'apr_1',
      module: 'ledger',
      command: 'PostJournalEntry',
      input: {},
      maker: { id: 'user_maker', roles: ['manager', 'owner'], grants: '*' },
      reasons: [],
      steps,
    },
    status: 'pending',
    given: [],
    escalatedTo: undefined,
    settledAt: undefined,
    ...changed,
  }
}

const by = (id: string, ...roles: string[]) => ({ id, roles })
const given = (id: string, steps: number[], onBehalfOf?: string) => ({
  approval: 'apr_1',
  by: id,
  roles: [],
  steps,
  at: 0,
  ...(onBehalfOf !== undefined && { onBehalfOf }),
})
const lentBy = (id: string, ...roles: string[]) => ({
  id: 'dlg_1',
  by: id,
  to: 'user_x',
  roles,
  from: '2026-01-01',
  until: '2026-12-31',
  revoked: false,
})

describe('who may decide, in the order of what refuses', () => {
  it.each([
    [
      'nobody when it is settled',
      waiting({ status: 'rejected' }),
      by('user_maker', 'manager'),
      [],
      'approval_not_pending',
    ],
    ['not the maker, whatever the roles', waiting(), by('user_maker', 'manager', 'owner'), [], 'own_command'],
    [
      'not the maker with a lent role',
      waiting(),
      by('user_maker'),
      [lentBy('user_b', 'manager')],
      'own_command',
    ],
    [
      'not twice',
      waiting({ given: [given('user_b', [0, 1])] }),
      by('user_b', 'owner'),
      [],
      'already_approved',
    ],
    [
      'not who lent what was used',
      waiting({ given: [given('user_x', [0], 'user_b')] }),
      by('user_b', 'owner'),
      [],
      'already_approved',
    ],
    ['not a stranger', waiting(), by('user_c', 'clerk'), [], 'not_an_approver'],
    [
      'not with the authority of the maker',
      waiting(),
      by('user_x'),
      [lentBy('user_maker', 'manager')],
      'not_an_approver',
    ],
    [
      'not with authority that was used',
      waiting({ given: [given('user_b', [0, 1])] }),
      by('user_x'),
      [lentBy('user_b', 'manager')],
      'not_an_approver',
    ],
    [
      'not where the steps are complete',
      waiting({ given: [given('user_b', [1])] }),
      by('user_c', 'owner'),
      [],
      'not_an_approver',
    ],
  ])('%s', (_, approval, actor, lent, refused) => {
    expect(authorityOf(approval, actor, lent)).toMatchObject({ refused })
  })

  it.each([
    ['by role', by('user_b', 'manager'), [], { steps: [0, 1] }],
    ['by name', by('user_anna'), [], { steps: [1] }],
    [
      'with their own authority before a lent one',
      by('user_x', 'owner'),
      [lentBy('user_b', 'manager')],
      { steps: [1] },
    ],
    [
      'with a lent role',
      by('user_x'),
      [lentBy('user_b', 'manager')],
      { steps: [0, 1], onBehalfOf: 'user_b' },
    ],
  ])('%s', (_, actor, lent, authority) => {
    expect(authorityOf(waiting(), actor, lent)).toEqual(authority)
  })

  it('after an escalation, further roles answer every step', () => {
    const actor = by('user_d', 'director')
    expect(authorityOf(waiting(), actor, [])).toMatchObject({ refused: 'not_an_approver' })
    expect(authorityOf(waiting({ escalatedTo: ['director'] }), actor, [])).toEqual({ steps: [0, 1] })
  })
})

describe('approvals count for steps', () => {
  it('so that one who may answer both does not block one who may answer the first', () => {
    const first = waiting({ given: [given('user_b', [0, 1])] })
    expect(decideApprove(first, by('user_c', 'manager'), [], undefined)).toMatchObject({ complete: true })
    expect(assign(STEPS, [[0, 1], [0]])).toEqual({ filled: 2, asked: 2, stepOf: [1, 0] })
  })

  it('says what is missing', () => {
    expect(missingSteps(waiting({ given: [given('user_anna', [1])] }))).toEqual([STEPS[0]])
  })

  it('as many as can, whatever the order (checked against trying all ways)', () => {
    const steps = fc.array(fc.record({ count: fc.integer({ min: 1, max: 2 }) }), {
      minLength: 1,
      maxLength: 3,
    })
    const approvals = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 2 }), { maxLength: 3 }), {
      maxLength: 5,
    })
    fc.assert(
      fc.property(steps, approvals, (each, all) => {
        const possible = all.map((list) => list.filter((step) => step < each.length))
        const { filled, stepOf } = assign(each, possible)
        expect(filled).toBe(
          mostByTrying(
            each.map(({ count }) => count),
            possible,
          ),
        )
        expect(stepOf.filter((step) => step !== undefined)).toHaveLength(filled)
        for (const [index, step] of stepOf.entries())
          if (step !== undefined) expect(possible[index]).toContain(step)
        for (const [step, { count }] of each.entries())
          expect(stepOf.filter((taken) => taken === step).length).toBeLessThanOrEqual(count)
      }),
    )
  })
})

function mostByTrying(left: readonly number[], approvals: readonly (readonly number[])[]): number {
  const [first, ...rest] = approvals
  if (!first) return 0
  const taken = first
    .filter((step) => (left[step] ?? 0) > 0)
    .map(
      (step) =>
        1 +
        mostByTrying(
          left.map((count, index) => count - Number(index === step)),
          rest,
        ),
    )
  return Math.max(mostByTrying(left, rest), ...taken)
}

describe('lending authority', () => {
  const input = { to: 'user_x', from: '2026-03-01', until: '2026-03-14' }
  const lend = (changed: object, ...lent: Delegation[]) =>
    decideDelegate(
      by('user_b', 'manager'),
      { ...input, ...changed },
      { id: 'dlg_1', today: '2026-02-28', lent },
      366,
    )

  it('gives all of one’s roles, or some of them', () => {
    expect(lend({})).toMatchObject({ data: { by: 'user_b', roles: ['manager'] } })
    expect(lend({ roles: ['manager'] })).toMatchObject({ data: { roles: ['manager'] } })
  })

  it.each([
    [{ to: 'user_b' }, '/to'],
    [{ until: '2026-02-27', from: '2026-02-28' }, '/until'],
    [{ until: '2026-02-27', from: '2026-02-01' }, '/until'],
    [{ until: '2028-01-01' }, '/until'],
    [{ roles: ['manager', 'owner'] }, '/roles/1'],
  ])('refuses %j at %s', (changed, pointer) => {
    expect(lend(changed)).toMatchObject({ refused: 'invalid_delegation', errors: [{ pointer }] })
  })

  it('refuses what is lent already, and takes what adds to it', () => {
    const lent = { ...input, id: 'dlg_0', by: 'user_b', roles: ['manager'], revoked: false }
    expect(lend({}, lent)).toMatchObject({
      refused: 'already_delegated',
      detail: expect.stringContaining('dlg_0'),
    })
    expect(lend({ from: '2026-03-02' }, lent)).toMatchObject({ refused: 'already_delegated' })
    expect(lend({ until: '2026-03-15' }, lent)).toMatchObject({ type: 'approvals-delegated' })
    expect(lend({}, { ...lent, roles: ['accountant'] })).toMatchObject({ type: 'approvals-delegated' })
  })
})
