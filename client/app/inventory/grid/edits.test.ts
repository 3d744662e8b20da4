import { expect, it } from 'vitest'
import { type Edits, type EditsChange, edited, noEdits } from './edits.ts'

const after = (...changes: EditsChange<string>[]): Edits<string> => changes.reduce(edited<string>, noEdits())
const typed = (...pairs: [string, string | undefined][]): EditsChange<string> => ({
  type: 'edit',
  edits: pairs.map(([cell, value]) => ({ cell, value })),
})

it('takes a whole block back at once, and does it again', () => {
  const block = typed(['a', '1'], ['b', '2'])
  expect(after(typed(['a', '9']), block).cells).toEqual({ a: '1', b: '2' })
  expect(after(typed(['a', '9']), block, { type: 'undo' }).cells).toEqual({ a: '9' })
  expect(after(typed(['a', '9']), block, { type: 'undo' }, { type: 'redo' }).cells).toEqual({
    a: '1',
    b: '2',
  })
  expect(after({ type: 'undo' }).cells).toEqual({})
})

it('has nothing to do again once something else was typed', () => {
  const state = after(typed(['a', '1']), { type: 'undo' }, typed(['a', '2']), { type: 'redo' })
  expect(state.cells).toEqual({ a: '2' })
})

it('makes no step of what changes nothing', () => {
  expect(after(typed(['a', '1']), typed(['a', '1'])).done).toHaveLength(1)
  expect(after(typed(['a', undefined])).done).toHaveLength(0)
})

it('has no way back from what was sent, but from the rest of the same block', () => {
  const state = after(typed(['a', '1'], ['b', '2']), { type: 'forget', cells: ['a'] })
  expect(state.cells).toEqual({ b: '2' })
  expect(edited(state, { type: 'undo' }).cells).toEqual({})
  expect(after(typed(['a', '1']), { type: 'forget', cells: ['a'] }, { type: 'undo' }).cells).toEqual({})
})

it('marks only what is still there', () => {
  const mark: EditsChange<string> = {
    type: 'mark',
    edits: [
      { cell: 'a', value: '1!' },
      { cell: 'b', value: '2!' },
    ],
  }
  expect(after(typed(['a', '1']), mark).cells).toEqual({ a: '1!' })
})
