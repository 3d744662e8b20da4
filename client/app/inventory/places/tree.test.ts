import { expect, it } from 'vitest'
import type { Place, Warehouse } from '../pickers/queries.ts'
import { rowsOf } from './tree.ts'

const warehouse = (code: string): Warehouse => ({
  code,
  name: code,
  address: null,
  isActive: true,
  stockAccount: null,
})
const place = (code: string, hasChildren: boolean): Place => ({
  code,
  barcode: code,
  name: '',
  kind: hasChildren ? 'view' : 'bin',
  warehouse: 'MAIN',
  parent: 'MAIN',
  path: [],
  isActive: true,
  isPickable: true,
  sort: 0,
  hasChildren,
})
const BELOW = new Map([
  ['MAIN', { places: [place('MAIN/A', true), place('MAIN/B', false)], isComplete: false }],
  ['MAIN/A', { places: [place('MAIN/A-1', false)], isComplete: true }],
])
const shown = (...open: string[]) =>
  rowsOf([warehouse('EAST'), warehouse('MAIN')], new Set(open), (code) => BELOW.get(code))

it('what is opened stands below the place that it lies in', () => {
  expect(shown('MAIN', 'MAIN/A').map(({ code, depth }) => `${depth} ${code}`)).toEqual([
    '0 EAST',
    '0 MAIN',
    '1 MAIN/A',
    '2 MAIN/A-1',
    '1 MAIN/B',
  ])
})

it('a place that is closed, or has nothing below it, shows nothing there', () => {
  expect(shown('MAIN/A', 'MAIN/B').map(({ code }) => code)).toEqual(['EAST', 'MAIN'])
  expect(shown('MAIN').find(({ code }) => code === 'MAIN/B')).toMatchObject({ canOpen: false })
})

it('says where there are more than are shown', () => {
  expect(shown('MAIN').find(({ code }) => code === 'MAIN')?.isCut).toBe(true)
})
