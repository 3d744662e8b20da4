import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { expectAccessible, expectNoComplaints, openBrowser, openContext } from '../../browser-testing.ts'
import { linkInMail, newPerson } from '../../people-testing.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

/** Signing up is a matter of two minutes for a person; the machine must not be the one who takes them. */
const MACHINE_MS = 45_000

it('leads from nothing to a company with figures', async () => {
  const begin = Date.now()
  // What judging the pages takes is the test's own.
  let judgingMs = 0
  const judge = async (where: string) => {
    const startMs = Date.now()
    await expectAccessible(page, where)
    judgingMs += Date.now() - startMs
  }
  const person = newPerson()
  const page = await (await openContext(browser)).newPage()
  const heading = (name: string | RegExp) => page.getByRole('heading', { name, level: 1 })
  await page.goto('/sign-in')
  await page.getByRole('link', { name: 'Create an account' }).click()

  await page.getByLabel('Your name').fill(person.name)
  await page.getByLabel('E-mail').fill(person.email)
  const password = page.getByLabel('Password', { exact: true })
  await password.fill('short')
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect.poll(() => password.getAttribute('aria-invalid')).toBe('true')
  await password.fill(person.password)
  await page.getByText('Strong.').waitFor()
  await page.getByRole('button', { name: 'Continue' }).click()

  await page.getByLabel('Name of the organisation').fill(person.organisation)
  expect(await page.getByLabel('Short name').inputValue()).toBe(
    person.organisation.toLowerCase().replace(' ', '-'),
  )
  await page.getByRole('button', { name: 'Create the account' }).click()
  await page.getByText(/Choose where your data lies/).waitFor()
  await page.getByRole('radio', { name: /European Union/ }).check()
  await judge('organisation')
  await page.getByRole('button', { name: 'Create the account' }).click()
  await heading('Look into your mail').waitFor()
  await judge('confirm by mail')

  await page.goto(await linkInMail(page, person.email, '/sign-up/confirm'))
  await page.getByRole('button', { name: 'Confirm and continue' }).click()
  await heading('Welcome, Mara').waitFor()
  await judge('first company')
  expect(await page.getByLabel('Name of the company').inputValue()).toBe(person.organisation)
  await page.getByLabel('Country').selectOption('CH')
  expect(await page.getByLabel('Currency of the books').inputValue()).toBe('CHF')
  // The books arrive once their progress has been seen: a fast machine would show it too shortly.
  let showsProgress = false
  await page.route(/\/journal-entries\/bulk/, async (route) => {
    await page.getByRole('progressbar').waitFor()
    showsProgress = true
    await route.continue()
  })
  await page.getByRole('button', { name: 'Open the company' }).click()
  await heading(person.organisation).waitFor({ timeout: MACHINE_MS })
  await page.getByText(/Latest figures/).waitFor()
  await page.getByRole('table', { name: 'Latest entries' }).getByRole('link').first().waitFor()
  expect(showsProgress).toBe(true)
  expect(Date.now() - begin - judgingMs).toBeLessThan(MACHINE_MS)
  expectNoComplaints(page)
  await page.context().close()
})

it('does not tell who has an account already', async () => {
  const person = newPerson()
  const page = await (await openContext(browser)).newPage()
  const signUp = async (organisation: string) => {
    await page.goto('/sign-up')
    await page.getByLabel('Your name').fill(person.name)
    await page.getByLabel('E-mail').fill(person.email)
    await page.getByLabel('Password', { exact: true }).fill(person.password)
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByLabel('Name of the organisation').fill(organisation)
    await page.getByRole('radio', { name: /Asia-Pacific/ }).check()
    await page.getByRole('button', { name: 'Create the account' }).click()
    await page.getByRole('heading', { name: 'Look into your mail' }).waitFor()
    await page.getByRole('link', { name: 'open its mailbox' }).waitFor()
    return page.locator('main').textContent()
  }
  const first = await signUp(person.organisation)
  await page.goto(await linkInMail(page, person.email, '/sign-up/confirm'))
  await page.getByRole('button', { name: 'Confirm and continue' }).click()
  await page.getByRole('heading', { name: 'Welcome, Mara' }).waitFor()
  await page.context().clearCookies()
  expect(await signUp(`${person.organisation} again`)).toBe(first)
  await page.context().close()
})
