import { expect, it } from 'vitest'
import type { CommandContext } from '../kernel/module.ts'
import { isRefusal } from '../kernel/result.ts'
import { companyContract } from './contract.ts'
import { decideOpenCompany } from './domain.ts'

const context = {
  company: 'co_1',
  actor: { tenant: 'tn_1', id: 'key_1', roles: ['owner'], grants: '*' },
} as unknown as CommandContext
const input = { name: 'North', slug: 'north', country: 'DE', currency: 'EUR', region: 'us' } as const

it('a company belongs to the tenant of the credential and lies in the region that was chosen', () => {
  const decision = decideOpenCompany(undefined, input, context)
  if (isRefusal(decision)) throw new Error('refused')
  expect(decision.events).toEqual([
    { type: 'company-opened', version: 1, data: { ...input, tenant: 'tn_1' } },
  ])
  expect(decision.reply([])).toEqual({ id: 'co_1', ...input })
})

it('books are opened once', () => {
  const opened = { ...input, tenant: 'tn_1' }
  expect(decideOpenCompany(opened, input, context)).toMatchObject({ refused: 'company_already_open' })
})

it.each([
  ['country', 'XX'],
  ['country', 'EU'],
  ['country', 'de'],
  ['currency', 'EURO'],
  ['currency', 'XXX'],
  ['slug', 'North'],
  ['slug', '-north'],
  ['slug', 'a'.repeat(64)],
  ['name', '   '],
  ['region', 'mars'],
])('refuses the %s "%s"', (field, value) => {
  const parsed = companyContract.operations.OpenCompany.input.safeParse({ ...input, [field]: value })
  expect(parsed.error?.issues.map(({ path }) => path[0])).toEqual([field])
})
