import { useInfiniteQuery } from '@tanstack/react-query'
import { PauseCircle, SearchX } from 'lucide-react'
import { useCompany } from '../../company/queries.ts'
import { formatDate, formatDistance, formatInstant } from '../../lib/dates.ts'
import { Amount } from '../../ui/amount.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { Cell, HeadCell, RowHead, rowLinkClass, Table } from '../../ui/table.tsx'
import { useRowKeys } from '../../ui/use-row-keys.ts'
import { BeginEntry } from './begin-entry.tsx'
import { PendingSheet, PendingState } from './pending-sheet.tsx'
import { type PendingStatusFilter, pendingQuery } from './queries.ts'
import { useDraftsPlace } from './use-drafts-place.ts'

const STATUSES = ['pending', 'posted', 'voided', 'expired'] as const satisfies readonly PendingStatusFilter[]
const NAMES = { pending: 'On hold', posted: 'Posted', voided: 'Voided', expired: 'Expired' } as const

/** Entries on hold, and what became of earlier ones. */
export function PendingList() {
  const { slug, currency } = useCompany()
  const { status: given, open, show } = useDraftsPlace()
  const status = STATUSES.find((each) => each === given) ?? 'pending'
  const query = useInfiniteQuery(pendingQuery(slug, status))
  const held = query.data?.pages.flatMap(({ data }) => data) ?? []
  const { active } = useRowKeys(held, ({ id }) => show({ open: id }))
  const isEmpty = query.isSuccess && held.length === 0 && !query.hasNextPage
  return (
    <>
      <search className="mb-3">
        <Field label="State" className="w-40">
          {(control) => (
            <Select
              {...control}
              value={status}
              onValue={(next) => show({ status: next === 'pending' ? undefined : next })}
            >
              {STATUSES.map((each) => (
                <option key={each} value={each}>
                  {NAMES[each]}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </search>
      {query.isPending && <Loading rows={4} label="Loading the entries on hold" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {isEmpty &&
        (status === 'pending' ? (
          <Empty
            icon={PauseCircle}
            title="Nothing is on hold"
            actions={<BeginEntry operation="pending.HoldEntry" />}
          >
            An entry is held from its form: a card authorisation, or a payment that is under way. It counts
            against the limits of its accounts at once.
          </Empty>
        ) : (
          <Empty icon={SearchX} title="No entry matches">
            None has this state. There may be others.
          </Empty>
        ))}
      {held.length > 0 && (
        <Table aria-label="Entries on hold">
          <thead>
            <tr>
              <HeadCell>Description</HeadCell>
              <HeadCell className="w-36 max-sm:hidden">Date</HeadCell>
              <HeadCell className="w-36 max-md:hidden">State</HeadCell>
              <HeadCell className="w-48 max-lg:hidden">Expires</HeadCell>
              <HeadCell isNumeric className="w-36">
                On hold, {currency}
              </HeadCell>
            </tr>
          </thead>
          <tbody>
            {held.map((pending, index) => (
              <tr
                key={pending.id}
                data-active={index === active || undefined}
                className="hover:bg-hover data-active:bg-accent-soft"
              >
                <RowHead className="py-2!">
                  <button
                    type="button"
                    className={`${rowLinkClass} text-left font-medium`}
                    onClick={() => show({ open: pending.id })}
                  >
                    {pending.description || pending.reference || 'No description'}
                  </button>
                  <span className="block text-sm text-muted lg:hidden">
                    <span className="sm:hidden">{formatDate(pending.effectiveDate)} · </span>
                    {pending.expiresAt ? `expires ${formatDistance(pending.expiresAt)}` : 'does not expire'}
                  </span>
                </RowHead>
                <Cell className="whitespace-nowrap text-muted tabular-nums max-sm:hidden">
                  {formatDate(pending.effectiveDate)}
                </Cell>
                <Cell className="max-md:hidden">
                  <PendingState pending={pending} />
                </Cell>
                <Cell className="text-sm text-muted max-lg:hidden">
                  {pending.expiresAt ? (
                    <span title={formatInstant(pending.expiresAt)}>{formatDistance(pending.expiresAt)}</span>
                  ) : (
                    'Never'
                  )}
                </Cell>
                <Cell isNumeric>
                  <Amount value={pending.remaining} />
                </Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      {query.hasNextPage && (
        <Button className="mt-3" isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
      {open && <PendingSheet key={open} id={open} onClose={() => show({ open: undefined })} />}
    </>
  )
}
