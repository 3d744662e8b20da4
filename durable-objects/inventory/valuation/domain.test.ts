import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mulDiv } from './exact.ts'
import {
  compareKeys,
  isShortage,
  type Method,
  type Move,
  type MoveKind,
  type Outcome,
  type Past,
} from './model.ts'
import { StockOfItem } from './stock-of-item.ts'

const NO_PAST: Past = {
  issue: () => {
    throw new Error('everything is in memory')
  },
  lastCost: () => undefined,
  standard: () => undefined,
}

const itemOf = (method: Method, allowsNegative = false) => new StockOfItem(method, allowsNegative, NO_PAST)
const at = (sequence: number, kind: MoveKind, date = 20260101): Move => ({ date, sequence, line: 0, ...kind })
const key = (sequence: number, date = 20260101) => ({ date, sequence, line: 0 })
const bought = (quantity: number, cost: number, warehouse = 1, lot = 0): MoveKind => ({
  ...{ kind: 'in', warehouse, quantity, cost, lot },
})
const sold = (quantity: number, warehouse = 1, lot = 0): MoveKind => ({
  kind: 'out',
  warehouse,
  quantity,
  lot,
})
const moved = (quantity: number, from: number, into: number): MoveKind => ({
  ...{ kind: 'transfer', warehouse: from, into, quantity, lot: 0 },
})

function done(item: StockOfItem, move: Move): Outcome {
  const outcome = item.apply(move)
  if (isShortage(outcome)) throw new Error(`short: ${JSON.stringify(outcome)}`)
  return outcome
}

/** Costs of the moves in turn, and what is left. */
function run(
  item: StockOfItem,
  kinds: readonly MoveKind[],
): { costs: number[]; value: number; quantity: number } {
  const costs = kinds.map((kind, index) => done(item, at(index + 1, kind)).cost)
  const pools = [...item.pools().values()]
  const sum = (of: 'value' | 'quantity') => pools.reduce((all, pool) => all + pool[of], 0)
  return { costs, value: sum('value'), quantity: sum('quantity') }
}

describe('first in, first out', () => {
  it('takes the oldest costs first: a table of perpetual FIFO', () => {
    // 10 at 5.00, 20 at 5.50, sale of 15, 25 at 6.00, sale of 30.
    const { costs, value } = run(itemOf('fifo'), [
      bought(10, 5_000),
      bought(20, 11_000),
      sold(15),
      bought(25, 15_000),
      sold(30),
    ])
    expect(costs).toEqual([5_000, 11_000, -(5_000 + 5 * 550), 15_000, -(15 * 550 + 15 * 600)])
    expect(value).toBe(10 * 600)
  })

  it('gives the last piece of a layer what is left of its cost', () => {
    const { costs, value } = run(itemOf('fifo'), [bought(3, 1_000), sold(1), sold(1), sold(1)])
    expect(costs).toEqual([1_000, -333, -334, -333])
    expect(value).toBe(0)
  })

  it('takes goods back at what they cost when they left, however they are split', () => {
    const item = itemOf('fifo')
    run(item, [bought(3, 1_000), bought(5, 5_000), sold(4)])
    const issued = 1_000 + 1_000
    const back = [1, 2, 1].map(
      (quantity, index) =>
        done(item, at(4 + index, { kind: 'return', warehouse: 1, quantity, of: key(3), lot: 0 })).cost,
    )
    expect(back).toEqual([500, 1_000, 500])
    expect(back.reduce((a, b) => a + b)).toBe(issued)
  })

  it('takes goods that go back to their supplier out of their own receipt', () => {
    const item = itemOf('fifo')
    run(item, [bought(10, 1_000), bought(10, 2_000)])
    const { cost } = done(item, at(3, { kind: 'out', warehouse: 1, quantity: 4, lot: 0, from: key(2) }))
    expect(cost).toBe(-800)
  })

  it('carries layers from warehouse to warehouse to the cent', () => {
    const item = itemOf('fifo')
    run(item, [bought(3, 1_000), bought(3, 2_000), moved(4, 1, 2), moved(3, 2, 3)])
    expect(item.pools().get(1)).toMatchObject({ quantity: 2, value: 1_333 })
    expect(item.pools().get(2)).toMatchObject({ quantity: 1, value: 667 })
    expect(item.pools().get(3)).toMatchObject({ quantity: 3, value: 1_000 })
    expect(done(item, at(5, sold(3, 3))).cost).toBe(-1_000)
  })

  it('refuses what is not there, says what is, and changes nothing', () => {
    const item = itemOf('fifo')
    run(item, [bought(3, 1_000)])
    expect(item.apply(at(2, sold(4)))).toEqual({ short: true, warehouse: 1, lot: 0, wanted: 4, available: 3 })
    expect(item.apply(at(2, moved(1, 2, 1)))).toMatchObject({ short: true, warehouse: 2, available: 0 })
    expect(done(item, at(2, sold(3))).cost).toBe(-1_000)
  })
})

