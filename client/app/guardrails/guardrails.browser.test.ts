import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  cell,
  expectNoComplaints,
  freshCompany,
  openBrowser,
  paste,
  settled,
  visit,
} from '../browser-testing.ts'
import { post, signedInAs } from '../people-testing.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

const entryOver = (amount: string) => ({
  effectiveDate: '2026-03-01',
  lines: [
    { account: '6100', debit: amount },
    { account: '1010', credit: amount },
  ],
})

const FOUR_EYES = {
  code: 'four-eyes',
  name: 'Four eyes',
  commands: ['ledger.*'],
  when: { field: 'amount', over: '10000.00' },
  effect: 'approve',
  reason: 'Entries over 10,000 need a second person.',
  approval: { steps: [{ roles: ['owner', 'accountant'], count: 1 }] },
}

/** A company with a policy, its owner's page, and the page of a clerk. */
async function companyWithPolicy(policy: object = FOUR_EYES) {
  const owner = await signedInAs(browser, 'owner')
  const company = await freshCompany(owner)
  await post(owner, `/v1/companies/${company}/guardrails/policies`, policy)
  const clerk = await signedInAs(browser, 'payables-clerk')
  return { owner, clerk, company }
}

async function writeEntry(page: Page, company: string, amount: string): Promise<void> {
  await visit(page, 'journal/new', company)
  await page.getByLabel('Description').fill('New coffee roaster')
  await cell(page, 1, 'Account').click()
  await paste(page, `6100\t${amount}\t\n1010\t\t${amount}`)
}

const close = (...pages: Page[]) => Promise.all(pages.map((page) => page.context().close()))

describe('a policy', () => {
  it('is adopted from a ready-made one, after it was tried on the past', async () => {
    const page = await signedInAs(browser, 'owner')
    const company = await freshCompany(page)
    await post(page, `/v1/companies/${company}/journal-entries`, entryOver('24500.00'))
    await post(page, `/v1/companies/${company}/journal-entries`, entryOver('100.00'))
    await visit(page, 'policies', company)
    await page.getByText('No policies yet').waitFor()
    await page.getByRole('link', { name: 'Choose a ready-made policy' }).click()
    await page.getByRole('link', { name: /^Start from this: Four eyes/ }).click()
    await page.getByRole('button', { name: 'Try it' }).click()
    await page.getByText(/^1 of \d+ commands would have been stopped/).waitFor()
    const match = page.getByRole('table', { name: 'What would have been stopped' }).getByRole('link')
    await match.waitFor()
    await page.getByLabel('Condition 1: value').fill('20000')
    await expect.poll(() => page.getByTestId('sentence').textContent()).toContain('over 20,000.00 EUR')
    await page.getByText(/has changed since: try it again/).waitFor()
    await page.getByRole('button', { name: 'Put into force' }).click()
    await page.getByRole('heading', { name: 'Versions' }).waitFor()
    await page.getByText('the amount is over 20,000.00 EUR').first().waitFor()
    await page.getByRole('button', { name: 'Retire…' }).click()
    await page.getByLabel('Reason').fill('It was a test.')
    await page.getByRole('dialog').getByRole('button', { name: 'Retire' }).click()
    await page.getByText('Retired', { exact: true }).first().waitFor()
    expectNoComplaints(page)
    await close(page)
  })

  it('names what is missing beside the row that misses it', async () => {
    const page = await signedInAs(browser, 'owner')
    await visit(page, 'policies/new?template=blank', await freshCompany(page))
    await page.getByRole('button', { name: 'Group' }).click()
    await page.getByLabel('Condition 1.1: what').selectOption('meter:sum')
    await page.getByRole('button', { name: 'Put into force' }).click()
    const value = page.getByLabel('Condition 1.1: value')
    await expect.poll(() => value.getAttribute('aria-invalid')).toBe('true')
    expect(await page.getByText('Say what it is compared with.').count()).toBe(2)
    await page.getByRole('button', { name: 'Remove group 1' }).click()
    await page.getByRole('button', { name: 'Put into force' }).click()
    await expect
      .poll(() => page.getByLabel('Name', { exact: true }).getAttribute('aria-invalid'))
      .toBe('true')
    expectNoComplaints(page)
    await close(page)
  })

  it('gets a new version, which says what it changed', async () => {
    const { owner, clerk, company } = await companyWithPolicy()
    await visit(owner, 'policies/four-eyes/edit', company)
    await owner.getByLabel('Condition 1: value').fill('15000')
    await owner.getByRole('button', { name: 'Put version 2 into force' }).click()
    await owner.locator('del', { hasText: 'over 10,000.00 EUR' }).waitFor()
    await owner.locator('ins', { hasText: 'over 15,000.00 EUR' }).waitFor()
    await close(owner, clerk)
  })
})

