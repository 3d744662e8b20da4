/**
 * The hledger and ledger writers: the same text but for declarations and for what ledger cannot say.
 *
 * Every line of another unit than the company currency that has a value is written with its total cost (`@@`), signed
 * so that the line's cost is the value: the cost takes the sign of the quantity, so it is written negative when the
 * two differ, and as it is when there is no quantity. What the syntax cannot hold goes into the reserved tags
 * described in `reserved.ts`; an import of the hledger text gives back the same entries.
 */

import { readDate } from './dates.ts'
import { format as decimalText, ofMinor } from './decimal.ts'
import type {
  ExportContext,
  ExportEntry,
  ExportFormat,
  ExportHeader,
  ExportLine,
  ExportPart,
} from './export-model.ts'
import { positiveCosts } from './export-model.ts'
import { isRefused } from './model.ts'
import type { EntryText } from './reserved.ts'
import { decode, encode, readEntryText, readMemo, reservedPrefix } from './reserved.ts'
import { bracketedDates, commentTags, hasControl, readSingleSpaced } from './text.ts'
import { readHeader } from './transaction.ts'
import { unitOfSymbol } from './units.ts'

type JournalFormat = Exclude<ExportFormat, 'beancount'>

const typeLetters = { asset: 'A', liability: 'L', equity: 'E', income: 'R', expense: 'X' } as const

/** Comment, units, accounts. Codes that need a disguise carry it in a tag. */
export const journalHead = (format: JournalFormat, header: ExportHeader): string => {
  const units = new Map([[header.currency, header.currencyScale]])
  for (const { code, scale } of header.units) units.set(code, scale)
  const rows = [`; ${oneLine(header.company)}`, `; company currency: ${oneLine(header.currency)}`, '']
  if (format === 'hledger') rows.push('decimal-mark .', '')
  for (const [code, scale] of units) rows.push(...unitRows(format, code, scale, header.currency))
  rows.push('')
  for (const { code, name, type } of header.accounts) {
    const written = journalAccount(format, code)
    const exact = written === code ? '' : `, meridian-code: ${encode(code)}`
    const tags = `type: ${typeLetters[type]}, name: ${encode(name)}${exact}`
    rows.push(
      ...(format === 'hledger' ? [`account ${written}  ; ${tags}`] : [`account ${written}`, `    ; ${tags}`]),
    )
  }
  return `${rows.join('\n')}\n\n`
}

const unitRows = (format: JournalFormat, code: string, scale: number, currency: string): string[] => {
  const symbol = journalUnit(format, code, currency)
  const sample = `1000.${'0'.repeat(scale)} ${symbol}`
  const exact =
    decode(symbol.replaceAll('"', '')) === code && !symbol.includes('%')
      ? ''
      : `meridian-unit: ${encode(code)}, `
  const tags = `; ${exact}meridian-scale: ${scale}`
  return format === 'hledger'
    ? [`commodity ${sample}  ${tags}`]
    : [`commodity ${symbol}`, `    ${tags}`, `    format ${scale === 0 ? `1000 ${symbol}` : sample}`]
}

/** The transaction with its comment lines, then its postings, then an empty line. */
export const journalEntry = (format: JournalFormat, entry: ExportEntry, context: ExportContext): string => {
  const { header, comments } = entryRows(format, entry)
  const rows = [header, ...comments.map((comment) => `    ; ${comment}`.trimEnd())]
  for (const line of entry.lines) rows.push(...lineRows(format, line, context))
  return `${rows.join('\n')}\n\n`
}

// ------------------------------------------------------------------------------------ header and comments

