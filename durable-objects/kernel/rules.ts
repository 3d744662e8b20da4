import type { Scope } from './contract.ts'
import { type Grants, mayCall } from './grants.ts'

/**
 * Limits an actor to some of the records: `{ field: 'journal', allow: ['SAL'] }`. Which fields there are, each module says
 * in its contract; it compiles the rules into the SQL of its lists, reports and exports (`rules-sql.ts`), and checks them
 * on what is written. A record that has no such field is outside of the rule: what cannot be told is not shown.
 */
export type FieldRule =
  /** The value is one of these; a value that ends in `*` means every value that begins so. */
  | { field: string; allow: readonly string[] }
  | { field: string; deny: readonly string[] }
  /** The record is the actor's own. */
  | { field: string; own: true }
  /** An amount in company currency, as a decimal string. */
  | { field: string; max: string }

/**
 * What the roles of an actor say about records. A role without rules shows all of them, but only in what the role itself
 * may call: a harmless second role must not lift the limits of the first.
 */
export interface RoleRules {
  roles: readonly { role: string; grants: Grants; rules: readonly FieldRule[] }[]
}

export type RecordRule = FieldRule | RoleRules

/** What holds for one operation: each of the choices must have one side that holds, and of that side every rule. */
export type RulesInForce = readonly (readonly (readonly FieldRule[])[])[]

/** The rules that bind an actor in an operation; undefined when none does. */
export function rulesInForce(
  rules: readonly RecordRule[] | undefined,
  name: string,
  scope: Scope,
): RulesInForce | undefined {
  if (rules === undefined || rules.length === 0) return undefined
  const inForce: (readonly (readonly FieldRule[])[])[] = []
  for (const rule of rules) {
    if (!('roles' in rule)) {
      inForce.push([[rule]])
      continue
    }
    const concerned = rule.roles.filter(({ grants }) => mayCall(grants, name, scope))
    if (concerned.length === 0) inForce.push([[NOTHING]])
    else if (!concerned.some((role) => role.rules.length === 0))
      inForce.push(concerned.map((role) => role.rules))
  }
  return inForce.length === 0 ? undefined : inForce
}

/** Holds for no record: an actor whose roles do not speak of the operation at all. */
const NOTHING: FieldRule = { field: '', allow: [] }

/** A record as rules see it: the values of a field, or undefined where the record has no such field. */
export interface RuledRecord {
  text(field: string): string | undefined
  /** In minor units of the company's currency. */
  amount(field: string): number | undefined
}

export interface RuledReader {
  actor: string
  /** An amount of a rule in minor units; undefined when it is none. */
  minorUnits(amount: string): number | undefined
}

/** The first rule that a record breaks, or undefined when it is within all of them. */
export function brokenRule(
  rules: RulesInForce,
  record: RuledRecord,
  reader: RuledReader,
): FieldRule | undefined {
  for (const sides of rules) {
    const broken = sides.map((side) => side.find((rule) => !holds(rule, record, reader)))
    if (broken.every((rule) => rule !== undefined)) return broken[0]
  }
  return undefined
}

function holds(rule: FieldRule, record: RuledRecord, reader: RuledReader): boolean {
  if ('max' in rule) {
    const [amount, most] = [record.amount(rule.field), reader.minorUnits(rule.max)]
    return amount !== undefined && most !== undefined && amount <= most
  }
  const value = record.text(rule.field)
  if (value === undefined) return false
  if ('own' in rule) return value === reader.actor
  return 'allow' in rule ? matchesAny(rule.allow, value) : !matchesAny(rule.deny, value)
}

/** `4*` is every value that begins with 4. */
export const matchesAny = (patterns: readonly string[], value: string): boolean =>
  patterns.some((pattern) =>
    pattern.endsWith('*') ? value.startsWith(pattern.slice(0, -1)) : value === pattern,
  )
