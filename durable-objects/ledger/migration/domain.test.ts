import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isProblem, readDateCell, readNumberCell } from './cells.ts'
import { readCsv } from './csv.ts'
import { decideClose, decideStart, problemOfDifference, problemOfPart } from './domain.ts'
import { DATE_FORMATS, type Mapping, missingFields } from './mapping.ts'
import { proposeMapping } from './propose.ts'
import { typeOfAccount } from './saf-t-types.ts'
import { TEMPLATES } from './templates.ts'

describe('numbers of other systems', () => {
  it.each([
    ['1234.50', '.', '', '1234.50'],
    ['1,234.50', '.', ',', '1234.50'],
    ['1.234,50', ',', '.', '1234.50'],
    ['1 234,50', ',', ' ', '1234.50'],
    ['1\u00A0234\u202F567,5', ',', ' ', '1234567.5'],
    ["1'234.50", '.', "'", '1234.50'],
    ['-5', '.', '', '-5'],
    ['5-', '.', '', '-5'],
    ['(5,00)', ',', '', '-5.00'],
    ['\u22125', '.', '', '-5'],
    ['+5', '.', '', '5'],
    [',5', ',', '', '0.5'],
    ['-0', '.', '', '0'],
    ['007', '.', '', '7'],
  ] as const)('%j is %s', (text, decimalMark, thousands, expected) => {
    expect(readNumberCell(text, { decimalMark, thousands })).toBe(expected)
  })
  it.each([
    ['1,234.50', '.', ''],
    ['1,23', '.', ','],
    ['12,34,567', '.', ','],
    ['1.2.3', '.', ''],
    ['', '.', ''],
    ['-', '.', ''],
    ['1e5', '.', ''],
    ['EUR 5', '.', ''],
    ['5,', '.', ','],
  ] as const)('%j is none', (text, decimalMark, thousands) => {
    expect(isProblem(readNumberCell(text, { decimalMark, thousands }))).toBe(true)
  })
})

describe('dates of other systems', () => {
  it.each([
    ['2026-03-31', 'YYYY-MM-DD'],
    ['31.03.2026', 'DD.MM.YYYY'],
    ['31.3.2026', 'DD.MM.YYYY'],
    ['31/03/2026', 'DD/MM/YYYY'],
    ['03/31/2026', 'MM/DD/YYYY'],
    ['20260331', 'YYYYMMDD'],
    ['31.03.26', 'DD.MM.YY'],
    ['2026-03-31T10:00:00Z', 'YYYY-MM-DD'],
  ] as const)('%s is read as %s', (text, format) => {
    expect(readDateCell(text, format)).toBe('2026-03-31')
  })
  it.each([
    ['2026-02-30', 'YYYY-MM-DD'],
    ['31/03/2026', 'MM/DD/YYYY'],
    ['31.03.2026', 'DD/MM/YYYY'],
    ['2026331', 'YYYYMMDD'],
    ['', 'YYYY-MM-DD'],
  ] as const)('%j is no date of the form %s', (text, format) => {
    expect(isProblem(readDateCell(text, format))).toBe(true)
  })
})