const entryRows = (format: JournalFormat, entry: ExportEntry): { header: string; comments: string[] } => {
  const header = headerRow(entry)
  const wanted: EntryText = {
    description: entry.description,
    reference: entry.reference || null,
    note: entry.note,
    tags: { ...entry.tags },
  }
  const read = readHeader(header, null)
  // The header is made to be read back; a refusal here would mean that the date is no date.
  const marks = isRefused(read)
    ? { status: null, date2: null, code: null, description: '', comment: [] }
    : read
  const exact: string[] = []
  if (marks.description !== wanted.description)
    exact.push(`meridian-description: ${encode(wanted.description)}`)
  if (marks.code !== wanted.reference) exact.push(`meridian-reference: ${encode(wanted.reference ?? '')}`)
  const noteRows = wanted.note === null ? [] : wanted.note.split('\n')
  if (noteRows.every((row) => isPlainRow(format, row))) {
    const fromText = readEntryText({ ...marks, comment: noteRows }).tags
    const comments = [...noteRows, ownRow(format, entry, exact, fromText)]
    if (sameText(readEntryText({ ...marks, comment: comments }), wanted)) return { header, comments }
  }
  if (wanted.note !== null) exact.push(`meridian-note: ${encode(wanted.note)}`)
  return { header, comments: [ownRow(format, entry, exact, readEntryText(marks).tags)] }
}

