import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { TestBooks } from '../tests/support/books.ts'
import { fileLines } from '../workers/http/export-file.ts'
import { ImportedDocuments } from './imported-documents.ts'

/** What one side writes into the file, the other must take out again. */
const contents = [0, 1, 196_608, 500_000].map((bytes) => Buffer.alloc(bytes, `${bytes}`))
const sha256Of = (content: Buffer) => createHash('sha256').update(content).digest('hex')

const manifest = {
  record: 'manifest',
  events: 0,
  headHash: '',
  root: '',
  tables: {},
  tablesVersion: '',
} as const

async function recordsOf(all: readonly Buffer[]): Promise<Record<string, unknown>[]> {
  const documents = all.map((content) => ({
    sha256: sha256Of(content),
    bytes: content.length,
    key: sha256Of(content),
  }))
  const lines = fileLines(
    { text: '', last: 0, end: { manifest, documents } },
    {
      next: async () => ({ refused: '', detail: '', errors: [] }),
      document: async ({ key }) => {
        const content = all.find((each) => sha256Of(each) === key) as Buffer
        return { arrayBuffer: async () => new Uint8Array(content).buffer }
      },
    },
  )
  const records: Record<string, unknown>[] = []
  for await (const line of lines) if (line !== '') records.push(JSON.parse(line))
  return records
}

interface Ending {
  record: string
  documents: { count: number; digest: string }
}

/** Takes the records as an import would; what was wrong, if something was. */
async function take(
  prefix: string,
  records: readonly Record<string, unknown>[],
): Promise<string | undefined> {
  const books = new TestBooks()
  return runInDurableObject(books.stub, async (_, state) => {
    const documents = new ImportedDocuments(state.storage, env.DOCUMENTS_EU, prefix)
    for (const record of records) {
      const isLast = record.record === 'manifest'
      const wrong = (isLast ? documents.close() : documents.take(record)) ?? (await documents.store())
      if (wrong) return wrong
    }
    return documents.wrongWith((records.at(-1) as unknown as Ending).documents)
  })
}

describe('documents in a file', () => {
  it('arrive as they were, whatever their size', async () => {
    const prefix = `${crypto.randomUUID()}/`
    expect(await take(prefix, await recordsOf(contents))).toBeUndefined()
    for (const content of contents) {
      const stored = await env.DOCUMENTS_EU.get(prefix + sha256Of(content))
      expect(sha256Of(Buffer.from((await stored?.arrayBuffer()) as ArrayBuffer))).toBe(sha256Of(content))
    }
  })

  it('are refused when one is changed, short, out of order or left out', async () => {
    const records = await recordsOf(contents)
    const isPart = ({ record, index }: Record<string, unknown>, wanted: number) =>
      record === 'document-part' && index === wanted
    const changed = records.map((each) =>
      isPart(each, 1) ? { ...each, base64: `AAAA${String(each.base64).slice(4)}` } : each,
    )
    expect(await take('changed/', changed)).toMatch(/^The document \w{64} is not what its hash says/)
    expect(
      await take(
        'short/',
        records.filter((each) => !isPart(each, 2)),
      ),
    ).toMatch(/is not whole/)
    expect(
      await take(
        'order/',
        records.filter((each) => !isPart(each, 1)),
      ),
    ).toMatch(/is out of its place/)
    const without = records.filter(({ record, bytes }) => record !== 'document' || bytes !== 0)
    expect(await take('out/', without)).toBe('The manifest says 4 documents, the file has 3.')
    expect(await take('other/', [{ record: 'surprise' }])).toBe('The file has a record of an unknown kind.')
  })
})
