import { CircleAlert, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Problem } from '../../sdk/problem.ts'
import { messageOf } from '../lib/forms.ts'
import { Button } from './button.tsx'

/** "None yet" says what to do; "nothing matches" says how to see more. Never the same words for both. */
export function Empty({
  icon: Icon,
  title,
  children,
  actions,
}: {
  icon: LucideIcon
  title: string
  children?: ReactNode
  actions?: ReactNode
}) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-14 text-center">
      <span className="mb-1 grid size-10 place-items-center rounded-full bg-sunken text-muted">
        <Icon className="size-5" aria-hidden="true" />
      </span>
      <h2 className="text-lg font-semibold">{title}</h2>
      {children && <p className="max-w-md text-muted">{children}</p>}
      {actions && <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  )
}

/** A refusal or failure that concerns no single field, with the way out. */
export function ProblemNotice({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const requestId = error instanceof Problem ? error.requestId : null
  return (
    <Notice>
      <span>
        {messageOf(error)}
        {requestId && <span className="mt-0.5 block font-mono text-xs">Request {requestId}</span>}
      </span>
      {onRetry && (
        <Button size="sm" onClick={onRetry} className="ml-auto">
          Try again
        </Button>
      )}
    </Notice>
  )
}

/** Announced when it appears. */
export const Notice = ({ children }: { children: ReactNode }) => (
  <div
    role="alert"
    className="flex items-start gap-2 rounded-md border border-negative/30 bg-negative-soft px-3 py-2 text-negative"
  >
    <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
    {children}
  </div>
)

/** Grey lines in place of rows that are on their way; the words are for screen readers. */
export function Loading({ rows = 6, label = 'Loading' }: { rows?: number; label?: string }) {
  return (
    <div role="status" className="flex flex-col gap-3 p-4">
      <span className="unseen">{label}…</span>
      {Array.from({ length: rows }, (_, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike and never move
          key={index}
          aria-hidden="true"
          className="h-4 animate-pulse rounded bg-sunken odd:w-4/5 even:w-3/5"
        />
      ))}
    </div>
  )
}
