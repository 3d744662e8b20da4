import { z } from 'zod'
import { parseDate } from '../kernel/dates.ts'
import { decimal } from '../kernel/fields.ts'
import { LIMITS } from '../kernel/limits.ts'
import { isTimeZone } from '../kernel/zones.ts'

/**
 * The conditions of policies as data: a tree of `all`, `any` and `not` over comparisons of a field, or of a meter, with
 * fixed values. One strict object instead of a union of many, so that a mistake is named where it is.
 */

/** What a subject is known by beside its amount; modules fill in those that apply (`subjectOf`). */
export const FACTS = [
  'account',
  'journal',
  'effectiveDate',
  'reference',
  'item',
  'warehouse',
  'reason',
] as const

/** What past behaviour is counted by. */
export const METER_KEYS = ['actor', 'account', 'journal', 'reference'] as const

const COMPARISONS = ['is', 'in', 'matches', 'present', 'over', 'atLeast', 'under', 'atMost'] as const
type Comparison = (typeof COMPARISONS)[number]
const ORDERED: readonly Comparison[] = ['is', 'over', 'atLeast', 'under', 'atMost']
const TEXTUAL: readonly Comparison[] = ['is', 'in', 'matches', 'present']

export const commandPattern = z
  .string()
  .regex(
    /^(\*|[a-z]+\.(\*|[A-Za-z]+))$/,
    'Write a command such as "ledger.PostJournalEntry", a module such as "ledger.*", or "*".',
  )

const commandPatterns = z
  .array(commandPattern)
  .min(1, 'Name at least one command.')
  .max(LIMITS.policyCommandsMax, `At most ${LIMITS.policyCommandsMax} commands.`)

const scalar = z.union([z.string().max(LIMITS.descriptionCharsMax), z.number(), z.boolean()])
const amount = z
  .union([decimal, z.number()])
  .describe('Amounts as decimal strings, counts as numbers, dates as YYYY-MM-DD.')

const meter = z
  .strictObject({
    of: z
      .enum(['sum', 'count'])
      .describe('The sum of amounts in company currency, or the number of records.'),
    commands: commandPatterns.optional().describe('Default: the commands of the policy.'),
    by: z
      .array(z.enum(METER_KEYS))
      .max(METER_KEYS.length)
      .refine((keys) => new Set(keys).size === keys.length, 'Name each key once.')
      .describe('Counted apart for each of these, such as each actor and account.'),
    accounts: z
      .array(z.string().min(1).max(LIMITS.accountCodeCharsMax))
      .min(1)
      .max(LIMITS.conditionValuesMax)
      .optional()
      .describe('With the key "account": only these are counted; * stands for any characters.'),
    days: z
      .number()
      .int()
      .min(1)
      .max(LIMITS.meterDaysMax)
      .describe('Today and the days before it, in UTC; the command itself is included.'),
  })
  .refine(({ by, accounts }) => accounts === undefined || by.includes('account'), {
    path: ['accounts'],
    message: 'Belongs to a meter by "account".',
  })
  .describe('Past behaviour.')
export type Meter = z.output<typeof meter>

export interface Condition {
  all?: Condition[] | undefined
  any?: Condition[] | undefined
  not?: Condition | undefined
  field?: string | undefined
  meter?: Meter | undefined
  zone?: string | undefined
  is?: string | number | boolean | undefined
  in?: (string | number | boolean)[] | undefined
  matches?: string | undefined
  present?: boolean | undefined
  over?: string | number | undefined
  atLeast?: string | number | undefined
  under?: string | number | undefined
  atMost?: string | number | undefined
}

const nested = z.lazy((): z.ZodType<Condition> => node)
const several = z.array(nested).min(1, 'Name at least one condition.').max(LIMITS.conditionNodesMax)

const node: z.ZodType<Condition> = z
  .strictObject({
    all: several.optional(),
    any: several.optional(),
    not: nested.optional(),
    field: z
      .string()
      .max(200)
      .optional()
      .describe(
        `amount, actor.id, actor.roles, command, time.hour, time.weekday (1 is Monday), ${FACTS.join(', ')}, or input.<path> with [] for any element: input.lines[].memo`,
      ),
    meter: meter.optional(),
    zone: z.string().max(60).optional().describe('IANA time zone of time.hour and time.weekday.'),
    is: scalar.optional(),
    in: z.array(scalar).min(1).max(LIMITS.conditionValuesMax).optional(),
    matches: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('Text in which * stands for any characters; capitals do not matter.'),
    present: z.boolean().optional(),
    over: amount.optional(),
    atLeast: amount.optional(),
    under: amount.optional(),
    atMost: amount.optional(),
  })
  .superRefine((condition, context) => {
    for (const { path, message } of mistakesIn(condition))
      context.addIssue({ code: 'custom', path, message, input: condition })
  })
  .meta({ id: 'Condition', title: 'Condition' })

