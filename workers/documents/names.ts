import { LIMITS } from '../../durable-objects/kernel/limits.ts'
import { DOCUMENT_TYPES, type DocumentType } from '../../durable-objects/ledger/attachments/contract.ts'
import { endingOf, hasEndingOf } from './file-types.ts'

/**
 * The name under which a file is kept and offered: no folders, nothing that a file system or a header cannot hold or that
 * turns the direction of writing (a name that reads `exe.pdf` backwards), and an ending of its type.
 */
export function safeName(given: string, type: DocumentType): string {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const clean = last
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .replaceAll(/[<>:"|?*]/g, '_')
    .replace(/^[\s.]+|[\s.]+$/g, '')
  const ending = hasEndingOf(clean, type) ? endingOf(clean).length + 1 : 0
  const stem = (ending > 0 ? clean.slice(0, -ending) : clean).replace(/[\s.]+$/, '') || 'file'
  const tail = ending > 0 ? clean.slice(-ending) : `.${DOCUMENT_TYPES[type]}`
  return cut(stem, LIMITS.documentNameCharsMax - tail.length) + tail
}

/** Not in the middle of a character. */
const cut = (text: string, chars: number): string =>
  text.length <= chars ? text : text.slice(0, chars).replace(/[\ud800-\udbff]$/, '')

/** RFC 6266: the name in UTF-8 (RFC 8187), and one in ASCII for who does not know that. */
export function contentDisposition(name: string): string {
  const ascii = name.replaceAll(/[^\x20-\x7e]/g, '_').replaceAll(/["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
