import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectNoComplaints, openBrowser, signedIn, visit } from '../../browser-testing.ts'

/** Through the reports of the stock as a controller would, before the month is closed. */

let browser: Browser
let page: Page

beforeAll(async () => {
  browser = await openBrowser()
  page = await signedIn(browser)
})
afterAll(() => browser?.close())

const cents = (text: string) => Math.round(Number(text.replaceAll(/[^\d.-]/g, '')) * 100)

describe('the reports of the stock', () => {
  it('show stock and ledger side by side, and lead from a value to the journal entry', async () => {
    await visit(page, 'stock-reports')
    await page
      .getByRole('main')
      .getByRole('link', { name: /^Stock valuation/ })
      .click()
    const totals = page.getByRole('table', { name: 'Stock and ledger' })
    await totals.getByRole('row', { name: /^Total/ }).waitFor()
    expect(await totals.getByText('Differs').count()).toBe(0)
    const [stock, ledger] = await totals
      .getByRole('row', { name: /^Total/ })
      .getByRole('cell')
      .allTextContents()
    expect(cents(stock as string)).toBe(cents(ledger as string))

    const row = page.getByRole('table', { name: 'Value by item' }).getByRole('row', { name: /^GR-/ }).first()
    const value = await row.getByRole('button', { name: /^Explain the value/ }).textContent()
    await row.getByRole('button', { name: /^Explain the value/ }).click()
    const sheet = page.getByRole('dialog', { name: 'Explain' })
    await sheet.getByRole('heading', { name: 'What was booked' }).waitFor()
    await sheet
      .getByText(value?.split(': ')[1] as string)
      .first()
      .waitFor()
    await sheet.getByRole('heading', { name: 'Layers' }).waitFor()
    await sheet
      .getByRole('link', { name: /^Journal entry/ })
      .first()
      .click()
    await page.waitForURL(/\/journal\/je_/)
    await page.goBack()
    await page.getByRole('dialog', { name: 'Explain' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog', { name: 'Explain' }).waitFor({ state: 'detached' })
    expectNoComplaints(page)
  })

  it('answer for any day, with its parameters in the address', async () => {
    await visit(page, 'stock-reports/valuation')
    await page.getByLabel('As of', { exact: true }).fill('2026-03-31')
    await page.getByText(/as of 31 Mar 2026/).waitFor()
    expect(page.url()).toContain('asOf=2026-03-31')
    await page.getByRole('button', { name: 'As known at…' }).click()
    await page.getByLabel('As known at event').waitFor()
    expect(page.url()).toMatch(/knownAt=\d+/)
    expectNoComplaints(page)
  })

  it('are downloaded as they are shown', async () => {
    await visit(page, 'stock-reports/ageing?days=30,60')
    await page.getByRole('table', { name: 'Ageing of stock' }).waitFor()
    const downloaded = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download as CSV' }).click()
    const file = await downloaded
    expect(file.suggestedFilename()).toMatch(/stock-ageing-.*\.csv$/)
    expectNoComplaints(page)
  })

  it('trace a roasted lot to its customers, and back to the green coffee that went into it', async () => {
    await visit(page, 'stock-reports/on-hand?by=lot&q=COLDBREW')
    await page
      .getByRole('link', { name: /^Trace / })
      .first()
      .click()
    const went = page.getByRole('table', { name: /^Where .* went$/ })
    await went.getByRole('cell', { name: 'PRODUCTION' }).first().waitFor()
    await went.getByRole('cell', { name: 'CUSTOMERS' }).first().waitFor()
    await page.getByRole('button', { name: 'Where it came from' }).click()
    const came = page.getByRole('table', { name: /^Where .* came from$/ })
    await came.getByText('Went into it').first().waitFor()
    await came.getByRole('cell', { name: 'SUPPLIERS' }).first().waitFor()
    expect(page.url()).toContain('direction=backward')
    expectNoComplaints(page)
  })

  it('send on to where goods are ordered', async () => {
    await visit(page, 'stock-reports/reorder')
    await page.waitForURL(/\/replenishment/)
  })
})
