import type { Meridian } from '../sdk/types.ts'
import { DEMO_ACCOUNTS, DEMO_COMPANY, DEMO_ROLES, demoEntries } from './company.ts'
import { defineDemoDimensions } from './dimensions.ts'
import { addDemoDrafts } from './drafts.ts'
import { adoptDemoPolicies } from './guardrails.ts'
import { importDemoStatement } from './imported.ts'
import { loadDemoInventory } from './inventory.ts'
import { closeDemoMonths } from './month-end.ts'

/**
 * Fills an open company with the demo's accounts and year, over the API as any client would. It may be repeated: what is
 * there already is answered from the first time.
 */
export async function loadDemoBooks(
  meridian: Meridian,
  company: { slug: string; currency: string },
  today: Date,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<void> {
  const once = (what: string) => ({ idempotencyKey: `demo/${what}` })
  // One step each account, one for the journal and its entries, one for the goods.
  const total = DEMO_ACCOUNTS.length + 2
  for (const [index, [code, name, type, more]] of DEMO_ACCOUNTS.entries()) {
    await meridian.ledger.OpenAccount(company.slug, { code, name, type, ...more }, once(`account/${code}`))
    onProgress(index + 1, total)
  }
  await meridian.ledger.SetAccountRoles(company.slug, { roles: DEMO_ROLES }, once('roles'))
  await defineDemoDimensions(meridian, company.slug)
  await meridian.ledger.OpenJournal(
    company.slug,
    { code: 'SALES', name: 'Sales', kind: 'sales' },
    once('journal/SALES'),
  )
  const rows = demoEntries(today, company.currency)
  await meridian.ledger.PostJournalEntries(company.slug, { mode: 'atomic', rows }, once('entries'))
  onProgress(total - 1, total)
  await loadDemoInventory(meridian, company, today)
  onProgress(total, total)
}

/** Opens the demo's own company, fills it and puts its policies into force. */
export async function seedDemoCompany(meridian: Meridian): Promise<void> {
  await meridian.company.OpenCompany(DEMO_COMPANY, { idempotencyKey: 'demo/company' })
  await loadDemoBooks(meridian, DEMO_COMPANY, new Date())
  await closeDemoMonths(meridian, new Date())
  await addDemoDrafts(meridian, DEMO_COMPANY.slug, new Date())
  await importDemoStatement(meridian, DEMO_COMPANY.slug, new Date())
  await adoptDemoPolicies(meridian)
}
