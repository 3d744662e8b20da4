import {
  createLocalJWKSet,
  exportJWK,
  importJWK,
  type JSONWebKeySet,
  type JWK,
  jwtVerify,
  SignJWT,
} from 'jose'
import { z } from 'zod'
import type { Actor } from '../durable-objects/kernel/module.ts'
import type { Env } from './regions.ts'

/** Sessions are JWTs signed with Ed25519 (RFC 8037); anyone can verify them with the keys at the JWKS endpoint. */
export const SESSION_COOKIE = 'meridian_session'
export const SESSION_SECONDS = 12 * 3_600
const ISSUER = 'meridian'
const AUDIENCE = 'meridian-api'
const ALGORITHM = 'EdDSA'

const claims = z.object({ sub: z.string(), tenant: z.string(), scope: z.string(), exp: z.number() })

export async function signSession(env: Env, actor: Actor): Promise<string> {
  const jwk = privateKey(env)
  return new SignJWT({ tenant: actor.tenant, scope: actor.grants })
    .setProtectedHeader({ alg: ALGORITHM, ...(jwk.kid !== undefined && { kid: jwk.kid }) })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(actor.id)
    .setIssuedAt()
    .setExpirationTime(`${SESSION_SECONDS}s`)
    .sign(await importJWK(jwk, ALGORITHM))
}

/** The actor of a session token that is in force, else undefined. Only our algorithm is accepted, whatever the token says. */
export async function verifySession(
  env: Env,
  token: string,
): Promise<(Actor & { expiresAt: number }) | undefined> {
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(await publicKeys(env)), {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience: AUDIENCE,
    })
    const { sub, tenant, scope, exp } = claims.parse(payload)
    return { id: sub, tenant, roles: ['owner'], grants: scope, expiresAt: exp }
  } catch {
    return undefined
  }
}

export async function publicKeys(env: Env): Promise<JSONWebKeySet> {
  const { d: _, ...jwk } = privateKey(env)
  return {
    keys: [
      {
        ...(await exportJWK(await importJWK(jwk, ALGORITHM))),
        kid: jwk.kid ?? '1',
        alg: ALGORITHM,
        use: 'sig',
      },
    ],
  }
}

const privateKey = (env: Env): JWK => JSON.parse(env.SESSION_KEY) as JWK
