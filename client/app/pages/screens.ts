import type { Page } from 'playwright-core'
import { DEMO_COMPANY, settled, visit } from '../browser-testing.ts'

/** Every screen, and what is opened on it. */
export const SCREENS: readonly { name: string; path: string; open?: (page: Page) => Promise<unknown> }[] = [
  { name: 'overview', path: `/companies/${DEMO_COMPANY}` },
  { name: 'journal', path: 'journal' },
  { name: 'journal, nothing matches', path: 'journal?q=no+entry+says+this' },
  { name: 'journal with the preview', path: 'journal', open: (page) => press(page, 'j', 'p') },
  { name: 'new entry', path: 'journal/new' },
  { name: 'entry', path: 'journal', open: openFirst },
  { name: 'accounts', path: 'accounts' },
  { name: 'open an account', path: 'accounts?open=new' },
  { name: 'register', path: 'accounts/1000' },
  { name: 'reports', path: 'reports' },
  { name: 'balance sheet', path: 'reports/balance-sheet' },
  { name: 'balance sheet by month', path: 'reports/balance-sheet?columns=month&zeros=true' },
  { name: 'profit and loss', path: 'reports/profit-and-loss?columns=previous-period' },
  { name: 'profit and loss by month', path: 'reports/profit-and-loss?columns=month' },
  { name: 'a figure explained', path: 'reports/profit-and-loss', open: explainFigure },
  { name: 'cash flow', path: 'reports/cash-flow' },
  { name: 'cash flow, direct', path: 'reports/cash-flow?presentation=direct' },
  { name: 'trial balance by period', path: 'reports/trial-balance' },
  { name: 'general ledger', path: 'reports/general-ledger?accounts=1' },
  { name: 'what changed', path: 'reports/changes' },
  { name: 'dimensions', path: 'dimensions' },
  { name: 'define a dimension', path: 'dimensions?open=new' },
  { name: 'journals', path: 'journals' },
  { name: 'open a journal', path: 'journals?open=new' },
  { name: 'trial balance', path: 'trial-balance' },
  { name: 'trial balance of the past', path: 'trial-balance?knownAt=40' },
  { name: 'approvals', path: 'approvals' },
  { name: 'approvals with the preview', path: 'approvals', open: (page) => press(page, 'j') },
  { name: 'approvals, none sent', path: 'approvals?tab=mine' },
  { name: 'approve?', path: 'approvals', open: (page) => press(page, 'j', 'a') },
  { name: 'approval', path: 'approvals', open: openFirst },
  { name: 'while I am away', path: 'approvals?away=open' },
  { name: 'policies', path: 'policies?status=all' },
  { name: 'ready-made policies', path: 'policies/new' },
  { name: 'policy editor', path: 'policies/new?template=split-invoices', open: tryPolicy },
  { name: 'policy', path: 'policies/four-eyes-over-10-000' },
  { name: 'duties', path: 'duties' },
  { name: 'company details', path: 'settings' },
  { name: 'bank details', path: 'settings', open: (page) => page.getByText('Add the first').click() },
  { name: 'events', path: 'events', open: (page) => page.locator('summary').first().click() },
  { name: 'audit', path: 'audit', open: runAudit },
  { name: 'proofs', path: 'proofs', open: sealRoot },
  { name: 'publish a root', path: 'proofs', open: publishRoot },
  { name: 'export', path: 'export' },
  { name: 'companies', path: '/companies' },
  { name: 'bring a company', path: '/companies?open=file' },
  { name: 'open a company', path: '/companies?open=new' },
  { name: 'palette', path: 'accounts', open: (page) => press(page, 'Control+k') },
  { name: 'keyboard help', path: 'accounts', open: (page) => press(page, '?') },
  { name: 'company menu', path: 'accounts', open: openCompanyMenu },
  { name: 'organisations', path: '/organisations' },
  { name: 'new organisation', path: '/organisations', open: (page) => click(page, 'New organisation') },
  { name: 'first company', path: '/welcome' },
  { name: 'profile', path: '/account' },
  { name: 'sign-in methods', path: '/account/security' },
  { name: 'set up an app for codes', path: '/account/security', open: (page) => click(page, 'Set up') },
  { name: 'add a passkey', path: '/account/security', open: (page) => click(page, 'Add a passkey') },
  { name: 'sessions', path: '/account/sessions' },
  { name: 'connected apps', path: '/account/apps' },
  { name: 'team', path: '/settings/team' },
  { name: 'team, nobody matches', path: '/settings/team?q=nobody+has+this+name' },
  { name: 'invite', path: '/settings/team?open=invite', open: (page) => click(page, 'Add a rule') },
  { name: 'member', path: '/settings/team', open: (page) => page.locator('tbody button').first().click() },
  { name: 'roles', path: '/settings/roles' },
  { name: 'built-in role', path: '/settings/roles/accountant' },
  { name: 'new role', path: '/settings/roles/new', open: (page) => click(page, 'Add a rule') },
  { name: 'permissions', path: '/settings/permissions' },
  { name: 'keys', path: '/settings/keys' },
  { name: 'new key', path: '/settings/keys?open=new' },
  { name: 'apps', path: '/settings/apps' },
  { name: 'new app', path: '/settings/apps?open=new' },
  { name: 'single sign-on', path: '/settings/single-sign-on' },
  { name: 'residency', path: '/settings/residency' },
  {
    name: 'security log',
    path: '/settings/security-log',
    open: (page) => page.locator('summary').first().click(),
  },
  { name: 'support', path: '/settings/support' },
  { name: 'let support in', path: '/settings/support?open=new' },
  { name: 'only for operators', path: '/operator' },
]

