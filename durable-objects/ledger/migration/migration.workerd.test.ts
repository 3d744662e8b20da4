import { hash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { expectAccepted, TestBooks } from '../../../tests/support/books.ts'
import type { ImportView, OpeningView, PartView } from './replies.ts'
import { TEMPLATES } from './templates.ts'

const digestOf = (text: string) => hash('sha256', text)
const HEADER = 'Id,Date,Debit account,Credit account,Amount,Description,Reference\n'
const { mapping } = TEMPLATES.entries

async function start(books: TestBooks, more: object = {}): Promise<ImportView> {
  const input = { name: 'file.csv', format: 'csv', digest: digestOf(JSON.stringify(more)), mapping, ...more }
  return expectAccepted(await books.execute('migration', 'StartImport', input)) as unknown as ImportView
}

const send = (books: TestBooks, id: string, part: number, text: string, more: object = {}) =>
  books.execute('migration', 'ImportPart', { import: id, part, text, ...more })

async function sent(books: TestBooks, id: string, part: number, text: string, more: object = {}) {
  return expectAccepted(await send(books, id, part, text, more)) as unknown as PartView
}

const rows = (from: number, count: number, amount = '10.00') =>
  Array.from({ length: count }, (_, at) => `S-${from + at},2026-03-31,1000,4000,${amount},Sale,INV\n`).join(
    '',
  )

const refusalOf = (outcome: Awaited<ReturnType<typeof send>>) => {
  if (outcome.kind !== 'refused') throw new Error(`not refused: ${JSON.stringify(outcome)}`)
  return outcome.refusal
}

async function balance(books: TestBooks, code: string): Promise<string | undefined> {
  const { rows } = await books.ask<{ rows: { account: { code: string }; balance: string }[] }>(
    'ledger',
    'GetTrialBalance',
    {},
  )
  return rows.find(({ account }) => account.code === code)?.balance
}

async function withOpeningAccount(): Promise<TestBooks> {
  const books = await TestBooks.open('EUR', ['1000', '4000'])
  const account = { code: '3999', name: 'Opening', type: 'equity' }
  expectAccepted(await books.execute('ledger', 'OpenAccount', account))
  expectAccepted(await books.execute('ledger', 'SetAccountRoles', { roles: { openingBalance: '3999' } }))
  return books
}

describe('an import', () => {
  it('goes in by parts, says how far it is, and is found again by its digest', async () => {
    const books = await TestBooks.open()
    const first = await start(books)
    expect(first).toMatchObject({ status: 'open', rowsDone: 0, nextPart: 1 })
    expect(await sent(books, first.id, 1, HEADER + rows(1, 3))).toMatchObject({
      entries: 3,
      rowsDone: 3,
      nextPart: 2,
    })
    const again = await start(books)
    expect(again).toMatchObject({ id: first.id, rowsDone: 3, nextPart: 2 })
    expect(await sent(books, first.id, 2, HEADER + rows(4, 2))).toMatchObject({ entries: 2, rowsDone: 5 })
    const finished = expectAccepted(await books.execute('migration', 'FinishImport', { import: first.id }))
    expect(finished).toMatchObject({ status: 'finished', counts: { entries: 5 } })
    expect(await balance(books, '1000')).toBe('50.00')
    expect(refusalOf(await send(books, first.id, 3, HEADER)).refused).toBe('import_closed')
    const another = await start(books)
    expect(another.id).not.toBe(first.id)
    const { data } = await books.ask<{ data: { origin: string }[] }>('migration', 'ListImportEntries', {
      import: first.id,
    })
    expect(data.map(({ origin }) => origin)).toEqual(Array(5).fill(first.id))
    expect((await books.audit(true)).ok).toBe(true)
  })

  it('starts anew with another mapping while nothing is booked, and refuses it after', async () => {
    const books = await TestBooks.open()
    const digest = digestOf('one file')
    const first = await start(books, { digest })
    await sent(books, first.id, 1, HEADER + rows(1, 1), { dryRun: true })
    const input = { name: 'f', format: 'csv', digest, mapping, upsert: 'correct' }
    const second = expectAccepted(await books.execute('migration', 'StartImport', input))
    expect(second.id).not.toBe(first.id)
    await sent(books, second.id, 1, HEADER + rows(1, 1))
    expect(
      refusalOf(await books.execute('migration', 'StartImport', { ...input, upsert: 'skip' })).refused,
    ).toBe('import_settings_differ')
    expect(await start(books, { digest, upsert: 'correct' })).toMatchObject({ id: second.id, nextPart: 2 })
    expect((await books.audit(true)).ok).toBe(true)
  })

  it('answers a doubled part from what was stored, and refuses another text and a gap', async () => {
    const books = await TestBooks.open()
    const { id } = await start(books)
    const text = HEADER + rows(1, 2)
    await sent(books, id, 1, text)
    expect(await sent(books, id, 1, text)).toMatchObject({ repeated: true, entries: 2, nextPart: 2 })
    expect(await balance(books, '1000')).toBe('20.00')
    expect(refusalOf(await send(books, id, 1, HEADER + rows(9, 1))).refused).toBe('import_part_differs')
    const gap = refusalOf(await send(books, id, 3, HEADER + rows(9, 1)))
    expect(gap.refused).toBe('import_part_out_of_step')
    expect(gap.detail).toContain('Part 2')
  })

  it('names bad rows by the line of the file and the column; atomic books none, independent the others', async () => {
    const books = await TestBooks.open()
    const { id } = await start(books)
    const text = `${HEADER}A,2026-03-31,1000,4000,5.00,Ok,\nB,2026-02-30,1000,4000,5.00,No day,\nC,2026-03-31,1000,9999,5.00,No account,\n`
    const refused = refusalOf(await send(books, id, 1, text, { from: 102, head: 1 }))
    expect(refused.refused).toBe('import_part_refused')
    expect(refused.errors.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/text/103/Date', 'invalid_value'],
      ['/text/104/Credit account', 'unknown_account'],
    ])
    const trial = await sent(books, id, 1, text, { dryRun: true })
    expect(trial).toMatchObject({ dryRun: true, entries: 1, refused: 2, errorsTotal: 2, rowsDone: 0 })
    expect(await balance(books, '1000')).toBeUndefined()
    expect(await sent(books, id, 1, text, { mode: 'independent' })).toMatchObject({ entries: 1, refused: 2 })
    const kept = await books.ask<{ data: { line: number }[] }>('migration', 'ListImportErrors', {
      import: id,
      limit: 1,
    })
    expect(kept.data).toHaveLength(1)
    expect(await balance(books, '1000')).toBe('5.00')
  })

  it('leaves an entry that is the same, refuses one that differs, and corrects it when told to', async () => {
    const books = await TestBooks.open()
    const once = await start(books, { name: 'one' })
    await sent(books, once.id, 1, HEADER + rows(1, 2))
    const skip = await start(books, { name: 'two' })
    expect(await sent(books, skip.id, 1, HEADER + rows(1, 3))).toMatchObject({ entries: 1, unchanged: 2 })
    const different = refusalOf(await send(books, skip.id, 2, HEADER + rows(1, 1, '11.00')))
    expect(different.errors[0]).toMatchObject({ code: 'external_id_differs', pointer: '/text/2/Id' })
    const refuse = await start(books, { name: 'three', upsert: 'refuse' })
    expect(refusalOf(await send(books, refuse.id, 1, HEADER + rows(1, 1))).errors[0]?.code).toBe(
      'external_id_taken',
    )
    const correct = await start(books, { name: 'four', upsert: 'correct' })
    expect(await sent(books, correct.id, 1, HEADER + rows(1, 3, '11.00'))).toMatchObject({
      entries: 3,
      corrected: 3,
    })
    expect(await balance(books, '1000')).toBe('33.00')
    const more = await start(books, { name: 'five', upsert: 'correct' })
    expect(await sent(books, more.id, 1, HEADER + rows(2, 2, '11.00'))).toMatchObject({
      unchanged: 2,
      entries: 0,
    })
    expect((await books.audit(true)).ok).toBe(true)
  })

  it('refuses an id that stands twice in a file, in one part or in two, whatever its entries say', async () => {
    const books = await TestBooks.open()
    const { id } = await start(books, { upsert: 'correct' })
    const twice = refusalOf(await send(books, id, 1, HEADER + rows(1, 1) + rows(1, 1)))
    expect(twice.errors[0]).toMatchObject({ code: 'external_id_twice', pointer: '/text/3/Id' })
    await sent(books, id, 1, HEADER + rows(1, 1))
    for (const amount of ['10.00', '11.00']) {
      const later = refusalOf(await send(books, id, 2, HEADER + rows(1, 1, amount), { from: 3, head: 1 }))
      expect(later.errors[0]).toMatchObject({ code: 'external_id_twice', pointer: '/text/3/Id' })
    }
    expect(await balance(books, '1000')).toBe('10.00')
  })

  it('opens accounts of a CSV whose types are given, translates codes, and proposes types for the others', async () => {
    const books = await TestBooks.open('EUR', ['1000', '1200'])
    expectAccepted(
      await books.execute('ledger', 'OpenAccount', { code: '4000', name: 'Sales', type: 'income' }),
    )
    const columns = { date: 'Day', account: 'Konto', accountName: 'Name', amount: 'Amount', journal: 'Book' }
    const own = { layout: 'lines', dateFormat: 'YYYY-MM-DD', decimalMark: '.', columns }
    const text = `Day,Konto,Name,Amount,Book\n2026-03-31,K1,Kasse,10.00,Kasse\n2026-03-31,4020,Web shop,-10.00,Kasse\n`
    const unknown = await start(books, { name: 'a', mapping: own })
    const trial = await sent(books, unknown.id, 1, text, { dryRun: true })
    expect(trial).toMatchObject({ entries: 0, accounts: 0 })
    expect(trial.preview).toMatchObject({
      entries: [],
      accounts: [
        { code: '4020', name: 'Web shop', account: null, isNew: false, proposedType: 'income' },
        { code: 'K1', name: 'Kasse', account: null, proposedType: null },
      ],
      journals: [{ code: 'Kasse', journal: null }],
    })
    const options = { accounts: { K1: '1000' }, accountTypes: { '4*': 'income' }, journals: { Kasse: 'GJ' } }
    const { id } = await start(books, { name: 'b', mapping: own, options })
    const decided = await sent(books, id, 1, text, { dryRun: true })
    expect(decided).toMatchObject({ entries: 1, accounts: 1, errors: [] })
    expect(decided.preview).toMatchObject({
      accounts: [
        { code: '4020', account: { code: '4020', name: 'Web shop', type: 'income' }, isNew: true },
        { code: 'K1', account: { code: '1000' }, isNew: false },
      ],
      journals: [{ code: 'Kasse', journal: 'GJ', isNew: false }],
      entries: [
        {
          ...{ line: 2, effectiveDate: '2026-03-31', journal: 'GJ', total: '10.00', linesTotal: 2 },
          lines: [
            { account: { code: '1000' }, debit: '10.00', credit: null },
            { account: { code: '4020', name: 'Web shop' }, debit: null, credit: '10.00', unit: 'EUR' },
          ],
        },
      ],
    })
    expect(await balance(books, '4020')).toBeUndefined()
    const booked = await sent(books, id, 1, text)
    expect(booked).toMatchObject({ entries: 1, accounts: 1 })
    expect(booked.preview).toBeUndefined()
    expect(await balance(books, '4020')).toBe('-10.00')
    expect((await books.audit(true)).ok).toBe(true)
  })

  it('shows a bounded number of entries and lines, and leaves trials that were replaced out of the list', async () => {
    const books = await TestBooks.open()
    const digest = digestOf('one')
    await start(books, { digest })
    const { id } = await start(books, { digest, upsert: 'correct' })
    const { preview } = await sent(books, id, 1, HEADER + rows(1, 30), { dryRun: true })
    expect(preview?.entries).toHaveLength(20)
    expect(preview?.externalIds).toHaveLength(30)
    expect(preview?.externalIds[0]).toEqual({ line: 2, externalId: 'S-1', outcome: 'posted' })
    const { data } = await books.ask<{ data: ImportView[] }>('migration', 'ListImports', {})
    expect(data.map((each) => each.id)).toEqual([id])
  })

  it('does not correct what lies in a locked period, and says the first open date', async () => {
    const books = await TestBooks.open()
    const once = await start(books)
    await sent(books, once.id, 1, HEADER + rows(1, 1))
    expectAccepted(await books.execute('periods', 'SetLock', { kind: 'all', through: '2026-03-31' }))
    const again = await start(books, { name: 'again', upsert: 'correct' })
    expect(await sent(books, again.id, 1, HEADER + rows(1, 1))).toMatchObject({ unchanged: 1 })
    const refused = refusalOf(await send(books, again.id, 2, HEADER + rows(1, 1, '12.00')))
    expect(refused.errors[0]?.code).toBe('period_locked')
    expect(refused.errors[0]?.detail).toContain('2026-04-01')
    expect(await balance(books, '1000')).toBe('10.00')
  })

  it('is taken back in bounded steps, and what was taken back can be imported again', async () => {
    const books = await TestBooks.open()
    const { id } = await start(books)
    await sent(books, id, 1, HEADER + rows(1, 700))
    const early = await books.execute('migration', 'ReverseImport', { import: id })
    expect(refusalOf(early).refused).toBe('import_open')
    expectAccepted(await books.execute('migration', 'AbandonImport', { import: id }))
    const step = async () =>
      expectAccepted(await books.execute('migration', 'ReverseImport', { import: id })) as unknown as {
        reversed: number
        done: boolean
        import: ImportView
      }
    expect(await step()).toMatchObject({ reversed: 500, done: false, import: { status: 'reversing' } })
    expect(await step()).toMatchObject({
      reversed: 200,
      done: true,
      import: { status: 'reversed', reversed: 700 },
    })
    expect(await step()).toMatchObject({ reversed: 0, done: true })
    expect(await balance(books, '1000')).toBe('0.00')
    const again = await start(books, { name: 'again' })
    expect(await sent(books, again.id, 1, HEADER + rows(1, 700))).toMatchObject({ entries: 700 })
    expect(await balance(books, '1000')).toBe('7000.00')
    expect((await books.audit(true)).ok).toBe(true)
  })

  it('takes a hundred thousand rows by parts', { timeout: 240_000 }, async () => {
    const books = await TestBooks.open()
    const { id } = await start(books)
    const size = 5_000
    for (let part = 1; part <= 20; part++) {
      const text = HEADER + rows((part - 1) * size, size, '0.01')
      await sent(books, id, part, text)
      // Every third reply is lost on its way, and the part comes again.
      if (part % 3 === 0) expect(await sent(books, id, part, text)).toMatchObject({ repeated: true })
    }
    const view = expectAccepted(await books.execute('migration', 'FinishImport', { import: id }))
    expect(view).toMatchObject({ rowsDone: 100_000, counts: { entries: 100_000 } })
    expect(await balance(books, '1000')).toBe('1000.00')
  })
})

