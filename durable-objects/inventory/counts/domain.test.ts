import { describe, expect, it } from 'vitest'
import { classify, type Frame, isLater, lastBy, momentOf, percent, retold } from './domain.ts'

const RECORDED = [0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1_000]
const frame: Frame = {
  planned: 3,
  head: 10,
  nowMicros: 1_050,
  behind: 0,
  positionAt: (micros) => lastBy(micros, 3, 10, (position) => RECORDED[position] as number),
}
const moment = (countedAt?: number, knownAt?: number, more: Partial<Frame> = {}) =>
  momentOf({ countedAt, knownAt }, { ...frame, ...more }, '/lines/0')

describe('the moment of a counting', () => {
  it('is now, where nobody says otherwise', () => expect(moment()).toEqual({ at: 10, countedAt: 1_050 }))

  it('is the last position that was recorded by its time', () => {
    expect(moment(650)).toEqual({ at: 6, countedAt: 650 })
    expect(moment(700)).toEqual({ at: 7, countedAt: 700 })
  })

  it('is not before the position that the device had seen', () => {
    expect(moment(650, 8)).toEqual({ at: 8, countedAt: 650 })
    expect(moment(650, 5)).toEqual({ at: 6, countedAt: 650 })
    expect(moment(undefined, 5)).toEqual({ at: 5, countedAt: 1_050 })
  })

  it('is not before the count was planned, and not after now', () => {
    expect(moment(50, 1)).toMatchObject({ at: 3 })
    expect(moment(9_999)).toEqual({ at: 10, countedAt: 1_050 })
  })

  it("takes off what the device's clock is slow or fast", () => {
    expect(moment(350, undefined, { behind: 300 })).toEqual({ at: 6, countedAt: 650 })
    expect(moment(950, undefined, { behind: -300 })).toEqual({ at: 6, countedAt: 650 })
  })

  it('is refused where the log has not come to the position', () => {
    expect(moment(undefined, 11)).toMatchObject({
      refused: 'unknown_position',
      errors: [{ pointer: '/lines/0/knownAt' }],
    })
  })
})

it('the last of several countings is the one that was made last, not the one that came last', () => {
  const known = { quantity: 5, booked: 5, at: 7, countedAt: 700 }
  expect(isLater({ ...known, at: 6, countedAt: 900 }, known)).toBe(false)
  expect(isLater({ ...known, countedAt: 690 }, known)).toBe(false)
  expect(isLater({ ...known, countedAt: 700 }, known)).toBe(true)
  expect(isLater({ ...known, at: 8, countedAt: 10 }, known)).toBe(true)
})

it('items are classed by the value that left, the one that passes a border still within it', () => {
  const classes = classify(
    new Map([
      [1, 70],
      [2, 20],
      [3, 6],
      [4, 4],
      [5, 0],
    ]),
  )
  expect([...classes]).toEqual([
    [1, 'A'],
    [2, 'A'],
    [3, 'B'],
    [4, 'C'],
  ])
  expect([...classify(new Map())]).toEqual([])
})

it('accuracy is never rounded up to what it is not', () => {
  expect([
    percent(0, 0),
    percent(3, 3),
    percent(9_999, 10_000),
    percent(99_999, 100_000),
    percent(1, 3),
  ]).toEqual([null, '100.00', '99.99', '99.99', '33.33'])
})

it('a refusal of the adjustment names the line of the count', () => {
  const refusal = {
    refused: 'item_not_stocked' as const,
    detail: 'A is not used any more.',
    errors: [
      { pointer: '/lines/1/item', code: 'item_not_stocked', detail: 'Not used.' },
      { pointer: '/date', code: 'period_locked', detail: 'Locked.' },
    ],
  }
  expect(retold(refusal, ['A in X', 'B in Y']).errors).toEqual([
    { pointer: '/count', code: 'item_not_stocked', detail: 'B in Y: Not used.' },
    { pointer: '/date', code: 'period_locked', detail: 'Locked.' },
  ])
})
