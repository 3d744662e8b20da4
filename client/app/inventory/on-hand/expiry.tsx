import { formatDate } from '../../lib/dates.ts'
import { Status } from '../../ui/status.tsx'

/** Days before its expiry that a lot is told apart from those that keep. */
const SOON_DAYS = 30
const DAY_MS = 86_400_000

/** When a lot expires, and whether that is soon or was before today. */
export function Expiry({ expiry, today }: { expiry: string | null; today: string }) {
  if (expiry === null) return null
  const days = Math.round((Date.parse(expiry) - Date.parse(today)) / DAY_MS)
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <span className="tabular-nums">{formatDate(expiry)}</span>
      {days < 0 && <Status tone="negative">Expired</Status>}
      {days >= 0 && days <= SOON_DAYS && (
        <Status tone="warning">
          {days === 0 ? 'Expires today' : days === 1 ? 'In 1 day' : `In ${days} days`}
        </Status>
      )}
    </span>
  )
}
