import type { Region } from '../../../durable-objects/kernel/regions.ts'
import { call } from './call.ts'
import type { Session } from './queries.ts'

/** What visitors and persons ask the server, each one a route of its own. */

/** Where a second factor is asked for, the session comes after {@link signInWithCode}. */
export type SignedIn = Session | { twoFactor: true; region: Region }

/** A token out of a mail, and the region of the identity that it belongs to. */
export interface MailToken {
  token: string
  region: string
}

// ------------------------------------------------------------------------------------------------------- signing in

export const regionOfEmail = (email: string) =>
  call<{ region: Region }>('POST', '/v1/sign-in/region', { email })

export const signInWithPassword = (input: { email: string; password: string }) =>
  call<SignedIn>('POST', '/v1/sign-in', input)

export const signInWithCode = (input: { code: string; trustDevice: boolean }) =>
  call<Session>('POST', '/v1/sign-in/code', input)

export const askForLink = (email: string) => call<{ sentTo: string }>('POST', '/v1/sign-in/link', { email })

export const signInWithLink = (input: MailToken) => call<SignedIn>('POST', '/v1/sign-in/link/verify', input)

/** The address of the organisation's own sign-in page. */
export const singleSignOnUrl = (input: { email: string; next?: string }) =>
  call<{ url: string }>('POST', '/v1/sign-in/sso', input)

export const signInToDemo = () => call<Session>('POST', '/v1/session/demo')

export const signOut = () => call<void>('DELETE', '/v1/session')

export const switchTenant = (tenant: string) => call<Session>('POST', '/v1/session/tenant', { tenant })

/** Another organisation in the person's own region, with them as its first owner. */
export const openTenant = (input: { name: string; slug: string }) =>
  call<Session>('POST', '/v1/tenants', input)

// ----------------------------------------------------------------------------------------------------- signing up

export interface SignUpInput {
  name: string
  email: string
  password: string
  region: Region
  tenant: { name: string; slug: string }
}

export const signUp = (input: SignUpInput) => call<{ sentTo: string }>('POST', '/v1/sign-up', input)

/** Makes the person and the tenant: nothing exists before the mail is answered. */
export const confirmSignUp = (input: MailToken) => call<Session>('POST', '/v1/email/verify', input)

export interface InvitationLook {
  email: string
  tenant: { name: string; slug: string }
  roles: readonly string[]
  invitedBy: string
  expiresAt: string
  hasAccount: boolean
}

export const lookAtInvitation = (input: MailToken) =>
  call<InvitationLook>('GET', `/v1/invitations/look?${new URLSearchParams({ ...input })}`)

export const acceptInvitation = (input: MailToken & { name?: string; password?: string }) =>
  call<SignedIn>('POST', '/v1/invitations/accept', input)

// ------------------------------------------------------------------------------------------------------- passwords

export const askForReset = (email: string) =>
  call<{ sentTo: string }>('POST', '/v1/password/forgot', { email })

export const resetPassword = (input: MailToken & { password: string }) =>
  call<void>('POST', '/v1/password/reset', input)

export const changePassword = (input: { current: string; new: string }) =>
  call<void>('POST', '/v1/me/password', input)

// --------------------------------------------------------------------------------------------------------- account

export const changeName = (name: string) => call<Session>('PATCH', '/v1/me', { name })

export const beginTotp = (password: string) =>
  call<{ uri: string; recoveryCodes: string[] }>('POST', '/v1/me/totp', { password })

export const confirmTotp = (code: string) => call<void>('POST', '/v1/me/totp/confirm', { code })

export const removeTotp = (password: string) => call<void>('DELETE', '/v1/me/totp', { password })

export const newRecoveryCodes = (password: string) =>
  call<{ recoveryCodes: string[] }>('POST', '/v1/me/recovery-codes', { password })

export interface OwnSession {
  id: string
  current: boolean
  device: string
  country: string | null
  createdAt: string
  lastSeenAt: string
  expiresAt: string
}

export const listSessions = async () => (await call<{ data: OwnSession[] }>('GET', '/v1/sessions')).data
export const revokeSession = (id: string) => call<void>('DELETE', `/v1/sessions/${id}`)
export const revokeOtherSessions = () => call<{ revoked: number }>('DELETE', '/v1/sessions')

export interface ConnectedApp {
  client: { id: string; name: string; uri: string | null }
  tenant: { id: string; name: string }
  scopes: readonly string[]
  grantedAt: string
  lastUsedAt: string | null
  offline: boolean
}

export const listConnectedApps = async () => (await call<{ data: ConnectedApp[] }>('GET', '/v1/me/apps')).data
export const disconnectApp = (client: string) => call<void>('DELETE', `/v1/me/apps/${client}`)

export interface OwnSecurityEvent {
  id: string
  type: string
  at: string
  device: string | null
  country: string | null
}

export const listOwnSecurityEvents = async () =>
  (await call<{ data: OwnSecurityEvent[] }>('GET', '/v1/me/security-events')).data

// --------------------------------------------------------------------------------------------------------- consent

export interface ConsentRequest {
  client: { id: string; name: string; uri: string | null }
  tenant: { id: string; name: string }
  user: { id: string; name: string; email: string }
  redirectsTo: string
  member: boolean
  nextUrl: string
  scopes: readonly { scope: string; words: string; granted: boolean }[]
}

interface SignedRequest {
  region: string
  request: string
}

export const readConsent = (input: SignedRequest) =>
  call<ConsentRequest>('GET', `/v1/oauth/consent?${new URLSearchParams({ ...input })}`)

export const answerConsent = (input: SignedRequest & { accept: boolean; scopes?: readonly string[] }) =>
  call<{ redirect: string }>('POST', '/v1/oauth/consent', input)
