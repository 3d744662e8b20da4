import { describe, expect, it } from 'vitest'
import { brokenRule, type FieldRule, type RecordRule, rulesInForce } from './rules.ts'
import { compileRules } from './rules-sql.ts'

const reader = { actor: 'user_ada', minorUnits: (text: string) => Math.round(Number(text) * 100) }
const record = { text: (field: string) => ({ branch: 'north' })[field], amount: () => 5_000 }
const sales = { role: 'sales', grants: 'ledger:read', rules: [{ field: 'branch', allow: ['north'] }] }
const all = { role: 'all', grants: 'ledger:read', rules: [] }
const other = { role: 'other', grants: 'company:read', rules: [] }

const inForce = (...rules: RecordRule[]) => rulesInForce(rules, 'ledger.GetTrialBalance', 'ledger:read')

describe('rules in force', () => {
  it('are none without rules, and none where a role that allows the operation has none', () => {
    expect(rulesInForce(undefined, 'x', 'ledger:read')).toBeUndefined()
    expect(inForce()).toBeUndefined()
    expect(inForce({ roles: [sales, all] })).toBeUndefined()
  })

  it('are those of the roles that allow the operation: another role lifts nothing', () => {
    expect(inForce({ roles: [sales, other] })).toEqual([[sales.rules]])
  })

  it('show nothing where no role allows the operation', () => {
    const rules = inForce({ roles: [other] })
    expect(rules && brokenRule(rules, record, reader)).toMatchObject({ allow: [] })
  })

  it('are the union of the roles and the intersection with the own ones', () => {
    const south = { ...sales, rules: [{ field: 'branch', allow: ['south'] }] }
    const union = inForce({ roles: [south, sales] })
    expect(union && brokenRule(union, record, reader)).toBeUndefined()
    const own = inForce({ field: 'amount', max: '49.99' }, { roles: [south, sales] })
    expect(own && brokenRule(own, record, reader)).toEqual({ field: 'amount', max: '49.99' })
  })
})

describe('a rule', () => {
  it.each<[FieldRule, boolean]>([
    [{ field: 'branch', allow: ['n*'] }, true],
    [{ field: 'branch', allow: ['nor'] }, false],
    [{ field: 'branch', deny: ['n*'] }, false],
    [{ field: 'branch', deny: ['south'] }, true],
    [{ field: 'branch', own: true }, false],
    [{ field: 'amount', max: '50.00' }, true],
    [{ field: 'amount', max: '49.99' }, false],
    // What has no such field is outside of the rule, whichever way it is written.
    [{ field: 'customer', allow: ['*'] }, false],
    [{ field: 'customer', deny: ['x'] }, false],
    [{ field: 'customer', own: true }, false],
  ])('%o holds: %s', (rule, holds) => {
    expect(brokenRule([[[rule]]], record, reader) === undefined).toBe(holds)
  })

  it('on a column that a module has not declared is false in SQL, even where its name is one of an object', () => {
    for (const field of ['customer', 'constructor', '__proto__'])
      expect(compileRules([[[{ field, deny: ['x'] }]]], {}, reader, '?1').sql).toContain('FALSE')
  })

  it('carries its values in the parameter, never in the text', () => {
    const rules = [[[{ field: 'branch', allow: ["x') OR TRUE --", "y*')--*"] }]]]
    const { sql, parameter } = compileRules(rules, { branch: { sql: 'b.branch' } }, reader, '?3')
    expect(sql).not.toContain('--')
    expect(JSON.parse(parameter)).toEqual([["x') OR TRUE --"], ["y*')--"]])
  })
})
