import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { inspectFile } from '../client/sdk/import/file.ts'
import { finishImport, type ImportJob, importFile } from '../client/sdk/import/run.ts'
import { createMeridian } from '../client/sdk/meridian.ts'
import { projectRoot } from '../scripts/local/paths.ts'

/** Files on their way in, as the command line and the web app send them: in parts, over HTTP. */

const url = inject('baseUrl')
const key = inject('apiKey')
const meridian = createMeridian({ baseUrl: url, apiKey: key })

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meridian-import-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Ran {
  code: number
  output: string
  errors: string
  result: Record<string, unknown>
}

/** `npm run import` with a file of this text, or without one. */
async function run(file: string, content: string | Buffer | undefined, ...options: string[]): Promise<Ran> {
  const path = join(folder, file)
  if (content !== undefined) await writeFile(path, content)
  const args = [join(projectRoot, 'scripts/import.ts'), path, '--url', url, '--key', key, ...options]
  return new Promise((resolve) => {
    execFile(process.execPath, args, (error, output, errors) => {
      const result = output.startsWith('{') ? JSON.parse(output) : {}
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output, errors, result })
    })
  })
}

async function openCompany(currency = 'EUR'): Promise<string> {
  const slug = `imports-${Math.random().toString(36).slice(2, 10)}`
  await meridian.company.OpenCompany({ name: slug, slug, country: 'DE', currency })
  for (const [code, type] of [
    ['1000', 'asset'],
    ['4000', 'income'],
  ] as const)
    await meridian.ledger.OpenAccount(slug, { code, name: code, type })
  return slug
}

async function balanceOf(company: string, code: string): Promise<string | undefined> {
  const { rows } = await meridian.ledger.GetTrialBalance(company, {})
  return rows.find(({ account }) => account.code === code)?.balance ?? undefined
}

const json = async (name: string, value: object) => {
  const path = join(folder, name)
  await writeFile(path, JSON.stringify(value))
  return path
}

const HEADER = 'Id;Datum;Sollkonto;Habenkonto;Betrag;Text\n'
const row = (id: string, credit = '4000') => `${id};31.03.2026;1000;${credit};1.000,50;Käse\n`