describe('goods that leave before they come', () => {
  it('go at the last cost, and the receipt corrects them', () => {
    const item = itemOf('fifo', true)
    const { costs, value } = run(item, [bought(2, 200), sold(5)])
    expect(costs).toEqual([200, -500])
    expect(value).toBe(-300)
    const receipt = done(item, at(3, bought(10, 1_500)))
    expect(receipt.corrections).toEqual([{ of: expect.objectContaining(key(2)), amount: 3 * 150 - 300 }])
    expect(item.pools().get(1)).toMatchObject({ quantity: 7, value: 7 * 150 })
  })

  it('are corrected by every receipt that fills them', () => {
    const item = itemOf('average', true)
    run(item, [bought(1, 100), sold(4)])
    const [first, second] = [done(item, at(3, bought(2, 240))), done(item, at(4, bought(2, 260)))]
    expect(first.corrections.map(({ amount }) => amount)).toEqual([40])
    expect(second.corrections.map(({ amount }) => amount)).toEqual([30])
    expect(item.pools().get(1)).toMatchObject({ quantity: 1, value: 130 })
  })
})

describe('moving average', () => {
  it('averages with every receipt: a table of perpetual weighted average', () => {
    const { costs, value } = run(itemOf('average'), [
      bought(100, 100_000),
      bought(50, 56_000),
      sold(60),
      bought(30, 36_000),
      sold(120),
    ])
    // 156,000 ÷ 150 = 1,040; 93,600 + 36,000 over 120 = 1,080.
    expect(costs).toEqual([100_000, 56_000, -62_400, 36_000, -129_600])
    expect(value).toBe(0)
  })

  it('keeps no remainder when the last piece has gone', () => {
    const { costs, value } = run(itemOf('average'), [bought(3, 1_000), sold(1), sold(1), sold(1)])
    expect(costs).toEqual([1_000, -333, -334, -333])
    expect(value).toBe(0)
  })
})

describe('standard cost', () => {
  const standard = (value: number): MoveKind => ({ kind: 'standard', unitCost: { value, per: 1 } })

  it('holds stock at the standard; what a purchase costs more is a variance', () => {
    const item = itemOf('standard')
    done(item, at(1, standard(100)))
    expect(done(item, at(2, bought(10, 1_150)))).toMatchObject({ variance: 150, changes: [{ value: 1_000 }] })
    expect(done(item, at(3, sold(4))).cost).toBe(-400)
    expect(done(item, at(4, standard(120)))).toMatchObject({
      cost: 120,
      changes: [{ value: 120, quantity: 0 }],
    })
    expect(item.pools().get(1)).toMatchObject({ quantity: 6, value: 720 })
  })

  it('never drifts from the standard, whatever is rounded', () => {
    const item = itemOf('standard')
    done(item, at(1, { kind: 'standard', unitCost: { value: 100, per: 3 } }))
    for (let sequence = 2; sequence < 40; sequence++) done(item, at(sequence, bought(1, 33)))
    for (let sequence = 40; sequence < 57; sequence++) done(item, at(sequence, sold(1)))
    expect(item.pools().get(1)).toMatchObject({ quantity: 21, value: 700 })
  })
})

describe('a cost that comes later', () => {
  const landed = (cost: number): MoveKind => ({ kind: 'recost', of: key(1), quantity: 10, cost })

  it('raises what is left, wherever it is, and the rest is the cost of what has gone', () => {
    const item = itemOf('fifo')
    run(item, [bought(10, 1_000), sold(4), moved(3, 1, 2)])
    const outcome = done(item, at(4, landed(100)))
    expect(outcome.consumed).toBe(40)
    expect(item.pools().get(1)).toMatchObject({ quantity: 3, value: 330 })
    expect(item.pools().get(2)).toMatchObject({ quantity: 3, value: 330 })
  })

  it('does so at moving average, too', () => {
    const item = itemOf('average')
    run(item, [bought(10, 1_000), sold(4)])
    expect(done(item, at(3, landed(100)))).toMatchObject({ consumed: 40, changes: [{ value: 60 }] })
  })

  it('is a variance at standard cost', () => {
    const item = itemOf('standard')
    run(item, [{ kind: 'standard', unitCost: { value: 100, per: 1 } }, bought(10, 1_000)])
    expect(done(item, at(3, landed(100)))).toMatchObject({ variance: 100, changes: [] })
  })
})

