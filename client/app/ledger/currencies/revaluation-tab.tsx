import { useInfiniteQuery } from '@tanstack/react-query'
import { BookCheck, RefreshCw } from 'lucide-react'
import { currenciesContract } from '../../../../durable-objects/ledger/currencies/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { capital, usePersonName } from '../../guardrails/names.ts'
import { meridian } from '../../lib/api.ts'
import { endOfMonthBefore, formatDate, formatInstant, today } from '../../lib/dates.ts'
import { useCommand } from '../../lib/use-command.ts'
import { useMay } from '../../session/queries.ts'
import { Amount } from '../../ui/amount.tsx'
import { Button } from '../../ui/button.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { DateInput, Field } from '../../ui/field.tsx'
import { Section } from '../../ui/section.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../ui/table.tsx'
import { toast } from '../../ui/toast.tsx'
import { PositionTable } from './position-table.tsx'
import {
  type Revaluation,
  type RevaluationTotals,
  revaluationPreviewQuery,
  revaluationsQuery,
} from './queries.ts'
import { EntryLink, RevaluationSheet } from './revaluation-sheet.tsx'
import { useCurrenciesSearch } from './use-currencies-search.ts'

/** What is held and owed in other currencies at the rate of a day, and what of it is booked (IAS 21.23). */
export function RevaluationTab() {
  const { search, change } = useCurrenciesSearch()
  const asOf = search.asOf ?? endOfMonthBefore(today())
  return (
    <>
      <Preview key={asOf} asOf={asOf} />
      <Earlier onOpen={(id) => change({ open: id })} />
      {search.open?.startsWith('rvl_') && (
        <RevaluationSheet revaluation={search.open} onClose={() => change({ open: undefined })} />
      )}
    </>
  )
}

function Preview({ asOf }: { asOf: string }) {
  const { change } = useCurrenciesSearch()
  const query = useInfiniteQuery(revaluationPreviewQuery(useCompanySlug(), asOf))
  const first = query.data?.pages[0]
  const positions = query.data?.pages.flatMap(({ data }) => data) ?? []
  const isEmpty = query.isSuccess && positions.length === 0 && !query.hasNextPage
  return (
    <Section
      title="Revaluation"
      description={
        first
          ? `Open items and balances at the rates of the day. What is booked is taken back on ${formatDate(first.reverseOn)}.`
          : 'Open items and balances at the rates of the day.'
      }
      actions={
        <Field label="As of" className="w-40">
          {(control) => (
            <DateInput
              {...control}
              value={asOf}
              onValue={(date) => change({ asOf: date || undefined, open: undefined })}
            />
          )}
        </Field>
      }
    >
      {query.isPending && <Loading rows={5} label="Loading the positions" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {isEmpty && (
        <Empty icon={RefreshCw} title="Nothing to revalue">
          Nothing is held or owed in another currency on {formatDate(asOf)}.
        </Empty>
      )}
      {first && positions.length > 0 && (
        <>
          <PositionTable positions={positions} />
          {query.hasNextPage && (
            <Button
              className="mt-3"
              isBusy={query.isFetchingNextPage}
              onClick={() => void query.fetchNextPage()}
            >
              Show more
            </Button>
          )}
          <Totals asOf={asOf} totals={first.totals} currency={first.currency} />
        </>
      )}
    </Section>
  )
}

interface TotalsProps {
  asOf: string
  totals: RevaluationTotals
  currency: string
}

function Totals({ asOf, totals, currency }: TotalsProps) {
  const mayBook = useMay('currencies.RevalueCurrencies')
  const { change } = useCurrenciesSearch()
  const { submit, isBusy, error } = useCommand({
    operation: currenciesContract.operations.RevalueCurrencies,
    call: meridian.currencies.RevalueCurrencies,
    stale: ['currencies', 'entries', 'reports', 'periods', 'trial-balance'],
    onDone: ({ id, entries }) => {
      toast(
        entries.length === 1
          ? 'Booked, with its reversal.'
          : `${entries.length} entries are booked, with their reversals.`,
      )
      if (id) change({ open: id })
    },
  })
  const isBooked = totals.changed === 0
  return (
    <div className="mt-4 flex flex-wrap items-center gap-x-6 gap-y-3 rounded-lg bg-sunken p-4">
      <div className="min-w-0 flex-1 basis-72">
        <Facts
          facts={[
            ['Gains', <Amount key="gain" value={totals.gain} unit={currency} />],
            ['Losses', <Amount key="loss" value={totals.loss} unit={currency} />],
            ['Net', <Amount key="net" value={totals.net} unit={currency} className="font-semibold" />],
          ]}
        />
        <p className="mt-2 text-sm text-muted">
          {isBooked
            ? 'The books say what the rates say: there is nothing to book.'
            : `${totals.changed} of ${totals.positions} differ from the books.`}
        </p>
      </div>
      {mayBook && (
        <Button variant="primary" disabled={isBooked} isBusy={isBusy} onClick={() => submit({ asOf })}>
          <BookCheck className="size-4" aria-hidden="true" /> Book the revaluation
        </Button>
      )}
      {error ? <ProblemNotice error={error} /> : null}
    </div>
  )
}

function Earlier({ onOpen }: { onOpen: (id: string) => void }) {
  const query = useInfiniteQuery(revaluationsQuery(useCompanySlug()))
  const all = query.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <Section
      title="Earlier revaluations"
      description={query.isSuccess && all.length === 0 ? 'None was booked yet.' : undefined}
    >
      {query.isPending && <Loading rows={3} label="Loading the revaluations" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {all.length > 0 && (
        <Table aria-label="Earlier revaluations">
          <thead>
            <tr>
              <HeadCell>As of</HeadCell>
              <HeadCell className="max-md:hidden">Booked</HeadCell>
              <HeadCell>Entry, reversal</HeadCell>
              <HeadCell isNumeric>Gains</HeadCell>
              <HeadCell isNumeric>Losses</HeadCell>
            </tr>
          </thead>
          <tbody>
            {all.map((each) => (
              <EarlierRow key={each.id} revaluation={each} onOpen={() => onOpen(each.id)} />
            ))}
          </tbody>
        </Table>
      )}
      {query.hasNextPage && (
        <Button className="mt-3" isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Section>
  )
}

function EarlierRow({ revaluation, onOpen }: { revaluation: Revaluation; onOpen: () => void }) {
  const slug = useCompanySlug()
  const person = usePersonName()
  const { asOf, recordedAt, actor, gain, loss, entries } = revaluation
  return (
    <tr className="hover:bg-hover">
      <RowHead>
        <button type="button" onClick={onOpen} className="font-medium tabular-nums hover:underline">
          {formatDate(asOf)}
        </button>
      </RowHead>
      <Cell className="text-sm text-muted max-md:hidden">
        {capital(person(actor))}, {formatInstant(recordedAt)}
      </Cell>
      <Cell>
        {entries.map(({ entry, reversal }) => (
          <span key={entry.id} className="mr-2 inline-flex gap-2 text-sm">
            <EntryLink company={slug} entry={entry} />
            <EntryLink company={slug} entry={reversal} />
          </span>
        ))}
      </Cell>
      <Cell isNumeric>
        <Amount value={gain} />
      </Cell>
      <Cell isNumeric>
        <Amount value={loss} />
      </Cell>
    </tr>
  )
}
