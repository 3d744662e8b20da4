import { describe, expect, it } from 'vitest'
import type { PermissionMatrix } from '../../../../workers/access/contract/roles.ts'
import { groupsOf, isGranted, withOperation, withScope } from './grants.ts'

const operation = (name: string, scope: string) => ({
  name,
  module: name.split('.')[0] as string,
  summary: name,
  kind: 'query' as const,
  level: 'company' as const,
  scope,
  mayYou: true,
  roles: [],
})
const matrix: PermissionMatrix = {
  modules: [
    { name: 'ledger', title: 'Ledger' },
    { name: 'guardrails', title: 'Guardrails' },
  ],
  roles: [],
  operations: [
    operation('ledger.ListAccounts', 'ledger:read'),
    operation('ledger.GetTrialBalance', 'ledger:read'),
    operation('ledger.OpenAccount', 'ledger:write'),
    operation('guardrails.ListApprovals', 'approvals:read'),
  ],
  fields: [],
  ruleFields: [],
}
const groups = groupsOf(matrix, () => true)
const reading = groups[0]?.scopes[0]
if (!reading) throw new Error('There is a group.')

describe('the permission matrix', () => {
  it('lies in modules and scopes, and says whose scope it is', () => {
    expect(groups.map(({ title, scopes }) => [title, scopes.map(({ words }) => words)])).toEqual([
      ['Ledger', ['All reading', 'All writing']],
      ['Guardrails', ['All reading of approvals']],
    ])
  })

  it('leaves out modules of which nothing is shown', () =>
    expect(groupsOf(matrix, ({ module }) => module === 'ledger')).toHaveLength(1))

  it('a scope contains its operations', () => {
    const grants = withScope(new Set(['ledger.ListAccounts']), reading, true)
    expect([...grants]).toEqual(['ledger:read'])
    expect(reading.operations.every((each) => isGranted(grants, each))).toBe(true)
  })

  it('taking one operation out of a scope leaves the others', () => {
    const grants = withOperation(new Set(['ledger:read']), reading, 'ledger.ListAccounts', false)
    expect([...grants]).toEqual(['ledger.GetTrialBalance'])
  })
})
