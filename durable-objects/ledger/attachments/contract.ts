import { z } from 'zod'
import { command, type ModuleContract, query } from '../../kernel/contract.ts'
import { flag, id, line, listOf, page, requiredLine, wholeNumber } from '../../kernel/fields.ts'
import { LIMITS } from '../../kernel/limits.ts'

/** Files that people keep with entries, drafts and items. Their bytes lie in the region's bucket, their hashes in the log. */

/** Media types that are taken, with the ending that a file of the type has. */
export const DOCUMENT_TYPES = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/heic': 'heic',
  'text/csv': 'csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/xml': 'xml',
  'text/plain': 'txt',
  'message/rfc822': 'eml',
  'application/zip': 'zip',
} as const
export type DocumentType = keyof typeof DOCUMENT_TYPES

const reference = z.string().max(60)
const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'Write a SHA-256 as 64 small hexadecimal digits.')
  .meta({ examples: ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'] })

const documentAttached = z.strictObject({
  id: z.string(),
  /** Id of the entry, draft or item. */
  record: z.string(),
  sha256: z.string(),
  name: z.string(),
  type: z.string(),
  bytes: z.number().int(),
})
export type DocumentAttached = z.output<typeof documentAttached>
const documentDetached = z.strictObject({ id: z.string(), reason: z.string() })
export type DocumentDetached = z.output<typeof documentDetached>

export const attachmentView = z.object({
  id: id('attachment'),
  record: z.string(),
  name: z.string(),
  type: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  attachedAt: z.string(),
  attachedBy: z.string(),
  detached: z.object({ at: z.string(), by: z.string(), reason: z.string() }).nullable(),
  sequence: z.number(),
})
export type AttachmentView = z.output<typeof attachmentView>

export const attachmentsContract = {
  name: 'attachments',
  title: 'Attachments',
  operations: {
    AttachDocument: command({
      summary: 'Attach a file to an entry, a draft or an item',
      description: `The body is the file as it is, up to ${LIMITS.documentBytesMax} bytes: ${Object.values(DOCUMENT_TYPES).join(', ')}. Its SHA-256 goes into the event log. The same file on the same record is there already.`,
      path: '/attachments',
      scope: 'documents:write',
      body: 'binary',
      bodyBytesMax: LIMITS.documentBytesMax,
      input: z.strictObject({
        record: reference.describe('Id of the entry, draft or item.'),
        name: requiredLine(LIMITS.documentNameCharsMax).describe('Name of the file.'),
        type: line(100).optional().describe("Media type; default: by the name's ending."),
        sha256: sha256.optional().describe('What the file must be; another one is refused.'),
        bytes: wholeNumber(1, LIMITS.documentBytesMax).optional().describe('How many bytes it must have.'),
      }),
      reply: attachmentView,
    }),
    ListAttachments: query({
      summary: 'List the files of an entry, draft or item, oldest first',
      description: 'Those of an entry that was a draft include those of the draft.',
      path: '/attachments',
      scope: 'documents:read',
      input: z.strictObject({
        ...page,
        record: reference,
        detached: flag.optional().describe('With those that were detached.'),
      }),
      reply: listOf(attachmentView),
    }),
    CountAttachments: query({
      summary: 'Count the files of entries, drafts or items',
      path: '/attachments/counts',
      scope: 'documents:read',
      input: z.strictObject({
        records: z
          .string()
          .max(LIMITS.attachmentCountsMax * 61)
          .refine(
            (text) => text.split(',').length <= LIMITS.attachmentCountsMax,
            `At most ${LIMITS.attachmentCountsMax} ids.`,
          )
          .describe('Ids, separated by commas.'),
      }),
      reply: z.object({ data: z.array(z.object({ record: z.string(), count: z.number() })) }),
    }),
    GetAttachment: query({
      summary: 'Show what is known of a file',
      path: '/attachments/{attachment}',
      scope: 'documents:read',
      input: z.strictObject({ attachment: reference }),
      reply: attachmentView,
    }),
    DownloadAttachment: query({
      summary: 'Download a file',
      description:
        'With `etag`, `repr-digest` (RFC 9530) and `accept-ranges`; takes `Range`, `If-Range` and `If-None-Match`.',
      path: '/attachments/{attachment}/content',
      scope: 'documents:read',
      replyType: 'application/octet-stream',
      input: z.strictObject({ attachment: reference }),
      reply: attachmentView,
    }),
    DetachDocument: command({
      summary: 'Detach a file from its record',
      description: 'The file and its event stay: what was once kept with the books is part of them.',
      path: '/attachments/{attachment}/detach',
      scope: 'documents:write',
      status: 200,
      input: z.strictObject({ attachment: reference, reason: requiredLine(LIMITS.commentCharsMax) }),
      reply: attachmentView,
      example: { reason: 'Belongs to another entry' },
    }),
  },
  events: {
    'document-attached': { version: 1, data: documentAttached },
    'document-detached': { version: 1, data: documentDetached },
  },
  refusals: {
    already_detached: { status: 409, title: 'The file is detached already' },
    attachment_not_found: { status: 404, title: 'There is no such file' },
    document_empty: { status: 422, title: 'The file is empty' },
    document_gone: { status: 410, title: 'The file is not in the store any more' },
    document_hash_differs: { status: 422, title: 'What arrived is another file' },
    document_in_removal: { status: 409, title: 'The same file is being removed at this moment' },
    document_type_differs: { status: 422, title: 'The content is not of the type' },
    document_type_not_allowed: { status: 422, title: 'Files of this type are not taken' },
    invalid_cursor: { status: 400, title: 'The cursor is not one of this list' },
    record_not_found: { status: 404, title: 'There is no such record' },
    too_many_attachments: { status: 422, title: 'The record has as many files as it can have' },
  },
} as const satisfies ModuleContract

export type AttachmentsContract = typeof attachmentsContract
