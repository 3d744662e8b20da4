import { symmetricEncrypt } from 'better-auth/crypto'
import { findTenantRoles } from '../../../d1/identity/members.ts'
import {
  type Configuration,
  findConfiguration,
  removeConfiguration,
  saveConfiguration,
  setProven,
} from '../../../d1/identity/single-sign-on.ts'
import type { InputOf } from '../../../durable-objects/kernel/contract.ts'
import type { Actor } from '../../../durable-objects/kernel/module.ts'
import type { Region } from '../../../durable-objects/kernel/regions.ts'
import { isRefusal, type Refusal, refuse } from '../../../durable-objects/kernel/result.ts'
import { hereOf, iso } from '../../access/calling.ts'
import type { SingleSignOnView } from '../../access/contract/single-sign-on.ts'
import type { AccessContract } from '../../access/contract.ts'
import { rolesToGive } from '../../access/giving.ts'
import { once } from '../../access/once.ts'
import { originOf } from '../../http/origin.ts'
import { problem } from '../../http/problem.ts'
import type { Call, SpecialHandler } from '../../mount.ts'
import { issuerOf } from '../oauth/identifiers.ts'
import { record } from '../security.ts'
import { isProven, recordOf } from './domains.ts'
import { discover, ProviderFault } from './provider.ts'

/** The tenant's own identity provider, as its administrators see and set it. */
export const ssoHandlers: Record<string, SpecialHandler> = {
  'access.GetSingleSignOn': showSingleSignOn,
  'access.ConfigureSingleSignOn': once(configureSingleSignOn),
  'access.CheckSingleSignOnDomains': once(checkSingleSignOnDomains),
  'access.RemoveSingleSignOn': once(removeSingleSignOn),
}

type Wanted = InputOf<AccessContract, 'ConfigureSingleSignOn'>

export const callbackOf = (origin: string, region: Region): string =>
  `${issuerOf(origin, region)}/sso/callback`

async function showSingleSignOn(call: Call): Promise<Response> {
  const { database, actor } = hereOf(call)
  return call.c.json(viewOf(call, await findConfiguration(database, actor.tenant)))
}

async function configureSingleSignOn(call: Call): Promise<Response> {
  const { c } = call
  const { region, database, actor } = hereOf(call)
  const wanted = call.input as Wanted
  const role = wanted.join === 'role' ? (wanted.role ?? DEFAULT_ROLE) : null
  const before = await findConfiguration(database, actor.tenant)
  const refusal = roleWithoutUse(wanted) ?? (role && (await refusalOfRole(database, actor, role)))
  if (refusal) return problem(c, refusal)
  const clientSecret =
    wanted.clientSecret === undefined
      ? keptSecret(before, wanted)
      : await symmetricEncrypt({ key: c.env.AUTH_SECRET, data: wanted.clientSecret })
  if (clientSecret === undefined) return problem(c, secretNeeded())
  const provider = await discover(c.env, wanted.issuer)
  if (provider instanceof ProviderFault) return problem(c, unusable(provider.detail))
  const domains = [...new Set(wanted.domains)].sort()
  const { tenant } = actor
  const proofs = await Promise.all(domains.map((domain) => isProven(c.env, domain, tenant)))
  const provenBefore = new Set(
    before?.domains.flatMap((each) => (each.provenAt === null ? [] : [each.domain])),
  )
  const proven = domains.filter((domain, index) => proofs[index] ?? provenBefore.has(domain))
  if (wanted.required && proven.length === 0) return problem(c, domainNeeded())

  const { issuer, clientId, required } = wanted
  const row = {
    tenant,
    issuer,
    clientId,
    clientSecret,
    role,
    required,
    updatedBy: actor.id,
    updatedAt: Date.now(),
  }
  await saveConfiguration(database, row, domains)
  await noteProofs(database, tenant, domains, proven)
  const detail = { issuer, domains, proven, required, role }
  await record(c, region, { type: 'single-sign-on-configured', tenant, user: actor.id, detail })
  return c.json(viewOf(call, await findConfiguration(database, tenant)))
}

const DEFAULT_ROLE = 'employee'

