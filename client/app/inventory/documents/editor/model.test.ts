import { describe, expect, it } from 'vitest'
import { isTooMuch } from './availability.ts'
import {
  type Change,
  costOfRow,
  type Edited,
  edit,
  emptyDraft,
  serialsIn,
  startEditing,
  totalCost,
} from './model.ts'
import { cellsOf } from './paste.ts'
import { gridErrorsOf, submissionOf } from './submission.ts'

const begun = () => startEditing(emptyDraft({ date: '2026-03-31' }))
const changed = (...changes: Change[]): Edited => changes.reduce(edit, begun())

describe('the lines of a document', () => {
  it('have a cost for one or for the whole, not both', () => {
    const { draft } = changed(
      { type: 'cell', row: 0, column: 'unitCost', text: '2.50' },
      { type: 'cell', row: 0, column: 'cost', text: '10' },
    )
    expect(draft.rows[0]).toMatchObject({ cost: '10', unitCost: '' })
  })

  it('are undone and done again, typing in one cell in one step', () => {
    const typed = changed(
      { type: 'cell', row: 0, column: 'quantity', text: '1' },
      { type: 'cell', row: 0, column: 'quantity', text: '12' },
    )
    const undone = edit(typed, { type: 'undo' })
    expect(undone.draft.rows[0]).toEqual({ key: 1 })
    expect(edit(undone, { type: 'redo' }).draft.rows[0]).toMatchObject({ quantity: '12' })
  })

  it('grow with a block that reaches beyond the end, and keep one when all are taken away', () => {
    const block = Array.from({ length: 5 }, (_, index) => ({ item: `I${index}` }))
    expect(changed({ type: 'rows', at: 1, rows: block }).draft.rows).toHaveLength(6)
    const remove: Change = { type: 'remove-row', row: 0 }
    expect(changed(remove, remove, remove).draft.rows).toHaveLength(1)
  })

  it('cost what is written, exactly, and half a cent more', () => {
    expect(costOfRow({ key: 1, quantity: '3', unitCost: '0.335' }, 2)).toBe('1.01')
    expect(costOfRow({ key: 1, quantity: '0.1', unitCost: '0.2' }, 2)).toBe('0.02')
    expect(costOfRow({ key: 1, quantity: '7', unitCost: '100' }, 0)).toBe('700')
    expect(costOfRow({ key: 1, quantity: 'seven', unitCost: '100' }, 2)).toBeUndefined()
    expect(
      totalCost(
        [
          { key: 1, cost: '1' },
          { key: 2, quantity: '2', unitCost: '0.25' },
        ],
        2,
      ),
    ).toBe('1.50')
  })
})

describe('a pasted block', () => {
  const context = {
    start: 'item',
    columns: ['item', 'quantity', 'available', 'lot'],
    locale: 'de-DE',
  } as const

  it('goes from the cell with the focus to the right, over what is not typed', () => {
    expect(cellsOf([['CUP', '1.234,5', 'L-1']], context)).toEqual([
      { item: 'CUP', quantity: '1234.5', lot: 'L-1' },
    ])
  })

  it('says itself what its columns are', () => {
    const block = [
      ['Menge', 'Artikel', 'MHD', 'Preis'],
      ['2', 'CUP', '31.12.2026', '0,50'],
    ]
    expect(cellsOf(block, context)).toEqual([
      { quantity: '2', item: 'CUP', expiry: '2026-12-31', unitCost: '0.50' },
    ])
  })
})

describe('what is sent', () => {
  const items = new Map([['DRILL', { tracking: 'serial' }]]) as never

  it('leaves blank lines out, and names serial numbers one by one', () => {
    const { draft } = changed(
      { type: 'cell', row: 1, column: 'item', text: 'DRILL' },
      { type: 'cell', row: 1, column: 'lot', text: 'S1, S2\nS3' },
    )
    const { input, rowKeys } = submissionOf('receipt', draft, items)
    expect(input).toEqual({ date: '2026-03-31', lines: [{ item: 'DRILL', serials: ['S1', 'S2', 'S3'] }] })
    expect(rowKeys).toEqual([2])
    expect(serialsIn(' a;b  c ')).toEqual(['a', 'b', 'c'])
  })

  it('is refused at its cell, its field, or as a whole', () => {
    const fields = new Map([
      ['/lines/0/serials', 'Name them.'],
      ['/lines/0', 'No account.'],
      ['/lines/0/dimensions/cost~1centre', 'Required.'],
      ['/date', 'Locked.'],
      ['/lines', 'Nothing would be moved.'],
    ])
    const { cells, header, general } = gridErrorsOf({ fields, general: undefined }, [2])
    expect([...cells]).toEqual([
      ['2/lot', 'Name them.'],
      ['2/item', 'No account.'],
      ['2/dimensions/cost/centre', 'Required.'],
    ])
    expect(header.get('date')).toBe('Locked.')
    expect(general).toBe('Nothing would be moved.')
  })
})

describe('a line that takes more than there is', () => {
  const item = { unit: 'pcs', units: [{ code: 'box', numerator: 6, denominator: 1 }] } as never

  it('is told apart in any of its units', () => {
    expect(isTooMuch({ key: 1, quantity: '12' }, item, '12', 'all')).toBe(false)
    expect(isTooMuch({ key: 1, quantity: '12.001' }, item, '12', 'all')).toBe(true)
    expect(isTooMuch({ key: 1, quantity: '3', unit: 'box' }, item, '12', 'all')).toBe(true)
    expect(isTooMuch({ key: 1, quantity: '3', unit: 'crate' }, item, '1', 'all')).toBe(false)
  })

  it('of an adjustment only takes where it is less', () => {
    expect(isTooMuch({ key: 1, quantity: '20' }, item, '12', 'less')).toBe(false)
    expect(isTooMuch({ key: 1, quantity: '-20' }, item, '12', 'less')).toBe(true)
  })
})
