import { writeFile } from 'node:fs/promises'
import type { Miniflare } from 'miniflare'
import { addTenant } from '../../d1/directory/queries.ts'
import { createApiKey } from '../../d1/identity/api-keys.ts'
import { allScopes } from '../../workers/scopes.ts'
import type { DemoTenant } from './state.ts'

/** The demo tenant in the directory, and an API key for it in the state folder. */
export async function provisionDemoTenant(miniflare: Miniflare, demo: DemoTenant): Promise<void> {
  const directory = (await miniflare.getD1Database('DIRECTORY')) as unknown as D1Database
  const identity = (await miniflare.getD1Database('IDENTITY_EU')) as unknown as D1Database
  await addTenant(directory, { id: demo.tenant, slug: 'demo', region: 'eu', status: 'active' })
  const key = { tenant: demo.tenant, region: 'eu', name: 'Demo', scopes: allScopes() } as const
  const { text } = await createApiKey(identity, key)
  await writeFile(demo.keyFile, text, { mode: 0o600 })
}
