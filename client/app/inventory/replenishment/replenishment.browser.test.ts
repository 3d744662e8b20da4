import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { call, expectNoComplaints, freshCompany, openBrowser, visit } from '../../browser-testing.ts'
import { post, signedInAs } from '../../people-testing.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

async function companyWithItems(page: Page): Promise<string> {
  const company = await freshCompany(page)
  const send = (path: string, data: object) => post(page, `/v1/companies/${company}/${path}`, data)
  await send('warehouses', { code: 'MAIN', name: 'Main warehouse' })
  for (const code of ['BEANS', 'CUPS', 'FILTERS'])
    await send('items', {
      code,
      name: code.toLowerCase(),
      unit: 'pcs',
      units: [{ code: 'box', numerator: 12 }],
    })
  return company
}

it('takes rules out of a spreadsheet, orders what they propose, and dismisses a proposal', async () => {
  const page = await signedInAs(browser, 'owner')
  const company = await companyWithItems(page)
  await visit(page, 'replenishment?tab=rules', company)
  await page.getByText('No rules yet').waitFor()
  await page.getByRole('button', { name: 'Paste from a spreadsheet' }).click()
  const rows = page.getByLabel('Rows of a spreadsheet')
  await rows.fill('Item\tMin\tMax\tLead days\tSupplier\nBEANS\t20\t100\t14\tRoastery\nCUPS\t30\t20\t7\tMill')
  await page.getByRole('button', { name: 'Save 2 rules' }).click()
  await page.getByText('Line 3:').waitFor()
  await rows.fill('Item\tMin\tMax\tLead days\tSupplier\nBEANS\t20\t100\t14\tRoastery\nCUPS\t20\t30\t7\tMill')
  await page.getByRole('button', { name: 'Save 2 rules' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  const rules = page.getByRole('table', { name: 'Reorder rules' })
  await rules.getByRole('cell', { name: /^Below 20 up to 100/ }).waitFor()

  // One more by hand.
  await page.getByRole('button', { name: 'New rule' }).click()
  await page.getByLabel('Item', { exact: true }).fill('FILTERS')
  await page.getByRole('option', { name: /FILTERS/ }).click()
  await page.getByRole('radio', { name: /Reorder point/ }).check()
  await page.getByLabel('Reorder point', { exact: true }).last().fill('5')
  await page.getByRole('button', { name: 'Set the rule' }).click()
  await rules.getByText('FILTERS', { exact: true }).waitFor()

  await page.getByRole('button', { name: 'Proposals' }).click()
  const proposals = page.getByRole('table', { name: 'Proposals' })
  await proposals.getByText('BEANS', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Why BEANS for MAIN' }).click()
  await page.getByText('That is below the minimum of 20 pcs; ordered is up to 100 pcs.').waitFor()
  await page.getByLabel('Quantity of BEANS for MAIN, in pcs').fill('120')
  await page.getByRole('checkbox', { name: 'Order CUPS for MAIN' }).check()
  await page.getByRole('region', { name: 'Chosen proposals' }).getByText('2 items').waitFor()
  await page.getByRole('button', { name: 'Order…' }).click()
  await page.getByRole('region', { name: 'From Roastery for MAIN' }).getByLabel('Reference').fill('PO-8')
  await page.getByRole('button', { name: 'Order all' }).click()
  await page.getByText('Announced as PO-8.').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  await proposals.getByText('BEANS', { exact: true }).waitFor({ state: 'detached' })
  const reply = await call(page, 'GET', `/v1/companies/${company}/expected-receipts?reference=PO-8`)
  expect(await reply.json()).toMatchObject({ data: [{ quantity: '120' }] })

  await page.getByRole('button', { name: 'Dismiss FILTERS for MAIN' }).click()
  await page.getByLabel('Reason').fill('Out of season')
  await page.getByRole('dialog').getByRole('button', { name: 'Dismiss', exact: true }).click()
  await page.getByText('Nothing has to be ordered').waitFor()
  await page.getByRole('button', { name: 'Dismissed', exact: true }).click()
  await proposals.getByText('FILTERS', { exact: true }).waitFor()

  await page.getByRole('button', { name: 'Rules', exact: true }).click()
  await page.getByRole('button', { name: 'Remove the rule of FILTERS for MAIN' }).click()
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await rules.getByText('FILTERS', { exact: true }).waitFor({ state: 'detached' })
  expectNoComplaints(page)
  await page.context().close()
})