describe('a journal in parts', () => {
  it('keeps its balances from one part to the next', async () => {
    const books = await TestBooks.open('USD')
    const { id } = await start(books, { format: 'hledger', mapping: undefined })
    await sent(books, id, 1, '2026-01-01 a\n  Assets:A  5 USD\n  Equity:B\n')
    const second = '2026-01-02 b\n  Assets:A  5 USD = 10 USD\n  Equity:B\n'
    expect(await sent(books, id, 2, second, { from: 4 })).toMatchObject({ entries: 1, errors: [] })
    const ahead = await sent(books, id, 5, second, { dryRun: true })
    expect(ahead.errors).toEqual([])
    const back = await sent(books, id, 3, '2025-01-02 b\n  Assets:A  5 USD = 99 USD\n  Equity:B\n', {
      from: 7,
    })
    expect(back.warnings.map(({ line, code }) => [line, code])).toContainEqual([8, 'assertions_not_checked'])
    expect(await balance(books, 'Assets:A')).toBe('15.00')
    expect((await books.audit(true)).ok).toBe(true)
  })

  it.each(['ledger', 'beancount'] as const)(
    'comes in the format of %s, through ImportJournal, too',
    async (format) => {
      const books = await TestBooks.open('USD')
      const bean =
        '2026-01-01 open Assets:A\n2026-01-01 open Equity:B\n2026-01-02 * "a"\n  Assets:A  5 USD\n  Equity:B\n'
      const text = format === 'ledger' ? 'bucket Equity:B\n2026/01/02 a\n  Assets:A  5 USD\n' : bean
      expectAccepted(await books.execute('ledger', 'ImportJournal', { format, text }))
      expect(await balance(books, 'Assets:A')).toBe('5.00')
    },
  )

  it('takes ids from a tag, so that it may come again', async () => {
    const books = await TestBooks.open('USD')
    const text = '2026-01-01 a  ; id:7\n  Assets:A  5 USD\n  Equity:B\n'
    for (const [name, counts] of [
      ['one', { entries: 1 }],
      ['two', { unchanged: 1 }],
    ] as const) {
      const { id } = await start(books, { name, format: 'hledger', options: { externalIdTag: 'id' } })
      expect(await sent(books, id, 1, text)).toMatchObject(counts)
    }
  })
})

