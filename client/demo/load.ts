import type { Meridian } from '../sdk/types.ts'
import { DEMO_ACCOUNTS, DEMO_COMPANY, demoEntries } from './company.ts'

/**
 * Fills an open company with the demo's accounts and year, over the API as any client would. It may be repeated: what is
 * there already is answered from the first time.
 */
export async function loadDemoBooks(
  meridian: Meridian,
  company: { slug: string; currency: string },
  today: Date,
): Promise<void> {
  const once = (what: string) => ({ idempotencyKey: `demo/${what}` })
  for (const [code, name, type] of DEMO_ACCOUNTS)
    await meridian.ledger.OpenAccount(company.slug, { code, name, type }, once(`account/${code}`))
  await meridian.ledger.OpenJournal(company.slug, { code: 'SALES', name: 'Sales' }, once('journal/SALES'))
  const rows = demoEntries(today, company.currency)
  await meridian.ledger.PostJournalEntries(company.slug, { mode: 'atomic', rows }, once('entries'))
}

/** Opens the demo's own company and fills it. */
export async function seedDemoCompany(meridian: Meridian): Promise<void> {
  await meridian.company.OpenCompany(DEMO_COMPANY, { idempotencyKey: 'demo/company' })
  await loadDemoBooks(meridian, DEMO_COMPANY, new Date())
}
