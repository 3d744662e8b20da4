import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cell, expectNoComplaints, freshCompany, openBrowser, paste, visit } from '../../browser-testing.ts'
import { post, signedInAs } from '../../people-testing.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

const SALE = {
  effectiveDate: '2025-03-10',
  lines: [
    { account: '1010', debit: '500.00' },
    { account: '4000', credit: '500.00' },
  ],
}

it('works through a month, locks it, lets one person in, and closes the year', async () => {
  const page = await signedInAs(browser, 'owner')
  const company = await freshCompany(page)
  await post(page, `/v1/companies/${company}/journal-entries`, SALE)
  await visit(page, 'close?period=2025-P03&open=items', company)
  await page.getByLabel('What is to be done').fill('Count the cash')
  await page.getByRole('button', { name: 'Add the item' }).click()
  await page.getByRole('button', { name: 'Take “Count the cash” off the checklist' }).waitFor()
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await page.getByRole('button', { name: 'Check off Count the cash' }).click()
  await page.getByLabel('Note').fill('Nothing is missing.')
  await page.getByRole('dialog').getByRole('button', { name: 'Check off' }).click()
  await page.getByText('“Nothing is missing.”').waitFor()
  await page.getByRole('button', { name: 'Lock', exact: true }).click()
  await page.getByText('The books of this period are shut').waitFor()
  await page.getByRole('button', { name: /^Mar 2025 Locked$/ }).waitFor()

  // Whoever books into it all the same reads where books are open.
  await visit(page, 'journal/new', company)
  await page.getByLabel('Effective date').fill('2025-03-15')
  await cell(page, 1, 'Account').click()
  await paste(page, '1010\t10\t\n4000\t\t10')
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  await page
    .getByText(/The first open date is 1 Apr 2025/)
    .first()
    .waitFor()
  expect(await page.getByLabel('Effective date').getAttribute('aria-invalid')).toBe('true')

  await visit(page, 'close?tab=locks&open=lock-all', company)
  await page.getByLabel('Locked through').fill('2025-02-28')
  await page.getByRole('button', { name: 'Move it back' }).click()
  await page.getByText('Say why it moves back.').waitFor()
  await page.getByLabel('Reason').fill('A late invoice.')
  await page.getByRole('button', { name: 'Move it back' }).click()
  await page.getByText('All journals: moved back from 31 Mar 2025 to 28 Feb 2025').waitFor()

  await visit(page, 'close?tab=exceptions&open=grant', company)
  await page
    .getByLabel('Who', { exact: true })
    .selectOption({ label: 'Jonas Brandt (jonas.brandt@demo.meridian.example)' })
  await page.getByLabel('First date it opens').fill('2025-02-01')
  await page.getByLabel('Last date it opens').fill('2025-02-28')
  await page.getByLabel('Reason').fill('The rent of February.')
  await page.getByRole('button', { name: 'Let them in' }).click()
  await page.getByRole('button', { name: 'End it now Jonas Brandt' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End it now' }).click()
  await page.getByText('Ended early').waitFor()

  await visit(page, 'close?tab=years&open=close-2025', company)
  await page.getByRole('region', { name: 'Result' }).waitFor()
  await page.getByRole('button', { name: 'Close the year' }).click()
  await page.getByRole('button', { name: 'Result of 2025' }).click()
  await page.getByRole('table', { name: 'Result by account' }).getByText('500.00').waitFor()
  expectNoComplaints(page)
  await page.context().close()
})