describe('a journal whose accounts stand for others', () => {
  it('opens none of those, and takes types by the beginning of a name', async () => {
    const books = await TestBooks.open('USD')
    const text = '2026-01-01 a\n  Bank:Giro  5 USD\n  Equity:B\n'
    const options = { accounts: { 'Bank:Giro': '1000' }, accountTypes: { 'Equity:*': 'liability' } }
    const { id } = await start(books, { format: 'hledger', mapping: undefined, options })
    const { preview } = await sent(books, id, 1, text, { dryRun: true })
    expect(
      preview?.accounts.map(({ code, account, isNew }) => [code, account?.code, account?.type, isNew]),
    ).toEqual([
      ['Equity:B', 'Equity:B', 'liability', true],
      ['Bank:Giro', '1000', 'asset', false],
    ])
    expect(await sent(books, id, 1, text)).toMatchObject({ entries: 1, accounts: 1 })
    expect(await balance(books, '1000')).toBe('5.00')
    expect(await balance(books, 'Bank:Giro')).toBeUndefined()
  })
})

const SAFT = (transactions: string) => `<?xml version="1.0"?>
<n1:AuditFile xmlns:n1="urn:OECD:StandardAuditFile-Tax:NO">
<n1:Header><n1:AuditFileCountry>NO</n1:AuditFileCountry><n1:DefaultCurrencyCode>NOK</n1:DefaultCurrencyCode>
<n1:SelectionCriteria><n1:SelectionStartDate>2026-01-01</n1:SelectionStartDate></n1:SelectionCriteria></n1:Header>
<n1:MasterFiles><n1:GeneralLedgerAccounts>
<n1:Account><n1:AccountID>1920</n1:AccountID><n1:AccountDescription>Bank &amp; cash</n1:AccountDescription><n1:AccountType>GL</n1:AccountType><n1:OpeningDebitBalance>100.00</n1:OpeningDebitBalance></n1:Account>
<n1:Account><n1:AccountID>3000</n1:AccountID><n1:AccountDescription>Sales</n1:AccountDescription><n1:AccountType>GL</n1:AccountType></n1:Account>
<n1:Account><n1:AccountID>X1</n1:AccountID><n1:AccountDescription>Odd</n1:AccountDescription><n1:AccountType>GL</n1:AccountType></n1:Account>
</n1:GeneralLedgerAccounts><n1:Customers><n1:Customer><n1:CustomerID>7</n1:CustomerID></n1:Customer></n1:Customers></n1:MasterFiles>
<n1:GeneralLedgerEntries><n1:Journal><n1:JournalID>sa-1</n1:JournalID><n1:Description>Sales</n1:Description>
${transactions}</n1:Journal></n1:GeneralLedgerEntries></n1:AuditFile>`

