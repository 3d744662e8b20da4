import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accepted, expectProblem } from '../../tests/support/api.ts'
import { OwnServer } from '../../tests/support/own-server.ts'
import { mailTo, tokenIn, Visitor } from '../../tests/support/visitor.ts'

/** What a person leaves behind lies in the region that they chose, and nowhere else, to the last byte on disk. */

const NAME = 'Walburga Quittenbaum'
const EMAIL = 'walburga@quittenbaum.example'
const BROWSER = 'Quittenbrowser/1.0'
const ADDRESS = '203.0.113.77'
const TENANT = 'Quittenbaum Obsthandel'
const WORDS = [NAME, EMAIL, 'quittenbaum.example', BROWSER, ADDRESS, TENANT]

let server: OwnServer
beforeAll(async () => {
  server = await OwnServer.start({ SANDBOX: 'on', TRUST_CLIENT_ADDRESS: 'on' })
  await journey()
})
afterAll(() => server?.stop())

/** Everything that a person can do before there is a company. */
async function journey(): Promise<void> {
  const from = { 'user-agent': BROWSER, 'cf-connecting-ip': ADDRESS }
  const at = new Visitor(server.url, from)
  const password = 'vier rote Kaehne im Hafen'
  const tenant = { name: TENANT, slug: 'obsthandel' }
  await at.post('/v1/sign-up', { name: NAME, email: EMAIL, password, region: 'eu', tenant })
  accepted(await at.post('/v1/email/verify', tokenIn(await mailTo(server.url, EMAIL, 'Confirm'))))
  const { uri } = accepted(await at.post<{ uri: string }>('/v1/me/totp', { password }))
  const totp = new TOTP({ secret: Secret.fromBase32(new URL(uri).searchParams.get('secret') as string) })
  expect((await at.post('/v1/me/totp/confirm', { code: totp.generate() })).status).toBe(204)
  await at.send('DELETE', '/v1/session')

  const stranger = new Visitor(server.url, from)
  expect(accepted(await stranger.post('/v1/sign-in/region', { email: EMAIL }))).toEqual({ region: 'eu' })
  expectProblem(
    await stranger.post('/v1/sign-in', { email: EMAIL, password: 'wrong' }),
    401,
    'invalid_credentials',
  )
  accepted(await stranger.post('/v1/sign-in', { email: EMAIL, password }))
  accepted(await stranger.post('/v1/sign-in/code', { code: totp.generate() }))
  await stranger.post('/v1/sign-in/link', { email: EMAIL })
  accepted(
    await at.post('/v1/sign-in/link/verify', tokenIn(await mailTo(server.url, EMAIL, 'link to sign in'))),
  )
  await stranger.post('/v1/password/forgot', { email: EMAIL })
  await mailTo(server.url, EMAIL, 'new password')
  await stranger.post('/v1/sign-up', {
    name: NAME,
    email: EMAIL,
    password,
    region: 'eu',
    tenant: { ...tenant, slug: 'obst-2' },
  })
  await mailTo(server.url, EMAIL, 'already')
}

async function contentOf(binding: string): Promise<string> {
  const database = await server.database(binding)
  const { results: tables } = await database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_cf_*'")
    .all<{ name: string }>()
  const rows = tables.map(({ name }) => database.prepare(`SELECT * FROM "${name}"`).all())
  return JSON.stringify((await Promise.all(rows)).map(({ results }) => results))
}

async function filesBelow(folder: string): Promise<{ file: string; text: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Promise.all(files.map(async (file) => ({ file, text: (await readFile(file)).toString('latin1') })))
}

const found = (content: string) => WORDS.filter((word) => content.includes(word))

describe('a person in eu', () => {
  it('is in the identity database of eu, with all that the log says', async () => {
    expect(found(await contentOf('IDENTITY_EU'))).toEqual(WORDS)
  })

  it.each(['DIRECTORY', 'IDENTITY_US', 'IDENTITY_APAC', 'REPORTING_EU', 'REPORTING_US', 'REPORTING_APAC'])(
    'is not in %s',
    async (binding) => {
      const content = await contentOf(binding)
      expect(content.length).toBeGreaterThan(10)
      expect(found(content)).toEqual([])
    },
  )

  it('is in one database file, in the mails of eu, and in no object, to the last byte on disk', async () => {
    const files = await filesBelow(server.state)
    const holding = files.filter(({ text }) => found(text).length > 0).map(({ file }) => file)
    const databases = holding.filter((file) => file.startsWith(join(server.state, 'd1')))
    expect(new Set(databases.map((file) => file.replace(/\.sqlite.*$/, ''))).size).toBe(1)
    const others = holding.filter((file) => !databases.includes(file))
    expect(others.length).toBeGreaterThan(0)
    for (const file of others) expect(file).toContain(join(server.state, 'mail', 'eu'))
  })

  it('has budgets in the gate of eu only', async () => {
    const files = await filesBelow(join(server.state, 'objects'))
    const gates = files.filter(({ file }) => /Gate\w+\/[0-9a-f]{64}\.sqlite$/.test(file))
    expect(gates.length).toBeGreaterThan(0)
    for (const { file } of gates) expect(file).toContain('GateEu')
  })
})
