import { Secret, TOTP } from 'otpauth'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { call, DEMO_COMPANY, expectNoComplaints, openBrowser, openContext } from '../browser-testing.ts'
import { type Credentials, expectRefusedSoon, linkInMail, signedInWith, signedUp } from '../people-testing.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name, level: 1 })

async function typePassword(page: Page, { email, password }: Credentials): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

describe('signing in', () => {
  it('says what is missing beside the field, what is wrong in one place, and opens the demo', async () => {
    const context = await openContext(browser)
    const page = await context.newPage()
    await page.goto(`/companies/${DEMO_COMPANY}/accounts`)
    await page.getByRole('button', { name: 'Send me a link by mail' }).click()
    const email = page.getByLabel('E-mail')
    await expect.poll(() => email.getAttribute('aria-invalid')).toBe('true')
    expect(await email.evaluate((element) => element === document.activeElement)).toBe(true)
    await typePassword(page, { email: 'nobody@example.com', password: 'not the password' })
    await page.getByRole('alert').waitFor()
    await page.getByRole('button', { name: 'Open the demo' }).click()
    // Back to the page that was asked for.
    await heading(page, 'Accounts').waitFor()
    expectNoComplaints(page)
    await context.close()
  })

  it('asks for a second factor once an authenticator app is set up, and takes a recovery code', async () => {
    const { page, ...person } = await signedUp(browser)
    await page.goto('/account/security')
    await page.getByRole('button', { name: 'Set up' }).click()
    await page.getByLabel('Your password').fill(person.password)
    await page.getByRole('button', { name: 'Continue' }).click()
    const secret = (await page.getByRole('dialog').locator('code').textContent()) ?? ''
    const totp = new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) })
    await page.getByLabel('Code that the app shows').fill('000000')
    await page.getByRole('button', { name: 'Turn it on' }).click()
    await expect
      .poll(() => page.getByLabel('Code that the app shows').getAttribute('aria-invalid'))
      .toBe('true')
    await page.getByLabel('Code that the app shows').fill(totp.generate())
    await page.getByRole('button', { name: 'Turn it on' }).click()
    const codes = await page.getByRole('region', { name: 'Recovery codes' }).textContent()
    await page.getByRole('button', { name: 'I have kept them' }).click()
    await page.getByText('On', { exact: true }).waitFor()
    await page.context().close()

    const again = await (await openContext(browser)).newPage()
    await again.goto('/sign-in')
    await typePassword(again, person)
    await again
      .getByLabel('Code of the authenticator app')
      .fill(totp.generate({ timestamp: Date.now() + 30_000 }))
    await again.getByRole('button', { name: 'Sign in', exact: true }).click()
    await heading(again, /Welcome/).waitFor()
    await call(again, 'DELETE', '/v1/session')

    await again.goto('/sign-in')
    await typePassword(again, person)
    await again.getByRole('button', { name: 'Use a recovery code' }).click()
    await again.getByLabel('Recovery code').fill(codes?.split('\n')[0] ?? '')
    await again.getByRole('button', { name: 'Sign in', exact: true }).click()
    await heading(again, /Welcome/).waitFor()
    expectNoComplaints(again)
    await again.context().close()
  })

  it('takes a link out of a mail, once', async () => {
    const { page, email } = await signedUp(browser)
    await page.context().close()
    const visitor = await (await openContext(browser)).newPage()
    await visitor.goto('/sign-in')
    await visitor.getByLabel('E-mail').fill(email)
    await visitor.getByRole('button', { name: 'Send me a link by mail' }).click()
    await heading(visitor, 'Look into your mail').waitFor()
    const link = await linkInMail(visitor, email, '/sign-in/link')
    await visitor.goto(link)
    await visitor.getByRole('button', { name: 'Sign in' }).click()
    await heading(visitor, /Welcome/).waitFor()
    await call(visitor, 'DELETE', '/v1/session')
    await visitor.goto(link)
    await visitor.getByRole('button', { name: 'Sign in' }).click()
    await visitor.getByRole('link', { name: 'Ask for a new link' }).waitFor()
    expectNoComplaints(visitor)
    await visitor.context().close()
  })

  it('lets somebody who forgot the password choose a new one by mail', async () => {
    const { page, ...person } = await signedUp(browser)
    await page.context().close()
    const visitor = await (await openContext(browser)).newPage()
    await visitor.goto('/sign-in')
    await visitor.getByRole('link', { name: 'Forgot your password?' }).click()
    await heading(visitor, 'Forgot your password?').waitFor()
    await visitor.getByLabel('E-mail').fill(person.email)
    await visitor.getByRole('button', { name: 'Send the link' }).click()
    await heading(visitor, 'Look into your mail').waitFor()
    await visitor.goto(await linkInMail(visitor, person.email, '/password/reset'))
    const password = 'seven quiet lanterns at sea'
    await visitor.getByLabel('New password').fill(password)
    await visitor.getByRole('button', { name: 'Set the password' }).click()
    await visitor.getByRole('link', { name: 'Sign in' }).click()
    await typePassword(visitor, { email: person.email, password })
    await heading(visitor, /Welcome/).waitFor()
    expectNoComplaints(visitor)
    await visitor.context().close()
  })

  it('takes a passkey of the device, which the person added before', async () => {
    const { page: first, ...person } = await signedUp(browser)
    await first.context().close()
    // A passkey belongs to a domain, and an address of numbers is none.
    const baseURL = inject('baseUrl').replace('127.0.0.1', 'localhost')
    const context = await browser.newContext({ baseURL, locale: 'en-GB' })
    const page = await context.newPage()
    const protocol = await context.newCDPSession(page)
    await protocol.send('WebAuthn.enable')
    const { authenticatorId } = await protocol.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    await page.goto('/sign-in')
    await typePassword(page, person)
    await heading(page, /Welcome/).waitFor()
    await page.goto('/account/security')
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Work laptop')
    await page.getByRole('button', { name: 'Continue on the device' }).click()
    await page.getByRole('button', { name: 'Rename Work laptop' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Home laptop')
    await page.getByRole('button', { name: 'Rename', exact: true }).click()
    await page.getByRole('button', { name: 'Remove Home laptop' }).waitFor()
    // Nobody touches it yet: the sign-in page asks quietly, among the suggestions for the e-mail field.
    await protocol.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: false })
    await page.getByRole('button', { name: /Account and appearance/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await heading(page, 'Sign in to Meridian').waitFor()
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await protocol.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: true })
    await heading(page, /Welcome/).waitFor()
    await page.goto('/account/security')
    await page.getByRole('button', { name: 'Remove Home laptop' }).click()
    await page.getByRole('button', { name: 'Remove the passkey' }).click()
    await page.getByText('No passkeys yet.').waitFor()
    await context.close()
  })
})

describe('sessions', () => {
  it('one browser ends the session of another', async () => {
    const { page, ...person } = await signedUp(browser)
    const other = await signedInWith(browser, person)
    await other.goto('/account')
    await heading(other, 'Profile').waitFor()
    await page.goto('/account/sessions')
    await page.getByText('This one', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Revoke all others' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke all others' }).click()
    await page.getByText('Your other sessions are revoked.').waitFor()
    // Within five seconds, as the page says.
    await expectRefusedSoon(401, async () => (await call(other, 'GET', '/v1/sessions')).status())
    await other.goto('/account')
    await heading(other, 'Sign in to Meridian').waitFor()
    expectNoComplaints(page)
    await page.context().close()
    await other.context().close()
  })
})
