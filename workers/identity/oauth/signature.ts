import {
  type CryptoKey,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  importJWK,
  type JWTPayload,
  jwtVerify,
} from 'jose'
import { signingKeys } from '../../../d1/identity/signing-keys.ts'
import type { Region } from '../../../durable-objects/kernel/regions.ts'
import { type Env, identityDatabase } from '../../regions.ts'
import { KEY_GRACE_SECONDS, regionOfIssuer, resourceOf } from './identifiers.ts'

/** Why a token is not what it says; goes into the security log, never to the caller. */
export type SignatureFault =
  | 'malformed'
  | 'algorithm'
  | 'type'
  | 'issuer'
  | 'key'
  | 'signature'
  | 'audience'
  | 'expired'
  | 'claims'

/** The claims of an access token that is signed by its region and not expired. */
export interface AccessToken {
  region: Region
  client: string
  subject: string
  tenant: string
  scopes: string[]
  /** Undefined: the client acts by itself. */
  grant: string | undefined
  session: string | undefined
  expiresAtMs: number
}

/**
 * Checks an access token as RFC 9068 and RFC 8725 have it: one algorithm, one type, the issuer of a region of this
 * deployment, a key of that region by its id, made out to this API, in time. The header chooses nothing but the key.
 */
export async function readAccessToken(
  env: Env,
  text: string,
  origin: string,
): Promise<AccessToken | SignatureFault> {
  const known = verified.get(text)
  if (known) return known.token.expiresAtMs > Date.now() && known.origin === origin ? known.token : 'expired'

  const claims = unverified(text)
  if (!claims) return 'malformed'
  if (claims.header.alg !== 'EdDSA') return 'algorithm'
  if (claims.header.typ !== ACCESS_TOKEN_TYPE) return 'type'
  const region = regionOfIssuer(origin, claims.payload.iss)
  if (!region) return 'issuer'
  const key = await keyOf(env, region, claims.header.kid)
  if (!key) return 'key'
  try {
    const { payload } = await jwtVerify(text, key, {
      algorithms: ['EdDSA'],
      typ: ACCESS_TOKEN_TYPE,
      issuer: claims.payload.iss as string,
      audience: resourceOf(origin),
      requiredClaims: ['exp', 'iat', 'sub', 'client_id', 'scope', 'tenant'],
    })
    const token = tokenOf(region, payload)
    if (token) remember(text, origin, token)
    return token ?? 'claims'
  } catch (error) {
    return faultOf(error)
  }
}

/** RFC 9068, 2.1. An ID token has another type, so it is never taken for an access token. */
const ACCESS_TOKEN_TYPE = 'at+jwt'

function unverified(text: string) {
  try {
    return { header: decodeProtectedHeader(text), payload: decodeJwt(text) }
  } catch {
    return undefined
  }
}

/** The issuer that a token claims to have; proven is nothing. */
export const unverifiedIssuer = (text: string): unknown => unverified(text)?.payload.iss

function tokenOf(region: Region, payload: JWTPayload): AccessToken | undefined {
  const { sub, client_id: client, scope, tenant, grant, sid, exp } = payload
  const texts = [sub, client, scope, tenant]
  if (!texts.every((claim) => typeof claim === 'string') || exp === undefined) return undefined
  const optional = (claim: unknown) => (typeof claim === 'string' ? claim : undefined)
  return {
    region,
    client: client as string,
    subject: sub as string,
    tenant: tenant as string,
    scopes: (scope as string).split(' ').filter((each) => each !== ''),
    grant: optional(grant),
    session: optional(sid),
    expiresAtMs: exp * 1_000,
  }
}

function faultOf(error: unknown): SignatureFault {
  if (error instanceof errors.JWTExpired) return 'expired'
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature'
  if (error instanceof errors.JWTClaimValidationFailed) return error.claim === 'aud' ? 'audience' : 'claims'
  if (error instanceof errors.JOSEError) return 'malformed'
  throw error
}

/** A signature is checked once; what can change is looked up by `verify.ts`. */
const VERIFIED_MAX = 5_000
const verified = new Map<string, { origin: string; token: AccessToken }>()

function remember(text: string, origin: string, token: AccessToken): void {
  if (verified.size >= VERIFIED_MAX) verified.clear()
  verified.set(text, { origin, token })
}

/** A key that is not known yet is looked for at most this often, so that made-up key ids cost nothing. */
const KEYS_LOOKED_UP_MS = 5_000
/** And known ones this often, so that a key that was taken back stops. */
const KEYS_REMEMBERED_MS = 60_000

interface KnownKeys {
  readAtMs: number
  keys: Map<string, { key: CryptoKey; untilMs: number }>
}
const known = new Map<Region, KnownKeys>()

async function keyOf(env: Env, region: Region, id: string | undefined): Promise<CryptoKey | undefined> {
  if (id === undefined) return undefined
  const nowMs = Date.now()
  let keys = known.get(region)
  const ageMs = nowMs - (keys?.readAtMs ?? 0)
  if (!keys || ageMs > KEYS_REMEMBERED_MS || (!keys.keys.has(id) && ageMs > KEYS_LOOKED_UP_MS)) {
    keys = { readAtMs: nowMs, keys: await readKeys(env, region) }
    known.set(region, keys)
  }
  const found = keys.keys.get(id)
  return found && found.untilMs > nowMs ? found.key : undefined
}

async function readKeys(env: Env, region: Region): Promise<KnownKeys['keys']> {
  const keys: KnownKeys['keys'] = new Map()
  for (const { id, publicKey, expiresAt } of await signingKeys(identityDatabase(env, region))) {
    const key = (await importJWK(JSON.parse(publicKey), 'EdDSA')) as CryptoKey
    const untilMs = expiresAt === null ? Number.POSITIVE_INFINITY : expiresAt + KEY_GRACE_SECONDS * 1_000
    keys.set(id, { key, untilMs })
  }
  return keys
}
