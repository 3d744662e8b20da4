import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  expectNoComplaints,
  freshCompany,
  openBrowser,
  settled,
  signedIn,
  visit,
} from '../../browser-testing.ts'
import { post } from '../../people-testing.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })
const field = (page: Page, name: string) => page.getByLabel(name, { exact: true })
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name, level: 1 })
const items = (page: Page) => page.getByRole('table', { name: 'Items' })

/** The smallest picture that there is. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

it('a family says what its items have in common, and an item says the rest', async () => {
  const page = await signedIn(browser)
  const company = await freshCompany(page)
  await visit(page, 'items', company)
  await page.getByText('No items yet').waitFor()
  await button(page, 'Families').click()
  await button(page, 'New family').click()
  await field(page, 'Name').fill('Coffee')
  await field(page, 'Code').fill('coffee')
  await page.getByLabel('Stock unit').fill('bag')
  await field(page, 'Tracking').selectOption('lot')
  await field(page, 'Expires').selectOption('yes')
  await button(page, 'Define the family').click()
  await page
    .getByRole('row', { name: /^Coffee coffee/ })
    .getByRole('cell', { name: 'in bag · by lot · expire' })
    .waitFor()

  await visit(page, 'items/new', company)
  await page.getByLabel('Family').fill('coff')
  await page.keyboard.press('Enter')
  expect(await field(page, 'Tracking').inputValue()).toBe('lot')
  await field(page, 'Code').fill('ESP-250')
  await field(page, 'Name').fill('Espresso Hafen')
  await button(page, 'Add a unit').click()
  await field(page, 'Unit 1').fill('box')
  await field(page, 'Stock units in unit 1').fill('12')
  await field(page, 'Barcode 1').fill('4006381333932')
  await button(page, 'Create item').click()
  await page
    .getByText(/should be 1/)
    .first()
    .waitFor()
  expect(await field(page, 'Barcode 1').getAttribute('aria-invalid')).toBe('true')
  await field(page, 'Barcode 1').fill('4006381333931')
  await button(page, 'Create item').click()
  await heading(page, 'Espresso Hafen').waitFor()
  const facts = page.getByRole('region', { name: 'Facts' })
  await facts.getByText('1 box = 12 bag').waitFor()
  await facts.getByText('By lot, expires').waitFor()

  await page.keyboard.press('e')
  await heading(page, 'Change ESP-250').waitFor()
  await field(page, 'Stock units in unit 1').fill('1/3')
  await page.getByText('Exactly 3 box = 1 bag').waitFor()
  await field(page, 'Name').fill('Espresso Hafen, 250 g')
  await button(page, 'Save').click()
  await heading(page, 'Espresso Hafen, 250 g').waitFor()
  await facts.getByText('3 box = 1 bag').waitFor()
  expectNoComplaints(page)
  await page.context().close()
})

it('an item has barcodes, an image and labels, and is found by what is typed or scanned', async () => {
  const page = await signedIn(browser)
  const company = await freshCompany(page)
  const create = (code: string, name: string) => post(page, `/v1/companies/${company}/items`, { code, name })
  await create('CUP-12', 'Paper cup')
  const { id } = await create('BAG-1', 'Bag with valve')
  await visit(page, `items/${id}`, company)
  const barcodes = page.getByRole('list', { name: 'Barcodes' })
  const scan = async (text: string) => {
    await field(page, 'New barcode').fill(text)
    await page.keyboard.press('Enter')
  }
  await scan('9638507')
  await barcodes.getByText('9638507').waitFor()
  await scan('96385075')
  await page.getByText(/should be 4/).waitFor()
  await scan('96385074')
  await barcodes.getByText('96385074').waitFor()
  await button(page, 'Remove barcode 9638507').click()
  await expect.poll(() => barcodes.getByRole('listitem').count()).toBe(1)

  const picture = { name: 'bag.png', mimeType: 'image/png', buffer: PIXEL }
  await page.getByLabel('Image file').setInputFiles(picture)
  const image = page.getByRole('img', { name: 'Bag with valve' })
  await image.waitFor()
  await expect.poll(() => image.evaluate((element) => (element as HTMLImageElement).naturalWidth)).toBe(1)
  await button(page, 'Remove').click()
  await image.waitFor({ state: 'detached' })

  await button(page, 'Labels…').click()
  await page.getByRole('textbox', { name: 'Labels of BAG-1' }).fill('30')
  await page.getByText('30 labels on 2 sheets.').waitFor()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    button(page, 'Download the PDF').click(),
  ])
  expect(download.suggestedFilename()).toBe('labels-a4-3x8.pdf')
  expect((await readFile(await download.path())).subarray(0, 5).toString()).toBe('%PDF-')
  await button(page, 'Close').last().click()

  await visit(page, 'items', company)
  await page.keyboard.press('f')
  await page.keyboard.type('96385074')
  await items(page).getByRole('link', { name: 'Paper cup' }).waitFor({ state: 'detached' })
  await items(page).getByRole('link', { name: 'Bag with valve' }).waitFor()
  await page.keyboard.press('Tab')
  await page.locator('h1').click()
  await page.keyboard.press('j')
  await page.keyboard.press('o')
  await heading(page, 'Bag with valve').waitFor()
  await button(page, 'Take out of use').click()
  await heading(page, /Not used/).waitFor()
  await visit(page, 'items', company)
  expect(await items(page).getByRole('link', { name: 'Bag with valve' }).count()).toBe(0)
  expectNoComplaints(page)
  await page.context().close()
})

it('a template makes the variants that are wanted, and a kit of kits is exploded', async () => {
  const page = await signedIn(browser)
  const company = await freshCompany(page)
  const path = `/v1/companies/${company}/items`
  const { id } = await post(page, path, { code: 'SHIRT', name: 'Shirt' })
  await visit(page, `items/${id}?tab=variants`, company)
  await button(page, 'Make variants').click()
  await field(page, 'Axis 1').fill('Size')
  await field(page, 'Values of axis 1').fill('S=Small, M=Medium')
  await button(page, 'Add an axis').click()
  await field(page, 'Axis 2').fill('Colour')
  await field(page, 'Values of axis 2').fill('red, blue')
  await page.getByText('4 of 4 new combinations').waitFor()
  await field(page, 'Make SHIRT-M-red').uncheck()
  await button(page, 'Make 3 variants').click()
  const variants = page.getByRole('table', { name: 'Variants' })
  await variants.getByRole('row', { name: /^SHIRT-S-blue Small blue/ }).waitFor()
  expect(await variants.getByRole('link').count()).toBe(3)

  const newKit = async (code: string, component: string, quantity: string) => {
    await visit(page, 'items/new', company)
    await field(page, 'Kind').selectOption('kit')
    await field(page, 'Code').fill(code)
    await field(page, 'Name').fill(`Kit ${code}`)
    await button(page, 'Add a component').click()
    // As a scanner does: the whole code at once, before any search can have answered.
    await field(page, 'Component 1').fill(component)
    await page.keyboard.press('Tab')
    await field(page, 'Quantity of component 1').fill(quantity)
    await button(page, 'Create item').click()
    await heading(page, new RegExp(`^Kit ${code}`)).waitFor()
  }
  await newKit('PAIR', 'SHIRT-S-red', '2')
  await newKit('CREW', 'pair', '3')
  await page.getByRole('row', { name: /^PAIR Kit PAIR 3/ }).waitFor()
  await button(page, 'Exploded').click()
  await page.getByRole('row', { name: /^SHIRT-S-red .* 6/ }).waitFor()
  expectNoComplaints(page)
  await page.context().close()
})

it('a table of items is pasted, and the rows that are wrong are named', async () => {
  const page = await signedIn(browser)
  const company = await freshCompany(page)
  await visit(page, 'items/import', company)
  await field(page, 'Rows').fill(
    'SKU\tItem name\tEAN\tColour\nT-1\tTea\t4006381333931\tgreen\nT-2\tCocoa\t4006381333932\tbrown\n',
  )
  await page.getByText('2 items, with code, name, barcode.').waitFor()
  await page.getByText('Columns that items do not have are left out: Colour.').waitFor()
  await button(page, 'Save 2 items').click()
  const refused = page.getByRole('table', { name: 'Rows that cannot be taken' })
  await refused.getByRole('row', { name: /^3 T-2 The last digit/ }).waitFor()
  await button(page, 'Save the rows that are right').click()
  await page.getByText(/^1 items? (is|are) created/).waitFor()
  await field(page, 'Rows').fill('code,name\nT-1,Green tea\nT-2,Cocoa')
  await button(page, 'Save 2 items').click()
  await items(page).getByRole('link', { name: 'Green tea' }).waitFor()
  await items(page).getByRole('link', { name: 'Cocoa' }).waitFor()
  await settled(page)
  expectNoComplaints(page)
  await page.context().close()
})
