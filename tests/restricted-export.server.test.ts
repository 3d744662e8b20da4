import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TrialBalance } from '../durable-objects/ledger/contract.ts'
import { type Api, accepted } from './support/api.ts'
import { Company } from './support/company.ts'
import { balancesIn, checkJournal, hasHledger, holdAmount } from './support/hledger.ts'
import { OwnServer, type Tenant } from './support/own-server.ts'
import type { Visitor } from './support/visitor.ts'

/**
 * What somebody with record rules or masked salaries exports is a journal in itself: it balances, it reads back, and its
 * balances are those of the trial balance that the same person sees, with what is not theirs in no sum.
 */

const LEFT_OUT = 'Equity:Not shown'
const AS_OF = '2026-12-31'
const PAY = '4711.13'

let server: OwnServer
let tenant: Tenant
let api: Api
let owner: Visitor
let company: Company
const folder = mkdtempSync(join(tmpdir(), 'meridian-restricted-'))

beforeAll(async () => {
  server = await OwnServer.start({ SANDBOX: 'on', TRUST_CLIENT_ADDRESS: 'on' })
  tenant = await server.newTenant()
  api = await server.client(tenant)
  owner = await server.signedIn(await server.newPerson(tenant, 'owner'))
  accepted(await owner.post('/v1/session/tenant', { tenant: tenant.id }))
  company = await Company.open(api, {}, [
    { code: '1200', name: 'Bank', type: 'asset' },
    { code: '1400', name: 'Receivables', type: 'asset' },
    { code: '4000', name: 'Sales', type: 'income' },
    { code: '6000', name: 'Salaries', type: 'expense', sensitivity: 'salaries' },
    { code: '6300', name: 'Rent', type: 'expense' },
  ])
  const entries: [debit: string, credit: string, amount: string, date: string][] = [
    ['1200', '4000', '1190.00', '2026-01-15'],
    ['6000', '1200', PAY, '2026-01-31'],
    ['1400', '4000', '250.50', '2026-02-03'],
    ['6300', '1200', '800.00', '2026-02-28'],
    ['1200', '1400', '250.50', '2026-03-10'],
  ]
  for (const [debit, credit, amount, effectiveDate] of entries) {
    const lines = [
      { account: debit, debit: amount },
      { account: credit, credit: amount },
    ]
    accepted(await company.postEntry({ effectiveDate, lines }))
  }
  const split = [
    { account: '1200', debit: '30.00' },
    { account: '1400', debit: '70.00' },
    { account: '4000', credit: '100.00' },
  ]
  accepted(await company.postEntry({ effectiveDate: '2026-04-01', lines: split }))
})

afterAll(async () => {
  rmSync(folder, { recursive: true })
  await server?.stop()
})

const READERS: [name: string, role: string, rules: object[]][] = [
  ['an account rule', 'auditor', [{ field: 'account', allow: ['1200', '4*'] }]],
  ['masked salaries', 'receivables-clerk', []],
  ['both', 'receivables-clerk', [{ field: 'account', deny: ['1400'] }]],
]

it.skipIf(hasHledger)('hledger is there to judge, too', ({ skip }) => skip('judged without hledger'))

describe.each(READERS)('an export of an actor with %s', (name, role, rules) => {
  let text: string
  let seen: Map<string, string>

  beforeAll(async () => {
    const person = await server.newPerson(tenant, role)
    accepted(await owner.send('PATCH', `/v1/members/${person.id}`, { rules }))
    const reader = await server.signedIn(person)
    accepted(await reader.post('/v1/session/tenant', { tenant: tenant.id }))
    const exported = await reader.get(`${company.path}/exports/journal?format=hledger`)
    expect(exported.status).toBe(200)
    text = exported.text
    seen = balancesOf(
      accepted(await reader.get<TrialBalance>(`${company.path}/reports/trial-balance?asOf=${AS_OF}`)),
    )
    expect(seen.size).toBeGreaterThan(1)
  })

  it('has the balances that the actor sees, read back into books of their own', async () => {
    const copy = await Company.open(api, {}, [])
    const path = `${copy.path}/imports/journal?format=hledger`
    const imported = accepted(await api.send<{ errors: object[] }>('POST', path, text, 'text'))
    expect(imported.errors).toEqual([])
    const all = balancesOf(accepted(await copy.get<TrialBalance>(`/reports/trial-balance?asOf=${AS_OF}`)))
    all.delete(`${LEFT_OUT} EUR`)
    expect(all).toEqual(seen)
    if (role !== 'auditor') expect(text).not.toContain(PAY)
  })

  it.skipIf(!hasHledger)('passes hledger, which finds the same balances', () => {
    const file = join(folder, `${name.replaceAll(' ', '-')}.journal`)
    writeFileSync(file, text)
    checkJournal(file)
    const found = balancesIn(file, AS_OF)
    found.delete(`${LEFT_OUT} EUR`)
    expect(found).toEqual(seen)
  })
})

function balancesOf({ rows }: TrialBalance): Map<string, string> {
  const balances = new Map<string, string>()
  for (const { account, balance } of rows) holdAmount(balances, `${account.code} EUR`, balance ?? '')
  return balances
}