const SALE = (
  id: string,
  account = '1920',
) => `<n1:Transaction><n1:TransactionID>${id}</n1:TransactionID><n1:TransactionDate>2026-02-01</n1:TransactionDate><n1:Description>Sale</n1:Description>
<n1:Line><n1:AccountID>${account}</n1:AccountID><n1:DebitAmount><n1:Amount>11.50</n1:Amount><n1:CurrencyCode>EUR</n1:CurrencyCode><n1:CurrencyAmount>1.00</n1:CurrencyAmount></n1:DebitAmount></n1:Line>
<n1:Line><n1:AccountID>3000</n1:AccountID><n1:CreditAmount><n1:Amount>11.50</n1:Amount></n1:CreditAmount></n1:Line>
</n1:Transaction>
`

describe('SAF-T', () => {
  it('brings accounts with their types, journals, opening balances and entries', async () => {
    const books = await TestBooks.open('NOK', [])
    for (const account of [{ code: '2999', name: 'Opening', type: 'equity' }])
      expectAccepted(await books.execute('ledger', 'OpenAccount', account))
    expectAccepted(await books.execute('ledger', 'SetAccountRoles', { roles: { openingBalance: '2999' } }))
    const { id } = await start(books, { name: 'a', format: 'saf-t' })
    const part = await sent(books, id, 1, SAFT(SALE('1') + SALE('2')))
    expect(part).toMatchObject({ rows: 2, entries: 3, accounts: 2, errors: [] })
    expect(part.warnings.map(({ detail }) => detail).join()).toContain('1 Customer')
    expect(await balance(books, '1920')).toBe('123.00')
    expect(await balance(books, '3000')).toBe('-23.00')
    const { data } = await books.ask<{ data: { journal: string; externalId: string; purpose: string }[] }>(
      'migration',
      'ListImportEntries',
      { import: id },
    )
    expect(data.map(({ journal, externalId, purpose }) => [journal, externalId, purpose])).toEqual([
      ['GJ', 'opening/2026-01-01', 'opening'],
      ['SA1', 'sa-1/1', null],
      ['SA1', 'sa-1/2', null],
    ])
    const again = await start(books, { name: 'b', format: 'saf-t' })
    expect(await sent(books, again.id, 1, SAFT(SALE('1') + SALE('2')))).toMatchObject({
      unchanged: 3,
      entries: 0,
    })
    const odd = refusalOf(await send(books, again.id, 2, SAFT(SALE('3', 'X1'))))
    expect(odd.errors[0]).toMatchObject({ code: 'account_type_unknown' })
    expect(odd.errors[0]?.detail).toContain('accountTypes')
    const typed = await start(books, {
      name: 'c',
      format: 'saf-t',
      options: { accountTypes: { 'X*': 'asset' }, openingBalances: false },
    })
    expect(await sent(books, typed.id, 1, SAFT(SALE('3', 'X1')))).toMatchObject({ entries: 1, accounts: 1 })
    expect((await books.audit(true)).ok).toBe(true)
  })

  it('refuses what is hostile or of another kind', async () => {
    const books = await TestBooks.open('NOK', [])
    const { id } = await start(books, { format: 'saf-t' })
    const bomb = `<!DOCTYPE a [<!ENTITY a "${'x'.repeat(1000)}"><!ENTITY b "${'&a;'.repeat(1000)}">]><AuditFile>&b;</AuditFile>`
    const deep = `${'<a>'.repeat(5_000)}${'</a>'.repeat(5_000)}`
    for (const [text, code] of [
      [bomb, 'document_type'],
      [deep, 'invalid_xml'],
      ['<AuditFile>', 'invalid_xml'],
      ['<other/>', 'not_saf_t'],
      ['not xml', 'invalid_xml'],
      [SAFT(SALE('1')).replace('>NOK<', '>SEK<'), 'other_currency'],
    ] as const)
      expect(refusalOf(await send(books, id, 1, text)).errors[0]?.code, text.slice(0, 20)).toBe(code)
  })
})

