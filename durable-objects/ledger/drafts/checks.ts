import { formatDate } from '../../kernel/dates.ts'
import type { CheckedPeriod, Finding, PeriodCheck } from '../periods/contract.ts'
import type { Drafts } from './drafts.ts'
import type { Occurrences } from './occurrences.ts'
import type { Reversals } from './reversals.ts'
import type { Schedules } from './schedules.ts'

/** What of a period is not booked yet. */
export function periodChecks(
  drafts: Drafts,
  schedules: Schedules,
  occurrences: Occurrences,
  reversals: Reversals,
): readonly PeriodCheck[] {
  return [
    {
      code: 'drafts',
      title: 'Drafts dated in the period are posted or discarded',
      look: ({ from, to }) => counted(drafts.countDated(from, to), 'draft', `/drafts${range({ from, to })}`),
    },
    {
      code: 'recurring',
      title: 'Recurring entries of the period are booked',
      look({ from, to }) {
        if (!occurrences.any() && schedules.countRunning() === 0) return NONE
        const open = occurrences.countOpen(from, to)
        // Of a paused schedule nothing is due.
        const due = schedules.countDue(to)
        const what = [counted(open, 'refused or waiting date').detail, counted(due, 'schedule').detail]
        const detail = what.filter((text) => text !== undefined).join(', ')
        if (open + due === 0) return { status: 'done', count: 0 }
        return { status: 'open', count: open + due, detail, link: '/drafts?tab=recurring' }
      },
    },
    {
      code: 'reversals',
      title: 'Entries that reverse themselves in the period are reversed',
      look({ from, to }) {
        if (!reversals.any()) return NONE
        return counted(reversals.countOpen(from, to), 'reversal', '/drafts?tab=reversals')
      },
    },
  ]
}

const NONE: Finding = { status: 'not-applicable', count: 0 }

const range = ({ from, to }: Pick<CheckedPeriod, 'from' | 'to'>): string =>
  `?from=${formatDate(from)}&to=${formatDate(to)}`

function counted(count: number, what: string, link?: string): Finding {
  if (count === 0) return { status: 'done', count }
  const detail = `${count} ${what}${count === 1 ? '' : 's'} to book`
  return { status: 'open', count, detail, ...(link !== undefined && { link }) }
}
