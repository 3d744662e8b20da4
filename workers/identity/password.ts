import Argon2 from '@phi-ag/argon2'
import wasm from '@phi-ag/argon2/argon2.wasm'
import { take } from '../../durable-objects/kernel/rate.ts'
import { COST } from './password-cost.ts'

let loaded: Promise<Argon2> | undefined
async function argon2(): Promise<Argon2> {
  loaded ??= WebAssembly.instantiate(wasm).then((instance) => new Argon2(instance))
  return loaded
}

/** How many hashes this isolate has computed: what a flood of attempts must not drive up. */
export const hashing = { count: 0 }

/** The hash of a password in PHC string format, with a salt of its own. */
export async function hashPassword(password: string): Promise<string> {
  hashing.count += 1
  return (await argon2()).hash(password, COST).encoded
}

export async function verifyPassword({
  hash,
  password,
}: {
  hash: string
  password: string
}): Promise<boolean> {
  hashing.count += 1
  const result = (await argon2()).tryVerify(hash, password)
  return !('error' in result)
}

/**
 * A hash takes the processor for some 60 ms. So that hashing can never take an isolate from everyone else, hashes are
 * given times to run at, one after the other, and a caller whose turn would come too late is sent away. Browsers that
 * have signed in before may wait longer than strangers do, so strangers cannot fill the queue before them.
 */
const HASH_RATE = { burst: 10, everyMs: 100 }
const WAIT_MAX_MS = { stranger: 1_000, trusted: 10_000 }
let arrivalMs = 0

/** Waits for this hash's turn; undefined when there is one, else milliseconds to come back after. */
export async function hashTurn(isTrusted: boolean): Promise<number | undefined> {
  const nowMs = Date.now()
  const taken = take(arrivalMs, HASH_RATE, nowMs)
  if (taken.isAllowed) {
    arrivalMs = taken.arrivalMs
    return undefined
  }
  if (taken.retryAfterMs > WAIT_MAX_MS[isTrusted ? 'trusted' : 'stranger']) return taken.retryAfterMs
  arrivalMs += HASH_RATE.everyMs
  await scheduler.wait(taken.retryAfterMs)
  return undefined
}
