import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planJournal } from '../../../durable-objects/ledger/interchange/read.ts'
import { readCsv } from '../../../durable-objects/ledger/migration/csv.ts'
import type { Mapping } from '../../../durable-objects/ledger/migration/mapping.ts'
import { readSaft } from '../../../durable-objects/ledger/migration/saf-t.ts'
import { inspectFile, problemOfFile, recogniseFormat, textOf } from './file.ts'
import { Sha256 } from './sha256.ts'
import { type FilePart, type SplitOptions, splitFile } from './split.ts'
import { SplitError } from './units.ts'

async function* piecesOf(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
}

async function partsOf(
  format: Parameters<typeof splitFile>[0],
  text: string,
  size: number,
  options: SplitOptions = {},
): Promise<FilePart[]> {
  const parts: FilePart[] = []
  for await (const part of splitFile(format, piecesOf(text, size), options)) parts.push(part)
  return parts
}

const lineIn =
  ({ from, head }: FilePart) =>
  (line: number) =>
    line <= head ? 0 : from + line - head - 1

const mapping: Mapping = {
  layout: 'lines',
  delimiter: ';',
  dateFormat: 'YYYY-MM-DD',
  decimalMark: '.',
  columns: { externalId: 'id', date: 'date', account: 'account', amount: 'amount', memo: 'memo' },
}
const cell = fc.constantFrom('plain', 'with "quotes"', 'two\nlines', 'semi;colon', ' ü ', '5" pipe')
const quoted = (text: string) => (/[";\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
const csvText = fc
  .array(fc.record({ rows: fc.integer({ min: 1, max: 4 }), memo: cell }), { minLength: 1, maxLength: 12 })
  .map((entries) => {
    const rows = entries.flatMap(({ rows, memo }, at) =>
      Array.from({ length: rows }, () => `e${at};2026-01-01;1000;1.00;${quoted(memo)}\n`).concat(
        `e${at};2026-01-01;4000;-${rows}.00;\n`,
      ),
    )
    return `id;date;account;amount;memo\n${rows.join('')}`
  })

describe('a file that is cut into parts', () => {
  it('has the same entries with the same lines, wherever CSV comes in pieces and whatever the size of a part', async () => {
    await fc.assert(
      fc.asyncProperty(
        csvText,
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 8 }),
        async (text, size, rowsMax) => {
          const whole = readCsv(text, mapping, {})
          const parts = await partsOf('csv', text, size, { mapping, rowsMax })
          const found = parts.flatMap((part) => readCsv(part.text, mapping, {}, lineIn(part)).entries)
          expect(found.map(({ line, input }) => ({ line, input }))).toEqual(
            whole.entries.map(({ line, input }) => ({ line, input })),
          )
          expect(parts.reduce((sum, { rows }) => sum + rows, 0)).toBe(whole.rows)
        },
      ),
      { seed: 11, numRuns: 150 },
    )
  })

  it('goes on after any part with the rows that are left', async () => {
    await fc.assert(
      fc.asyncProperty(
        csvText,
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 0, max: 20 }),
        async (text, rowsMax, done) => {
          const parts = await partsOf('csv', text, 7, { mapping, rowsMax })
          const kept = parts.slice(0, done)
          const skipRows = kept.reduce((sum, { rows }) => sum + rows, 0)
          const rest = await partsOf('csv', text, 1_000, { mapping, rowsMax: rowsMax + 1, skipRows })
          const ids = (some: FilePart[]) =>
            some.flatMap((part) =>
              readCsv(part.text, mapping, {}).entries.map(({ input }) => input.externalId),
            )
          expect(ids([...kept, ...rest])).toEqual(ids(parts))
        },
      ),
      { seed: 12, numRuns: 100 },
    )
  })

  const journals = {
    hledger:
      'Y2026\ncommodity 1000.00 EUR\n; note\n01-02 a\n  A  1.00 EUR\n  B\n\ncomment\n2026-01-01 x\nend comment\nalias A = Z\n01-03 b\n  A  2.00 EUR\n  B\n01-04 c\n  A  3.00 EUR\n  B\n',
    ledger:
      'bucket B\nyear 2026\n01/02 a\n  A  $1.00\n; x\napply account X\n01/03 b\n  A  $2.00\nend apply account\n01/04 c\n  A  $3.00\n',
    beancount:
      '2026-01-01 open Assets:A\n2026-01-01 open Assets:B\n2026-01-02 * "a\n2026-01-03 * still the text"\n  Assets:A  1 EUR\n  Assets:B\npushtag #t\n2026-01-03 * "b"\n  Assets:A  2 EUR\n  Assets:B\npoptag #t\n2026-01-04 ! "c"\n  Assets:A  3 EUR\n  Assets:B\n',
  } as const
  it.each(Object.keys(journals) as (keyof typeof journals)[])(
    'is the same for %s, at every byte',
    async (format) => {
      const text = journals[format]
      const context = {
        currency: 'EUR',
        currencyScale: 2,
        units: new Map(),
        isoScale: () => 2,
        accounts: new Set<string>(),
      }
      const entriesOf = (of: string, lineOf = (line: number) => line) => {
        const planned = planJournal(format, of, context)
        expect(planned.errors).toEqual([])
        return planned.entries.map((entry) => ({ ...entry, line: lineOf(entry.line) }))
      }
      const whole = entriesOf(text)
      expect(whole).toHaveLength(3)
      for (let size = 1; size <= text.length; size++) {
        const parts = await partsOf(format, text, size, { rowsMax: 1 })
        expect(parts).toHaveLength(3)
        expect(parts.flatMap((part) => entriesOf(part.text, lineIn(part)))).toEqual(whole)
      }
    },
  )

  const transaction = (id: number) =>
    `<s:Transaction>\n<s:TransactionID>${id}</s:TransactionID>\n<s:Line><s:AccountID>1</s:AccountID><s:DebitAmount><s:Amount>1</s:Amount></s:DebitAmount></s:Line>\n</s:Transaction>`
  const saft = `<?xml version="1.0"?>\n<s:AuditFile xmlns:s="u">\n<s:Header><s:AuditFileCountry>NO</s:AuditFileCountry></s:Header>\n<s:MasterFiles>\n<s:GeneralLedgerAccounts>\n<s:Account><s:AccountID>1</s:AccountID></s:Account>\n</s:GeneralLedgerAccounts><s:Customers><s:Customer/></s:Customers></s:MasterFiles>\n<s:GeneralLedgerEntries><s:Journal><s:JournalID>A</s:JournalID>\n${transaction(1)}\n\n${transaction(2)}${transaction(3)}\n</s:Journal><s:Journal><s:JournalID>B</s:JournalID>${transaction(4)}</s:Journal></s:GeneralLedgerEntries></s:AuditFile>`
  it('is the same for SAF-T, at every byte', async () => {
    const whole = readSaft(saft).transactions
    expect(whole).toHaveLength(4)
    for (const rowsMax of [1, 2, 10])
      for (let size = 1; size <= saft.length; size += 7) {
        const parts = await partsOf('saf-t', saft, size, { rowsMax })
        const found = parts.flatMap((part) => {
          const document = readSaft(part.text)
          expect(document.errors).toEqual([])
          expect(document.accounts).toHaveLength(1)
          expect(document.country).toBe('NO')
          const lineOf = lineIn(part)
          return document.transactions.map((each) => ({
            ...each,
            line: lineOf(each.line),
            lines: each.lines.map((line) => ({ ...line, line: lineOf(line.line) })),
          }))
        })
        expect(found).toEqual(whole)
      }
  })

  it('refuses what is hostile', async () => {
    const line = `id;date\n${'x'.repeat(10_000_000)}\n`
    await expect(partsOf('csv', line, 65_536, { mapping })).rejects.toBeInstanceOf(SplitError)
    await expect(partsOf('saf-t', '<!DOCTYPE a [<!ENTITY b "c">]><AuditFile/>', 10)).rejects.toBeInstanceOf(
      SplitError,
    )
    expect(await partsOf('csv', '', 10, { mapping })).toEqual([])
  })
})

