import type { Page } from 'playwright-core'

/** Screens of documents of the stock, of what is on hand, and of reservations. */
export const STOCK_SCREENS: readonly {
  name: string
  path: string
  open?: (page: Page) => Promise<unknown>
}[] = [
  { name: 'stock', path: 'stock' },
  { name: 'stock, nothing lies there', path: 'stock?place=SHOP&item=GR-SANTOS' },
  { name: 'stock, values', path: 'stock?tab=values' },
  { name: 'stock of an item', path: 'stock?open=GR-NYERI' },
  { name: 'stock documents', path: 'stock/documents' },
  { name: 'stock documents, none matches', path: 'stock/documents?q=no+document+says+this' },
  { name: 'kinds of new stock documents', path: 'stock/documents', open: openKinds },
  { name: 'how stock is posted', path: 'stock/documents?open=settings' },
  { name: 'stock document', path: 'stock/documents?kind=receipt', open: openDocument },
  { name: 'give goods back', path: 'stock/documents?kind=receipt', open: giveBack },
  { name: 'receive a transfer', path: 'stock/documents?kind=transfer', open: receiveTransfer },
  { name: 'new receipt', path: 'stock/documents/new?kind=receipt' },
  { name: 'new receipt, refused', path: 'stock/documents/new?kind=receipt', open: receiveWithoutLot },
  { name: 'new receipt, of the past', path: 'stock/documents/new?kind=receipt', open: previewReceipt },
  { name: 'new issue, too much', path: 'stock/documents/new?kind=issue', open: issueTooMuch },
  { name: 'new transfer', path: 'stock/documents/new?kind=transfer' },
  { name: 'new adjustment', path: 'stock/documents/new?kind=adjustment' },
  { name: 'new receipt costs', path: 'stock/documents/new?kind=cost', open: chooseReceipt },
  { name: 'new standard costs', path: 'stock/documents/new?kind=standard-cost' },
  { name: 'new revaluation', path: 'stock/documents/new?kind=revaluation' },
  { name: 'reservations', path: 'reservations' },
  { name: 'reservations, none matches', path: 'reservations?q=nothing' },
  { name: 'new reservation', path: 'reservations?open=new' },
  { name: 'reservation', path: 'reservations', open: openReservation },
  { name: 'change a reservation', path: 'reservations', open: (page) => inReservation(page, 'Change…') },
  {
    name: 'places of a reservation',
    path: 'reservations?q=PR-311',
    open: (page) => inReservation(page, 'Choose the places…'),
  },
  { name: 'release a reservation', path: 'reservations', open: (page) => inReservation(page, 'Release…') },
  { name: 'expected receipts', path: 'reservations?tab=expected' },
  { name: 'announce a receipt', path: 'reservations?tab=expected&open=expect' },
  { name: 'a receipt does not come', path: 'reservations?tab=expected&open=cancel:SANTOS-14' },
]

async function openKinds(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New document' }).click()
  await page.getByRole('menuitem', { name: 'Receipt', exact: true }).waitFor()
}

/** The first of the list that something can be done with. */
async function openDocument(page: Page): Promise<void> {
  await page.getByRole('table', { name: 'Documents' }).getByRole('link').first().click()
  await page.getByRole('table', { name: 'Lines' }).waitFor()
}

async function giveBack(page: Page): Promise<void> {
  await openDocument(page)
  await page.getByRole('button', { name: 'Give back…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'All of it' }).click()
}

async function receiveTransfer(page: Page): Promise<void> {
  await openDocument(page)
  await page.getByRole('button', { name: 'Receive…' }).click()
  await page.getByRole('dialog').waitFor()
}

async function fillLine(page: Page, item: string, quantity: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Item, line 1' }).fill(item)
  await page.getByRole('option', { name: new RegExp(`^${item} `) }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: 'Quantity, line 1' }).fill(quantity)
}

/** Nothing is recorded: the item is kept by lots, and none is named. The page keeps it as a draft. */
async function receiveWithoutLot(page: Page): Promise<void> {
  await fillLine(page, 'GR-SIDAMO', '60')
  await page.getByRole('button', { name: 'Record the receipt' }).click()
  await page
    .getByText(/name the lot/)
    .first()
    .waitFor()
}

async function previewReceipt(page: Page): Promise<void> {
  const days = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10)
  await page.getByLabel('Date', { exact: true }).fill(days)
  await fillLine(page, 'GR-SANTOS', '60')
  await page.getByRole('textbox', { name: 'Lot or serials, line 1' }).fill('LATE-1')
  await page.getByRole('textbox', { name: 'Unit cost, line 1' }).fill('426')
  await page.getByRole('button', { name: 'Preview' }).click()
  await page.getByRole('table', { name: 'What is booked' }).waitFor()
}

async function issueTooMuch(page: Page): Promise<void> {
  await fillLine(page, 'GR-NYERI', '9000')
  await page.getByText('only', { exact: true }).waitFor()
}

async function chooseReceipt(page: Page): Promise<void> {
  await page
    .getByRole('checkbox', { name: /^Choose GR/ })
    .first()
    .check()
  await page.getByRole('table', { name: /^Lines of GR/ }).waitFor()
}

async function openReservation(page: Page): Promise<void> {
  await page.getByRole('table', { name: 'Reservations' }).getByRole('button').first().click()
  await page.getByRole('dialog').getByRole('button', { name: 'Change…' }).waitFor()
}

async function inReservation(page: Page, action: string): Promise<void> {
  await openReservation(page)
  await page.getByRole('dialog').getByRole('button', { name: action }).click()
}
