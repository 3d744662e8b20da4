import { regionsOfPerson } from '../../d1/directory/people.ts'
import { REGIONS, type Region } from '../../durable-objects/kernel/regions.ts'
import { hmac } from './keys.ts'

interface Directory {
  DIRECTORY: D1Database
  AUTH_SECRET: string
  DIRECTORY_KEY?: string
}

/** One address has one form: its letter case says nothing (RFC 5321 leaves it to the host; no host uses it). */
export const normalEmail = (email: string): string => email.trim().normalize('NFC').toLowerCase()

/** What the global directory and the gate know of an e-mail address. */
export const emailHmac = (secrets: Pick<Directory, 'AUTH_SECRET' | 'DIRECTORY_KEY'>, email: string) =>
  hmac(secrets, 'directory', normalEmail(email))

/**
 * The regions to look for a person in. For an address without an account it is one region, always the same for the same
 * address, so that the answer does not say whether there is an account.
 */
export async function regionsOfEmail(env: Directory, email: string): Promise<Places> {
  const account = await emailHmac(env, email)
  const known = remembered.get(account)
  if (known && known.untilMs > Date.now()) return known.regions
  const [first, ...others] = await regionsOfPerson(env.DIRECTORY, account)
  const regions: Places = first ? [first, ...others] : [await regionOfStranger(env, email)]
  if (remembered.size >= REMEMBERED_MAX) remembered.clear()
  remembered.set(account, { regions, untilMs: Date.now() + REMEMBERED_MS })
  return regions
}

type Places = [Region, ...Region[]]

/** Short, because an account may be opened in another region; long enough for a flood not to reach the database. */
const REMEMBERED_MS = 10_000
const REMEMBERED_MAX = 10_000
const remembered = new Map<string, { regions: Places; untilMs: number }>()

/** So that whoever has just signed up is found. */
export const forgetRegions = (): void => remembered.clear()

async function regionOfStranger(env: Directory, email: string): Promise<Region> {
  const digest = Buffer.from(await hmac(env, 'region', normalEmail(email)), 'base64url')
  return REGIONS[digest.readUInt32BE() % REGIONS.length] as Region
}
