import { describe, expect, it } from 'vitest'
import { type Books, balancesOf, fillOf, isBalanced, usesOtherUnits } from './balance.ts'
import { emptyRow, type Row } from './model.ts'

const books: Books = {
  currency: 'EUR',
  scaleOf: (unit) => ({ EUR: 2, USD: 2, VTI: 4 })[unit],
  account: (code) => ({ '1020': { unit: 'USD' }, '1010': { unit: null }, '4000': { unit: null } })[code],
}
const rows = (...given: Partial<Row>[]): Row[] =>
  given.map((row, index) => ({ ...emptyRow(index + 1), ...row }))

describe('the running difference', () => {
  it('is exact, however small the parts', () => {
    const [eur] = balancesOf(rows({ debit: '0.10' }, { debit: '0.20' }, { credit: '0.30' }), books)
    expect(eur).toEqual({ unit: 'EUR', debit: '0.30', credit: '0.30', difference: '0.00' })
  })

  it('says which side is short', () => {
    expect(balancesOf(rows({ debit: '20' }, { credit: '7.50' }), books)[0].difference).toBe('12.50')
    expect(balancesOf(rows({ debit: '5' }, { credit: '7.50' }), books)[0].difference).toBe('-2.50')
  })

  it('counts a line in another unit with its value in company currency', () => {
    const given = rows(
      { account: '1020', debit: '100.00', value: '92.15' },
      { account: '1010', credit: '92.15' },
    )
    expect(isBalanced(balancesOf(given, books))).toBe(true)
    expect(usesOtherUnits(given, books)).toBe(true)
  })

  it('counts a line with the value that its rate makes, and leaves open what only the server knows', () => {
    const withRate = (value: string) =>
      rows({ account: '1020', debit: '100.00', value }, { account: '1010', credit: '92.16' })
    expect(isBalanced(balancesOf(withRate('@0.92155'), books))).toBe(true)
    expect(isBalanced(balancesOf(withRate('@0.9'), books))).toBe(false)
    expect(isBalanced(balancesOf(withRate('@auto'), books))).toBe(true)
    expect(fillOf(withRate('@auto'), books, 1)).toBeUndefined()
  })

  it('sums another unit by itself where its lines have no value', () => {
    const given = rows({ unit: 'VTI', debit: '1.5' }, { unit: 'VTI', credit: '1' })
    const balances = balancesOf(given, books)
    expect(balances.map(({ unit, difference }) => [unit, difference])).toEqual([
      ['EUR', '0.00'],
      ['VTI', '0.5000'],
    ])
    expect(isBalanced(balances)).toBe(false)
  })

  it('leaves out what is not an amount yet', () => {
    expect(balancesOf(rows({ debit: '12,' }, { credit: '3' }), books)[0].difference).toBe('-3.00')
  })
})

describe('filling the difference', () => {
  it('uses the focused row when it is free, else a row that waits for an amount', () => {
    const given = rows({ account: '1010', debit: '20' }, { account: '4000' }, {})
    expect(fillOf(given, books, 2)).toEqual({ at: 2, cells: { debit: '', credit: '20.00' } })
    expect(fillOf(given, books, 0)).toEqual({ at: 1, cells: { debit: '', credit: '20.00' } })
  })

  it('uses a new row when all have amounts', () => {
    expect(fillOf(rows({ credit: '5' }, { credit: '1' }), books, undefined)).toEqual({
      at: 2,
      cells: { debit: '6.00', credit: '' },
    })
  })

  it('has nothing to do when the entry balances', () => {
    expect(fillOf(rows({ debit: '5' }, { credit: '5.00' }), books, 0)).toBeUndefined()
  })
})
