/** Limits of identity, each with a name: lifetimes, sizes, and how long things are kept. */
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

export const IDENTITY = {
  /** A session that is not used for this long ends, and none lives longer than its lifetime (NIST SP 800-63B, 7.2). */
  sessionIdleMs: 12 * HOUR_MS,
  sessionLifetimeMs: 7 * DAY_MS,
  /** The use of a session is noted at most this often: a row written for every request would be most of its cost. */
  sessionSeenEveryMs: 5 * MINUTE_MS,
  /** A session or a member is looked up again after this long: so long may a revoked one still work. */
  trustedMs: 5_000,
  rememberedMax: 10_000,
  sessionsShownMax: 100,
  passwordCharsMin: 12,
  passwordCharsMax: 128,
  nameCharsMax: 200,
  emailCharsMax: 254,
  signUpLinkMs: DAY_MS,
  signInLinkMs: 15 * MINUTE_MS,
  resetLinkMs: HOUR_MS,
  challengeMs: 10 * MINUTE_MS,
  /** A browser that gave the second factor may leave it out for this long, if its user says so. */
  trustedDeviceMs: 30 * DAY_MS,
  /** A browser that has signed in keeps a budget of attempts of its own for this long. */
  deviceCookieMs: 365 * DAY_MS,
  passkeysMax: 20,
  recoveryCodes: 10,
  /** Security events are kept for this long, then removed. */
  securityEventDays: 400,
  securityEventsShownMax: 100,
  securityDetailCharsMax: 2_000,
  userAgentCharsMax: 300,
  requestBytesMax: 16_384,
} as const