/** What visitors see. */
export const DOORS = [
  { name: 'sign in', path: '/sign-in' },
  { name: 'single sign-on refused', path: '/sign-in?sso=sso_refused' },
  { name: 'forgot the password', path: '/password/forgot' },
  { name: 'link out of a mail', path: '/sign-in/link?token=t&region=eu' },
  { name: 'broken link', path: '/sign-in/link' },
  { name: 'new password', path: '/password/reset?token=t&region=eu' },
  { name: 'sign up', path: '/sign-up' },
  { name: 'confirm', path: '/sign-up/confirm?token=t&region=eu' },
  { name: 'invitation that is over', path: '/invitation?token=t&region=eu' },
  { name: 'consent without a request', path: '/consent' },
]

const click = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
}

/** Until the record's own page is shown: the list stays as long as that is on its way. */
async function openFirst(page: Page): Promise<void> {
  const list = page.getByRole('heading', { level: 1, name: /^(Journal|Approvals)$/ })
  await page.locator('tbody a').first().click()
  await list.waitFor({ state: 'detached' })
}

async function tryPolicy(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Try it' }).click()
  await page.getByText(/would have been stopped/).waitFor()
}

async function runAudit(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Run the audit' }).click()
  await page.getByRole('table', { name: 'Checks' }).waitFor()
}

async function openCompanyMenu(page: Page): Promise<void> {
  const navigation = page.getByRole('button', { name: 'Open the navigation' })
  if (await navigation.isVisible()) await navigation.click()
  await page
    .getByRole('button', { name: /Switch company/ })
    .filter({ visible: true })
    .click()
  await page.getByRole('menuitem', { name: 'All companies' }).waitFor()
}

export async function show(page: Page, path: string, open?: (page: Page) => Promise<unknown>): Promise<void> {
  await visit(page, path)
  await open?.(page)
  await settled(page)
}

async function explainFigure(page: Page) {
  await page
    .getByRole('button', { name: /^Explain / })
    .first()
    .click()
  await page.getByRole('heading', { name: 'Entries' }).waitFor()
}

async function sealRoot(page: Page) {
  await page.getByRole('button', { name: 'Seal now' }).click()
  await page.getByRole('table', { name: 'Sealed roots' }).waitFor()
}

async function publishRoot(page: Page) {
  await sealRoot(page)
  await page
    .getByRole('button', { name: /^Publish the root of/ })
    .first()
    .click()
}