describe('valuation by lot', () => {
  it('takes the cost of the lot that leaves', () => {
    const item = itemOf('lot')
    run(item, [bought(5, 500, 1, 7), bought(5, 900, 1, 8)])
    expect(done(item, at(3, sold(2, 1, 8))).cost).toBe(-360)
    expect(item.apply(at(4, sold(4, 1, 8)))).toMatchObject({ short: true, available: 3 })
  })
})

describe('rounding', () => {
  it('is half away from zero, and exact beyond 2^53', () => {
    expect([mulDiv(1, 1, 2), mulDiv(-1, 1, 2), mulDiv(5, 1, 3), mulDiv(-5, 1, 3)]).toEqual([1, -1, 2, -2])
    expect(mulDiv(9_007_199_254_740_991, 9_007_199_254_740_991, 9_007_199_254_740_991)).toBe(
      9_007_199_254_740_991,
    )
    expect(mulDiv(9_007_199_254_740_991, 2, 4)).toBe(4_503_599_627_370_496)
  })
})

// --------------------------------------------------------------------------------------- after any sequence of moves

const METHODS: Method[] = ['fifo', 'average', 'standard', 'lot']
const warehouse = fc.integer({ min: 1, max: 3 })
const quantity = fc.integer({ min: 1, max: 30 })
const lot = fc.constantFrom(0, 7)
const cost = fc.integer({ min: 0, max: 9_999 })
const day = fc.integer({ min: 1, max: 9 })

const anyMove = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('in' as const), warehouse, quantity, cost, lot }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('out' as const), warehouse, quantity, lot }) },
  fc
    .record({ kind: fc.constant('transfer' as const), warehouse, into: warehouse, quantity, lot })
    .filter(({ warehouse: from, into }) => from !== into),
  fc.record({
    kind: fc.constant('standard' as const),
    unitCost: fc.record({ value: cost, per: fc.constantFrom(1, 3) }),
  }),
  fc.record({ kind: fc.constant('in' as const), warehouse, quantity, cost: fc.constant(null), lot }),
)

interface Done {
  move: Move
  outcome: Outcome
}

/** Moves that find what they take; goods come back only where they were issued. */
function possible(method: Method, allowsNegative: boolean, moves: readonly Move[]) {
  const kept: Done[] = []
  const item = new StockOfItem(method, allowsNegative, pastOf(kept))
  for (const move of moves.toSorted(compareKeys)) {
    if (move.kind === 'return' && !kept.some((each) => each.move.sequence === move.of.sequence)) continue
    const outcome = item.apply(move)
    if (!isShortage(outcome)) kept.push({ move, outcome })
  }
  return { item, kept }
}

/** What a store would answer of the moves that are kept at present. */
function pastOf(kept: readonly Done[]): Past {
  return {
    issue(of) {
      const issued = { quantity: 0, value: 0, returnedQuantity: 0, returnedValue: 0 }
      for (const { move, outcome } of kept) {
        if (move.sequence === of.sequence && move.kind === 'out') {
          issued.quantity += move.quantity
          issued.value -= outcome.cost
        }
        if (move.kind === 'return' && move.of.sequence === of.sequence) {
          issued.returnedQuantity += move.quantity
          issued.returnedValue += outcome.cost
        }
        for (const correction of outcome.corrections)
          if (correction.of.sequence === of.sequence) issued.value += correction.amount
      }
      return issued
    },
    lastCost() {
      const last = kept.findLast(({ move }) => move.kind === 'in' && (move.cost ?? 0) > 0)?.move
      return last?.kind === 'in' ? { value: last.cost as number, per: last.quantity } : undefined
    },
    standard() {
      const last = kept.findLast(({ move }) => move.kind === 'standard')?.move
      return last?.kind === 'standard' ? last.unitCost : undefined
    },
  }
}

const history = fc
  .array(fc.tuple(anyMove, day, fc.boolean(), cost), { minLength: 1, maxLength: 40 })
  .map((all) =>
    all.flatMap(([kind, inDay, isRecosted, more], index): Move[] => {
      const move = at(2 * index + 1, kind as MoveKind, 20260100 + inDay)
      if (kind.kind === 'out' && isRecosted) return [move, backOf(move, kind, 1 + (more % kind.quantity))]
      if (kind.kind !== 'in' || !isRecosted) return [move]
      const recost: MoveKind = {
        kind: 'recost',
        of: key(move.sequence, move.date),
        quantity: kind.quantity,
        cost: more,
      }
      return [move, at(2 * index + 2, recost, 20260110)]
    }),
  )

