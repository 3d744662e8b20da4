import { describe, expect, it } from 'vitest'
import { lineOfPointer, ruleRows } from './rule-rows.ts'

describe('rules out of a spreadsheet', () => {
  it('are read by their head, whatever the order of the columns', () => {
    const text = 'SKU\tMax\tMin\tLead time\tVendor\n\nA\t1.234,5\t20\t14\tRoastery\nB\t2,5\t1\t\t\n'
    const read = ruleRows(text)
    expect(read.rows).toEqual([
      {
        ...{ item: 'A', method: 'min-max', minimum: '20', maximum: '1234.5' },
        ...{ leadDays: 14, supplier: 'Roastery' },
      },
      { item: 'B', method: 'min-max', minimum: '1', maximum: '2.5' },
    ])
    expect(read.lines).toEqual([3, 4])
  })

  it('are read without a head, too', () => {
    expect(ruleRows('A\tMAIN\t5\t50\t2\t7\tMill').rows).toEqual([
      {
        ...{ item: 'A', warehouse: 'MAIN', method: 'min-max', minimum: '5', maximum: '50' },
        ...{ safety: '2', leadDays: 7, supplier: 'Mill' },
      },
    ])
  })

  it('have the method that their columns speak of', () => {
    expect(ruleRows('Item\tPoint\nA\t5').rows[0]).toMatchObject({ method: 'reorder-point', point: '5' })
    expect(ruleRows('Item\tCover days\nA\t30').rows[0]).toMatchObject({ method: 'auto', coverDays: 30 })
  })

  it('keep what is no number, to be refused by name', () => {
    expect(ruleRows('Item\tMin\tLead\nA\tmany\tsoon').rows[0]).toMatchObject({
      minimum: 'many',
      leadDays: 'soon',
    })
  })
})

it('finds the line of the text that a refusal is about', () => {
  const read = ruleRows('Item\tMin\n\nA\t1\nB\t2')
  expect(lineOfPointer('/1/maximum', read)).toBe(4)
  expect(lineOfPointer('/mode', read)).toBeUndefined()
})
