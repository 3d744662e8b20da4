import { expect, it } from 'vitest'
import { sharesFromText, sharesText } from './shares.ts'

it('reads what it writes, and a comma for the point', () => {
  const shares = [
    { percent: '33.34', dimensions: { 'cost-centre': 'CC-10', project: 'P 1' } },
    { percent: '66.66', dimensions: { 'cost-centre': 'CC-20' } },
  ]
  expect(sharesFromText(sharesText(shares))).toEqual(shares)
  expect(sharesFromText('12,5% a=b\n\n')).toEqual([{ percent: '12.5', dimensions: { a: 'b' } }])
})

it('keeps what it cannot read, for the refusal to point at', () => {
  expect(sharesFromText('nonsense')).toEqual([{ percent: '', dimensions: { nonsense: '' } }])
})
