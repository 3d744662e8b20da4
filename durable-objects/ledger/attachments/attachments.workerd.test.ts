import { env } from 'cloudflare:workers'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { expectAccepted, TestBooks } from '../../../tests/support/books.ts'
import { documentKey, uploadKey } from '../../../workers/documents/keys.ts'
import { removeOrphans } from '../../../workers/documents/orphans.ts'
import { newId } from '../../kernel/ids.ts'
import type { Actor } from '../../kernel/module.ts'
import type { AttachmentView } from './contract.ts'

const hash = (digit: string) => digit.repeat(64)
const file = (record: string, digit = 'a') => ({
  record,
  name: 'a.pdf',
  type: 'application/pdf',
  sha256: hash(digit),
  bytes: 7,
})

async function withEntry() {
  const books = await TestBooks.open('EUR', ['1000', '4000', '6000'])
  const { id } = expectAccepted(await books.sale())
  return { books, entry: id }
}

afterEach(() => {
  vi.useRealTimers()
})

describe('who may not see all of an entry', () => {
  it('sees none of its files, and no event of them', async () => {
    const { books, entry } = await withEntry()
    const { id } = expectAccepted(await books.execute('attachments', 'AttachDocument', file(entry)))
    const limited: Actor = { ...books.actor, rules: [{ field: 'account', deny: ['4000'] }] }
    const asked = (query: string, input: object) =>
      books.stub.ask({ module: 'attachments', query, input, actor: limited })
    expect(await asked('GetAttachment', { attachment: id })).toMatchObject({
      refusal: { refused: 'attachment_not_found' },
    })
    expect(await asked('ListAttachments', { record: entry })).toMatchObject({
      refusal: { refused: 'record_not_found' },
    })
    expect(await asked('CountAttachments', { records: entry })).toMatchObject({ body: '{"data":[]}' })
    const log = await books.stub.ask({
      module: 'company',
      query: 'ListEvents',
      input: { limit: 200 },
      actor: limited,
    })
    expect(JSON.stringify(log)).not.toContain(hash('a'))
    const outcome = await books.stub.execute({
      company: books.company,
      module: 'attachments',
      command: 'DetachDocument',
      input: JSON.stringify({ attachment: id, reason: 'x' }),
      actor: limited,
      requestId: newId('request'),
    })
    expect(outcome).toMatchObject({ refusal: { refused: 'attachment_not_found' } })
    expect((await books.audit(true)).ok).toBe(true)
  })
})

describe('what an upload left behind', () => {
  const later = () => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 30 * 3_600_000 })

  it('goes when no event refers to it, and stays when one does or is about to', async () => {
    const { books, entry } = await withEntry()
    const { company, actor } = books
    const bucket = env.DOCUMENTS_EU
    const keyOf = (digit: string) => documentKey(actor.tenant, company, hash(digit))
    const left = async (digit: string) => {
      await bucket.put(uploadKey(actor.tenant, company, hash(digit)), '')
      await bucket.put(keyOf(digit), 'content')
    }
    expectAccepted(await books.execute('attachments', 'AttachDocument', file(entry, 'a')))
    for (const digit of ['a', 'b', 'c']) await left(digit)
    await bucket.put(uploadKey(actor.tenant, company, newId('request')), 'in part')
    const policy = {
      code: 'four-eyes',
      name: 'Four eyes',
      commands: ['attachments.AttachDocument'],
      effect: 'approve',
      reason: 'Two.',
      approval: { steps: [{ roles: ['owner'], count: 1 }] },
    }
    expectAccepted(await books.execute('guardrails', 'AdoptPolicy', policy))
    expect((await books.execute('attachments', 'AttachDocument', file(entry, 'c'))).kind).toBe('parked')

    const keys = async () => {
      const { objects } = await bucket.list()
      return objects.map(({ key }) => key).filter((key) => key.includes(company))
    }
    await removeOrphans(env, Date.now())
    expect(await keys()).toHaveLength(7)
    later()
    await removeOrphans(env, Date.now())
    expect(await keys()).toEqual([keyOf('a'), keyOf('c')])

    // Nothing begins to refer to a content that is being removed.
    const retired = await books.execute('guardrails', 'RetirePolicy', { policy: 'four-eyes' })
    expectAccepted(retired)
    expect(await books.execute('attachments', 'AttachDocument', file(entry, 'b'))).toMatchObject({
      refusal: { refused: 'document_in_removal' },
    })
    later()
    expectAccepted(await books.execute('attachments', 'AttachDocument', file(entry, 'b')))
    const { data } = await books.ask<{ data: AttachmentView[] }>('attachments', 'ListAttachments', {
      record: entry,
    })
    expect(data.map(({ sha256 }) => sha256)).toEqual([hash('a'), hash('b')])
    expect((await books.audit(true)).ok).toBe(true)
  })
})
