import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newId } from '../../kernel/ids.ts'
import type { CommandContext } from '../../kernel/module.ts'
import { isRefusal } from '../../kernel/result.ts'
import { newAccount, type Unit } from '../model.ts'
import type { ProposedEntry, ResolvedLine } from '../rules.ts'
import type { DimensionValue, Distribution } from './contract.ts'
import {
  decideChange,
  decideDefine,
  decideSaveDistribution,
  decideSetAccountDimension,
  decideSetValues,
} from './domain.ts'
import type { AccountDimension, Dimensions } from './model.ts'
import { dimensionRule } from './rule.ts'

const value = (code: string, parent: string | null = null, isActive = true): DimensionValue => ({
  code,
  name: code,
  parent,
  isActive,
})
const VALUES: Record<string, DimensionValue[]> = {
  project: [value('P1'), value('P2', 'P1'), value('OLD', null, false)],
  place: [value('HH'), value('HB'), value('B'), value('OLD', null, false)],
}
const RULES: Record<string, AccountDimension[]> = {
  acc_rent: [
    { dimension: 'place', rule: 'required', default: null },
    { dimension: 'project', rule: 'forbidden', default: null },
  ],
  acc_wages: [{ dimension: 'place', rule: 'required', default: 'HH' }],
}
const THIRDS: Distribution = {
  code: 'thirds',
  name: 'Thirds',
  isActive: true,
  shares: [
    { percent: '33.333334', dimensions: { place: 'HH' } },
    { percent: '33.333333', dimensions: { place: 'HB' } },
    { percent: '33.333333', dimensions: { place: 'B' } },
  ],
}
const all: Dimensions = {
  isEmpty: false,
  dimensions: () => [
    { code: 'project', name: 'Project', isActive: true },
    { code: 'place', name: 'Place', isActive: true },
  ],
  dimension: (code) => all.dimensions().find((each) => each.code === code),
  value: (dimension, code) => VALUES[dimension]?.find((each) => each.code === code),
  valueCount: (dimension) => VALUES[dimension]?.length ?? 0,
  rulesOf: (account) => RULES[account] ?? [],
  distribution: (code) => (code === 'thirds' ? THIRDS : undefined),
}

const context = { newId } as unknown as CommandContext
const euro: Unit = { ordinal: 1, code: 'EUR', name: 'EUR', kind: 'currency', scale: 2 }
const line = (account: string, quantity: number, more: Partial<ResolvedLine> = {}): ResolvedLine => ({
  account: newAccount({ id: `acc_${account}`, code: account, name: account, type: 'expense' }),
  unit: euro,
  quantity,
  value: quantity,
  ...more,
})
const entry = (lines: ResolvedLine[], header: Partial<ProposedEntry['header']> = {}): ProposedEntry => ({
  header: { effectiveDate: '2026-03-31', description: '', journal: 'GJ', ...header },
  lines,
})

function post(proposed: ProposedEntry) {
  const run = dimensionRule(() => all).begin(context)
  const lines = run.complete?.(proposed) ?? proposed.lines
  if (isRefusal(lines)) return lines
  return run.refuses({ ...proposed, lines }) ?? lines
}

