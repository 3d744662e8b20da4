import { expect, it } from 'vitest'
import type { Item } from '../pickers/queries.ts'
import { axesOf, cellKey, codeOf, inputAxes } from './matrix.ts'

const item = {
  axes: [
    {
      code: 'grind',
      name: 'Grind',
      values: [
        { code: 'F', name: 'Fine' },
        { code: 'whole', name: 'whole' },
      ],
    },
  ],
} as unknown as Item

it('axes come back from the form as they went into it', () => {
  expect(axesOf(item).map(({ values }) => values)).toEqual(['F=Fine, whole'])
  expect(inputAxes(axesOf(item), item)).toEqual(item.axes)
})

it('a new axis is called by its name, and rows without anything are left out', () => {
  const drafts = [
    { key: 1, name: 'Bag size', values: '250 g, 1 kg,' },
    { key: 2, name: ' ', values: '' },
  ]
  expect(inputAxes(drafts, item)).toEqual([
    {
      code: 'bag-size',
      name: 'Bag size',
      values: [
        { code: '250 g', name: '250 g' },
        { code: '1 kg', name: '1 kg' },
      ],
    },
  ])
})

it.each([
  ['Größe', 'gro-e'],
  ['2nd colour', 'nd-colour'],
  ['Couleur (été)', 'couleur-ete'],
])('%s is written %s', (name, code) => {
  expect(codeOf(name)).toBe(code)
})

it('a cell is the same in any order', () => {
  expect(cellKey({ a: '1', b: '2' })).toBe(cellKey({ b: '2', a: '1' }))
})
