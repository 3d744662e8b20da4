import { describe, expect, it } from 'vitest'
import { type Cells, cellOf, changeOf, editsOf, type Lying, linesOf } from './changes.ts'

const row: Lying = {
  item: { id: 'itm_1', code: 'BEANS', name: 'Beans' },
  ...{ place: 'MAIN/A', lot: null, expiry: null, quantity: '12.5', unit: 'kg' },
}
const cells = (typed: Partial<Record<'now' | 'difference' | 'memo', string>>): Cells =>
  Object.fromEntries(
    Object.entries(typed).map(([column, text]) => [cellOf(row, column as 'now'), text as string]),
  )

describe('a row of the grid', () => {
  it('comes to a difference from the new quantity, and to the new quantity from a difference', () => {
    expect(changeOf(row, cells({ now: '10' }))).toMatchObject({ difference: '-2.5', now: '10' })
    expect(changeOf(row, cells({ difference: '3' }))).toMatchObject({ difference: '3', now: '15.5' })
    expect(changeOf(row, cells({}))).toBeUndefined()
    expect(changeOf(row, cells({ memo: 'wet' }))).toBeUndefined()
  })

  it('says what it cannot read', () => {
    expect(changeOf(row, cells({ now: 'x' }))?.problem?.column).toBe('now')
    expect(changeOf(row, cells({ now: '-1' }))?.problem?.text).toMatch(/nothing/)
    expect(changeOf(row, cells({ difference: '1,' }))?.problem?.column).toBe('difference')
  })

  it('holds what was typed last: one takes the other away', () => {
    expect(editsOf(row, 'now', '10')).toEqual([
      { cell: cellOf(row, 'now'), value: '10' },
      { cell: cellOf(row, 'difference'), value: undefined },
    ])
    expect(editsOf(row, 'difference', '-1,5', ',')[0]).toMatchObject({ value: '-1.5' })
    expect(editsOf(row, 'memo', ' wet ')).toEqual([{ cell: cellOf(row, 'memo'), value: 'wet' }])
  })
})

it('makes lines only of what differs', () => {
  const other: Lying = {
    ...row,
    place: 'MAIN/B',
    lot: 'L1',
    quantity: '0',
    isNew: true,
    expiry: '2027-01-31',
  }
  const typed = { ...cells({ now: '12.50' }), [cellOf(other, 'now')]: '4', [cellOf(other, 'memo')]: 'found' }
  expect(linesOf([row, other], typed).map(({ input }) => input)).toEqual([
    { item: 'itm_1', place: 'MAIN/B', quantity: '4', lot: 'L1', expiry: '2027-01-31', memo: 'found' },
  ])
})
