import { expect, it } from 'vitest'
import { openBrowser, signedIn, visit } from '../browser-testing.ts'

it('every page has its own title and one main heading', async () => {
  const browser = await openBrowser()
  const page = await signedIn(browser)
  const titles = new Set<string>()
  const places = [
    'journal',
    'journal/new',
    'accounts',
    'accounts/1000',
    'chart',
    'chart/roles',
    'chart/import',
    'trial-balance',
    'close',
    'currencies',
    'open-items',
    'approvals',
    'policies',
    'policies/new',
    'policies/four-eyes-over-10-000',
    'duties',
    'settings',
    'events',
    'audit',
    '/organisations',
    '/welcome',
    '/account',
    '/account/security',
    '/account/sessions',
    '/account/apps',
    '/settings/team',
    '/settings/roles',
    '/settings/roles/accountant',
    '/settings/permissions',
    '/settings/keys',
    '/settings/apps',
    '/settings/single-sign-on',
    '/settings/residency',
    '/settings/security-log',
    '/settings/support',
    '/operator',
  ]
  for (const path of places) {
    await visit(page, path)
    await expect.poll(() => page.title()).toMatch(/ · Meridian$/)
    expect(await page.locator('h1').count()).toBe(1)
    titles.add(await page.title())
  }
  expect(titles.size).toBe(places.length)
  await browser.close()
})
