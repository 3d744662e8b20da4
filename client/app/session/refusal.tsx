import type { ReactNode } from 'react'
import { Problem } from '../../sdk/problem.ts'
import { formatTime } from '../lib/dates.ts'
import { messageOf } from '../lib/forms.ts'
import { Notice } from '../ui/feedback.tsx'

/** Why signing in or up did not work. Where the server asks to wait, until when, and what works meanwhile. */
export function Refusal({ error, wayOut }: { error: unknown; wayOut?: ReactNode }) {
  if (!error) return null
  const seconds = error instanceof Problem ? error.retryAfterSeconds : undefined
  return (
    <Notice>
      <span className="flex flex-col gap-1">
        <span>{messageOf(error)}</span>
        {seconds !== undefined && (
          <span>This works again at {formatTime(Date.now() + seconds * 1_000)}.</span>
        )}
        {wayOut && <span>{wayOut}</span>}
      </span>
    </Notice>
  )
}

export const isThrottled = (error: unknown): boolean => error instanceof Problem && error.status === 429