const backOf = (move: Move, { warehouse, lot }: { warehouse: number; lot: number }, quantity: number): Move =>
  at(
    move.sequence + 1,
    { kind: 'return', warehouse, quantity, lot, of: key(move.sequence, move.date) },
    20260110,
  )

const snapshot = (item: StockOfItem) =>
  [...item.pools()]
    .map(([code, pool]) => ({
      code,
      quantity: pool.quantity,
      value: pool.value,
      layers: [...pool.open()].map((layer) => ({ ...layer })),
    }))
    .filter(({ quantity: left, value, layers }) => left !== 0 || value !== 0 || layers.length > 0)
    .sort((a, b) => a.code - b.code)

describe.each(METHODS)('after any sequence of moves, by %s', (method) => {
  const allowsNegative = method !== 'lot'

  it('value and quantity are those of the layers, and nothing is lost between cost and value', () => {
    fc.assert(
      fc.property(history, fc.boolean(), (moves, negative) => {
        const { item, kept } = possible(method, negative && allowsNegative, moves)
        for (const { outcome } of kept) {
          const value = outcome.changes.reduce((sum, change) => sum + change.value, 0)
          const corrected = outcome.corrections.reduce((sum, { amount }) => sum + amount, 0)
          expect(value + corrected + outcome.consumed + outcome.variance).toBe(outcome.cost)
        }
        for (const pool of item.pools().values()) {
          const layers = [...pool.open()]
          expect(layers.reduce((sum, { remaining }) => sum + remaining, 0)).toBe(pool.quantity)
          if (method === 'fifo' || method === 'lot')
            expect(layers.reduce((sum, { remainingValue }) => sum + remainingValue, 0)).toBe(pool.value)
          if (pool.quantity === 0) expect(pool.value).toBe(0)
        }
      }),
    )
  })

  it('what was done can be undone', () => {
    fc.assert(
      fc.property(history, fc.nat(), (moves, point) => {
        const { item, kept } = possible(method, allowsNegative, moves)
        const keep = point % (kept.length + 1)
        for (const { outcome } of kept.slice(keep).reverse()) item.undo(outcome)
        const other = itemOf(method, allowsNegative)
        for (const { move } of kept.slice(0, keep)) done(other, move)
        expect(snapshot(item)).toEqual(snapshot(other))
      }),
    )
  })

  it('a move that is found later comes to what it would have come to in its time', () => {
    fc.assert(
      fc.property(
        history,
        fc.record({ kind: fc.constant('in' as const), warehouse, quantity, cost, lot }),
        day,
        (moves, found, inDay) => {
          const { item, kept } = possible(method, allowsNegative, moves)
          const late = at(999, found, 20260100 + inDay)
          const later = kept.filter(({ move }) => compareKeys(move, late) > 0)
          for (const { outcome } of later.toReversed()) item.undo(outcome)
          const all = [late, ...kept.map(({ move }) => move)]
          kept.length -= later.length
          for (const move of [late, ...later.map((each) => each.move)])
            kept.push({ move, outcome: done(item, move) })
          const fresh = possible(method, allowsNegative, all)
          expect(kept.map(({ outcome }) => outcome.cost)).toEqual(
            fresh.kept.map(({ outcome }) => outcome.cost),
          )
          expect(snapshot(item)).toEqual(snapshot(fresh.item))
        },
      ),
    )
  })
})

describe('first in, first out, piece by piece', () => {
  it('agrees with a queue of single pieces, each with its own cost', () => {
    const move = fc.oneof(
      fc.record({ in: fc.integer({ min: 1, max: 9 }), each: fc.integer({ min: 0, max: 50 }) }),
      fc.record({ out: fc.integer({ min: 1, max: 12 }) }),
    )
    fc.assert(
      fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
        const item = itemOf('fifo')
        const pieces: number[] = []
        for (const [index, step] of moves.entries()) {
          if ('in' in step) {
            for (let piece = 0; piece < step.in; piece++) pieces.push(step.each)
            done(item, at(index + 1, bought(step.in, step.in * step.each)))
          } else if (step.out > pieces.length)
            expect(item.apply(at(index + 1, sold(step.out)))).toMatchObject({ available: pieces.length })
          else {
            const gone = pieces.splice(0, step.out).reduce((sum, piece) => sum + piece, 0)
            expect(done(item, at(index + 1, sold(step.out))).cost).toBe(0 - gone)
          }
        }
      }),
    )
  })
})
