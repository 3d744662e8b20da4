import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, it } from 'vitest'
import { expectNoComplaints, freshCompany, openBrowser, visit } from '../../browser-testing.ts'
import { post, signedInAs } from '../../people-testing.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

const today = () => new Date().toISOString().slice(0, 10)

/** Ten cups lie in a bin of a warehouse. */
async function stockedCompany(page: Page): Promise<string> {
  const company = await freshCompany(page)
  const at = (path: string, data: object) => post(page, `/v1/companies/${company}${path}`, data)
  for (const [code, type] of [
    ['1200', 'asset'],
    ['2100', 'liability'],
    ['5000', 'expense'],
  ])
    await at('/accounts', { code, name: code, type })
  await at('/account-roles', { roles: { inventory: '1200', goodsReceived: '2100', costOfSales: '5000' } })
  await at('/warehouses', { code: 'MAIN', name: 'Warehouse' })
  await at('/bins', { warehouse: 'MAIN', code: 'MAIN/A' })
  await at('/items', { code: 'CUP', name: 'Cup', unit: 'pcs' })
  await at('/stock/receipts', {
    ...{ date: today(), to: 'MAIN/A' },
    lines: [{ item: 'CUP', quantity: '10', unitCost: '0.50' }],
  })
  return company
}

it('keeps goods for an order, never more than there are, chooses their place, and issues them', async () => {
  const page = await signedInAs(browser, 'owner')
  const company = await stockedCompany(page)
  await visit(page, 'reservations', company)
  await page.getByText('Nothing is reserved').waitFor()
  await page.keyboard.press('n')
  const sheet = page.getByRole('dialog', { name: 'New reservation' })
  await sheet.getByLabel('Its number').fill('SO-1')
  await sheet.getByLabel('Item, line 1').fill('CUP')
  await page.getByRole('option', { name: /^CUP / }).click()
  await sheet.getByText('10 pcs available').waitFor()
  await sheet.getByLabel('Quantity, line 1').fill('11')
  await sheet.getByRole('button', { name: 'Reserve' }).click()
  await sheet.locator('[aria-invalid="true"]').waitFor()
  await sheet.getByLabel('Quantity, line 1').fill('8')
  await sheet.getByRole('button', { name: 'Reserve' }).click()
  const table = page.getByRole('table', { name: 'Reservations' })
  await table.getByRole('button', { name: 'SO-1' }).click()

  const reservation = page.getByRole('dialog', { name: 'For SO-1' })
  await reservation.getByRole('button', { name: 'Choose the places…' }).click()
  await page.getByRole('button', { name: 'Choose them' }).click()
  await reservation.getByRole('table', { name: 'Where it lies' }).getByText('MAIN/A').waitFor()
  await reservation.getByRole('button', { name: 'Change…' }).click()
  const change = page.getByRole('dialog', { name: 'Change the reservation' })
  await change.getByLabel('Quantity still kept, pcs').fill('5')
  await change.getByRole('button', { name: 'Save' }).click()
  await change.waitFor({ state: 'detached' })
  await reservation.getByText('5 pcs').first().waitFor()

  await reservation.getByRole('link', { name: 'Issue the goods' }).click()
  await page.getByRole('heading', { level: 1, name: 'New issue' }).waitFor()
  await page.getByRole('button', { name: 'Record the issue' }).click()
  await page.getByRole('heading', { level: 1, name: 'GI 1' }).waitFor()
  await visit(page, 'reservations?status=consumed', company)
  await table.getByText('Issued').last().waitFor()
  expectNoComplaints(page)
  await page.context().close()
})

it('announces a receipt, changes what is expected, and receives it from there', async () => {
  const page = await signedInAs(browser, 'owner')
  const company = await stockedCompany(page)
  await visit(page, 'reservations?tab=expected', company)
  await page.getByText('Nothing is expected').waitFor()
  await page.getByRole('button', { name: 'Announce a receipt' }).click()
  const sheet = page.getByRole('dialog', { name: 'Announce a receipt' })
  await sheet.getByLabel('Order').fill('PO-7')
  await sheet.getByLabel('Item, line 1').fill('CUP')
  await page.getByRole('option', { name: /^CUP / }).click()
  await sheet.getByLabel('Quantity, line 1').fill('60')
  await sheet.getByRole('button', { name: 'Announce it' }).click()
  const table = page.getByRole('table', { name: 'Expected receipts' })
  await table.getByText('60 pcs').waitFor()

  await table.getByRole('button', { name: 'Change PO-7, line 1' }).click()
  const change = page.getByRole('dialog', { name: 'What is expected of PO-7' })
  await change.getByLabel('Quantity, line 1').fill('48')
  await change.getByRole('button', { name: 'Save' }).click()
  await table.getByText('48 pcs').waitFor()

  await table.getByRole('link', { name: 'Receive PO-7' }).click()
  await page.getByRole('heading', { level: 1, name: 'New receipt' }).waitFor()
  await page.getByRole('textbox', { name: 'Unit cost, line 1' }).fill('0.45')
  await page.getByRole('button', { name: 'Record the receipt' }).click()
  await page.getByRole('heading', { level: 1, name: 'GR 2' }).waitFor()
  await visit(page, 'reservations?tab=expected', company)
  await page.getByText('Nothing is expected').waitFor()
  expectNoComplaints(page)
  await page.context().close()
})
