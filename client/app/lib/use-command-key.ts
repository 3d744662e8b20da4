import { useRef } from 'react'
import { ulid } from 'ulid'
import { Parked, Problem } from '../../sdk/problem.ts'
import { readStored, writeStored } from './storage.ts'

interface Attempt {
  key: string
  input: string
}

/**
 * The idempotency key of a form. While the outcome of an attempt is unknown (no answer came), sending the same input again
 * uses the same key, so that it cannot be booked twice; after any answer, or with another input, the next attempt
 * is a new command. With a name the attempt is kept in this browser, for a form whose draft survives a reload too.
 */
export function useCommandKey(name?: string) {
  const pending = useRef<Attempt>(undefined)
  const remember = (attempt: Attempt | undefined) => {
    pending.current = attempt
    if (name) writeStored(name, attempt)
  }
  return {
    async send<Reply>(input: unknown, send: (key: string) => Promise<Reply>): Promise<Reply> {
      const text = JSON.stringify(input)
      const earlier = pending.current ?? (name ? readStored(name, isAttempt) : undefined)
      const attempt = earlier?.input === text ? earlier : { key: ulid(), input: text }
      remember(attempt)
      try {
        const reply = await send(attempt.key)
        remember(undefined)
        return reply
      } catch (error) {
        const isRefused = error instanceof Problem && !error.isTemporary && error.status < 500
        const isAnswered = isRefused || error instanceof Parked
        if (isAnswered) remember(undefined)
        throw error
      }
    },
  }
}

const isAttempt = (value: unknown): value is Attempt =>
  typeof value === 'object' &&
  value !== null &&
  'key' in value &&
  typeof value.key === 'string' &&
  'input' in value &&
  typeof value.input === 'string'
