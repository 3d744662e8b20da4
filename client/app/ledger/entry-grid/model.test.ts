import { describe, expect, it } from 'vitest'
import { type Change, edit, emptyDraft, isBlankDraft, startEditing } from './model.ts'

const start = () => startEditing(emptyDraft('2026-03-31'))
const having = (...changes: Change[]) => changes.reduce(edit, start())
const cell = (row: number, column: 'account' | 'debit' | 'credit' | 'memo', text: string): Change => ({
  type: 'cell',
  row,
  column,
  text,
})
const column = (state: ReturnType<typeof start>, name: 'account' | 'debit' | 'credit' | 'memo') =>
  state.draft.rows.map((row) => row[name])

describe('a draft', () => {
  it('begins blank, with room for an entry', () => {
    expect(isBlankDraft(start().draft)).toBe(true)
    expect(start().draft.rows.length).toBeGreaterThanOrEqual(2)
  })

  it('has one side a line: an amount on one side empties the other', () => {
    const state = having(cell(0, 'debit', '5'), cell(0, 'credit', '7'))
    expect(state.draft.rows[0]).toMatchObject({ debit: '', credit: '7' })
  })

  it('never has fewer rows than an entry has lines', () => {
    const remove: Change = { type: 'remove-row', row: 0 }
    expect(having(remove, remove, remove).draft.rows).toHaveLength(2)
  })

  it('gives every row a key of its own, also after removing and adding', () => {
    const state = having(
      { type: 'add-row', after: 2 },
      { type: 'remove-row', row: 0 },
      { type: 'add-row', after: 0 },
      { type: 'rows', at: 3, rows: [{}, {}, {}] },
    )
    const keys = state.draft.rows.map(({ key }) => key)
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('fills down from the cell above, and nothing into the first row', () => {
    const fill = (row: number): Change => ({ type: 'fill-down', row, column: 'memo' })
    expect(column(having(cell(0, 'memo', 'Rent'), fill(1), fill(2)), 'memo')).toEqual([
      'Rent',
      'Rent',
      'Rent',
    ])
    expect(column(having(cell(0, 'memo', 'Rent'), fill(0)), 'memo')).toEqual(['Rent', '', ''])
  })

  it('grows for a block that reaches beyond its end', () => {
    const state = having({ type: 'rows', at: 2, rows: [{ account: '1' }, { account: '2' }] })
    expect(column(state, 'account')).toEqual(['', '', '1', '2'])
  })
})

describe('undo', () => {
  const undo: Change = { type: 'undo' }
  const redo: Change = { type: 'redo' }

  it('takes back typing in one cell as one step', () => {
    const typed = having(cell(0, 'account', '1'), cell(0, 'account', '10'), cell(1, 'account', '4'))
    expect(column(edit(typed, undo), 'account')).toEqual(['10', '', ''])
    expect(column([undo, undo].reduce(edit, typed), 'account')).toEqual(['', '', ''])
  })

  it('takes back a pasted block and a removed row as a whole', () => {
    const pasted = having(
      { type: 'rows', at: 0, rows: [{ account: '1' }, { account: '2' }] },
      { type: 'remove-row', row: 0 },
    )
    expect(column(edit(pasted, undo), 'account')).toEqual(['1', '2', ''])
    expect(column([undo, undo].reduce(edit, pasted), 'account')).toEqual(['', '', ''])
  })

  it('can be undone itself until something else is done', () => {
    const state = [undo, redo].reduce(edit, having(cell(0, 'account', '1')))
    expect(column(state, 'account')).toEqual(['1', '', ''])
    const changed = [undo, cell(1, 'account', '2'), redo].reduce(edit, state)
    expect(column(changed, 'account')).toEqual(['', '2', ''])
  })

  it('does nothing where there is nothing to undo', () => {
    expect(edit(start(), undo)).toEqual(start())
  })
})