const cellText = fc
  .string({ unit: fc.constantFrom(...'abcä;,\t|"\n \'=+-@'), maxLength: 8 })
  .map((text) => text.trim())
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`

describe('CSV by a mapping', () => {
  it('is the same entries in any order of columns, any delimiter and with any quoting', () => {
    const entry = fc.record({
      id: fc.integer({ min: 0, max: 999 }),
      text: cellText,
      minor: fc.integer({ min: 1, max: 10 ** 9 }),
    })
    const entries = fc.uniqueArray(entry, { minLength: 1, maxLength: 8, selector: ({ id }) => id })
    const order = fc.shuffledSubarray(['id', 'date', 'from', 'to', 'amount', 'text', 'other'], {
      minLength: 7,
      maxLength: 7,
    })
    fc.assert(
      fc.property(
        entries,
        order,
        fc.constantFrom(...([',', ';', '\t', '|'] as const)),
        fc.boolean(),
        (all, columns, delimiter, bom) => {
          const row = ({ id, text, minor }: (typeof all)[number]): Record<string, string> => ({
            ...{ id: `e${id}`, date: '31.03.2026', from: '1000', to: '4000', other: 'x' },
            ...{ amount: (minor / 100).toFixed(2).replace('.', ','), text },
          })
          const lines = all.map((each) =>
            columns.map((name) => quoted(row(each)[name] ?? '')).join(delimiter),
          )
          const text = `${bom ? '\uFEFF' : ''}${columns.join(delimiter)}\r\n${lines.join('\r\n')}\r\n`
          const mapping: Mapping = {
            ...{ layout: 'entries', delimiter, dateFormat: 'DD.MM.YYYY', decimalMark: ',' },
            columns: {
              externalId: 'id',
              date: 'date',
              debitAccount: 'from',
              creditAccount: 'to',
              amount: 'amount',
              note: 'text',
            },
          }
          const read = readCsv(text, mapping, {})
          expect(read.errors).toEqual([])
          expect(
            read.entries.map(({ input }) => [input.externalId, input.lines[0]?.debit, input.note ?? '']),
          ).toEqual(
            all.map(({ id, text, minor }) => [
              `e${id}`,
              (minor / 100).toFixed(2),
              text.replace(/^'(?=[=+\-@])/, '').normalize('NFC'),
            ]),
          )
        },
      ),
      { seed: 3, numRuns: 200 },
    )
  })

  const lines: Mapping = {
    ...{ layout: 'lines', dateFormat: 'YYYY-MM-DD', decimalMark: '.' },
    columns: { date: 'd', reference: 'r', account: 'a', debit: 'de', credit: 'cr', 'dimension:project': 'p' },
  }
  it('puts consecutive rows of the same date and reference into one entry', () => {
    const text =
      'd,r,a,de,cr,p\n2026-01-01,1,10,5,,P1\n2026-01-01,1,20,,5,\n2026-01-01,2,10,7,,\n2026-01-01,2,20,,7,\n'
    const { entries } = readCsv(text, lines, {})
    expect(entries.map(({ line, input }) => [line, input.lines.length])).toEqual([
      [2, 2],
      [4, 2],
    ])
    expect(entries[0]?.input.lines[0]).toEqual({ account: '10', debit: '5', dimensions: { project: 'P1' } })
  })
  it('translates accounts, turns negative amounts round, and takes defaults', () => {
    const mapping = { ...lines, accounts: { '10': '1000' }, defaults: { reference: 'none' } }
    const { entries } = readCsv('d,r,a,de,cr,p\n2026-01-01,,10,-5,,\n2026-01-01,,20,,-5,\n', mapping, {
      accounts: { '20': '2000' },
    })
    expect(entries[0]?.input).toMatchObject({
      reference: 'none',
      lines: [
        { account: '1000', credit: '5' },
        { account: '2000', debit: '5' },
      ],
    })
  })
  it.each([
    ['d,r,a,de,cr\n', 'invalid_header'],
    ['d,d,r,a,de,cr,p\n2026-01-01,,,,,,\n', 'invalid_header'],
    ['d,r,a,de,cr,p\n2026-13-01,1,10,5,,\n', 'invalid_value'],
    ['d,r,a,de,cr,p\n,1,10,5,,\n', 'missing_value'],
    ['d,r,a,de,cr,p\n2026-01-01,1,,5,,\n', 'missing_value'],
    ['d,r,a,de,cr,p\n2026-01-01,1,10,5,5,\n', 'debit_or_credit'],
    ['d,r,a,de,cr,p\n2026-01-01,1,10,,,\n', 'zero_amount'],
    ['d,r,a,de,cr,p\n2026-01-01,1,10,5,,\n', 'invalid_value'],
    ['d,r,a,de,cr,p\n2026-01-01,1,10,5,,,,,\n', 'invalid_row'],
    ['d,r,a,de,cr,p\n2026-01-01,1,"10,5,,\n', 'invalid_row'],
    [`d,r,a,de,cr,p\n2026-01-01,${'x'.repeat(20_000)},10,5,,\n`, 'invalid_row'],
    ['d,r,a,de,cr,p\n2026-01-01,\uFFFD,10,5,,\n', 'wrong_encoding'],
  ])('%j has a bad row: %s', (text, code) => {
    expect(readCsv(text, lines, {}).errors.map((issue) => issue.code)).toContain(code)
  })
  it('says so where rows of one entry stand apart', () => {
    const mapping = { ...lines, columns: { ...lines.columns, entry: 'r' } }
    const text =
      'd,r,a,de,cr,p\n2026-01-01,1,10,5,,\n2026-01-01,1,20,,5,\n2026-01-01,2,10,5,,\n2026-01-01,2,20,,5,\n2026-01-01,1,20,,5,\n'
    expect(readCsv(text, mapping, {}).errors).toEqual([
      expect.objectContaining({ line: 6, code: 'rows_apart' }),
    ])
  })
  it('reads the templates that it gives', () => {
    for (const name of ['lines', 'entries'] as const) {
      const { text, mapping } = TEMPLATES[name]
      expect(readCsv(text, mapping, {})).toMatchObject({ errors: [], refused: 0 })
    }
  })
})

describe('a proposed mapping', () => {
  it.each([
    [
      'Date,Account,Debit,Credit,Description\n2026-03-31,1000,"1,000.50",,x\n',
      { date: 'Date', account: 'Account', debit: 'Debit' },
    ],
    [
      'Buchungsdatum;Sollkonto;Habenkonto;Betrag;Buchungstext\n31.03.2026;1200;8400;1.234,50;x\n',
      { debitAccount: 'Sollkonto', amount: 'Betrag' },
    ],
    [
      'JournalCode|EcritureDate|CompteNum|Debit|Credit|EcritureLib\nVE|20260331|411000|10,00|0,00|x\n',
      { account: 'CompteNum', journal: 'JournalCode' },
    ],
    [
      'Boekdatum;Grootboekrekening;Debet;Credit;Omschrijving\n31-03-2026;1000;10,00;;x\n',
      { account: 'Grootboekrekening', debit: 'Debet' },
    ],
    [
      'Fecha;Cuenta;Debe;Haber;Concepto\n31/03/2026;430;10,00;;x\n',
      { account: 'Cuenta', debit: 'Debe', credit: 'Haber' },
    ],
  ])('finds the columns of %j', (sample, columns) => {
    const proposal = proposeMapping(sample)
    expect(proposal?.mapping.columns).toMatchObject(columns)
    expect(proposal?.missing).toEqual([])
  })
  it('is not sure where a date or a number can be read in two ways', () => {
    const proposal = proposeMapping('Date,Account,Amount\n01/02/2026,1000,5.00\n')
    expect(proposal?.confidence.dateFormat).toBe(0.5)
    expect(proposal?.sure).toBe(false)
    expect(
      proposeMapping('Date;Account;Amount\n2026-01-02;1000;1,234\n')?.confidence.decimalMark,
    ).toBeLessThan(0.9)
    expect(proposeMapping('Date;Account;Amount\n2026-01-02;1000;1,23\n')?.sure).toBe(true)
    expect(proposeMapping('Date;Account;Amount\n2026-01-02;1000;1,234\n')?.mapping).toMatchObject({
      decimalMark: '.',
      thousands: ',',
    })
  })
  it('goes by the most cells: one that is no date or number leaves the others as they are', () => {
    const rows = Array.from({ length: 20 }, (_, at) => `${at + 1}.03.2026;1000;1.234,5${at % 10}`)
    const { mapping, confidence } = proposeMapping(
      ['Datum;Konto;Betrag', ...rows, '31.02.2026;1000;none', ''].join('\n'),
    ) as NonNullable<ReturnType<typeof proposeMapping>>
    expect(mapping).toMatchObject({ dateFormat: 'DD.MM.YYYY', decimalMark: ',', thousands: '.' })
    expect(confidence.dateFormat).toBeGreaterThan(0.9)
  })
  it('says what is missing and what nobody knows', () => {
    const proposal = proposeMapping('Date,Colour,Amount\n2026-01-02,red,1\n')
    const missing = ['debitAccount', 'creditAccount']
    expect(proposal).toMatchObject({ missing, unmapped: ['Colour'], sure: false })
    expect(proposeMapping('no table')).toBeUndefined()
  })
})

describe('types of accounts in SAF-T', () => {
  const facts = { id: '1', accountType: '', groupingCategory: '', standardId: '', country: '' }
  it.each([
    [{ id: '211', country: 'PT' }, 'asset'],
    [{ id: '221', country: 'PT' }, 'liability'],
    [{ id: '27', country: 'PT' }, undefined],
    [{ id: '2050', country: 'NO', accountType: 'GL' }, 'equity'],
    [{ id: '2400', country: 'NO' }, 'liability'],
    [{ id: '9', standardId: '30', country: 'NO' }, 'income'],
    [{ id: '401', country: 'RO', accountType: 'Pasiv' }, 'liability'],
    [{ id: '47', country: 'RO', accountType: 'Bifunctional' }, undefined],
    [{ id: '5', country: 'LT', accountType: 'P' }, 'income'],
    [{ id: '5', country: '', accountType: 'Asset' }, 'asset'],
    [{ id: '5', country: '', accountType: 'P' }, undefined],
  ] as const)('%j is %s', (given, type) => {
    expect(typeOfAccount({ ...facts, ...given }, {})).toBe(type)
  })
  it('are what the importer says, the longest beginning first', () => {
    const given = { '4*': 'income', '41*': 'asset', '411': 'liability' } as const
    expect(['411', '412', '42'].map((id) => typeOfAccount({ ...facts, id }, given))).toEqual([
      'liability',
      'asset',
      'income',
    ])
  })
})

describe('decisions, in the order of their refusals', () => {
  const csv = { name: 'a', format: 'csv', digest: 'd' } as const
  const { mapping } = TEMPLATES.lines
  const of = { id: 'imp_1', open: 0, saved: () => undefined }
  it.each([
    [{ ...csv, savedMapping: 'm' }, of, 'mapping_not_found'],
    [csv, of, 'mapping_required'],
    [{ ...csv, mapping: { ...mapping, columns: {} } }, of, 'invalid_mapping'],
    [{ ...csv, mapping: { ...mapping, thousands: '.' as const } }, of, 'invalid_mapping'],
    [{ ...csv, mapping }, { ...of, open: 100 }, 'too_many_imports'],
  ] as const)('to start %j: %#', (input, facts, refused) => {
    expect(decideStart(input, facts)).toMatchObject({ refused })
  })
  it('starts with what is not said', () => {
    expect(decideStart({ ...csv, mapping }, of)).toMatchObject([{ data: { upsert: 'skip', options: {} } }])
  })
  it.each([
    [{ part: 1, text: '' }, { status: 'finished', parts: 0 }, 'import_closed'],
    [{ part: 1, text: 'a\u0000b' }, { status: 'open', parts: 0 }, 'import_part_refused'],
    [{ part: 3, text: '' }, { status: 'open', parts: 1 }, 'import_part_out_of_step'],
    [{ part: 3, text: '', dryRun: true }, { status: 'open', parts: 1 }, undefined],
    [{ part: 2, text: '' }, { status: 'open', parts: 1 }, undefined],
  ] as const)('to book a part %#', (input, row, refused) => {
    expect(problemOfPart({ dryRun: undefined, ...input }, row)?.refused).toBe(refused)
  })
  it('closes once, and says nothing new the second time', () => {
    expect(decideClose('imp_1', 'open', 'import-finished')).toHaveLength(1)
    expect(decideClose('imp_1', 'finished', 'import-finished')).toEqual([])
    expect(decideClose('imp_1', 'abandoned', 'import-finished')).toMatchObject({ refused: 'import_closed' })
  })
  it('takes only the difference that there is', () => {
    const eur = { code: 'EUR', scale: 2 }
    expect(problemOfDifference(undefined, 0, eur)).toBeUndefined()
    expect(problemOfDifference('-1.50', -150, eur)).toBeUndefined()
    expect(problemOfDifference(undefined, 150, eur)?.refused).toBe('opening_difference')
  })
  it('knows what a mapping needs', () => {
    expect(missingFields({ ...mapping, columns: { date: 'd', account: 'a', amount: 'x' } })).toEqual([])
    expect(missingFields({ ...mapping, layout: 'entries', columns: { date: 'd' } })).toEqual([
      'debitAccount',
      'creditAccount',
      'amount',
    ])
    expect(DATE_FORMATS.length).toBeGreaterThan(5)
  })
})
