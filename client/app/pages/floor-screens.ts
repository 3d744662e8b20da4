import type { Page } from 'playwright-core'
import { scan } from '../inventory/floor/floor-testing.ts'

/**
 * The warehouse floor. What is begun on a screen is still under way on the next one, as it is for a person: so these come in
 * the order in which one would meet them.
 */
export const FLOOR_SCREENS: readonly {
  name: string
  path: string
  open?: (page: Page) => Promise<unknown>
}[] = [
  { name: 'floor', path: 'floor', open: (page) => page.getByText(/places, as of/).waitFor() },
  { name: 'floor, receive', path: 'floor/receive', open: (page) => order(page, 'HP-PO-88').waitFor() },
  {
    name: 'floor, receive without an order',
    path: 'floor/receive',
    open: (page) => click(page, 'Without an order'),
  },
  { name: 'floor, what is expected', path: 'floor/receive', open: beginReceipt },
  { name: 'floor, type an item', path: 'floor/receive', open: typeItem },
  { name: 'floor, how much', path: 'floor/receive', open: scanCarton },
  { name: 'floor, where it goes', path: 'floor/receive', open: takeCarton },
  { name: 'floor, the receipt', path: 'floor/receive', open: reviewReceipt },
  { name: 'floor, pick', path: 'floor/pick', open: (page) => order(page, 'SO-2046').waitFor() },
  { name: 'floor, to the place', path: 'floor/pick', open: (page) => order(page, 'SO-2046').click() },
  { name: 'floor, the wrong place', path: 'floor/pick', open: wrongPlace },
  { name: 'floor, count', path: 'floor/count', open: (page) => order(page, /Packaging/).waitFor() },
  { name: 'floor, the next place', path: 'floor/count', open: (page) => order(page, /Packaging/).click() },
  { name: 'floor, queue', path: 'floor/queue' },
]

const order = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const click = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click()

async function beginReceipt(page: Page): Promise<void> {
  await order(page, 'HP-PO-88').click()
  await page.getByRole('heading', { level: 1, name: 'Receive HP-PO-88' }).waitFor()
}

async function typeItem(page: Page): Promise<void> {
  await click(page, 'Type')
  await page.getByLabel('Code, barcode or name').fill('carton')
  await page.getByRole('dialog').getByRole('listitem').first().waitFor()
}

async function scanCarton(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1, name: 'Receive HP-PO-88' }).waitFor()
  await scan(page, 'CARTON-S')
  await page.getByText('How much of CARTON-S?').waitFor()
}

async function takeCarton(page: Page): Promise<void> {
  await click(page, /^Take 1 /)
  await page.getByText('Put it away, and scan the place.').waitFor()
}

async function reviewReceipt(page: Page): Promise<void> {
  await click(page, /^It is in /)
  await click(page, 'Finish, 1 line')
  await page.getByRole('button', { name: 'Record the receipt' }).waitFor()
}

async function wrongPlace(page: Page): Promise<void> {
  await page.getByText('Go there, and scan the place.').waitFor()
  await scan(page, 'SHOP')
  await page.locator('[data-verdict="bad"]').waitFor()
}