describe('a file that is looked at', () => {
  it('has the digest that others compute, in whatever pieces', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 70 }), (bytes, size) => {
        const digest = new Sha256()
        for (let at = 0; at < bytes.length; at += size) digest.update(bytes.subarray(at, at + size))
        expect(digest.hex()).toBe(createHash('sha256').update(bytes).digest('hex'))
      }),
      { seed: 13, numRuns: 200 },
    )
  })

  const text = 'Datum;Betrag\n01.02.2026;1,00 für Öl\n'
  const utf16 = (order: 'le' | 'be', mark: boolean) => {
    const bytes = Buffer.from((mark ? '\uFEFF' : '') + text, 'utf16le')
    return order === 'le' ? bytes : bytes.swap16()
  }
  it.each([
    ['utf-8', Buffer.from(text)],
    ['utf-8', Buffer.from(`\uFEFF${text}`)],
    ['windows-1252', Buffer.from(text, 'latin1')],
    ['utf-16le', utf16('le', true)],
    ['utf-16be', utf16('be', true)],
    ['utf-16le', utf16('le', false)],
  ] as const)('is read as %s', async (encoding, bytes) => {
    const file = new Blob([Uint8Array.from(bytes)])
    const inspected = await inspectFile(file)
    expect(inspected.encoding).toBe(encoding)
    expect(inspected.sample).toBe(text)
    let read = ''
    for await (const piece of textOf(file, inspected.encoding)) read += piece
    expect(read).toBe(text)
  })

  it.each([
    ['a.csv', 'a,b\n1,2\n', 'csv'],
    ['a.txt', 'a;b\n1;2\n', 'csv'],
    ['a.xml', '<?xml version="1.0"?><AuditFile>', 'saf-t'],
    ['a.xml', '<?xml version="1.0"?><Document>', undefined],
    ['a.journal', '2026-01-01 x\n  A  1\n  B\n', 'hledger'],
    ['a.ledger', '2026/01/01 x\n', 'ledger'],
    ['a.txt', '2026-01-01 open Assets:A\n', 'beancount'],
    ['a.bin', 'nothing', undefined],
  ] as const)('%s is recognised', (name, sample, format) => {
    expect(recogniseFormat(name, sample)).toBe(format)
  })
})

describe('a file that nothing can be read from', () => {
  it.each([
    ['', 'The file is empty.'],
    ['\n  \n', 'The file is empty.'],
    ['%PDF-1.7\n%\u00E2\u00E3', 'The file is a PDF'],
    ['PK\u0003\u0004\u0014', 'The file is an Excel workbook'],
    ['GIF89a\u0001\u0000\u0001', 'The file is not text.'],
    ['Datum;Betrag\r\n01.02.2026;1,00 f\u00FCr \u00D6l\r\n', undefined],
  ])('%j: %s', async (text, problem) => {
    const file = new Blob([Uint8Array.from(Buffer.from(text, 'latin1'))])
    const found = problemOfFile(await inspectFile(file))
    if (problem === undefined) expect(found).toBeUndefined()
    else expect(found).toContain(problem)
  })
})
