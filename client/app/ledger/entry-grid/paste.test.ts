import { describe, expect, it } from 'vitest'
import type { Column } from './model.ts'
import { cellsOf, type PasteContext, parseBlock, visibleColumns } from './paste.ts'

const paste = (text: string, start: Column = 'account', locale = 'en') => {
  const context: PasteContext = {
    start,
    visible: visibleColumns(false),
    locale,
    accountCode: (name) => ({ Bank: '1010', '1010 Bank': '1010' })[name] ?? name,
    isUnit: (unit) => ['EUR', 'USD'].includes(unit),
    dimensionNamed: (text) => (text.toLowerCase() === 'place' ? 'dimensions/place' : undefined),
    dimensionOf: (text) => (/^P\d$/.test(text) ? 'dimensions/place' : undefined),
  }
  return cellsOf(parseBlock(text) ?? [], context)
}

describe('copied text', () => {
  it('is a block when it has more than one cell', () => {
    expect(parseBlock('1010')).toBeUndefined()
    expect(parseBlock('1010\r\n')).toBeUndefined()
    expect(parseBlock('1010\t5\r\n4000\t\r\n')).toEqual([
      ['1010', '5'],
      ['4000', ''],
    ])
  })

  it('may hold tabs, line breaks and quotes inside quotes', () => {
    expect(parseBlock('"a\tb"\t"line 1\nline 2"\nx "y"\t"say ""hi"""')).toEqual([
      ['a b', 'line 1 line 2'],
      ['x "y"', 'say "hi"'],
    ])
  })
})

describe('a pasted sheet', () => {
  it('is recognised by its columns: account, memo, debit, credit', () => {
    expect(paste('1010 Bank\tRent March\t\t2,450.00\n6100\tOffice\t2,450.00\t')).toEqual([
      { account: '1010', memo: 'Rent March', debit: '', credit: '2450.00' },
      { account: '6100', memo: 'Office', debit: '2450.00', credit: '' },
    ])
  })

  it('may have one signed column for both sides', () => {
    expect(paste('1010\t-12.50\n4000\t12.50')).toEqual([
      { account: '1010', credit: '12.50', debit: '' },
      { account: '4000', debit: '12.50', credit: '' },
    ])
  })

  it('is read with the decimal mark that it was written with, whatever the locale', () => {
    expect(paste('1010\t1.000\n4000\t-2.500,50\n4000\t1.500,50')).toMatchObject([
      { debit: '1000' },
      { credit: '2500.50' },
      { debit: '1500.50' },
    ])
    expect(paste('1010\t1.234\t\n4000\t\t1.234', 'account', 'de')).toMatchObject([
      { debit: '1234' },
      { credit: '1234' },
    ])
  })

  it('follows its header row, in any order and language', () => {
    expect(paste('Text\tKonto\tHaben\tSoll\nMiete\tBank\t5\t\nMiete\t6100\t\t5')).toEqual([
      { memo: 'Miete', account: '1010', credit: '5', debit: '' },
      { memo: 'Miete', account: '6100', debit: '5', credit: '' },
    ])
  })

  it('knows a column of units', () => {
    expect(paste('1020\tUSD\t10\n1010\tEUR\t-9')).toMatchObject([
      { account: '1020', unit: 'USD', debit: '10' },
      { account: '1010', unit: 'EUR', credit: '9' },
    ])
  })

  it('knows a column of values of a dimension, by its header or by what it holds', () => {
    expect(paste('1010\tP1\t5\n4000\tP2\t-5')).toMatchObject([
      { account: '1010', 'dimensions/place': 'P1', debit: '5' },
      { account: '4000', 'dimensions/place': 'P2', credit: '5' },
    ])
    expect(paste('Account\tDebit\tPlace\tReference\tRate\n1010\t5\tNorth\tR-1\t0.92')).toEqual([
      {
        account: '1010',
        debit: '5',
        credit: '',
        'dimensions/place': 'North',
        reference: 'R-1',
        value: '@0.92',
      },
    ])
  })

  it('fills the grid in order from any other column', () => {
    expect(paste('EUR\t5\t\nEUR\t\t5', 'unit')).toEqual([
      { unit: 'EUR', debit: '5', credit: '' },
      { unit: 'EUR', debit: '', credit: '5' },
    ])
    expect(paste('a\nb', 'memo')).toEqual([{ memo: 'a' }, { memo: 'b' }])
  })

  it('keeps what it cannot read, so that the cell can say so', () => {
    expect(paste('n/a\t\n\t5', 'debit')[0]).toMatchObject({ debit: 'n/a' })
  })
})
