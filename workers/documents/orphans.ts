import { REGIONS, type Region } from '../../durable-objects/kernel/regions.ts'
import { booksOf, documentsBucket, type Env } from '../regions.ts'
import { documentKey, UPLOADS, type Upload, uploadOf } from './keys.ts'

/**
 * What uploads left behind that died on their way: files that did not arrive whole, and contents that no event refers to.
 * They are found by their marks, so the work is by what was left behind, not by all that is kept. The object of the company
 * says what may go, and takes no reference to it while it goes.
 */
export async function removeOrphans(env: Env, nowMs: number): Promise<void> {
  for (const region of REGIONS) await removeOrphansOf(env, region, nowMs - KEPT_MS)
}

/** No upload takes longer. */
const KEPT_MS = 24 * 3_600_000
/** Of one night; what is left follows in the next. */
const PAGES_MAX = 20

async function removeOrphansOf(env: Env, region: Region, beforeMs: number): Promise<void> {
  const bucket = documentsBucket(env, region)
  let cursor: string | undefined
  for (let page = 0; page < PAGES_MAX; page++) {
    const listed = await bucket.list({ prefix: UPLOADS, ...(cursor !== undefined && { cursor }) })
    const left = listed.objects.filter(({ uploaded }) => uploaded.getTime() < beforeMs)
    await removeContents(
      env,
      region,
      bucket,
      left.flatMap(({ key }) => uploadOf(key) ?? []),
    )
    if (left.length > 0) await bucket.delete(left.map(({ key }) => key))
    if (!listed.truncated) return
    cursor = listed.cursor
  }
}

async function removeContents(
  env: Env,
  region: Region,
  bucket: R2Bucket,
  uploads: readonly Upload[],
): Promise<void> {
  const marks = uploads.filter(({ sha256 }) => sha256 !== undefined) as (Upload & { sha256: string })[]
  for (const [company, own] of Map.groupBy(marks, ({ company: each }) => each)) {
    const free = await booksOf(env, region, company).giveUpDocuments(own.map(({ sha256 }) => sha256))
    const tenant = own[0]?.tenant ?? ''
    if (free.length > 0) await bucket.delete(free.map((sha256) => documentKey(tenant, company, sha256)))
  }
}
