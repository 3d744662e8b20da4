import type { RefusalCode } from '../../kernel/contract.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { NewEvent } from '../../kernel/log.ts'
import { type Refusal, refuse } from '../../kernel/result.ts'
import type { AttachmentsContract, DocumentAttached } from './contract.ts'

export type AttachmentsRefusal = Refusal<RefusalCode<AttachmentsContract>>

/** Pure decisions about files: which event, or why not. */

export interface KnownRecord {
  /** Files that are attached to it now, by their hash. */
  attached: ReadonlyMap<string, string>
  /** The same content was given up, and is being removed from the store. */
  isInRemoval: boolean
}

/** The same file on the same record is no event: it is there. */
export function decideAttach(
  document: DocumentAttached,
  { attached, isInRemoval }: KnownRecord,
): NewEvent[] | AttachmentsRefusal {
  if (attached.has(document.sha256)) return []
  if (attached.size >= LIMITS.attachmentsARecordMax)
    return refuse(
      'too_many_attachments',
      `A record has at most ${LIMITS.attachmentsARecordMax} files. Put several into one zip file.`,
    )
  if (isInRemoval)
    return refuse('document_in_removal', 'The same file is being removed at this moment. Send it again soon.')
  return [{ type: 'document-attached', version: 1, data: document }]
}

export function decideDetach(
  id: string,
  isDetached: boolean,
  reason: string,
): NewEvent[] | AttachmentsRefusal {
  if (isDetached) return refuse('already_detached', `The file ${id} is detached already.`)
  return [{ type: 'document-detached', version: 1, data: { id, reason } }]
}

export const attachmentNotFound = (id: string): AttachmentsRefusal =>
  refuse('attachment_not_found', `There is no file ${id} in this company.`)

export const recordNotFound = (record: string): AttachmentsRefusal =>
  refuse('record_not_found', `There is no entry, draft or item ${record} in this company.`, [
    { pointer: '/record', code: 'record_not_found', detail: 'There is no such record.' },
  ])
