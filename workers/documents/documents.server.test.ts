import { createHash, randomBytes } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../durable-objects/kernel/ids.ts'
import { LIMITS } from '../../durable-objects/kernel/limits.ts'
import type { AttachmentView } from '../../durable-objects/ledger/attachments/contract.ts'
import { type Api, accepted, expectProblem, type Reply, until } from '../../tests/support/api.ts'
import { Company, changingNothing, type Page, sale } from '../../tests/support/company.ts'
import { OwnServer, type Tenant } from '../../tests/support/own-server.ts'

/** Files over HTTP: what goes in comes out, byte for byte, and to nobody else. */

let server: OwnServer
let tenant: Tenant
let api: Api
let company: Company
let entry: string

beforeAll(async () => {
  server = await OwnServer.start()
  tenant = await server.newTenant()
  api = await server.client(tenant)
  company = await Company.open(api)
  entry = accepted(await company.postEntry(sale())).id
})

afterAll(() => server?.stop())

const pdf = (size = 1_000) => Uint8Array.from(Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(size)]))
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

function upload(
  bytes: Uint8Array<ArrayBuffer>,
  fields: Record<string, string> = {},
  { of = company, key }: { of?: Company; key?: string } = {},
): Promise<Reply<AttachmentView>> {
  const query = new URLSearchParams({ record: entry, name: 'invoice.pdf', ...fields })
  return of.api.send('POST', `${of.path}/attachments?${query}`, bytes, 'binary', {
    ...(key !== undefined && { idempotencyKey: key }),
  })
}

function download(
  id: string,
  headers: Record<string, string> = {},
  of = company,
  credential = api.credential,
) {
  return fetch(`${server.url}${of.path}/attachments/${id}/content`, {
    headers: { authorization: `Bearer ${credential}`, ...headers },
  })
}

const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer())

async function keysIn(binding: string): Promise<string[]> {
  const { objects } = await (await server.bucket(binding)).list()
  return objects.map(({ key }) => key)
}

/** Nothing is under way any more. */
const settled = () =>
  until('the marks of uploads to go', async () =>
    (await keysIn('DOCUMENTS_EU')).some((key) => key.startsWith('uploads/')) ? undefined : true,
  )

