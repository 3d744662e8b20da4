import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { expect, inject } from 'vitest'
import { type Look, openContext } from './browser-testing.ts'

/** People for browser tests: those that a local system comes with, and new ones who signed up a moment ago. */

export interface Credentials {
  email: string
  password: string
}

type DemoRole = 'owner' | 'accountant' | 'payables-clerk' | 'manager' | 'auditor'

/** One of the demo's people; without a role the operator of the platform. */
export async function demoPerson(role: DemoRole | undefined): Promise<Credentials> {
  const text = await readFile(join(inject('state'), 'demo-people.json'), 'utf8')
  const people = JSON.parse(text) as (Credentials & { role?: string })[]
  const person = people.find((each) => each.role === role)
  if (!person) throw new Error(`The demo has nobody who is ${role}.`)
  return person
}

/** A page of its own browser context for somebody. */
export async function signedInWith(browser: Browser, person: Credentials, look: Look = {}): Promise<Page> {
  const page = await (await openContext(browser, look)).newPage()
  await post(page, '/v1/sign-in', { email: person.email, password: person.password })
  return page
}

/** A page of one of the demo's people. */
export const signedInAs = async (browser: Browser, role: DemoRole, look: Look = {}): Promise<Page> =>
  signedInWith(browser, await demoPerson(role), look)

/** Calls the API with the page's session, as its own scripts would. */
export async function post(
  page: Page,
  path: string,
  data: object,
  method: 'post' | 'put' | 'patch' = 'post',
): Promise<Record<string, unknown>> {
  const headers = { origin: inject('baseUrl'), 'idempotency-key': crypto.randomUUID() }
  const reply = await page.request[method](path, { data, headers })
  const text = await reply.text()
  expect(reply.status(), `${method} ${path}: ${text}`).toBeLessThan(300)
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
}

/** Somebody whom nobody knows yet. */
export function newPerson(): Credentials & { name: string; organisation: string } {
  const word = Math.random().toString(36).slice(2, 9)
  return {
    name: 'Mara Lindqvist',
    email: `mara.${word}@example.com`,
    password: 'copper kettle on the blue stove',
    organisation: `Lindqvist ${word}`,
  }
}

/** A new person with an organisation of their own, signed in. */
export async function signedUp(browser: Browser, look: Look = {}) {
  const person = newPerson()
  const page = await (await openContext(browser, look)).newPage()
  const { name, email, password, organisation } = person
  const slug = organisation.toLowerCase().replace(' ', '-')
  await post(page, '/v1/sign-up', {
    name,
    email,
    password,
    region: 'eu',
    tenant: { name: organisation, slug },
  })
  const link = new URL(await linkInMail(page, email))
  await post(page, '/v1/email/verify', {
    token: link.searchParams.get('token'),
    region: link.searchParams.get('region'),
  })
  return { ...person, page }
}

/** The link of the newest mail to an address. */
export async function linkInMail(page: Page, to: string): Promise<string> {
  const find = async () => {
    const reply = await page.request.get(`/dev/mailbox.json?${new URLSearchParams({ to })}`)
    const { data } = (await reply.json()) as { data: { links: string[] }[] }
    return data[0]?.links[0]
  }
  await expect.poll(find, { timeout: 10_000 }).toBeTruthy()
  return (await find()) as string
}

/** A company of the page's tenant, without accounts. */
export async function openCompany(page: Page): Promise<string> {
  const slug = `company-${Math.random().toString(36).slice(2, 9)}`
  await post(page, '/v1/companies', { name: 'Lindqvist AB', slug, country: 'SE', currency: 'SEK' })
  return slug
}
