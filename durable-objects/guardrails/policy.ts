import { describeAmountProblem, parseAmount } from '../kernel/amount.ts'
import type { Actor } from '../kernel/module.ts'
import { type Condition, kindOf, type Meter } from './conditions.ts'
import type { Policy } from './contract.ts'
import { compareDecimals, hourIn, matcher, somewhere, weekdayIn } from './values.ts'

/**
 * A policy's condition, compiled once a version into closures: a comparison of an amount is then one comparison of two
 * numbers, however the condition was written.
 */

/** What a condition is asked about: one record of a command, or the command itself where it records none. */
export interface View {
  command: string
  actor: Pick<Actor, 'id' | 'roles'>
  nowMicros: number
  amount?: number | undefined
  facts: Readonly<Record<string, readonly string[]>>
  /** The record as a client would have written it, and the command's input behind it. */
  inputs: () => readonly unknown[]
  /** Totals with this record in them, one for each key that it counts under. */
  totals: (meter: CompiledMeter) => readonly number[]
  /** Where in the input the last comparison with it held. */
  pointer?: string | undefined
}

export interface CompiledMeter extends Pick<Meter, 'of' | 'by' | 'days'> {
  /** Meters with the same id count the same records; they differ in what they read of them. */
  id: string
  counts: (command: string) => boolean
  countsAccount: ((account: string) => boolean) | undefined
}

export interface CompiledPolicy {
  policy: Policy
  version: number
  applies: (view: View) => boolean
  meters: readonly CompiledMeter[]
  steps: readonly { roles: string[]; users: string[]; count: number; over?: string; overMinor: number }[]
}

export interface Mistake {
  pointer: string
  detail: string
}

export interface Currency {
  code: string
  scale: number
}

/** A policy in force, or what is wrong with it in this company: whatever the schema cannot know without its currency. */
export function compilePolicy(
  policy: Policy,
  version: number,
  currency: Currency,
  booking: Booking,
): CompiledPolicy | Mistake[] {
  const compiler = new Compiler(policy, currency, booking)
  const applies = policy.when === undefined ? () => true : compiler.test(policy.when, '/when')
  const steps = (policy.approval?.steps ?? []).map(({ roles = [], users = [], count, over }, index) => ({
    roles: [...roles].sort(),
    users: [...users].sort(),
    count,
    ...(over !== undefined && { over }),
    // A step without a threshold is asked for at every amount, and without any.
    overMinor: over === undefined ? -1 : compiler.amount(over, `/approval/steps/${index}/over`),
  }))
  if (compiler.mistakes.length > 0) return compiler.mistakes
  return { policy, version, applies, meters: compiler.meters, steps }
}

/** Commands that book entries, as their contracts say. */
export interface Booking {
  /** Those that post what somebody wrote: one by one, in bulk, from a draft. */
  entryCommands(): readonly string[]
  /** Those, and what books for something of its own: a reversal, a match, a schedule, a closing. */
  isBooking(command: string): boolean
}

/**
 * Whether a pattern of a policy covers a command. A pattern that covers one way to post an entry covers every command that
 * books: a draft, a bulk request or a schedule is no way around four eyes, whichever of them the policy names. What books for
 * something of its own is covered by its own name alone, too.
 */
export const covers = (pattern: string, command: string, booking: Booking): boolean =>
  isNamedBy(pattern, command) ||
  (booking.isBooking(command) && booking.entryCommands().some((each) => isNamedBy(pattern, each)))

/** The commands of guardrails themselves have to be named. */
function isNamedBy(pattern: string, command: string): boolean {
  if (pattern === '*') return !command.startsWith('guardrails.')
  return pattern.endsWith('.*') ? command.startsWith(pattern.slice(0, -1)) : pattern === command
}

type Test = (view: View) => boolean

class Compiler {
  readonly mistakes: Mistake[] = []
  readonly meters: CompiledMeter[] = []
  readonly #policy: Policy
  readonly #currency: Currency
  readonly #booking: Booking

  constructor(policy: Policy, currency: Currency, booking: Booking) {
    this.#policy = policy
    this.#currency = currency
    this.#booking = booking
  }

  test(node: Condition, pointer: string): Test {
    if (node.all) return all(node.all.map((each, index) => this.test(each, `${pointer}/all/${index}`)))
    if (node.any) return any(node.any.map((each, index) => this.test(each, `${pointer}/any/${index}`)))
    if (node.not) {
      const test = this.test(node.not, `${pointer}/not`)
      return (view) => !test(view)
    }
    if (node.meter) return this.#meter(node, node.meter, pointer)
    return this.#field(node, node.field as string, pointer)
  }

  /** Minor units of an amount of the policy. */
  amount(value: unknown, pointer: string): number {
    const { code, scale } = this.#currency
    const parsed = typeof value === 'string' ? parseAmount(value, scale) : 'not_a_decimal'
    if (typeof parsed === 'number') return parsed
    this.mistakes.push({ pointer, detail: describeAmountProblem(parsed, code, scale) })
    return 0
  }

