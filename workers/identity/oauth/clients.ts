import { findTenantRoles } from '../../../d1/identity/members.ts'
import {
  addApp,
  countApps,
  findApp,
  listApps,
  type OAuthApp,
  removeApp,
  setSecret,
} from '../../../d1/identity/oauth-apps.ts'
import type { InputOf } from '../../../durable-objects/kernel/contract.ts'
import { intersectGrants } from '../../../durable-objects/kernel/grants.ts'
import { newId } from '../../../durable-objects/kernel/ids.ts'
import type { Actor } from '../../../durable-objects/kernel/module.ts'
import { isRefusal, type Refusal, refuse } from '../../../durable-objects/kernel/result.ts'
import { hereOf, iso, isoOrNull } from '../../access/calling.ts'
import { APPS_MAX, type OAuthClientView } from '../../access/contract/apps.ts'
import type { AccessContract } from '../../access/contract.ts'
import { refusalToGive } from '../../access/giving.ts'
import { rolesOf } from '../../access/members.ts'
import { once } from '../../access/once.ts'
import { scopeOfOperation } from '../../contracts.ts'
import { problem } from '../../http/problem.ts'
import type { Call, SpecialHandler } from '../../mount.ts'
import { allScopes } from '../../scopes.ts'
import { newToken, sha256 } from '../keys.ts'
import { record } from '../security.ts'
import { SECRET_PREFIX } from './identifiers.ts'
import { redirectFaults } from './redirect-uri.ts'
import { forgetTokens } from './verify.ts'

/** The tenant's apps: who may ask its members for access, and act in it. */

type Wanted = InputOf<AccessContract, 'RegisterOAuthClient'>

export const oauthHandlers: Record<string, SpecialHandler> = {
  'access.ListOAuthClients': listOAuthClients,
  'access.RegisterOAuthClient': once(registerOAuthClient, ['clientSecret']),
  'access.RotateOAuthClientSecret': once(rotateOAuthClientSecret, ['clientSecret']),
  'access.RemoveOAuthClient': once(removeOAuthClient),
}

async function listOAuthClients(call: Call): Promise<Response> {
  const { database, actor } = hereOf(call)
  const apps = await listApps(database, actor.tenant)
  return call.c.json({ data: apps.map((app) => viewOf(app, app.people)), nextCursor: null })
}

async function registerOAuthClient(call: Call): Promise<Response> {
  const { c } = call
  const { region, database, actor } = hereOf(call)
  const wanted = call.input as Wanted
  const refusal = (await refusalOf(database, actor, wanted)) ?? (await fullOf(database, actor.tenant))
  if (refusal) return problem(c, refusal)

  const isPublic = wanted.type === 'public'
  const actsAlone = wanted.grantTypes.includes('client_credentials')
  const app: OAuthApp = {
    id: newId('oauthClient'),
    tenant: actor.tenant,
    name: wanted.name,
    uri: wanted.uri ?? null,
    isPublic,
    redirectUris: wanted.redirectUris,
    grantTypes: [...new Set(wanted.grantTypes)],
    scopes: [...new Set(wanted.scopes)].sort(),
    role: actsAlone ? (wanted.role ?? DEFAULT_ROLE) : null,
    createdBy: actor.id,
    createdAt: Date.now(),
    lastUsedAt: null,
  }
  const secret = isPublic ? null : newToken()
  await addApp(database, app, secret === null ? null : await sha256(secret))
  await record(c, region, {
    type: 'client-registered',
    tenant: actor.tenant,
    user: actor.id,
    detail: { client: app.id, name: app.name, scopes: app.scopes, redirectUris: app.redirectUris },
  })
  return c.json({ ...viewOf(app, 0), clientSecret: secret && SECRET_PREFIX.clientSecret + secret }, 201)
}

const DEFAULT_ROLE = 'integration'

/** The old secret is worth nothing from the moment that the new one is written. */
async function rotateOAuthClientSecret(call: Call): Promise<Response> {
  const { c } = call
  const { region, database, actor } = hereOf(call)
  const app = await appOf(call)
  if (isRefusal(app)) return problem(c, app)
  if (app.isPublic) return problem(c, publicApp(app.name))
  const secret = newToken()
  await setSecret(database, app.id, await sha256(secret))
  const detail = { client: app.id, name: app.name, change: 'new secret' }
  await record(c, region, { type: 'client-changed', tenant: actor.tenant, user: actor.id, detail })
  return c.json({ id: app.id, clientSecret: SECRET_PREFIX.clientSecret + secret }, 201)
}