const headerRow = (entry: ExportEntry): string => {
  const { status, date2 } = entry.tags
  const mark = status === 'cleared' ? ' *' : status === 'pending' ? ' !' : ''
  const second = date2 !== undefined && readDate({ text: date2, at: 0 }, null) === date2 ? `=${date2}` : ''
  const reference = oneLine(entry.reference ?? '')
    .replace(/[();]/g, ' ')
    .trim()
  const code = reference === '' ? '' : ` (${reference})`
  const description = oneLine(entry.description).replaceAll(';', ',')
  const plain = code !== '' ? description : description.replace(mark === '' ? /^[*!(\s]+/ : /^[(\s]+/, '')
  return `${entry.effectiveDate}${second}${mark}${code} ${plain}`.trimEnd()
}

/** The exporter's own comment line: id and number, exact texts, and the tags that nothing else on the entry says. */
const ownRow = (
  format: JournalFormat,
  entry: ExportEntry,
  exact: readonly string[],
  said: Readonly<Record<string, string>>,
): string => {
  const parts = [
    `meridian-id: ${encode(entry.id)}`,
    `meridian-number: ${encode(String(entry.number))}`,
    ...exact,
  ]
  for (const [name, value] of Object.entries(entry.tags)) {
    if (Object.hasOwn(said, name) && said[name] === value) continue
    parts.push(
      isPlainTag(format, name, value)
        ? `${name}: ${value}`
        : `meridian-tag: ${encode(name)}=${encode(value)}`,
    )
  }
  return parts.join(', ')
}

/** Survives as a comment line of its own. ledger reads dates and expressions in comments, hledger only dates. */
const isPlainRow = (format: JournalFormat, row: string): boolean =>
  row === row.trim() &&
  !hasControl(row) &&
  !/\p{Cs}/u.test(row) &&
  (format === 'hledger' || !/\[|::/.test(row))

const isPlainTag = (format: JournalFormat, name: string, value: string): boolean =>
  /^[\p{L}\p{N}_-]+$/u.test(name) &&
  !name.startsWith(reservedPrefix) &&
  !value.includes(',') &&
  !value.startsWith(':') &&
  isPlainRow(format, value)

const sameText = (a: EntryText, b: EntryText): boolean =>
  a.description === b.description &&
  a.reference === b.reference &&
  a.note === b.note &&
  Object.keys(a.tags).length === Object.keys(b.tags).length &&
  Object.entries(a.tags).every(([name, value]) => Object.hasOwn(b.tags, name) && b.tags[name] === value)

const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ').trim()

// ------------------------------------------------------------------------------------------------- postings

const lineRows = (format: JournalFormat, line: ExportLine, context: ExportContext): string[] => {
  const account = journalAccount(format, line.account)
  const unit = journalUnit(format, line.unit, context.currency)
  const currency = journalUnit(format, context.currency, context.currency)
  const parts =
    format === 'ledger' ? positiveCosts(line, context.currency) : [signedCost(line, context.currency)]
  const rows = parts.map(({ quantity, cost }) => {
    const amount = `${decimalText(ofMinor(quantity, line.scale))} ${unit}`
    const total = cost === null ? '' : ` @@ ${decimalText(ofMinor(cost, context.currencyScale))} ${currency}`
    return `    ${account}  ${amount}${total}`
  })
  const [first, ...below] = memoRows(format, line.memo)
  if (first !== undefined) rows[rows.length - 1] += `  ; ${first}`.trimEnd()
  return [...rows, ...below.map((row) => `    ; ${row}`.trimEnd())]
}

const signedCost = (line: ExportLine, currency: string): ExportPart => {
  const quantity = BigInt(line.quantity)
  if (line.unit === currency || line.value === null) return { quantity, cost: null }
  return { quantity, cost: line.quantity < 0 ? -BigInt(line.value) : BigInt(line.value) }
}

/** The memo as comment lines, or encoded where its text would mean something to a journal reader. */
const memoRows = (format: JournalFormat, memo: string | null): string[] => {
  if (memo === null) return []
  const rows = memo.split('\n')
  const meansMore = rows.some(
    (row) =>
      !isPlainRow(format, row) ||
      bracketedDates(row).length > 0 ||
      commentTags(row).some(([name]) => name === 'date' || name === 'date2'),
  )
  return !meansMore && readMemo(rows) === memo ? rows : [`meridian-memo: ${encode(memo)}`]
}

// ---------------------------------------------------------------------------------------------------- names

/** The code itself when the format reads it back, else with the troublesome characters percent-encoded. */
const journalAccount = (format: JournalFormat, code: string): string =>
  isReadableAccount(format, code) ? code : encodeName(code)

const isReadableAccount = (format: JournalFormat, code: string): boolean => {
  const s = { text: code, at: 0 }
  return (
    readSingleSpaced(s) === code &&
    s.at === code.length &&
    code === code.normalize('NFC') &&
    !hasControl(code) &&
    !looksEncoded(code) &&
    // Read as part of the name, but people would take it for a comment.
    !code.includes(' ;') &&
    !/^[*!;]/.test(code) &&
    !/^(\(.*\)|\[.*\])$/.test(code) &&
    (format === 'hledger' || !/^[^\p{L}\p{N}]|:\s*(:|$)|\s:|:\s/u.test(code))
  )
}

/** The unit's symbol, in quotes unless it is letters only. */
const journalUnit = (format: JournalFormat, code: string, currency: string): string => {
  const isReadable =
    code !== '' &&
    !/[";\\]/.test(code) &&
    !hasControl(code) &&
    !/\p{Cs}/u.test(code) &&
    code === code.normalize('NFC') &&
    !looksEncoded(code) &&
    unitOfSymbol(code, currency) === code &&
    // Built-in units of time in ledger.
    !(format === 'ledger' && ['s', 'm', 'h'].includes(code))
  const symbol = isReadable ? code : encodeName(code)
  return /^\p{L}+$/u.test(symbol) ? symbol : `"${symbol}"`
}

/** Percent signs are encoded wherever they could be taken for an escape: the mapping stays injective. */
const looksEncoded = (text: string): boolean => /%([0-9A-F]{2}|u\{)/.test(text)

const isInner = (c: string | undefined): boolean => c !== undefined && c !== ':' && c !== ' '

const encodeName = (name: string): string => {
  const isComposed = name === name.normalize('NFC')
  const encoded = [...name].map((c, i, all) => {
    if (/[A-Za-z0-9._/-]/.test(c) && name.length > 1) return c
    // A colon parts segments only between two of them.
    if (c === ':' && isInner(all[i - 1]) && isInner(all[i + 1])) return c
    if (c === ' ' && i > 0 && i < all.length - 1 && all[i - 1] !== ' ' && all[i + 1] !== ' ') return c
    if (isComposed && /[\p{L}\p{N}]/u.test(c) && (c.codePointAt(0) ?? 0) > 0x7f) return c
    const code = c.codePointAt(0) ?? 0
    const hex = code.toString(16).toUpperCase()
    return code < 0x80 ? `%${hex.padStart(2, '0')}` : `%u{${hex.padStart(4, '0')}}`
  })
  return encoded.join('')
}
