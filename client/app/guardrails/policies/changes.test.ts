import { describe, expect, it } from 'vitest'
import type { Policy } from '../../../../durable-objects/guardrails/contract.ts'
import { changesBetween } from './changes.ts'
import type { Words } from './sentence.ts'

const same = (text: string) => text
const WORDS: Words = { command: same, role: same, person: same, policy: same, account: same, amount: same }

const POLICY: Policy = {
  code: 'four-eyes',
  name: 'Four eyes',
  commands: ['ledger.*'],
  when: { field: 'amount', over: '10000.00' },
  effect: 'approve',
  reason: 'Large.',
  approval: { steps: [{ roles: ['owner'], count: 1 }], expireAfterDays: 30 },
}

describe('what a version changed', () => {
  it('is said in words, part by part', () => {
    const next: Policy = {
      ...POLICY,
      when: undefined,
      approval: { steps: [{ roles: ['owner', 'accountant'], count: 2 }] },
    }
    expect(changesBetween(POLICY, next, WORDS)).toEqual([
      { what: 'Condition', before: 'the amount is over 10000.00', after: 'always' },
      { what: 'Approval', before: 'by one owner', after: 'by two of owner or accountant' },
      { what: 'Lapses', before: 'after 30 days', after: 'never' },
    ])
  })

  it('is nothing where the same is written again', () => {
    expect(changesBetween(POLICY, structuredClone(POLICY), WORDS)).toEqual([])
  })
})
