import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventHash, GENESIS_HASH } from '../../../client/verify/event.js'
import { Tree } from '../../../client/verify/merkle.js'
import { type Api, accepted, expectProblem, type Reply, until } from '../../../tests/support/api.ts'
import { verifyChain } from '../../../tests/support/chain.ts'
import { Company, type Event, sale } from '../../../tests/support/company.ts'
import { OwnServer } from '../../../tests/support/own-server.ts'
import { type Verdict, verifyFiles } from '../../../tests/support/verifier.ts'
import type { AuditRunView, ConsistencyProof, InclusionProof, RootView } from './contract.ts'

/**
 * What an auditor does: takes the exported file and a root that was published, and needs nothing else. The files are real
 * ones, and are changed as somebody would who wants to hide something.
 */
let server: OwnServer
let api: Api
let company: Company
let folder: string
let file: string
let published: RootView
/** Where the documents of the entry that has some are listed. */
let documents: string

beforeAll(async () => {
  server = await OwnServer.start()
  api = await server.newClient()
  folder = await mkdtemp(join(tmpdir(), 'meridian-export-'))
  company = await Company.open(api, { name: 'Nordlicht & Söhne' })
  for (let row = 1; row <= 20; row++)
    accepted(await company.postEntry(sale(`${row}.50`, { description: `Verkauf ${row} „bar“` })))
  accepted(await company.postEntry({ effectiveDate: '2026-03-31', lines: DOLLARS }))
  const { id: entry } = accepted(await company.postEntry(sale('0.00', { lines: CENT })))
  documents = `/attachments?record=${entry}`
  for (const name of ['receipt.pdf', 'the same again.pdf'])
    accepted(
      await api.send(
        'POST',
        `${company.path}/attachments?record=${entry}&name=${encodeURIComponent(name)}`,
        PDF,
        'binary',
      ),
    )
  published = accepted(await company.post<RootView>('/roots', {}))
  accepted(await company.postEntry(sale('77.00')))
  file = await exported(company)
})

