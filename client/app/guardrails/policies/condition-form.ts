import type { Policy } from '../../../../durable-objects/guardrails/contract.ts'

/**
 * A policy's condition as a form edits it: groups of rows instead of a tree of operators. "None of these" and "is not" are
 * the words for `not`. What a form has no row for is kept as it is, so that opening a policy never changes it. Pure.
 */

export type Condition = NonNullable<Policy['when']>
export type Meter = NonNullable<Condition['meter']>
export type MeterKey = Meter['by'][number]

export type Match = 'all' | 'any' | 'none'
export type Limit = 'over' | 'atLeast' | 'under' | 'atMost'
export type Comparison =
  | Limit
  | 'is'
  | 'isNot'
  | 'in'
  | 'notIn'
  | 'matches'
  | 'notLike'
  | 'given'
  | 'notGiven'

export interface Group {
  kind: 'group'
  key: number
  match: Match
  items: readonly Node[]
}

export interface FieldRow {
  kind: 'field'
  key: number
  field: string
  comparison: Comparison
  /** As typed; a comparison with one value uses the first. */
  values: readonly string[]
  /** What the values are in the policy. */
  scalar: 'text' | 'number' | 'boolean'
  zone: string
}

export interface MeterRow {
  kind: 'meter'
  key: number
  of: Meter['of']
  by: readonly MeterKey[]
  /** Empty: every account. */
  accounts: readonly string[]
  /** Empty: the commands of the policy. */
  commands: readonly string[]
  days: string
  comparison: Limit
  values: readonly string[]
}

/** A condition that the form shows and can remove, but has no row to edit it with. */
export interface KeptRow {
  kind: 'kept'
  key: number
  condition: Condition
}

export type Row = FieldRow | MeterRow | KeptRow
export type Node = Group | Row

export const emptyGroup = (key: number, match: Match = 'all'): Group => ({
  kind: 'group',
  key,
  match,
  items: [],
})

export const emptyRow = (key: number): FieldRow => ({
  kind: 'field',
  key,
  field: 'amount',
  comparison: 'over',
  values: [],
  scalar: 'text',
  zone: '',
})

export const emptyMeter = (key: number, of: Meter['of']): MeterRow => ({
  kind: 'meter',
  key,
  of,
  by: ['actor'],
  accounts: [],
  commands: [],
  days: '7',
  comparison: 'over',
  values: [],
})

// ---------------------------------------------------------------------------------------------- condition → form

const LIMITS: readonly Limit[] = ['over', 'atLeast', 'under', 'atMost']
const MATCHES: readonly ('all' | 'any')[] = ['all', 'any']

/** The condition as one group; no condition is an empty one. */
export function groupOf(condition: Condition | undefined): Group {
  const next = counter()
  if (condition === undefined) return emptyGroup(next())
  const node = nodeOf(condition, next)
  return node.kind === 'group' ? node : { ...emptyGroup(next()), items: [node] }
}

function counter(): () => number {
  let last = 0
  return () => {
    last += 1
    return last
  }
}

function nodeOf(condition: Condition, next: () => number): Node {
  for (const match of MATCHES) {
    const parts = condition[match]
    if (parts) return { kind: 'group', key: next(), match, items: parts.map((part) => nodeOf(part, next)) }
  }
  if (condition.not) return negated(condition.not, next)
  if (condition.meter) return meterRowOf(condition, condition.meter, next())
  return fieldRowOf(condition, next())
}

function negated(condition: Condition, next: () => number): Node {
  const row = condition.field === undefined ? undefined : fieldRowOf(condition, next())
  const opposite = row?.kind === 'field' ? OPPOSITES[row.comparison] : undefined
  if (row?.kind === 'field' && opposite) return { ...row, comparison: opposite }
  const items = condition.any ?? [condition]
  return { kind: 'group', key: next(), match: 'none', items: items.map((item) => nodeOf(item, next)) }
}

const OPPOSITES: Partial<Record<Comparison, Comparison>> = { is: 'isNot', in: 'notIn', matches: 'notLike' }

function meterRowOf(condition: Condition, meter: Meter, key: number): Row {
  const comparison = LIMITS.find((name) => condition[name] !== undefined)
  if (!comparison) return { kind: 'kept', key, condition }
  return {
    kind: 'meter',
    key,
    of: meter.of,
    by: meter.by,
    accounts: meter.accounts ?? [],
    commands: meter.commands ?? [],
    days: String(meter.days),
    comparison,
    values: [String(condition[comparison])],
  }
}

