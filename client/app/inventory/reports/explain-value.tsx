import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { formatDate } from '../../lib/dates.ts'
import { isZero } from '../../lib/decimal.ts'
import { Amount } from '../../ui/amount.tsx'
import { Button } from '../../ui/button.tsx'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { DocumentLink, linkClass } from '../documents/links.tsx'
import { KINDS } from '../documents/names.ts'
import { Quantity } from './cells.tsx'
import { type Explanation, explainValueQuery, type Parameters } from './queries.ts'

/** How an item's value comes about: the layers that it lies in, with their receipts, and everything that was booked. */
export function ExplainValueSheet({ parameters, onClose }: { parameters: Parameters; onClose: () => void }) {
  const company = useCompanySlug()
  const query = useInfiniteQuery(explainValueQuery(company, parameters))
  const first = query.data?.pages[0]
  const bookings = query.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <Sheet title="Explain" onClose={onClose}>
      {query.isPending && <Loading rows={8} label="Loading the explanation" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {first && (
        <div className="flex flex-col gap-6">
          <Head explanation={first} />
          <Layers explanation={first} />
          <section aria-labelledby="explain-bookings">
            <h3 id="explain-bookings" className="font-semibold">
              What was booked
            </h3>
            <p className="mb-2 text-sm text-muted">The latest first. It sums to what stands above.</p>
            {bookings.length === 0 && <p className="text-muted">Nothing was booked by that day.</p>}
            <ul className="flex flex-col">
              {bookings.map((booking) => (
                <Booking
                  key={`${booking.bookedOn} ${booking.sequence} ${booking.event} ${booking.warehouse} ${booking.entries[0]}`}
                  booking={booking}
                  unit={first.unit}
                />
              ))}
            </ul>
            {query.hasNextPage && (
              <Button
                className="mt-3"
                isBusy={query.isFetchingNextPage}
                onClick={() => void query.fetchNextPage()}
              >
                Show more
              </Button>
            )}
          </section>
        </div>
      )}
    </Sheet>
  )
}

const METHODS: Readonly<Record<string, string>> = {
  fifo: 'First in, first out: what lies there are the layers that came last.',
  average: 'Moving average: all goods of a warehouse are worth the same.',
  standard: 'Standard cost: all goods are worth their standard cost.',
  lot: 'By lot: each lot is worth what it cost.',
}

function Head({ explanation }: { explanation: Explanation }) {
  const company = useCompanySlug()
  const { item, unit, quantity, value, currency, method, asOf, knownAt, sequence } = explanation
  return (
    <div>
      <p className="wrap-anywhere">
        <Link to="/companies/$company/items/$item" params={{ company, item: item.id }} className={linkClass}>
          {item.code}
        </Link>{' '}
        {item.name !== item.code && item.name}
      </p>
      <p className="mt-1 text-2xl font-semibold">
        {value === null ? (
          <Quantity value={quantity} unit={unit} />
        ) : (
          <Amount value={value} unit={currency} />
        )}
      </p>
      <p className="text-muted">
        {value !== null && (
          <>
            <Quantity value={quantity} unit={unit} />,{' '}
          </>
        )}
        as of {formatDate(asOf)}
        {knownAt < sequence && <>, as known at event {knownAt}</>}
      </p>
      {value !== null && <p className="mt-2 text-sm text-muted">{METHODS[method]}</p>}
      <p className="mt-2 text-sm">
        <Link
          to="/companies/$company/items/$item"
          params={{ company, item: item.id }}
          search={{ tab: 'moves' }}
          className={linkClass}
        >
          All moves of the item
        </Link>
      </p>
    </div>
  )
}

function Layers({
  explanation: { layers, moreLayers, bookedLater, currency, unit },
}: {
  explanation: Explanation
}) {
  if (layers.length === 0) return null
  return (
    <section aria-labelledby="explain-layers">
      <h3 id="explain-layers" className="font-semibold">
        Layers
      </h3>
      <p className="mb-2 text-sm text-muted">
        What is left, by the receipts with which it came; the oldest first.
      </p>
      <ul className="flex flex-col">
        {layers.map((layer, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: A receipt may have several layers that differ in nothing.
            key={`${layer.document} ${layer.line} ${index}`}
            className="border-b border-line py-2"
          >
            <Line
              left={<Origin of={layer} />}
              right={
                layer.value === null ? (
                  <Quantity value={layer.quantity} unit={unit} />
                ) : (
                  <Amount value={layer.value} />
                )
              }
            />
            <Line
              className="text-sm text-muted"
              left={[layer.warehouse ?? 'On its way', layer.lot && `lot ${layer.lot}`, layer.party]
                .filter(Boolean)
                .join(', ')}
              right={
                <>
                  <Quantity value={layer.quantity} /> of <Quantity value={layer.received} unit={unit} />
                </>
              }
            />
            <Entries ids={layer.entries} />
          </li>
        ))}
      </ul>
      {moreLayers && <p className="mt-2 text-sm text-muted">There are more layers than are shown here.</p>}
      {bookedLater !== null && !isZero(bookedLater) && (
        <p className="mt-2 text-sm text-muted">
          <Amount value={bookedLater} unit={currency} /> of it is booked on a later day, because the day to
          which it belongs was locked when it became known.
        </p>
      )}
    </section>
  )
}

function Booking({ booking, unit }: { booking: Explanation['data'][number]; unit: string }) {
  const { event, bookedOn, date, quantity, value, warehouse, party, reference, entries } = booking
  const isAdjusted = event === 'adjusted'
  return (
    <li className="border-b border-line py-2">
      <Line
        left={<Origin of={booking} />}
        right={value === null ? <Quantity value={quantity} unit={unit} isFlow /> : <Amount value={value} />}
      />
      <Line
        className="text-sm text-muted"
        left={
          isAdjusted
            ? `Costs adjusted by it${bookedOn === date ? '' : `, booked ${formatDate(bookedOn)}`}`
            : [warehouse ?? 'On its way', party, reference].filter(Boolean).join(', ')
        }
        right={value !== null && !isZero(quantity) && <Quantity value={quantity} unit={unit} isFlow />}
      />
      <Entries ids={entries} />
    </li>
  )
}

interface Documented {
  document: string
  kind: string
  voucher: string
  date: string
}

function Origin({ of: { document, kind, voucher, date } }: { of: Documented }) {
  const company = useCompanySlug()
  return (
    <>
      <DocumentLink company={company} document={document}>
        {voucher}
      </DocumentLink>{' '}
      <span className="text-muted">
        {KINDS[kind as keyof typeof KINDS].name}, {formatDate(date)}
      </span>
    </>
  )
}

function Entries({ ids }: { ids: readonly string[] }) {
  const company = useCompanySlug()
  if (ids.length === 0) return null
  return (
    <p className="mt-0.5 flex flex-wrap gap-x-3 text-sm">
      {ids.map((entry, index) => (
        <Link
          key={entry}
          to="/companies/$company/journal/$entry"
          params={{ company, entry }}
          className={linkClass}
        >
          Journal entry{ids.length > 1 && ` ${index + 1}`}
        </Link>
      ))}
    </p>
  )
}

const Line = ({ left, right, className = '' }: { left: ReactNode; right: ReactNode; className?: string }) => (
  <div className={`flex justify-between gap-4 ${className}`}>
    <span className="min-w-0 wrap-anywhere">{left}</span>
    <span className="shrink-0 text-right">{right}</span>
  </div>
)
