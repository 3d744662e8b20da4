import type { Context } from 'hono'
import { z } from 'zod'
import { type Rate, take } from '../../durable-objects/kernel/rate.ts'
import type { Refusal } from '../../durable-objects/kernel/result.ts'
import type { Edge, Principal } from '../edge.ts'
import { addressPrefix, clientAddress } from './client-address.ts'
import { edgeRefusal } from './problem.ts'

/**
 * How fast the API may be called. Each isolate counts for itself: a limit here keeps one caller from taking a machine
 * away from the others, and costs next to nothing; it is no meter, and a caller whom the platform spreads over several
 * isolates gets as many times the rate. What must hold everywhere (attempts to sign in) is counted by the gate.
 */
export const RATES = {
  address: { burst: 20_000, everyMs: 0.1 },
  user: { burst: 2_000, everyMs: 2 },
  key: { burst: 10_000, everyMs: 0.2 },
  client: { burst: 10_000, everyMs: 0.2 },
  tenant: { burst: 20_000, everyMs: 0.1 },
} as const satisfies Record<string, Rate>
type Policy = keyof typeof RATES

const overrides = z.partialRecord(
  z.enum(['address', 'user', 'key', 'client', 'tenant']),
  z.strictObject({ burst: z.number().int().positive(), everyMs: z.number().positive() }),
)

/** The address's share, before anything else is done for a request. */
export function limitAddress(c: Context<Edge>): Refusal | undefined {
  const address = clientAddress(c)
  return address === undefined ? undefined : limit(c, 'address', addressPrefix(address))
}

/** The share of who calls and of their tenant. Of both, the reply's headers tell the one that is nearer its end. */
export function limitPrincipal(
  c: Context<Edge>,
  { actor, via, userId, clientId }: Principal,
): Refusal | undefined {
  const mine =
    via === 'key'
      ? limit(c, 'key', actor.id)
      : via === 'oauth'
        ? limit(c, 'client', clientId ?? actor.id)
        : limit(c, 'user', userId ?? actor.id)
  return mine ?? limit(c, 'tenant', actor.tenant, true)
}

const arrivals = new Map<string, number>()
const ARRIVALS_MAX = 50_000

function limit(c: Context<Edge>, policy: Policy, who: string, isSecond = false): Refusal | undefined {
  const rate = rateOf(c.env.RATE_LIMITS, policy)
  const nowMs = Date.now()
  const key = policy + who
  const taken = take(arrivals.get(key) ?? 0, rate, nowMs)
  if (taken.isAllowed) {
    if (arrivals.size >= ARRIVALS_MAX) arrivals.clear()
    arrivals.set(key, taken.arrivalMs)
  }
  // The structured fields of draft-ietf-httpapi-ratelimit-headers: what is left of the quota, and when it is whole again.
  if (!isSecond || taken.remaining < rate.burst / 2) {
    c.header('ratelimit-policy', policyField(policy, rate))
    c.header(
      'ratelimit',
      `"${policy}";r=${taken.remaining};t=${Math.ceil((taken.arrivalMs - nowMs) / 1_000)}`,
    )
  }
  if (taken.isAllowed) return undefined
  const seconds = Math.max(1, Math.ceil(taken.retryAfterMs / 1_000))
  c.header('retry-after', String(seconds))
  return edgeRefusal(
    'rate_limited',
    `This ${policy} may send ${rate.burst} requests at once and ${Math.round(1_000 / rate.everyMs)} a second after that. Go on in ${seconds} s, and send rows in bulk.`,
  )
}

/** The same few strings for every reply. */
const fields = new Map<Rate, string>()
function policyField(policy: Policy, rate: Rate): string {
  let field = fields.get(rate)
  if (field === undefined) {
    const windowSeconds = Math.max(1, Math.ceil((rate.burst * rate.everyMs) / 1_000))
    field = `"${policy}";q=${rate.burst};w=${windowSeconds}`
    fields.set(rate, field)
  }
  return field
}

let configured: { text: string; rates: Record<Policy, Rate> } = { text: '', rates: RATES }
function rateOf(text: string, policy: Policy): Rate {
  if (configured.text !== text) {
    const replaced = Object.entries(overrides.parse(JSON.parse(text))).filter(
      ([, rate]) => rate !== undefined,
    )
    configured = { text, rates: { ...RATES, ...Object.fromEntries(replaced) } }
  }
  return configured.rates[policy]
}
