import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  call,
  cell,
  DEMO_COMPANY,
  expectNoComplaints,
  freshCompany,
  openBrowser,
  paste,
  settled,
  signedIn,
  visit,
} from './browser-testing.ts'
import { post } from './people-testing.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

describe('a new company', () => {
  it('is opened with the chart of its country, and gets its first figure, without a manual', async () => {
    const page = await signedIn(browser)
    await page.goto('/companies?open=new')
    await page
      .getByLabel('Name', { exact: true })
      .fill(`Bürobedarf ${Math.random().toString(36).slice(2, 8)}`)
    expect(await page.getByLabel('Short name').inputValue()).toMatch(/^burobedarf-/)
    await page.getByLabel('Country').selectOption('CH')
    expect(await page.getByLabel('Currency of the books').inputValue()).toBe('CHF')
    expect(await page.getByLabel('Chart of accounts').inputValue()).toBe('ch')
    await page.getByRole('button', { name: 'Open company' }).click()
    await page.getByText(/\d+ accounts are open/).waitFor()
    await page.getByRole('link', { name: 'New entry' }).last().click()
    await cell(page, 1, 'Account').waitFor()
    await cell(page, 1, 'Account').click()
    await page.keyboard.type('1020\n')
    await cell(page, 1, 'Debit').fill('500')
    await cell(page, 2, 'Account').fill('2800')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Fill the difference' }).click()
    await page.getByRole('button', { name: 'Post', exact: true }).click()
    await page.getByRole('heading', { name: /GJ 1/, level: 1 }).waitFor()
    expectNoComplaints(page)
    await page.context().close()
  })
})

describe('forms', () => {
  it('show a refusal of the server beside the field that it points at', async () => {
    const page = await signedIn(browser)
    const company = await freshCompany(page)
    await visit(page, 'accounts?open=new', company)
    await page.getByLabel('Code', { exact: true }).fill('1000')
    await page.getByLabel('Name', { exact: true }).fill('Again')
    await page.getByRole('dialog').getByRole('button', { name: 'Open account' }).click()
    const code = page.getByLabel('Code', { exact: true })
    await expect.poll(() => code.getAttribute('aria-invalid')).toBe('true')
    await page.getByText('Account 1000 exists. Choose another code.').waitFor()
    await page.context().close()
  })
})

