import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { newId } from '../../durable-objects/kernel/ids.ts'
import { type DemoPerson, newDemoPeople } from './people.ts'

/** The tenant that a local system starts with. `keyFile` is written when the tenant is provisioned. */
export interface DemoTenant {
  tenant: string
  keyFile: string
  people: DemoPerson[]
}

/** What a state folder keeps beside the stores: the deployment's secret, and who and what is the demo. */
export async function loadState(
  folder: string,
): Promise<{ authSecret: string; demo: DemoTenant; isNew: boolean }> {
  await mkdir(folder, { recursive: true })
  const authSecret = await kept(join(folder, 'auth-secret'), async () =>
    randomBytes(32).toString('base64url'),
  )
  const tenant = await kept(join(folder, 'demo-tenant'), async () => newId('tenant'))
  const people = await kept(join(folder, 'demo-people.json'), async () => JSON.stringify(newDemoPeople()))
  const keyFile = join(folder, 'demo-key')
  const isNew = (await readFile(keyFile, 'utf8').catch(() => '')) === ''
  return { authSecret, demo: { tenant, keyFile, people: JSON.parse(people) as DemoPerson[] }, isNew }
}

async function kept(file: string, make: () => Promise<string>): Promise<string> {
  const before = await readFile(file, 'utf8').catch(() => undefined)
  if (before !== undefined) return before
  const text = await make()
  await writeFile(file, text, { mode: 0o600 })
  return text
}
