import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { TrialBalance } from '../durable-objects/ledger/contract.ts'
import { balancesIn as balances, hasHledger, holdAmount as set } from './support/hledger.ts'

/**
 * hledger as an independent judge: it reads the journal that was imported, and our export of what we booked, and its
 * balances must be our trial balance: quantities to the last digit, values to the cent.
 */
const hledger = hasHledger
const shared = join(import.meta.dirname, '../../shared/data/bcexample.journal')
const folder = mkdtempSync(join(tmpdir(), 'meridian-oracle-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Several units, costs below the cent, a commodity that is never priced, years apart. */
const OWN = `
2024-01-15 * Opening
    assets:bank                 10000.00 USD
    equity:opening

2024-02-29 Fund shares
    assets:broker:fund             4.8623 FUND @ 98.73 USD
    assets:broker:other            6.2731 OTHR @ 114.78 USD
    assets:bank                -1200.08 USD

2024-11-05 (INV-7) Client | hours
    assets:hours                   12.5 HOUR
    income:hours                  -12.5 HOUR

2025-03-31 ! Sale
    assets:broker:fund            -1.8 FUND @@ 190.00 USD
    assets:bank                  190.00 USD

2025-06-30 Euro account
    assets:euro                  100.00 EUR @@ 108.40 USD
    assets:bank
`

const JOURNALS: [name: string, text: string, dates: string[]][] = [
  ['a journal of our own', OWN, ['2024-01-31', '2024-12-31', '2025-04-01', '2026-01-01']],
  ...(existsSync(shared)
    ? ([
        [
          'bcexample.journal',
          readFileSync(shared, 'utf8'),
          ['2012-06-30', '2012-12-31', '2013-07-04', '2014-02-28', '2015-01-01'],
        ],
      ] as [string, string, string[]][])
    : []),
]

it.skipIf(hledger && existsSync(shared))(
  'hledger and the shared journals are there to compare with',
  ({ skip }) =>
    skip(`compared without ${hledger ? '' : 'hledger '}${existsSync(shared) ? '' : 'bcexample.journal'}`),
)

describe.skipIf(!hledger).each(JOURNALS)('%s', (name, text, dates) => {
  const company = `oracle-${name.replaceAll(/[^a-z]/g, '-')}`
  const original = join(folder, `${company}.journal`)
  const exported = join(folder, `${company}.export.journal`)

  beforeAll(async () => {
    writeFileSync(original, text)
    await call('POST', '/companies', JSON.stringify({ name, slug: company, country: 'US', currency: 'USD' }))
    const reply = await call(
      'POST',
      `/companies/${company}/imports/journal?format=hledger`,
      text,
      'text/plain',
    )
    expect(JSON.parse(reply)).toMatchObject({ errors: [] })
    writeFileSync(exported, await call('GET', `/companies/${company}/exports/journal?format=hledger`))
  })

  it.each(dates)('agrees on %s', async (date) => {
    const view = JSON.parse(
      await call('GET', `/companies/${company}/reports/trial-balance?asOf=${date}`),
    ) as TrialBalance
    const quantities = new Map<string, string>()
    const values = new Map<string, string>()
    for (const { account, balance, quantities: held } of view.rows) {
      for (const { unit, amount } of held) set(quantities, `${account.code} ${unit}`, amount)
      set(values, `${account.code} USD`, balance ?? '')
    }
    expect(balances(exported, date)).toEqual(quantities)
    expect(balances(exported, date, '-B')).toEqual(withUnvalued(values, quantities))

    // The file's own rounding differences stand in an account of their own, which the file does not have.
    for (const map of [quantities, values]) map.delete('Equity:Rounding USD')
    expect(balances(original, date)).toEqual(quantities)
    expect(toTheCent(balances(original, date, '-B'))).toEqual(toTheCent(withUnvalued(values, quantities)))
  })
})

/** Amounts of a unit that was never given a value show in hledger's cost report as they are. */
function withUnvalued(values: Map<string, string>, quantities: Map<string, string>): Map<string, string> {
  const all = new Map(values)
  for (const [key, amount] of quantities) if (/ (HOUR|IRAUSD|VACHR)$/.test(key)) all.set(key, amount)
  return all
}

function toTheCent(map: Map<string, string>): Map<string, string> {
  return new Map([...map].map(([key, amount]) => [key, (Math.round(Number(amount) * 100) / 100).toFixed(2)]))
}

async function call(method: string, path: string, body?: string, type = 'application/json'): Promise<string> {
  const response = await fetch(`${inject('baseUrl')}/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${inject('apiKey')}`,
      ...(body !== undefined && { 'content-type': type }),
    },
    ...(body !== undefined && { body }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
  return text
}
