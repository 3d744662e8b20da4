import { z } from 'zod'
import { command, query } from '../../../durable-objects/kernel/contract.ts'
import { line, requiredLine } from '../../../durable-objects/kernel/fields.ts'
import { LIMITS } from '../../../durable-objects/kernel/limits.ts'
import { GRANTS_MAX, grant, recordRules, roleCode } from './shapes.ts'

/** What roles there are, what each may do, and why an actor may do something or not. */

export const roleView = z.object({
  code: z.string(),
  name: z.string(),
  description: z.string(),
  builtIn: z.boolean(),
  grants: z.array(z.string()),
  rules: recordRules,
  members: z.number().describe('How many members have it.'),
})
export type RoleView = z.output<typeof roleView>

const permission = z.object({
  name: z.string().describe('Full name, also a grant: `ledger.PostJournalEntry`.'),
  module: z.string(),
  summary: z.string(),
  kind: z.enum(['command', 'query']),
  level: z.enum(['company', 'tenant']),
  scope: z.string().describe('The grant that allows all operations of this scope.'),
  mayYou: z.boolean(),
  roles: z.array(z.string()).describe('Codes of the roles that may.'),
})

export const permissionMatrix = z.object({
  modules: z.array(z.object({ name: z.string(), title: z.string() })),
  roles: z.array(z.object({ code: z.string(), name: z.string(), builtIn: z.boolean() })),
  operations: z.array(permission),
  fields: z.array(
    z.object({
      grant: z.string().describe('`field:<class>`'),
      title: z.string(),
      description: z.string(),
      mayYou: z.boolean(),
      roles: z.array(z.string()),
    }),
  ),
  ruleFields: z.array(
    z.object({
      field: z.string(),
      module: z.string(),
      title: z.string(),
      description: z.string(),
      takes: z.array(z.enum(['values', 'own', 'max'])),
    }),
  ),
})
export type PermissionMatrix = z.output<typeof permissionMatrix>

/** One reason of an answer to "may they?". All layers must allow. */
const reason = z.object({
  layer: z.enum(['tenant', 'role', 'credential', 'record-rule', 'field']),
  allows: z.boolean(),
  detail: z.string(),
  source: z.string().describe('What decided: a role, a key, a rule.'),
})

export const accessCheck = z.object({
  may: z.boolean(),
  user: z.string(),
  command: z.string(),
  record: z.string().nullable(),
  because: z.array(reason),
})
export type AccessCheck = z.output<typeof accessCheck>
export type AccessReason = z.output<typeof reason>

export const roleOperations = {
  ListRoles: query({
    summary: 'List the roles, built-in ones first',
    level: 'tenant',
    path: '/roles',
    scope: 'access:read',
    input: z.strictObject({}),
    reply: z.object({ data: z.array(roleView), nextCursor: z.null() }),
  }),
  DefineRole: command({
    summary: 'Define a role of your own, or change it',
    description:
      'Its grants must be among your own: nobody gives what they have not. Members with the role get the change within five seconds.',
    level: 'tenant',
    method: 'PUT',
    path: '/roles/{code}',
    scope: 'access:write',
    status: 200,
    input: z.strictObject({
      code: roleCode,
      name: requiredLine(LIMITS.nameCharsMax),
      description: line(500).optional(),
      grants: z
        .array(grant)
        .min(1, 'Give at least one grant.')
        .max(GRANTS_MAX, `At most ${GRANTS_MAX} grants.`),
      rules: recordRules.optional(),
    }),
    reply: roleView,
    example: {
      name: 'Sales in the north',
      description: 'Sees what was sold there',
      grants: ['company:read', 'ledger:read'],
      rules: [{ field: 'account', allow: ['40*'] }],
    },
  }),
  DropRole: command({
    summary: 'Drop a role of your own',
    description: 'Only when no member, invitation or key has it.',
    level: 'tenant',
    method: 'DELETE',
    path: '/roles/{code}',
    scope: 'access:write',
    body: 'none',
    status: 200,
    input: z.strictObject({ code: roleCode }),
    reply: z.object({ code: z.string() }),
  }),
  GetPermissionMatrix: query({
    summary: 'Show every operation, and which roles may call it',
    level: 'tenant',
    path: '/permissions',
    scope: 'access:read',
    input: z.strictObject({}),
    reply: permissionMatrix,
  }),
  CheckAccess: query({
    summary: 'Explain whether an actor may do something with a record, and why',
    description:
      'For yourself by default. For someone else with `user`, which needs the scope `access:read`. Amounts and policies are not looked at: they depend on what is sent.',
    path: '/authz/check',
    scope: 'company:read',
    input: z.strictObject({
      command: z.string().max(100).describe('Full name of an operation: `ledger.PostJournalEntry`.'),
      record: z.string().max(200).optional().describe('Id of a journal entry, or code of an account.'),
      user: z.string().max(60).optional(),
    }),
    reply: accessCheck,
  }),
} as const
