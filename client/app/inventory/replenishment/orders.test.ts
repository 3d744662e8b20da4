import { expect, it } from 'vitest'
import { type Chosen, inputOf, ordersOf, problemOf } from './orders.ts'
import type { Proposal } from './queries.ts'

const chosen = (code: string, more: Partial<Proposal> = {}, quantity = '2'): Chosen => ({
  proposal: {
    item: { id: `itm_${code}`, code, name: code },
    ...{ warehouse: 'MAIN', by: 'receipt', supplier: 'Roastery', from: null },
    order: { quantity: '2', unit: 'box' },
    ...more,
  } as Proposal,
  quantity,
})

it('orders together what comes from one source to one warehouse', () => {
  const orders = ordersOf([
    chosen('A'),
    chosen('B', { supplier: 'Mill' }),
    chosen('C', { supplier: null, from: 'MAIN', warehouse: 'SHOP', by: 'transfer' }),
    chosen('D'),
  ])
  expect(
    orders.map(({ warehouse, supplier, from, lines }) => [warehouse, supplier, from, lines.length]),
  ).toEqual([
    ['MAIN', 'Mill', null, 1],
    ['MAIN', 'Roastery', null, 2],
    ['SHOP', null, 'MAIN', 1],
  ])
})

it('sends what was seen, in the unit that it is ordered in', () => {
  const terms = { reference: ' PO-8 ', date: '2026-03-31', inTransit: true }
  const [bought] = ordersOf([chosen('A', {}, '3')])
  expect(bought && inputOf(bought, terms)).toEqual({
    ...{ warehouse: 'MAIN', reference: 'PO-8', date: '2026-03-31' },
    lines: [{ item: 'itm_A', quantity: '3', unit: 'box' }],
  })
  const [brought] = ordersOf([chosen('A', { by: 'transfer', supplier: null, from: 'SHOP' })])
  expect(brought && inputOf(brought, terms)).toEqual({
    ...{ warehouse: 'MAIN', inTransit: true },
    lines: [{ item: 'itm_A', quantity: '2', unit: 'box' }],
  })
})

it('says what cannot be ordered', () => {
  expect(problemOf('x')).toBeDefined()
  expect(problemOf('0')).toBeDefined()
  expect(problemOf('-1')).toBeDefined()
  expect(problemOf('1.5')).toBeUndefined()
})
