import type { Page } from 'playwright-core'

/** What is chosen and checked on the screens of imports. */

const today = () => new Date().toISOString().slice(0, 10)

async function chooseFile(page: Page, name: string, text: string): Promise<void> {
  const file = { name, mimeType: 'text/plain', buffer: Buffer.from(text) }
  await page.getByLabel('File', { exact: true }).setInputFiles(file)
}

async function checkFile(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Check (the file|again)$/ }).click()
  await page.getByRole('table', { name: 'Bad rows' }).waitFor()
}

/** One row is right, and one names an account that the books do not have. */
export async function chooseCsv(page: Page): Promise<void> {
  const rows = `${today()};1000;4000;10,00;Bar\n${today()};1000;8400;12,00;Käse\n`
  await chooseFile(page, 'a.csv', `Datum;Sollkonto;Habenkonto;Betrag;Buchungstext\n${rows}`)
  await checkFile(page)
}

/** One account is opened by the plan of Norway, and the type of another nobody knows. */
export async function chooseSaft(page: Page): Promise<void> {
  const account = (id: string) => `<Account><AccountID>${id}</AccountID></Account>`
  const line = (id: string, side: string) =>
    `<Line><AccountID>${id}</AccountID><${side}Amount><Amount>7.00</Amount></${side}Amount></Line>`
  const entry = (id: number, credit: string) =>
    `<Transaction><TransactionID>${id}</TransactionID><TransactionDate>${today()}</TransactionDate>${line('1920', 'Debit')}${line(credit, 'Credit')}</Transaction>`
  const accounts = ['1920', '3000', 'X1'].map(account).join('')
  const text = `<?xml version="1.0"?><AuditFile><Header><AuditFileCountry>NO</AuditFileCountry></Header>
<MasterFiles><GeneralLedgerAccounts>${accounts}</GeneralLedgerAccounts></MasterFiles>
<GeneralLedgerEntries><Journal><JournalID>Sales</JournalID>${entry(1, '3000')}${entry(2, 'X1')}</Journal></GeneralLedgerEntries></AuditFile>`
  await chooseFile(page, 'a.xml', text)
  await checkFile(page)
  await page.getByText('More settings').click()
}

export async function choosePdf(page: Page): Promise<void> {
  await chooseFile(page, 'a.csv', '%PDF-1.7')
  await page.getByRole('alert').waitFor()
}

export async function openImport(page: Page): Promise<void> {
  await page.getByRole('link', { name: /^card-fees/ }).click()
  await page.getByRole('table', { name: 'Entries' }).waitFor()
}

/** In the words of another program, with an account that the books do not have. */
export async function checkBalances(page: Page): Promise<void> {
  await page.getByLabel('As of').fill(today())
  await page.getByLabel('Rows', { exact: true }).fill('Konto;Soll;Haben\n1100;500,00;\n9999;1,00;')
  await page.getByRole('button', { name: 'Check the balances' }).click()
  await page.getByRole('table', { name: 'Bad rows' }).waitFor()
}
