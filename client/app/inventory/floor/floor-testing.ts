import type { Browser, BrowserContext, Page } from 'playwright-core'
import { call, type Look, openContext } from '../../browser-testing.ts'
import { type Credentials, demoPerson, post } from '../../people-testing.ts'

/** A warehouse for browser tests of the floor, and a scanner to hold in the hand. */

export const BEANS = '4006381333931'
export const MILK = '09521234543213'

/** A browser that the floor is used in, with its service worker. */
export async function floorContext(browser: Browser, look: Look = { width: 360 }): Promise<BrowserContext> {
  return openContext(browser, { ...look, hasServiceWorker: true })
}

export async function signIn(page: Page, person: Credentials): Promise<void> {
  await post(page, '/v1/sign-in', { email: person.email, password: person.password })
}

export async function ownerPage(browser: Browser, look?: Look): Promise<Page> {
  const page = await (await floorContext(browser, look)).newPage()
  await signIn(page, await demoPerson('owner'))
  return page
}

/** Two bins, coffee by the piece and box, and milk by lot with expiry: something of each is there. */
export async function openWarehouse(page: Page) {
  const slug = `floor-${Math.random().toString(36).slice(2, 10)}`
  await post(page, '/v1/companies', {
    ...{ name: `Company ${slug}`, slug, country: 'DE', currency: 'EUR', chart: 'ifrs' },
  })
  const send = (path: string, data: object) => post(page, `/v1/companies/${slug}${path}`, data)
  await send('/warehouses', { code: 'MAIN', name: 'Main' })
  for (const code of ['MAIN/A-01', 'MAIN/B-02']) await send('/bins', { warehouse: 'MAIN', code, name: code })
  await send('/items', {
    ...{ code: 'BEANS', name: 'Coffee beans', unit: 'pcs', units: [{ code: 'box', numerator: 12 }] },
    barcodes: [{ barcode: BEANS }, { barcode: 'BOX-BEANS', unit: 'box' }],
  })
  await send('/items', {
    ...{ code: 'MILK', name: 'Oat milk', unit: 'pcs', tracking: 'lot', hasExpiry: true },
    barcodes: [{ barcode: MILK }],
  })
  await send('/stock/receipts', {
    date: '2026-01-05',
    lines: [
      { item: 'BEANS', quantity: '20', to: 'MAIN/A-01', cost: '100.00' },
      { item: 'MILK', quantity: '6', to: 'MAIN/B-02', lot: 'L-LATE', expiry: '2030-12-31', cost: '6.00' },
      { item: 'MILK', quantity: '6', to: 'MAIN/B-02', lot: 'L-SOON', expiry: '2029-01-31', cost: '6.00' },
    ],
  })
  return { slug, send }
}

/** How much of an item lies in a place, as the server has it. */
export async function onHand(page: Page, slug: string, item: string, place: string): Promise<number> {
  const reply = await call(page, 'GET', `/v1/companies/${slug}/stock/on-hand?item=${item}&place=${place}`)
  const { data } = (await reply.json()) as { data: { quantity: string }[] }
  return data.reduce((sum, { quantity }) => sum + Number(quantity), 0)
}

export async function documents(page: Page, slug: string, kind: string): Promise<number> {
  const reply = await call(page, 'GET', `/v1/companies/${slug}/stock/documents?kind=${kind}`)
  return ((await reply.json()) as { data: unknown[] }).data.length
}

/** As a keyboard wedge does it: wherever the focus is, ended by Enter, and at its speed however slow this machine is. */
export async function scan(page: Page, text: string): Promise<void> {
  await page.evaluate(
    (keys) => {
      for (const key of keys) {
        const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
        ;(document.activeElement ?? document.body).dispatchEvent(event)
      }
    },
    [...text, 'Enter'],
  )
}

export const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })

export async function visitFloor(page: Page, slug: string, path = ''): Promise<void> {
  await page.goto(`/companies/${slug}/floor${path}`)
  await page.locator('h1').first().waitFor()
}

/** The device has taken over what it needs, and the app is installed on it. */
export async function readyForOffline(page: Page): Promise<void> {
  await page.getByText(/items and .* places, as of/).waitFor()
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
}