function fieldRowOf(condition: Condition, key: number): Row {
  const { field = '', zone = '' } = condition
  const row = (comparison: Comparison, given: readonly (string | number | boolean)[]): Row => {
    const [first = ''] = given
    // A list of texts and numbers mixed has no single input that would keep both.
    if (given.some((value) => typeof value !== typeof first)) return { kind: 'kept', key, condition }
    const scalar = typeof first === 'number' ? 'number' : typeof first === 'boolean' ? 'boolean' : 'text'
    return { kind: 'field', key, field, zone, comparison, scalar, values: given.map(String) }
  }
  if (condition.present !== undefined) return row(condition.present ? 'given' : 'notGiven', [])
  if (condition.in) return row('in', condition.in)
  if (condition.is !== undefined) return row('is', [condition.is])
  if (condition.matches !== undefined) return row('matches', [condition.matches])
  const limit = LIMITS.find((name) => condition[name] !== undefined)
  return limit ? row(limit, [condition[limit] ?? '']) : { kind: 'kept', key, condition }
}

// ---------------------------------------------------------------------------------------------- form → condition

export interface BuiltCondition {
  /** Undefined: always. */
  condition: Condition | undefined
  /** Where in the policy each row and group lies, by its key, so that a refusal finds its row. */
  pointers: ReadonlyMap<number, string>
}

export function conditionOf(group: Group, pointer = '/when'): BuiltCondition {
  const pointers = new Map<number, string>()
  return { condition: build(group, pointer, pointers), pointers }
}

function build(node: Node, pointer: string, pointers: Map<number, string>): Condition | undefined {
  pointers.set(node.key, pointer)
  if (node.kind === 'kept') return node.condition
  if (node.kind === 'meter') return meterCondition(node)
  if (node.kind === 'field') return fieldCondition(node)
  const items = node.items.filter((item) => !isEmpty(item))
  const [only] = items
  if (!only) return undefined
  const inner = node.match === 'none' ? `${pointer}/not` : pointer
  if (items.length === 1) {
    const condition = build(only, inner, pointers)
    return node.match === 'none' && condition ? { not: condition } : condition
  }
  const name = node.match === 'all' ? 'all' : 'any'
  const parts = items.flatMap((item, index) => build(item, `${inner}/${name}/${index}`, pointers) ?? [])
  const together = { [name]: parts }
  return node.match === 'none' ? { not: together } : together
}

/** A group without rows says nothing. */
const isEmpty = (node: Node): boolean => node.kind === 'group' && node.items.every(isEmpty)

function meterCondition({ of, by, accounts, commands, days, comparison, values }: MeterRow): Condition {
  const [limit = ''] = values
  const meter: Meter = {
    of,
    by: [...by],
    days: wholeNumber(days),
    ...(commands.length > 0 && { commands: [...commands] }),
    ...(accounts.length > 0 && by.includes('account') && { accounts: [...accounts] }),
  }
  return { meter, [comparison]: of === 'count' && /^\d+$/.test(limit) ? Number(limit) : limit }
}

function fieldCondition(row: FieldRow): Condition {
  const { field, zone, comparison } = row
  const base = { field, ...(zone !== '' && { zone }) }
  const values = row.values.map((value) => scalarOf(value, row.scalar))
  const [first = ''] = values
  switch (comparison) {
    case 'given':
      return { ...base, present: true }
    case 'notGiven':
      return { ...base, present: false }
    case 'in':
      return { ...base, in: values }
    case 'notIn':
      return { not: { ...base, in: values } }
    case 'isNot':
      return { not: { ...base, is: first } }
    case 'notLike':
      return { not: { ...base, matches: String(first) } }
    case 'matches':
      return { ...base, matches: String(first) }
    case 'is':
      return { ...base, is: first }
    default:
      return { ...base, [comparison]: first }
  }
}

function scalarOf(text: string, scalar: FieldRow['scalar']): string | number | boolean {
  if (scalar === 'boolean') return text === 'true'
  // What is no number stays as it was typed: the contract then says what is wrong with it.
  return scalar === 'number' && /^-?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : text
}

/** Not a number where it is none: the contract then says so. */
export const wholeNumber = (text: string): number =>
  /^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN
