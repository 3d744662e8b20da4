import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Condition, conditionOf, emptyGroup, groupOf } from './condition-form.ts'
import { editCondition, lackOf, rowsOf } from './edit-condition.ts'

const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.constantFrom<Condition>(
    { field: 'amount', over: '10000.00' },
    { field: 'actor.roles', in: ['employee', 'payables-clerk'] },
    { field: 'time.hour', atLeast: 20, zone: 'Europe/Berlin' },
    { field: 'time.weekday', in: [6, 7], zone: 'Europe/Berlin' },
    { field: 'reference', present: false },
    { field: 'input.isUrgent', is: true },
    { field: 'input.priority', in: [1, 'high'] },
    { field: 'account', matches: '10*' },
    {
      meter: { of: 'sum', by: ['actor', 'account'], accounts: ['7*'], days: 7, commands: ['ledger.*'] },
      over: '500.00',
    },
    { meter: { of: 'count', by: [], days: 1 }, atLeast: 3 },
  ),
)

const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.record({ all: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('tree') }),
  ),
}))

/** Whether a condition holds where each comparison holds as `holds` says. */
function evaluate(condition: Condition, holds: (leaf: string) => boolean): boolean {
  if (condition.all) return condition.all.every((part) => evaluate(part, holds))
  if (condition.any) return condition.any.some((part) => evaluate(part, holds))
  if (condition.not) return !evaluate(condition.not, holds)
  return holds(canonical(condition))
}

const canonical = (condition: Condition): string =>
  JSON.stringify(condition, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort())
      : value,
  )

describe('a condition through the form', () => {
  it('means the same afterwards, whatever holds', () => {
    fc.assert(
      fc.property(tree, fc.func(fc.boolean()), (condition, holds) => {
        const back = conditionOf(groupOf(condition)).condition
        expect(back).toBeDefined()
        expect(evaluate(back as Condition, holds)).toBe(evaluate(condition, holds))
      }),
      { numRuns: 500 },
    )
  })

  it('is written the same from then on', () => {
    fc.assert(
      fc.property(tree, (condition) => {
        const once = conditionOf(groupOf(condition)).condition
        expect(conditionOf(groupOf(once)).condition).toEqual(once)
      }),
    )
  })

  it('keeps what the form has no row for', () => {
    const condition: Condition = { field: 'input.priority', in: [1, 'high'] }
    expect(rowsOf(groupOf(condition))).toMatchObject([{ kind: 'kept', condition }])
    expect(conditionOf(groupOf(condition)).condition).toEqual(condition)
  })

  it('says "is not" and "none of these" for what is denied', () => {
    expect(groupOf({ not: { field: 'journal', is: 'GJ' } }).items).toMatchObject([
      { comparison: 'isNot', values: ['GJ'] },
    ])
    const none: Condition = {
      not: {
        any: [
          { field: 'amount', over: '1' },
          { field: 'reference', present: false },
        ],
      },
    }
    expect(groupOf(none)).toMatchObject({ match: 'none', items: [{ kind: 'field' }, { kind: 'field' }] })
    expect(conditionOf(groupOf(none)).condition).toEqual(none)
  })

  it('is no condition when no row is left', () => {
    expect(groupOf(undefined).items).toEqual([])
    expect(conditionOf(emptyGroup(1)).condition).toBeUndefined()
    const nested = { ...emptyGroup(1), items: [emptyGroup(2, 'none')] }
    expect(conditionOf(nested).condition).toBeUndefined()
  })
})

describe('where a refusal belongs', () => {
  it('follows the rows into the tree that is sent', () => {
    const group = groupOf({
      all: [
        { field: 'amount', over: '1' },
        {
          not: {
            any: [
              { field: 'journal', is: 'GJ' },
              { field: 'reference', present: true },
            ],
          },
        },
      ],
    })
    const { pointers } = conditionOf(group)
    expect(rowsOf(group).map(({ key }) => pointers.get(key))).toEqual([
      '/when/all/0',
      '/when/all/1/not/any/0',
      '/when/all/1/not/any/1',
    ])
  })
})

describe('editing', () => {
  it('adds rows and groups, changes and removes them', () => {
    let group = emptyGroup(1)
    group = editCondition(group, { type: 'add', group: 1, what: 'row' })
    group = editCondition(group, { type: 'add', group: 1, what: 'group' })
    expect(group.items.map(({ kind }) => kind)).toEqual(['field', 'group'])
    const [row, inner] = group.items
    if (row?.kind !== 'field' || inner?.kind !== 'group') throw new TypeError('Other rows were added.')
    expect(lackOf(row)).toBe('Say what it is compared with.')
    group = editCondition(group, { type: 'row', row: { ...row, values: ['100.00'] } })
    group = editCondition(group, { type: 'match', key: inner.key, match: 'none' })
    group = editCondition(group, { type: 'remove', key: inner.items[0]?.key ?? 0 })
    expect(conditionOf(group).condition).toEqual({
      all: [{ field: 'amount', over: '100.00' }, { not: { field: 'amount', over: '' } }],
    })
    group = editCondition(group, { type: 'remove', key: inner.key })
    expect(conditionOf(group).condition).toEqual({ field: 'amount', over: '100.00' })
    const keys = new Set(rowsOf(group).map(({ key }) => key))
    expect(keys.size).toBe(1)
  })
})
