import { describe, expect, it } from 'vitest'
import { operations } from '../contracts.ts'
import { isAllowedFrom, rangeOf } from './keys.ts'
import { beyond, builtInRoles, knownGrants, unionOfGrants } from './roles.ts'

describe('built-in roles', () => {
  it('grant what exists, and every scope is in the role that has all of them', () => {
    const known = knownGrants()
    for (const { code, grants } of builtInRoles().values())
      if (code !== 'owner') for (const grant of grants.split(' ')) expect(known, code).toContain(grant)
    const administrator = builtInRoles().get('administrator')?.grants.split(' ') ?? []
    const scopes = new Set(operations().map(({ operation }) => operation.scope as string))
    expect(administrator).toEqual(expect.arrayContaining([...scopes]))
  })

  it('of those who only read have nothing to write with', () => {
    const auditor = builtInRoles().get('auditor')?.grants ?? ''
    expect(auditor).not.toMatch(/:write|\./)
  })
})

describe('to give is to have', () => {
  it.each<[wanted: string, has: string, missing: string[]]>([
    ['ledger:read', '*', []],
    ['*', 'ledger:read', ['*']],
    ['ledger.GetRegister', 'ledger:read', []],
    ['ledger:read', 'ledger.GetRegister', ['ledger:read']],
    ['field:salaries', 'ledger:read ledger:write', ['field:salaries']],
    ['ledger:write', 'ledger:read', ['ledger:write']],
    ['nothing.Known', 'ledger:read', ['nothing.Known']],
    ['', 'ledger:read', []],
  ])('%s of %s lacks %s', (wanted, has, missing) => expect(beyond(wanted, has)).toEqual(missing))

  it('a scope is covered by all of its operations together', () => {
    const names = operations().flatMap(({ module, name, operation }) =>
      operation.scope === 'ledger:read' ? [`${module}.${name}`] : [],
    )
    expect(beyond('ledger:read', names.join(' '))).toEqual([])
    expect(beyond('ledger:read', names.slice(1).join(' '))).toEqual(['ledger:read'])
  })

  it('several roles together are the union of their grants', () => {
    expect(unionOfGrants([{ grants: 'b a' }, { grants: 'c b' }])).toBe('a b c')
    expect(unionOfGrants([{ grants: 'a' }, { grants: '*' }])).toBe('*')
    expect(unionOfGrants([])).toBe('')
  })
})

describe('the addresses of a key', () => {
  it.each<[string, string | undefined]>([
    ['203.0.113.7', '203.0.113.7/32'],
    ['203.0.113.0/24', '203.0.113.0/24'],
    ['2001:db8::1', '2001:db8::1/128'],
    ['2001:db8::/32', '2001:db8::/32'],
    ['fe80::1%eth0', undefined],
    ['203.0.113.0/33', undefined],
    ['home', undefined],
    ['', undefined],
  ])('%s is the range %s', (text, range) => expect(rangeOf(text)).toBe(range))

  it('let in what is within, and nothing that is not told', () => {
    expect(isAllowedFrom([], undefined)).toBe(true)
    expect(isAllowedFrom(['203.0.113.0/24'], '203.0.113.255')).toBe(true)
    expect(isAllowedFrom(['203.0.113.0/24'], '::ffff:203.0.113.255')).toBe(true)
    expect(isAllowedFrom(['203.0.113.0/24'], '203.0.114.0')).toBe(false)
    expect(isAllowedFrom(['203.0.113.0/24'], undefined)).toBe(false)
    expect(isAllowedFrom(['203.0.113.0/24'], 'not an address')).toBe(false)
    expect(isAllowedFrom(['2001:db8::/32'], '203.0.113.1')).toBe(false)
  })
})
