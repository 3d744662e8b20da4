import type { Database } from '../../kernel/database.ts'
import { formatDate } from '../../kernel/dates.ts'
import type { PeriodCheck } from '../periods/contract.ts'

/** Rows that are counted; more are said to be so many. */
const COUNTED_MAX = 10_000

/** Entries on hold whose date lies in a period, in its checklist. */
export const pendingCheck = (database: Database): PeriodCheck => ({
  code: 'pending-entries',
  title: 'Entries on hold dated in the period',
  look({ from, to }) {
    const row = database.first<{ count: number }>(
      `SELECT COUNT(*) AS count FROM (
         SELECT 1 FROM pending_entries p JOIN events e ON e.sequence = p.sequence
         WHERE p.settled = 0 AND e.data ->> 'effectiveDate' BETWEEN ? AND ? LIMIT ${COUNTED_MAX})`,
      formatDate(from),
      formatDate(to),
    )
    const count = row?.count ?? 0
    if (count === 0) return { status: 'done', count }
    return {
      status: 'open',
      count,
      detail: 'Post what has happened, and void what will not.',
      link: '/drafts?tab=pending',
    }
  },
})
