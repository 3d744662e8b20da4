import type { CustomRole } from '../../d1/identity/members.ts'
import type { ModuleContract, RuleField } from '../../durable-objects/kernel/contract.ts'
import type { Actor } from '../../durable-objects/kernel/module.ts'
import { type FieldError, type Refusal, refuse } from '../../durable-objects/kernel/result.ts'
import type { FieldRule } from '../../durable-objects/kernel/rules.ts'
import { contracts } from '../contracts.ts'
import { rolesOf } from './members.ts'
import { beyond, knownGrants, OWNER, type Role, unionOfGrants } from './roles.ts'

/**
 * Nobody gives what they have not themselves. It holds for roles given to members, invitations and keys, and for the
 * grants of a role that somebody defines. Who is bound to record rules gives nothing: the receiver would not be bound.
 */
export function refusalToGive(actor: Actor, grants: string, pointer: string): Refusal | undefined {
  if (actor.rules !== undefined && actor.rules.length > 0)
    return refuse(
      'cannot_give',
      'Your own access is limited by record rules, so you cannot give access to others.',
    )
  const missing = beyond(grants, actor.grants)
  if (missing.length === 0) return undefined
  const detail = `You have not ${missing.slice(0, 5).join(', ')} yourself, so you cannot give it. Ask an owner.`
  return refuse('cannot_give', detail, [{ pointer, code: 'cannot_give', detail }])
}

/** The roles of these codes, or what is wrong with them or with giving them. */
export function rolesToGive(
  actor: Actor,
  codes: readonly string[],
  custom: readonly CustomRole[],
  pointer = '/roles',
): Role[] | Refusal {
  const roles = rolesOf(codes, custom)
  const known = new Set(roles.map(({ code }) => code))
  const unknown = codes.findIndex((code) => !known.has(code))
  if (unknown >= 0) {
    const detail = `There is no role ${codes[unknown]}. See GET /v1/roles.`
    return refuse('unknown_role', detail, [
      { pointer: `${pointer}/${unknown}`, code: 'unknown_role', detail },
    ])
  }
  if (codes.includes(OWNER) && !isOwner(actor)) return ownersOnly()
  return refusalToGive(actor, unionOfGrants(roles), pointer) ?? roles
}

export const isOwner = ({ grants, rules }: Actor): boolean => grants === '*' && !rules?.length

export const ownersOnly = () =>
  refuse('owners_only', 'Only an owner makes, changes or removes owners. Ask one of them.')

/** Rules name fields that some module has, in a form that the field takes. */
export function ruleFaults(rules: readonly FieldRule[]): Refusal | undefined {
  const fields = ruleFields()
  const errors = rules.flatMap((rule, index): FieldError[] => {
    const field = fields.get(rule.field)
    const pointer = `/rules/${index}/field`
    if (!field)
      return [
        {
          pointer,
          code: 'unknown_rule_field',
          detail: `There is no field ${rule.field}. ${choices(fields)}`,
        },
      ]
    const takes = 'max' in rule ? 'max' : 'own' in rule ? 'own' : 'values'
    if (!field.takes.includes(takes))
      return [
        {
          pointer,
          code: 'rule_not_taken',
          detail: `${rule.field} takes rules of ${field.takes.join(' or ')}.`,
        },
      ]
    if ('max' in rule && !AMOUNT.test(rule.max))
      return [
        {
          pointer: `/rules/${index}/max`,
          code: 'not_a_decimal',
          detail: 'Write an amount such as "1000.00".',
        },
      ]
    return []
  })
  const [first] = errors
  return first && refuse('unknown_rule_field', first.detail, errors)
}

const AMOUNT = /^(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,4})?$/

const choices = (fields: ReadonlyMap<string, RuleField>) => `Choose one of ${[...fields.keys()].join(', ')}.`

/** Every field that some module's records have. */
export function ruleFields(): ReadonlyMap<string, RuleField & { module: string }> {
  return new Map(
    Object.values<ModuleContract>(contracts).flatMap(({ name, ruleFields: fields = {} }) =>
      Object.entries(fields).map(([field, declared]) => [field, { ...declared, module: name }] as const),
    ),
  )
}

export function grantFaults(grants: readonly string[]): Refusal | undefined {
  const known = knownGrants()
  const errors = grants.flatMap((grant, index): FieldError[] =>
    known.has(grant)
      ? []
      : [
          {
            pointer: `/grants/${index}`,
            code: 'unknown_grant',
            detail:
              grant === '*'
                ? 'Only the role owner has everything. Name what the role may do.'
                : `There is nothing called ${grant}. See GET /v1/permissions.`,
          },
        ],
  )
  const [first] = errors
  return first && refuse('unknown_grant', first.detail, errors)
}
