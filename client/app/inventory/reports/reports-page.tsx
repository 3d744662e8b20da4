import { Link } from '@tanstack/react-router'
import {
  ArrowLeftRight,
  Boxes,
  Coins,
  Hourglass,
  type LucideIcon,
  PackageX,
  RefreshCw,
  Route,
  ShoppingCart,
  Snail,
} from 'lucide-react'
import { useCompanySlug } from '../../company/queries.ts'
import { useMay } from '../../session/queries.ts'
import { Page } from '../../ui/page.tsx'

interface Entry {
  to:
    | '/companies/$company/stock-reports/on-hand'
    | '/companies/$company/stock-reports/valuation'
    | '/companies/$company/stock-reports/movement'
    | '/companies/$company/stock-reports/ageing'
    | '/companies/$company/stock-reports/turnover'
    | '/companies/$company/stock-reports/slow-movers'
    | '/companies/$company/stock-reports/trace'
    | '/companies/$company/stock-reports/reserved'
    | '/companies/$company/replenishment'
  name: string
  says: string
  icon: LucideIcon
}

const GROUPS: readonly { title: string; entries: readonly Entry[] }[] = [
  {
    title: 'What is there',
    entries: [
      {
        to: '/companies/$company/stock-reports/on-hand',
        name: 'Stock on hand',
        says: 'What lies where, by item, warehouse, place or lot, on any day.',
        icon: Boxes,
      },
      {
        to: '/companies/$company/stock-reports/valuation',
        name: 'Stock valuation',
        says: 'What it is worth, beside what the ledger says.',
        icon: Coins,
      },
      {
        to: '/companies/$company/stock-reports/reserved',
        name: 'Reserved and negative stock',
        says: 'What is promised, and what left before it came.',
        icon: PackageX,
      },
    ],
  },
  {
    title: 'How it moves',
    entries: [
      {
        to: '/companies/$company/stock-reports/movement',
        name: 'Movement of stock',
        says: 'Opening stock, what came in and went out, and closing stock of a period.',
        icon: ArrowLeftRight,
      },
      {
        to: '/companies/$company/stock-reports/turnover',
        name: 'Turnover of stock',
        says: 'How often it is sold, and for how many days it lasts.',
        icon: RefreshCw,
      },
      {
        to: '/companies/$company/stock-reports/ageing',
        name: 'Ageing of stock',
        says: 'For how long goods have been in the company.',
        icon: Hourglass,
      },
      {
        to: '/companies/$company/stock-reports/slow-movers',
        name: 'Slow movers',
        says: 'What lies there and was not asked for.',
        icon: Snail,
      },
    ],
  },
  {
    title: 'One by one',
    entries: [
      {
        to: '/companies/$company/stock-reports/trace',
        name: 'Trace a lot',
        says: 'Where a lot or serial number came from, and where it went.',
        icon: Route,
      },
      {
        to: '/companies/$company/replenishment',
        name: 'Reorder',
        says: 'What falls below its reorder point, and what to order.',
        icon: ShoppingCart,
      },
    ],
  },
]

/** Every report of the stock, by what one wants to know. */
export function StockReportsPage() {
  const slug = useCompanySlug()
  const mayReorder = useMay('replenishment.ListProposals')
  return (
    <Page
      title="Stock reports"
      subtitle="As of any day, and as known at any time. Every figure says what it is made of."
    >
      {GROUPS.map(({ title, entries }) => (
        <section key={title} className="mb-6">
          <h2 className="mb-2 font-semibold">{title}</h2>
          <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
            {entries
              .filter(({ to }) => mayReorder || !to.endsWith('replenishment'))
              .map(({ to, name, says, icon: Icon }) => (
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
