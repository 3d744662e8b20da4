import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cell, expectNoComplaints, freshCompany, openBrowser, paste, visit } from '../../browser-testing.ts'
import { post, signedInAs } from '../../people-testing.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

const ACCOUNTS = [
  ['1200', 'Inventory', 'asset'],
  ['1210', 'In transit', 'asset'],
  ['2100', 'Goods received', 'liability'],
  ['5000', 'Cost of sales', 'expense'],
  ['5200', 'Adjustments', 'expense'],
] as const

/** A company with a warehouse, a shop and two items that are kept in them. */
async function stockedCompany(page: Page): Promise<string> {
  const company = await freshCompany(page)
  const at = (path: string, data: object) => post(page, `/v1/companies/${company}${path}`, data)
  for (const [code, name, type] of ACCOUNTS) await at('/accounts', { code, name, type })
  const roles = {
    inventory: '1200',
    stockInTransit: '1210',
    goodsReceived: '2100',
    costOfSales: '5000',
    stockAdjustment: '5200',
  }
  await at('/account-roles', { roles })
  await at('/warehouses', { code: 'MAIN', name: 'Warehouse' })
  await at('/warehouses', { code: 'SHOP', name: 'Shop' })
  await at('/items', { code: 'BEANS', name: 'Coffee beans', unit: 'kg', scale: 3 })
  await at('/items', { code: 'CUP', name: 'Cup', unit: 'pcs', units: [{ code: 'box', numerator: 6 }] })
  return company
}

/** Some days before today, which is the date that forms begin with. */
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)

async function chooseItem(page: Page, line: number, code: string): Promise<void> {
  await cell(page, line, 'Item').fill(code)
  await page.getByRole('option', { name: new RegExp(`^${code} `) }).waitFor()
  await page.keyboard.press('Enter')
}

/** Not the one of the message that says what was recorded. */
const recordLink = (page: Page, name: string) => page.locator('#content').getByRole('link', { name })

const voucher = (page: Page, text: string) => page.getByRole('heading', { level: 1, name: text })

it('receives, issues, and shows what a receipt of the past changes before it is recorded', async () => {
  const page = await signedInAs(browser, 'owner')
  const company = await stockedCompany(page)
  await visit(page, 'stock/documents', company)
  await page.getByText('No documents yet').waitFor()
  await page.getByRole('button', { name: 'New document' }).first().click()
  await page.getByRole('menuitem', { name: 'Receipt', exact: true }).click()

  // From a sheet: item, quantity, unit and cost of each line.
  await cell(page, 1, 'Item').focus()
  await paste(page, 'BEANS\t10\tkg\t8,50\nCUP\t2\tbox\t3,00')
  await page.getByLabel('Supplier').fill('Finca Alta')
  await page.getByLabel('Date', { exact: true }).fill(daysAgo(4))
  await page.getByRole('button', { name: 'Record the receipt' }).click()
  const preview = page.getByRole('dialog', { name: /not recorded yet/ })
  await preview.getByText('It is dated back, and changes no later move.').waitFor()
  await preview
    .getByRole('row', { name: /1200 Inventory/ })
    .getByText('91.00')
    .waitFor()
  await preview.getByText('12 pcs').waitFor()
  await preview.getByRole('button', { name: 'Record the receipt' }).click()
  await voucher(page, 'GR 1').waitFor()
  await page
    .getByRole('row', { name: /^BEANS/ })
    .getByText('85.00')
    .waitFor()

  // Today, without a preview, by the keyboard alone.
  await page.goto(`/companies/${company}/stock/documents/new?kind=issue`)
  await chooseItem(page, 1, 'BEANS')
  await cell(page, 1, 'Quantity').fill('4')
  await page.getByText('10 kg', { exact: true }).waitFor()
  await page.keyboard.press('Control+Enter')
  await voucher(page, 'GI 1').waitFor()
  await page
    .getByRole('row', { name: /^BEANS/ })
    .getByText('-34.00')
    .waitFor()
  await page.getByRole('link', { name: /^GJ/ }).waitFor()

  // Cheaper goods that were there before the sale: first in, first out takes them instead.
  await page.goto(`/companies/${company}/stock/documents/new?kind=receipt`)
  await page.getByLabel('Date', { exact: true }).fill(daysAgo(6))
  await chooseItem(page, 1, 'BEANS')
  await cell(page, 1, 'Quantity').fill('4')
  await cell(page, 1, 'Unit cost').fill('7')
  await page.getByText('Dated back: you see first what it changes').waitFor()
  await page.getByRole('button', { name: 'Record the receipt' }).click()
  await preview.getByText('1 later move costs something else').waitFor()
  await preview.getByRole('table', { name: 'Differences by day' }).getByText('6.00').waitFor()
  await preview.getByRole('button', { name: 'Record the receipt' }).click()
  await voucher(page, 'GR 2').waitFor()
  await page.getByRole('heading', { name: 'What it changed' }).waitFor()

  await visit(page, 'stock/documents?kind=issue', company)
  await recordLink(page, 'GI 1').click()
  await voucher(page, 'GI 1').waitFor()
  // Its value as it was posted, and by now.
  const line = page.getByRole('row', { name: /^BEANS/ })
  await line.getByText('-34.00').waitFor()
  await line.getByText('-28.00').last().waitFor()
  expectNoComplaints(page)
  await page.context().close()
})