describe('an entry over the limit', () => {
  it('is explained before, waits, is not approved by its maker, and by another with two keys', async () => {
    const { owner, clerk, company } = await companyWithPolicy()
    await writeEntry(clerk, company, '24500')
    await clerk.getByTestId('verdict').waitFor()
    const verdict = await clerk.getByTestId('verdict').textContent()
    expect(verdict).toContain('needs approval by one Accountant or Owner')
    expect(verdict).toContain('Entries over 10,000 need a second person.')
    await clerk.getByRole('button', { name: 'Send for approval' }).click()
    await clerk.getByText('Nothing is in the books yet').first().waitFor()
    await clerk.getByText('You sent it, so somebody else decides.').waitFor()
    expect(await clerk.getByRole('button', { name: /^Approve/ }).count()).toBe(0)
    await clerk.keyboard.press('a')
    expect(await clerk.getByRole('dialog').count()).toBe(0)

    await visit(owner, 'approvals', company)
    await owner.getByText('waiting for you').waitFor({ state: 'attached' })
    await owner.keyboard.press('j')
    await owner
      .getByRole('complementary', { name: 'Preview' })
      .getByRole('heading', { name: 'New coffee roaster' })
      .waitFor()
    await owner.keyboard.press('a')
    await owner.getByRole('dialog').getByText('24,500.00').waitFor()
    await owner.keyboard.press('Enter')
    await owner.getByText('Nothing waits for you').waitFor()
    await owner.getByRole('link', { name: 'GJ 1', exact: true }).click()
    await owner.getByRole('heading', { name: /GJ 1/, level: 1 }).waitFor()
    await owner.getByText(/approved by you/).waitFor()

    // The maker's page hears of it without a reload.
    await clerk.getByRole('link', { name: 'Show the entry' }).click()
    await clerk.getByRole('heading', { name: /GJ 1/, level: 1 }).waitFor()
    expectNoComplaints(owner)
    expectNoComplaints(clerk)
    await close(owner, clerk)
  })

  it('is rejected with a reason, which its maker reads, and becomes a draft again', async () => {
    const { owner, clerk, company } = await companyWithPolicy()
    await writeEntry(clerk, company, '12000')
    await clerk.getByTestId('verdict').waitFor()
    await clerk.keyboard.press('Control+Enter')
    await clerk.getByText('Nothing is in the books yet').first().waitFor()
    await visit(owner, 'approvals', company)
    await owner.keyboard.press('j')
    await owner.keyboard.press('r')
    await owner.getByRole('dialog').getByRole('button', { name: 'Reject' }).click()
    await owner.getByText('Say why: its maker reads it.').waitFor()
    await owner.getByLabel('Reason').fill('The offer says 11,000.')
    await owner.keyboard.press('Enter')
    await owner.getByText('Nothing waits for you').waitFor()
    await clerk.getByText('The offer says 11,000.').first().waitFor()
    // A clerk may not see the members' list, and reads who it was all the same.
    await clerk.getByText(/^Rejected by Hanne Petersen/).waitFor()
    expect(await clerk.locator('main').textContent()).not.toContain('Person …')
    await visit(owner, 'approvals?tab=decided', company)
    await owner.getByRole('link', { name: 'New coffee roaster' }).waitFor()
    await clerk.getByRole('link', { name: 'Edit and send again' }).click()
    await cell(clerk, 1, 'Debit').waitFor()
    expect(await cell(clerk, 1, 'Debit').inputValue()).toBe('12,000.00')
    expect(await clerk.getByLabel('Description').inputValue()).toBe('New coffee roaster')
    await close(owner, clerk)
  })

  it('below it is posted as ever', async () => {
    const { owner, clerk, company } = await companyWithPolicy()
    const asked = clerk.waitForResponse(/\/authz\/check$/)
    await writeEntry(clerk, company, '500')
    await (await asked).finished()
    expect(await clerk.getByTestId('verdict').count()).toBe(0)
    await clerk.getByRole('button', { name: 'Post', exact: true }).click()
    await clerk.getByRole('heading', { name: /GJ 1/, level: 1 }).waitFor()
    await close(owner, clerk)
  })

  it('that is not allowed says so before it is sent, and beside the button again', async () => {
    const { approval: _, ...rest } = FOUR_EYES
    const { owner, clerk, company } = await companyWithPolicy({ ...rest, effect: 'deny' })
    await writeEntry(clerk, company, '24500')
    await clerk.getByText('This is not allowed because:').waitFor()
    await clerk.getByRole('button', { name: 'Post', exact: true }).click()
    await clerk
      .getByRole('alert')
      .getByText(/Entries over 10,000/)
      .waitFor()
    expect(await cell(clerk, 1, 'Debit').inputValue()).toBe('24,500.00')
    await close(owner, clerk)
  })
})

