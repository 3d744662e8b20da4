import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRefusal } from '../../kernel/result.ts'
import { decideLimit, decideParts, expiryOf, type HeldLine } from './domain.ts'
import { BalancePath, type Bound, type DayMovement } from './path.ts'

const EUR = { code: 'EUR', scale: 2 }
const USD = { code: 'USD', scale: 2 }

const line = (quantity: number, value: number | null = quantity, unit = EUR): HeldLine => ({
  quantity,
  value,
  unit,
})

describe('a part of what is on hold', () => {
  it('is all of it when nothing is said', () => {
    expect(decideParts([line(500), line(-500)], {}, EUR)).toEqual([
      { line: 0, quantity: 500, value: 500 },
      { line: 1, quantity: -500, value: -500 },
    ])
  })

  it('by one amount is shared by the largest remainders, and balances however it is cut', () => {
    const held = fc.record({
      debits: fc.array(fc.integer({ min: 1, max: 10 ** 6 }), { minLength: 1, maxLength: 5 }),
      credits: fc.array(fc.integer({ min: 1, max: 10 ** 6 }), { minLength: 1, maxLength: 5 }),
      rate: fc.integer({ min: 1, max: 300 }),
    })
    fc.assert(
      fc.property(
        held,
        fc.double({ min: 0.0001, max: 1, noNaN: true }),
        ({ debits, credits, rate }, portion) => {
          const sum = (rows: number[]) => rows.reduce((total, each) => total + each, 0)
          // The last line takes what the sides differ by, so that both are equal.
          const difference = sum(debits) - sum(credits)
          const quantities = [...debits, ...credits.map((each) => -each), -difference].filter(
            (each) => each !== 0,
          )
          const lines = quantities.map((quantity) => line(quantity, quantity * rate, USD))
          const side = sum(quantities.filter((each) => each > 0))
          const amount = Math.max(1, Math.trunc(side * portion))
          const parts = decideParts(
            lines,
            { amount: `${Math.trunc(amount / 100)}.${String(amount % 100).padStart(2, '0')}` },
            EUR,
          )
          if (isRefusal(parts)) throw new Error(parts.detail)
          expect(sum(parts.map(({ quantity }) => quantity))).toBe(0)
          expect(sum(parts.map(({ value }) => value ?? 0))).toBe(0)
          expect(sum(parts.map(({ quantity }) => Math.max(quantity, 0)))).toBe(amount)
          for (const { line: at, quantity } of parts)
            expect(Math.abs(quantity)).toBeLessThanOrEqual(Math.abs(quantities[at] as number))
        },
      ),
    )
  })

  it.each([
    ['amount_exceeds_pending', { amount: '5.01' }, '/amount'],
    ['nothing_to_post', { amount: '0' }, '/amount'],
    ['invalid_line', { amount: '-1' }, '/amount'],
    ['invalid_line', { amount: '0.001' }, '/amount'],
    ['invalid_line', { amount: '1', lines: [{ line: 0, amount: '1' }] }, '/lines'],
    ['invalid_line', { lines: [{ line: 2, amount: '1' }] }, '/lines/0/line'],
    [
      'invalid_line',
      {
        lines: [
          { line: 0, amount: '1' },
          { line: 0, amount: '1' },
        ],
      },
      '/lines/1/line',
    ],
    ['amount_exceeds_pending', { lines: [{ line: 0, amount: '5.01' }] }, '/lines/0/amount'],
    ['invalid_line', { lines: [{ line: 0, amount: '1', value: '1' }] }, '/lines/0/value'],
  ])('is refused with %s', (code, input, pointer) => {
    expect(decideParts([line(500), line(-500)], input, EUR)).toMatchObject({
      refused: code,
      errors: [{ pointer }],
    })
  })

  it('of lines in several units is given line by line', () => {
    const held = [line(1_000, 900, USD), line(-900)]
    expect(decideParts(held, { amount: '1' }, EUR)).toMatchObject({ refused: 'invalid_line' })
    const lines = [
      { line: 1, amount: '4.50' },
      { line: 0, amount: '5.00' },
    ]
    expect(decideParts(held, { lines }, EUR)).toEqual([
      { line: 0, quantity: 500, value: 450 },
      { line: 1, quantity: -450, value: -450 },
    ])
    const valued = [{ line: 0, amount: '5.00', value: '4.51' }]
    expect(decideParts(held, { lines: valued }, EUR)).toEqual([{ line: 0, quantity: 500, value: 451 }])
  })
})

describe('the time on hold', () => {
  it('is an instant or a number of seconds, in the future and not too far', () => {
    expect(expiryOf({}, 5)).toBeUndefined()
    expect(expiryOf({ timeoutSeconds: 2 }, 5)).toBe(2_000_005)
    expect(expiryOf({ expiresAt: '1970-01-01T00:00:01Z' }, 5)).toBe(1_000_000)
    expect(expiryOf({ expiresAt: '1970-01-01T00:00:00Z' }, 5)).toMatchObject({ refused: 'invalid_expiry' })
  })
})

describe('a limit', () => {
  it('takes negative amounts, and a minimum up to the maximum', () => {
    expect(decideLimit({ min: '-500', max: null }, EUR)).toEqual({ min: -50_000, max: null })
    expect(decideLimit({ min: '1', max: '0.99' }, EUR)).toMatchObject({ refused: 'invalid_limit' })
  })
})

describe('a balance along its days', () => {
  const movement = fc.record({
    date: fc.integer({ min: 1, max: 12 }),
    posted: fc.integer({ min: -50, max: 50 }),
    pendingDebit: fc.nat(20),
    pendingCredit: fc.nat(20),
  })
  const bounds = fc.constantFrom<Bound>('floor', 'ceiling')

  /** By adding up everything for every day. */
  const levels = (movements: readonly DayMovement[], bound: Bound) =>
    Array.from({ length: 14 }, (_, date) =>
      movements
        .filter((each) => each.date <= date)
        .reduce(
          (sum, { posted, pendingDebit, pendingCredit }) =>
            sum + posted + (bound === 'floor' ? -pendingCredit : pendingDebit),
          0,
        ),
    )
  const worse = (bound: Bound, a: number, b: number) => (bound === 'floor' ? a < b : a > b)

  it('has its worst level from a day on where adding up finds it', () => {
    fc.assert(
      fc.property(fc.array(movement), bounds, fc.integer({ min: 1, max: 13 }), (movements, bound, from) => {
        const expected = levels(movements, bound).slice(from)
        const level = bound === 'floor' ? Math.min(...expected) : Math.max(...expected)
        expect(new BalancePath(movements).worst(bound, from).level).toBe(level)
      }),
    )
  })

  it('is broken by changes on the first day that they leave past the bound and further than before', () => {
    fc.assert(
      fc.property(
        fc.array(movement),
        fc.array(movement, { maxLength: 3 }),
        bounds,
        fc.integer({ min: -100, max: 100 }),
        (movements, changes, bound, at) => {
          const [before, after] = [levels(movements, bound), levels([...movements, ...changes], bound)]
          const first = after.findIndex(
            (level, date) => worse(bound, level, at) && worse(bound, level, before[date] as number),
          )
          const found = new BalancePath(movements).brokenBy(bound, at, changes)
          expect(found?.date ?? -1).toBe(first)
          expect(found?.level).toBe(first < 0 ? undefined : after[first])
        },
      ),
    )
  })
})