it('says at its field how much there is when more is wanted, takes goods back, and receives a transfer in parts', async () => {
  const page = await signedInAs(browser, 'owner')
  const company = await stockedCompany(page)
  const at = (path: string, data: object) => post(page, `/v1/companies/${company}${path}`, data)
  await at('/stock/receipts', {
    date: daysAgo(0),
    lines: [{ item: 'CUP', quantity: '12', unitCost: '0.50' }],
  })
  await visit(page, 'stock/documents/new?kind=issue', company)
  await chooseItem(page, 1, 'CUP')
  await cell(page, 1, 'Quantity').fill('13')
  await page.getByText('only', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Record the issue' }).click()
  await page.getByText(/12 pcs are available in MAIN/).waitFor()
  const quantity = cell(page, 1, 'Quantity')
  await expect.poll(() => quantity.getAttribute('aria-invalid')).toBe('true')
  await expect.poll(() => quantity.evaluate((element) => element === document.activeElement)).toBe(true)
  await quantity.fill('3')
  await expect.poll(() => quantity.getAttribute('aria-invalid')).toBeNull()
  await page.getByRole('button', { name: 'Record the issue' }).click()
  await voucher(page, 'GI 1').waitFor()

  await page.getByRole('button', { name: 'Take back…' }).click()
  const sheet = page.getByRole('dialog', { name: 'Take back from GI 1' })
  await sheet.getByLabel('Quantity of CUP, line 1').fill('4')
  await sheet.getByRole('button', { name: 'Record the return' }).click()
  await sheet.getByText('At most 3 pcs of CUP are left of this line.').waitFor()
  await sheet.getByLabel('Quantity of CUP, line 1').fill('1')
  await sheet.getByRole('button', { name: 'Record the return' }).click()
  await voucher(page, 'CR 1').waitFor()
  await recordLink(page, 'GI 1').click()
  await page.getByRole('heading', { name: 'What came of it' }).waitFor()

  await visit(page, 'stock/documents/new?kind=transfer', company)
  await page.getByText('It takes time').click()
  await chooseItem(page, 1, 'CUP')
  await cell(page, 1, 'Quantity').fill('6')
  await page.getByRole('button', { name: 'Record the transfer' }).click()
  await voucher(page, 'TR 1').waitFor()
  await page.getByText('On its way', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Receive…' }).click()
  const arrival = page.getByRole('dialog', { name: 'Receive TR 1' })
  await arrival.getByLabel('Quantity of CUP, line 1').fill('2')
  await arrival.getByRole('button', { name: 'Record the arrival' }).click()
  await voucher(page, 'TA 1').waitFor()
  await recordLink(page, 'TR 1').click()
  await page.getByText('Arrived in part').waitFor()

  await visit(page, 'stock', company)
  const onHand = page.getByRole('table', { name: 'On hand' })
  await onHand.getByRole('row', { name: /SHOP/ }).getByText('2 pcs').waitFor()
  expectNoComplaints(page)
  await page.context().close()
})
