import type { Database } from '../../kernel/database.ts'
import { formatDate } from '../../kernel/dates.ts'
import type { PeriodCheck } from '../periods/contract.ts'
import { OPEN } from './item-rows.ts'

/** Rows that are counted; more are said to be so many. */
const COUNTED_MAX = 10_000

/** Open items that were due by the end of a period, in its checklist. */
export const overdueCheck = (database: Database): PeriodCheck => ({
  code: 'open-items',
  title: 'Open items due by the end of the period',
  look({ to }) {
    const used = database.first('SELECT 1 FROM open_item_accounts WHERE is_open_item = 1 LIMIT 1')
    if (!used) return { status: 'not-applicable', count: 0 }
    const row = database.first<{ count: number }>(
      `SELECT COUNT(*) AS count FROM (
         SELECT 1 FROM (SELECT DISTINCT account FROM open_item_accounts WHERE is_open_item = 1) a
         JOIN open_items l ON l.account = a.account AND l.settled_on = ${OPEN}
         WHERE l.effective_date <= ?1 AND COALESCE(l.due_date, l.effective_date) <= ?1 LIMIT ${COUNTED_MAX})`,
      to,
    )
    const count = row?.count ?? 0
    if (count === 0) return { status: 'done', count }
    return {
      status: 'open',
      count,
      detail: 'Match what is paid, or leave open what is still owed.',
      link: `/open-items?asOf=${formatDate(to)}`,
    }
  },
})
