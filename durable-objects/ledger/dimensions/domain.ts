import type { InputOf, RefusalCode } from '../../kernel/contract.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { NewEvent } from '../../kernel/log.ts'
import { type FieldError, type Refusal, refuse } from '../../kernel/result.ts'
import type {
  AccountDimensionSet,
  DimensionChanged,
  DimensionDefined,
  DimensionsContract,
  DimensionValue,
  DimensionValuesSet,
  Distribution,
} from './contract.ts'
import type { Dimensions } from './model.ts'

/** Pure decisions about dimensions, their values, what accounts say of them, and distributions. */

export type DimensionsRefusal = Refusal<RefusalCode<DimensionsContract>>
type Input<Name extends keyof DimensionsContract['operations']> = InputOf<DimensionsContract, Name>

export function decideDefine(
  all: Dimensions,
  input: Input<'DefineDimension'>,
): NewEvent[] | DimensionsRefusal {
  if (all.dimension(input.code))
    return at('/code', 'dimension_code_taken', `Dimension ${input.code} exists. Choose another code.`)
  if (all.dimensions().length >= LIMITS.companyDimensionsMax)
    return at(
      '/code',
      'too_many_dimensions',
      `A company has at most ${LIMITS.companyDimensionsMax} dimensions.`,
    )
  const data: DimensionDefined = { code: input.code, name: input.name }
  return [{ type: 'dimension-defined', version: 1, data }]
}

export function decideChange(
  all: Dimensions,
  input: Input<'ChangeDimension'>,
): NewEvent[] | DimensionsRefusal {
  const { dimension: code, ...wanted } = input
  const dimension = all.dimension(code)
  if (!dimension) return dimensionNotFound(code)
  const changed = Object.entries(wanted).filter(
    ([field, value]) => value !== undefined && value !== dimension[field as keyof typeof wanted],
  )
  if (changed.length === 0) return []
  const before = Object.fromEntries(
    changed.map(([field]) => [field, dimension[field as keyof typeof wanted]]),
  )
  const data = { code, before, after: Object.fromEntries(changed) } satisfies DimensionChanged
  return [{ type: 'dimension-changed', version: 1, data }]
}

/** Values that exist are changed, others added; parents may come in the same request, in any order. */
export function decideSetValues(
  all: Dimensions,
  { dimension, values }: Input<'SetDimensionValues'>,
): NewEvent[] | DimensionsRefusal {
  if (!all.dimension(dimension)) return dimensionNotFound(dimension)
  const set = new Map<string, DimensionValuesSet['values'][number] & { row: number }>()
  for (const [row, { code, name, parent, isActive }] of values.entries()) {
    const before = all.value(dimension, code) ?? null
    const after: DimensionValue = {
      code,
      name,
      parent: parent === undefined ? (before?.parent ?? null) : parent,
      isActive: isActive ?? before?.isActive ?? true,
    }
    set.set(code, { before, after, row })
  }
  const parentOf = (code: string) => (set.get(code)?.after ?? all.value(dimension, code))?.parent ?? null
  const problem = parentsProblem(
    set,
    (code) => set.has(code) || all.value(dimension, code) !== undefined,
    parentOf,
  )
  if (problem) return problem
  const added = [...set.values()].filter(({ before }) => before === null).length
  if (all.valueCount(dimension) + added > LIMITS.dimensionValuesMax)
    return at(
      '/values',
      'too_many_dimensions',
      `A dimension has at most ${LIMITS.dimensionValuesMax} values. Take another dimension for what is finer than that.`,
    )
  const changed = [...set.values()].filter(({ before, after }) => !same(before, after))
  if (changed.length === 0) return []
  const data: DimensionValuesSet = {
    dimension,
    values: changed.map(({ before, after }) => ({ before, after })),
  }
  return [{ type: 'dimension-values-set', version: 1, data }]
}

function parentsProblem(
  set: ReadonlyMap<string, { after: DimensionValue; row: number }>,
  exists: (code: string) => boolean,
  parentOf: (code: string) => string | null,
): DimensionsRefusal | undefined {
  for (const [code, { after, row }] of set) {
    const pointer = `/values/${row}/parent`
    if (after.parent !== null && !exists(after.parent))
      return at(
        pointer,
        'dimension_value_not_found',
        `There is no value ${after.parent} to stand above ${code}.`,
      )
    const seen = new Set([code])
    for (let above = after.parent; above !== null; above = parentOf(above)) {
      if (seen.has(above))
        return at(pointer, 'parent_cycle', `${code} would stand above itself. Choose another parent.`)
      seen.add(above)
    }
  }
  return undefined
}

const same = (a: DimensionValue | null, b: DimensionValue): boolean =>
  a !== null && a.name === b.name && a.parent === b.parent && a.isActive === b.isActive

export function decideSetAccountDimension(
  all: Dimensions,
  account: string,
  { dimension, rule, default: wanted = null }: Input<'SetAccountDimension'>,
): NewEvent[] | DimensionsRefusal {
  if (!all.dimension(dimension)) return dimensionNotFound(dimension)
  if (wanted !== null && rule === 'forbidden')
    return at(
      '/default',
      'dimension_value_not_found',
      'An account without the dimension has no default for it.',
    )
  if (wanted !== null && !all.value(dimension, wanted)?.isActive)
    return at('/default', 'dimension_value_not_found', `${dimension} has no value ${wanted} in use.`)
  const before = all.rulesOf(account).find((each) => each.dimension === dimension)
  if (before?.rule === rule && before.default === wanted) return []
  const data: AccountDimensionSet = { account, dimension, rule, default: wanted }
  return [{ type: 'account-dimension-set', version: 1, data }]
}

export function decideSaveDistribution(
  all: Dimensions,
  { code, name, shares, isActive = true }: Input<'SaveDistribution'>,
): NewEvent[] | DimensionsRefusal {
  const errors: FieldError[] = shares.flatMap(({ dimensions }, index) =>
    Object.entries(dimensions).flatMap(([dimension, value]) =>
      all.value(dimension, value)?.isActive
        ? []
        : [
            {
              pointer: `/shares/${index}/dimensions/${dimension}`,
              code: 'dimension_value_not_found',
              detail: `${dimension} has no value ${value} in use.`,
            },
          ],
    ),
  )
  if (errors[0]) return refuse('dimension_value_not_found', errors[0].detail, errors)
  const millionths = shares.reduce((sum, { percent }) => sum + weightOf(percent), 0)
  if (millionths !== 100_000_000)
    return at('/shares', 'invalid_shares', `The shares add up to ${millionths / 1_000_000} %, not to 100 %.`)
  const data: Distribution = { code, name, shares, isActive }
  const before = all.distribution(code)
  if (before && JSON.stringify(before) === JSON.stringify(data)) return []
  return [{ type: 'distribution-saved', version: 1, data }]
}

/** A percentage in millionths of a percent: shares are compared and summed exactly. */
export function weightOf(percent: string): number {
  const [whole = '0', fraction = ''] = percent.split('.')
  return Number(whole) * 1_000_000 + Number(fraction.padEnd(6, '0'))
}

const dimensionNotFound = (code: string): DimensionsRefusal =>
  at('/dimension', 'dimension_not_found', `There is no dimension ${code}.`)

const at = (pointer: string, code: RefusalCode<DimensionsContract>, detail: string): DimensionsRefusal =>
  refuse(code, detail, [{ pointer, code, detail }])
