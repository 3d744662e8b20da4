import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { exportJWK, generateKeyPair } from 'jose'
import { newId } from '../../durable-objects/kernel/ids.ts'

/** The tenant that a local system starts with. `apiKey` is filled in when the tenant is provisioned. */
export interface DemoTenant {
  tenant: string
  keyFile: string
}

/** What a state folder keeps beside the stores: the key that signs sessions, and which tenant is the demo. */
export async function loadState(
  folder: string,
): Promise<{ sessionKey: string; authSecret: string; demo: DemoTenant; isNew: boolean }> {
  await mkdir(folder, { recursive: true })
  const sessionKey = await kept(join(folder, 'session-key.json'), async () => {
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
    return JSON.stringify({ ...(await exportJWK(privateKey)), kid: newId('session'), alg: 'EdDSA' })
  })
  const authSecret = await kept(join(folder, 'auth-secret'), async () =>
    randomBytes(32).toString('base64url'),
  )
  const tenant = await kept(join(folder, 'demo-tenant'), async () => newId('tenant'))
  const keyFile = join(folder, 'demo-key')
  const isNew = (await readFile(keyFile, 'utf8').catch(() => '')) === ''
  return { sessionKey, authSecret, demo: { tenant, keyFile }, isNew }
}

async function kept(file: string, make: () => Promise<string>): Promise<string> {
  const before = await readFile(file, 'utf8').catch(() => undefined)
  if (before !== undefined) return before
  const text = await make()
  await writeFile(file, text, { mode: 0o600 })
  return text
}
