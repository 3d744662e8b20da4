import type { Page } from 'playwright-core'

/** The reports of the stock, and what is opened on them. */
export const STOCK_REPORT_SCREENS: readonly {
  name: string
  path: string
  open?: (page: Page) => Promise<unknown>
}[] = [
  { name: 'stock reports', path: 'stock-reports' },
  { name: 'stock on hand by lot', path: 'stock-reports/on-hand?by=lot' },
  { name: 'stock on hand, nothing matches', path: 'stock-reports/on-hand?q=no+item+is+called+this' },
  { name: 'stock valuation', path: 'stock-reports/valuation' },
  { name: 'stock valuation of the past', path: 'stock-reports/valuation?knownAt=400' },
  { name: 'the value of an item explained', path: 'stock-reports/valuation', open: explainValue },
  { name: 'movement of stock', path: 'stock-reports/movement?by=warehouse' },
  { name: 'ageing of stock', path: 'stock-reports/ageing' },
  { name: 'turnover of stock', path: 'stock-reports/turnover' },
  { name: 'slow movers', path: 'stock-reports/slow-movers?days=30' },
  { name: 'reserved and negative stock', path: 'stock-reports/reserved' },
  { name: 'trace a lot', path: 'stock-reports/trace' },
  { name: 'a lot traced', path: 'stock-reports/on-hand?by=lot', open: traceLot },
]

async function explainValue(page: Page) {
  await page
    .getByRole('button', { name: /^Explain / })
    .first()
    .click()
  await page.getByRole('heading', { name: 'What was booked' }).waitFor()
}

async function traceLot(page: Page) {
  await page
    .getByRole('link', { name: /^Trace / })
    .first()
    .click()
  await page.getByRole('table', { name: /^Where / }).waitFor()
}