describe('a file', () => {
  it('is kept under its hash, which the event log carries, and comes back as it was', async () => {
    const file = pdf(300_000)
    const attached = accepted(await upload(file, { sha256: hashOf(file) }))
    expect(attached).toMatchObject({
      record: entry,
      name: 'invoice.pdf',
      type: 'application/pdf',
      bytes: file.length,
      sha256: hashOf(file),
      detached: null,
    })
    const events = await company.events()
    expect(events.at(-1)).toMatchObject({ type: 'document-attached', data: { sha256: hashOf(file) } })
    await settled()
    expect(await keysIn('DOCUMENTS_EU')).toContain(`${tenant.id}/${company.id}/${hashOf(file)}`)

    const response = await download(attached.id)
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(file.length),
      'content-disposition': `attachment; filename="invoice.pdf"; filename*=UTF-8''invoice.pdf`,
      'x-content-type-options': 'nosniff',
      etag: `"${hashOf(file)}"`,
      'repr-digest': `sha-256=:${createHash('sha256').update(file).digest('base64')}:`,
      'accept-ranges': 'bytes',
    })
    expect(response.headers.get('content-security-policy')).toContain('sandbox')
    expect(hashOf(await bytesOf(response))).toBe(hashOf(file))
  })

  it('is given out in parts, and not again to who has it', async () => {
    const file = pdf(5_000)
    const { id } = accepted(await upload(file))
    const part = await download(id, { range: 'bytes=100-199' })
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 100-199/${file.length}`])
    expect(await bytesOf(part)).toEqual(file.slice(100, 200))
    expect(await bytesOf(await download(id, { range: 'bytes=-9' }))).toEqual(file.slice(-9))
    expect((await download(id, { range: 'bytes=100-199', 'if-range': '"other"' })).status).toBe(200)
    const past = await download(id, { range: 'bytes=9999999-' })
    expect([past.status, past.headers.get('content-range')]).toEqual([416, `bytes */${file.length}`])
    const known = await download(id, { 'if-none-match': `"${hashOf(file)}"` })
    expect([known.status, await known.text()]).toEqual([304, ''])
  })

  it('with a name in any script keeps it, without what could deceive or leave its folder', async () => {
    for (const [given, kept] of [
      ['Rechnung März № 7 領収書.pdf', 'Rechnung März № 7 領収書.pdf'],
      ['../../secret/\u202efdp.exe', 'fdp.exe.pdf'],
    ]) {
      const { id, name } = accepted(await upload(pdf(), { name: given as string, type: 'application/pdf' }))
      expect(name).toBe(kept)
      const header = (await download(id)).headers.get('content-disposition') ?? ''
      expect(decodeURIComponent(header.split("UTF-8''")[1] ?? '')).toBe(kept)
    }
  })

  it('that comes twice is there once: on one record one attachment, on another one the same content', async () => {
    const file = pdf()
    const first = accepted(await upload(file))
    expect(accepted(await upload(file, { name: 'again.pdf' }))).toEqual(first)
    const other = accepted(await company.postEntry(sale())).id
    const second = accepted(await upload(file, { record: other }))
    expect([second.id === first.id, second.sha256]).toEqual([false, first.sha256])
    const keyed = accepted(await upload(file, { record: other, name: 'k.pdf' }, { key: 'upload-1' }))
    const again = await upload(file, { record: other, name: 'k.pdf' }, { key: 'upload-1' })
    expect(accepted(again)).toEqual(keyed)
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    await settled()
    const same = (await keysIn('DOCUMENTS_EU')).filter((key) => key.endsWith(first.sha256))
    expect(same).toHaveLength(1)
  })

  it('is listed and counted with its record, and detached with a reason while it stays', async () => {
    const record = accepted(await company.postEntry(sale())).id
    const ids: string[] = []
    for (let index = 0; index < 3; index++) ids.push(accepted(await upload(pdf(), { record })).id)
    const page = accepted(await company.get<Page<AttachmentView>>(`/attachments?record=${record}&limit=2`))
    expect(page.data.map(({ id }) => id)).toEqual(ids.slice(0, 2))
    const rest = await company.get<Page<AttachmentView>>(
      `/attachments?record=${record}&limit=2&cursor=${page.nextCursor}`,
    )
    expect(accepted(rest)).toMatchObject({ data: [{ id: ids[2] }], nextCursor: null })
    const detached = await company.post(`/attachments/${ids[0]}/detach`, { reason: 'Wrong entry' })
    expect(accepted(detached)).toMatchObject({ detached: { reason: 'Wrong entry' } })
    expectProblem(
      await company.post(`/attachments/${ids[0]}/detach`, { reason: 'x' }),
      409,
      'already_detached',
    )
    const counts = await company.get(`/attachments/counts?records=${record},${newId('journalEntry')}`)
    expect(accepted(counts)).toEqual({ data: [{ record, count: 2 }] })
    const all = await company.all<AttachmentView>('/attachments', { record, detached: 'true' })
    expect(all.map(({ id }) => id)).toEqual(ids)
    expect((await download(ids[0] as string)).status).toBe(200)
  })

  it('of a draft is a file of the entry that the draft becomes', async () => {
    const draft = accepted(await company.post<{ id: string }>('/drafts', { entry: sale() })).id
    const { id } = accepted(await upload(pdf(), { record: draft }))
    const posted = accepted(await company.post<{ id: string }>(`/drafts/${draft}/post`, {})).id
    const files = await company.all<AttachmentView>('/attachments', { record: posted })
    expect(files.map((file) => file.id)).toEqual([id])
  })

  it('leaves books that are sound and fold again to the same', async () => {
    const audit = accepted(
      await company.get<{ ok: boolean; checks: { ok: boolean }[] }>('/audit?replay=true'),
    )
    expect(audit.checks.filter(({ ok }) => !ok)).toEqual([])
  })
})

describe('what is not taken changes nothing', () => {
  it.each([
    ['a page under a name', { name: 'page.html' }, '<html>', 422, 'document_type_not_allowed'],
    ['an unknown type', { type: 'image/svg+xml' }, '<svg/>', 422, 'document_type_not_allowed'],
    ['a program that says it is a PDF', {}, 'MZ\0\0', 422, 'document_type_differs'],
    ['a page that says it is XML', { name: 'a.xml' }, '<!doctype html><p>', 422, 'document_type_differs'],
    ['another file than announced', { sha256: 'a'.repeat(64) }, '%PDF-1', 422, 'document_hash_differs'],
    ['a hash that is none', { sha256: 'abc' }, '%PDF-1', 422, 'invalid_request'],
    ['a record that does not exist', { record: newId('journalEntry') }, '%PDF-1', 404, 'record_not_found'],
    ['a draft that does not exist', { record: newId('draft') }, '%PDF-1', 404, 'record_not_found'],
    ['nothing', {}, '', 422, 'document_empty'],
  ] as const)('%s', async (_, fields, content, status, code) => {
    const before = (await keysIn('DOCUMENTS_EU')).filter((key) => !key.startsWith('uploads/')).length
    await changingNothing(company, async () => {
      expectProblem(await upload(Uint8Array.from(Buffer.from(content)), { ...fields }), status, code)
    })
    const after = (await keysIn('DOCUMENTS_EU')).filter((key) => !key.startsWith('uploads/')).length
    // A file whose command was refused is left to the upkeep, with its mark.
    expect(after - before).toBeLessThanOrEqual(code === 'record_not_found' ? 1 : 0)
  })

  it('a file beyond the limit', async () => {
    await changingNothing(company, async () => {
      const problem = expectProblem(await upload(pdf(LIMITS.documentBytesMax)), 413, 'body_too_large')
      expect(problem.detail).toContain(String(LIMITS.documentBytesMax))
    })
  })

  it('a body of another kind', async () => {
    const query = new URLSearchParams({ record: entry, name: 'a.pdf' })
    expectProblem(await company.post(`/attachments?${query}`, {}), 415, 'unsupported_media_type')
  })

  it('an upload that dies in the middle, which leaves no record and no file', async () => {
    const before = await keysIn('DOCUMENTS_EU')
    await changingNothing(company, async () => {
      for (const size of [1_000, 500_000]) await cutOff(pdf(size), size * 2)
      await until('what arrived in part to go', async () => {
        const left = (await keysIn('DOCUMENTS_EU')).filter((key) => !before.includes(key))
        return left.length === 0 ? true : undefined
      })
    })
  })

  it('a file of a size that is not said', async () => {
    await changingNothing(company, async () => {
      const status = await new Promise<number>((resolve, reject) => {
        const query = new URLSearchParams({ record: entry, name: 'a.pdf' })
        const asking = httpRequest(`${server.url}${company.path}/attachments?${query}`, {
          method: 'POST',
          agent: false,
          headers: {
            authorization: `Bearer ${api.credential}`,
            'content-type': 'application/octet-stream',
            'transfer-encoding': 'chunked',
          },
        })
        asking.on('error', reject)
        asking.on('response', (response) => resolve(response.statusCode ?? 0))
        asking.end('%PDF-1')
      })
      expect(status).toBe(411)
    })
  })
})

/** Announces more than it sends, and goes away. */
function cutOff(bytes: Uint8Array, announced: number): Promise<void> {
  return new Promise((resolve) => {
    const query = new URLSearchParams({ record: entry, name: 'a.pdf' })
    const asking = httpRequest(`${server.url}${company.path}/attachments?${query}`, {
      method: 'POST',
      agent: false,
      headers: {
        authorization: `Bearer ${api.credential}`,
        'content-type': 'application/octet-stream',
        'content-length': String(announced),
      },
    })
    asking.on('error', () => resolve())
    asking.on('close', () => resolve())
    asking.write(bytes, () => setTimeout(() => asking.destroy(), 200))
  })
}

describe('a file of another tenant', () => {
  it('does not exist, neither by its id nor by the same content', async () => {
    const file = pdf()
    const { id } = accepted(await upload(file))
    const strangers = await server.newClient()
    const theirs = await Company.open(strangers)
    const alien = (path: string) => theirs.get(path)
    for (const each of [id, newId('attachment')]) {
      expectProblem(await alien(`/attachments/${each}`), 404, 'attachment_not_found')
      expectProblem(await alien(`/attachments/${each}/content`), 404, 'attachment_not_found')
      const detaching = await theirs.post(`/attachments/${each}/detach`, { reason: 'x' })
      expectProblem(detaching, 404, 'attachment_not_found')
    }
    expectProblem(await alien(`/attachments?record=${entry}`), 404, 'record_not_found')
    expectProblem(await upload(file, {}, { of: theirs }), 404, 'record_not_found')
    expect(accepted(await alien(`/attachments/counts?records=${entry}`))).toEqual({ data: [] })
    expect((await download(id, {}, company, strangers.credential)).status).toBe(404)

    const own = accepted(await theirs.postEntry(sale())).id
    accepted(await upload(file, { record: own }, { of: theirs }))
    const keys = (await keysIn('DOCUMENTS_EU')).filter(
      (key) => key.endsWith(hashOf(file)) && !key.startsWith('uploads/'),
    )
    expect(keys).toHaveLength(2)
  })

  it('and one of a company in another region lies there and nowhere else', async () => {
    const far = await Company.open(api, { region: 'apac' })
    const record = accepted(await far.postEntry(sale())).id
    const file = pdf()
    const { id } = accepted(await upload(file, { record }, { of: far }))
    expect((await keysIn('DOCUMENTS_APAC')).some((key) => key.endsWith(hashOf(file)))).toBe(true)
    for (const other of ['DOCUMENTS_EU', 'DOCUMENTS_US'])
      expect((await keysIn(other)).some((key) => key.endsWith(hashOf(file)))).toBe(false)
    expect(hashOf(await bytesOf(await download(id, {}, far)))).toBe(hashOf(file))
  })

  it('needs the scope for documents', async () => {
    const { id } = accepted(await upload(pdf()))
    const reader = await server.client(tenant, { scopes: ['ledger:read'] })
    expect((await download(id, {}, company, reader.credential)).status).toBe(403)
  })
})
