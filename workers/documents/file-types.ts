import { DOCUMENT_TYPES, type DocumentType } from '../../durable-objects/ledger/attachments/contract.ts'

/** Which files are taken, and whether the first bytes of one are those of its type. */

/** Other names that the types go by. */
const ALIASES: ReadonlyMap<string, DocumentType> = new Map([
  ['image/jpg', 'image/jpeg'],
  ['image/heif', 'image/heic'],
  ['text/xml', 'application/xml'],
  ['application/csv', 'text/csv'],
  ['application/x-zip-compressed', 'application/zip'],
])
const ENDINGS: ReadonlyMap<string, DocumentType> = new Map([
  ...Object.entries(DOCUMENT_TYPES).map(([type, ending]): [string, DocumentType] => [
    ending,
    type as DocumentType,
  ]),
  ['jpeg', 'image/jpeg'],
  ['heif', 'image/heic'],
])

/** By what the client says, or by the ending of the name where it says nothing. */
export function documentType(said: string | undefined, name: string): DocumentType | undefined {
  const type = said?.split(';')[0]?.trim().toLowerCase()
  // What browsers and tools say of a file that they do not know.
  if (type === undefined || type === '' || type === 'application/octet-stream')
    return ENDINGS.get(endingOf(name))
  return Object.hasOwn(DOCUMENT_TYPES, type) ? (type as DocumentType) : ALIASES.get(type)
}

export const endingOf = (name: string): string =>
  /\.([A-Za-z0-9]{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? ''

/** The name has an ending of the type: a file that says it is another one is not offered under that name. */
export const hasEndingOf = (name: string, type: DocumentType): boolean => ENDINGS.get(endingOf(name)) === type

/** Bytes that have to be there before a file can be judged. */
export const JUDGED_BYTES = 4_096

export function isOfType(type: DocumentType, head: Uint8Array): boolean {
  switch (type) {
    case 'application/pdf':
      // Readers look for it in the first kilobyte (ISO 32000-1, annex H).
      return latin(head.subarray(0, 1_024)).includes('%PDF-')
    case 'image/png':
      return begins(head, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
    case 'image/jpeg':
      return begins(head, 0xff, 0xd8, 0xff)
    case 'image/webp':
      return latin(head.subarray(0, 4)) === 'RIFF' && latin(head.subarray(8, 12)) === 'WEBP'
    case 'image/heic':
      return (
        latin(head.subarray(4, 8)) === 'ftyp' &&
        /^(heic|heix|heim|heis|hevc|hevx|mif1|msf1)$/.test(latin(head.subarray(8, 12)))
      )
    case 'application/zip':
      return isZip(head) || begins(head, 0x50, 0x4b, 0x05, 0x06)
    case 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet':
    case 'application/vnd.openxmlformats-officedocument.wordprocessingml.document':
      // An Office document is a zip file (ECMA-376, part 2); its parts may come in any order.
      return isZip(head)
    case 'application/xml':
      return isText(head) && /^\s*</.test(textOf(head)) && !isHtml(head)
    case 'message/rfc822':
      return isText(head) && /^(From |[\x21-\x39\x3b-\x7e]+:)/.test(textOf(head))
    case 'text/csv':
    case 'text/plain':
      return isText(head)
  }
}

const begins = (head: Uint8Array, ...bytes: number[]): boolean =>
  bytes.every((byte, index) => head[index] === byte)

const isZip = (head: Uint8Array): boolean => begins(head, 0x50, 0x4b, 0x03, 0x04)

const latin = (bytes: Uint8Array): string => String.fromCharCode(...bytes)

/** Text in any encoding has no NUL, except UTF-16, which says so by its mark. */
function isText(head: Uint8Array): boolean {
  if (isUtf16(head)) return true
  const isBinary = isZip(head) || begins(head, 0xff, 0xd8, 0xff) || latin(head.subarray(0, 5)) === '%PDF-'
  return !isBinary && !head.includes(0)
}

const isUtf16 = (head: Uint8Array): boolean => begins(head, 0xff, 0xfe) || begins(head, 0xfe, 0xff)

function textOf(head: Uint8Array): string {
  const encoding = begins(head, 0xfe, 0xff) ? 'utf-16be' : isUtf16(head) ? 'utf-16le' : 'utf-8'
  return new TextDecoder(encoding).decode(head)
}

/** Pages run scripts; they are taken under no name. */
const isHtml = (head: Uint8Array): boolean => /^\s*<(!doctype\s+html|html)\b/i.test(textOf(head))
