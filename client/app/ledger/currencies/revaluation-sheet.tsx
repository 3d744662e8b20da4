import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCompany } from '../../company/queries.ts'
import { formatDate } from '../../lib/dates.ts'
import { Amount } from '../../ui/amount.tsx'
import { Button } from '../../ui/button.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { PositionName, rateTold, shortRate } from './position-table.tsx'
import { type RevaluedPosition, revaluationQuery } from './queries.ts'

/** One revaluation, line by line, with the entries that booked it. */
export function RevaluationSheet({ revaluation, onClose }: { revaluation: string; onClose: () => void }) {
  const { slug, currency } = useCompany()
  const query = useInfiniteQuery(revaluationQuery(slug, revaluation))
  const head = query.data?.pages[0]?.revaluation
  const lines = query.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <Sheet title={head ? `Revaluation of ${formatDate(head.asOf)}` : 'Revaluation'} onClose={onClose}>
      {query.isPending && <Loading rows={6} label="Loading the revaluation" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {head && (
        <div className="flex flex-col gap-5">
          <Facts
            facts={[
              ['As of', formatDate(head.asOf)],
              ['Taken back on', formatDate(head.reverseOn)],
              ['Gains', <Amount key="gain" value={head.gain} unit={currency} />],
              ['Losses', <Amount key="loss" value={head.loss} unit={currency} />],
            ]}
          />
          <ul className="flex flex-col gap-1">
            {head.entries.map(({ entry, reversal }) => (
              <li key={entry.id}>
                <EntryLink company={slug} entry={entry} />, reversed by{' '}
                <EntryLink company={slug} entry={reversal} />
              </li>
            ))}
          </ul>
          <ul aria-label="Positions" className="flex flex-col border-t border-line">
            {lines.map((line) => (
              <PositionItem
                key={`${line.account.code} ${line.unit} ${line.item?.entry} ${line.item?.line}`}
                position={line}
              />
            ))}
          </ul>
          {query.hasNextPage && (
            <Button isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              Show more
            </Button>
          )}
        </div>
      )}
    </Sheet>
  )
}

/** What was held or owed, at which rate, and what that changed in the books. */
function PositionItem({ position }: { position: RevaluedPosition }) {
  const { account, item, quantity, unit, rate, carrying, value, difference } = position
  return (
    <li className="flex items-start justify-between gap-4 border-b border-line py-2">
      <span className="min-w-0">
        <PositionName account={account} item={item} />
        <span className="block text-sm text-muted">
          <Amount value={quantity} unit={unit} />
          {rate && (
            <span title={rateTold(rate)}>
              {' '}
              at {shortRate(rate.rate)} ({rate.source}, {formatDate(rate.date)})
            </span>
          )}
        </span>
        <span className="block text-sm text-muted">
          <Amount value={carrying} /> in the books, worth <Amount value={value} />
        </span>
      </span>
      <Amount value={difference} isAlarming />
    </li>
  )
}

export const EntryLink = ({
  company,
  entry,
}: {
  company: string
  entry: { id: string; voucher: string }
}) => (
  <Link
    to="/companies/$company/journal/$entry"
    params={{ company, entry: entry.id }}
    className="text-accent underline underline-offset-2"
  >
    {entry.voucher}
  </Link>
)
