import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  DEMO_COMPANY,
  expectAccessible,
  expectNoComplaints,
  expectNoSidewaysScroll,
  openBrowser,
  openContext,
  settled,
  signedIn,
  visit,
} from './browser-testing.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

/** Every screen, and what is opened on it. */
const SCREENS: readonly { name: string; path: string; open?: (page: Page) => Promise<unknown> }[] = [
  { name: 'overview', path: `/companies/${DEMO_COMPANY}` },
  { name: 'journal', path: 'journal' },
  { name: 'journal, nothing matches', path: 'journal?q=no+entry+says+this' },
  { name: 'journal with the preview', path: 'journal', open: (page) => press(page, 'j', 'p') },
  { name: 'new entry', path: 'journal/new' },
  { name: 'entry', path: 'journal', open: (page) => page.locator('tbody a').first().click() },
  { name: 'accounts', path: 'accounts' },
  { name: 'open an account', path: 'accounts?open=new' },
  { name: 'register', path: 'accounts/1000' },
  { name: 'trial balance', path: 'trial-balance' },
  { name: 'trial balance of the past', path: 'trial-balance?knownAt=40' },
  { name: 'events', path: 'events', open: (page) => page.locator('summary').first().click() },
  { name: 'audit', path: 'audit', open: runAudit },
  { name: 'companies', path: '/companies' },
  { name: 'open a company', path: '/companies?open=new' },
  { name: 'palette', path: 'accounts', open: (page) => press(page, 'Control+k') },
  { name: 'keyboard help', path: 'accounts', open: (page) => press(page, '?') },
  { name: 'company menu', path: 'accounts', open: openCompanyMenu },
]

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
}

async function runAudit(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Run the audit' }).click()
  await page.getByText(/checks passed/).waitFor()
}

async function openCompanyMenu(page: Page): Promise<void> {
  const navigation = page.getByRole('button', { name: 'Open the navigation' })
  if (await navigation.isVisible()) await navigation.click()
  await page
    .getByRole('button', { name: /Switch company/ })
    .filter({ visible: true })
    .click()
  await page.getByRole('menuitem', { name: 'All companies' }).waitFor()
}

async function show(page: Page, path: string, open?: (page: Page) => Promise<unknown>): Promise<void> {
  await visit(page, path)
  await open?.(page)
  await settled(page)
}

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  let page: Page
  beforeAll(async () => {
    page = await signedIn(browser, { theme })
  })
  afterAll(() => page?.context().close())

  it.each(SCREENS)('$name has no accessibility violation', async ({ name, path, open }) => {
    await show(page, path, open)
    await expectAccessible(page, name)
    expectNoComplaints(page)
  })

  it('signing in has no accessibility violation', async () => {
    const context = await openContext(browser, { theme })
    const visitor = await context.newPage()
    await visitor.goto('/sign-in')
    await visitor.getByRole('button', { name: 'Open the demo' }).waitFor()
    await expectAccessible(visitor, 'sign in')
    await context.close()
  })
})

describe.each([390, 360])('on a screen of %i px', (width) => {
  let page: Page
  beforeAll(async () => {
    page = await signedIn(browser, { width })
  })
  afterAll(() => page?.context().close())

  it.each(SCREENS)('$name does not scroll sideways', async ({ name, path, open }) => {
    await show(page, path, open)
    await expectNoSidewaysScroll(page, name)
  })
})

it('every page has its own title and one main heading', async () => {
  const page = await signedIn(browser)
  const titles = new Set<string>()
  const places = ['journal', 'journal/new', 'accounts', 'accounts/1000', 'trial-balance', 'events', 'audit']
  for (const path of places) {
    await visit(page, path)
    await expect.poll(() => page.title()).toMatch(/ · Meridian$/)
    expect(await page.locator('h1').count()).toBe(1)
    titles.add(await page.title())
  }
  expect(titles.size).toBe(places.length)
  await page.context().close()
})