afterAll(async () => {
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

const PDF = '%PDF-1.7 a receipt'
const CENT = [
  { account: '1000', debit: '0.01' },
  { account: '1000', credit: '0.01' },
]
const DOLLARS = [
  { account: '1200', debit: '110.00', unit: 'USD', value: '100.00' },
  { account: '4000', credit: '100.00' },
]

let files = 0
async function written(text: string | Uint8Array): Promise<string> {
  const path = join(folder, `${++files}`)
  await writeFile(path, text)
  return path
}

async function exported(from: Company): Promise<string> {
  const reply = await from.get('/exports/full')
  expect(reply.status).toBe(200)
  expect(reply.headers.get('content-type')).toBe('application/x-ndjson')
  return reply.text
}

const linesOf = (text: string): string[] => text.trimEnd().split('\n')
const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('')
const lineOfEvent = (lines: readonly string[], sequence: number) =>
  lines.findIndex((line) => line.includes(`"sequence":${sequence},`))

/** The file with one thing changed. */
function changed(change: (lines: string[]) => void): string {
  const lines = linesOf(file)
  change(lines)
  return textOf(lines)
}

const verify = async (text: string | Uint8Array, ...args: string[]): Promise<Verdict> =>
  verifyFiles(await written(text), ...args)

const rootFile = async () => written(JSON.stringify(published))

/** Every hash made again after the change, those of the manifest too, as somebody would who knows the format. */
function rehashed(lines: readonly string[]): string[] {
  const tree = new Tree()
  let headHash = GENESIS_HASH
  return lines.map((line) => {
    const record = JSON.parse(line) as Event & { record?: string }
    if (record.record === 'manifest')
      return JSON.stringify({ ...record, headHash, root: tree.rootAt(tree.size), tablesVersion: 'another' })
    if (record.specversion === undefined) return line
    headHash = eventHash(headHash, record)
    tree.add(headHash)
    return JSON.stringify({ ...record, hash: headHash })
  })
}

describe('the verifier', () => {
  it('passes the file of a company, and prints its trial balance', async () => {
    const { exitCode, output } = await verify(file, '--root', await rootFile())
    expect(output).toContain('Nothing is wrong.')
    expect(output).toContain('Nordlicht & Söhne')
    expect(output).toMatch(/1000 Cash +EUR +297\.00 +297\.00/)
    expect(output).toMatch(/1200 Bank +USD +110\.00 +100\.00/)
    expect(output).toMatch(/4000 Sales +EUR +-397\.00 +-397\.00/)
    expect(exitCode).toBe(0)
  })

  it('takes the file gzipped', async () => {
    expect((await verify(gzipSync(file))).exitCode).toBe(0)
  })

  it('finds one changed digit in any event, and names the event', async () => {
    const last = linesOf(file).filter((line) => line.includes('"specversion"')).length
    for (const sequence of [1, 7, 15, last]) {
      const text = changed((lines) => {
        const at = lineOfEvent(lines, sequence)
        const line = lines[at] as string
        // A digit of the data, of the recording time or of the actor: every field is under the hash.
        lines[at] = line.replace(/"recordedat":"(\d*)\d"/, (_, digits: string) =>
          `"recordedat":"${digits}x"`.replace('x', line.includes(`${digits}3"`) ? '4' : '3'),
        )
      })
      const { exitCode, output } = await verify(text)
      expect(output).toMatch(new RegExp(`WRONG: event ${sequence} \\(.*is not what its hash was made of`))
      expect(exitCode).toBe(1)
    }
    const amount = changed((lines) => {
      const at = lines.findIndex((line) => line.includes('"quantity":750'))
      lines[at] = (lines[at] as string)
        .replaceAll('"quantity":750', '"quantity":760')
        .replaceAll('"value":750', '"value":760')
    })
    expect((await verify(amount)).output).toMatch(/WRONG: event \d+ \(journal-entry-posted\)/)
  })

  it('finds a removed event', async () => {
    const text = changed((lines) => lines.splice(lineOfEvent(lines, 12), 1))
    const { exitCode, output } = await verify(text)
    expect(output).toContain('WRONG: event 13 lies where event 12 belongs')
    expect(exitCode).toBe(1)
  })

  it('finds a document that is missing or is another one', async () => {
    const at = linesOf(file).findIndex((line) => line.includes('"record":"document'))
    expect(at).toBeGreaterThan(0)
    const missing = await verify(changed((lines) => lines.splice(at, 1)))
    expect([missing.exitCode, missing.output]).toEqual([1, expect.stringMatching(/WRONG: .*document/)])
    const content = Buffer.from(PDF).toString('base64')
    const other = Buffer.from(PDF.replace('receipt', 'recipes')).toString('base64')
    const replaced = file.replace(content, other)
    expect(replaced).not.toBe(file)
    expect(await verify(replaced)).toMatchObject({
      exitCode: 1,
      output: expect.stringMatching(/WRONG: .*document/),
    })
  })

  it('finds two swapped events', async () => {
    const text = changed((lines) => {
      const at = lineOfEvent(lines, 12)
      ;[lines[at], lines[at + 1]] = [lines[at + 1] as string, lines[at] as string]
    })
    const { exitCode, output } = await verify(text)
    expect(output).toContain('WRONG: event 13 lies where event 12 belongs')
    expect(exitCode).toBe(1)
  })

  it('finds a tail that is cut off, by the manifest', async () => {
    const cut = await verify(changed((lines) => lines.splice(-3)))
    expect(cut.output).toMatch(/WRONG: the file ends after event \d+, before its manifest/)
    const last = linesOf(file).findLastIndex((line) => line.includes('"specversion"'))
    const withManifest = await verify(changed((lines) => lines.splice(last, 1)))
    expect(withManifest.output).toMatch(/WRONG: the manifest says \d+ events/)
    const inTheMiddle = await verify(file.slice(0, Math.floor(file.length / 2)))
    expect(inTheMiddle.output).toMatch(/WRONG: line \d+ is not a JSON object/)
    expect([cut, withManifest, inTheMiddle].map(({ exitCode }) => exitCode)).toEqual([1, 1, 1])
  })

  it('finds a tail that is cut off with a manifest made anew, by a published root', async () => {
    const text = changed((lines) => {
      const manifest = JSON.parse(lines.pop() as string) as { events: number }
      lines.splice(published.size)
      manifest.events = published.size - 1
      lines.push(JSON.stringify(manifest))
    })
    const { output, exitCode } = await verify(text, '--root', await rootFile())
    expect(output).toContain(`the root covers ${published.size} events, the file has ${published.size - 1}`)
    expect(exitCode).toBe(1)
  })

  it('finds a log whose every hash was made anew, by a published root', async () => {
    const lines = linesOf(file)
    const at = lineOfEvent(lines, 10)
    lines[at] = (lines[at] as string).replaceAll('Verkauf', 'Storno ')
    const { output, exitCode } = await verify(textOf(rehashed(lines)), '--root', await rootFile())
    expect(output).not.toContain('hash was made of')
    expect(output).toContain(`the first ${published.size} events of the file are not those of the root`)
    expect(exitCode).toBe(1)
  })

  it('finds an entry that does not balance though every hash is right', async () => {
    const lines = linesOf(file)
    const at = lines.findIndex((line) => line.includes('"quantity":850'))
    lines[at] = (lines[at] as string)
      .replace('"quantity":850', '"quantity":950')
      .replace('"value":850', '"value":950')
    const { output } = await verify(textOf(rehashed(lines)))
    expect(output).toMatch(/event \d+ \(entry je_\w+\) does not balance/)
  })

  it('passes a proof of each entry, alone and with the root, and with the file', async () => {
    const [entry] = await company.entries({}, 1)
    const proof = accepted(
      await company.get<InclusionProof>(`/proofs/inclusion?entry=${entry?.id}&size=${published.size + 2}`),
    )
    const path = await written(JSON.stringify(proof))
    expect((await verifyFiles('--proof', path)).exitCode).toBe(0)
    const root = { size: proof.size, root: proof.root }
    expect((await verifyFiles('--proof', path, '--root', await written(JSON.stringify(root)))).exitCode).toBe(
      0,
    )
    const early = accepted(
      await company.get<InclusionProof>(`/proofs/inclusion?sequence=9&size=${published.size}`),
    )
    const earlyPath = await written(JSON.stringify(early))
    expect((await verify(file, '--proof', earlyPath, '--root', await rootFile())).exitCode).toBe(0)
    const consistency = accepted(
      await company.get<ConsistencyProof>(`/proofs/consistency?from=${published.size}`),
    )
    const consistencyPath = await written(JSON.stringify(consistency))
    expect((await verifyFiles('--proof', consistencyPath, '--root', await rootFile())).exitCode).toBe(0)
  })

  it('finds a forged proof', async () => {
    const proof = accepted(
      await company.get<InclusionProof>(`/proofs/inclusion?sequence=10&size=${published.size}`),
    )
    const forged: [change: Partial<InclusionProof>, finding: RegExp][] = [
      [{ event: { ...proof.event, actor: 'key_other' } }, /event 10 is not what its hash was made of/],
      [{ path: proof.path.toReversed() }, /the path does not lead from event 10/],
      [{ path: proof.path.slice(1) }, /the path does not lead/],
      [{ root: 'a'.repeat(64) }, /the path does not lead/],
      [{ leafIndex: 10 }, /the proof is of another event than it says/],
      [{ size: proof.size + 1 }, /the path does not lead|does not lead to the root/],
    ]
    for (const [change, finding] of forged) {
      const { exitCode, output } = await verifyFiles(
        '--proof',
        await written(JSON.stringify({ ...proof, ...change })),
        '--root',
        await rootFile(),
      )
      expect(output).toMatch(finding)
      expect(exitCode).toBe(1)
    }
  })

  it('says what it needs, and that a file cannot be read', async () => {
    expect(await verifyFiles()).toMatchObject({
      exitCode: 2,
      output: expect.stringContaining('meridian-verify <export>'),
    })
    expect((await verifyFiles(join(folder, 'nowhere'))).exitCode).toBe(2)
    expect((await verify('not an export\n')).exitCode).toBe(1)
  })
})

interface Opened {
  id: string
  slug: string
  tables: string
  events: number
}

interface ImportView {
  import: string
  lines: number
  events: number
}

/** Sends a file in parts of so many lines; the reply that ended it. */
async function sendAll(
  to: Api,
  { import: id }: ImportView,
  text: string,
  linesAPart = 7,
): Promise<Reply<Opened>> {
  const lines = linesOf(text)
  for (let line = 0; line < lines.length; line += linesAPart) {
    const part = textOf(lines.slice(line, line + linesAPart))
    const reply = await to.send<Opened>('POST', `/v1/companies/import/${id}/parts?line=${line}`, part, 'text')
    if (reply.status !== 201) return reply
  }
  return to.post<Opened>(`/v1/companies/import/${id}/finish`, {})
}

let slugs = 0
const newSlug = () => `imported-${++slugs}`
const start = async (to: Api, more: object = {}) =>
  accepted(await to.post<ImportView>('/v1/companies/import', { slug: newSlug(), ...more }))

describe('an import', () => {
  it('is the same company in another tenant and region, and goes on from there', async () => {
    const other = await server.newClient('us')
    const begun = await start(other, {
      region: 'us',
      name: 'Moved',
      root: { size: published.size, root: published.root },
    })
    const opened = accepted(await sendAll(other, begun, file))
    expect(opened).toMatchObject({
      id: begun.import,
      name: 'Moved',
      region: 'us',
      currency: 'EUR',
      tables: 'equal',
    })
    const moved = Company.at(other, opened.id, opened.slug)
    const balance = '/reports/trial-balance?asOf=2026-12-31'
    const rowsOf = async (each: Company) => accepted(await each.get<{ rows: unknown[] }>(balance)).rows
    expect(await rowsOf(moved)).toEqual(await rowsOf(company))
    expect(await rowsOf(moved)).not.toEqual([])
    const attached = accepted(
      await moved.get<{ data: { id: string; name: string; record: string }[] }>(documents),
    )
    // The same file on the same entry is there once.
    expect(attached.data.map(({ name }) => name)).toEqual(['receipt.pdf'])
    for (const { id } of attached.data) expect((await moved.get(`/attachments/${id}/content`)).text).toBe(PDF)
    accepted(await moved.postEntry(sale('3.00')))
    const events = await moved.events()
    expect(verifyChain(events)).toEqual([])
    const taken = linesOf(file)
      .filter((line) => line.includes('"specversion"'))
      .map((line) => JSON.parse(line))
    expect(events.slice(0, taken.length)).toEqual(taken)
    expect(accepted(await moved.get<{ ok: boolean }>('/audit?replay=true'))).toMatchObject({ ok: true })
    await moved.caughtUp()
    const again = await exported(moved)
    expect((await verify(again, '--root', await rootFile())).output).toContain('Nothing is wrong.')

    const third = await server.newClient()
    const back = accepted(await sendAll(third, await start(third), again, 1_000))
    expect(await verify(await exported(Company.at(third, back.id, back.slug)))).toMatchObject({ exitCode: 0 })
    expectProblem(await api.get(`/v1/companies/${opened.id}`), 404, 'company_not_found')
  })

  it('goes on where it was interrupted, and takes no part twice', async () => {
    const begun = await start(api)
    const [head, ...rest] = linesOf(file)
    const send = (line: number, text: string) =>
      api.send<ImportView>('POST', `/v1/companies/import/${begun.import}/parts?line=${line}`, text, 'text')
    expect(accepted(await send(0, `${head}\n`))).toMatchObject({ lines: 1, events: 0 })
    expectProblem(await send(0, `${head}\n`), 409, 'import_out_of_step')
    expect(accepted(await api.get<ImportView>(`/v1/companies/import/${begun.import}`))).toMatchObject({
      lines: 1,
    })
    expectProblem(await api.post(`/v1/companies/import/${begun.import}/finish`, {}), 422, 'import_incomplete')
    accepted(await send(1, textOf(rest)))
    expect(accepted(await api.post(`/v1/companies/import/${begun.import}/finish`, {}))).toMatchObject({
      tables: 'equal',
    })
  })

  const tampered: [what: string, text: () => string, says: RegExp][] = [
    [
      'one changed digit',
      () => changed((lines) => swapText(lines, 12, /"quantity":(\d+)(\d)/, '"quantity":$19')),
      /Event 12 .*is not what its hash was made of/,
    ],
    [
      'a removed event',
      () => changed((lines) => lines.splice(lineOfEvent(lines, 12), 1)),
      /Event 13 lies where event 12 belongs/,
    ],
    [
      'a manifest of other tables',
      () =>
        changed((lines) =>
          swapText(lines, 0, /"balances":"\w{64}"/, `"balances":"${'0'.repeat(64)}"`, lines.length - 1),
        ),
      /The tables balances are not those of the exporter/,
    ],
    [
      'an entry that does not balance, with hashes made anew',
      () =>
        forgedTail((lines) =>
          swapText(
            lines,
            12,
            /"quantity":\d+,"unit":"EUR","value":\d+/,
            '"quantity":5,"unit":"EUR","value":5',
          ),
        ),
      /The books do not hold: entries balance: does not sum to zero: event 12/,
    ],
    [
      'an event of no contract, with hashes made anew',
      () => forgedTail((lines) => swapText(lines, 12, /"journal-entry-posted"/, '"money-conjured"')),
      /is of a kind that this version does not know/,
    ],
    ['no header', () => changed((lines) => lines.splice(0, 1)), /does not begin with a header/],
  ]

  /** Changes the text of an event (or of a line), and fails the test where nothing changed. */
  function swapText(
    lines: string[],
    sequence: number,
    from: RegExp,
    to: string,
    at = lineOfEvent(lines, sequence),
  ): void {
    const line = lines[at] as string
    lines[at] = line.replace(from, to)
    if (lines[at] === line) throw new Error(`nothing to change in ${line}`)
  }

  const forgedTail = (change: (lines: string[]) => void) => textOf(rehashed(linesOf(changed(change))))

  it.each(tampered)('refuses %s, says so and leaves nothing behind', async (_, text, says) => {
    const slug = newSlug()
    const begun = accepted(await api.post<ImportView>('/v1/companies/import', { slug }))
    const problem = expectProblem(await sendAll(api, begun, text()), 422, 'import_refused')
    expect(problem.detail).toMatch(says)
    expectProblem(await api.get(`/v1/companies/import/${begun.import}`), 404, 'import_not_found')
    expectProblem(await api.get(`/v1/companies/${begun.import}`), 404, 'company_not_found')
    const documents = await server.bucket('DOCUMENTS_EU')
    expect((await documents.list({ prefix: begun.import })).objects).toEqual([])
    accepted(await api.post('/v1/companies', { name: 'Free', slug, country: 'DE', currency: 'EUR' }))
  })

  it('refuses a file that does not begin with the root that the importer knows', async () => {
    const begun = await start(api, { root: { size: published.size, root: 'b'.repeat(64) } })
    const problem = expectProblem(await sendAll(api, begun, file), 422, 'import_refused')
    expect(problem.detail).toContain('are not those of the root that you gave')
  })

  it('is ended on demand, and its slug is free', async () => {
    const slug = newSlug()
    const begun = accepted(await api.post<ImportView>('/v1/companies/import', { slug }))
    expectProblem(
      await api.post('/v1/companies', { name: 'X', slug, country: 'DE', currency: 'EUR' }),
      409,
      'slug_taken',
    )
    const cancelled = await api.send('DELETE', `/v1/companies/import/${begun.import}`)
    expect(accepted(cancelled)).toMatchObject({ state: 'cancelled' })
    expectProblem(await api.get(`/v1/companies/import/${begun.import}`), 404, 'import_not_found')
    accepted(await api.post('/v1/companies', { name: 'X', slug, country: 'DE', currency: 'EUR' }))
  })

  it('is nobody else\u2019s', async () => {
    const begun = await start(api)
    const stranger = await server.newClient()
    expectProblem(await stranger.get(`/v1/companies/import/${begun.import}`), 404, 'import_not_found')
    expectProblem(await sendAll(stranger, begun, file), 404, 'import_not_found')
  })
})

describe('a published root', () => {
  it('lies in the archive of the region and in the mailbox, once, and the company knows', async () => {
    const to = `auditor-${Date.now()}@firm.example`
    const path = `/roots/${published.size}/publish`
    const asked = accepted(await company.post<RootView>(path, { to: [to] }, { idempotencyKey: 'publish-1' }))
    expect(asked.publications).toMatchObject([{ to: [to], archive: true, delivery: null }])
    const delivery = await until('the root to be delivered', async () => {
      const root = accepted(await company.get<RootView>(`/root?size=${published.size}`))
      return root.publications[0]?.delivery ?? undefined
    })
    expect(delivery).toMatchObject({ mailed: [to], failed: [] })
    const archive = await server.bucket('ARCHIVE_EU')
    const document = await (await archive.get(delivery.archivedAs as string))?.text()
    expect(JSON.parse(document as string)).toMatchObject({
      format: 'meridian-root/1',
      company: company.id,
      size: published.size,
      root: published.root,
    })
    const mailbox = accepted(
      await api.get<{ data: { text: string; subject: string }[] }>(`/dev/mailbox.json?to=${to}`),
    )
    expect(mailbox.data).toHaveLength(1)
    expect(mailbox.data[0]?.text).toContain(document)
    expect((await verify(file, '--root', await written(document as string))).exitCode).toBe(0)
    expectProblem(await company.post('/roots/1/publish', {}), 404, 'root_not_sealed')
    expectProblem(await company.post(path, { archive: false }), 422, 'nowhere_to_publish')
  })
})

describe('a recorded audit', () => {
  it('is one for each request, and is listed', async () => {
    const sending = { idempotencyKey: 'audit-1' }
    const first = accepted(await company.post<AuditRunView>('/audit-runs', { replay: true }, sending))
    expect(first).toMatchObject({ ok: true, replay: true })
    expect(first.checks.map(({ name }) => name)).toContain('replay gives the same tables')
    expect(accepted(await company.post<AuditRunView>('/audit-runs', { replay: true }, sending))).toEqual(
      first,
    )
    expect(await company.all<AuditRunView>('/audit-runs')).toEqual([first])
  })
})
