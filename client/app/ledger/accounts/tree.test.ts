import { expect, it } from 'vitest'
import { treeOf, unfolded } from './tree.ts'

const account = (code: string, parent: string | null = null, type: 'asset' | 'income' = 'asset') => ({
  code,
  type,
  parent,
})
const chart = [
  account('1'),
  account('10', '1'),
  account('100', '10'),
  account('11', '1'),
  account('2', 'gone'),
  account('4', null, 'income'),
]

it('puts each account below its parent, and one without at the top', () => {
  const rows = treeOf(chart, 'asset')
  expect(rows.map((row) => [row.account.code, row.depth])).toEqual([
    ['1', 0],
    ['10', 1],
    ['100', 2],
    ['11', 1],
    ['2', 0],
  ])
  expect(rows[0]?.below.map(({ code }) => code)).toEqual(['10', '100', '11'])
})

it('hides what is below a folded account, and nothing else', () => {
  const rows = treeOf(chart, 'asset')
  const codes = (...folded: string[]) => unfolded(rows, new Set(folded)).map((row) => row.account.code)
  expect(codes()).toHaveLength(5)
  expect(codes('10')).toEqual(['1', '10', '11', '2'])
  expect(codes('1', '10')).toEqual(['1', '2'])
})
