import { twoFactor } from 'better-auth/plugins'
import { IDENTITY } from '../../d1/identity/limits.ts'

/** Whoever has a second factor gives it after a password and after a link by mail; a passkey is two factors itself. */
const FIRST_FACTORS = ['/sign-in/email', '/magic-link/verify']

export function secondFactor() {
  const plugin = twoFactor({
    issuer: 'Meridian',
    // Who never had a password has none to give; who has one is asked for it.
    allowPasswordless: true,
    trustDeviceMaxAge: IDENTITY.trustedDeviceMs / 1_000,
    twoFactorCookieMaxAge: IDENTITY.challengeMs / 1_000,
    backupCodeOptions: { amount: IDENTITY.recoveryCodes, storeBackupCodes: 'encrypted' },
    // A lock is what whoever guesses could shut the owner out with; `gate.ts` counts codes per browser instead.
    accountLockout: { enabled: false },
  })
  for (const hook of plugin.hooks.after)
    hook.matcher = ({ path }) => path !== undefined && FIRST_FACTORS.includes(path)
  return plugin
}
