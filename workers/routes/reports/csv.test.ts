import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { csvOf, safeText } from './csv.ts'
import { plain, type Rendition, type SheetRow } from './sheet.ts'

const rendition = (rows: SheetRow[]): Rendition => ({
  name: 'report',
  sheet: {
    title: 'Report',
    facts: [],
    columns: [
      { title: 'Text', kind: 'text' },
      { title: 'Amount', kind: 'amount' },
    ],
  },
  rows: (async function* () {
    yield rows
  })(),
})

async function written(rows: SheetRow[]): Promise<string[][]> {
  let text = ''
  for await (const part of csvOf(rendition(rows))) text += part
  expect(text.startsWith('\ufeff')).toBe(true)
  return Papa.parse<string[]>(text.replace(/\r\n$/, '')).data.slice(1)
}

describe('a CSV', () => {
  it('reads back as what was written, whatever the texts are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ minLength: 1 }), { minLength: 1 }), async (texts) => {
        const rows = await written(texts.map((text) => plain(text, '1.00')))
        expect(rows.map(([text]) => text)).toEqual(texts.map(safeText))
      }),
    )
  })

  it.each(['=1+1', '+1', '-1+2', '@SUM(A1)', '\t=1', ' =1', '\uff1d1'])(
    'writes %j so that it is no formula',
    async (text) => {
      expect(await written([plain(text, '-1.00')])).toEqual([[`'${text}`, '-1.00']])
    },
  )

  it('leaves amounts the numbers that they are', async () => {
    expect(await written([plain('x', '-1234.50'), plain('y', null)])).toEqual([
      ['x', '-1234.50'],
      ['y', ''],
    ])
  })
})