describe('opening balances', () => {
  const post = (books: TestBooks, input: object) =>
    books.execute('migration', 'PostOpeningBalances', { date: '2026-01-01', ...input })
  const lines = [
    { account: '1000', debit: '500.00' },
    {
      account: '1000',
      debit: '10.00',
      unit: 'USD',
      value: '9.00',
      reference: 'INV-1',
      dueDate: '2026-02-01',
    },
    { account: '4000', credit: '400.00' },
  ]

  it('show what they leave, and post only when it is confirmed', async () => {
    const books = await withOpeningAccount()
    const shown = expectAccepted(await post(books, { lines, dryRun: true })) as unknown as OpeningView
    expect(shown).toMatchObject({ difference: '109.00', account: { code: '3999' }, entries: [] })
    expect(refusalOf(await post(books, { lines })).refused).toBe('opening_difference')
    const wrong = refusalOf(await post(books, { lines, expectedDifference: '108.00' }))
    expect(wrong.detail).toContain('109.00')
    const posted = expectAccepted(
      await post(books, { lines, expectedDifference: '109.00' }),
    ) as unknown as OpeningView
    expect(posted.entries).toHaveLength(1)
    expect(await balance(books, '3999')).toBe('-109.00')
    const entry = await books.ask<{ purpose: string }>('ledger', 'GetJournalEntry', {
      id: posted.entries[0]?.id,
    })
    expect(entry.purpose).toBe('opening')
  })

  it('become several entries when they are many, each balanced', async () => {
    const books = await withOpeningAccount()
    const many = Array.from({ length: 2_500 }, (_, at) => ({
      account: at % 2 ? '1000' : '4000',
      debit: '1.00',
    }))
    const posted = expectAccepted(
      await post(books, { lines: many, expectedDifference: '2500.00' }),
    ) as unknown as OpeningView
    expect(posted.entries).toHaveLength(3)
    expect(await balance(books, '3999')).toBe('-2500.00')
    expect((await books.audit(true)).ok).toBe(true)
  })

  it('come as CSV, with bad lines named', async () => {
    const books = await withOpeningAccount()
    const csv =
      'Account,Debit,Credit,Reference,Due date\n1000,100.00,,INV-1,2026-02-01\n9999,1.00,,,\n4000,,100.00,,\n'
    const refused = refusalOf(await post(books, { csv }))
    expect(refused.errors[0]).toMatchObject({ pointer: '/csv/3/account', code: 'unknown_account' })
    expectAccepted(await post(books, { csv: csv.replace('9999,1.00,,,\n', '') }))
    expect(await balance(books, '1000')).toBe('100.00')
  })

  it('need a role for what they leave, a value in another unit, and at least one line', async () => {
    const books = await TestBooks.open()
    expect(refusalOf(await post(books, { lines })).refused).toBe('opening_account_missing')
    expect(refusalOf(await post(books, { lines: [] })).refused).toBe('opening_refused')
    const foreign = [{ account: '1000', debit: '1.00', unit: 'USD' }]
    expect(refusalOf(await post(books, { lines: foreign })).errors[0]?.code).toBe('value_required')
  })
})

describe('mappings', () => {
  it('are saved, listed and used by their code', async () => {
    const books = await TestBooks.open()
    expectAccepted(
      await books.execute('migration', 'SaveImportMapping', { code: 'm', name: 'Mine', mapping }),
    )
    const { data } = await books.ask<{ data: { code: string }[] }>('migration', 'ListImportMappings', {})
    expect(data.map(({ code }) => code)).toEqual(['m'])
    const { id } = await start(books, { mapping: undefined, savedMapping: 'm' })
    expect(await sent(books, id, 1, HEADER + rows(1, 1))).toMatchObject({ entries: 1 })
    const none = await books.execute('migration', 'StartImport', {
      name: 'x',
      format: 'csv',
      digest: digestOf('x'),
    })
    expect(refusalOf(none).refused).toBe('mapping_required')
    const partial = { ...mapping, columns: { date: 'Date' } }
    const broken = await books.execute('migration', 'SaveImportMapping', {
      code: 'b',
      name: 'B',
      mapping: partial,
    })
    expect(refusalOf(broken).refused).toBe('invalid_mapping')
  })
})
