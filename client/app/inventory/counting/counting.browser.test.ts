import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, expectNoComplaints, freshCompany, openBrowser, paste, visit } from '../../browser-testing.ts'
import { post, signedInAs } from '../../people-testing.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

const ACCOUNTS = [
  ['1200', 'Inventory', 'asset', 'inventory'],
  ['2100', 'Goods received', 'liability', 'goodsReceived'],
  ['5000', 'Cost of sales', 'expense', 'costOfSales'],
  ['5200', 'Stock adjustments', 'expense', 'stockAdjustment'],
] as const

const ITEMS = ['BEANS', 'CUPS', 'FILTERS']

/** Ten of each item in a bin of its own. */
async function stockedCompany(page: Page): Promise<string> {
  const company = await freshCompany(page)
  const send = (path: string, data: object) => post(page, `/v1/companies/${company}/${path}`, data)
  for (const [code, name, type] of ACCOUNTS) await send('accounts', { code, name, type })
  await send('account-roles', { roles: Object.fromEntries(ACCOUNTS.map(([code, , , role]) => [role, code])) })
  await send('warehouses', { code: 'MAIN', name: 'Main warehouse' })
  for (const [index, item] of ITEMS.entries()) {
    await send('bins', { warehouse: 'MAIN', code: `MAIN/${index + 1}` })
    await send('items', {
      code: item,
      name: item.toLowerCase(),
      unit: 'pcs',
      units: [{ code: 'box', numerator: 12 }],
    })
  }
  await send('stock/receipts', {
    date: '2026-01-10',
    lines: ITEMS.map((item, index) => ({ item, quantity: '10', unitCost: '2.00', to: `MAIN/${index + 1}` })),
  })
  return company
}

const onHand = async (page: Page, company: string): Promise<Record<string, string>> => {
  const reply = await call(page, 'GET', `/v1/companies/${company}/stock/on-hand`)
  const { data } = (await reply.json()) as { data: { item: { code: string }; quantity: string }[] }
  return Object.fromEntries(data.map(({ item, quantity }) => [item.code, quantity]))
}

const counted = (page: Page, item: string) => page.getByRole('textbox', { name: `Counted, ${item}, MAIN/` })
const bar = (page: Page) => page.getByRole('region', { name: 'What is typed' })
const allSaved = (page: Page) => bar(page).getByText('All that was typed is saved.').waitFor()

