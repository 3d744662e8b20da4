import type { Page } from 'playwright-core'

/** Counts, adjustments in a grid and replenishment, and what is opened on them. */
export const COUNTING_SCREENS: readonly {
  name: string
  path: string
  open?: (page: Page) => Promise<unknown>
}[] = [
  { name: 'counts', path: 'counts' },
  { name: 'counts, nothing matches', path: 'counts?status=cancelled' },
  { name: 'accuracy of counts', path: 'counts?open=accuracy' },
  { name: 'plan a count', path: 'counts?open=new' },
  { name: 'plan a cycle count', path: 'counts?open=new', open: (page) => choose(page, /A part of it/) },
  { name: 'plan a count of items', path: 'counts?open=new', open: (page) => choose(page, /Some items/) },
  { name: 'blind count', path: 'counts?status=open', open: openCount },
  { name: 'count that does not take everything', path: 'counts?status=open', open: typeNonsense },
  {
    name: 'found something',
    path: 'counts?status=open',
    open: (page) => openAndClick(page, 'Found something'),
  },
  { name: 'finish a count', path: 'counts?status=open', open: (page) => openAndClick(page, 'Finish…') },
  { name: 'posted count', path: 'counts?status=posted', open: openCount },
  { name: 'countings of a line', path: 'counts?status=posted', open: openCountings },
  { name: 'adjust stock', path: 'stock/adjust' },
  { name: 'adjust stock, nothing matches', path: 'stock/adjust?q=nothing+is+called+this' },
  { name: 'preview of an adjustment', path: 'stock/adjust', open: previewAdjustment },
  {
    name: 'add to an adjustment',
    path: 'stock/adjust',
    open: (page) => press(page, 'Add what is not in the list'),
  },
  { name: 'proposals', path: 'replenishment' },
  { name: 'why a proposal', path: 'replenishment', open: (page) => pressFirst(page, /^Why /) },
  { name: 'dismiss a proposal', path: 'replenishment', open: (page) => pressFirst(page, /^Dismiss /) },
  { name: 'order proposals', path: 'replenishment', open: orderAll },
  { name: 'dismissed proposals', path: 'replenishment?dismissed=true' },
  { name: 'reorder rules', path: 'replenishment?tab=rules' },
  {
    name: 'change a rule',
    path: 'replenishment?tab=rules',
    open: (page) => pressFirst(page, /^Change the rule/),
  },
  {
    name: 'remove a rule',
    path: 'replenishment?tab=rules',
    open: (page) => pressFirst(page, /^Remove the rule/),
  },
  { name: 'new reorder rule', path: 'replenishment?tab=rules&open=new' },
  { name: 'paste rules', path: 'replenishment?tab=rules&open=paste', open: pasteRules },
]

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const pressFirst = (page: Page, name: RegExp) => page.getByRole('button', { name }).first().click()
const choose = (page: Page, name: RegExp) => page.getByRole('radio', { name }).check()

async function openCount(page: Page): Promise<void> {
  await page.getByRole('table', { name: 'Stock counts' }).getByRole('link').first().click()
  await page.getByRole('grid', { name: 'Lines of the count' }).waitFor()
}

async function openAndClick(page: Page, name: string): Promise<void> {
  await openCount(page)
  await press(page, name)
  await page.getByRole('dialog').waitFor()
}

/** What is no number is not sent. */
async function typeNonsense(page: Page): Promise<void> {
  await openCount(page)
  const cell = page.getByRole('textbox', { name: /^Counted, / }).first()
  await cell.fill('a few')
  await cell.press('Enter')
  await page.getByText('Write a number, such as 12 or 12.5.').waitFor()
}

async function openCountings(page: Page): Promise<void> {
  await openCount(page)
  await pressFirst(page, /^Countings of /)
  await page.getByText('in force').waitFor()
}

/** Nothing is recorded. */
async function previewAdjustment(page: Page): Promise<void> {
  const cell = page.getByRole('textbox', { name: /^New quantity, / }).first()
  await cell.fill('1')
  await cell.press('Enter')
  await page.getByLabel('Reason').fill('Breakage')
  await page.getByRole('button', { name: 'Preview 1 line' }).click()
  await page.getByRole('button', { name: 'Record the adjustment' }).waitFor()
}

async function orderAll(page: Page): Promise<void> {
  await page.getByRole('checkbox', { name: 'Choose all that are shown' }).check()
  await press(page, 'Order…')
  await page.getByRole('dialog').waitFor()
}

async function pasteRules(page: Page): Promise<void> {
  await page.getByLabel('Rows of a spreadsheet').fill('Item\tMin\tMax\nNO-SUCH-ITEM\t5\t2')
  await press(page, 'Save the rules')
  await page.getByRole('alert').waitFor()
}
