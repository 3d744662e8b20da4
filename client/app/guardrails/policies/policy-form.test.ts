import { describe, expect, it } from 'vitest'
import type { Policy } from '../../../../durable-objects/guardrails/contract.ts'
import { BLANK, codeOf, editPolicy, errorAt, formOf, policyOf, problemsOf } from './policy-form.ts'

const POLICY: Policy = {
  code: 'four-eyes',
  name: 'Four eyes',
  commands: ['ledger.PostJournalEntry', 'ledger.ReverseJournalEntry'],
  when: { all: [{ field: 'amount', over: '10000.00' }, { not: { field: 'actor.roles', is: 'owner' } }] },
  effect: 'approve',
  reason: 'Large entries need a second person.',
  approval: {
    steps: [
      { roles: ['owner'], count: 1 },
      { users: ['user_ada'], count: 1, over: '50000.00' },
    ],
    escalateAfterHours: 24,
    escalateTo: ['administrator'],
    expireAfterDays: 14,
  },
}

describe('a policy through the editor', () => {
  it('comes out as it went in', () => {
    expect(policyOf(formOf(POLICY))).toEqual(POLICY)
    expect(problemsOf(formOf(POLICY))).toBeUndefined()
  })

  it('sends only what belongs to its effect', () => {
    const denied = policyOf({ ...formOf(POLICY), effect: 'deny' })
    expect(denied).not.toHaveProperty('approval')
    const exception = policyOf({ ...formOf(POLICY), effect: 'allow', exempts: ['night'] })
    expect(exception).toMatchObject({ exempts: ['night'] })
    expect(exception).not.toHaveProperty('approval')
  })

  it('names what is missing where it is missing', () => {
    const errors = problemsOf({ ...BLANK, commands: [] })
    expect([...(errors?.fields.keys() ?? [])]).toEqual(
      expect.arrayContaining(['/code', '/name', '/commands', '/reason']),
    )
    let form = editPolicy(formOf(POLICY), {
      type: 'condition',
      change: { type: 'add', group: 1, what: 'row' },
    })
    form = editPolicy(form, { type: 'add-step' })
    const unfinished = problemsOf(form)
    expect(errorAt(unfinished ?? { fields: new Map(), general: undefined }, '/when/all/2')).toBe(
      'Say what it is compared with.',
    )
    expect(form.steps.at(-1)).toMatchObject({ key: 3, roles: [], count: '1' })
  })

  it('wants a number of approvers', () => {
    const [step] = formOf(POLICY).steps
    if (!step) throw new TypeError('The policy has a step.')
    const form = editPolicy(formOf(POLICY), { type: 'step', step: { ...step, count: 'two' } })
    expect(problemsOf(form)?.fields.get('/approval/steps/0/count')).toBe('Write how many have to approve.')
  })
})

describe('the code of a policy', () => {
  it('follows from its name', () => {
    expect(codeOf('Vier Augen über 10.000 €')).toBe('vier-augen-uber-10-000')
    expect(codeOf('  ')).toBe('')
    expect(codeOf('x'.repeat(80))).toHaveLength(60)
  })
})