describe('a count', () => {
  it('is typed like a spreadsheet, saved in the background, counted again and posted', async () => {
    const page = await signedInAs(browser, 'owner')
    const company = await stockedCompany(page)
    await visit(page, 'counts', company)
    await page.getByText('No counts yet').waitFor()
    await page.getByRole('button', { name: 'Plan a count' }).click()
    await page.getByLabel('Name').fill('January')
    await page.getByRole('dialog').getByRole('button', { name: 'Plan the count' }).click()
    await page.getByRole('heading', { name: /Count 1: January/, level: 1 }).waitFor()

    // Typing goes down with Enter, overwrites, and is taken back while it is not sent.
    await counted(page, 'BEANS').click()
    await page.keyboard.type('9')
    await page.keyboard.press('Enter')
    await page.keyboard.type('77')
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => counted(page, 'CUPS').inputValue()).toBe('77')
    await page.keyboard.press('Control+z')
    await expect.poll(() => counted(page, 'CUPS').inputValue()).toBe('')
    await page.keyboard.press('Control+s')
    await allSaved(page)
    await page.getByRole('row', { name: /BEANS/ }).getByText('-1', { exact: true }).waitFor()

    // A column out of a spreadsheet; half a piece is refused by name, and the rest is saved.
    await counted(page, 'BEANS').click()
    await paste(page, '8\n0.5\n1 box')
    await page.keyboard.press('Control+s')
    await page.getByText(/^1 line is not taken/).waitFor()
    await page.getByRole('row', { name: /CUPS/ }).getByText('Refused').last().waitFor()
    await page
      .getByRole('row', { name: /FILTERS/ })
      .getByText('+2', { exact: true })
      .waitFor()

    // What is not saved survives a reload.
    await page.reload()
    await expect.poll(() => counted(page, 'CUPS').inputValue()).toBe('0.5')
    await counted(page, 'CUPS').click()
    await page.keyboard.type('10')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Control+s')
    await allSaved(page)

    await page.getByRole('button', { name: 'Finish…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Finish', exact: true }).click()
    await page.getByText('To be posted', { exact: true }).waitFor()

    // Those that differ are counted again, with empty cells.
    await page.getByRole('button', { name: 'Count again…' }).click()
    await page.getByRole('button', { name: 'Go on counting' }).click()
    await page.getByRole('columnheader', { name: 'Counted again' }).waitFor()
    await counted(page, 'CUPS').waitFor({ state: 'detached' })
    await counted(page, 'BEANS').click()
    await page.keyboard.type('9')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Control+s')
    await allSaved(page)
    await page.getByRole('button', { name: 'Countings of BEANS' }).click()
    await page.getByText('in force').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()

    await page.getByRole('button', { name: 'Finish…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Finish', exact: true }).click()
    await page.getByRole('button', { name: 'Post…' }).click()
    const preview = page.getByRole('region', { name: 'What is corrected' })
    await preview.getByText('4.00', { exact: true }).first().waitFor()
    await page.getByLabel('Reason').fill('January count')
    await page.getByRole('button', { name: 'Correct the stock' }).click()
    await page.getByText('Posted', { exact: true }).first().waitFor()
    expect(await onHand(page, company)).toEqual({ BEANS: '9', CUPS: '10', FILTERS: '12' })

    await visit(page, 'counts?open=accuracy', company)
    await page.getByRole('row', { name: 'MAIN 1 3 33.33 %' }).waitFor()
    expectNoComplaints(page)
    await page.context().close()
  })

  it('that is blind shows nothing of what is expected, and is given up', async () => {
    const page = await signedInAs(browser, 'owner')
    const company = await stockedCompany(page)
    await visit(page, 'counts?open=new', company)
    await page.getByLabel('Blind').check()
    await page.getByRole('radio', { name: /Some items/ }).check()
    await page.getByLabel('Add an item').fill('CUPS')
    await page.getByRole('option', { name: /CUPS/ }).click()
    await page.getByRole('list', { name: 'Items' }).getByText('CUPS').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Plan the count' }).click()
    await counted(page, 'CUPS').waitFor()
    expect(await page.getByRole('columnheader').allTextContents()).not.toContain('Expected')
    await page.getByRole('button', { name: 'Found something' }).click()
    await page.getByRole('dialog').getByLabel('Item').fill('BEANS')
    await page.getByRole('option', { name: /BEANS/ }).click()
    await page.getByRole('dialog').getByLabel('Place').fill('MAIN/2')
    await page.getByRole('dialog').getByLabel('Place').press('Tab')
    await page
      .getByRole('dialog')
      .getByLabel(/^Quantity/)
      .fill('1')
    await page.getByRole('dialog').getByRole('button', { name: 'Record it' }).click()
    await page.getByText('of BEANS are counted').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
    await counted(page, 'BEANS').waitFor()
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitem', { name: /Give the count up/ }).click()
    await page.getByLabel('Reason').fill('Wrong aisle')
    await page.getByRole('button', { name: 'Give it up' }).click()
    await page.getByText('Cancelled', { exact: true }).waitFor()
    expectNoComplaints(page)
    await page.context().close()
  })
})

describe('stock in a grid', () => {
  it('is adjusted by new quantities and differences, previewed and recorded', async () => {
    const page = await signedInAs(browser, 'owner')
    const company = await stockedCompany(page)
    await visit(page, 'stock/adjust', company)
    const cell = (column: string, item: string) =>
      page.getByRole('textbox', { name: `${column}, ${item}, MAIN/` })
    await cell('New quantity', 'BEANS').click()
    await page.keyboard.type('7')
    await page.keyboard.press('Tab')
    await expect.poll(() => cell('Difference', 'BEANS').inputValue()).toBe('-3')
    await cell('Difference', 'CUPS').click()
    await paste(page, '5\n-1')
    await expect.poll(() => cell('New quantity', 'CUPS').inputValue()).toBe('15')
    await expect.poll(() => cell('New quantity', 'FILTERS').inputValue()).toBe('9')
    await page.keyboard.press('Control+z')
    await expect.poll(() => cell('New quantity', 'FILTERS').inputValue()).toBe('')
    await page.keyboard.press('Control+y')

    // What was typed is kept in this browser.
    await page.reload()
    await expect.poll(() => cell('New quantity', 'CUPS').inputValue()).toBe('15')
    await page.getByRole('button', { name: 'Preview 3 lines' }).click()
    await page.getByText('Say why.').waitFor()
    await page.getByLabel('Reason').fill('Breakage')
    await page.getByRole('button', { name: 'Preview 3 lines' }).click()
    await page.getByRole('button', { name: 'Record the adjustment' }).click()
    await page.waitForURL(/\/stock\/documents\//)
    expect(await onHand(page, company)).toEqual({ BEANS: '7', CUPS: '15', FILTERS: '9' })
    expectNoComplaints(page)
    await page.context().close()
  })
})
