/** What the security log's types read like; a type that is newer than this page reads as it is written. */
const WORDS: Readonly<Record<string, string>> = {
  'signed-up': 'Signed up',
  'email-verified': 'Confirmed the e-mail address',
  'sign-in-succeeded': 'Signed in',
  'sign-in-failed': 'Failed to sign in',
  'sign-in-throttled': 'Sign-in was slowed down',
  'sign-in-link-sent': 'Asked for a link by mail',
  'second-factor-failed': 'Gave a wrong second factor',
  'second-factor-enabled': 'Set up an authenticator app',
  'second-factor-disabled': 'Removed the authenticator app',
  'recovery-code-used': 'Signed in with a recovery code',
  'recovery-codes-renewed': 'Made new recovery codes',
  'passkey-added': 'Added a passkey',
  'passkey-removed': 'Removed a passkey',
  'passkey-refused': 'A passkey was refused',
  'password-changed': 'Changed the password',
  'password-reset-requested': 'Asked for a new password',
  'password-reset': 'Set a new password by mail',
  'profile-changed': 'Changed the profile',
  'signed-out': 'Signed out',
  'session-revoked': 'Revoked a session',
  'tenant-switched': 'Switched the organisation',
  'tenant-created': 'Opened the organisation',
  'tenant-suspended': 'The organisation was suspended',
  'tenant-reactivated': 'The organisation was reinstated',
  'token-refused': 'A token was refused',
  'refresh-token-reused': 'A refresh token was used twice: its family is revoked',
  'api-key-created': 'Made an API key',
  'api-key-revoked': 'Revoked an API key',
  'api-key-refused': 'An API key was refused',
  'role-defined': 'Defined a role',
  'role-dropped': 'Dropped a role',
  'member-invited': 'Invited a person',
  'invitation-revoked': 'Revoked an invitation',
  'member-joined': 'Joined the team',
  'member-changed': 'Changed a member',
  'member-removed': 'Removed a member',
  'client-registered': 'Registered an app',
  'client-changed': 'Changed an app',
  'client-removed': 'Removed an app',
  'consent-given': 'Allowed an app',
  'consent-withdrawn': 'Disconnected an app',
  'single-sign-on-configured': 'Set up single sign-on',
  'single-sign-on-removed': 'Removed single sign-on',
  'support-granted': 'Let support in',
  'support-revoked': 'Took support’s access back',
  'support-used': 'Support came in',
  'access-denied': 'Was refused something',
}

/** Types in the order of the filter. */
export const EVENT_TYPES: readonly string[] = Object.keys(WORDS)

export const eventWords = (type: string): string => WORDS[type] ?? type

/** What somebody should look at. */
export const isAlarming = (type: string): boolean =>
  /failed|refused|throttled|reused|denied|suspended/.test(type)
