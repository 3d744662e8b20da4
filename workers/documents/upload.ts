import type { InputOf } from '../../durable-objects/kernel/contract.ts'
import { newId } from '../../durable-objects/kernel/ids.ts'
import { type Refusal, refuse } from '../../durable-objects/kernel/result.ts'
import {
  type AttachmentsContract,
  DOCUMENT_TYPES,
  type DocumentType,
} from '../../durable-objects/ledger/attachments/contract.ts'
import type { Place } from '../directory.ts'
import { inBackground } from '../http/background.ts'
import { edgeRefusal, problem } from '../http/problem.ts'
import { type Call, execute } from '../mount.ts'
import { documentsBucket } from '../regions.ts'
import { type Arrival, type Failed, receive } from './arrival.ts'
import { documentType } from './file-types.ts'
import { documentKey, uploadKey } from './keys.ts'
import { safeName } from './names.ts'

type Input = InputOf<AttachmentsContract, 'AttachDocument'>

/**
 * Takes a file: it streams into the bucket of the company's region, then moves to its hash, then the command refers to it.
 * A request that dies on the way leaves no record; what it leaves in the bucket has a mark, by which the upkeep finds it.
 */
export async function attachDocument(call: Call, place: Place | undefined): Promise<Response> {
  if (!place) throw new Error('the operation is below a company')
  const { c } = call
  const input = call.input as Input
  const announced = Number(c.req.header('content-length'))
  const type = documentType(input.type, input.name)
  const early = earlyProblem(announced, type, input)
  if (early) return problem(c, early)

  const { tenant } = c.get('actor')
  const bucket = documentsBucket(c.env, place.region)
  const arriving = uploadKey(tenant, place.id, newId('request'))
  const arrived = await arrivalOf(c.req.raw, announced, type as DocumentType, bucket, arriving)
  if (typeof arrived === 'string') return problem(c, arrived === 'differs' ? differs(input, type) : broken())
  const { sha256, bytes } = arrived
  if (input.sha256 !== undefined && input.sha256 !== sha256) {
    await bucket.delete(arriving)
    return problem(c, anotherFile(sha256))
  }

  const mark = uploadKey(tenant, place.id, sha256)
  await keep(bucket, arriving, documentKey(tenant, place.id, sha256), mark, sha256)
  const { record } = input
  const name = safeName(input.name, type as DocumentType)
  const response = await execute({ ...call, input: { record, name, type, sha256, bytes } }, place)
  // What waits for an approval is an event already, which refers to the file. After a refusal the mark stays for the upkeep:
  // another upload of the same file may be under way.
  if (response.ok) inBackground(c, bucket.delete(mark))
  return response
}

async function arrivalOf(
  request: Request,
  announced: number,
  type: DocumentType,
  bucket: R2Bucket,
  key: string,
): Promise<Arrival | Failed> {
  if (request.body === null) return 'broken'
  return receive(request.body as ReadableStream<Uint8Array>, announced, type, bucket, key)
}

/** From where it arrived to where its content belongs. The store itself compares the hash. */
async function keep(
  bucket: R2Bucket,
  from: string,
  key: string,
  mark: string,
  sha256: string,
): Promise<void> {
  await bucket.put(mark, new Uint8Array())
  if (!(await bucket.head(key))) {
    const file = await bucket.get(from)
    if (!file) throw new Error('what has just arrived is not in the store')
    await bucket.put(key, file.body, { sha256 })
  }
  await bucket.delete(from)
}

function earlyProblem(
  announced: number,
  type: DocumentType | undefined,
  { bytes }: Input,
): Refusal | undefined {
  if (announced === 0) return refuse('document_empty', 'The file has no content. Choose another one.')
  if (type === undefined) {
    const detail = `Files that are taken: ${Object.values(DOCUMENT_TYPES).join(', ')}. Put another one into a zip file.`
    return refuse('document_type_not_allowed', detail, [
      { pointer: '/type', code: 'document_type_not_allowed', detail },
    ])
  }
  if (bytes === undefined || bytes === announced) return undefined
  const detail = `${announced} bytes were announced, not ${bytes}.`
  return refuse('document_hash_differs', detail, [
    { pointer: '/bytes', code: 'document_hash_differs', detail },
  ])
}

function differs({ name }: Input, type: DocumentType | undefined): Refusal {
  const detail = `The content of ${name} is not ${type}. Send it under its own type and ending.`
  return refuse('document_type_differs', detail, [
    { pointer: '/type', code: 'document_type_differs', detail },
  ])
}

const broken = () => edgeRefusal('malformed_body', 'The file did not arrive whole. Send it again.')

function anotherFile(sha256: string): Refusal {
  const detail = `What arrived has the SHA-256 ${sha256}. Send it again.`
  return refuse('document_hash_differs', detail, [
    { pointer: '/sha256', code: 'document_hash_differs', detail },
  ])
}
