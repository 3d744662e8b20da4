import { advanceWatermark, movedByAnother, readWatermark } from '../../d1/reporting/watermarks.ts'
import { GENESIS_HASH } from '../../durable-objects/kernel/canonical.ts'
import type { CloudEvent } from '../../durable-objects/kernel/log.ts'
import type { Region } from '../../durable-objects/kernel/regions.ts'
import { archiveBucket, type Env, reportingDatabase } from '../../workers/regions.ts'
import type { Owner, Sink } from '../consume.ts'

/**
 * Writes the log to the region's bucket in segments: gzipped NDJSON, one CloudEvent a line. A segment's metadata names
 * the hash before its first event and the hash of its last one, so segments chain like the events in them.
 *
 * The segment is written before the watermark moves. A delivery that dies in between, or runs beside another one, leaves
 * a second segment over the same events: readers go by sequence, and nothing is ever missing.
 */
export function archiveSink(env: Env, region: Region): Sink {
  const bucket = archiveBucket(env, region)
  const database = reportingDatabase(env, region)
  return {
    consumer: 'archive',
    async watermark(company) {
      return (await readWatermark(database, company, 'archive'))?.sequence ?? 0
    },
    async write(owner, after, events) {
      const mark = await readWatermark(database, owner.company, 'archive')
      if ((mark?.sequence ?? 0) !== after) return false
      const last = events.at(-1) as CloudEvent
      await putSegment(bucket, owner, mark?.hash ?? GENESIS_HASH, events)
      try {
        await database.batch(advanceWatermark(database, owner.company, 'archive', after, last))
        return true
      } catch (error) {
        if (movedByAnother(error)) return false
        throw error
      }
    },
  }
}

/** Twelve digits sort as text in the order of the log. */
const position = (sequence: number) => String(sequence).padStart(12, '0')

export const segmentPrefix = ({ tenant, company }: Owner) => `${tenant}/${company}/log/`

async function putSegment(
  bucket: R2Bucket,
  owner: Owner,
  previousHash: string,
  events: CloudEvent[],
): Promise<void> {
  const [first, last] = [events[0] as CloudEvent, events.at(-1) as CloudEvent]
  const text = events.map((event) => `${JSON.stringify(event)}\n`).join('')
  const compressed = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))
  const bytes = await new Response(compressed).arrayBuffer()
  const key = `${segmentPrefix(owner)}${position(first.sequence)}-${position(last.sequence)}.ndjson.gz`
  await bucket.put(key, bytes, {
    httpMetadata: { contentType: 'application/x-ndjson', contentEncoding: 'gzip' },
    customMetadata: {
      first: String(first.sequence),
      last: String(last.sequence),
      previousHash,
      lastHash: last.hash,
    },
  })
}
