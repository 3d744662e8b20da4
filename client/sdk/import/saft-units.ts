import { SplitError, type Unit, type Units } from './units.ts'

/** Transactions of SAF-T, in an envelope of the header, the accounts and the journal that they stand in. */
export function saftUnits(chunks: AsyncIterable<string>): Units {
  const found = { root: '', prefix: '', header: '', accounts: '', journal: '', tail: '' }
  const oneLine = (text: string) => text.replaceAll(/[\r\n]+/g, ' ')
  const head = () => {
    const { root, prefix, header, accounts, journal } = found
    const open = (name: string) => `<${prefix}${name}>`
    return `${oneLine(root + header + open('MasterFiles') + accounts)}</${prefix}MasterFiles>${open('GeneralLedgerEntries')}${oneLine(journal)}\n`
  }
  async function* units(): AsyncGenerator<Unit> {
    for await (const { name, raw, line } of elements(chunks)) {
      if (name === 'root') {
        found.root = raw
        found.prefix = /^<([\w.-]+:)/.exec(raw)?.[1] ?? ''
        const { prefix } = found
        found.tail = `</${prefix}Journal></${prefix}GeneralLedgerEntries></${prefix}AuditFile>\n`
      } else if (name === 'Header') found.header = raw
      else if (name === 'GeneralLedgerAccounts') found.accounts = raw
      else if (name === 'Journal') {
        found.journal = raw
        isNew = true
      } else if (name === 'Transaction') {
        const gap = '\n'.repeat(isNew ? 0 : Math.max(0, line - ended))
        ended = line + newlines(raw, raw.length)
        yield { text: raw, line, rows: 1, isBreak: isNew, gap }
        isNew = false
      }
    }
  }
  let isNew = true
  let ended = 0
  return { head, units: units(), tail: () => found.tail }
}

interface Element {
  name: string
  raw: string
  line: number
}

/** Elements that are taken whole, and of Journal the part before its first transaction. */
const WHOLE = new Set(['Header', 'GeneralLedgerAccounts', 'Transaction'])

const TAG =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<(\/?)(?:[\w.-]+:)?([\w.-]+)(?:\s[^<>]*)?>/g

async function* elements(chunks: AsyncIterable<string>): AsyncGenerator<Element> {
  let [buffer, line] = ['', 1]
  /** What is being taken: where in the buffer it began, and its first line. */
  let open: { name: string; start: number; line: number } | undefined
  let hasRoot = false
  const advance = (to: number) => {
    for (let at = buffer.indexOf('\n'); at >= 0 && at < to; at = buffer.indexOf('\n', at + 1)) line++
    buffer = buffer.slice(to)
  }
  for await (const chunk of chunks) {
    buffer += chunk
    if (/<!(DOCTYPE|ENTITY)/i.test(buffer))
      throw new SplitError('The file has a document type declaration, which SAF-T does not. Remove it.')
    TAG.lastIndex = 0
    let done = 0
    for (let match = TAG.exec(buffer); match; match = TAG.exec(buffer)) {
      const [raw, slash, name = ''] = match
      const end = match.index + raw.length
      if (match[2] === undefined || raw.endsWith('/>')) {
        if (!open) done = end
        continue
      }
      if (!open && !hasRoot && slash === '') {
        hasRoot = true
        yield { name: 'root', raw, line: 1 }
      } else if (!open && slash === '' && (WHOLE.has(name) || name === 'Journal'))
        open = { name, start: match.index, line: 0 }
      else if (open?.name === 'Journal' && name === 'Transaction' && slash === '') {
        yield { name: 'Journal', raw: buffer.slice(open.start, match.index), line: 0 }
        open = { name, start: match.index, line: 0 }
      } else if (open && slash === '/' && name === open.name) {
        const text = buffer.slice(open.start, end)
        if (open.name !== 'Journal') yield { name, raw: text, line: line + newlines(buffer, open.start) }
        open = undefined
      }
      if (!open) done = end
    }
    const keep = open?.start ?? Math.max(done, lastTagStart(buffer))
    if (open) open = { ...open, start: 0 }
    advance(keep)
    if (buffer.length > BUFFER_CHARS_MAX)
      throw new SplitError(`Line ${line} begins an element that is too large.`)
  }
}

/** An element that is not ended yet may go on in the next piece of text. */
const lastTagStart = (buffer: string): number => {
  const at = buffer.lastIndexOf('<')
  return at < 0 || buffer.indexOf('>', at) >= 0 ? buffer.length : at
}

const newlines = (buffer: string, to: number): number => {
  let count = 0
  for (let at = buffer.indexOf('\n'); at >= 0 && at < to; at = buffer.indexOf('\n', at + 1)) count++
  return count
}

const BUFFER_CHARS_MAX = 8_000_000
