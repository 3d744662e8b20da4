import { describe, expect, it } from 'vitest'
import { flowOf, type LotMove } from './lot-flow.ts'
import { IN, OUT, RETURN, SHIFT, TRANSFER } from './tables.ts'

const [SUPPLIER, BIN, OTHER, TRANSIT, CUSTOMER] = [1, 2, 3, 4, 5] as const

const move = (sequence: number, kind: number, quantity: number, more: Partial<LotMove> = {}): LotMove => ({
  ...{
    sequence,
    line: 0,
    kind,
    quantity,
    warehouse: 10,
    into_warehouse: 0,
    of_sequence: null,
    of_line: null,
  },
  ...{ from_place: BIN, to_place: CUSTOMER, ...more },
})
const receipt = (sequence: number, quantity: number) =>
  move(sequence, IN, quantity, { from_place: SUPPLIER, to_place: BIN })
const flow = (...moves: LotMove[]) =>
  flowOf(moves).map(({ from, to, quantity }) => `${from} → ${to}: ${quantity}`)

describe('the goods of a lot', () => {
  it('leave a place in the order in which they came there', () => {
    expect(flow(receipt(1, 4), receipt(2, 4), move(3, OUT, 6), move(4, OUT, 2))).toEqual([
      '1/0 → 3/0: 4',
      '2/0 → 3/0: 2',
      '2/0 → 4/0: 2',
    ])
  })

  it('are found where they were put', () => {
    expect(
      flow(
        receipt(1, 4),
        receipt(2, 4),
        move(3, SHIFT, 1, { to_place: OTHER }),
        move(4, OUT, 1, { from_place: OTHER }),
      ),
    ).toEqual(['1/0 → 3/0: 1', '3/0 → 4/0: 1'])
  })

  it('arrive with the transfer that they left with', () => {
    const send = (sequence: number) =>
      move(sequence, TRANSFER, 1, { to_place: TRANSIT, into_warehouse: 0 - sequence })
    const arrive = (sequence: number, of: number) =>
      move(sequence, TRANSFER, 1, {
        ...{ from_place: TRANSIT, to_place: OTHER, warehouse: 0 - of, into_warehouse: 20 },
      })
    expect(flow(receipt(1, 2), send(2), send(3), arrive(4, 3), arrive(5, 2))).toEqual([
      '1/0 → 2/0: 1',
      '1/0 → 3/0: 1',
      '3/0 → 4/0: 1',
      '2/0 → 5/0: 1',
    ])
  })

  it('go back to the supplier of their receipt, and come back from the customer who had them', () => {
    const back = { of_sequence: 2, of_line: 0 }
    expect(
      flow(receipt(1, 4), receipt(2, 4), move(3, OUT, 3, { to_place: SUPPLIER, ...back }), move(4, OUT, 4)),
    ).toEqual(['2/0 → 3/0: 3', '1/0 → 4/0: 4'])
    expect(
      flow(
        receipt(1, 4),
        move(2, OUT, 4),
        move(3, RETURN, 1, { from_place: CUSTOMER, to_place: BIN, ...back }),
        move(4, OUT, 1),
      ),
    ).toEqual(['1/0 → 2/0: 4', '2/0 → 3/0: 1', '3/0 → 4/0: 1'])
  })

  it('come from nowhere where they left before they came', () => {
    expect(flow(move(1, OUT, 2), receipt(2, 5), move(3, OUT, 1))).toEqual(['2/0 → 3/0: 1'])
  })
})
