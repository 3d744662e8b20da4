import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAmount } from '../../kernel/amount.ts'
import { isRefusal } from '../../kernel/result.ts'
import type { StoredLine, StoredTemplateLine } from './contract.ts'
import { imbalance, lineProblem, type SplitLine, split, variablesOf } from './splitting.ts'

const EUR = { code: 'EUR', scale: 2 }
const inEur = (...lines: Partial<StoredTemplateLine>[]): SplitLine[] =>
  lines.map((line, index) => ({ line: { account: String(index), side: 'debit', ...line }, unit: EUR }))

const amountsOf = (lines: readonly StoredLine[]) =>
  lines.map(({ debit, credit }) => (debit !== undefined ? debit : `-${credit}`))

function made(lines: SplitLine[], given: Record<string, string>): StoredLine[] {
  const result = split(lines, given)
  if (isRefusal(result)) throw new Error(result.detail)
  return result
}

describe('a template', () => {
  it('splits by largest remainder: 15 by 80, 8 and 12 percent', () => {
    const lines = inEur(
      { percent: '80' },
      { percent: '8' },
      { percent: '12' },
      { side: 'credit', variable: 'amount' },
    )
    expect(amountsOf(made(lines, { amount: '0.15' }))).toEqual(['0.12', '0.01', '0.02', '-0.15'])
  })

  it('makes net, tax and gross of one amount that agree', () => {
    const lines = inEur(
      { variable: 'net' },
      { percent: '19', of: 'net' },
      { side: 'credit', percent: '119', of: 'net' },
    )
    expect(imbalance(lines)).toBeUndefined()
    expect(amountsOf(made(lines, { net: '100.03' }))).toEqual(['100.03', '19.01', '-119.04'])
  })

  it('gives the rest to the line that takes it, on the other side where it is negative', () => {
    const lines = inEur(
      { variable: 'paid' },
      { fixed: '2.50' },
      { side: 'credit', variable: 'due' },
      { rest: true },
    )
    expect(amountsOf(made(lines, { paid: '7.00', due: '10.00' }))).toEqual(['7.00', '2.50', '-10.00', '0.50'])
    expect(amountsOf(made(lines, { paid: '8.00', due: '10.00' }))).toEqual([
      '8.00',
      '2.50',
      '-10.00',
      '-0.50',
    ])
    expect(amountsOf(made(lines, { paid: '7.50', due: '10.00' }))).toEqual(['7.50', '2.50', '-10.00'])
  })

  it('whose sides cannot be equal says by how much they differ', () => {
    expect(imbalance(inEur({ percent: '100' }, { side: 'credit', percent: '119' }))).toContain(
      '19 % of amount',
    )
    expect(imbalance(inEur({ fixed: '1.00' }, { side: 'credit', fixed: '1.01' }))).toContain('0.01 EUR')
    expect(imbalance(inEur({ variable: 'a' }, { side: 'credit', variable: 'b' }))).toContain('of a')
    expect(imbalance(inEur({ variable: 'a' }, { side: 'credit', rest: true }))).toBeUndefined()
  })

  it('names what a line lacks', () => {
    const problem = (line: Partial<StoredTemplateLine>) => lineProblem(inEur(line)[0] as SplitLine, 3)
    expect(problem({})).toMatchObject({ pointer: '/lines/3', code: 'one_amount' })
    expect(problem({ fixed: '1', percent: '2' })).toMatchObject({ code: 'one_amount' })
    expect(problem({ fixed: '1.001' })).toMatchObject({ pointer: '/lines/3/fixed' })
    expect(problem({ fixed: '0' })).toMatchObject({ pointer: '/lines/3/fixed' })
    expect(problem({ fixed: '1', of: 'net' })).toMatchObject({ pointer: '/lines/3/of' })
    for (const percent of ['0', '-1', '1000.000001', '1.0000001', 'x'])
      expect(problem({ percent })).toMatchObject({ pointer: '/lines/3/percent' })
    expect(problem({ percent: '33.333333' })).toBeUndefined()
  })

  it('asks for the amounts that it needs, and for no others', () => {
    const lines = inEur({ percent: '100' }, { side: 'credit', variable: 'net' })
    expect(variablesOf(lines.map(({ line }) => line))).toEqual(['amount', 'net'])
    expect(split(lines, {})).toMatchObject({
      refused: 'variables_missing',
      errors: [{ pointer: '/amount' }, { pointer: '/variables/net' }],
    })
    expect(split(lines, { amount: '1.001', net: '-1', tip: '1' })).toMatchObject({
      refused: 'invalid_amount',
      errors: [{ pointer: '/amount' }, { pointer: '/variables/net' }, { code: 'unknown_variable' }],
    })
    expect(split(lines, { amount: '90071992547409.92', net: '1' })).toMatchObject({
      refused: 'invalid_amount',
    })
  })
})

