import type { Context } from 'hono'
import ipaddr from 'ipaddr.js'
import { type ApiKey, noteKeyUse, parseApiKey, verifyApiKey } from '../../d1/identity/api-keys.ts'
import { findMembership, findTenantRoles } from '../../d1/identity/members.ts'
import { intersectGrants } from '../../durable-objects/kernel/grants.ts'
import type { Actor } from '../../durable-objects/kernel/module.ts'
import type { Region } from '../../durable-objects/kernel/regions.ts'
import type { RecordRule } from '../../durable-objects/kernel/rules.ts'
import { scopeOfOperation } from '../contracts.ts'
import type { Edge } from '../edge.ts'
import { inBackground } from '../http/background.ts'
import { clientAddress } from '../http/client-address.ts'
import { record } from '../identity/security.ts'
import { type Env, identityDatabase } from '../regions.ts'
import { actorWith, rolesOf } from './members.ts'
import { Remembered } from './remembered.ts'

/** Who acts with an API key that is in force. */
export interface KeyHolder {
  actor: Actor
  region: Region
  isSuspended: boolean
  allowedAddresses: readonly string[]
}

const remembered = new Remembered<KeyHolder>()

/** So that a revoked key is so at once in this isolate; others follow within five seconds. */
export const forgetKeys = (): void => remembered.clear()

/**
 * A key never has more than its maker has now: it acts with what both allow, under the rules of both, and not at all when
 * its maker is no longer a member. Where it may be used from is checked at every use.
 */
export async function actorOfKey(c: Context<Edge>, text: string): Promise<KeyHolder | undefined> {
  const holder = await remembered.get(text, () => load(c.env, text))
  if (!holder) return undefined
  const address = clientAddress(c)
  if (!isAllowedFrom(holder.allowedAddresses, address)) {
    const { actor, region } = holder
    const event = {
      type: 'api-key-refused',
      tenant: actor.tenant,
      user: actor.id,
      detail: { reason: 'address' },
    } as const
    if (isFirstOfMinute(refused, actor.id)) inBackground(c, record(c, region, event))
    return undefined
  }
  if (isFirstOfMinute(used, holder.actor.id))
    inBackground(c, noteKeyUse(identityDatabase(c.env, holder.region), holder.actor.id, Date.now(), address))
  return holder
}

async function load(env: Env, text: string): Promise<KeyHolder | undefined> {
  const parsed = parseApiKey(text)
  if (!parsed) return undefined
  const database = identityDatabase(env, parsed.region)
  const key = await verifyApiKey(database, parsed.id, text, Date.now())
  if (!key) return undefined
  const maker = key.createdBy?.startsWith('user_') ? key.createdBy : undefined
  const { member, profile, roles } =
    maker === undefined
      ? { member: undefined, ...(await findTenantRoles(database, key.tenant)) }
      : await findMembership(database, key.tenant, maker)
  if (maker !== undefined && (!member || member.disabled)) return undefined
  const own = actorOf(key, rolesOf(key.roles, roles))
  const by =
    member && actorWith({ tenant: key.tenant, id: member.user }, rolesOf(member.roles, roles), member.rules)
  return {
    actor: by ? within(own, by) : own,
    region: parsed.region,
    isSuspended: profile?.status === 'suspended',
    allowedAddresses: key.allowedAddresses,
  }
}

function actorOf(key: ApiKey, roles: ReturnType<typeof rolesOf>): Actor {
  const { tenant, id } = key
  if (key.roles.length === 0)
    return {
      tenant,
      id,
      roles: ['integration'],
      grants: key.scopes,
      ...(key.rules.length > 0 && { rules: key.rules }),
    }
  const actor = actorWith({ tenant, id }, roles, [])
  return withRules(actor, key.rules)
}

const within = (key: Actor, maker: Actor): Actor =>
  withRules(
    { ...key, grants: intersectGrants(key.grants, maker.grants.split(' '), scopeOfOperation) },
    maker.rules ?? [],
  )

function withRules(actor: Actor, more: readonly RecordRule[]): Actor {
  const known = new Set((actor.rules ?? []).map((rule) => JSON.stringify(rule)))
  const rules = [...(actor.rules ?? []), ...more.filter((rule) => !known.has(JSON.stringify(rule)))]
  return rules.length === 0 ? actor : { ...actor, rules }
}

/** An address that nobody trustworthy tells is none of the allowed ones. */
export function isAllowedFrom(allowed: readonly string[], address: string | undefined): boolean {
  if (allowed.length === 0) return true
  if (address === undefined || !ipaddr.isValid(address)) return false
  const from = ipaddr.process(address)
  return allowed.some((range) => {
    const [network, bits] = ipaddr.parseCIDR(withPrefix(range))
    return network.kind() === from.kind() && from.match(network, bits)
  })
}

/** `203.0.113.7` is `203.0.113.7/32`; undefined when the text is neither an address nor a range. */
export function rangeOf(text: string): string | undefined {
  const range = withPrefix(text)
  return ipaddr.isValidCIDR(range) && !text.includes('%') ? range : undefined
}

const withPrefix = (text: string) => (text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`)

const MINUTE_MS = 60_000
const NOTED_MAX = 10_000
const used = new Map<string, number>()
const refused = new Map<string, number>()

/** A row written for every request would be most of its cost. */
function isFirstOfMinute(noted: Map<string, number>, id: string): boolean {
  const nowMs = Date.now()
  if (nowMs - (noted.get(id) ?? 0) < MINUTE_MS) return false
  if (noted.size >= NOTED_MAX) noted.clear()
  noted.set(id, nowMs)
  return true
}
