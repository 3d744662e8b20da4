/**
 * The generic cell rate algorithm (ITU-T I.371): how much of a rate is used is one number, the theoretical arrival time of
 * the next request, so that a budget costs one number to keep and a few operations to ask.
 */
export interface Rate {
  /** So many at once, after a quiet time. */
  burst: number
  /** One more every so many milliseconds. */
  everyMs: number
}

export interface Taken {
  isAllowed: boolean
  /** The number to keep: unchanged when the request is not allowed. */
  arrivalMs: number
  /** How many more may come at once. */
  remaining: number
  /** When one may come again: 0 when one may come now. */
  retryAfterMs: number
}

/** `arrivalMs` is what was kept of the budget; 0 for one that is full. */
export function take(arrivalMs: number, { burst, everyMs }: Rate, nowMs: number): Taken {
  const next = Math.max(arrivalMs, nowMs) + everyMs
  const room = nowMs - (next - burst * everyMs)
  if (room < 0) return { isAllowed: false, arrivalMs, remaining: 0, retryAfterMs: Math.ceil(-room) }
  return { isAllowed: true, arrivalMs: next, remaining: Math.floor(room / everyMs), retryAfterMs: 0 }
}
