import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Cookie, Page } from 'playwright-core'
import { expect, inject } from 'vitest'
import { call, type Look, openContext } from './browser-testing.ts'

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

/** What tells the server that somebody has signed in with this browser before, for all files of one run: each has a process of its own. */
const devicesFile = () => join(inject('state'), 'known-browsers.json')
async function devices(): Promise<Record<string, Cookie[]>> {
  const text = await readFile(devicesFile(), 'utf8').catch(() => '{}')
  return JSON.parse(text) as Record<string, Cookie[]>
}

/**
 * A page of its own browser context for somebody. It comes as a browser that the account knows: strangers share ten attempts
 * at an account, and tests share few accounts.
 */
export async function signedInWith(browser: Browser, person: Credentials, look: Look = {}): Promise<Page> {
  const context = await openContext(browser, look)
  await context.addCookies((await devices())[person.email] ?? [])
  const page = await context.newPage()
  await post(page, '/v1/sign-in', { email: person.email, password: person.password })
  const cookies = await context.cookies(new URL('/v1/', inject('baseUrl')).href)
  const own = cookies.filter(({ name }) => name.startsWith('meridian-device-'))
  await writeFile(devicesFile(), JSON.stringify({ ...(await devices()), [person.email]: own }))
  return page
}

/** A page of one of the demo's people. */
export const signedInAs = async (browser: Browser, role: DemoRole, look: Look = {}): Promise<Page> =>
  signedInWith(browser, await demoPerson(role), look)

/** What the API answers to the page's session; it has to be a success. */
export async function post(page: Page, path: string, data: object): Promise<Record<string, unknown>> {
  const reply = await call(page, 'POST', path, data)
  const text = await reply.text()
  expect(reply.status(), `${path}: ${text}`).toBeLessThan(300)
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
  const link = new URL(await linkInMail(page, email, '/sign-up/confirm'))
  await post(page, '/v1/email/verify', {
    token: link.searchParams.get('token'),
    region: link.searchParams.get('region'),
  })
  return { ...person, page }
}

/** The link to a page of ours in the mails to an address, of the newest one. Mails come after the reply that speaks of them. */
export async function linkInMail(page: Page, to: string, path: string): Promise<string> {
  let found: string | undefined
  const look = async () => {
    const reply = await call(page, 'GET', `/dev/mailbox.json?${new URLSearchParams({ to })}`)
    const { data } = (await reply.json()) as { data: { links: string[] }[] }
    found = data.flatMap(({ links }) => links).find((link) => new URL(link).pathname === path)
    return found
  }
  await expect.poll(look).toBeTruthy()
  return found as unknown as string
}

/**
 * What was taken away works for five seconds more at most: a request that begins after them has to be refused, however long
 * this machine takes for it.
 */
export async function expectRefusedSoon(status: number, ask: () => Promise<number>): Promise<void> {
  const since = Date.now()
  for (;;) {
    const isLate = Date.now() - since > 5_000
    const got = await ask()
    if (got === status) return
    if (isLate) expect(got, 'more than five seconds later').toBe(status)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** A company of the page's tenant, without accounts. */
export async function openCompany(page: Page): Promise<string> {
  const slug = `company-${Math.random().toString(36).slice(2, 9)}`
  await post(page, '/v1/companies', { name: 'Lindqvist AB', slug, country: 'SE', currency: 'SEK' })
  return slug
}
