import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Papa from 'papaparse'
import readXlsxFile from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Explanation, ReportTable } from '../durable-objects/ledger/reports/replies.ts'
import { Api, accepted, expectProblem } from './support/api.ts'
import { Company } from './support/company.ts'

/** Reports as files say what the reports say, to programs that are not ours. */

const api = new Api(inject('baseUrl'), inject('apiKey'))
const folder = mkdtempSync(join(tmpdir(), 'meridian-reports-'))
afterAll(() => rmSync(folder, { recursive: true }))

const hasPdftotext = ((): boolean => {
  try {
    execFileSync('pdftotext', ['-v'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

/** Names as they come: a formula, another script, a comma and quotes. */
const ACCOUNTS = [
  { code: '1000', name: 'Kasse "Süd", Zürich', type: 'asset', category: 'cash' },
  { code: '1200', name: '=HYPERLINK("http://evil.example")', type: 'asset', category: 'receivable' },
  { code: '1500', name: '-2+3', type: 'asset', category: 'fixed-asset' },
  { code: '2000', name: 'Кредиторы', type: 'liability', category: 'payable' },
  { code: '3000', name: 'Capital', type: 'equity' },
  { code: '4000', name: 'Sales', type: 'income' },
  { code: '5000', name: 'Wages', type: 'expense' },
]

const REPORTS = [
  ['trial-balance-by-period', 'reports/trial-balance-by-period?from=2026-02-01&to=2026-12-31'],
  ['balance-sheet', 'reports/balance-sheet?asOf=2026-12-31&by=month'],
  ['profit-and-loss', 'reports/profit-and-loss?from=2026-01-01&to=2026-12-31&by=quarter'],
  ['cash-flow', 'reports/cash-flow?from=2026-01-01&to=2026-12-31&presentation=direct'],
] as const

const BOOKS = [
  ['general-ledger', 'reports/general-ledger?from=2026-01-01&to=2026-12-31'],
  ['journal', 'reports/journal?from=2026-01-01&to=2026-12-31'],
  ['changes', 'reports/changes?from=0'],
  ['trial-balance', 'reports/trial-balance?asOf=2026-12-31'],
  ['register', 'accounts/1000/register?from=2026-02-01'],
] as const

const PERIODS: Record<(typeof BOOKS)[number][0], string> = {
  'general-ledger': '2026-01-01 – 2026-12-31',
  journal: '2026-01-01 – 2026-12-31',
  changes: '',
  'trial-balance': '2026-12-31',
  register: 'From 2026-02-01 on',
}

let company: Company
const path = (report: string) => `${company.path}/${report}`
const ENTRIES = 450

async function download(report: string, format: string): Promise<{ bytes: Buffer; headers: Headers }> {
  const response = await fetch(`${api.url}${path(report)}&format=${format}`.replace(/(\/[^?]*)&/, '$1?'), {
    headers: { authorization: `Bearer ${api.credential}` },
  })
  const bytes = Buffer.from(await response.arrayBuffer())
  if (!response.ok) throw new Error(`${report}: ${response.status} ${bytes.toString()}`)
  return { bytes, headers: response.headers }
}

const csvOf = async (report: string) => {
  const { bytes } = await download(report, 'csv')
  const { data, errors } = Papa.parse<string[]>(bytes.toString('utf8').trimEnd())
  expect(errors).toEqual([])
  return data
}

beforeAll(async () => {
  company = await Company.open(api, {}, ACCOUNTS)
  const rows = Array.from({ length: ENTRIES }, (_, index) => {
    const [debit, credit] = [
      ['1000', '4000'],
      ['5000', '1000'],
      ['1200', '4000'],
      ['1500', '2000'],
      ['1000', '1200'],
    ][index % 5] as [string, string]
    const amount = `${1 + ((index * 7919) % 5000)}.${String(index % 100).padStart(2, '0')}`
    const month = String(1 + (index % 12)).padStart(2, '0')
    return {
      effectiveDate: `2026-${month}-${String(1 + (index % 28)).padStart(2, '0')}`,
      description: index % 3 === 0 ? '@SUM(A1)' : `Entry ${index}, "quoted"`,
      lines: [
        { account: debit, debit: amount, memo: '+1' },
        { account: credit, credit: amount },
      ],
    }
  })
  accepted(await company.postRows('/journal-entries/bulk', rows))
})

describe.each(REPORTS)('%s', (_, report) => {
  it('has the same figures as CSV, and no cell that is a formula', async () => {
    const table = accepted(await api.get<ReportTable>(path(report)))
    const [header, ...rows] = await csvOf(report)
    expect(header).toEqual(['Code', 'Title', 'Unit', ...table.columns.map(({ title }) => title)])
    expect(rows.map((row) => row.slice(3).filter((cell) => cell !== ''))).toEqual(
      table.rows.map(({ amounts }) => amounts),
    )
    for (const cell of rows.flat())
      expect(/^[=+@\t\r]/.test(cell) || (cell.startsWith('-') && Number.isNaN(Number(cell)))).toBe(false)
  })

  it('has the same figures as a workbook, as numbers', async () => {
    const table = accepted(await api.get<ReportTable>(path(report)))
    const { bytes } = await download(report, 'xlsx')
    const [sheet] = await readXlsxFile(bytes)
    const data = (sheet as unknown as { data: unknown[][] }).data
    const header = data.findIndex(([first]) => first === 'Code')
    const figures = data.slice(header + 1).map((row) => row.slice(3).filter((cell) => cell !== null))
    expect(figures).toEqual(table.rows.map(({ amounts }) => amounts.map(Number)))
    expect(data.slice(0, header).flat()).toContain(table.company)
  })

  it.skipIf(!hasPdftotext)('has the same figures as a PDF, with what it is of and its pages', async () => {
    const table = accepted(await api.get<ReportTable>(path(report)))
    const { bytes } = await download(report, 'pdf')
    const file = join(folder, `${table.report}.pdf`)
    writeFileSync(file, bytes)
    const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' })
    for (const { amounts } of table.rows) for (const amount of amounts) expect(text).toContain(amount)
    for (const wanted of [table.title, table.company, String(table.knownAt), table.hash ?? '', 'Page 1 of '])
      expect(text).toContain(wanted)
    if (table.rows.some(({ title }) => title === 'Кредиторы')) expect(text).toContain('Кредиторы')
  })
})

it.skipIf(hasPdftotext)('pdftotext is there to read PDFs with', ({ skip }) =>
  skip('PDFs were not read: there is no pdftotext'),
)

describe.each(BOOKS)('%s', (name, report) => {
  it('comes as every kind of file, with all pages of it', async () => {
    const rows = await csvOf(report)
    if (name === 'general-ledger' || name === 'journal')
      expect(rows.length).toBeGreaterThanOrEqual(ENTRIES * 2)
    const xlsx = await download(report, 'xlsx')
    const [sheet] = await readXlsxFile(xlsx.bytes)
    const data = (sheet as unknown as { data: unknown[][] }).data
    const header = data.findIndex((row) => String(row[0]) === rows[0]?.[0])
    expect(data.length - header).toBe(rows.length)
    const above = data.slice(0, header).map((row) => row.filter((cell) => cell !== null))
    const { company: named, hash, knownAt } = accepted(await api.get<Partial<ReportTable>>(path(report)))
    if (name !== 'changes')
      expect(above).toEqual(
        expect.arrayContaining([
          ['Company', named],
          [name === 'trial-balance' ? 'As of' : 'Period', PERIODS[name]],
          ['Known at', `${knownAt} (everything)`],
          ['Hash', hash],
        ]),
      )
    const pdf = await download(report, 'pdf')
    expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-')
    expect(pdf.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+\.pdf"/)
  })
})

it('adds up to the trial balance in the general ledger, line by line', async () => {
  const rows = await csvOf('reports/general-ledger?from=2026-01-01&to=2026-12-31')
  const [header = []] = rows
  const at = (title: string) => header.indexOf(title)
  const cents = (cell: string | undefined) => Math.round(Number(cell || '0') * 100)
  const sums = new Map<string, number>()
  for (const row of rows.slice(1)) {
    const code = row[at('Code')] ?? ''
    sums.set(code, (sums.get(code) ?? 0) + cents(row[at('Debit')]) - cents(row[at('Credit')]))
  }
  const table = accepted(
    await api.get<ReportTable>(path('reports/trial-balance-by-period?from=2026-01-01&to=2026-12-31')),
  )
  for (const { kind, account, amounts } of table.rows)
    if (kind === 'account')
      expect([account?.code, sums.get(account?.code ?? '')]).toEqual([account?.code, cents(amounts[3] ?? '')])
})

it('refuses a format that there is not', async () => {
  expectProblem(await api.get(path('reports/balance-sheet?format=docx')), 422, 'invalid_request')
})

it('explains a figure over HTTP with a proof that stands by itself', async () => {
  const table = accepted(
    await api.get<ReportTable>(path('reports/profit-and-loss?from=2026-01-01&to=2026-12-31')),
  )
  const row = table.rows.find(({ id }) => id === 'category:revenue')
  const query = new URLSearchParams({ ...table.explain, ...table.columns[0]?.explain, ...row?.explain })
  const explained = accepted(await api.get<Explanation>(path(`explain?proofs=true&${query}`)))
  expect(explained.figure).toBe(row?.amounts[0])
  expect(explained.root?.headHash).toBe(table.hash)
  for (const { event, proof } of explained.entries.data)
    expect(proof).toMatchObject({ sequence: event.sequence, root: explained.root?.root })
})
