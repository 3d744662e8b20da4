import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { expectNoComplaints, freshCompany, openBrowser, visit } from '../../browser-testing.ts'
import { post, signedInAs } from '../../people-testing.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

const HEADER = 'Belegnr;Buchungsdatum;Sollkonto;Habenkonto;Betrag;Buchungstext\n'
const fileOf = (rows: string, name: string) => ({
  name,
  mimeType: 'text/csv',
  // As an older program saves it: Latin-1.
  buffer: Buffer.from(HEADER + rows, 'latin1'),
})

it('recognises a file, checks it, imports it, goes on with it, and takes it back', async () => {
  const page = await signedInAs(browser, 'owner')
  const company = await freshCompany(page)
  await visit(page, 'import', company)
  await page.getByText('No imports yet').waitFor()
  await page.getByRole('link', { name: 'Import a file' }).click()
  const choose = page.getByLabel('File', { exact: true })
  await choose.setInputFiles(
    fileOf('1;31.03.2026;1010;4000;1.234,50;Käse\n2;31.03.2026;1010;9999;5,00;Wein\n', 'bank.csv'),
  )
  await page.getByText('Latin-1 (Windows-1252)').waitFor()
  expect(await page.getByLabel('Debit account').inputValue()).toBe('Sollkonto')
  await page.getByRole('button', { name: 'Check the file' }).click()
  const bad = page.getByRole('table', { name: 'Bad rows' })
  await bad.getByText('There is no account 9999.').waitFor()
  await bad.getByRole('cell', { name: 'Habenkonto' }).waitFor()
  await page.getByRole('button', { name: 'Import the 1 that are right' }).click()

  await page.getByRole('heading', { name: 'bank.csv' }).waitFor()
  await page.getByText('Finished', { exact: true }).waitFor()
  await page.getByRole('table', { name: 'Entries' }).getByText('Käse').waitFor()
  await page.getByRole('button', { name: 'Undo…' }).click()
  await page.getByRole('button', { name: 'Reverse its entries' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByText('Reversed', { exact: true }).first().waitFor()
  expectNoComplaints(page)
})

it('opens accounts that the file has and the chart lacks, shows what would be booked, and goes on where it was stopped', async () => {
  const page = await signedInAs(browser, 'owner')
  const company = await freshCompany(page)
  await visit(page, 'import/new', company)
  const choose = page.getByLabel('File', { exact: true })
  const rows = Array.from({ length: 6_000 }, (_, at) => `N-${at};31.03.2026;1010;4711;0,01;Käse ${at}\n`)
  const file = fileOf(rows.join(''), 'shop.csv')
  await choose.setInputFiles(file)
  await page.getByRole('button', { name: 'Check the file' }).click()
  await page.getByRole('button', { name: 'Open 1 as proposed' }).click()
  await page.getByText('Changed since the check.').waitFor()
  await page.getByRole('button', { name: 'Check with the changes' }).click()
  const preview = page.getByRole('table', { name: 'Entries as they would be booked' })
  await preview.getByText('Käse 0', { exact: false }).first().waitFor()
  await preview.getByText('4711').first().waitFor()
  await preview.getByText('new', { exact: true }).first().waitFor()

  // The second part never arrives: what is booked stays, and the same file goes on after it.
  await page.route(/\/parts\?.*part=2&/, (route) => route.abort())
  await page.getByRole('button', { name: 'Import 6,000 entries' }).click()
  await page.getByText('The server did not answer.').waitFor()
  await page.unroute(/\/parts\?.*part=2&/)
  await visit(page, 'import/new', company)
  await choose.setInputFiles(file)
  await page.getByText('5,000 of its rows are done').waitFor()
  await page.getByRole('button', { name: 'Check the file' }).click()
  await page.getByRole('button', { name: 'Import 1,000 entries' }).click()
  await page.getByRole('heading', { name: 'shop.csv' }).waitFor()
  await page.getByText('Finished', { exact: true }).waitFor()
  await page.getByText('6,000').first().waitFor()
  expectNoComplaints(page)
})

it('says of a file that is none what it is', async () => {
  const page = await signedInAs(browser, 'owner')
  const company = await freshCompany(page)
  await visit(page, 'import/new', company)
  const choose = page.getByLabel('File', { exact: true })
  for (const [text, problem] of [
    ['', 'The file is empty.'],
    ['%PDF-1.7', 'The file is a PDF'],
    ['Amount\n1\n2\n', 'The text has no header with at least two columns.'],
  ] as const) {
    await choose.setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
    await page.getByRole('alert').getByText(problem).waitFor()
    expect(await page.getByRole('button', { name: 'Check the file' }).count()).toBe(0)
  }
  expectNoComplaints(page)
})

it('posts opening balances once the difference is confirmed', async () => {
  const page = await signedInAs(browser, 'owner')
  const company = await freshCompany(page)
  const account = { code: '3999', name: 'Opening balances', type: 'equity' }
  await post(page, `/v1/companies/${company}/accounts`, account)
  await post(page, `/v1/companies/${company}/account-roles`, { roles: { openingBalance: '3999' } })
  await visit(page, 'import/opening-balances', company)
  await page.getByLabel('As of').fill('2026-01-01')
  await page.getByLabel('Rows', { exact: true }).fill('Account,Debit,Credit\n1010,500.00,\n')
  await page.getByRole('button', { name: 'Check the balances' }).click()
  await page.getByText('The difference goes to 3999 Opening balances.').waitFor()
  await page.getByRole('button', { name: 'Confirm the difference and post' }).click()
  await page.getByRole('heading', { name: 'GJ 1' }).waitFor()
  expectNoComplaints(page)
})
