import type { Page } from 'playwright-core'

/** Places and what is opened on them. */
export const PLACE_SCREENS: readonly {
  name: string
  path: string
  open?: (page: Page) => Promise<unknown>
}[] = [
  { name: 'places', path: 'places', open: unfold },
  { name: 'places found', path: 'places?q=MAIN' },
  { name: 'places, nothing matches', path: 'places?q=no+place+is+called+this' },
  { name: 'open a warehouse', path: 'places?open=warehouse' },
  { name: 'add a bin', path: 'places?open=bin' },
  { name: 'add many bins', path: 'places?open=bins', open: previewBins },
  { name: 'warehouse', path: 'places?place=MAIN' },
  { name: 'change a warehouse', path: 'places?place=MAIN', open: change },
  { name: 'bin', path: 'places?place=MAIN%2FQC' },
  { name: 'change a bin', path: 'places?place=MAIN%2FQC', open: change },
  { name: 'virtual places', path: 'places?tab=virtual' },
  { name: 'virtual place', path: 'places?tab=virtual&place=SCRAP' },
  { name: 'add a virtual place', path: 'places?tab=virtual&open=virtual' },
  { name: 'put-away', path: 'places?tab=put-away' },
  { name: 'set where an item is put', path: 'places?tab=put-away&open=put-away' },
]

async function unfold(page: Page) {
  await page
    .getByRole('button', { name: /^Places below MAIN\// })
    .first()
    .click()
}

async function previewBins(page: Page) {
  await page.getByLabel('Codes').fill('MAIN/QC{A..C}-{01..12}')
  await page.getByRole('region', { name: 'What it comes to' }).getByText('36 bins').waitFor()
}

async function change(page: Page) {
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await page.getByRole('dialog', { name: /^Change / }).waitFor()
}
