import { ulid } from 'ulid'
import { parkedFrom, problemFrom, Unreachable } from '../../../sdk/problem.ts'
import type { Attachment } from './queries.ts'

/**
 * Sends a file as it is. Not through the client of the API: only `XMLHttpRequest` says how much of a file has gone out. Rejects as
 * the client does: with `Problem`, `Parked` or `Unreachable`.
 */
export function uploadDocument(
  company: string,
  { record, file }: { record: string; file: File },
  onProgress: (share: number) => void,
): Promise<Attachment> {
  const query = new URLSearchParams({ record, name: file.name })
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/v1/companies/${encodeURIComponent(company)}/attachments?${query}`)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.setRequestHeader('accept', 'application/json')
    request.setRequestHeader('idempotency-key', ulid())
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    request.onerror = () => reject(new Unreachable('The server did not answer.'))
    request.onload = () => {
      const response = new Response(request.responseText, { status: request.status })
      if (request.status === 202) void parkedFrom(response).then(reject)
      else if (response.ok) resolve(JSON.parse(request.responseText) as Attachment)
      else void problemFrom(response).then(reject)
    }
    request.send(file)
  })
}
