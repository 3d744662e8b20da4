import { writeFile } from 'node:fs/promises'
import type { Miniflare } from 'miniflare'
import { addTenant } from '../../d1/directory/queries.ts'
import { createApiKey } from '../../d1/identity/api-keys.ts'
import { foundTenant } from '../../d1/identity/members.ts'
import { allScopes } from '../../workers/scopes.ts'
import { DEMO_OWNER, provisionDemoPeople, provisionPerson } from './people.ts'
import type { DemoTenant } from './state.ts'

const REGION = 'eu'

/** The demo tenant with its people, and an API key for it in the state folder. */
export async function provisionDemoTenant(
  miniflare: Miniflare,
  authSecret: string,
  demo: DemoTenant,
): Promise<void> {
  const directory = (await miniflare.getD1Database('DIRECTORY')) as unknown as D1Database
  const identity = (await miniflare.getD1Database('IDENTITY_EU')) as unknown as D1Database
  const stores = { directory, identity, authSecret, region: REGION } as const
  await addTenant(directory, { id: demo.tenant, slug: 'demo', region: REGION, status: 'active' })
  const [first, ...others] = demo.people
  if (first?.email !== DEMO_OWNER) throw new Error('the first person of the demo is its owner')
  const owner = await provisionPerson(stores, first)
  const profile = { id: demo.tenant, slug: 'demo', name: 'North Sea Coffee' }
  await foundTenant(identity, profile, owner, Date.now())
  await provisionDemoPeople(stores, demo.tenant, others)
  const key = { tenant: demo.tenant, region: REGION, name: 'Demo', scopes: allScopes() } as const
  const { text } = await createApiKey(identity, key)
  await writeFile(demo.keyFile, text, { mode: 0o600 })
}
