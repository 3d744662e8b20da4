import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCompanySlug } from '../../company/queries.ts'
import { formatDate } from '../../lib/dates.ts'
import { Amount } from '../../ui/amount.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Hidden } from '../../ui/hidden.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { Tag } from '../../ui/status.tsx'
import { ItemStatus } from './item-status.tsx'
import { type ItemDetail, openItemQuery } from './queries.ts'
import { useItemsSearch } from './use-items-search.ts'

interface ItemProps {
  entry: string
  line: string
  onClose: () => void
}

/** One item: where it comes from, and everything that settled some of it. */
export function ItemSheet({ entry, line, onClose }: ItemProps) {
  const query = useQuery(openItemQuery(useCompanySlug(), entry, line))
  return (
    <Sheet title={query.data ? `Item of ${query.data.voucher}` : 'Item'} onClose={onClose}>
      {query.isPending && <Loading rows={6} label="Loading the item" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <Item item={query.data} />}
    </Sheet>
  )
}

function Item({ item }: { item: ItemDetail }) {
  const slug = useCompanySlug()
  const { unit, debit, credit, openAmount, masked } = item
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center gap-3">
        <ItemStatus item={item} />
        {item.status === 'partly-matched' && <Tag>partly matched</Tag>}
      </div>
      <Facts
        facts={[
          [
            'Entry',
            <Link
              key="entry"
              to="/companies/$company/journal/$entry"
              params={{ company: slug, entry: item.entry }}
              className="text-accent underline underline-offset-2"
            >
              {item.voucher}
            </Link>,
          ],
          ['Account', `${item.account.code} ${item.account.name}`],
          ['Date', formatDate(item.effectiveDate)],
          ['Due', item.dueDate && formatDate(item.dueDate)],
          ['Reference', item.reference],
          ['Description', item.description],
          [
            debit === null ? 'Credit' : 'Debit',
            masked ? <Hidden key="whole" /> : <Amount key="whole" value={debit ?? credit} unit={unit} />,
          ],
          [
            'Still open',
            masked ? <Hidden key="open" /> : <Amount key="open" value={openAmount} unit={unit} />,
          ],
        ]}
      />
      <section aria-labelledby="item-matches">
        <h3 id="item-matches" className="mb-2 font-semibold">
          Settled by
        </h3>
        {item.matches.length === 0 && <p className="text-muted">Nothing yet.</p>}
        <ul className="flex flex-col">
          {item.matches.map((each) => (
            <MatchRow key={each.match} match={each} unit={unit} />
          ))}
        </ul>
      </section>
    </div>
  )
}

function MatchRow({ match, unit }: { match: ItemDetail['matches'][number]; unit: string }) {
  const { change } = useItemsSearch()
  return (
    <li className="flex items-baseline justify-between gap-4 border-b border-line py-1.5">
      <span>
        <button
          type="button"
          onClick={() => change({ open: match.match })}
          className="text-accent underline underline-offset-2"
        >
          Match of {formatDate(match.effectiveDate)}
        </button>
        {match.unmatched && (
          <span className="block text-sm text-muted">
            taken back on {formatDate(match.unmatched.effectiveDate)}
          </span>
        )}
      </span>
      <Amount value={match.amount} unit={unit} className={match.unmatched ? 'text-muted line-through' : ''} />
    </li>
  )
}
