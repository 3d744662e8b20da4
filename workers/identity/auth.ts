import { oauthProvider } from '@better-auth/oauth-provider'
import { passkey } from '@better-auth/passkey'
import { type BetterAuthPlugin, betterAuth } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { jwt, magicLink } from 'better-auth/plugins'
import { drizzle } from 'drizzle-orm/d1'
import * as schema from '../../d1/identity/auth-schema.ts'
import { IDENTITY } from '../../d1/identity/limits.ts'
import { tenantsOfUser } from '../../d1/identity/members.ts'
import { newId } from '../../durable-objects/kernel/ids.ts'
import type { Region } from '../../durable-objects/kernel/regions.ts'
import { type Env, identityDatabase } from '../regions.ts'
import { ADDRESS_HEADER, countryOf, factsOf } from './facts.ts'
import { sendMail } from './mail.ts'
import { resetMail, signInLinkMail } from './mails.ts'
import { jwtOptions, oauthOptions } from './oauth/options.ts'
import { passkeyOptions } from './passkeys.ts'
import { hashPassword, verifyPassword } from './password.ts'
import { secondFactor } from './second-factor.ts'
import { sessionStarter } from './session-starter.ts'

/**
 * The identity of one region: its own database, its own keys, its own issuer. What people call goes through our routes
 * (`routes.ts`); of the library's own, only those that are named there are open.
 */
export function authOf(env: Env, region: Region, origin: string) {
  const database = identityDatabase(env, region)
  return betterAuth({
    appName: 'Meridian',
    baseURL: origin,
    basePath: `/v1/auth/${region}`,
    secret: env.AUTH_SECRET,
    telemetry: { enabled: false },
    // Ours are in front of it, and count over all isolates where it matters.
    rateLimit: { enabled: false },
    logger: { disabled: true },
    database: drizzleAdapter(drizzle(database, { schema }), { provider: 'sqlite', schema }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: IDENTITY.passwordCharsMin,
      maxPasswordLength: IDENTITY.passwordCharsMax,
      password: { hash: hashPassword, verify: verifyPassword },
      revokeSessionsOnPasswordReset: true,
      resetPasswordTokenExpiresIn: IDENTITY.resetLinkMs / 1_000,
      sendResetPassword: ({ user, token }, request) =>
        sendMail(
          env,
          region,
          resetMail({ origin, region, token, to: user.email, from: factsOf(headersOf(request)) }),
        ),
    },
    session: {
      expiresIn: IDENTITY.sessionLifetimeMs / 1_000,
      // `principal/session.ts` puts a session's end off while it is used, within its lifetime.
      disableSessionRefresh: true,
      additionalFields: {
        tenantId: { type: 'string', required: false, input: false },
        country: { type: 'string', required: false, input: false },
        supportGrantId: { type: 'string', required: false, input: false },
      },
    },
    // Of what opens an account, the database keeps hashes.
    verification: {
      storeIdentifier: {
        default: 'plain',
        overrides: { 'reset-password:': 'hashed', '2fa-': 'hashed', 'trust-device-': 'hashed' },
      },
    },
    databaseHooks: {
      session: {
        create: {
          before: async (session, ctx) => ({
            data: {
              ...session,
              expiresAt: new Date(Date.now() + IDENTITY.sessionIdleMs),
              country: countryOf(ctx?.headers ?? ctx?.request?.headers),
              tenantId: session.tenantId ?? (await firstTenant(database, session.userId)),
            },
          }),
        },
      },
    },
    advanced: {
      cookiePrefix: `meridian-${region}`,
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      database: { generateId: ({ model }) => (model === 'user' ? newId('user') : newId('session')) },
    },
    plugins: [
      secondFactor(),
      magicLink({
        expiresIn: IDENTITY.signInLinkMs / 1_000,
        disableSignUp: true,
        storeToken: 'hashed',
        sendMagicLink: ({ email, token }, ctx) =>
          sendMail(
            env,
            region,
            signInLinkMail({ origin, region, token, to: email, from: factsOf(headersOf(ctx)) }),
          ),
      }),
      passkey(passkeyOptions(origin)),
      jwt(jwtOptions(region, origin)),
      // Its own type is not one of a plugin under exactOptionalPropertyTypes; the shape is.
      oauthProvider(oauthOptions(env, region, origin)) as unknown as BetterAuthPlugin,
      sessionStarter(),
    ],
  })
}

export type Auth = ReturnType<typeof authOf>

/** A session begins in a tenant that its user may work in. */
async function firstTenant(database: D1Database, userId: string): Promise<string | null> {
  const tenants = await tenantsOfUser(database, userId)
  return (tenants.find(({ status }) => status === 'active') ?? tenants[0])?.id ?? null
}

const headersOf = (carrier: { headers?: Headers | undefined } | undefined): Headers =>
  carrier?.headers ?? new Headers()
