import { REGIONS, type Region } from '../../../durable-objects/kernel/regions.ts'

/** The names that OAuth knows this deployment by. */

/** Each region is an authorization server of its own, with its own keys. */
export const issuerOf = (origin: string, region: Region): string => `${origin}/v1/auth/${region}`

/** The API as a protected resource (RFC 8707): what access tokens are made out to. */
export const resourceOf = (origin: string): string => `${origin}/v1`

export const regionOfIssuer = (origin: string, issuer: unknown): Region | undefined =>
  REGIONS.find((region) => issuer === issuerOf(origin, region))

export const TOKEN_SECONDS = {
  /** Long enough for a batch of requests, short enough for the little that a look-up does not catch. */
  access: 600,
  authorizationCode: 60,
  /** A refresh token that nobody used for so long is forgotten; each use begins anew. */
  refresh: 30 * 86_400,
} as const

/** A key signs this long, and is published a while longer for tokens that it signed on its last day. */
export const KEY_SECONDS = 90 * 86_400
export const KEY_GRACE_SECONDS = 86_400

/** Prefixes by which scanners find secrets that lie where they should not. */
export const SECRET_PREFIX = { refreshToken: 'mrt_', clientSecret: 'mcs_' } as const
