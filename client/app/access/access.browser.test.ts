import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import {
  call,
  DEMO_COMPANY,
  expectNoComplaints,
  openBrowser,
  openContext,
  settled,
} from '../browser-testing.ts'
import {
  demoPerson,
  expectRefusedSoon,
  linkInMail,
  newPerson,
  openCompany,
  signedInWith,
  signedUp,
} from '../people-testing.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name, level: 1 })

describe('inviting a person', () => {
  it('brings them in with exactly what their role allows', async () => {
    const { page: owner, organisation } = await signedUp(browser)
    const company = await openCompany(owner)
    const guest = newPerson()
    await owner.goto('/settings/team')
    await owner.getByRole('button', { name: 'Invite', exact: true }).click()
    const sheet = owner.getByRole('dialog', { name: 'Invite a person' })
    await sheet.getByRole('button', { name: 'Send the invitation' }).click()
    await expect.poll(() => sheet.getByLabel('E-mail').getAttribute('aria-invalid')).toBe('true')
    await sheet.getByLabel('E-mail').fill(guest.email)
    await sheet.getByRole('checkbox', { name: /^Auditor/ }).check()
    await sheet.getByRole('button', { name: 'Send the invitation' }).click()
    await owner.getByText(`The invitation to ${guest.email} is sent.`).waitFor()
    await owner.getByRole('table', { name: 'Invited, not here yet' }).getByText(guest.email).first().waitFor()

    const page = await (await openContext(browser)).newPage()
    await page.goto(await linkInMail(page, guest.email, '/invitation'))
    await heading(page, `Join ${organisation}`).waitFor()
    await page.getByLabel('Your name').fill('Gus Auditor')
    await page.getByLabel('Password', { exact: true }).fill(guest.password)
    await page.getByRole('button', { name: 'Create the account and join' }).click()
    await heading(page, 'Lindqvist AB').waitFor()
    // Reads the books and the team, and is offered nothing to change.
    await page.goto(`/companies/${company}/journal`)
    await settled(page)
    expect(await page.getByRole('link', { name: 'New entry' }).count()).toBe(0)
    await page.goto('/settings/team')
    // Only in the table: the menu of his own account has his name, too, and is there before the table is.
    await page.getByRole('table', { name: 'Members' }).getByRole('button', { name: 'Gus Auditor' }).waitFor()
    expect(await page.getByRole('button', { name: 'Invite', exact: true }).count()).toBe(0)

    await owner.reload()
    await owner.getByRole('table', { name: 'Members' }).getByRole('button', { name: 'Gus Auditor' }).click()
    const member = owner.getByRole('dialog', { name: 'Gus Auditor' })
    await member.getByRole('checkbox', { name: /^Auditor/ }).uncheck()
    await member.getByRole('checkbox', { name: /^Employee/ }).check()
    await member.getByRole('button', { name: 'Save' }).click()
    await owner.getByText('Gus Auditor is changed.').waitFor()
    // What the role no longer includes says so, within five seconds.
    await expectRefusedSoon(403, async () => (await call(page, 'GET', '/v1/members')).status())
    await page.goto('/settings/team')
    await page.getByText('Your role does not include this').waitFor()
    expect(await page.getByRole('link', { name: 'Roles' }).count()).toBe(0)
    expectNoComplaints(page)
    expectNoComplaints(owner)
    await page.context().close()
    await owner.context().close()
  })

  it('is refused beside the field when somebody is a member already, and taken back with one question', async () => {
    const { page, email } = await signedUp(browser)
    await page.goto('/settings/team?open=invite')
    const sheet = page.getByRole('dialog', { name: 'Invite a person' })
    await sheet.getByLabel('E-mail').fill(email)
    await sheet.getByRole('checkbox', { name: /^Manager/ }).check()
    await sheet.getByRole('button', { name: 'Send the invitation' }).click()
    await sheet
      .getByText(/member already|is a member/i)
      .first()
      .waitFor()
    await sheet.getByLabel('E-mail').fill('someone.else@example.com')
    await sheet.getByRole('button', { name: 'Send the invitation' }).click()
    await page.getByRole('button', { name: 'Revoke the invitation to someone.else@example.com' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke the invitation' }).click()
    await page.getByText('The invitation is revoked.').waitFor()
    await expect.poll(() => page.getByText('Invited, not here yet').count()).toBe(0)
    await page.context().close()
  })
})

describe('a role of one’s own', () => {
  it('is put together in the matrix, by keyboard too, and stands in it afterwards', async () => {
    const { page } = await signedUp(browser)
    await page.goto('/settings/roles')
    await page.getByRole('link', { name: 'Define a role' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Cash counter')
    await page.getByLabel('Search the permissions').fill('accounts, by code')
    await page.getByRole('checkbox', { name: /ledger.ListAccounts/ }).check()
    await page.getByLabel('Search the permissions').fill('')
    const reading = page.getByRole('checkbox', { name: /company:read/ }).first()
    await reading.focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('ArrowDown')
    expect(await reading.evaluate((element) => element === document.activeElement)).toBe(false)
    await page.getByRole('button', { name: 'Add a rule' }).click()
    await page.getByLabel('Value of rule 1').fill('10*, 11*')
    await page.getByRole('button', { name: 'Define the role' }).click()
    await page.getByText('The role Cash counter is defined.').waitFor()
    await page.getByRole('link', { name: 'Permission matrix' }).click()
    await page.getByRole('columnheader', { name: 'Cash counter' }).waitFor()
    await page.getByLabel('Text').fill('trial balance')
    const row = page.getByRole('row').filter({ hasText: 'ledger.GetTrialBalance' })
    await row.getByText('Cash counter may not').waitFor({ state: 'attached' })
    await page.getByLabel('Text').fill('ledger.ListAccounts')
    await page
      .getByRole('row')
      .filter({ hasText: 'ledger.ListAccounts' })
      .getByText('Cash counter may', { exact: true })
      .waitFor({ state: 'attached' })
    expectNoComplaints(page)
    await page.context().close()
  })
})

describe('an API key', () => {
  it('is shown once, works, and stops working when it is revoked', async () => {
    const { page } = await signedUp(browser)
    await page.goto('/settings/keys?open=new')
    const sheet = page.getByRole('dialog')
    await sheet.getByLabel('Name', { exact: true }).fill('Web shop')
    await sheet.getByRole('checkbox', { name: /company:read/ }).check()
    await sheet.getByLabel(/Works only from/).fill('not an address')
    await sheet.getByRole('button', { name: 'Make the key' }).click()
    await expect.poll(() => sheet.getByLabel(/Works only from/).getAttribute('aria-invalid')).toBe('true')
    await sheet.getByLabel(/Works only from/).fill('')
    await sheet.getByRole('button', { name: 'Make the key' }).click()
    const text = (await sheet.getByRole('region', { name: 'Text of the key' }).textContent()) ?? ''
    await sheet.getByRole('button', { name: 'I have kept it' }).click()
    await sheet.waitFor({ state: 'detached' })
    expect(await page.getByText(text).count()).toBe(0)
    const use = async () => {
      const headers = { authorization: `Bearer ${text}`, connection: 'close' }
      return (await fetch(`${inject('baseUrl')}/v1/companies`, { headers })).status
    }
    expect(await use()).toBe(200)
    await page.getByRole('button', { name: 'Revoke the key Web shop' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke the key' }).click()
    await page.getByText('The key Web shop is revoked.').waitFor()
    await page.getByText('No key is in force').waitFor()
    await expectRefusedSoon(401, use)
    expectNoComplaints(page)
    await page.context().close()
  })
})

describe('an app', () => {
  it('is registered, asks for consent, and is disconnected again', async () => {
    const { page } = await signedUp(browser)
    await page.goto('/settings/apps?open=new')
    const sheet = page.getByRole('dialog')
    const callback = `${inject('baseUrl')}/health?app=called-back`
    await sheet.getByLabel('Name', { exact: true }).fill('Stock watcher')
    await sheet.getByRole('radio', { name: /In a browser or on a device/ }).check()
    await sheet.getByLabel('Redirect addresses').fill(callback)
    await sheet.getByRole('checkbox', { name: /ledger:read/ }).check()
    await sheet.getByRole('button', { name: 'Register' }).click()
    const id = (await page.getByRole('dialog', { name: 'Stock watcher' }).locator('code').textContent()) ?? ''
    await page.getByRole('button', { name: 'Close', exact: true }).last().click()

    const verifier = 'a-verifier-of-the-app-that-is-long-enough-for-pkce-0123456789'
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))
    const authorize = `/v1/auth/eu/oauth2/authorize?${new URLSearchParams({
      client_id: id,
      redirect_uri: callback,
      response_type: 'code',
      scope: 'ledger:read',
      state: 'a-state-of-the-app',
      code_challenge: Buffer.from(digest).toString('base64url'),
      code_challenge_method: 'S256',
      resource: `${inject('baseUrl')}/v1`,
    })}`
    await page.goto(authorize)
    await heading(page, 'Stock watcher asks for access').waitFor()
    await page.getByRole('checkbox', { name: /ledger:read/ }).waitFor()
    await page.getByRole('button', { name: 'Allow' }).click()
    await page.waitForURL(/\/health\?.*code=/)
    const { searchParams } = new URL(page.url())
    expect(searchParams.get('state')).toBe('a-state-of-the-app')
    const token = await fetch(`${inject('baseUrl')}/v1/auth/eu/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: searchParams.get('code') ?? '',
        client_id: id,
        redirect_uri: callback,
        code_verifier: verifier,
        resource: `${inject('baseUrl')}/v1`,
      }),
    })
    expect(token.status, await token.clone().text()).toBe(200)

    await page.goto('/account/apps')
    await page.getByRole('button', { name: 'Disconnect Stock watcher' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Disconnect the app' }).click()
    await page.getByText('No apps yet').waitFor()

    await page.goto(authorize)
    await page.getByRole('button', { name: 'Deny' }).click()
    await page.waitForURL(/\/health\?.*error=access_denied/)
    await page.context().close()
  })
})

describe('a person without the grant', () => {
  it('reads on the page why, and does not see the place', async () => {
    const page = await signedInWith(browser, await demoPerson('payables-clerk'))
    await page.goto(`/companies/${DEMO_COMPANY}/journal`)
    await settled(page)
    await page.keyboard.press('Control+k')
    await page.keyboard.type('security log')
    await page.getByText(/Nothing matches/).waitFor()
    await page.keyboard.press('Escape')
    await page.goto('/settings/security-log')
    await page.getByText('Your role does not include this').waitFor()
    await page.getByText('access.ListSecurityEvents').waitFor()
    expectNoComplaints(page)
    await page.context().close()
  })
})
