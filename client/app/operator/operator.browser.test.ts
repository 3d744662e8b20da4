import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, openBrowser } from '../browser-testing.ts'
import { demoPerson, expectRefusedSoon, openCompany, signedInWith, signedUp } from '../people-testing.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

describe('the operator', () => {
  it('comes in only by a grant of the tenant, is marked, and leaves', async () => {
    const { page: owner, organisation } = await signedUp(browser)
    await openCompany(owner)
    const slug = organisation.toLowerCase().replace(' ', '-')
    const operator = await signedInWith(browser, await demoPerson(undefined))
    const row = operator.getByRole('row').filter({ hasText: slug })
    await operator.goto(`/operator?q=${slug}`)
    await row.waitFor()
    expect(await row.getByRole('button', { name: /Enter/ }).count()).toBe(0)

    await owner.goto('/settings/support?open=new')
    const sheet = owner.getByRole('dialog')
    await sheet.getByLabel('What for').fill('The trial balance of March looks wrong')
    await sheet.getByRole('button', { name: 'Let support in' }).click()
    await owner.getByText('Support may come in.').waitFor()

    await operator.reload()
    await row.getByRole('button', { name: /Enter/ }).click()
    await operator.getByRole('dialog').getByRole('button', { name: 'Enter the tenant' }).click()
    await operator.getByRole('region', { name: 'Support session' }).waitFor()
    await operator.getByRole('button', { name: 'Leave the tenant' }).click()
    await row.waitFor()
    expect(await operator.getByRole('region', { name: 'Support session' }).count()).toBe(0)

    await owner.goto('/settings/security-log?type=support-used')
    await owner.getByRole('list', { name: 'Security events' }).getByText('Support came in').first().waitFor()
    await owner.context().close()
    await operator.context().close()
  })

  it('a suspended tenant is closed, and says so, until it is reinstated', async () => {
    const { page: owner, organisation } = await signedUp(browser)
    await openCompany(owner)
    const slug = organisation.toLowerCase().replace(' ', '-')
    const operator = await signedInWith(browser, await demoPerson(undefined))
    await operator.goto(`/operator?q=${slug}`)
    await operator.getByRole('button', { name: /Suspend/ }).click()
    await operator.getByLabel('Reason').fill('The invoice of March is not paid')
    await operator.getByRole('button', { name: 'Suspend the tenant' }).click()
    await operator.getByText(`${slug} is suspended.`).waitFor()
    const status = async () => (await call(owner, 'GET', '/v1/companies')).status()
    await expectRefusedSoon(403, status)
    await owner.goto('/')
    await owner.getByRole('heading', { name: 'Organisations', level: 1 }).waitFor()
    await owner.getByText('Suspended', { exact: true }).waitFor()

    await operator.getByRole('button', { name: /Reinstate/ }).click()
    await operator.getByLabel('Reason').fill('It is paid')
    await operator.getByRole('button', { name: 'Reinstate the tenant' }).click()
    await expect.poll(status).toBe(200)
    await owner.context().close()
    await operator.context().close()
  })
})
