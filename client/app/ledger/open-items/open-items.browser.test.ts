import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, it } from 'vitest'
import { expectNoComplaints, freshCompany, openBrowser, visit } from '../../browser-testing.ts'
import { post, signedInAs } from '../../people-testing.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

const invoice = (reference: string, amount: string) => ({
  effectiveDate: '2026-03-01',
  description: `Invoice ${reference}`,
  lines: [
    { account: '1200', debit: amount, reference, dueDate: '2026-03-31' },
    { account: '4000', credit: amount },
  ],
})
const payment = (reference: string, amount: string) => ({
  effectiveDate: '2026-03-20',
  description: `Payment ${reference}`,
  lines: [
    { account: '1010', debit: amount },
    { account: '1200', credit: amount, reference },
  ],
})

it('matches by suggestion and by keyboard, writes a rest off, and takes a match back', async () => {
  const page = await signedInAs(browser, 'owner')
  const company = await freshCompany(page)
  await visit(page, 'open-items', company)
  await page.getByText('No account has open items yet').waitFor()
  const receivables = { code: '1200', name: 'Receivables', type: 'asset', isOpenItem: true }
  await post(page, `/v1/companies/${company}/accounts`, receivables)
  for (const entry of [
    invoice('A-1', '100.00'),
    payment('A-1', '100.00'),
    invoice('A-2', '80.00'),
    payment('B', '78.50'),
  ])
    await post(page, `/v1/companies/${company}/journal-entries`, entry)
  await post(page, `/v1/companies/${company}/matching-settings`, { writeOffLimit: '5.00' })

  // The page hears of the account and its items without a reload.
  const items = page.getByRole('table', { name: 'Open items' })
  await items.getByText('Payment B').waitFor()
  await page.getByRole('button', { name: 'Suggestions' }).click()
  await page.getByText('Same reference').waitFor()
  await page.getByRole('button', { name: 'Accept GJ 1, GJ 2' }).click()
  await page.getByText('No suggestions').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  await items.getByText('Payment A-1').waitFor({ state: 'detached' })

  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  const chosen = page.getByRole('region', { name: 'Chosen items' })
  await chosen.getByText('1.50').waitFor()
  await page.keyboard.press('m')
  await page.getByText('Write it off').click()
  await page.getByLabel('Book the rest to').fill('6100')
  await page.getByLabel('Book the rest to').press('Tab')
  await page.getByRole('dialog').getByRole('button', { name: 'Match', exact: true }).click()
  await page.getByText('Nothing is open').waitFor()
  await page.getByRole('button', { name: 'Show the match' }).last().click()
  await page.getByText('Written off', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Take back…' }).click()
  await page.getByLabel('Reason').fill('The customer pays the rest.')
  await page.getByRole('button', { name: 'Take the match back' }).click()
  await page.getByText('Taken back', { exact: true }).first().waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  await items.getByText('Payment B').waitFor()
  expectNoComplaints(page)
  await page.context().close()
})