async function checkSingleSignOnDomains(call: Call): Promise<Response> {
  const { c } = call
  const { region, database, actor } = hereOf(call)
  const { tenant } = actor
  const before = await findConfiguration(database, tenant)
  if (!before) return problem(c, notConfigured())
  const domains = before.domains.map(({ domain }) => domain)
  const proofs = await Promise.all(domains.map((domain) => isProven(c.env, domain, tenant)))
  const proven = before.domains.filter(({ provenAt }, index) => proofs[index] ?? provenAt !== null)
  const names = proven.map(({ domain }) => domain)
  await noteProofs(database, tenant, domains, names)
  const detail = { issuer: before.provider.issuer, domains, proven: names, check: true }
  await record(c, region, { type: 'single-sign-on-configured', tenant, user: actor.id, detail })
  return c.json(viewOf(call, await findConfiguration(database, tenant)))
}

async function removeSingleSignOn(call: Call): Promise<Response> {
  const { c } = call
  const { region, database, actor } = hereOf(call)
  const { tenant } = actor
  const before = await findConfiguration(database, tenant)
  if (!before) return problem(c, notConfigured())
  await removeConfiguration(database, tenant)
  const detail = { issuer: before.provider.issuer }
  await record(c, region, { type: 'single-sign-on-removed', tenant, user: actor.id, detail })
  return c.json(viewOf(call, undefined))
}

async function noteProofs(
  database: D1Database,
  tenant: string,
  domains: readonly string[],
  proven: readonly string[],
): Promise<void> {
  await setProven(database, tenant, proven, Date.now())
  await setProven(
    database,
    tenant,
    domains.filter((domain) => !proven.includes(domain)),
    null,
  )
}

/** A secret is for one provider: with another one, or another client, it has to be given anew. */
function keptSecret(before: Configuration | undefined, { issuer, clientId }: Wanted): string | undefined {
  const isSame = before?.provider.issuer === issuer && before.provider.clientId === clientId
  return isSame ? before.provider.clientSecret : undefined
}

/** Nobody lets others in with a role that goes beyond their own. */
async function refusalOfRole(database: D1Database, actor: Actor, code: string): Promise<Refusal | undefined> {
  const { roles } = await findTenantRoles(database, actor.tenant)
  const given = rolesToGive(actor, [code], roles, '/role')
  if (!isRefusal(given)) return undefined
  return { ...given, errors: given.errors.map((error) => ({ ...error, pointer: '/role' })) }
}

const about = (pointer: string, code: string, detail: string): Refusal =>
  refuse(code, detail, [{ pointer, code, detail }])

const roleWithoutUse = ({ join, role }: Wanted): Refusal | undefined =>
  join === 'invitation' && role !== undefined
    ? about(
        '/role',
        'invalid_request',
        'An invitation says the role. Leave it out, or let people join by role.',
      )
    : undefined

const secretNeeded = () =>
  about('/clientSecret', 'invalid_request', 'Enter the secret that the provider gave for this client.')

const unusable = (detail: string) => about('/issuer', 'sso_issuer_unusable', detail)

const domainNeeded = () =>
  about(
    '/required',
    'sso_required_needs_domain',
    'Nobody could sign in: no domain is proven yet. Save it without this, put the records into DNS, then switch it on.',
  )

const notConfigured = () =>
  refuse('sso_not_configured', 'Your tenant has no identity provider. PUT /v1/single-sign-on sets one.')

function viewOf({ c }: Call, configuration: Configuration | undefined): SingleSignOnView {
  const { region } = c.get('principal')
  const provider = configuration?.provider
  return {
    configured: provider !== undefined,
    redirectUri: callbackOf(originOf(c), region),
    issuer: provider?.issuer ?? null,
    clientId: provider?.clientId ?? null,
    required: provider?.required ?? false,
    join: provider?.role ? 'role' : 'invitation',
    role: provider?.role ?? null,
    domains: (configuration?.domains ?? []).map(({ domain, tenant, provenAt }) => ({
      domain,
      verified: provenAt !== null,
      record: recordOf(domain, tenant),
    })),
    updatedAt: provider ? iso(provider.updatedAt) : null,
  }
}
