import { canonicalJson } from '../../durable-objects/kernel/canonical.ts'
import type { Region } from '../../durable-objects/kernel/regions.ts'
import type { RootDelivered } from '../../durable-objects/ledger/proof/contract.ts'
import { archiveBucket, booksOf, type Env } from '../../workers/regions.ts'
import type { LogMessage, Publication } from '../contracts.ts'

/** What is published; docs/proof.md describes it, `client/verify/` reads it. */
export interface RootDocument {
  format: 'meridian-root/1'
  company: string
  size: number
  root: string
  headHash: string
  sealedAt: string
  through?: string
}

export interface PublishedRoot {
  /** Of the company. */
  name: string
  document: RootDocument
}

export type MailRoot = (region: Region, to: string, root: PublishedRoot) => Promise<void>

/**
 * Publishes roots: into the region's archive, and by mail. The object sends a publication until it hears what came of it, so
 * nothing is lost; a doubled message finds it settled. A mail that was sent by a delivery that died before it could say so
 * is sent again: twice is better than never.
 */
export async function publishRoots(
  env: Env,
  region: Region,
  messages: readonly LogMessage[],
  mailRoot: MailRoot,
): Promise<void> {
  const done = new Set<number>()
  for (const { company, tenant, publications = [] } of messages) {
    const books = booksOf(env, region, company)
    for (const publication of publications) {
      if (done.has(publication.sequence) || !(await books.isOpenPublication(publication.sequence))) continue
      const document = documentOf(company, publication)
      const archivedAs = publication.archive ? await archive(env, region, tenant, document) : undefined
      const mailed = await mailAll(publication, (to) =>
        mailRoot(region, to, { name: publication.name, document }),
      )
      await books.settlePublication({
        publication: publication.sequence,
        ...(archivedAs !== undefined && { archivedAs }),
        ...mailed,
      })
      done.add(publication.sequence)
    }
  }
}

export function documentOf(
  company: string,
  { size, root, headHash, sealedAt, through }: Publication,
): RootDocument {
  const document = { format: 'meridian-root/1', company, size, root, headHash, sealedAt } as const
  return through === undefined ? document : { ...document, through }
}

/** The same bytes under the same key, however often. */
async function archive(env: Env, region: Region, tenant: string, document: RootDocument): Promise<string> {
  const key = `${tenant}/${document.company}/roots/${String(document.size).padStart(12, '0')}.json`
  await archiveBucket(env, region).put(key, canonicalJson(document), {
    httpMetadata: { contentType: 'application/json' },
  })
  return key
}

/** What cannot be sent is said, and holds up nothing: whoever published it can do so again. */
async function mailAll(
  { to }: Publication,
  mail: (to: string) => Promise<void>,
): Promise<Pick<RootDelivered, 'mailed' | 'failed'>> {
  const mailed: string[] = []
  const failed: RootDelivered['failed'] = []
  for (const address of to) {
    try {
      await mail(address)
      mailed.push(address)
    } catch (error) {
      failed.push({
        to: address,
        reason: String(error instanceof Error ? error.message : error).slice(0, 300),
      })
    }
  }
  return { mailed, failed }
}