describe('bank details', () => {
  it('are checked in the form, wait for a policy, and are hidden from who may not see them', async () => {
    const owner = await signedInAs(browser, 'owner')
    const company = await freshCompany(owner)
    await visit(owner, 'settings', company)
    await owner.getByRole('button', { name: 'Add the first account' }).click()
    await owner.getByLabel('Name', { exact: true }).fill('Current account')
    await owner.getByLabel('IBAN').fill('DE88 3704 0044 0532 0130 00')
    await owner.getByText(/check digits or the length do not fit/).waitFor()
    await owner.getByLabel('IBAN').fill('DE89370400440532013000')
    await owner.getByText('The check digits fit.').waitFor()
    await owner.getByRole('button', { name: 'Change', exact: true }).click()
    await owner.getByText('DE89 3704 0044 0532 0130 00').waitFor()
    const manager = await signedInAs(browser, 'manager')
    await visit(manager, 'settings', company)
    await manager.getByText('IBAN hidden for your role').waitFor()
    expect(await manager.content()).not.toContain('DE89')
    expectNoComplaints(owner)
    await close(owner, manager)
  })
})

describe('somebody who is away', () => {
  it('lets another approve, sees it listed, and ends it', async () => {
    const owner = await signedInAs(browser, 'owner')
    await visit(owner, 'approvals?away=open', await freshCompany(owner))
    await owner.getByRole('button', { name: 'Let them approve' }).click()
    await owner.getByText('Choose who approves for you.').waitFor()
    const whom = owner.getByLabel('Who approves for you')
    await whom.selectOption({ label: 'Aylin Kaya (aylin.kaya@demo.meridian.example)' })
    await owner.getByText('No role of this person includes approving').waitFor()
    await whom.selectOption({ label: 'Jonas Brandt (jonas.brandt@demo.meridian.example)' })
    await owner.getByLabel('Last day').fill('2999-12-31')
    await owner.getByRole('button', { name: 'Let them approve' }).click()
    const refused = owner.getByLabel('Last day')
    await expect.poll(() => refused.getAttribute('aria-invalid')).toBe('true')
    const soon = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10)
    await owner.getByLabel('Last day').fill(soon)
    await owner.getByRole('button', { name: 'Let them approve' }).click()
    await owner.getByText('Jonas Brandt for you').waitFor()
    await owner.getByRole('button', { name: 'Let them approve' }).click()
    await owner.getByText(/may approve for you from .* already/).waitFor()
    await owner.getByRole('button', { name: 'End it now' }).click()
    await owner.getByText('Revoked').waitFor()
    await settled(owner)
    expectNoComplaints(owner)
    await close(owner)
  })
})
