import { describe, expect, it } from 'vitest'
import { blockOf, placed, textOf } from './block.ts'
import type { Bounds, Range } from './selection.ts'

describe('text of a spreadsheet', () => {
  it('keeps rows where they are, also empty ones', () => {
    expect(blockOf('12\r\n\r\n7\r\n')).toEqual([['12'], [''], ['7']])
    expect(blockOf('5')).toEqual([['5']])
  })

  it('reads cells in quotes, and writes them', () => {
    const block = [
      ['A "big" one', '12'],
      ['two\tparts', ''],
    ]
    expect(textOf(block)).toBe('"A ""big"" one"\t12\n"two\tparts"\t')
    expect(blockOf(textOf(block))).toEqual([
      ['A "big" one', '12'],
      ['two parts', ''],
    ])
  })
})

describe('a pasted block', () => {
  const bounds: Bounds = { rows: 4, columns: 3, page: 10, editable: [1, 2] }
  const range = (top: number, left: number, bottom = top, right = left): Range => ({
    top,
    left,
    bottom,
    right,
  })

  it('begins at the first cell, and says what had no room', () => {
    expect(placed([['1'], ['2'], ['3']], range(2, 1), bounds)).toEqual({
      cells: [
        { row: 2, column: 1, text: '1' },
        { row: 3, column: 1, text: '2' },
      ],
      lost: 1,
    })
    expect(placed([['x', '5']], range(0, 0), bounds)).toEqual({
      cells: [{ row: 0, column: 1, text: '5' }],
      lost: 1,
    })
  })

  it('fills a range that it fits into a whole number of times', () => {
    expect(placed([['7']], range(0, 1, 2, 1), bounds).cells.map(({ row, text }) => [row, text])).toEqual([
      [0, '7'],
      [1, '7'],
      [2, '7'],
    ])
    expect(placed([['1'], ['2']], range(0, 1, 2, 1), bounds).cells).toHaveLength(2)
    expect(placed([['1'], ['2']], range(0, 1, 3, 1), bounds).cells.map(({ text }) => text)).toEqual([
      '1',
      '2',
      '1',
      '2',
    ])
  })

  it('of one cell with nothing in it empties the range', () => {
    expect(placed([['']], range(0, 1, 1, 1), bounds)).toMatchObject({
      cells: [{ text: '' }, { text: '' }],
      lost: 0,
    })
  })
})
