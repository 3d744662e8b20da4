import { AxeBuilder } from '@axe-core/playwright'
import chromium from '@sparticuz/chromium'
import {
  type APIResponse,
  type Browser,
  type BrowserContext,
  type Page,
  chromium as playwright,
} from 'playwright-core'
import { expect, inject } from 'vitest'

/** What the browser tests have in common: a real Chromium, signed-in pages, and checks that hold on every page. */

declare module 'vitest' {
  export interface ProvidedContext {
    baseUrl: string
    state: string
  }
}

/** The service worker is for tests of the floor: it would answer other tests' requests out of their sight. */
export type Look = { theme?: 'light' | 'dark'; width?: number; hasServiceWorker?: boolean }

/** The company that the demo comes with. */
export const DEMO_COMPANY = 'north-sea-coffee'

export async function openBrowser(): Promise<Browser> {
  // One process for all pages is for functions with little memory; here a closed page would take the browser with it.
  const args = chromium.args.filter((arg) => !['--single-process', '--no-zygote'].includes(arg))
  return playwright.launch({ executablePath: await chromium.executablePath(), args })
}

/** What a page must never do. Filled while the page is used; see {@link expectNoComplaints}. */
const complaints = new WeakMap<BrowserContext, string[]>()

export async function openContext(
  browser: Browser,
  { theme = 'light', width = 1280, hasServiceWorker = false }: Look = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: inject('baseUrl'),
    colorScheme: theme,
    viewport: { width, height: 860 },
    locale: 'en-GB',
    reducedMotion: 'reduce',
    serviceWorkers: hasServiceWorker ? 'allow' : 'block',
  })
  const heard: string[] = []
  complaints.set(context, heard)
  context.on('weberror', (error) => heard.push(error.error().message))
  context.on('console', (message) => {
    if (/Content Security Policy|Minified React error/i.test(message.text())) heard.push(message.text())
  })
  return context
}

export async function signedIn(browser: Browser, look: Look = {}): Promise<Page> {
  const context = await openContext(browser, look)
  const page = await context.newPage()
  const reply = await call(page, 'POST', '/v1/session/demo')
  expect(reply.status()).toBeLessThan(300)
  return page
}

/**
 * Calls the API with the page's session, as its own scripts would. The server closes a connection that was idle for five
 * seconds, and does not read what is sent on it at that moment (ECONNRESET): it is sent again on another one, as browsers do.
 */
export function call(page: Page, method: string, path: string, data?: object): Promise<APIResponse> {
  const headers = {
    origin: inject('baseUrl'),
    ...(method !== 'GET' && { 'idempotency-key': crypto.randomUUID() }),
  }
  return page.request.fetch(path, { method, headers, maxRetries: 2, ...(data && { data }) })
}

/** Opens a place of a company and waits until its data is shown. */
export async function visit(page: Page, path: string, company = DEMO_COMPANY): Promise<void> {
  await page.goto(path.startsWith('/') ? path : `/companies/${company}/${path}`)
  await settled(page)
}

export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor()
  // Several parts of a page may load at the same time.
  await expect.poll(() => page.getByText(/^Loading /).count()).toBe(0)
}

/** A fresh company with a few accounts, so that a test can count on its numbers. */
export async function freshCompany(page: Page): Promise<string> {
  const slug = `test-${Math.random().toString(36).slice(2, 10)}`
  const post = async (path: string, data: object) => {
    const reply = await call(page, 'POST', path, data)
    expect(reply.status(), await reply.text()).toBe(201)
  }
  await post('/v1/companies', { name: `Company ${slug}`, slug, country: 'DE', currency: 'EUR' })
  const accounts = [
    ['1000', 'Cash', 'asset'],
    ['1010', 'Bank', 'asset'],
    ['4000', 'Sales', 'income'],
    ['6100', 'Rent', 'expense'],
  ] as const
  for (const [code, name, type] of accounts)
    await post(`/v1/companies/${slug}/accounts`, { code, name, type })
  return slug
}

export const cell = (page: Page, line: number, column: string) =>
  page
    .getByRole('textbox', { name: `${column}, line ${line}` })
    .or(page.getByRole('combobox', { name: `${column}, line ${line}` }))

export function expectNoComplaints(page: Page): void {
  expect(complaints.get(page.context())).toEqual([])
}

export async function expectAccessible(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  const found = violations.map(
    ({ id, nodes }) =>
      `${where}: ${id}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`).join(' | ')}`,
  )
  expect(found).toEqual([])
}

export async function expectNoSidewaysScroll(page: Page, where: string): Promise<void> {
  const excess = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(excess, `${where} is wider than the screen`).toBeLessThanOrEqual(0)
}

/** Pastes text into the cell that has the focus, as the clipboard would. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((copied) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', copied)
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
    document.activeElement?.dispatchEvent(event)
  }, text)
}
