import type { PasskeyOptions } from '@better-auth/passkey'
import { APIError } from 'better-auth/api'

/**
 * A passkey is something one has; with the user verified by the device it is two factors, so we ask for that always and
 * check that it was done (WebAuthn Level 3, 7.2 step 21).
 */
export const passkeyOptions = (origin: string): PasskeyOptions => ({
  rpID: new URL(origin).hostname,
  rpName: 'Meridian',
  origin,
  authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  registration: {
    afterVerification: ({ verification }) => {
      requireUserVerified(verification.registrationInfo?.userVerified)
    },
  },
  authentication: {
    afterVerification: ({ verification }) => {
      requireUserVerified(verification.authenticationInfo.userVerified)
    },
  },
})

/** The library's way to refuse. */
function requireUserVerified(isVerified: boolean | undefined): void {
  if (!isVerified) throw new APIError('UNAUTHORIZED', { code: 'USER_NOT_VERIFIED' })
}
