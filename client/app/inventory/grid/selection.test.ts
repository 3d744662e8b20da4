import { describe, expect, it } from 'vitest'
import { type Bounds, clamp, type Move, moved, moveOf, rangeOf } from './selection.ts'

const bounds: Bounds = { rows: 100, columns: 5, page: 20, editable: [2, 4] }
const at = (row: number, column: number) => ({ row, column })

describe('moving through the grid', () => {
  it.each<[Move, [number, number], [number, number]]>([
    ['up', [0, 2], [0, 2]],
    ['down', [99, 2], [99, 2]],
    ['left', [3, 0], [3, 0]],
    ['right', [3, 1], [3, 2]],
    ['page-down', [90, 2], [99, 2]],
    ['page-up', [50, 2], [30, 2]],
    ['row-start', [7, 2], [7, 0]],
    ['row-end', [7, 2], [7, 4]],
    ['top', [7, 2], [0, 2]],
    ['bottom', [7, 2], [99, 2]],
    ['first', [7, 2], [0, 0]],
    ['last', [7, 2], [99, 4]],
  ])('%s stays within it', (move, from, to) => {
    expect(moved(at(...from), move, bounds)).toEqual(at(...to))
  })

  it('goes with Tab from one cell that is typed in to the next, and out at both ends', () => {
    expect(moved(at(0, 0), 'next', bounds)).toEqual(at(0, 2))
    expect(moved(at(0, 2), 'next', bounds)).toEqual(at(0, 4))
    expect(moved(at(0, 4), 'next', bounds)).toEqual(at(1, 2))
    expect(moved(at(99, 4), 'next', bounds)).toBeUndefined()
    expect(moved(at(1, 2), 'previous', bounds)).toEqual(at(0, 4))
    expect(moved(at(0, 2), 'previous', bounds)).toBeUndefined()
  })

  it('extends the range with Shift, and goes to the edge with Ctrl', () => {
    const pressed = (key: string, more: object = {}) =>
      moveOf({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...more })
    expect(pressed('ArrowDown', { shiftKey: true })).toEqual({ move: 'down', extends: true })
    expect(pressed('ArrowDown', { ctrlKey: true, shiftKey: true })).toEqual({ move: 'bottom', extends: true })
    expect(pressed('Enter', { shiftKey: true })).toEqual({ move: 'up', extends: false })
    expect(pressed('Tab', { shiftKey: true })).toEqual({ move: 'previous', extends: false })
    expect(pressed('Enter', { ctrlKey: true })).toBeUndefined()
    expect(pressed('5')).toBeUndefined()
  })
})

it('has a range between the two ends of a selection, whichever is first', () => {
  expect(rangeOf({ anchor: at(5, 4), head: at(2, 1) })).toEqual({ top: 2, left: 1, bottom: 5, right: 4 })
})

it('stays in a grid that has lost rows', () => {
  expect(clamp(at(100, 2), { ...bounds, rows: 3 })).toEqual(at(2, 2))
  expect(clamp(at(1, 2), { ...bounds, rows: 0 })).toEqual(at(0, 2))
})
