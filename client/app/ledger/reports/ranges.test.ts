import { expect, it } from 'vitest'
import { rangesBefore } from './ranges.ts'

it('names months, quarters and years around the turn of a year', () => {
  const named = Object.fromEntries(
    rangesBefore('2024-02-29').map(({ name, from, to }) => [name, `${from} ${to}`]),
  )
  expect(named).toEqual({
    'This month': '2024-02-01 2024-02-29',
    'Last month': '2024-01-01 2024-01-31',
    'This quarter': '2024-01-01 2024-03-31',
    'Last quarter': '2023-10-01 2023-12-31',
    'This calendar year': '2024-01-01 2024-12-31',
    'Last calendar year': '2023-01-01 2023-12-31',
  })
  expect(rangesBefore('2024-01-31')[1]).toEqual({ name: 'Last month', from: '2023-12-01', to: '2023-12-31' })
})
