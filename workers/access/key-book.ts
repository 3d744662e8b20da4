import {
  type ApiKey,
  createApiKey as createInDatabase,
  findApiKey,
  listApiKeys as keysOf,
  revokeApiKey as revokeInDatabase,
} from '../../d1/identity/api-keys.ts'
import { findTenantRoles } from '../../d1/identity/members.ts'
import type { InputOf } from '../../durable-objects/kernel/contract.ts'
import { type FieldError, isRefusal, type Refusal, refuse } from '../../durable-objects/kernel/result.ts'
import { edgeRefusal, problem } from '../http/problem.ts'
import { record } from '../identity/security.ts'
import type { Call } from '../mount.ts'
import { type Here, hereOf, iso, isoOrNull, pageOf } from './calling.ts'
import type { ApiKeyView } from './contract/keys.ts'
import type { AccessContract } from './contract.ts'
import { grantFaults, rolesToGive } from './giving.ts'
import { forgetKeys, rangeOf } from './keys.ts'
import { beyond, OWNER } from './roles.ts'

/** The tenant's API keys. */
type Wanted = InputOf<AccessContract, 'CreateApiKey'>

export async function listApiKeys(call: Call): Promise<Response> {
  const { actor, database } = hereOf(call)
  const nowMs = Date.now()
  const page = await pageOf(
    call.input as InputOf<AccessContract, 'ListApiKeys'>,
    (after, limit) => keysOf(database, actor.tenant, after, limit),
    ({ id }) => id,
    (row) => view(row, nowMs),
  )
  return isRefusal(page) ? problem(call.c, page) : call.c.json(page)
}

export async function createApiKey(call: Call): Promise<Response> {
  const { c } = call
  const here = hereOf(call)
  const { actor, database, region } = here
  const wanted = call.input as Wanted
  const nowMs = Date.now()
  const expiresAt = wanted.expiresAt === undefined ? undefined : Date.parse(wanted.expiresAt)
  const ranges = (wanted.allowedAddresses ?? []).map(rangeOf)
  const refusal =
    formFault(wanted) ??
    (expiresAt !== undefined && expiresAt <= nowMs
      ? invalid('/expiresAt', 'Lies in the past. Choose a later one.')
      : undefined) ??
    addressFault(ranges) ??
    (await refusalToMake(here, wanted))
  if (refusal) return problem(c, refusal)
  const { id, text } = await createInDatabase(database, {
    tenant: actor.tenant,
    region,
    name: wanted.name,
    scopes: wanted.scopes ?? [],
    roles: wanted.roles ?? [],
    // What binds the maker binds the key, whatever becomes of the maker's roles.
    rules: actor.rules ?? [],
    allowedAddresses: ranges as string[],
    createdBy: actor.id,
    ...(expiresAt !== undefined && { expiresAt }),
  })
  const detail = { key: id, name: wanted.name, roles: wanted.roles ?? [], scopes: wanted.scopes ?? [] }
  await record(c, region, { type: 'api-key-created', tenant: actor.tenant, user: actor.id, detail })
  const made = await findApiKey(database, actor.tenant, id)
  if (!made) throw new Error('a key that was just made is not there')
  return c.json({ ...view(made, nowMs), text }, 201)
}

export async function revokeApiKey(call: Call): Promise<Response> {
  const { c } = call
  const { actor, database, region } = hereOf(call)
  const { id } = call.input as InputOf<AccessContract, 'RevokeApiKey'>
  const key = await findApiKey(database, actor.tenant, id)
  if (!key) return problem(c, refuse('api_key_not_found', `There is no API key ${id} here.`))
  const nowMs = Date.now()
  if (key.revokedAt === null) {
    await revokeInDatabase(database, id, nowMs)
    forgetKeys()
    const detail = { key: id, name: key.name }
    await record(c, region, { type: 'api-key-revoked', tenant: actor.tenant, user: actor.id, detail })
  }
  return c.json(view({ ...key, revokedAt: key.revokedAt ?? nowMs }, nowMs))
}

const formFault = ({ roles, scopes }: Wanted): Refusal | undefined =>
  (roles === undefined) === (scopes === undefined)
    ? invalid('/scopes', 'Give the key either roles or scopes.')
    : scopes?.includes('*') || roles?.includes(OWNER)
      ? invalid(scopes ? '/scopes' : '/roles', 'A key never has everything. Name what it needs.')
      : scopes && grantFaults(scopes)

function addressFault(ranges: readonly (string | undefined)[]): Refusal | undefined {
  const errors = ranges.flatMap((range, index): FieldError[] =>
    range === undefined
      ? [
          {
            pointer: `/allowedAddresses/${index}`,
            code: 'invalid_address',
            detail: 'Write an address or a range such as "203.0.113.0/24".',
          },
        ]
      : [],
  )
  const [first] = errors
  return first && refuse('invalid_address', first.detail, errors)
}

async function refusalToMake(
  { actor, database }: Here,
  { roles, scopes }: Wanted,
): Promise<Refusal | undefined> {
  // The key is bound to its maker's rules, so unlike a member it may be made by somebody who has some.
  const unbound = { ...actor, rules: [] }
  if (roles === undefined) {
    const missing = beyond((scopes ?? []).join(' '), actor.grants)
    if (missing.length === 0) return undefined
    const detail = `You have not ${missing.slice(0, 5).join(', ')} yourself, so a key of yours cannot have it.`
    return refuse('cannot_give', detail, [{ pointer: '/scopes', code: 'cannot_give', detail }])
  }
  const { roles: custom } = await findTenantRoles(database, actor.tenant)
  const given = rolesToGive(unbound, roles, custom)
  return isRefusal(given) ? given : undefined
}

const invalid = (pointer: string, detail: string) =>
  edgeRefusal('invalid_request', `${pointer.slice(1)}: ${detail}`, [{ pointer, code: 'invalid', detail }])

const view = (key: ApiKey, nowMs: number): ApiKeyView => ({
  id: key.id,
  name: key.name,
  prefix: key.prefix,
  roles: key.roles,
  scopes: key.scopes.split(' ').filter((scope) => scope !== ''),
  allowedAddresses: key.allowedAddresses,
  state:
    key.revokedAt !== null
      ? 'revoked'
      : key.expiresAt !== null && key.expiresAt <= nowMs
        ? 'expired'
        : 'active',
  createdBy: key.createdBy,
  createdAt: iso(key.createdAt),
  expiresAt: isoOrNull(key.expiresAt),
  lastUsedAt: isoOrNull(key.lastUsedAt),
  lastUsedFrom: key.lastUsedFrom,
})
