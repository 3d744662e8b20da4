/**
 * What our own exports write so that an import gives back the very same entry.
 *
 * Journal text cannot say everything an entry may hold: a description with a semicolon, an account code with two
 * spaces, a tag value with a comma, a value without a quantity. Such parts are written in tags whose names start with
 * `meridian-`, percent-encoded; the readable text stays beside them wherever it can. A comment line whose first tag
 * is one of these is the exporter's line: its tags count, its text does not become a note or a memo.
 *
 * | tag | on | says |
 * |---|---|---|
 * | `meridian-id`, `meridian-number` | transaction | id and number in the exported books; an import numbers anew |
 * | `meridian-note`, `meridian-description`, `meridian-reference` | transaction | the exact text |
 * | `meridian-tag: name=value` | transaction | a tag that hledger's tag syntax cannot hold |
 * | `meridian-memo` | posting | the exact memo |
 * | `meridian-code`, `name` | account directive | the exact account code; the account's name |
 * | `meridian-unit`, `meridian-scale` | commodity directive | the exact unit code; its scale |
 */
import type { Status } from './model.ts'
import { commentTags } from './text.ts'

export const reservedPrefix = 'meridian-'

/** What a transaction's comment lines and marks say. */
export type EntryText = {
  note: string | null
  description: string
  reference: string | null
  tags: Record<string, string>
}

/** Reads the comment of a transaction together with its marks. Also the exporter's own check of what it wrote. */
export const readEntryText = (written: {
  status: Status
  date2: string | null
  code: string | null
  description: string
  comment: readonly string[]
}): EntryText => {
  const tags = new Map<string, string>()
  if (written.status !== null) tags.set('status', written.status)
  if (written.date2 !== null) tags.set('date2', written.date2)
  const lines: string[] = []
  const exact = new Map<string, string>()
  for (const line of written.comment) {
    const found = line.includes(':') ? commentTags(line) : []
    const isOurs = found[0]?.[0].startsWith(reservedPrefix) === true
    if (!isOurs) lines.push(line)
    for (const [name, value] of found) {
      if (!isOurs || !name.startsWith(reservedPrefix)) addTag(tags, name, value)
      else if (name !== 'meridian-tag') exact.set(name, decode(value))
      else
        addTag(tags, decode(value.slice(0, value.indexOf('='))), decode(value.slice(value.indexOf('=') + 1)))
    }
  }
  return {
    note: exact.get('meridian-note') ?? joined(lines),
    description: exact.get('meridian-description') ?? written.description,
    // An empty exact reference says that what looks like a (code) is none.
    reference: (exact.get('meridian-reference') ?? written.code) || null,
    tags: Object.fromEntries(tags),
  }
}

/** Reads the comment of a posting: its memo. */
export const readMemo = (comment: readonly string[]): string | null => {
  const lines: string[] = []
  let memo: string | null = null
  for (const line of comment) {
    const found = line.includes(reservedPrefix) ? commentTags(line) : []
    if (found[0]?.[0].startsWith(reservedPrefix) !== true) {
      lines.push(line)
      continue
    }
    for (const [name, value] of found) if (name === 'meridian-memo') memo = decode(value)
  }
  return memo ?? joined(lines)
}

/** The tags of a directive's comment, the reserved ones decoded. */
export const directiveTags = (comment: readonly string[]): Map<string, string> =>
  new Map(
    comment
      .flatMap((line) => commentTags(line))
      .map(([name, value]) => [
        name,
        name.startsWith(reservedPrefix) || name === 'name' ? decode(value) : value,
      ]),
  )

const joined = (lines: string[]): string | null => {
  const text = lines.join('\n').trim()
  return text === '' ? null : text
}

/** The same tag twice keeps both values, as the comment text does. */
const addTag = (tags: Map<string, string>, name: string, value: string): void => {
  const before = tags.get(name)
  tags.set(name, before === undefined || before === value ? value : `${before}, ${value}`)
}

/** Keeps letters and everyday punctuation readable; encodes what means something to a journal reader. */
export const encode = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cs}\p{Z}%,:;=[\](){}|"'*!@]|\p{M}/gu, (c, at: number) =>
    c === ' ' && at > 0 && at < text.length - 1 && text[at - 1] !== ' ' ? c : escaped(c),
  )

const escaped = (c: string): string => {
  const code = c.codePointAt(0) ?? 0
  return code < 0x80 ? `%${hex(code, 2)}` : `%u{${hex(code, 4)}}`
}

const hex = (code: number, width: number): string => code.toString(16).toUpperCase().padStart(width, '0')

/** The inverse of `encode`; text that is no escape stays as it is. */
export const decode = (text: string): string =>
  text.replace(/%(?:([0-9A-F]{2})|u\{([0-9A-F]{4,6})\})/g, (whole, byte?: string, point?: string) => {
    const code = Number.parseInt(byte ?? point ?? '', 16)
    return code > 0x10ffff ? whole : String.fromCodePoint(code)
  })
