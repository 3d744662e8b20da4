import type { Policy, Step } from '../../../../durable-objects/guardrails/contract.ts'
import {
  type Condition,
  type FieldRow,
  type Group,
  groupOf,
  type MeterRow,
  type Node,
} from './condition-form.ts'
import {
  choiceOf,
  comparisonWords,
  hourWord,
  METER_KEY_WORDS,
  takesMany,
  takesNothing,
  WEEKDAYS,
} from './fields.ts'

/** A policy as one reads it aloud. Pure: names and amounts come in through {@link Words}. */

export interface Words {
  /** `ledger.PostJournalEntry` as "Post a journal entry". */
  command: (pattern: string) => string
  role: (code: string) => string
  person: (id: string) => string
  policy: (code: string) => string
  account: (code: string) => string
  /** With the company's currency. */
  amount: (decimal: string) => string
}

/** A policy in force, or what a form would send. */
export type Spoken = Omit<Partial<Policy>, 'when'> & { when?: unknown }

/** Unfinished policies are read too: what is missing is an ellipsis. */
const MISSING = '…'

export function sentenceOf(policy: Spoken, words: Words): string {
  const group = groupOf(policy.when as Condition | undefined)
  const when = group.items.length === 0 ? '' : groupPhrase(group, words, group.match === 'any')
  const head = `When somebody sends ${commandsPhrase(policy.commands ?? [], words)}${when && ` and ${when}`},`
  return [`${head} ${effectPhrase(policy, words)}.`, ...afterwards(policy, words)].join(' ')
}

/** What a policy applies to, without its effect: for lists. */
export function scopeOf(policy: Pick<Policy, 'commands' | 'when'>, words: Words): string {
  const when = conditionPhrase(policy.when, words)
  const commands = commandsPhrase(policy.commands, words)
  return `${commands.charAt(0).toUpperCase()}${commands.slice(1)}${when && `, if ${when}`}`
}

export function commandsPhrase(patterns: readonly string[], words: Words): string {
  return oneOf(patterns.map(words.command))
}

function effectPhrase({ effect, approval, exempts }: Spoken, words: Words): string {
  if (effect === 'deny') return 'it is not allowed'
  if (effect === 'allow') {
    const names = (exempts ?? []).map((code) => `“${words.policy(code)}”`)
    return names.length === 1
      ? `the policy ${names[0]} does not apply`
      : `the policies ${allOf(names)} do not apply`
  }
  return `it waits for approval ${stepsPhrase(approval?.steps ?? [], words)}`
}

export function stepsPhrase(steps: readonly Step[], words: Words): string {
  if (steps.length === 0) return `by ${MISSING}`
  const parts = steps.map((step, index) => {
    const over = step.over ? `${index > 0 ? 'also ' : ''}over ${words.amount(step.over)} ` : ''
    return `${over}by ${approversPhrase(step, words)}`
  })
  return allOf(parts)
}

/** "one Owner or Administrator", "two of Accountant, Ada or Ben". */
export function approversPhrase(
  { count, roles = [], users = [] }: Pick<Step, 'count' | 'roles' | 'users'>,
  words: Pick<Words, 'role' | 'person'>,
): string {
  const names = [...roles.map(words.role), ...users.map(words.person)]
  if (count === 1)
    return names.length === 1 && roles.length === 0 ? (names[0] ?? MISSING) : `one ${oneOf(names)}`
  return `${NUMBERS[count] ?? count} of ${oneOf(names)}`
}

