import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCompanySlug } from '../../company/queries.ts'
import { formatDate } from '../../lib/dates.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Loading } from '../../ui/feedback.tsx'
import { rowLinkClass } from '../../ui/table.tsx'
import { quantityWithUnit } from '../format.ts'
import type { Place } from '../pickers/queries.ts'
import { contentsQuery } from './queries.ts'

/** The first of what lies in a place; the stock has all of it. */
export function PlaceContents({ place }: { place: Place }) {
  const company = useCompanySlug()
  const isStorage = place.warehouse !== null
  const query = useQuery({ ...contentsQuery(company, place.code), enabled: isStorage })
  if (!isStorage) return null
  return (
    <section aria-labelledby="contents">
      <header className="mb-2 flex items-center justify-between gap-2 border-t border-line pt-4">
        <h3 id="contents" className="font-semibold">
          What lies here
        </h3>
        <Link
          to="/companies/$company/stock"
          params={{ company }}
          search={{ place: place.code }}
          className={buttonClass('secondary', 'sm')}
        >
          In the stock list
        </Link>
      </header>
      {query.isPending && <Loading rows={3} label="Loading the contents" />}
      {query.data?.data.length === 0 && <p className="text-muted">Nothing.</p>}
      <ul className="flex flex-col gap-1.5">
        {query.data?.data.map(({ item, lot, expiry, quantity, unit, place: where }) => (
          <li key={`${item.id} ${where} ${lot}`} className="flex items-baseline gap-3">
            <span className="min-w-0 flex-1">
              <Link
                to="/companies/$company/items/$item"
                params={{ company, item: item.id }}
                className={`${rowLinkClass} block truncate`}
              >
                <span className="text-muted tabular-nums">{item.code}</span> {item.name}
              </Link>
              {(lot || where !== place.code) && (
                <span className="block truncate text-sm text-muted">
                  {[
                    where !== place.code && where,
                    lot && `lot ${lot}`,
                    expiry && `expires ${formatDate(expiry)}`,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              )}
            </span>
            <span className="tabular-nums whitespace-nowrap">{quantityWithUnit(quantity, unit)}</span>
          </li>
        ))}
      </ul>
      {query.data?.nextCursor && <p className="mt-2 text-sm text-muted">and more.</p>}
    </section>
  )
}
