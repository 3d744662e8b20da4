import {
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
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

const askForOptions = (region: Region) =>
  call<PublicKeyCredentialRequestOptionsJSON>('GET', `${base(region)}/generate-authenticate-options`)

const verify = (region: Region, response: Awaited<ReturnType<typeof startAuthentication>>) =>
  call<Session>('POST', `${base(region)}/verify-authentication`, { response })

/** Asks for a passkey in a dialog of the browser. */
export async function signInWithPasskey(region: Region): Promise<Session> {
  await stopAskingForPasskeys()
  const optionsJSON = await askForOptions(region)
  return verify(region, await startAuthentication({ optionsJSON }))
}

interface Quiet {
  isOver: boolean
  options?: ReturnType<typeof askForOptions>
}

let quiet: Quiet | undefined

/** Asks among the browser's suggestions for the e-mail field, where it can. Undefined when it was stopped before. */
export async function signInQuietly(region: Region): Promise<Session | undefined> {
  const own: Quiet = { isOver: false }
  quiet = own
  if (!(await browserSupportsWebAuthnAutofill()) || own.isOver) return undefined
  own.options = askForOptions(region)
  const optionsJSON = await own.options
  if (own.isOver) return undefined
  return verify(region, await startAuthentication({ optionsJSON, useBrowserAutofill: true }))
}

/**
 * Ends a quiet request, when the page that made it goes or the person asks by a click, which it must not end in turn. What it
 * still waits for is waited for: the server remembers the challenge of its last answer only.
 */
export async function stopAskingForPasskeys(): Promise<void> {
  if (quiet) quiet.isOver = true
  WebAuthnAbortService.cancelCeremony()
  await quiet?.options?.catch(() => undefined)
}

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
