import { formatDate } from '../../lib/dates.ts'
import type { Statement } from './queries.ts'

/** What a translation was made with, below the figures. */
export const RatesNote = ({ rates }: { rates: Statement['rates'] }) =>
  rates.length > 0 && (
    <details className="mt-4 text-sm text-muted">
      <summary className="cursor-pointer">Translated at {rates.length} rates</summary>
      <ul className="mt-2 grid gap-x-6 gap-y-1 sm:grid-cols-2">
        {rates.map(({ rate, from, to, source, date, basis }) => (
          <li key={`${from} ${to} ${date} ${basis}`} className="tabular-nums">
            1 {from} = {rate} {to} · {basis}, {formatDate(date)}, {source}
          </li>
        ))}
      </ul>
    </details>
  )