describe('dimensions of a posting', () => {
  it.each([
    [
      'a value that is not there',
      { dimensions: { place: 'XX' } },
      'unknown_dimension',
      '/lines/0/dimensions/place',
    ],
    [
      'a value out of use',
      { dimensions: { place: 'OLD' } },
      'unknown_dimension',
      '/lines/0/dimensions/place',
    ],
    [
      'a dimension that is not there',
      { dimensions: { place: 'HH', team: 'A' } },
      'unknown_dimension',
      '/lines/0/dimensions/team',
    ],
    ['one that the account needs and lacks', {}, 'dimension_required', '/lines/0/dimensions/place'],
    [
      'one that the account does not take',
      { dimensions: { place: 'HH', project: 'P1' } },
      'dimension_forbidden',
      '/lines/0/dimensions/project',
    ],
    [
      'a distribution that is not there',
      { distribution: 'halves' },
      'unknown_distribution',
      '/lines/0/distribution',
    ],
  ])('%s is refused', (_, more, refused, pointer) => {
    expect(post(entry([line('rent', 100, more), line('bank', -100)]))).toMatchObject({
      refused,
      errors: [{ pointer }],
    })
  })

  it('defaults of the account fill what the line leaves out, and nothing else', () => {
    const lines = post(
      entry([line('wages', 100), line('wages', 50, { dimensions: { place: 'B' } }), line('bank', -150)]),
    )
    expect(lines).toMatchObject([{ dimensions: { place: 'HH' } }, { dimensions: { place: 'B' } }, {}])
  })

  it('what takes an entry back keeps its dimensions, and what the system closes needs none', () => {
    const back = entry([line('rent', -100, { dimensions: { project: 'OLD' } }), line('bank', 100)], {
      reverses: 'je_1',
    })
    expect(post(back)).toMatchObject([{ dimensions: { project: 'OLD' } }, {}])
    expect(post(entry([line('rent', -100), line('bank', 100)], { purpose: 'closing' }))).toHaveLength(2)
  })

  it('a line that is split loses nothing, in quantity and in value, and names where errors come from', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e12, max: 1e12 }),
        fc.integer({ min: -1e12, max: 1e12 }),
        (quantity, amount) => {
          const lines = post(
            entry([line('bank', 1), line('rent', quantity, { value: amount, distribution: 'thirds' })]),
          )
          if (isRefusal(lines)) throw new Error(lines.detail)
          const parts = (lines as ResolvedLine[]).slice(1)
          expect(parts.reduce((sum, each) => sum + each.quantity, 0)).toBe(quantity)
          expect(parts.reduce((sum, each) => sum + (each.value ?? 0), 0)).toBe(amount)
          expect(parts.every(({ index, dimensions }) => index === 1 && dimensions?.place !== undefined)).toBe(
            true,
          )
        },
      ),
    )
  })
})

describe('defining dimensions', () => {
  const setValues = (...values: { code: string; parent?: string | null; name?: string }[]) =>
    decideSetValues(all, {
      dimension: 'project',
      values: values.map((each) => ({ name: each.code, ...each })),
    })

  it('refuses what contradicts what is there', () => {
    expect(decideDefine(all, { code: 'place', name: 'x' })).toMatchObject({ refused: 'dimension_code_taken' })
    expect(decideChange(all, { dimension: 'team', name: 'x' })).toMatchObject({
      refused: 'dimension_not_found',
    })
    expect(setValues({ code: 'P9', parent: 'P8' })).toMatchObject({ refused: 'dimension_value_not_found' })
    expect(setValues({ code: 'P1', parent: 'P2' })).toMatchObject({
      refused: 'parent_cycle',
      errors: [{ pointer: '/values/0/parent' }],
    })
    expect(setValues({ code: 'A', parent: 'B' }, { code: 'B', parent: 'A' })).toMatchObject({
      refused: 'parent_cycle',
    })
    const account = (wanted: object) =>
      decideSetAccountDimension(all, 'acc_x', { code: 'x', dimension: 'place', rule: 'required', ...wanted })
    expect(account({ default: 'XX' })).toMatchObject({ errors: [{ pointer: '/default' }] })
    expect(account({ dimension: 'team' })).toMatchObject({ refused: 'dimension_not_found' })
  })

  it('writes an event only for what changes, with what was before', () => {
    expect(setValues({ code: 'P1' })).toEqual([])
    expect(setValues({ code: 'P2', parent: null, name: 'New' })).toMatchObject([
      { data: { values: [{ before: { name: 'P2', parent: 'P1' }, after: { name: 'New', parent: null } }] } },
    ])
  })

  it('a parent may come after its child in the same request', () => {
    expect(setValues({ code: 'P4', parent: 'P3' }, { code: 'P3' })).toHaveLength(1)
  })

  it('a distribution is of a whole', () => {
    const save = (...percents: string[]) =>
      decideSaveDistribution(all, {
        code: 'd',
        name: 'd',
        shares: percents.map((percent) => ({ percent, dimensions: { place: 'HH' } })),
      })
    expect(save('50', '49.999999')).toMatchObject({ refused: 'invalid_shares' })
    expect(save('33.333333', '33.333333', '33.333334')).toHaveLength(1)
  })
})
