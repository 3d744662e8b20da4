import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accepted, until } from './support/api.ts'
import { Company, sale } from './support/company.ts'
import { OwnServer } from './support/own-server.ts'
import { mailsTo, Visitor } from './support/visitor.ts'

/** A person's whole way in the EU, from signing up to posting: nothing personal of it lies in any other region. */

const WORDS = [
  'Wilhelmine',
  'Quappenburg',
  'quittengelee',
  'Quittenfirma',
  'Quittennotiz',
  'Zwetschgenfreund',
]
const owner = { name: 'Wilhelmine Quappenburg', email: 'wilhelmine@quittengelee.example' }
const guest = { name: 'Zwetschgenfreund', email: 'zwetschgenfreund@quittengelee.example' }
const password = 'seven plums 4 the crooked lane'

let server: OwnServer

/** The link of the latest mail, as its token and region. */
async function linkIn(to: string, path: string): Promise<{ token: string; region: string }> {
  const url = await until(`a mail to ${to}`, async () => {
    const [mail] = await mailsTo(server.url, to)
    const link = mail?.links.find((each) => each.includes(path))
    return link === undefined ? undefined : new URL(link)
  })
  return { token: url.searchParams.get('token') ?? '', region: url.searchParams.get('region') ?? '' }
}

beforeAll(async () => {
  server = await OwnServer.start()
  const visitor = new Visitor(server.url)
  const tenant = { name: 'Quittenfirma', slug: 'q-firma' }
  const signUp = await visitor.post('/v1/sign-up', { ...owner, password, region: 'eu', tenant })
  expect([200, 201, 202]).toContain(signUp.status)
  const { token, region } = await linkIn(owner.email, 'token=')
  expect([200, 201]).toContain((await visitor.post('/v1/email/verify', { token, region })).status)
  expect([200, 204]).toContain((await visitor.post('/v1/sign-in', { email: owner.email, password })).status)

  accepted(
    await visitor.post('/v1/invitations', {
      email: guest.email,
      roles: ['accountant'],
      message: 'Quittennotiz',
    }),
  )
  const invited = new Visitor(server.url)
  const invitation = await linkIn(guest.email, 'invitation')
  const joined = await invited.post('/v1/invitations/accept', { ...invitation, name: guest.name, password })
  expect([200, 201], joined.text).toContain(joined.status)

  const scopes = ['company:read', 'company:write', 'ledger:read', 'ledger:write']
  const key = accepted(await visitor.post<{ text: string }>('/v1/api-keys', { name: 'Quittenfirma', scopes }))
  const { Api } = await import('./support/api.ts')
  const company = await Company.open(new Api(server.url, key.text), { name: 'Quittenfirma GmbH' })
  const [debit, credit] = sale().lines
  accepted(
    await company.postEntry({
      ...sale(),
      description: 'Quittennotiz',
      lines: [{ ...debit, memo: 'Quittennotiz' }, credit],
    }),
  )
  accepted(await visitor.get('/v1/members'))
  accepted(await visitor.get('/v1/security-events'))
  await company.caughtUp()
})

afterAll(() => server?.stop())

const found = (text: string) => WORDS.filter((word) => text.toLowerCase().includes(word.toLowerCase()))

async function filesBelow(folder: string): Promise<{ file: string; text: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Promise.all(files.map(async (file) => ({ file, text: (await readFile(file)).toString('latin1') })))
}

async function contentOf(binding: string): Promise<string> {
  const database = await server.database(binding)
  const { results: tables } = await database
    .prepare(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%'",
    )
    .all<{ name: string }>()
  const rows = tables.map(
    async ({ name }) => (await database.prepare(`SELECT * FROM "${name}"`).all()).results,
  )
  return JSON.stringify(await Promise.all(rows))
}

async function contentOfBucket(binding: string): Promise<string> {
  const bucket = await server.bucket(binding)
  const { objects } = await bucket.list({ include: ['customMetadata', 'httpMetadata'] })
  const contents = objects.map(async ({ key, customMetadata }) => {
    const bytes = Buffer.from(await ((await bucket.get(key)) as R2ObjectBody).arrayBuffer())
    return `${key} ${JSON.stringify(customMetadata)} ${bytes[0] === 0x1f ? gunzipSync(bytes) : bytes}`
  })
  return (await Promise.all(contents)).join('\n')
}

describe('a journey in the EU', () => {
  it('is in the stores of the EU', async () => {
    expect(found(await contentOf('IDENTITY_EU'))).toEqual(
      expect.arrayContaining(['Wilhelmine', 'Zwetschgenfreund']),
    )
    expect(found(await contentOf('REPORTING_EU'))).toContain('Quittenfirma')
    expect(found(await contentOfBucket('ARCHIVE_EU'))).toContain('Quittennotiz')
  })

  it.each(['US', 'APAC'])('is in no database and no bucket of %s', async (region) => {
    for (const binding of [`IDENTITY_${region}`, `REPORTING_${region}`])
      expect(found(await contentOf(binding)), binding).toEqual([])
    for (const binding of [`ARCHIVE_${region}`, `DOCUMENTS_${region}`])
      expect(found(await contentOfBucket(binding)), binding).toEqual([])
  })

  it('is nothing personal in the global directory', async () => {
    const directory = await contentOf('DIRECTORY')
    expect(directory.length).toBeGreaterThan(10)
    expect(found(directory)).toEqual([])
  })

  it('is in no file but those of the EU, to the last byte on disk', async () => {
    const holding = (await filesBelow(server.state)).filter(({ text }) => found(text).length > 0)
    const places = holding.map(({ file }) => file.slice(server.state.length + 1))
    const databases = places
      .filter((file) => file.startsWith('d1/'))
      .map((file) => file.replace(/\.sqlite.*$/, ''))
    // Identity and reporting of one region, and no third.
    expect(new Set(databases).size).toBe(2)
    for (const file of places.filter((each) => !each.startsWith('d1/')))
      expect(file).toMatch(/^objects\/.*(BooksEu|GateEu)|^mail\/eu\/|^r2\/.*-eu\//)
  })
})