async function removeOAuthClient(call: Call): Promise<Response> {
  const { c } = call
  const { region, database, actor } = hereOf(call)
  const app = await appOf(call)
  if (isRefusal(app)) return problem(c, app)
  await removeApp(database, app.id)
  forgetTokens()
  const detail = { client: app.id, name: app.name }
  await record(c, region, { type: 'client-removed', tenant: actor.tenant, user: actor.id, detail })
  return c.json({ id: app.id })
}

/** Another tenant's app is one that does not exist. */
async function appOf(call: Call): Promise<OAuthApp | Refusal> {
  const { database, actor } = hereOf(call)
  const { id } = call.input as { id: string }
  const app = await findApp(database, id)
  return app?.tenant === actor.tenant
    ? app
    : refuse('oauth_client_not_found', `Your tenant has no app ${id}. GET /v1/oauth-clients lists them.`)
}

async function refusalOf(database: D1Database, actor: Actor, wanted: Wanted): Promise<Refusal | undefined> {
  const uses = new Set(wanted.grantTypes)
  const faults = redirectFaults(wanted.redirectUris, wanted.type)
  if (uses.has('authorization_code') && wanted.redirectUris.length === 0)
    faults.push({ pointer: '/redirectUris', code: 'required', detail: 'Say where people are sent back to.' })
  if (faults[0]) return refuse('redirect_uri_not_allowed', faults[0].detail, faults)

  const known = new Set(allScopes())
  const unknown = wanted.scopes.flatMap((scope, index) =>
    known.has(scope)
      ? []
      : [{ pointer: `/scopes/${index}`, code: 'unknown_scope', detail: `There is no scope ${scope}.` }],
  )
  if (unknown[0])
    return refuse('unknown_scope', `${unknown[0].detail} GET /v1/permissions lists them.`, unknown)

  if (!uses.has('client_credentials')) return wanted.role === undefined ? undefined : roleWithoutUse()
  if (wanted.type === 'public') return secretNeeded()
  return refusalOfRole(database, actor, wanted)
}

/** What an app may do by itself, whoever registers it must be allowed to do. */
async function refusalOfRole(
  database: D1Database,
  actor: Actor,
  { role: code = DEFAULT_ROLE, scopes }: Wanted,
): Promise<Refusal | undefined> {
  const { roles } = await findTenantRoles(database, actor.tenant)
  const [role] = rolesOf([code], roles)
  const pointer = '/role'
  if (!role)
    return refuse('unknown_role', `There is no role ${code}.`, [
      { pointer, code: 'unknown_role', detail: `There is no role ${code}. GET /v1/roles lists them.` },
    ])
  return refusalToGive(actor, intersectGrants(role.grants, scopes, scopeOfOperation), pointer)
}

async function fullOf(database: D1Database, tenant: string): Promise<Refusal | undefined> {
  if ((await countApps(database, tenant)) < APPS_MAX) return undefined
  return refuse(
    'too_many_oauth_clients',
    `A tenant has at most ${APPS_MAX} apps. Remove one that is not used.`,
  )
}

const wrong = (pointer: string, detail: string): Refusal =>
  refuse('invalid_request', detail, [{ pointer, code: 'not_allowed', detail }])

const roleWithoutUse = () =>
  wrong('/role', 'Only an app with client_credentials acts by itself and has a role. Leave it out.')

const secretNeeded = () =>
  wrong(
    '/type',
    'Client credentials need a secret, which a public app cannot keep. Register a confidential one.',
  )

const publicApp = (name: string) =>
  refuse('oauth_client_public', `${name} is public: it proves itself by PKCE and has no secret to replace.`)

const viewOf = (app: OAuthApp, people: number): OAuthClientView => ({
  id: app.id,
  name: app.name,
  uri: app.uri,
  type: app.isPublic ? 'public' : 'confidential',
  redirectUris: app.redirectUris,
  grantTypes: app.grantTypes as OAuthClientView['grantTypes'],
  scopes: app.scopes,
  role: app.role,
  people,
  createdAt: iso(app.createdAt),
  createdBy: app.createdBy,
  lastUsedAt: isoOrNull(app.lastUsedAt),
})
