import type { Page } from 'playwright-core'
import { DEMO_COMPANY, settled, visit } from '../browser-testing.ts'
import { COUNTING_SCREENS } from './counting-screens.ts'
import { FLOOR_SCREENS } from './floor-screens.ts'
import { checkBalances, chooseCsv, choosePdf, chooseSaft, openImport } from './import-screens.ts'
import { ITEM_SCREENS } from './item-screens.ts'
import { PLACE_SCREENS } from './place-screens.ts'
import { STOCK_REPORT_SCREENS } from './stock-report-screens.ts'
import { STOCK_SCREENS } from './stock-screens.ts'

/** Every screen, and what is opened on it. */
export const SCREENS: readonly { name: string; path: string; open?: (page: Page) => Promise<unknown> }[] = [
  { name: 'overview', path: `/companies/${DEMO_COMPANY}` },
  { name: 'journal', path: 'journal' },
  { name: 'journal, nothing matches', path: 'journal?q=no+entry+says+this' },
  { name: 'journal with the preview', path: 'journal', open: (page) => press(page, 'j', 'p') },
  { name: 'new entry', path: 'journal/new' },
  { name: 'new entry, hold', path: 'journal/new', open: (page) => click(page, 'Hold…') },
  { name: 'new entry, from template', path: 'journal/new', open: (page) => click(page, 'From template…') },
  { name: 'new entry, of a locked day', path: 'journal/new', open: postIntoLock },
  { name: 'entry', path: 'journal', open: openFirst },
  { name: 'drafts', path: 'drafts' },
  { name: 'drafts, nothing matches', path: 'drafts?q=no+draft+says+this' },
  { name: 'draft', path: 'drafts', open: openDraft },
  { name: 'draft as a template', path: 'drafts', open: draftAsTemplate },
  { name: 'templates', path: 'drafts?tab=templates' },
  { name: 'new template', path: 'drafts?tab=templates&open=new' },
  { name: 'use a template', path: 'drafts?tab=templates', open: applyTemplate },
  { name: 'recurring entries', path: 'drafts?tab=recurring' },
  { name: 'new recurring entry', path: 'drafts?tab=recurring&open=new' },
  { name: 'recurring entry', path: 'drafts?tab=recurring', open: openRecurring },
  { name: 'reversals', path: 'drafts?tab=reversals' },
  { name: 'pending entries', path: 'drafts?tab=pending' },
  { name: 'pending entry', path: 'drafts?tab=pending', open: openPending },
  { name: 'post a pending entry', path: 'drafts?tab=pending', open: postPending },
  { name: 'accounts', path: 'accounts' },
  { name: 'open an account', path: 'accounts?open=new' },
  { name: 'accounts, nothing matches', path: 'accounts?q=no+account+is+called+this' },
  { name: 'account', path: 'accounts?account=1100' },
  { name: 'change an account', path: 'accounts?account=1100', open: (page) => click(page, 'Change') },
  { name: 'renumber an account', path: 'accounts?account=1100', open: (page) => click(page, 'Renumber') },
  { name: 'merge an account', path: 'accounts?account=1100', open: mergeAccount },
  { name: 'limit an account', path: 'accounts?account=1100', open: limitAccount },
  { name: 'chart menu', path: 'accounts', open: openChartMenu },
  { name: 'adopt a chart', path: 'chart?pack=ifrs' },
  { name: 'adopt a chart that does not fit', path: 'chart' },
  { name: 'roles of accounts', path: 'chart/roles' },
  { name: 'import a chart', path: 'chart/import', open: checkChart },
  { name: 'imports', path: 'import' },
  { name: 'import a file', path: 'import/new' },
  { name: 'import a CSV', path: 'import/new', open: chooseCsv },
  { name: 'import SAF-T', path: 'import/new', open: chooseSaft },
  { name: 'import of a file that is none', path: 'import/new', open: choosePdf },
  { name: 'an import', path: 'import', open: openImport },
  { name: 'opening balances', path: 'import/opening-balances' },
  { name: 'opening balances, checked', path: 'import/opening-balances', open: checkBalances },
  { name: 'register', path: 'accounts/1000' },
  { name: 'register of the past', path: 'accounts/1000?knownAt=90' },
  { name: 'account of a register', path: 'accounts/1000?open=account' },
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
  { name: 'close', path: 'close' },
  {
    name: 'close, the year',
    path: 'close',
    open: (page) => click(page, 'Whole year What comes once a year'),
  },
  {
    name: 'check off',
    path: 'close',
    open: (page) => page.getByRole('button', { name: /^Check off/ }).click(),
  },
  { name: 'own items', path: 'close?open=items' },
  { name: 'locks', path: 'close?tab=locks' },
  { name: 'move a lock', path: 'close?tab=locks&open=lock-sales' },
  { name: 'lock for good', path: 'close?tab=locks&open=forever' },
  { name: 'exceptions', path: 'close?tab=exceptions' },
  { name: 'let somebody in', path: 'close?tab=exceptions&open=grant' },
  { name: 'years', path: 'close?tab=years' },
  { name: 'open a year', path: 'close?tab=years&open=year' },
  { name: 'fiscal calendar', path: 'close?tab=years&open=calendar' },
  { name: 'close a year', path: 'close?tab=years', open: previewClose },
  { name: 'currencies', path: 'currencies' },
  { name: 'rates, none matches', path: 'currencies?quote=NOK' },
  { name: 'record a rate', path: 'currencies?open=record' },
  { name: 'import rates', path: 'currencies?open=import' },
  { name: 'find a rate', path: 'currencies?open=find', open: findRate },
  { name: 'revaluation', path: 'currencies?tab=revaluation' },
  { name: 'residuals', path: 'currencies?tab=residuals' },
  { name: 'currency settings', path: 'currencies?tab=settings' },
  { name: 'sources of rates', path: 'currencies?tab=settings&open=sources' },
  { name: 'second currency', path: 'currencies?tab=settings&open=reporting' },
  { name: 'open items', path: 'open-items' },
  { name: 'open items, matched', path: 'open-items?tab=matched' },
  { name: 'open items, none matches', path: 'open-items?q=nothing+says+this' },
  { name: 'open items chosen', path: 'open-items', open: (page) => press(page, 'j', 'x', 'j', 'x') },
  { name: 'match items', path: 'open-items?q=INV-104', open: chooseBothSides },
  { name: 'open item', path: 'open-items', open: (page) => press(page, 'j', 'o') },
  { name: 'match', path: 'open-items?tab=matched', open: openMatch },
  { name: 'suggested matches', path: 'open-items?open=suggestions' },
  { name: 'write-offs', path: 'open-items?open=settings' },
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
  ...ITEM_SCREENS,
  ...STOCK_SCREENS,
  ...PLACE_SCREENS,
  ...COUNTING_SCREENS,
  ...STOCK_REPORT_SCREENS,
  ...FLOOR_SCREENS,
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

async function mergeAccount(page: Page) {
  await click(page, 'Merge into another')
  await page.getByLabel('Into', { exact: true }).fill('1000')
  await page.keyboard.press('Enter')
  await page.getByRole('region', { name: 'What happens' }).waitFor()
}

async function limitAccount(page: Page) {
  await click(page, 'Limit the balance')
  await page.getByLabel('Never below').waitFor()
}

async function openChartMenu(page: Page) {
  await click(page, 'Chart')
  await page.getByRole('menuitem', { name: 'Adopt a chart' }).waitFor()
}

async function checkChart(page: Page) {
  await page.getByLabel('Its rows').fill('code,name,type,colour\n9999,New,asset,red\n9998,,asset,')
  await click(page, 'Check the file')
  await page.getByRole('table', { name: 'Rows that cannot be taken' }).waitFor()
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

async function previewClose(page: Page) {
  await page
    .getByRole('button', { name: /^Close…/ })
    .last()
    .click()
  await page.getByRole('region', { name: 'Result' }).waitFor()
}

async function findRate(page: Page) {
  await page.getByLabel('One of', { exact: true }).last().fill('USD')
  await page.getByRole('region', { name: 'Found' }).waitFor()
}

/** One item of each side, whose amounts differ. */
async function chooseBothSides(page: Page) {
  const rows = page.getByRole('table', { name: 'Open items' }).getByRole('row')
  await rows.filter({ hasText: 'Wholesale' }).first().getByRole('checkbox').check()
  await rows.filter({ hasText: 'Customer payments' }).first().getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Match…' }).click()
}

async function openMatch(page: Page) {
  // Settled ones come after those that are open in part.
  await page
    .getByRole('row', { name: /Matched/ })
    .first()
    .getByRole('button')
    .click()
  await page
    .getByRole('button', { name: /^Match of/ })
    .first()
    .click()
  await page.getByRole('heading', { name: 'Match', exact: true }).waitFor()
}

async function openDraft(page: Page) {
  await page.getByRole('table', { name: 'Drafts' }).getByRole('link').first().click()
  await page.getByRole('grid', { name: 'Lines' }).waitFor()
}

async function draftAsTemplate(page: Page) {
  await openDraft(page)
  await click(page, 'As template…')
}

/** A complete entry of a day that the demo company has locked; nothing is booked. */
async function postIntoLock(page: Page) {
  await page.getByLabel('Effective date').fill('2000-01-31')
  for (const [line, account, side] of [
    [1, '6600', 'Debit'],
    [2, '1000', 'Credit'],
  ] as const) {
    await page.getByRole('combobox', { name: `Account, line ${line}` }).fill(account)
    await page.keyboard.press('Enter')
    await page.getByRole('textbox', { name: `${side}, line ${line}` }).fill('1')
  }
  await click(page, 'Post')
  await page.getByText(/The first open date is/).waitFor()
}

async function applyTemplate(page: Page) {
  await page
    .getByRole('button', { name: /^Use the template/ })
    .first()
    .click()
}

async function openRecurring(page: Page) {
  await page.getByRole('table', { name: 'Recurring entries' }).getByRole('button').first().click()
  await page.getByRole('heading', { name: 'What it books' }).waitFor()
}

async function openPending(page: Page) {
  await page.getByRole('table', { name: 'Entries on hold' }).getByRole('button').first().click()
  await page.getByRole('heading', { name: 'Lines' }).waitFor()
}

async function postPending(page: Page) {
  await openPending(page)
  await click(page, 'Post…')
  await page.getByLabel('Amount, EUR').fill('1')
}
