import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, it } from 'vitest'
import { expectNoComplaints, freshCompany, openBrowser, visit } from '../../browser-testing.ts'
import { post, signedInAs } from '../../people-testing.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

const BOUGHT = {
  effectiveDate: '2026-03-10',
  lines: [
    { account: '1020', debit: '1000.00', unit: 'USD', value: '900.00' },
    { account: '1010', credit: '900.00' },
  ],
}

const FILE = `Date, USD, JPY
30 March 2026, 1.1000, 160.00
31 March 2026, 1.2500, 161.00
`

it('records, imports and finds rates, and revalues what is held abroad', async () => {
  const page = await signedInAs(browser, 'owner')
  const company = await freshCompany(page)
  const accounts = [
    { code: '1020', name: 'Bank USD', type: 'asset', category: 'cash' },
    { code: '4810', name: 'Unrealised gains', type: 'income' },
    { code: '6960', name: 'Unrealised losses', type: 'expense' },
  ]
  for (const account of accounts) await post(page, `/v1/companies/${company}/accounts`, account)
  const roles = { unrealisedGain: '4810', unrealisedLoss: '6960' }
  await post(page, `/v1/companies/${company}/account-roles`, { roles })
  await post(page, `/v1/companies/${company}/journal-entries`, BOUGHT)

  await visit(page, 'currencies', company)
  await page.getByText('No rates yet').waitFor()
  await page.getByRole('button', { name: 'Record a rate' }).click()
  await page.getByLabel('Costs so many').fill('USD')
  await page.getByLabel('Day').fill('2026-02-27')
  await page.getByLabel('Rate', { exact: true }).fill('1.05')
  await page.getByRole('button', { name: 'Record', exact: true }).click()
  const rates = page.getByRole('table', { name: 'Rates' })
  await rates.getByText('1 EUR = 1.05 USD').waitFor()

  await page.getByRole('button', { name: 'Import a file' }).click()
  const file = { name: 'eurofxref.csv', mimeType: 'text/csv', buffer: Buffer.from(FILE) }
  await page.getByLabel('File', { exact: true }).setInputFiles(file)
  await page.getByLabel('Only these currencies').fill('usd')
  await page.getByRole('button', { name: 'Try the file' }).click()
  await page.getByRole('region', { name: 'What the file brings' }).getByText('2 on 2 days').waitFor()
  await page.getByRole('button', { name: 'Record the rates' }).click()
  await rates.getByText('1 EUR = 1.25 USD').waitFor()

  await visit(page, 'currencies?open=find', company)
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('One of').fill('USD')
  await sheet.getByLabel('Day').fill('2026-03-31')
  await sheet.getByText('The inverse of what was recorded').waitFor()

  await visit(page, 'currencies?tab=revaluation&asOf=2026-03-31', company)
  await page.getByRole('table', { name: 'Positions' }).getByText('-100.00').waitFor()
  await page.getByRole('button', { name: 'Book the revaluation' }).click()
  await page.getByRole('heading', { name: 'Revaluation of 31 Mar 2026' }).waitFor()
  await page.getByRole('list', { name: 'Positions' }).getByText('at 0.8 (ecb, 31 Mar 2026)').waitFor()
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await page.getByText('there is nothing to book').waitFor()
  await page.getByRole('table', { name: 'Earlier revaluations' }).getByRole('link').first().click()
  await page.getByRole('heading', { level: 1, name: /^GJ / }).waitFor()
  expectNoComplaints(page)
  await page.context().close()
})
