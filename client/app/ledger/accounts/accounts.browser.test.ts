import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { expectNoComplaints, openBrowser, settled, signedIn, visit } from '../../browser-testing.ts'
import { post } from '../../people-testing.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })
const sheet = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name })

async function openCompany(page: Page, chart: string): Promise<string> {
  const name = `Werk ${Math.random().toString(36).slice(2, 9)}`
  await page.goto('/companies?open=new')
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByLabel('Country').selectOption('DE')
  expect(await page.getByLabel('Chart of accounts').inputValue()).toBe('de-skr03')
  await page.getByLabel('Chart of accounts').selectOption(chart)
  await button(page, 'Open company').click()
  await page.getByRole('heading', { name, level: 1 }).waitFor()
  return new URL(page.url()).pathname.split('/')[2] as string
}

const entry = (company: string, debit: string, credit: string, amount: string) => ({
  path: `/v1/companies/${company}/journal-entries`,
  data: {
    effectiveDate: '2026-03-02',
    lines: [
      { account: debit, debit: amount },
      { account: credit, credit: amount },
    ],
  },
})

it('a company begins with the chart of its country, whose accounts are renumbered and merged', async () => {
  const page = await signedIn(browser)
  const company = await openCompany(page, 'de-skr03')
  await page.getByText(/\d+ accounts are open/).waitFor()
  for (const { path, data } of [entry(company, '1200', '0800', '500'), entry(company, '1220', '0800', '70')])
    await post(page, path, data)

  await visit(page, 'accounts?q=12', company)
  const table = page.getByRole('table', { name: 'Accounts' })
  await table.getByRole('button', { name: /^Details of 1200 / }).click()
  await sheet(page, /^1200 /)
    .getByRole('button', { name: 'Renumber' })
    .click()
  await page.getByLabel('New code').fill('1220')
  await button(page, 'Renumber').click()
  await page.getByText('Account 1220 exists. Choose another code.').waitFor()
  await page.getByLabel('New code').fill('1201')
  await button(page, 'Renumber').click()
  await sheet(page, /^1201 /).waitFor()
  await page.keyboard.press('Escape')

  await table.getByRole('button', { name: /^Details of 1220 / }).click()
  await sheet(page, /^1220 /)
    .getByRole('button', { name: 'Take out of use' })
    .click()
  await sheet(page, /out of use\?$/)
    .getByRole('button', { name: 'Take out of use' })
    .click()
  await page.getByText(/Account 1220 has a balance of 70\.00 EUR/).waitFor()
  await sheet(page, /out of use\?$/)
    .getByRole('button', { name: 'Cancel' })
    .click()
  await sheet(page, /^1220 /)
    .getByRole('button', { name: 'Merge into another' })
    .click()
  await page.getByLabel('Into', { exact: true }).fill('1201')
  await page.keyboard.press('Enter')
  await page.getByRole('region', { name: 'What happens' }).getByText('570.00').waitFor()
  await button(page, 'Merge…').click()
  await button(page, 'Merge the accounts').click()
  await sheet(page, /^1201 /)
    .getByText('1220', { exact: true })
    .waitFor()
  await page.getByRole('region', { name: 'Balance in EUR' }).getByText('570.00').waitFor()
  await page.getByRole('link', { name: 'Show the register' }).click()
  await page.getByRole('table', { name: 'Register' }).getByText('570.00').first().waitFor()

  await visit(page, 'reports/balance-sheet?zeros=true', company)
  const account = (code: string) => page.getByRole('row').filter({ hasText: new RegExp(`^${code}`) })
  await account('1201').getByText('570.00').first().waitFor()
  expect(await account('1220').count()).toBe(0)
  expectNoComplaints(page)
  await page.context().close()
})

it('a chart is adopted, its roles are set, and another is read from a file', async () => {
  const page = await signedIn(browser)
  const company = await openCompany(page, 'none')
  await page.getByRole('link', { name: 'Adopt a chart' }).click()
  await page.getByText(/Opens 353 accounts and sets 24 roles/).waitFor()
  await page.getByLabel('Chart', { exact: true }).selectOption('ifrs')
  await button(page, 'Adopt IFRS, general').click()
  await page.getByRole('table', { name: 'Accounts' }).waitFor()

  await visit(page, 'chart/roles', company)
  const suspense = page.getByLabel('Suspense')
  await suspense.fill('')
  await suspense.press('Tab')
  await page.getByText('Missing', { exact: true }).waitFor()
  await button(page, 'Save the roles').click()
  await page.getByText('1 missing').waitFor()

  await visit(page, 'chart/import', company)
  await page.getByLabel('CSV file').setInputFiles({
    name: 'chart.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('code,name,type\n99010,Our own,asset\n99020,,asset\n'),
  })
  await button(page, 'Check the file').click()
  const wrong = page.getByRole('table', { name: 'Rows that cannot be taken' })
  await wrong.getByRole('row', { name: /^3 name/ }).waitFor()
  await button(page, 'Import the rows that are right').click()
  await page.getByRole('link', { name: 'Our own' }).waitFor()
  expectNoComplaints(page)
  await page.context().close()
})

it('the keyboard folds the tree, opens an account, and a limit keeps it from being overdrawn', async () => {
  const page = await signedIn(browser)
  const company = await openCompany(page, 'de-skr03')
  const { path, data } = entry(company, '1200', '0800', '500')
  await post(page, path, data)
  await visit(page, 'accounts?q=12', company)
  await page.keyboard.press('j')
  await page.keyboard.press('e')
  const open = page.getByRole('dialog')
  await button(page, 'Limit the balance').waitFor()
  const code = /^(\S+) /.exec((await open.getByRole('heading', { level: 2 }).textContent()) ?? '')?.[1]
  await button(page, 'Limit the balance').click()
  await page.getByLabel('Never below').fill('0')
  await button(page, 'Save the limit').click()
  await page.getByText(`The limit of account ${code} is in force.`).waitFor()
  await page.keyboard.press('Escape')

  await visit(page, 'accounts', company)
  const folds = page.getByRole('table', { name: 'Accounts' }).locator('button[aria-expanded]')
  await folds.first().waitFor()
  const rows = await page.locator('tbody tr').count()
  await page.keyboard.press('j')
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => folds.first().getAttribute('aria-expanded')).toBe('false')
  expect(await page.locator('tbody tr').count()).toBeLessThan(rows)
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => page.locator('tbody tr').count()).toBe(rows)
  await settled(page)
  expectNoComplaints(page)
  await page.context().close()
})