describe('npm run import', () => {
  it('proposes a mapping for a CSV, tries it, imports it, and leaves it unchanged the second time', async () => {
    const company = await openCompany()
    const text = Buffer.from(HEADER + row('A') + row('B'), 'latin1')
    const proposed = await run('bank.csv', text, '--company', company, '--propose')
    expect(proposed.code).toBe(0)
    const mapping = ['--mapping', await json('mapping.json', JSON.parse(proposed.output))]
    const trial = await run('bank.csv', undefined, '--company', company, ...mapping, '--dry-run')
    expect(trial).toMatchObject({ code: 0, result: { dryRun: true, entries: 2, refused: 0 } })
    expect(trial.errors).toContain('windows-1252')
    expect(await balanceOf(company, '1000')).toBeUndefined()
    const done = await run('bank.csv', undefined, '--company', company, ...mapping)
    expect(done).toMatchObject({ code: 0, result: { dryRun: false, entries: 2 } })
    expect(await balanceOf(company, '1000')).toBe('2001.00')
    const again = await run('bank.csv', undefined, '--company', company, ...mapping)
    expect(again).toMatchObject({ code: 0, result: { entries: 0, unchanged: 2 } })
    const { data } = await meridian.ledger.ListJournalEntries(company, {})
    expect(data.map(({ description }) => description)).toEqual(['Käse', 'Käse'])
  })

  it('names bad rows, writes them to a file, and ends with 1; the good ones are booked on demand', async () => {
    const company = await openCompany()
    const text = HEADER + row('A') + row('B', '9999')
    const { output } = await run('bad.csv', text, '--company', company, '--propose')
    const mapping = ['--company', company, '--mapping', await json('bad.json', JSON.parse(output))]
    const file = join(folder, 'errors.csv')
    const refused = await run('bad.csv', undefined, ...mapping, '--errors', file)
    expect(refused.code).toBe(1)
    expect(refused.errors).toContain('line 3, Habenkonto: There is no account 9999.')
    expect(await readFile(file, 'utf8')).toContain('"3","Habenkonto","unknown_account"')
    expect(await balanceOf(company, '1000')).toBeUndefined()
    const trial = await run('bad.csv', undefined, ...mapping, '--dry-run')
    expect(trial.errors).toContain('Not in the chart: 9999.')
    const some = await run('bad.csv', undefined, ...mapping, '--independent')
    expect(some).toMatchObject({ code: 1, result: { entries: 1, refused: 1 } })
    expect(await balanceOf(company, '1000')).toBe('1000.50')
    const options = await json('options.json', { accounts: { 9999: '4000' } })
    const mended = await run('bad.csv', undefined, ...mapping, '--options', options)
    expect(mended).toMatchObject({ code: 0, result: { entries: 1, unchanged: 1 } })
  })

  it('takes a journal of hledger, with its accounts', async () => {
    const company = await openCompany()
    const text = '2026-01-01 opening\n  Assets:Bank  100 EUR\n  Equity:Opening\n'
    const trial = await run('own.journal', text, '--company', company, '--dry-run')
    expect(trial.errors).toContain('Would be opened: Assets:Bank, Equity:Opening.')
    const done = await run('own.journal', undefined, '--company', company)
    expect(done).toMatchObject({ code: 0, result: { entries: 1 } })
    expect(await balanceOf(company, 'Assets:Bank')).toBe('100.00')
  })

  it('takes SAF-T, with types for what the file does not tell', async () => {
    const company = await openCompany('NOK')
    const account = (id: string) =>
      `<Account><AccountID>${id}</AccountID><AccountDescription>A</AccountDescription></Account>`
    const line = (id: string, side: string) =>
      `<Line><AccountID>${id}</AccountID><${side}Amount><Amount>7.00</Amount></${side}Amount></Line>`
    const text = `<?xml version="1.0"?><AuditFile><Header><AuditFileCountry>NO</AuditFileCountry><DefaultCurrencyCode>NOK</DefaultCurrencyCode></Header>
<MasterFiles><GeneralLedgerAccounts>${account('1920')}${account('X1')}</GeneralLedgerAccounts></MasterFiles>
<GeneralLedgerEntries><Journal><JournalID>S</JournalID>
<Transaction><TransactionID>1</TransactionID><TransactionDate>2026-02-01</TransactionDate>${line('1920', 'Debit')}${line('X1', 'Credit')}</Transaction>
</Journal></GeneralLedgerEntries></AuditFile>`
    const untyped = await run('books.xml', text, '--company', company)
    expect(untyped.code).toBe(1)
    expect(untyped.errors).toContain('Nothing in the file tells the type of account X1.')
    const options = await json('types.json', { accountTypes: { 'X*': 'income' } })
    const done = await run('books.xml', undefined, '--company', company, '--options', options)
    expect(done).toMatchObject({ code: 0, result: { entries: 1 } })
    expect(await balanceOf(company, 'X1')).toBe('-7.00')
  })

  it('ends with 2 where the command is not understood, with 1 where the file or the server refuses', async () => {
    const company = await openCompany()
    const of = ['--company', company]
    expect(await run('none.csv', undefined, ...of)).toMatchObject({ code: 2 })
    expect(await run('a.csv', HEADER + row('A'))).toMatchObject({ code: 2 })
    expect(await run('a.csv', undefined, ...of, '--colour', 'red')).toMatchObject({ code: 2 })
    expect(await run('a.csv', undefined, ...of, '--format', 'pdf')).toMatchObject({ code: 2 })
    expect(await run('a.csv', undefined, ...of, '--upsert', 'twice')).toMatchObject({ code: 2 })
    const broken = await run('a.csv', undefined, ...of, '--mapping', join(folder, 'a.csv'))
    expect(broken).toMatchObject({ code: 2 })
    const unmapped = await run('a.csv', undefined, ...of)
    expect(unmapped.code).toBe(1)
    expect(unmapped.errors).toContain('Say how the columns become entries')
    const pdf = await run('b.csv', '%PDF-1.7\n', ...of)
    expect(pdf).toMatchObject({ code: 1, errors: expect.stringContaining('The file is a PDF') })
    const stranger = await run('a.csv', undefined, '--company', 'nobody-has-this', '--propose')
    expect(stranger.code).toBe(1)
  })
})

