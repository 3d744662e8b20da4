import { describe, expect, it } from 'vitest'
import { parseEcbCsv, parseEcbXml } from './ecb.ts'
import { decideImportRates, type ImportInput, type Known } from './recording.ts'

/** As the European Central Bank writes its files. */
const xml = (cubes: string) => `<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
	<gesmes:subject>Reference rates</gesmes:subject>
	<gesmes:Sender>
		<gesmes:name>European Central Bank</gesmes:name>
	</gesmes:Sender>
	<Cube>
${cubes}
	</Cube>
</gesmes:Envelope>`
const DAILY = xml(`		<Cube time='2026-03-31'>
			<Cube currency='USD' rate='1.0852'/>
			<Cube currency='JPY' rate='162.50'/>
		</Cube>`)
const HISTORY = xml(`<Cube time="2026-03-31"><Cube currency="USD" rate="1.0852"/></Cube>
<Cube time="2026-03-30"><Cube currency="USD" rate="1.08"/><Cube currency="CYP" rate="0.58"/></Cube>`)

const nothingKnown: Known = { isUnit: (code) => code.length === 3 && code !== 'CYP', series: () => new Map() }
const imported = (text: string, more: Partial<ImportInput> = {}, known = nothingKnown) =>
  decideImportRates({ text, format: 'ecb-xml', source: 'ecb', ...more }, known)

describe('the files of the European Central Bank', () => {
  it('as XML: a day, or many', () => {
    expect(parseEcbXml(DAILY)).toEqual({
      rates: [
        { date: '2026-03-31', currency: 'USD', rate: '1.0852', line: null },
        { date: '2026-03-31', currency: 'JPY', rate: '162.50', line: null },
      ],
      errors: [],
    })
    expect(parseEcbXml(HISTORY).rates).toHaveLength(3)
  })

  it.each([
    ['Date, USD, JPY, \n31 March 2026, 1.0852, 162.50, \n', 'the day'],
    ['Date,USD,JPY,\n2026-03-31,1.0852,162.50,\n', 'the history'],
    [
      '\uFEFFDate,USD,CYP,JPY\r\n2026-03-31,1.0852,N/A,162.50\r\n',
      'with a currency that has no rate any more',
    ],
    [
      'KEY,FREQ,CURRENCY,CURRENCY_DENOM,TIME_PERIOD,OBS_VALUE\nEXR.D.USD.EUR.SP00.A,D,USD,EUR,2026-03-31,1.0852\nEXR.D.JPY.EUR.SP00.A,D,JPY,EUR,2026-03-31,162.50\n',
      'of the data portal',
    ],
  ])('as CSV %#', (text) => {
    const { rates, errors } = parseEcbCsv(text)
    expect(errors).toEqual([])
    expect(rates.map(({ date, currency, rate }) => [date, currency, rate])).toEqual([
      ['2026-03-31', 'USD', '1.0852'],
      ['2026-03-31', 'JPY', '162.50'],
    ])
  })

  it.each([
    ['', 'Start tag expected.'],
    ['Date,USD\n2026-03-31,1.08', "char 'D' is not expected."],
    ['<Envelope><Cube></Envelope>', 'Expected closing tag'],
    ['<Envelope/>', 'There is no Cube'],
    ['<!DOCTYPE x [<!ENTITY a "1">]><Envelope><Cube time="2026-03-31"/></Envelope>', 'There is no Cube'],
  ])('that are none are told so: %j', (text, detail) => {
    const { rates, errors } = parseEcbXml(text)
    expect(rates).toEqual([])
    expect(errors).toMatchObject([{ code: 'unreadable_file', detail: expect.stringContaining(detail) }])
    expect(imported(text)).toMatchObject({ refused: 'rates_refused' })
  })

  it('that are no table are told so, and a date that is none with its line', () => {
    expect(parseEcbCsv('hello')).toMatchObject({ errors: [{ line: 1, code: 'unreadable_file' }] })
    expect(parseEcbCsv('Date,USD\n31.03.2026,1.08\n2026-03-30,1.07\n')).toMatchObject({
      rates: [{ date: '2026-03-30' }],
      errors: [{ line: 2, code: 'invalid_date' }],
    })
    const weekly = 'FREQ,CURRENCY,CURRENCY_DENOM,TIME_PERIOD,OBS_VALUE\nM,USD,EUR,2026-03,1.08\n'
    expect(parseEcbCsv(weekly)).toMatchObject({ rates: [], errors: [{ code: 'not_a_daily_euro_rate' }] })
  })
})

describe('an import', () => {
  it('records what is new, in one event a file, and leaves out currencies that are no more', () => {
    expect(imported(HISTORY)).toMatchObject({
      rates: 2,
      recorded: 2,
      dates: ['2026-03-30', '2026-03-31'],
      errors: [],
      warnings: [{ code: 'unknown_unit', currency: 'CYP' }],
      events: [
        {
          type: 'exchange-rates-recorded',
          data: {
            source: 'ecb',
            base: 'EUR',
            days: [
              { date: '2026-03-30', rates: { USD: '1.08' } },
              { date: '2026-03-31', rates: { USD: '1.0852' } },
            ],
          },
        },
      ],
    })
  })

  it('leaves out what is known, and corrects what differs', () => {
    const known: Known = {
      ...nothingKnown,
      series: (_, quote) => new Map(quote === 'USD' ? [[20260331, '1.08']] : [[20260331, '162.5']]),
    }
    expect(imported(DAILY, {}, known)).toMatchObject({
      recorded: 0,
      corrected: 1,
      unchanged: 1,
      events: [{ data: { days: [{ rates: { USD: '1.0852' } }] } }],
    })
  })

  it('takes a part of a file', () => {
    expect(imported(HISTORY, { from: '2026-03-31' })).toMatchObject({ rates: 1, warnings: [] })
    expect(imported(DAILY, { currencies: ['JPY'] })).toMatchObject({ rates: 1, recorded: 1 })
  })

  it('with a bad row is refused with its line, taken without it, or only reported', () => {
    const bad = xml(
      "<Cube time='2026-03-31'>\n<Cube currency='USD' rate='1,08'/>\n<Cube currency='JPY' rate='162.5'/></Cube>",
    )
    expect(imported(bad)).toMatchObject({
      refused: 'rates_refused',
      errors: [{ pointer: '/text/9', code: 'not_a_rate' }],
    })
    const issue = { line: 9, date: '2026-03-31', currency: 'USD', code: 'not_a_rate' }
    expect(imported(bad, { mode: 'independent' })).toMatchObject({ recorded: 1, errors: [issue] })
    expect(imported(bad, { dryRun: true })).toMatchObject({ recorded: 1, events: [], errors: [issue] })
    const doubled = 'Date,USD\n2026-03-31,1.08\n2026-03-31,1.09\n'
    expect(imported(doubled, { format: 'ecb-csv' })).toMatchObject({
      errors: [{ pointer: '/text/3', code: 'doubled_rate' }],
    })
  })
})