const percent = fc.integer({ min: 1, max: 1_000_000_000 })
const asPercent = (millionths: number) => (millionths / 1_000_000).toFixed(6)

/** Debits by any shares, and credits by any other shares of the same sum, of several variables. */
const balanced = fc
  .array(
    fc.record({
      variable: fc.constantFrom('amount', 'net', 'fee'),
      debits: fc.array(percent, { minLength: 1, maxLength: 6 }),
      cuts: fc.array(fc.double({ min: 0.01, max: 0.99, noNaN: true }), { maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((groups) =>
    inEur(
      ...groups.flatMap(({ variable, debits, cuts }) => {
        let left = debits.reduce((sum, each) => sum + each, 0)
        const credits = cuts.flatMap((cut) => {
          const part = Math.floor(left * cut)
          left -= part
          return part > 0 ? [part] : []
        })
        const line = (side: 'debit' | 'credit') => (each: number) => ({
          side,
          percent: asPercent(each),
          of: variable,
        })
        return [...debits.map(line('debit')), ...[...credits, left].map(line('credit'))]
      }),
    ),
  )

describe('whatever the shares and amounts', () => {
  const amount = fc.integer({ min: 0, max: 1_000_000_000 }).map((minor) => (minor / 100).toFixed(2))

  it('debits equal credits to the last cent, and no line is more than a cent from its share', () => {
    fc.assert(
      fc.property(balanced, amount, amount, amount, (lines, of, net, fee) => {
        const given = Object.fromEntries(
          Object.entries({ amount: of, net, fee }).filter(([name]) =>
            variablesOf(lines.map(({ line }) => line)).includes(name),
          ),
        )
        expect(imbalance(lines)).toBeUndefined()
        const result = made(lines, given)
        let sum = 0
        for (const { account, debit, credit } of result) {
          const minor = parseAmount((debit ?? credit) as string, 2) as number
          sum += debit === undefined ? -minor : minor
          const { line } = lines[Number(account)] as SplitLine
          const exact = (Number(given[line.of as string]) * Number(line.percent)) as number
          expect(Math.abs(minor - exact)).toBeLessThan(1.501)
        }
        expect(sum).toBe(0)
      }),
      { numRuns: 500 },
    )
  })

  it('a line that takes the rest balances anything', () => {
    const any = fc.array(fc.tuple(fc.constantFrom<'debit' | 'credit'>('debit', 'credit'), percent), {
      maxLength: 6,
    })
    fc.assert(
      fc.property(any, amount, (shares, of) => {
        const lines = inEur(...shares.map(([side, each]) => ({ side, percent: asPercent(each) })), {
          side: 'credit' as const,
          rest: true as const,
        })
        const result = made(lines, shares.length > 0 ? { amount: of } : {})
        const sum = result.reduce(
          (total, { debit, credit }) =>
            total + (parseAmount(debit ?? '0', 2) as number) - (parseAmount(credit ?? '0', 2) as number),
          0,
        )
        expect(sum).toBe(0)
      }),
    )
  })
})
