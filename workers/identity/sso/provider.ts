import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose'
import { z } from 'zod'
import { fetchOutbound, type OutboundAnswer, type OutboundFault } from '../../http/outbound.ts'
import { checkedUrl } from '../../http/outbound-address.ts'
import type { Env } from '../../regions.ts'

/** A company's identity provider: what it says of itself and of people (OpenID Connect Core and Discovery 1.0). */

const discovery = z.object({
  issuer: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  jwks_uri: z.string(),
  userinfo_endpoint: z.string().optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
  id_token_signing_alg_values_supported: z.array(z.string()).optional(),
})
export type Provider = z.output<typeof discovery>

/** What is wrong with a provider, in words for the administrator who configures it. */
export class ProviderFault {
  readonly detail: string
  constructor(detail: string) {
    this.detail = detail
  }
}

/** Signatures that only the provider can make. `none` and the symmetric ones are not among them. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
]

const CLOCK_TOLERANCE_SECONDS = 60
const ID_TOKEN_AGE_SECONDS = 600

/** Loopback is for development and tests. */
const reach = (env: Env) => ({ allowLoopback: env.SANDBOX === 'on' })

/** Reads what the provider says of itself. It must be who it is asked for, and be reachable as users' addresses are. */
export async function discover(env: Env, issuer: string): Promise<Provider | ProviderFault> {
  const address = checkedUrl(issuer, reach(env))
  if (!(address instanceof URL)) return new ProviderFault(address.detail)
  if (address.search !== '' || address.hash !== '')
    return new ProviderFault('An issuer has no query and no fragment.')
  const answer = await fetchOutbound(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    accept: 'application/json',
    ...reach(env),
  })
  const document = readJson(answer, discovery, 'The discovery document')
  if (document instanceof ProviderFault) return document
  if (document.issuer !== issuer)
    return new ProviderFault(
      `The provider calls itself ${document.issuer.slice(0, 200)}. Write it exactly so.`,
    )
  const endpoints = [document.authorization_endpoint, document.token_endpoint, document.jwks_uri]
  if (document.userinfo_endpoint !== undefined) endpoints.push(document.userinfo_endpoint)
  for (const endpoint of endpoints) {
    const checked = checkedUrl(endpoint, reach(env))
    if (!(checked instanceof URL))
      return new ProviderFault(`Its address ${endpoint.slice(0, 200)} cannot be used. ${checked.detail}`)
  }
  const signs = document.id_token_signing_alg_values_supported
  if (signs && !signs.some((each) => ALGORITHMS.includes(each)))
    return new ProviderFault('It signs with no asymmetric algorithm, such as RS256 or ES256.')
  return document
}

export interface Exchange {
  provider: Provider
  clientId: string
  clientSecret: string
  code: string
  verifier: string
  nonce: string
  redirectUri: string
}

/** Who came, as the provider says it. */
export interface Identity {
  subject: string
  email: string
  isEmailVerified: boolean
  name: string | undefined
}

const tokens = z.object({ id_token: z.string(), access_token: z.string().optional() })

/** Exchanges the code for an ID token, verifies it, and reads who came. */
export async function redeem(env: Env, exchange: Exchange): Promise<Identity | ProviderFault> {
  const { provider, clientId } = exchange
  const answer = readJson(await askForTokens(env, exchange), tokens, 'The answer of the token endpoint')
  if (answer instanceof ProviderFault) return answer
  const keys = readJson(
    await fetchOutbound(provider.jwks_uri, { accept: 'application/json', ...reach(env) }),
    z.object({ keys: z.array(z.record(z.string(), z.unknown())) }),
    'The key set',
  )
  if (keys instanceof ProviderFault) return keys
  // Which keys of a set are usable, jose finds out by itself.
  const claims = await verified(answer.id_token, keys as unknown as JSONWebKeySet, exchange)
  if (claims instanceof ProviderFault) return claims
  const parties = [claims.aud].flat()
  if (claims.azp === undefined ? parties.length > 1 : claims.azp !== clientId)
    return new ProviderFault('The ID token was issued to another party.')
  return typeof claims.email === 'string'
    ? identityOf(claims)
    : withUserInfo(env, provider, claims, answer.access_token)
}

function askForTokens(env: Env, exchange: Exchange) {
  const { provider, clientId, clientSecret, code, verifier, redirectUri } = exchange
  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
  })
  const headers: Record<string, string> = { 'content-type': 'application/x-www-form-urlencoded' }
  if (provider.token_endpoint_auth_methods_supported?.includes('client_secret_basic') ?? true) {
    const pair = `${formEncoded(clientId)}:${formEncoded(clientSecret)}`
    headers.authorization = `Basic ${Buffer.from(pair).toString('base64')}`
  } else {
    form.set('client_id', clientId)
    form.set('client_secret', clientSecret)
  }
  const body = form.toString()
  return fetchOutbound(provider.token_endpoint, {
    method: 'POST',
    headers,
    body,
    accept: 'application/json',
    ...reach(env),
  })
}

/** RFC 6749, 2.3.1 */
const formEncoded = (text: string) => new URLSearchParams([['', text]]).toString().slice(1)

async function verified(
  token: string,
  keys: JSONWebKeySet,
  { provider, clientId, nonce }: Exchange,
): Promise<JWTPayload | ProviderFault> {
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
      issuer: provider.issuer,
      audience: clientId,
      algorithms: ALGORITHMS,
      requiredClaims: ['sub', 'iat', 'exp'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      maxTokenAge: ID_TOKEN_AGE_SECONDS,
    })
    return payload.nonce === nonce
      ? payload
      : new ProviderFault('The ID token is for another request: its nonce differs.')
  } catch (error) {
    if (error instanceof errors.JOSEError)
      return new ProviderFault(`The ID token is not valid: ${error.code}.`)
    throw error
  }
}

/** Many providers tell the address at the UserInfo endpoint only (OpenID Connect Core, 5.4). */
async function withUserInfo(
  env: Env,
  provider: Provider,
  claims: JWTPayload,
  accessToken: string | undefined,
): Promise<Identity | ProviderFault> {
  if (provider.userinfo_endpoint === undefined || accessToken === undefined) return identityOf(claims)
  const answer = await fetchOutbound(provider.userinfo_endpoint, {
    headers: { authorization: `Bearer ${accessToken}` },
    accept: 'application/json',
    ...reach(env),
  })
  const info = readJson(answer, z.looseObject({ sub: z.string() }), 'The UserInfo answer')
  if (info instanceof ProviderFault) return info
  if (info.sub !== claims.sub) return new ProviderFault('The UserInfo answer is about another person.')
  return identityOf({ ...info, sub: claims.sub })
}

const identityOf = (claims: JWTPayload): Identity => ({
  subject: claims.sub ?? '',
  email: typeof claims.email === 'string' ? claims.email.trim().toLowerCase() : '',
  isEmailVerified: claims.email_verified === true,
  name: typeof claims.name === 'string' ? claims.name : undefined,
})

function readJson<Shape extends z.ZodType>(
  answer: OutboundAnswer | OutboundFault,
  shape: Shape,
  what: string,
): z.output<Shape> | ProviderFault {
  if ('code' in answer) return new ProviderFault(`${what} cannot be read: ${answer.detail}`)
  if (answer.status !== 200) return new ProviderFault(`${what} cannot be read: status ${answer.status}.`)
  let value: unknown
  try {
    value = JSON.parse(answer.text)
  } catch {
    return new ProviderFault(`${what} is not JSON.`)
  }
  const parsed = shape.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  return new ProviderFault(`${what} is not in order: ${issue?.path.join('.')} ${issue?.message}`)
}
