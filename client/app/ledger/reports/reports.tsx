import { Link } from '@tanstack/react-router'
import {
  BookOpenText,
  Diff,
  FileSpreadsheet,
  type LucideIcon,
  Scale,
  Sigma,
  TrendingUp,
  Waves,
} from 'lucide-react'
import { useCompanySlug } from '../../company/queries.ts'
import { Page } from '../../ui/page.tsx'

interface Entry {
  to:
    | '/companies/$company/reports/balance-sheet'
    | '/companies/$company/reports/profit-and-loss'
    | '/companies/$company/reports/cash-flow'
    | '/companies/$company/trial-balance'
    | '/companies/$company/reports/trial-balance'
    | '/companies/$company/reports/general-ledger'
    | '/companies/$company/reports/changes'
    | '/companies/$company/journal'
  name: string
  says: string
  icon: LucideIcon
}

const GROUPS: readonly { title: string; entries: readonly Entry[] }[] = [
  {
    title: 'Statements',
    entries: [
      {
        to: '/companies/$company/reports/balance-sheet',
        name: 'Balance sheet',
        says: 'What the company owns and owes on a day.',
        icon: Scale,
      },
      {
        to: '/companies/$company/reports/profit-and-loss',
        name: 'Profit and loss',
        says: 'What it earned and spent, by month, project or year.',
        icon: TrendingUp,
      },
      {
        to: '/companies/$company/reports/cash-flow',
        name: 'Cash flow',
        says: 'Where money came from and went to, indirect or direct.',
        icon: Waves,
      },
    ],
  },
  {
    title: 'Books',
    entries: [
      {
        to: '/companies/$company/trial-balance',
        name: 'Trial balance',
        says: 'Every account on a day, as known at any time.',
        icon: Sigma,
      },
      {
        to: '/companies/$company/reports/trial-balance',
        name: 'Trial balance by period',
        says: 'Opening balance, movements and closing balance.',
        icon: FileSpreadsheet,
      },
      {
        to: '/companies/$company/reports/general-ledger',
        name: 'General ledger',
        says: 'Every account with its lines.',
        icon: BookOpenText,
      },
      {
        to: '/companies/$company/journal',
        name: 'Journal',
        says: 'Every entry in order.',
        icon: BookOpenText,
      },
      {
        to: '/companies/$company/reports/changes',
        name: 'What changed',
        says: 'Between two positions of the log: entries, accounts, and the effect on each figure.',
        icon: Diff,
      },
    ],
  },
]

/** Every report, by what one wants to know. */
export function ReportsPage() {
  const slug = useCompanySlug()
  return (
    <Page
      title="Reports"
      subtitle="As of any day, and as known at any time. Every figure says what it is made of."
    >
      {GROUPS.map(({ title, entries }) => (
        <section key={title} className="mb-6">
          <h2 className="mb-2 font-semibold">{title}</h2>
          <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
            {entries.map(({ to, name, says, icon: Icon }) => (
              <li key={to}>
                <Link
                  to={to}
                  params={{ company: slug }}
                  className="flex h-full gap-3 rounded-lg border border-line bg-surface p-4 hover:bg-hover"
                >
                  <Icon className="mt-0.5 size-5 shrink-0 text-muted" aria-hidden="true" />
                  <span>
                    <span className="font-medium">{name}</span>
                    <span className="block text-sm text-muted">{says}</span>
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Page>
  )
}