const NUMBERS = ['none', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']

function afterwards({ effect, approval }: Spoken, words: Words): string[] {
  if (effect !== 'approve' || !approval) return []
  const { escalateAfterHours, escalateTo = [], expireAfterDays } = approval
  return [
    ...(escalateAfterHours === undefined
      ? []
      : [
          `After ${countOf(escalateAfterHours, 'hour')} ${oneOf(escalateTo.map(words.role))} may approve too.`,
        ]),
    ...(expireAfterDays === undefined
      ? []
      : [`Without a decision it lapses after ${countOf(expireAfterDays, 'day')}.`]),
  ]
}

export const countOf = (count: number, what: string): string =>
  Number.isNaN(count) ? `${MISSING} ${what}s` : `${count} ${what}${count === 1 ? '' : 's'}`

// ----------------------------------------------------------------------------------------------------- conditions

/** Empty when it always applies. */
export function conditionPhrase(condition: Condition | undefined, words: Words): string {
  const group = groupOf(condition)
  return group.items.length === 0 ? '' : groupPhrase(group, words, false)
}

function groupPhrase({ match, items }: Group, words: Words, isNested: boolean): string {
  const isMixed = items.length > 1
  const parts = items.map((item) => nodePhrase(item, words, isMixed))
  if (match === 'none') return `it is not so that ${parts.join(' or ')}`
  const text = parts.join(match === 'all' ? ' and ' : ' or ')
  // Brackets, because "a and b or c" can be read in two ways.
  return isNested && isMixed ? `(${text})` : text
}

function nodePhrase(node: Node, words: Words, isNested: boolean): string {
  if (node.kind === 'group') return groupPhrase(node, words, isNested)
  if (node.kind === 'meter') return meterPhrase(node, words)
  if (node.kind === 'kept') return keptPhrase(node.condition)
  return rowPhrase(node, words)
}

const keptPhrase = ({ field = 'it', in: values = [] }: Condition): string =>
  `${choiceOf(field).phrase} is one of ${values.join(', ') || MISSING}`

function rowPhrase(row: FieldRow, words: Words): string {
  const { field, comparison, zone } = row
  const { kind, phrase } = choiceOf(field)
  if (kind === 'hour') return hourPhrase(row)
  if (kind === 'weekday') {
    const days = row.values.map((value) => WEEKDAYS[Number(value) - 1] ?? value)
    return `it is ${comparison === 'notIn' || comparison === 'isNot' ? 'not ' : ''}${oneOf(days)} in ${zone || MISSING}`
  }
  const compared = comparisonWords(kind, comparison)
  if (takesNothing(comparison)) return `${phrase} ${compared}`
  const values = row.values
    .filter((value) => value.trim() !== '')
    .map((value) => valueWord(value, kind, words))
  // "is one of A or B" says the same twice.
  const verb = takesMany(comparison) ? (comparison === 'in' ? 'is' : 'is not') : compared
  return `${phrase} ${verb} ${oneOf(values)}`
}

function hourPhrase({ comparison, values, zone }: FieldRow): string {
  const hours = oneOf(values.filter((value) => value !== '').map(hourWord))
  const place = `in ${zone || MISSING}`
  if (comparison === 'atLeast') return `it is ${hours} or later ${place}`
  if (comparison === 'under') return `it is before ${hours} ${place}`
  return `the hour ${comparisonWords('hour', comparison)} ${hours} ${place}`
}

function valueWord(value: string, kind: ReturnType<typeof choiceOf>['kind'], words: Words): string {
  switch (kind) {
    case 'amount':
      return words.amount(value)
    case 'role':
      return words.role(value)
    case 'person':
      return words.person(value)
    case 'command':
      return words.command(value)
    case 'account':
      return words.account(value)
    case 'text':
    case 'choice':
      return `“${value}”`
    default:
      return value
  }
}

function meterPhrase(
  { of, by, accounts, commands, days, comparison, values }: MeterRow,
  words: Words,
): string {
  const [limit = ''] = values
  const value = limit === '' ? MISSING : of === 'sum' ? words.amount(limit) : limit
  const same = by.length === 0 ? '' : ` by the same ${allOf(by.map((key) => METER_KEY_WORDS[key]))}`
  const isEvery = accounts.length === 0 || accounts.includes('*')
  const which = isEvery ? '' : ` (accounts like ${oneOf(accounts)})`
  const counted = commands.length === 0 ? '' : ` through ${commandsPhrase(commands, words)}`
  const within = days.trim() === '1' ? 'on one day' : `within ${days.trim() || MISSING} days`
  const what = of === 'sum' ? 'the sum of amounts' : 'the number of records'
  return `${what}${same}${which}${counted} ${within} ${comparisonWords('amount', comparison)} ${value}`
}

// ---------------------------------------------------------------------------------------------------------- lists

const or = new Intl.ListFormat('en-GB', { type: 'disjunction' })
const and = new Intl.ListFormat('en-GB', { type: 'conjunction' })

export const oneOf = (names: readonly string[]): string => (names.length === 0 ? MISSING : or.format(names))
export const allOf = (names: readonly string[]): string => (names.length === 0 ? MISSING : and.format(names))
