import { describe, expect, it } from 'vitest'
import type { CommandContext } from '../kernel/module.ts'
import { isRefusal } from '../kernel/result.ts'
import { companyContract } from './contract.ts'
import { decideChangeBankDetails, decideChangeTimeZone, decideOpenCompany } from './domain.ts'
import { timeZoneOf } from './time-zones.ts'

const context = {
  company: 'co_1',
  actor: { tenant: 'tn_1', id: 'key_1', roles: ['owner'], grants: '*' },
} as unknown as CommandContext
const input = { name: 'North', slug: 'north', country: 'DE', currency: 'EUR', region: 'us' } as const

it('a company belongs to the tenant of the credential and lies in the region that was chosen', () => {
  const decision = decideOpenCompany(undefined, input, context)
  if (isRefusal(decision)) throw new Error('refused')
  expect(decision.events).toEqual([
    {
      type: 'company-opened',
      version: 1,
      data: { ...input, tenant: 'tn_1', timeZone: 'Europe/Berlin' },
    },
  ])
  expect(decision.reply([])).toEqual({ id: 'co_1', ...input, timeZone: 'Europe/Berlin' })
})

it.each([
  ['GB', 'Europe/London'],
  ['AT', 'Europe/Vienna'],
  ['US', 'America/New_York'],
  ['IN', 'Asia/Kolkata'],
  ['AU', 'Australia/Sydney'],
  // Several zones, and none of them the likely one.
  ['CD', 'UTC'],
])('a company in %s has its days in %s', (country, timeZone) => expect(timeZoneOf(country)).toBe(timeZone))

it('a time zone is changed to another one, of those that there are', () => {
  expect(decideChangeTimeZone('UTC', 'Europe/Berlin')).toMatchObject([
    { type: 'time-zone-changed', data: { timeZone: 'Europe/Berlin', before: 'UTC' } },
  ])
  expect(decideChangeTimeZone('UTC', 'UTC')).toEqual([])
  const { input: wanted } = companyContract.operations.ChangeTimeZone
  expect(wanted.safeParse({ timeZone: 'Europe/Berlin' }).success).toBe(true)
  for (const timeZone of ['Mars/Base', '+02:00', ''])
    expect(wanted.safeParse({ timeZone }).error?.issues.map(({ path }) => path[0])).toContain('timeZone')
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

it('bank details are replaced as a whole, and what is the same is no change', () => {
  const account = { name: 'Main', holder: 'North', iban: 'DE89370400440532013000' }
  const before = [account]
  const changed = [{ ...account, bic: 'COBADEFFXXX' }]
  expect(decideChangeBankDetails([], before)).toMatchObject([
    { type: 'bank-details-changed', data: { accounts: before } },
  ])
  expect(decideChangeBankDetails(before, changed)).toMatchObject([{ data: { accounts: changed } }])
  expect(
    decideChangeBankDetails(before, [{ bic: undefined, iban: account.iban, holder: 'North', name: 'Main' }]),
  ).toEqual([])
})

describe('bank details', () => {
  const { input } = companyContract.operations.ChangeBankDetails
  const parse = (iban: string, bic?: string) =>
    input.safeParse({ accounts: [{ name: 'Main', holder: 'North', iban, bic }] })

  it.each(['DE89 3704 0044 0532 0130 00', 'gb82 west 1234 5698 7654 32', 'NL91ABNA0417164300'])(
    'take the IBAN %s and keep it without spaces',
    (iban) => expect(parse(iban).data?.accounts[0]?.iban).toBe(iban.replaceAll(' ', '').toUpperCase()),
  )

  it.each(['DE89370400440532013001', 'DE8937040044053201300', 'XX89370400440532013000', '', 'hello'])(
    'refuse the IBAN "%s"',
    (iban) => expect(parse(iban).error?.issues[0]?.path).toEqual(['accounts', 0, 'iban']),
  )

  it('refuse a BIC that is none, and the same IBAN twice', () => {
    expect(parse('NL91ABNA0417164300', 'abnanl2a').data?.accounts[0]?.bic).toBe('ABNANL2A')
    expect(parse('NL91ABNA0417164300', 'ABNA').error?.issues[0]?.path).toEqual(['accounts', 0, 'bic'])
    const account = { name: 'Main', holder: 'North', iban: 'NL91ABNA0417164300' }
    expect(input.safeParse({ accounts: [account, account] }).error?.issues[0]?.path).toEqual(['accounts'])
  })
})
