import { describe, expect, it } from 'vitest'
import type { CountLine } from './queries.ts'
import { keptCells, lineInput, problemOf, readQuantity, refusedLines, shownText, typedOf } from './typed.ts'

const stamp = { key: 'k1', countedAt: '2026-03-31T12:00:00Z', knownAt: 7 }

describe('what is typed as a count', () => {
  it('is a number as people write it, or one of another unit', () => {
    expect(readQuantity('12')).toEqual({ quantity: '12' })
    expect(readQuantity('1.234,5', ',')).toEqual({ quantity: '1234.5' })
    expect(readQuantity('2 box')).toEqual({ quantity: '2', unit: 'box' })
    expect(readQuantity('1.5kg')).toEqual({ quantity: '1.5', unit: 'kg' })
    expect(readQuantity('a few')).toBeUndefined()
  })

  it('is nothing when the cell is emptied', () => {
    expect(typedOf('  ', stamp)).toBeUndefined()
  })

  it('says what is wrong before it is sent', () => {
    expect(problemOf({ text: 'x', ...stamp })).toMatch(/number/)
    expect(problemOf({ text: '-1', quantity: '-1', ...stamp })).toMatch(/nothing/)
    expect(problemOf({ text: '1', quantity: '1', ...stamp })).toBeUndefined()
    expect(problemOf({ text: '1', quantity: '1', refusal: 'No.', ...stamp })).toBe('No.')
  })

  it('is shown without decimals that say nothing', () => {
    expect(shownText({ text: '2.50 box', quantity: '2.50', unit: 'box', ...stamp })).toBe('2.5 box')
    expect(shownText({ text: 'many', ...stamp })).toBe('many')
  })
})

it('is sent with its lot, its key and what was known of the log', () => {
  const line = { item: { id: 'itm_1' }, place: 'MAIN/A', lot: 'L1' } as CountLine
  expect(lineInput(line, { text: '3', quantity: '3', ...stamp })).toEqual({
    ...{ item: 'itm_1', place: 'MAIN/A', lot: 'L1', quantity: '3' },
    ...stamp,
  })
})

it('finds the lines that a refusal is about', () => {
  const errors = [
    { pointer: '/lines/1/quantity', detail: 'Not whole.' },
    { pointer: '/lines/1', detail: 'Again.' },
    { pointer: '/lines/12', detail: 'None of ours.' },
    { pointer: '/count', detail: 'Closed.' },
  ]
  expect(refusedLines(errors, 3)).toEqual(new Map([[1, 'Not whole.']]))
})

it('takes from storage only what it can use', () => {
  expect(keptCells({ 1: { text: '3', ...stamp }, 2: 'x', 3: { text: 4 } })).toEqual({
    1: { text: '3', ...stamp },
  })
  expect(keptCells(null)).toEqual({})
})
