import { noteUse, stateOfToken, type TokenState } from '../../../d1/identity/oauth-grants.ts'
import { intersectGrants } from '../../../durable-objects/kernel/grants.ts'
import type { Actor } from '../../../durable-objects/kernel/module.ts'
import type { Region } from '../../../durable-objects/kernel/regions.ts'
import { actorOfMember, actorOfRoles } from '../../access/members.ts'
import { Remembered } from '../../access/remembered.ts'
import { scopeOfOperation } from '../../contracts.ts'
import { type Env, identityDatabase } from '../../regions.ts'
import { type AccessToken, readAccessToken, type SignatureFault } from './signature.ts'

/** Why a token is not accepted; goes into the security log, never to the caller. */
export type TokenFault = SignatureFault | 'client' | 'tenant' | 'grant' | 'session' | 'member'

export interface TokenBearer {
  actor: Actor
  region: Region
  clientId: string
  scopes: string[]
  /** Undefined when a client acts by itself. */
  userId: string | undefined
  sessionId: string | undefined
}

export interface RefusedToken {
  refused: TokenFault
  /** Whom the token names, where its signature holds. */
  token: AccessToken | undefined
}

/**
 * Who acts with an access token: the person who granted it, or the client itself, as far as both the role and the
 * scopes go. The signature says what was granted; the identity database says, at most five seconds late, whether
 * client, grant, session and membership are still in force.
 */
export async function actorOfAccessToken(
  env: Env,
  text: string,
  origin: string,
): Promise<TokenBearer | RefusedToken> {
  const token = await readAccessToken(env, text, origin)
  if (typeof token === 'string') return { refused: token, token: undefined }
  const fault = faultOf(token, await rememberedState(env, token))
  if (fault) return { refused: fault, token }
  const actor = await actorOf(env, token)
  if (!actor) return { refused: 'member', token }
  return {
    actor: { ...actor, grants: intersectGrants(actor.grants, token.scopes, scopeOfOperation) },
    region: token.region,
    clientId: token.client,
    scopes: token.scopes,
    userId: token.grant === undefined ? undefined : token.subject,
    sessionId: token.session,
  }
}

function faultOf(token: AccessToken, state: TokenState | undefined): TokenFault | undefined {
  if (!state || state.isDisabled) return 'client'
  if (state.tenant !== token.tenant) return 'tenant'
  if (token.grant === undefined)
    return token.subject === token.client && state.role !== null ? undefined : 'grant'
  const { grant } = state
  if (!grant || grant.isRevoked) return 'grant'
  if (grant.client !== token.client || grant.user !== token.subject) return 'grant'
  return token.session === undefined || state.hasSession ? undefined : 'session'
}

async function actorOf(env: Env, token: AccessToken): Promise<Actor | undefined> {
  const { region, tenant, subject, client } = token
  if (token.grant !== undefined) return actorOfMember(env, region, tenant, subject)
  const role = (await rememberedState(env, token))?.role
  return role ? actorOfRoles(env, region, tenant, client, [role]) : undefined
}

const states = new Remembered<TokenState>()

/** So that whoever takes something back sees it at once; other isolates see it within five seconds. */
export const forgetTokens = (): void => states.clear()

function rememberedState(env: Env, token: AccessToken): Promise<TokenState | undefined> {
  const { region, client, grant, session } = token
  return states.get(`${region} ${client} ${grant} ${session}`, async () => {
    const database = identityDatabase(env, region)
    const nowMs = Date.now()
    const state = await stateOfToken(database, { client, grant, session }, nowMs)
    if (state && nowMs - state.usedAt > USE_NOTED_MS) await noteUse(database, { client, grant }, nowMs)
    return state
  })
}

/** Of a token's use, the minute is noted. */
const USE_NOTED_MS = 60_000