describe('an import in many parts', () => {
  const text = `Id,Date,Debit account,Credit account,Amount\n${Array.from(
    { length: 12_000 },
    (_, at) => `R-${at},2026-03-31,1000,4000,0.01\n`,
  ).join('')}`
  const columns = {
    ...{ externalId: 'Id', date: 'Date', amount: 'Amount' },
    ...{ debitAccount: 'Debit account', creditAccount: 'Credit account' },
  }
  const mapping = { layout: 'entries', dateFormat: 'YYYY-MM-DD', decimalMark: '.', columns } as const

  async function jobOf(company: string, content: string, more: Partial<ImportJob> = {}): Promise<ImportJob> {
    const file = new Blob([content])
    const inspected = await inspectFile(file)
    return {
      ...{ meridian, company, file, name: 'many.csv', format: 'csv', inspected, mapping },
      ...{ mode: 'atomic', dryRun: false, onProgress: () => undefined },
      ...more,
    }
  }

  it('goes on after an interruption, and books nothing twice, not even a part whose answer was lost', async () => {
    const company = await openCompany()
    const stop = new AbortController()
    const stopped = await importFile(
      await jobOf(company, text, { signal: stop.signal, onProgress: () => stop.abort() }),
    )
    expect(stopped).toMatchObject({ isStopped: true, entries: 5_000, rows: 5_000 })
    // The part is booked, and its answer never arrives.
    let parts = 0
    const lossy = createMeridian({
      ...{ baseUrl: url, apiKey: key, sleep: async () => undefined },
      fetch: async (input, init) => {
        const response = await fetch(input, init)
        if (!String(input).includes('/parts')) return response
        parts++
        throw new TypeError('The connection was lost.')
      },
    })
    await expect(importFile(await jobOf(company, text, { meridian: lossy }))).rejects.toThrow()
    expect(parts).toBeGreaterThan(0)
    const rest = await importFile(await jobOf(company, text))
    expect(rest).toMatchObject({ isStopped: false, entries: 2_000, rows: 12_000, import: stopped.import })
    const finished = await finishImport(meridian, company, rest.import)
    expect(finished).toMatchObject({ status: 'finished', rowsDone: 12_000, counts: { entries: 12_000 } })
    expect(await balanceOf(company, '1000')).toBe('120.00')
    expect(await balanceOf(company, '4000')).toBe('-120.00')
  })

  it('sees ids that stand in two parts on trial, as booking does', async () => {
    const company = await openCompany()
    const doubled = `${text}R-7,2026-04-01,1000,4000,5.00\n`
    const trial = await importFile(await jobOf(company, doubled, { dryRun: true, mode: 'independent' }))
    expect(trial).toMatchObject({ entries: 12_000, refused: 1, errorsTotal: 1 })
    expect(trial.errors).toEqual([
      { line: 12_002, field: 'Id', code: 'external_id_twice', detail: 'The id R-7 stands in line 9, too.' },
    ])
    expect(trial.preview.entries).toHaveLength(20)
    expect(trial.preview.accounts.map(({ code }) => code)).toEqual(['1000', '4000'])
    const booked = await importFile(await jobOf(company, doubled, { mode: 'independent', upsert: 'correct' }))
    expect(booked).toMatchObject({ entries: 12_000, refused: 1, corrected: 0 })
    expect(booked.errors).toMatchObject([{ line: 12_002, field: 'Id', code: 'external_id_twice' }])
  })
})
