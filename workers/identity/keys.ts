/**
 * Keys for single purposes, derived from the deployment's one secret by HKDF (RFC 5869), so that what one purpose signs
 * is worth nothing for another.
 */
type Purpose = 'directory' | 'device' | 'region'

interface Secrets {
  AUTH_SECRET: string
  /** Secret: the key of the directory's e-mail HMACs, where it shall outlive AUTH_SECRET. Else derived from that. */
  DIRECTORY_KEY?: string
}

const derived = new Map<string, CryptoKey>()

async function keyFor(secrets: Secrets, purpose: Purpose): Promise<CryptoKey> {
  const secret = (purpose === 'directory' && secrets.DIRECTORY_KEY) || secrets.AUTH_SECRET
  const known = derived.get(`${purpose} ${secret}`)
  if (known) return known
  const master = await crypto.subtle.importKey('raw', bytes(secret), 'HKDF', false, ['deriveKey'])
  const key = await crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: bytes(`meridian ${purpose}`) },
    master,
    { name: 'HMAC', hash: 'SHA-256', length: 256 },
    false,
    ['sign'],
  )
  derived.set(`${purpose} ${secret}`, key)
  return key
}

/** HMAC-SHA-256 as base64url. */
export async function hmac(secrets: Secrets, purpose: Purpose, text: string): Promise<string> {
  const signature = await crypto.subtle.sign('HMAC', await keyFor(secrets, purpose), bytes(text))
  return Buffer.from(signature).toString('base64url')
}

/** SHA-256 as base64url: of tokens that are random and long, the hash is enough to keep. */
export async function sha256(text: string): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', bytes(text))).toString('base64url')
}

/** 256 random bits as base64url. */
export const newToken = (): string =>
  Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url')

/** Compares without telling by its time where two texts differ. */
export function isSame(a: string, b: string): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let index = 0; index < a.length; index++) difference |= a.charCodeAt(index) ^ b.charCodeAt(index)
  return difference === 0
}

const bytes = (text: string) => new TextEncoder().encode(text)
