import { expect, it } from 'vitest'
import { treeOfValues, valuesFromText } from './tree.ts'

const value = (code: string, parent: string | null = null) => ({ code, name: code, parent, isActive: true })

it('puts values below their parents, and one whose parent is not shown at the top', () => {
  const rows = treeOfValues([value('B'), value('A'), value('A1', 'A'), value('X1', 'X')])
  expect(rows.map(({ value: { code }, depth }) => [code, depth])).toEqual([
    ['B', 0],
    ['A', 0],
    ['A1', 1],
    ['X1', 0],
  ])
})

it('reads pasted lines, whatever separates their cells', () => {
  expect(valuesFromText('CC-10\tRoastery\nCC-11; Drum 1; CC-10\r\n\nCC-12')).toEqual([
    { code: 'CC-10', name: 'Roastery' },
    { code: 'CC-11', name: 'Drum 1', parent: 'CC-10' },
    { code: 'CC-12', name: 'CC-12' },
  ])
})