  #field(node: Condition, field: string, pointer: string): Test {
    switch (kindOf(field)) {
      case 'amount': {
        const holds = this.#ordered(node, (value, at) => this.amount(value, at), pointer)
        return ({ amount }) => amount !== undefined && holds(amount)
      }
      case 'time': {
        const zone = node.zone ?? 'UTC'
        const read = field === 'time.hour' ? hourIn : weekdayIn
        const values = node.in?.map(Number)
        const holds = values
          ? (value: number) => values.includes(value)
          : this.#ordered(node, Number, pointer)
        return ({ nowMicros }) => holds(read(zone, nowMicros))
      }
      case 'input': {
        const path = field.slice('input.'.length)
        const holds = inputComparison(node)
        if (node.present === false)
          return (view) => !view.inputs().some((input) => somewhere(input, path, isPresent))
        return (view) => {
          for (const input of view.inputs()) {
            const found = somewhere(input, path, holds)
            if (found === undefined) continue
            view.pointer = found
            return true
          }
          return false
        }
      }
      default: {
        const holds = textComparison(node)
        const read = textsOf(field)
        if (node.present !== undefined) return (view) => read(view).length > 0 === node.present
        return (view) => read(view).some(holds)
      }
    }
  }

  #meter(node: Condition, meter: Meter, pointer: string): Test {
    const commands = [...(meter.commands ?? this.#policy.commands)].sort()
    const accounts = meter.accounts && [...meter.accounts].sort()
    const matchers = accounts?.map(matcher)
    const compiled: CompiledMeter = {
      id: JSON.stringify([meter.by, commands, ...(accounts ? [accounts] : [])]),
      of: meter.of,
      by: meter.by,
      days: meter.days,
      counts: (command) => commands.some((each) => covers(each, command, this.#booking)),
      countsAccount: matchers && ((account) => matchers.some((matches) => matches(account))),
    }
    this.meters.push(compiled)
    const limit = meter.of === 'sum' ? (value: unknown, at: string) => this.amount(value, at) : this.#count
    const holds = this.#ordered(node, limit, pointer)
    return (view) => view.totals(compiled).some(holds)
  }

  #count = (value: unknown, pointer: string): number => {
    if (/^\d{1,15}$/.test(String(value))) return Number(value)
    this.mistakes.push({ pointer, detail: 'Write a whole number.' })
    return 0
  }

  #ordered(
    node: Condition,
    read: (value: unknown, pointer: string) => number,
    pointer: string,
  ): (value: number) => boolean {
    const limit = (name: 'is' | 'over' | 'atLeast' | 'under' | 'atMost') =>
      read(node[name], `${pointer}/${name}`)
    if (node.over !== undefined) return above(limit('over'))
    if (node.atLeast !== undefined) return not(below(limit('atLeast')))
    if (node.under !== undefined) return below(limit('under'))
    if (node.atMost !== undefined) return not(above(limit('atMost')))
    const value = limit('is')
    return (actual) => actual === value
  }
}

const above = (limit: number) => (value: number) => value > limit
const below = (limit: number) => (value: number) => value < limit
const not = (test: (value: number) => boolean) => (value: number) => !test(value)
const isPresent = (value: unknown): boolean => value !== undefined && value !== null && value !== ''

function all(tests: readonly Test[]): Test {
  return (view) => {
    for (const test of tests) if (!test(view)) return false
    return true
  }
}

function any(tests: readonly Test[]): Test {
  return (view) => {
    for (const test of tests) if (test(view)) return true
    return false
  }
}

function textsOf(field: string): (view: View) => readonly string[] {
  switch (field) {
    case 'actor.id':
      return ({ actor }) => [actor.id]
    case 'actor.roles':
      return ({ actor }) => actor.roles
    case 'command':
      return ({ command }) => [command]
    default:
      return ({ facts }) => facts[field] ?? []
  }
}

function textComparison(node: Condition): (value: string) => boolean {
  if (node.is !== undefined) return (value) => value === String(node.is)
  if (node.in) {
    const values = new Set(node.in.map(String))
    return (value) => values.has(value)
  }
  if (node.matches !== undefined) return matcher(node.matches)
  // Dates of the form YYYY-MM-DD sort as text.
  if (node.over !== undefined) return (value) => value > String(node.over)
  if (node.atLeast !== undefined) return (value) => value >= String(node.atLeast)
  if (node.under !== undefined) return (value) => value < String(node.under)
  return (value) => value <= String(node.atMost)
}

function inputComparison(node: Condition): (value: unknown) => boolean {
  if (node.present !== undefined) return isPresent
  if (node.is !== undefined) return (value) => value === node.is
  if (node.in) {
    const values = new Set<unknown>(node.in)
    return (value) => values.has(value)
  }
  if (node.matches !== undefined) {
    const matches = matcher(node.matches)
    return (value) => typeof value === 'string' && matches(value)
  }
  const limit = String(node.over ?? node.atLeast ?? node.under ?? node.atMost)
  return (value) => {
    const order = compareDecimals(value, limit)
    if (order === undefined) return false
    if (node.over !== undefined) return order > 0
    if (node.atLeast !== undefined) return order >= 0
    return node.under !== undefined ? order < 0 : order <= 0
  }
}