describe('every figure leads to its proof', () => {
  it('from the trial balance over the register and the entry to the hash in the log', async () => {
    const page = await signedIn(browser)
    await visit(page, 'trial-balance')
    const account = page.locator('tbody a').nth(3)
    const name = await account.textContent()
    await account.click()
    await page.getByRole('table', { name: 'Register' }).waitFor()
    expect(await page.locator('h1').textContent()).toContain(name)
    await page.locator('tbody a').first().click()
    await page.waitForURL(/\/journal\//)
    const shown = page.locator('code').first()
    await shown.waitFor()
    const id = new URL(page.url()).pathname.split('/').at(-1)
    const reply = await call(page, 'GET', `/v1/companies/${DEMO_COMPANY}/journal-entries/${id}`)
    const { events } = (await reply.json()) as { events: { hash: string; sequence: number }[] }
    expect(await shown.textContent()).toBe(events[0]?.hash)
    await page.getByRole('link', { name: `Event ${events[0]?.sequence}` }).click()
    await page
      .locator('details[open] code')
      .filter({ hasText: events[0]?.hash ?? '' })
      .waitFor()
    await page.context().close()
  })

  it('shows the books as they were known at an earlier event', async () => {
    const page = await signedIn(browser)
    await visit(page, 'trial-balance')
    const total = () => page.locator('tfoot').textContent()
    const now = await total()
    await page.getByRole('button', { name: 'As known at…' }).click()
    await page.getByLabel('As known at event').fill('160')
    await expect.poll(() => page.url()).toContain('knownAt=160')
    await expect.poll(total).not.toBe(now)
    await page.getByRole('button', { name: 'Now' }).click()
    await expect.poll(total).toBe(now)
    await page.context().close()
  })
})

describe('reversing', () => {
  it('posts the opposite entry at a date and links both', async () => {
    const page = await signedIn(browser)
    const company = await freshCompany(page)
    await post(page, `/v1/companies/${company}/journal-entries`, {
      effectiveDate: '2026-03-01',
      lines: [
        { account: '1000', debit: '7' },
        { account: '4000', credit: '7' },
      ],
    })
    await visit(page, 'journal', company)
    await page.locator('tbody a').first().click()
    await page.getByRole('button', { name: 'Reverse…' }).click()
    await page.getByLabel('Effective date').fill('2026-03-31')
    await page.getByRole('button', { name: 'Post the reversal' }).click()
    await page.getByText('Reversed', { exact: true }).waitFor()
    await page.getByRole('link', { name: 'Show the reversal' }).click()
    await page.getByRole('heading', { name: /GJ 2/, level: 1 }).waitFor()
    await page.getByText('Reversal', { exact: true }).waitFor()
    await page.context().close()
  })
})

describe('the palette', () => {
  it('goes to accounts, places and entries by number', async () => {
    const page = await signedIn(browser)
    await visit(page, 'accounts')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('trial')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Trial balance', level: 1 }).waitFor()
    await page.keyboard.press('Control+k')
    await page.keyboard.type('1000')
    await page.getByRole('option', { name: /^1000/ }).click()
    await expect.poll(() => page.locator('h1').textContent()).toMatch(/^1000/)
    await page.keyboard.press('Control+k')
    await page.keyboard.type('GJ 137')
    await page.getByRole('option', { name: 'Go to GJ 137' }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: /GJ 137/, level: 1 }).waitFor()
    await page.context().close()
  })

  it('has jump keys beside it, which can be turned off', async () => {
    const page = await signedIn(browser)
    await visit(page, 'accounts')
    await page.keyboard.press('g')
    await page.keyboard.press('j')
    await page.getByRole('heading', { name: 'Journal', level: 1 }).waitFor()
    await page.keyboard.press('?')
    await page.getByLabel(/Shortcuts of single keys/).uncheck()
    await page.keyboard.press('Escape')
    await page.keyboard.press('n')
    expect(await page.locator('h1').textContent()).toBe('Journal')
    await page.context().close()
  })
})

describe('live', () => {
  it('an entry posted on one page appears on another without a reload', async () => {
    const watcher = await signedIn(browser)
    const company = await freshCompany(watcher)
    await visit(watcher, 'journal', company)
    await watcher.getByText('No entries yet').waitFor()
    await watcher.getByText('Live', { exact: true }).waitFor()
    const poster = await signedIn(browser)
    await visit(poster, 'journal/new', company)
    await cell(poster, 1, 'Account').click()
    await paste(poster, '1010\t5\t\n4000\t\t5')
    await poster.keyboard.press('Control+Enter')
    await poster.getByRole('heading', { name: /GJ 1/, level: 1 }).waitFor()
    await watcher.getByRole('link', { name: 'GJ 1', exact: true }).waitFor()
    await settled(watcher)
    await watcher.context().close()
    await poster.context().close()
  })
})

describe('a long list', () => {
  it('loads on while one scrolls, and J and K leaf through its entries', async () => {
    const page = await signedIn(browser)
    await visit(page, 'journal')
    const first = (await page.locator('tbody a').first().textContent()) ?? ''
    await page.keyboard.press('j')
    await page.keyboard.press('o')
    await page.getByRole('heading', { name: new RegExp(first), level: 1 }).waitFor()
    await page.keyboard.press('j')
    await expect.poll(() => page.locator('h1').textContent()).not.toContain(first)
    await visit(page, 'journal')
    // As far as there is something to load, however long that takes.
    const last = page.locator('tbody a').filter({ hasText: /^GJ 1$/ })
    const scroll = async () => {
      await page.mouse.wheel(0, 4_000)
      return last.count()
    }
    await expect.poll(scroll).toBe(1)
    await page.context().close()
  })
})
