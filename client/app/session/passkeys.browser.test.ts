import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openBrowser } from '../browser-testing.ts'
import { type Credentials, demoPerson } from '../people-testing.ts'

/** The ceremony in a real browser, with an authenticator that Chromium plays (WebAuthn Level 3, 11). */

// A passkey belongs to a domain, and an IP address is none.
const url = inject('baseUrl').replace('127.0.0.1', 'localhost')
let browser: Browser
let person: Credentials

beforeAll(async () => {
  browser = await openBrowser()
  person = await demoPerson('auditor')
})
afterAll(() => browser?.close())

async function openPage(): Promise<Page> {
  const context = await browser.newContext({ baseURL: url })
  const page = await context.newPage()
  await page.goto('/dev/mailbox')
  const protocol = await context.newCDPSession(page)
  await protocol.send('WebAuthn.enable')
  await protocol.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return page
}

interface Said {
  status: number
  body: Record<string, unknown>
}

function call(page: Page, method: string, path: string, body?: unknown): Promise<Said> {
  return page.evaluate(
    async (asked) => {
      const headers = { 'content-type': 'application/json' }
      const content = asked.body === undefined ? {} : { headers, body: JSON.stringify(asked.body) }
      const response = await fetch(asked.path, { method: asked.method, ...content })
      const text = await response.text()
      return { status: response.status, body: text === '' ? {} : JSON.parse(text) }
    },
    { method, path, body },
  )
}

const signIn = ({ email, password }: Credentials, page: Page) =>
  call(page, 'POST', '/v1/sign-in', { email, password })

async function register(page: Page): Promise<Said> {
  const options = await call(page, 'GET', '/v1/auth/eu/passkey/generate-register-options?name=Laptop')
  expect(options.status).toBe(200)
  const response = await page.evaluate(async (json) => {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(json as never)
    const created = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential
    return created.toJSON()
  }, options.body)
  return call(page, 'POST', '/v1/auth/eu/passkey/verify-registration', { response, name: 'Laptop' })
}

/** The page asks the authenticator for what it likes; what was done is in what the authenticator signs. */
async function authenticate(
  page: Page,
  userVerification = 'preferred',
): Promise<{ said: Said; response: unknown }> {
  const options = await call(page, 'GET', '/v1/auth/eu/passkey/generate-authenticate-options')
  expect(options.status).toBe(200)
  const response = await page.evaluate(
    async (json) => {
      const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(json as never)
      const found = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential
      return found.toJSON()
    },
    { ...options.body, userVerification },
  )
  const said = await call(page, 'POST', '/v1/auth/eu/passkey/verify-authentication', { response })
  return { said, response }
}

describe('a passkey', () => {
  it('is added by whoever is signed in, signs in without a password, and is removed', async () => {
    const page = await openPage()
    const signedOut = await call(page, 'GET', '/v1/auth/eu/passkey/generate-register-options')
    expect([signedOut.status, signedOut.body.code]).toEqual([401, 'unauthenticated'])
    expect((await signIn(person, page)).status).toBe(200)
    expect(await register(page)).toMatchObject({ status: 200, body: { name: 'Laptop' } })
    const list = await call(page, 'GET', '/v1/me/passkeys')
    expect(list.body.data).toEqual([expect.objectContaining({ name: 'Laptop' })])

    expect((await call(page, 'DELETE', '/v1/session')).status).toBe(204)
    expect((await call(page, 'GET', '/v1/session')).body).toEqual({ session: null })
    const { said, response } = await authenticate(page)
    expect(said).toMatchObject({ status: 200, body: { user: { email: person.email, passkeys: 1 } } })
    expect((await call(page, 'GET', '/v1/companies')).status).toBe(200)

    // What was answered once is no answer to the next challenge.
    const replayed = await call(page, 'POST', '/v1/auth/eu/passkey/verify-authentication', { response })
    expect([replayed.status, replayed.body.code]).toEqual([401, 'passkey_refused'])

    const [{ id }] = list.body.data as [{ id: string }]
    expect((await call(page, 'DELETE', `/v1/me/passkeys/${id}`)).status).toBe(204)
    expect((await call(page, 'DELETE', `/v1/me/passkeys/${id}`)).body.code).toBe('passkey_not_found')
    await call(page, 'DELETE', '/v1/session')
    const removed = await authenticate(page)
    expect([removed.said.status, removed.said.body.code]).toEqual([401, 'passkey_refused'])
    expect((await call(page, 'GET', '/v1/session')).body).toEqual({ session: null })
    await page.context().close()
  })

  it('is refused when the device did not verify its user: it would be one factor only', async () => {
    const page = await openPage()
    expect((await signIn(person, page)).status).toBe(200)
    expect((await register(page)).status).toBe(200)
    await call(page, 'DELETE', '/v1/session')
    const { said } = await authenticate(page, 'discouraged')
    expect([said.status, said.body.code]).toEqual([401, 'passkey_refused'])
    expect((await call(page, 'GET', '/v1/session')).body).toEqual({ session: null })
    await page.context().close()
  })
})
