import { useInfiniteQuery } from '@tanstack/react-query'
import { Check, CheckCheck, Sparkles } from 'lucide-react'
import { openItemsContract } from '../../../../durable-objects/ledger/open-items/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { formatDate } from '../../lib/dates.ts'
import { useCommand } from '../../lib/use-command.ts'
import { Amount } from '../../ui/amount.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { Status, Tag } from '../../ui/status.tsx'
import { toast } from '../../ui/toast.tsx'
import type { Account } from '../queries.ts'
import { matchText } from './announce-match.tsx'
import { STALE_AFTER_MATCHING, type Suggestion, suggestionsQuery } from './queries.ts'
import { matchOf, useAcceptAll } from './use-accept-all.ts'

const REASONS: Readonly<Record<Suggestion['reason'], string>> = {
  reference: 'Same reference',
  amount: 'Same amount',
  sum: 'Adds up',
}

/** Items that probably belong together and why, to accept one by one or all at once. */
export function SuggestionsSheet({ account, onClose }: { account: Account; onClose: () => void }) {
  const query = useInfiniteQuery(suggestionsQuery(useCompanySlug(), account.code))
  const all = query.data?.pages.flatMap(({ data }) => data) ?? []
  const first = query.data?.pages[0]
  const acceptAll = useAcceptAll(account.code)
  return (
    <Sheet
      title={`Suggestions for ${account.code}`}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          {all.length > 1 && (
            <Button variant="primary" isBusy={acceptAll.isBusy} onClick={() => acceptAll.run(all)}>
              <CheckCheck className="size-4" aria-hidden="true" />
              {acceptAll.isBusy ? `${acceptAll.done} of ${acceptAll.total}` : `Accept all ${all.length}`}
            </Button>
          )}
        </>
      }
    >
      {query.isPending && <Loading rows={6} label="Loading the suggestions" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && all.length === 0 && (
        <Empty icon={Sparkles} title="No suggestions">
          {first &&
            `${first.considered} open items were looked at. None have the same reference, cancel or add up.`}
        </Empty>
      )}
      {acceptAll.error ? <ProblemNotice error={acceptAll.error} /> : null}
      {first?.isPartial && all.length > 0 && (
        <p className="mb-3 text-sm text-muted">Of the oldest {first.considered} open items.</p>
      )}
      <ul aria-label="Suggestions" className="flex flex-col gap-3">
        {all.map((suggestion) => (
          <SuggestionCard key={keyOfSuggestion(suggestion)} account={account.code} suggestion={suggestion} />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button className="mt-3" isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Sheet>
  )
}

const keyOfSuggestion = ({ items }: Suggestion): string =>
  items.map(({ entry, line }) => `${entry} ${line}`).join(' ')

function SuggestionCard({ account, suggestion }: { account: string; suggestion: Suggestion }) {
  const { submit, isBusy, error } = useCommand({
    operation: openItemsContract.operations.MatchItems,
    call: meridian.openItems.MatchItems,
    stale: STALE_AFTER_MATCHING,
    onDone: (match) => toast(matchText(match)),
  })
  const { reason, explanation, cancels, unit, items } = suggestion
  return (
    <li className="rounded-lg border border-line p-3">
      <div className="flex items-center gap-2">
        <Tag>{REASONS[reason]}</Tag>
        {cancels ? (
          <Status tone="positive">Settles all</Status>
        ) : (
          <Status tone="warning">Leaves a rest</Status>
        )}
      </div>
      <p className="mt-1.5 text-sm text-muted">{explanation}</p>
      <ul className="my-2 flex flex-col border-t border-line">
        {items.map((item) => (
          <li
            key={`${item.entry} ${item.line}`}
            className="flex items-baseline justify-between gap-4 border-b border-line py-1"
          >
            <span className="min-w-0">
              {item.voucher} <span className="text-sm text-muted">{formatDate(item.effectiveDate)}</span>
              {item.reference && <span className="block truncate text-sm text-faint">{item.reference}</span>}
            </span>
            <span className="text-right whitespace-nowrap">
              <Amount value={item.amount} unit={unit} />
              <span className="ml-1.5 text-sm text-muted">{item.side}</span>
              {item.amount !== item.openAmount && (
                <span className="block text-sm text-faint">
                  of <Amount value={item.openAmount} />
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
      {error ? <ProblemNotice error={error} /> : null}
      <div className="flex justify-end">
        <Button size="sm" isBusy={isBusy} onClick={() => submit(matchOf(account, suggestion))}>
          <Check className="size-3.5" aria-hidden="true" /> Accept
          <span className="unseen"> {items.map(({ voucher }) => voucher).join(', ')}</span>
        </Button>
      </div>
    </li>
  )
}
