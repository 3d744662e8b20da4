import type { OAuthOptions, OAuthProviderExtension } from '@better-auth/oauth-provider'
import { APIError } from 'better-auth/api'
import { OPENID_SCOPES } from '../../../d1/identity/oauth-apps.ts'
import { addGrant, findGrant, findRefreshToken } from '../../../d1/identity/oauth-grants.ts'
import type { Region } from '../../../durable-objects/kernel/regions.ts'
import { actorOfMember } from '../../access/members.ts'
import { type Env, identityDatabase } from '../../regions.ts'
import { allScopes } from '../../scopes.ts'
import { sha256 } from '../keys.ts'
import {
  issuerOf,
  KEY_GRACE_SECONDS,
  KEY_SECONDS,
  resourceOf,
  SECRET_PREFIX,
  TOKEN_SECONDS,
} from './identifiers.ts'

type ClaimsInput = Parameters<NonNullable<NonNullable<OAuthProviderExtension['claims']>['accessToken']>>[0]

/** The authorization server of one region (OAuth 2.1), as options of the library's plugin. */
export function oauthOptions(env: Env, region: Region, origin: string): OAuthOptions<string[]> {
  return {
    // Routes of ours, which lead to the pages with what these need in one parameter.
    loginPage: `/v1/auth/${region}/oauth2/sign-in`,
    consentPage: `/v1/auth/${region}/oauth2/ask`,
    scopes: [...OPENID_SCOPES, ...allScopes()],
    resources: [{ identifier: resourceOf(origin), name: 'Meridian API' }],
    // There is one resource, and every client is made for it.
    enforcePerClientResources: false,
    grantTypes: ['authorization_code', 'client_credentials', 'refresh_token'],
    accessTokenExpiresIn: TOKEN_SECONDS.access,
    m2mAccessTokenExpiresIn: TOKEN_SECONDS.access,
    idTokenExpiresIn: TOKEN_SECONDS.access,
    codeExpiresIn: TOKEN_SECONDS.authorizationCode,
    refreshTokenExpiresIn: TOKEN_SECONDS.refresh,
    // A rotated refresh token is good for nothing, not even within seconds: whoever has it is a thief or was robbed.
    refreshTokenReuseInterval: 0,
    allowDynamicClientRegistration: false,
    // Clients are managed through the tenant's own operations, never through the library's.
    clientPrivileges: () => false,
    resourcePrivileges: () => false,
    prefix: SECRET_PREFIX,
    extensions: [{ claims: { accessToken: (input) => claimsOf(env, region, input) } }],
  }
}

export const jwtOptions = (region: Region, origin: string) => ({
  disableSettingJwtHeader: true,
  jwks: {
    keyPairConfig: { alg: 'EdDSA', crv: 'Ed25519' } as const,
    rotationInterval: KEY_SECONDS,
    gracePeriod: KEY_GRACE_SECONDS,
  },
  jwt: { issuer: issuerOf(origin, region) },
})

/**
 * What an access token says beside the standard claims: the tenant, which is the client's, and the grant, which is the
 * family of all tokens from one authorization code. Asked at every issue, so it is also where an issue is refused.
 */
async function claimsOf(env: Env, region: Region, input: ClaimsInput): Promise<Record<string, unknown>> {
  const { ctx, client, user, grantType, scopes } = input
  const tenant = client.referenceId
  if (!tenant) throw refused('The client belongs to no tenant.')
  if (grantType === 'client_credentials') return { tenant }
  if (!user) throw refused('The person is gone.')
  if (!(await actorOfMember(env, region, tenant, user.id)))
    throw refused('The person is not a member of the tenant that the client belongs to.')

  const database = identityDatabase(env, region)
  const body = ctx.body as { code?: string; refresh_token?: string }
  if (grantType === 'authorization_code') {
    const id = await sha256(body.code ?? '')
    const grant = { id, client: client.clientId, tenant, user: user.id, scopes: scopes.join(' ') }
    await addGrant(database, { ...grant, createdAt: Date.now() })
    return { tenant, grant: id }
  }
  const token = await findRefreshToken(database, await refreshTokenHash(body.refresh_token ?? ''))
  const grant = token?.authorizationCodeId ? await findGrant(database, token.authorizationCodeId) : undefined
  if (!grant || grant.revokedAt !== null) throw refused('What the person granted was revoked.')
  return { tenant, grant: grant.id }
}

/** How the library stores a refresh token. */
export const refreshTokenHash = (text: string): Promise<string> =>
  sha256(text.startsWith(SECRET_PREFIX.refreshToken) ? text.slice(SECRET_PREFIX.refreshToken.length) : text)

const refused = (description: string) =>
  new APIError('BAD_REQUEST', { error: 'invalid_grant', error_description: description })
