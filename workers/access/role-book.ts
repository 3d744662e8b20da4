import {
  countByRole,
  defineRole as defineInDatabase,
  dropRole as dropInDatabase,
  findTenantRoles,
} from '../../d1/identity/members.ts'
import type { InputOf, ModuleContract } from '../../durable-objects/kernel/contract.ts'
import { FIELD_CLASSES } from '../../durable-objects/kernel/field-classes.ts'
import { mayCall, mayReadField } from '../../durable-objects/kernel/grants.ts'
import { refuse } from '../../durable-objects/kernel/result.ts'
import { contracts, operations } from '../contracts.ts'
import { problem } from '../http/problem.ts'
import { record } from '../identity/security.ts'
import type { Call } from '../mount.ts'
import { hereOf } from './calling.ts'
import type { PermissionMatrix, RoleView } from './contract/roles.ts'
import type { AccessContract } from './contract.ts'
import { grantFaults, refusalToGive, ruleFaults, ruleFields } from './giving.ts'
import { forgetKeys } from './keys.ts'
import { forgetActors } from './members.ts'
import { builtInRoles, type Role } from './roles.ts'

/** The roles of a tenant, and the matrix of what each of them may. */

export async function listRoles(call: Call): Promise<Response> {
  const { actor, database } = hereOf(call)
  const [{ roles: custom }, counts] = await Promise.all([
    findTenantRoles(database, actor.tenant),
    countByRole(database, actor.tenant),
  ])
  const data = allRoles(custom).map((role) => view(role, counts.get(role.code) ?? 0))
  return call.c.json({ data, nextCursor: null })
}

export async function defineRole(call: Call): Promise<Response> {
  const { c } = call
  const { actor, database, region } = hereOf(call)
  const input = call.input as InputOf<AccessContract, 'DefineRole'>
  const { code, name, description = '', rules = [] } = input
  if (builtInRoles().has(code)) return problem(c, builtIn(code))
  const grants = [...new Set(input.grants)].sort()
  const fault = grantFaults(input.grants) ?? ruleFaults(rules)
  if (fault) return problem(c, fault)
  const { roles: custom } = await findTenantRoles(database, actor.tenant)
  const before = custom.find((role) => role.code === code)
  // A role that goes beyond the caller cannot be taken over by redefining it, either.
  const refusal =
    refusalToGive(actor, grants.join(' '), '/grants') ??
    (before && refusalToGive(actor, before.grants, '/code'))
  if (refusal) return problem(c, refusal)
  const role = { tenant: actor.tenant, code, name, description, grants: grants.join(' '), rules }
  await defineInDatabase(database, { ...role, changedBy: actor.id, changedAt: Date.now() })
  forgetActors()
  forgetKeys()
  const detail = { role: code, grants, rules: rules.length }
  await record(c, region, { type: 'role-defined', tenant: actor.tenant, user: actor.id, detail })
  const counts = await countByRole(database, actor.tenant)
  return c.json(view(role, counts.get(code) ?? 0))
}

export async function dropRole(call: Call): Promise<Response> {
  const { c } = call
  const { actor, database, region } = hereOf(call)
  const { code } = call.input as InputOf<AccessContract, 'DropRole'>
  if (builtInRoles().has(code)) return problem(c, builtIn(code))
  const { roles: custom } = await findTenantRoles(database, actor.tenant)
  const role = custom.find((each) => each.code === code)
  if (!role) return problem(c, refuse('role_not_found', `There is no role ${code} of your own.`))
  const refusal = refusalToGive(actor, role.grants, '/code')
  if (refusal) return problem(c, refusal)
  if (!(await dropInDatabase(database, actor.tenant, code)))
    return problem(
      c,
      refuse(
        'role_in_use',
        `A member, invitation, key, app or sign-on has the role ${code}. Take it from them first.`,
      ),
    )
  forgetActors()
  forgetKeys()
  const detail = { role: code }
  await record(c, region, { type: 'role-dropped', tenant: actor.tenant, user: actor.id, detail })
  return c.json({ code })
}

export async function permissionMatrix(call: Call): Promise<Response> {
  const { actor, database } = hereOf(call)
  const { roles: custom } = await findTenantRoles(database, actor.tenant)
  const roles = allRoles(custom)
  const having = (may: (role: Role) => boolean) => roles.filter(may).map(({ code }) => code)
  const matrix: PermissionMatrix = {
    modules: Object.values<ModuleContract>(contracts).map(({ name, title }) => ({ name, title })),
    roles: roles.map(({ code, name }) => ({ code, name, builtIn: builtInRoles().has(code) })),
    operations: operations().map(({ module, name, operation: { kind, level, scope, summary } }) => {
      const full = `${module}.${name}`
      return {
        name: full,
        module,
        summary,
        kind,
        level,
        scope,
        mayYou: mayCall(actor.grants, full, scope),
        roles: having(({ grants }) => mayCall(grants, full, scope)),
      }
    }),
    fields: Object.entries(FIELD_CLASSES).map(([fieldClass, { title, description }]) => ({
      grant: `field:${fieldClass}`,
      title,
      description,
      mayYou: mayReadField(actor.grants, fieldClass),
      roles: having(({ grants }) => mayReadField(grants, fieldClass)),
    })),
    ruleFields: [...ruleFields()].map(([field, { module, title, description, takes }]) => ({
      field,
      module,
      title,
      description,
      takes: [...takes],
    })),
  }
  return call.c.json(matrix)
}

const allRoles = (custom: readonly Role[]): Role[] => [
  ...builtInRoles().values(),
  ...[...custom].sort((a, b) => (a.code < b.code ? -1 : 1)),
]

const view = (role: Role, members: number): RoleView => ({
  code: role.code,
  name: role.name,
  description: role.description,
  builtIn: builtInRoles().has(role.code),
  grants: role.grants.split(' ').filter((grant) => grant !== ''),
  rules: role.rules as RoleView['rules'],
  members,
})

const builtIn = (code: string) =>
  refuse('role_built_in', `${code} is a role of Meridian and stays as it is. Define one with another code.`, [
    { pointer: '/code', code: 'role_built_in', detail: 'Is the code of a built-in role.' },
  ])
