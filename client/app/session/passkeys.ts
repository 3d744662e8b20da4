import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
} from '@simplewebauthn/browser'
import { REGIONS, type Region } from '../../../durable-objects/kernel/regions.ts'
import { readStored, writeStored } from '../lib/storage.ts'
import { call } from './call.ts'
import type { Session } from './queries.ts'

/** Signing in with a passkey, and keeping them. A passkey lies in the region of its person's identity. */

export interface Passkey {
  id: string
  name: string | null
  createdAt: string
  /** The passkey is copied to the person's other devices by their maker. */
  backedUp: boolean
}

const KEY = 'meridian.region'
const isRegion = (value: unknown): value is Region => REGIONS.some((region) => region === value)

/** Where the person who used this browser last is known, so that the browser can offer passkeys before an address is typed. */
export const rememberedRegion = {
  get: (): Region | undefined => readStored(KEY, isRegion),
  set: (region: Region): void => writeStored(KEY, region),
}

export const canUsePasskeys = (): boolean => browserSupportsWebAuthn()

const base = (region: Region) => `/v1/auth/${region}/passkey`

/** Asks for a passkey: in a dialog of the browser, or (`isQuiet`) among its suggestions for the e-mail field. */
export async function signInWithPasskey(region: Region, isQuiet = false): Promise<Session> {
  const optionsJSON = await call<PublicKeyCredentialRequestOptionsJSON>(
    'GET',
    `${base(region)}/generate-authenticate-options`,
  )
  const response = await startAuthentication({ optionsJSON, useBrowserAutofill: isQuiet })
  return call('POST', `${base(region)}/verify-authentication`, { response })
}

/** Ends a quiet request when the page that made it goes. */
export const stopAskingForPasskeys = (): void => WebAuthnAbortService.cancelCeremony()

export async function addPasskey(region: Region, name: string): Promise<void> {
  const optionsJSON = await call<PublicKeyCredentialCreationOptionsJSON>(
    'GET',
    `${base(region)}/generate-register-options?${new URLSearchParams({ name })}`,
  )
  const response = await startRegistration({ optionsJSON })
  await call('POST', `${base(region)}/verify-registration`, { response, name })
}

export const listPasskeys = async () => (await call<{ data: Passkey[] }>('GET', '/v1/me/passkeys')).data

export const renamePasskey = (id: string, name: string) =>
  call<{ name: string }>('PATCH', `/v1/me/passkeys/${id}`, { name })

export const removePasskey = (id: string) => call<void>('DELETE', `/v1/me/passkeys/${id}`)

/** The person closed the browser's dialog, or took too long: no failure to report. */
export const isPasskeyCancelled = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'NotAllowedError' || error.name === 'AbortError')
