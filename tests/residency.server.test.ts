import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { REGIONS, type Region } from '../durable-objects/kernel/regions.ts'
import type { EntryView } from '../durable-objects/ledger/contract.ts'
import { type Api, accepted } from './support/api.ts'
import { Company, sale } from './support/company.ts'
import { OwnServer } from './support/own-server.ts'

/** What a company keeps lies in its region and nowhere else, whichever region its tenant is at home in. */

let server: OwnServer
const companies = {} as Record<Region, Company>

/** Words that occur in nothing but the books of one company. */
const words = (region: Region) => {
  const own = { eu: 'Quittengelee', us: 'Butternutpie', apac: 'Yuzumarmelade' }[region]
  return {
    name: `${own}firma`,
    account: `${own}konto`,
    description: `${own}verkauf`,
    memo: `${own}notiz`,
    tag: `${own}marke`,
  }
}

beforeAll(async () => {
  server = await OwnServer.start()
  // One tenant, at home in the US, with a company in every region.
  const api = await server.newClient('us')
  for (const region of REGIONS) companies[region] = await journey(api, region)
  for (const company of Object.values(companies)) await company.caughtUp()
})

afterAll(() => server?.stop())

/** Everything that a company can be used for. */
async function journey(api: Api, region: Region): Promise<Company> {
  const { name, account, description, memo, tag } = words(region)
  const accounts = ['1000', '4000'].map((code) => ({ code, name: `${account} ${code}`, type: 'asset' }))
  const company = await Company.open(api, { name, region }, accounts)
  accepted(await company.post('/journals', { code: 'BANK', name: account }))
  accepted(await company.post('/units', { code: tag, name: account, kind: 'other', scale: 0 }))
  const [debit, credit] = sale().lines
  const entry = {
    ...sale(),
    description,
    note: memo,
    tags: { [tag]: memo },
    lines: [{ ...debit, memo }, credit],
  }
  const { id } = accepted(await company.postEntry(entry, { idempotencyKey: 'residency' }))
  accepted(await company.postEntry(entry, { idempotencyKey: 'residency' }))
  accepted(await company.post<EntryView>(`/journal-entries/${id}/reverse`, { description }))
  accepted(await company.postRows('/journal-entries/bulk', [entry, entry]))
  expect((await company.postEntry({ ...entry, journal: 'NONE' }, { idempotencyKey: 'refused' })).status).toBe(
    422,
  )
  const text = `2026-03-31 ${description}\n  1000  1.00 EUR\n  ${account}:import\n`
  const importing = `${company.path}/imports/journal?format=hledger`
  accepted(await api.send('POST', importing, text, 'text'))
  for (const read of [
    '',
    `/journal-entries?q=${description}`,
    `/accounts?q=${account}`,
    '/accounts/1000/register',
    '/reports/trial-balance',
    '/exports/journal?format=beancount',
    '/events',
  ])
    accepted(await company.get(read))
  // The replay folds the log into another object, which has to lie in the region too.
  expect(accepted(await company.get<{ ok: boolean }>('/audit?replay=true')).ok).toBe(true)
  expect(accepted(await company.get<{ region: string }>('')).region).toBe(region)
  return company
}

const others = (region: Region) => REGIONS.filter((each) => each !== region)

/** Every row of every table of a database, as text. */
async function contentOf(binding: string): Promise<string> {
  const database = await server.database(binding)
  const { results: tables } = await database
    .prepare(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%'",
    )
    .all<{ name: string }>()
  expect(tables.length).toBeGreaterThan(1)
  const contents = tables.map(
    async ({ name }) => (await database.prepare(`SELECT * FROM "${name}"`).all()).results,
  )
  return JSON.stringify(await Promise.all(contents))
}

/** Every object of a bucket: its key, its metadata and its unpacked content, as text. */
async function contentOfBucket(binding: string): Promise<string> {
  const bucket = await server.bucket(binding)
  const { objects, truncated } = await bucket.list({ include: ['customMetadata', 'httpMetadata'] })
  expect(truncated).toBe(false)
  const contents = objects.map(async ({ key, customMetadata }) => {
    const object = (await bucket.get(key)) as R2ObjectBody
    return `${key} ${JSON.stringify(customMetadata)} ${gunzipSync(Buffer.from(await object.arrayBuffer()))}`
  })
  return (await Promise.all(contents)).join('\n')
}

/** The bytes of every file below a folder of the state, one string for each file. */
async function filesBelow(folder: string): Promise<{ file: string; text: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Promise.all(files.map(async (file) => ({ file, text: (await readFile(file)).toString('latin1') })))
}

const found = (content: string, company: Company, region: Region) =>
  [company.id, company.slug, ...Object.values(words(region))].filter((word) => content.includes(word))

describe.each(REGIONS)('a company in %s', (region) => {
  it('is in the reporting database and the archive of its region, whole', async () => {
    const company = companies[region]
    const { name, account, description } = words(region)
    const reporting = await contentOf(`REPORTING_${region.toUpperCase()}`)
    for (const word of [company.id, name, account, description]) expect(reporting).toContain(word)
    const archive = await contentOfBucket(`ARCHIVE_${region.toUpperCase()}`)
    for (const word of [company.id, ...Object.values(words(region))]) expect(archive).toContain(word)
  })

  it.each(others(region))('is in no database and no bucket of %s', async (other) => {
    const suffix = other.toUpperCase()
    for (const content of [
      await contentOf(`REPORTING_${suffix}`),
      await contentOf(`IDENTITY_${suffix}`),
      await contentOfBucket(`ARCHIVE_${suffix}`),
    ]) {
      expect(content.length).toBeGreaterThan(10)
      expect(found(content, companies[region], region)).toEqual([])
    }
  })

  it('is in no object but those of its region, to the last byte on disk', async () => {
    const files = await filesBelow(join(server.state, 'objects'))
    const own = `Books${region[0]?.toUpperCase()}${region.slice(1)}`
    const holding = files.filter(({ text }) => found(text, companies[region], region).length > 0)
    expect(holding.length).toBeGreaterThan(0)
    for (const { file } of holding) expect(file).toContain(own)
  })

  it('is in one database file but for its id and slug', async () => {
    const files = await filesBelow(join(server.state, 'd1'))
    const databases = files
      .filter(({ text }) => Object.values(words(region)).some((word) => text.includes(word)))
      .map(({ file }) => file.replace(/\.sqlite.*$/, ''))
    expect(new Set(databases).size).toBe(1)
  })
})

describe('the objects of a region', () => {
  it('are its own companies and what an audit replays them in: as many as in the other regions', async () => {
    const files = await filesBelow(join(server.state, 'objects'))
    const counts = REGIONS.map((region) => {
      const folder = `Books${region[0]?.toUpperCase()}${region.slice(1)}`
      return files.filter(({ file }) => file.includes(folder) && /[0-9a-f]{64}\.sqlite$/.test(file)).length
    })
    expect(counts[0]).toBeGreaterThan(0)
    expect(counts).toEqual(REGIONS.map(() => counts[0]))
  })
})

describe('the global directory', () => {
  it('knows ids, slugs, regions and states, and no name', async () => {
    const directory = await server.database('DIRECTORY')
    for (const region of REGIONS) {
      const { id, slug } = companies[region]
      const row = await directory.prepare('SELECT * FROM companies WHERE id = ?').bind(id).first()
      expect(row).toEqual({ tenant: expect.stringMatching(/^tn_/), slug, id, region, status: 'active' })
      const content = await contentOf('DIRECTORY')
      expect(Object.values(words(region)).filter((word) => content.includes(word))).toEqual([])
    }
  })
})