/** Checked before it is parsed: what lies in itself a hundred thousand times deep would end the stack. */
export const condition = z.preprocess((value, context) => {
  const problem = tooLarge(value)
  if (problem === undefined) return value
  context.addIssue({ code: 'custom', message: problem, input: undefined })
  return z.NEVER
}, node)

interface Mistake {
  path: string[]
  message: string
}

function mistakesIn(node: Condition): Mistake[] {
  const kinds = (['all', 'any', 'not', 'field', 'meter'] as const).filter((kind) => node[kind] !== undefined)
  if (kinds.length !== 1)
    return [
      {
        path: kinds.length === 0 ? [] : [kinds[1] as string],
        message: 'A condition has exactly one of: all, any, not, field, meter.',
      },
    ]
  const used = COMPARISONS.filter((name) => node[name] !== undefined)
  if (node.field === undefined && node.meter === undefined) {
    const stray = node.zone === undefined ? used[0] : 'zone'
    return stray === undefined
      ? []
      : [{ path: [stray], message: `Belongs beside "field", not beside "${kinds[0]}".` }]
  }
  if (used.length !== 1)
    return [
      {
        path: used[1] === undefined ? [] : [used[1]],
        message: `Compare with exactly one of: ${COMPARISONS.join(', ')}.`,
      },
    ]
  return node.meter
    ? mistakesOfMeter(node, used[0] as Comparison)
    : mistakesOfField(node, used[0] as Comparison)
}

function mistakesOfMeter(node: Condition, comparison: Comparison): Mistake[] {
  if (!ORDERED.includes(comparison) || comparison === 'is')
    return [{ path: [comparison], message: 'A meter is compared with: over, atLeast, under, atMost.' }]
  return node.zone === undefined
    ? []
    : [{ path: ['zone'], message: 'Belongs to time.hour and time.weekday.' }]
}

function mistakesOfField(node: Condition, comparison: Comparison): Mistake[] {
  const field = node.field as string
  const kind = kindOf(field)
  if (kind === undefined)
    return [
      {
        path: ['field'],
        message: `There is no field "${field}". Use amount, actor.id, actor.roles, command, time.hour, time.weekday, ${FACTS.join(', ')} or input.<path>.`,
      },
    ]
  const allowed = {
    amount: ORDERED,
    time: [...ORDERED, 'in'],
    date: [...ORDERED, 'in', 'present'],
    text: TEXTUAL,
    input: COMPARISONS,
  }[kind]
  if (!(allowed as readonly string[]).includes(comparison))
    return [{ path: [comparison], message: `${field} is compared with: ${allowed.join(', ')}.` }]
  if (kind === 'date' && comparison !== 'present')
    return valuesOf(node, comparison).every((value) => parseDate(String(value)) !== undefined)
      ? []
      : [{ path: [comparison], message: 'Write a date of the calendar as YYYY-MM-DD.' }]
  if (kind !== 'time')
    return node.zone === undefined
      ? []
      : [{ path: ['zone'], message: 'Belongs to time.hour and time.weekday.' }]
  if (node.zone === undefined || !isTimeZone(node.zone))
    return [{ path: ['zone'], message: 'Name an IANA time zone such as "Europe/Berlin".' }]
  const [from, to] = field === 'time.hour' ? [0, 24] : [1, 7]
  return valuesOf(node, comparison).every(
    (value) => Number.isInteger(value) && Number(value) >= from && Number(value) <= to,
  )
    ? []
    : [{ path: [comparison], message: `Write whole numbers from ${from} to ${to}.` }]
}

const valuesOf = (node: Condition, comparison: Comparison) =>
  node.in ?? [node[comparison] as string | number | boolean]

export function kindOf(field: string): 'amount' | 'time' | 'date' | 'text' | 'input' | undefined {
  if (field === 'amount') return 'amount'
  if (field === 'effectiveDate') return 'date'
  if (field === 'time.hour' || field === 'time.weekday') return 'time'
  if (['actor.id', 'actor.roles', 'command'].includes(field)) return 'text'
  if ((FACTS as readonly string[]).includes(field)) return 'text'
  return /^input(\.[A-Za-z][A-Za-z0-9]*(\[\])?)+$/.test(field) ? 'input' : undefined
}

function tooLarge(value: unknown): string | undefined {
  let nodes = 0
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth >= LIMITS.conditionDepthMax)
      return `Conditions may lie ${LIMITS.conditionDepthMax} deep in each other. Write several policies.`
    nodes += level.length
    if (nodes > LIMITS.conditionNodesMax)
      return `A policy may have ${LIMITS.conditionNodesMax} conditions. Write several policies.`
    level = level.flatMap(branchesOf)
  }
  return undefined
}

function branchesOf(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return []
  const { all, any, not } = value as { all?: unknown; any?: unknown; not?: unknown }
  return [all, any]
    .flatMap((list) => (Array.isArray(list) ? list : []))
    .concat(not === undefined ? [] : [not])
}
