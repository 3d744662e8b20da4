import { FIELD_CLASSES } from '../../durable-objects/kernel/field-classes.ts'
import type { Grants } from '../../durable-objects/kernel/grants.ts'
import type { FieldRule } from '../../durable-objects/kernel/rules.ts'
import { operations, scopeOfOperation } from '../contracts.ts'

/** A role as it is in force: a built-in one, or one that a tenant defined. */
export interface Role {
  code: string
  name: string
  description: string
  grants: Grants
  rules: readonly FieldRule[]
}

/**
 * The built-in roles, as people know them in an office. A grant is written as in `kernel/grants.ts`; `*:read` is every
 * module's reading, `field:*` every class of masked fields, so that a new module is in the roles that it belongs to.
 * What nobody but an owner has is `*` itself: to make owners, and what is added one day.
 */
const READS_BOOKS = ['company:read', 'ledger:read', 'documents:read']
const EVERYONE = ['company.ListCompanies', 'company.GetCompany', 'access.CheckAccess', 'access.ListPeople']
const OWN_APPROVALS = ['guardrails.CheckCommand', 'guardrails.WithdrawCommand', 'approvals:read']
const POSTS = [
  'ledger.PostJournalEntry',
  'ledger.ReverseJournalEntry',
  'drafts:write',
  'drafts.PostDraft',
  'documents:write',
]

const TABLE: readonly [code: string, name: string, what: string, grants: readonly string[]][] = [
  ['owner', 'Owner', 'Everything, and the only one who makes other owners.', ['*']],
  [
    'administrator',
    'Administrator',
    'Sets up companies, people, keys and policies; everything but the owners.',
    ['*:read', '*:write', 'field:*'],
  ],
  [
    'accountant',
    'Accountant',
    'Keeps the books: the chart, entries, imports, reports.',
    [
      ...READS_BOOKS,
      'ledger:write',
      'periods:write',
      'drafts:write',
      'documents:write',
      'inventory:read',
      'items:write',
      'stock:write',
      'guardrails:read',
      'approvals:*',
      'field:*',
    ],
  ],
  [
    'payables-clerk',
    'Payables clerk',
    'Books what the company owes and sees where it is paid to.',
    [...READS_BOOKS, ...POSTS, ...OWN_APPROVALS, 'field:bank-details'],
  ],
  [
    'receivables-clerk',
    'Receivables clerk',
    'Books what customers owe and what they paid.',
    [...READS_BOOKS, ...POSTS, ...OWN_APPROVALS],
  ],
  ['sales', 'Sales', 'Quotes and orders of customers.', [...EVERYONE, ...OWN_APPROVALS, 'inventory:read']],
  [
    'purchaser',
    'Purchaser',
    'Orders from suppliers, and sees what goods cost.',
    [...EVERYONE, ...OWN_APPROVALS, 'inventory:read', 'field:costs'],
  ],
  [
    'warehouse',
    'Warehouse',
    'Receives, stores and ships goods.',
    [...EVERYONE, ...OWN_APPROVALS, 'inventory:read', 'stock:write'],
  ],
  [
    'manager',
    'Manager',
    'Reads the figures and decides what waits for approval.',
    [...READS_BOOKS, 'inventory:read', 'guardrails:read', 'approvals:*', 'field:costs'],
  ],
  [
    'employee',
    'Employee',
    'Sees the company, and what is waiting for them.',
    [...EVERYONE, ...OWN_APPROVALS],
  ],
  [
    'auditor',
    'Auditor',
    'Reads everything, masked fields included, and changes nothing.',
    ['*:read', 'field:*'],
  ],
  [
    'integration',
    'Integration',
    'For programs: reads the books and posts to them.',
    [
      ...READS_BOOKS,
      'ledger:write',
      'drafts:write',
      'documents:write',
      'inventory:read',
      'items:write',
      'stock:write',
      'field:costs',
    ],
  ],
]

export const OWNER = 'owner'

let builtIn: ReadonlyMap<string, Role> | undefined

export function builtInRoles(): ReadonlyMap<string, Role> {
  builtIn ??= new Map(
    TABLE.map(([code, name, description, patterns]) => [
      code,
      { code, name, description, grants: expanded(patterns), rules: [] },
    ]),
  )
  return builtIn
}

/** Every grant that means something: scopes, operations, classes of fields. */
export function knownGrants(): ReadonlySet<string> {
  return new Set([
    ...operations().flatMap(({ module, name, operation }) => [operation.scope, `${module}.${name}`]),
    ...Object.keys(FIELD_CLASSES).map((each) => `field:${each}`),
  ])
}

function expanded(patterns: readonly string[]): Grants {
  if (patterns.includes('*')) return '*'
  const known = [...knownGrants()]
  const grants = patterns.flatMap((pattern) => known.filter((grant) => matches(pattern, grant)))
  return [...new Set(grants)].sort().join(' ')
}

function matches(pattern: string, grant: string): boolean {
  if (pattern.startsWith('*')) return grant.endsWith(pattern.slice(1))
  return pattern.endsWith('*') ? grant.startsWith(pattern.slice(0, -1)) : grant === pattern
}

/** Several roles together: the union of what each grants. */
export function unionOfGrants(roles: readonly Pick<Role, 'grants'>[]): Grants {
  const all = new Set(roles.flatMap(({ grants }) => grants.split(' ').filter((grant) => grant !== '')))
  return all.has('*') ? '*' : [...all].sort().join(' ')
}

/**
 * The grants of a list that go beyond what somebody has: to give is to have. An operation is covered by its scope, a scope
 * by all of its operations; a class of fields only by itself.
 */
export function beyond(wanted: Grants, has: Grants): string[] {
  const own = new Set(has.split(' '))
  if (own.has('*')) return []
  const isCovered = (grant: string) => {
    if (own.has(grant)) return true
    if (grant.includes('.')) return own.has(scopeOfOperation(grant) ?? '')
    if (grant.startsWith('field:') || grant === '*') return false
    const names = operations().filter(({ operation }) => operation.scope === grant)
    return names.length > 0 && names.every(({ module, name }) => own.has(`${module}.${name}`))
  }
  return wanted.split(' ').filter((grant) => grant !== '' && !isCovered(grant))
}
