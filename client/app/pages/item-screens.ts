import type { Page } from 'playwright-core'

/** Items and what is opened on them. */
export const ITEM_SCREENS: readonly {
  name: string
  path: string
  open?: (page: Page) => Promise<unknown>
}[] = [
  { name: 'items', path: 'items' },
  { name: 'items found', path: 'items?q=decaf' },
  { name: 'items, nothing matches', path: 'items?q=no+item+is+called+this' },
  { name: 'labels of chosen items', path: 'items', open: chooseLabels },
  { name: 'families of items', path: 'items?tab=families' },
  { name: 'new family', path: 'items?tab=families&open=new', open: unfoldAccounts },
  { name: 'family', path: 'items?tab=families&open=coffee' },
  { name: 'new item', path: 'items/new', open: refuseItem },
  { name: 'new kit', path: 'items/new?family=gifts', open: addComponent },
  { name: 'copy of an item', path: 'items/new?copy=DECAF-250-WB' },
  { name: 'paste items', path: 'items/import', open: pasteItems },
  { name: 'item', path: 'items/DECAF-250-WB', open: refuseBarcode },
  { name: 'moves of an item', path: 'items/DECAF-250-WB?tab=moves' },
  { name: 'lots of an item', path: 'items/DECAF-250-WB?tab=lots' },
  { name: 'labels of an item', path: 'items/DECAF-250-WB?open=labels' },
  { name: 'change an item', path: 'items/DECAF-250-WB/edit', open: unfoldAccounts },
  { name: 'template', path: 'items/DECAF' },
  { name: 'variants', path: 'items/DECAF?tab=variants', open: addVariants },
  { name: 'kit', path: 'items?kind=kit', open: openKit },
  { name: 'item that is not there', path: 'items/NO-SUCH-ITEM' },
]

async function chooseLabels(page: Page) {
  for (const key of ['j', 'x', 'j', 'x', 'l']) await page.keyboard.press(key)
  await page.getByText('2 labels on 1 sheet.').waitFor()
}

async function unfoldAccounts(page: Page) {
  await page.locator('summary').filter({ hasText: 'Accounts' }).click()
  await page.getByLabel('Goods received, not invoiced').waitFor()
}

async function refuseItem(page: Page) {
  await page.getByLabel('Code', { exact: true }).fill('WRONG')
  await page.getByLabel('Name', { exact: true }).fill('Wrong')
  await page.getByRole('button', { name: 'Add a unit' }).click()
  await page.getByLabel('Unit 1', { exact: true }).fill('box')
  await page.getByLabel('Stock units in unit 1').fill('a dozen')
  await page.getByRole('button', { name: 'Create item', exact: true }).click()
  await page.getByRole('alert').first().waitFor()
}

async function addComponent(page: Page) {
  await page.getByRole('button', { name: 'Add a component' }).click()
  await page.getByLabel('Component 1', { exact: true }).fill('decaf')
  await page.getByRole('listbox').getByRole('option').first().waitFor()
}

async function pasteItems(page: Page) {
  await page
    .getByLabel('Rows')
    .fill('code\tname\tean\tcolour\nX-1\tOne\t\tred\nX-2\tTwo\t4006381333932\tblue')
  await page.getByRole('button', { name: 'Save 2 items' }).click()
  await page.getByRole('table', { name: 'Rows that cannot be taken' }).waitFor()
}

async function refuseBarcode(page: Page) {
  await page.getByLabel('New barcode').fill('4006381333932')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('alert').waitFor()
}

async function addVariants(page: Page) {
  await page.getByRole('button', { name: 'Add variants' }).click()
  await page.getByLabel('Values of axis 1').fill('250=250 g, 1000=1 kg')
  await page.getByRole('table', { name: 'Combinations' }).waitFor()
}

async function openKit(page: Page) {
  await page.getByRole('table', { name: 'Items' }).getByRole('link').first().click()
  await page.getByRole('button', { name: 'Exploded' }).click()
  await page.getByRole('table', { name: 'Components' }).waitFor()
}
