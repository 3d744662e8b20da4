import type { Browser, Page } from 'playwright-core'
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

const amountsOf = (page: Page, line: number) =>
  Promise.all(['Account', 'Debit', 'Credit'].map((column) => cell(page, line, column).inputValue()))

describe('the lines of an entry', () => {
  let page: Page
  beforeAll(async () => {
    page = await signedIn(browser)
  })
  afterAll(() => page?.context().close())

  // Drafts are kept for each company: in a new one there is none, nor one that is just being written.
  const start = async () => {
    await visit(page, 'journal/new', await freshCompany(page))
    await cell(page, 1, 'Account').click()
  }

  it('take a block from a spreadsheet, show what is missing, and post with Ctrl+Enter', async () => {
    await start()
    await paste(page, 'Bank\tMarch\t\t2.450,00\n6100\tMarch\t2.000,00\t\n4000 Sales\t\t400,00\t\n')
    expect(await amountsOf(page, 1)).toEqual(['1010 Bank', '', '2,450.00'])
    expect(await amountsOf(page, 3)).toEqual(['4000 Sales', '400.00', ''])
    await page.getByText('Difference 50.00 EUR: debit too low').waitFor()
    await page.keyboard.press('Control+z')
    expect(await amountsOf(page, 1)).toEqual(['', '', ''])
    await page.keyboard.press('Control+Shift+z')
    await cell(page, 3, 'Debit').fill('450')
    await page.getByText('Balanced').waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByRole('heading', { name: /GJ \d+/, level: 1 }).waitFor()
    await page.getByRole('status').getByText('Posted').or(page.getByText('Posted').first()).first().waitFor()
    expectNoComplaints(page)
  })

  it('are moved through with the keyboard, and grow at the end', async () => {
    await start()
    await page.keyboard.type('ren')
    await page.keyboard.press('Enter')
    expect(await cell(page, 1, 'Account').inputValue()).toBe('6100 Rent')
    await expect.poll(() => focusedLabel(page)).toBe('Memo, line 1')
    await page.keyboard.type('March')
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => focusedLabel(page)).toBe('Memo, line 2')
    await page.keyboard.press('Control+d')
    expect(await cell(page, 2, 'Memo').inputValue()).toBe('March')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => focusedLabel(page)).toBe('Debit, line 1')
    await page.keyboard.type('12.5')
    await page.keyboard.press('Enter')
    await expect.poll(() => focusedLabel(page)).toBe('Account, line 2')
    expect(await cell(page, 1, 'Debit').inputValue()).toBe('12.50')
    await cell(page, 3, 'Credit').click()
    await page.keyboard.press('=')
    expect(await cell(page, 3, 'Credit').inputValue()).toBe('12.50')
    await page.keyboard.press('Enter')
    await expect.poll(() => focusedLabel(page)).toBe('Account, line 4')
  })

  it('say beside the cell what is refused, and offer the way out', async () => {
    await start()
    await paste(page, '1010\t12.345\t\n7777\t\t12.345')
    await page.keyboard.press('Control+Enter')
    await expect.poll(() => describedBy(page, 'Debit, line 1')).toContain('EUR has 2 decimal places')
    expect(await describedBy(page, 'Account, line 2')).toContain('There is no account 7777')
    await expect.poll(() => focusedLabel(page)).toBe('Debit, line 1')
    await page.getByRole('button', { name: 'Open it' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Consulting')
    await page.getByRole('dialog').getByRole('button', { name: 'Open account' }).click()
    await expect.poll(() => cell(page, 2, 'Account').inputValue()).toBe('7777 Consulting')
  })

  it('keep a draft over a reload, and forget it once it is posted', async () => {
    await start()
    await paste(page, '1010\t5\t\n4000\t\t5')
    // The draft is written once typing rests.
    await expect.poll(() => page.evaluate(() => JSON.stringify(localStorage).includes('4000'))).toBe(true)
    await page.reload()
    await expect.poll(() => amountsOf(page, 2)).toEqual(['4000 Sales', '', '5.00'])
    await page.getByRole('button', { name: 'Post and new' }).click()
    await page.getByText(/is posted/).waitFor()
    await expect.poll(() => amountsOf(page, 1)).toEqual(['', '', ''])
  })

  it('ask for a value where a line is in another unit', async () => {
    await start()
    await paste(page, '1010\tUSD\t100\t\n4000\tEUR\t\t92.15')
    await page.getByText('Difference 100.00 USD: credit too low').waitFor()
    await cell(page, 1, 'Value').fill('92.15')
    await page.getByText('Balanced').waitFor()
    await page.getByRole('button', { name: 'Post', exact: true }).click()
    await page.getByRole('heading', { name: /GJ \d+/, level: 1 }).waitFor()
  })
})

const focusedLabel = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))

const describedBy = (page: Page, label: string) =>
  page.evaluate((name) => {
    const id = document.querySelector(`[aria-label="${name}"]`)?.getAttribute('aria-describedby')
    return id ? document.getElementById(id)?.textContent : undefined
  }, label)
