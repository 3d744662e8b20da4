import { oauthProvider } from '@better-auth/oauth-provider'
import { passkey } from '@better-auth/passkey'
import { type BetterAuthPlugin, betterAuth } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { jwt, magicLink, twoFactor } from 'better-auth/plugins'
import { drizzle } from 'drizzle-orm/d1'
import * as schema from '../../d1/identity/auth-schema.ts'
import { newId } from '../../durable-objects/kernel/ids.ts'
import type { Region } from '../../durable-objects/kernel/regions.ts'
import { type Env, identityDatabase } from '../regions.ts'
import { hashPassword, verifyPassword } from './password.ts'

/** The identity of one region: its own database, its own keys, its own issuer. */
export function authOf(env: Env, region: Region, origin: string) {
  return betterAuth({
    appName: 'Meridian',
    baseURL: origin,
    basePath: `/v1/auth/${region}`,
    secret: env.AUTH_SECRET,
    telemetry: { enabled: false },
    database: drizzleAdapter(drizzle(identityDatabase(env, region), { schema }), {
      provider: 'sqlite',
      schema,
    }),
    emailAndPassword: {
      enabled: true,
      minPasswordLength: 12,
      maxPasswordLength: 128,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    advanced: {
      cookiePrefix: `meridian-${region}`,
      database: { generateId: ({ model }) => (model === 'user' ? newId('user') : newId('session')) },
    },
    plugins: [
      twoFactor({ issuer: 'Meridian' }),
      magicLink({ sendMagicLink: async () => {} }),
      passkey(),
      jwt({ jwks: { keyPairConfig: { alg: 'EdDSA', crv: 'Ed25519' } } }),
      // Its own type is not one of a plugin under exactOptionalPropertyTypes; the shape is.
      oauthProvider({ loginPage: '/sign-in', consentPage: '/consent' }) as unknown as BetterAuthPlugin,
    ],
  })
}
