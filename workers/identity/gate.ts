import type { Context } from 'hono'
import type { Draw } from '../../durable-objects/gate.ts'
import type { Rate } from '../../durable-objects/kernel/rate.ts'
import type { Region } from '../../durable-objects/kernel/regions.ts'
import type { Edge } from '../edge.ts'
import { addressPrefix, clientAddress } from '../http/client-address.ts'
import { gateOf } from '../regions.ts'
import { sha256 } from './keys.ts'

/**
 * How often one may try. Strangers share a small budget of an account, and a browser that has signed in to it before has
 * one of its own (OWASP, Slow Down Online Guessing Attacks with Device Cookies): whoever uses up the strangers' budget
 * keeps other strangers out, never the owner's browser, and never a passkey. Of mails, a new one may be asked for sooner
 * than the last one's link expires, so whoever uses up that budget leaves a link that works in the owner's mailbox; which
 * is why each kind of mail has its own.
 */
export const BUDGETS = {
  password: { stranger: { burst: 10, everyMs: 300_000 }, device: { burst: 10, everyMs: 60_000 } },
  code: { stranger: { burst: 5, everyMs: 600_000 }, device: { burst: 5, everyMs: 60_000 } },
  link: { stranger: { burst: 5, everyMs: 300_000 }, device: { burst: 5, everyMs: 60_000 } },
  reset: { stranger: { burst: 5, everyMs: 300_000 }, device: { burst: 5, everyMs: 60_000 } },
  signUp: { stranger: { burst: 5, everyMs: 300_000 }, device: { burst: 5, everyMs: 60_000 } },
} as const satisfies Record<string, { stranger: Rate; device: Rate }>

/** Of one address, over all accounts and routes of signing in. An office behind one address has many people. */
export const ADDRESS_BUDGET: Rate = { burst: 60, everyMs: 2_000 }

export type Way = keyof typeof BUDGETS

export interface Attempt {
  way: Way
  region: Region
  /** HMAC of the e-mail address. */
  account: string
  /** Number of the browser's device cookie for this account, if it has one. */
  device: string | undefined
}

export type Admission = { isAllowed: true; isTrusted: boolean } | { isAllowed: false; retryAfterMs: number }

/** Takes one attempt from the budgets that it falls under, before anything costly is done for it. */
export async function admitAttempt(c: Context<Edge>, attempt: Attempt): Promise<Admission> {
  const { way, region, account, device } = attempt
  if (device !== undefined) {
    const key = `${way}:${account}:${device}`
    const drawn = await draw(c, region, account, { key, rate: BUDGETS[way].device, isKept: false })
    if (drawn === 0) return { isAllowed: true, isTrusted: true }
  }
  // Most of a flood ends at this line: nothing is asked and nothing is written for it.
  const shutMs = closedFor(region, `${way}:${account}`)
  const retryAfterMs = shutMs || (await drawOfAddress(c, region)) || (await drawOfAccount(c, attempt))
  return retryAfterMs === 0 ? { isAllowed: true, isTrusted: false } : { isAllowed: false, retryAfterMs }
}

/** An attempt that names no account, such as asking for a region: only its address has a budget. */
export async function admitAddress(c: Context<Edge>, region: Region): Promise<Admission> {
  const retryAfterMs = await drawOfAddress(c, region)
  return retryAfterMs === 0 ? { isAllowed: true, isTrusted: false } : { isAllowed: false, retryAfterMs }
}

const drawOfAccount = (c: Context<Edge>, { way, region, account }: Attempt) =>
  draw(c, region, account, { key: `${way}:${account}`, rate: BUDGETS[way].stranger, isKept: true })

async function drawOfAddress(c: Context<Edge>, region: Region): Promise<number> {
  const address = clientAddress(c)
  if (address === undefined) return 0
  const key = await sha256(addressPrefix(address))
  return draw(c, region, key, { key: `address:${key}`, rate: ADDRESS_BUDGET, isKept: false })
}

/**
 * Milliseconds until one may try again, 0 when one may now. A "no" is remembered here until then, so that of a flood
 * only the first attempts reach the object.
 */
async function draw(c: Context<Edge>, region: Region, sharded: string, one: Draw): Promise<number> {
  const shutMs = closedFor(region, one.key)
  if (shutMs > 0) return shutMs
  const shard = `${one.key.startsWith('address:') ? 'address' : 'account'}-${sharded.slice(0, 1)}`
  const { isAllowed, retryAfterMs } = await gateOf(c.env, region, shard).draw([one])
  if (isAllowed) return 0
  if (closed.size >= CLOSED_MAX) closed.clear()
  closed.set(`${region}:${one.key}`, Date.now() + retryAfterMs)
  return retryAfterMs
}

const closedFor = (region: Region, key: string): number =>
  Math.max(0, (closed.get(`${region}:${key}`) ?? 0) - Date.now())

const closed = new Map<string, number>()
const CLOSED_MAX = 20_000
