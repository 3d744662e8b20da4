import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  cell,
  expectNoComplaints,
  freshCompany,
  openBrowser,
  paste,
  signedIn,
  visit,
} from '../../browser-testing.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

describe('a draft', () => {
  it('is saved, gets its receipt, is found in the list, and is posted with it', async () => {
    const page = await signedIn(browser)
    const company = await freshCompany(page)
    await visit(page, 'journal/new', company)
    await cell(page, 1, 'Account').click()
    await paste(page, '6100\tMarch\t12.50\t\n1010\tMarch\t\t')
    await page.getByLabel('Description').fill('Rent of March')
    await page.getByRole('button', { name: 'Save as draft' }).click()
    await page.getByRole('heading', { name: 'Draft', level: 1 }).waitFor()
    await page.getByLabel('Files to attach').setInputFiles({
      name: 'receipt.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('Rent of March: 12.50\n'),
    })
    const file = page
      .getByRole('list', { name: 'Attached files' })
      .getByRole('link', { name: 'Download receipt.txt' })
    await file.waitFor()
    await visit(page, 'drafts', company)
    await page
      .getByRole('row', { name: /Rent of March/ })
      .getByText(/problem/)
      .last()
      .waitFor()
    await page.getByRole('link', { name: 'Rent of March' }).click()
    await cell(page, 2, 'Credit').fill('12.50')
    await page.getByText('Balanced', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Post', exact: true }).click()
    await page.getByRole('heading', { name: /GJ 1/, level: 1 }).waitFor()
    await file.waitFor()
    await page.getByRole('button', { name: 'Look at receipt.txt' }).click()
    await page.getByText('Rent of March: 12.50').waitFor()
    await visit(page, 'journal', company)
    await page.getByRole('row', { name: /Files: 1/ }).waitFor()
    expectNoComplaints(page)
    await page.context().close()
  })
})

describe('a draft that comes again', () => {
  it('becomes a template with its lines', async () => {
    const page = await signedIn(browser)
    const company = await freshCompany(page)
    await visit(page, 'journal/new', company)
    await cell(page, 1, 'Account').click()
    await paste(page, '6100\tShop\t12.50\t\n1010\t\t\t12.50')
    await page.getByLabel('Description').fill('Rent of the shop')
    await page.getByRole('button', { name: 'Save as draft' }).click()
    await page.getByRole('button', { name: 'As template…' }).click()
    const sheet = page.getByRole('dialog', { name: 'New template' })
    await expect.poll(() => sheet.getByLabel('Name', { exact: true }).inputValue()).toBe('Rent of the shop')
    await sheet.getByRole('button', { name: 'Save' }).click()
    await page.getByText('The template Rent of the shop is saved.').waitFor()
    await visit(page, 'drafts?tab=templates', company)
    await page.getByRole('row', { name: /6100 12\.50 ← 1010 12\.50/ }).waitFor()
    expectNoComplaints(page)
    await page.context().close()
  })
})

describe('an entry on hold', () => {
  it('is posted in parts, and says how much is still held', async () => {
    const page = await signedIn(browser)
    const company = await freshCompany(page)
    await visit(page, 'journal/new', company)
    await cell(page, 1, 'Account').click()
    await paste(page, '6100\tDeposit\t300\t\n1010\tDeposit\t\t300')
    await page.getByLabel('Description').fill('Deposit')
    await page.getByRole('button', { name: 'Hold…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Hold it' }).click()
    const sheet = page.getByRole('dialog', { name: 'Deposit' })
    const post = async (amount: string) => {
      await sheet.getByRole('button', { name: 'Post…' }).click()
      await sheet.getByLabel('Amount, EUR').fill(amount)
      await page.keyboard.press('Enter')
    }
    await post('120')
    await sheet.getByText('180.00 still held').first().waitFor()
    await post('500')
    await sheet.getByText('180.00 EUR are on hold. Post up to that.').waitFor()
    await sheet.getByLabel('Amount, EUR').fill('')
    await sheet.getByRole('button', { name: 'Post it' }).click()
    await page.getByRole('heading', { name: /GJ 2/, level: 1 }).waitFor()
    await page.getByRole('link', { name: 'An entry on hold' }).waitFor()
    expectNoComplaints(page)
    await page.context().close()
  })
})

describe('an entry that recurs', () => {
  it('is written once, shows its dates before, and books those that have come', async () => {
    const page = await signedIn(browser)
    const company = await freshCompany(page)
    await visit(page, 'drafts?tab=recurring', company)
    await page.getByRole('button', { name: 'New recurring entry' }).click()
    const sheet = page.getByRole('dialog', { name: 'New recurring entry' })
    await sheet.getByLabel('Name', { exact: true }).fill('Rent')
    const line = (index: number) => sheet.getByRole('group', { name: `Line ${index}` })
    for (const [index, account] of [
      [1, '6100'],
      [2, '1010'],
    ] as const) {
      await line(index).getByLabel('Account').fill(account)
      await line(index).getByLabel('Account').press('Tab')
      await line(index).getByLabel('Amount').fill('100')
    }
    await sheet.getByLabel('On', { exact: true }).selectOption('the last day')
    await sheet.getByLabel('From', { exact: true }).fill('2026-01-15')
    await sheet.getByLabel('Until').fill('2026-03-31')
    const dates = sheet.getByRole('region', { name: 'Dates' })
    await dates.getByText('31 Jan 2026 · 28 Feb 2026 · 31 Mar 2026').waitFor()
    await sheet.getByRole('button', { name: 'Let it recur' }).click()
    const came = page.getByRole('table', { name: 'Dates that came' })
    await came
      .getByRole('row', { name: /28 Feb 2026/ })
      .getByText('Booked', { exact: true })
      .last()
      .waitFor()
    await came.getByRole('link', { name: 'Show the entry of 28 Feb 2026' }).click()
    await page.getByRole('heading', { name: /GJ \d/, level: 1 }).waitFor()
    await page.getByRole('link', { name: 'A recurring entry' }).waitFor()
    expectNoComplaints(page)
    await page.context().close()
  })
})
