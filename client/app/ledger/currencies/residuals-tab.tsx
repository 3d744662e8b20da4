import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { BrushCleaning } from 'lucide-react'
import { currenciesContract } from '../../../../durable-objects/ledger/currencies/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { endOfMonthBefore, formatDate, today } from '../../lib/dates.ts'
import { useCommand } from '../../lib/use-command.ts'
import { useMay } from '../../session/queries.ts'
import { Amount } from '../../ui/amount.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { DateInput, Field } from '../../ui/field.tsx'
import { Section } from '../../ui/section.tsx'
import { Cell, HeadCell, RowHead, rowLinkClass, Table } from '../../ui/table.tsx'
import { toast } from '../../ui/toast.tsx'
import { residualsQuery } from './queries.ts'
import { useCurrenciesSearch } from './use-currencies-search.ts'

/** What is left in company currency where nothing is left in the other one: realised, but not booked yet. */
export function ResidualsTab() {
  const { search, change } = useCurrenciesSearch()
  const slug = useCompanySlug()
  const asOf = search.asOf ?? endOfMonthBefore(today())
  const query = useInfiniteQuery(residualsQuery(slug, asOf))
  const first = query.data?.pages[0]
  const residuals = query.data?.pages.flatMap(({ data }) => data) ?? []
  const isEmpty = query.isSuccess && residuals.length === 0 && !query.hasNextPage
  return (
    <Section
      title="Residuals"
      description="Accounts that hold nothing in a currency any more, but still something of its value: an exchange gain or loss."
      actions={
        <Field label="As of" className="w-40">
          {(control) => (
            <DateInput {...control} value={asOf} onValue={(date) => change({ asOf: date || undefined })} />
          )}
        </Field>
      }
    >
      {query.isPending && <Loading rows={4} label="Loading the residuals" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {isEmpty && (
        <Empty icon={BrushCleaning} title="Nothing is left over">
          On {formatDate(asOf)} no account holds a value without an amount in its currency.
        </Empty>
      )}
      {first && residuals.length > 0 && (
        <>
          <Table aria-label="Residuals">
            <thead>
              <tr>
                <HeadCell>Account</HeadCell>
                <HeadCell>Currency</HeadCell>
                <HeadCell isNumeric>Left</HeadCell>
              </tr>
            </thead>
            <tbody>
              {residuals.map(({ account, unit, value }) => (
                <tr key={`${account.code} ${unit}`} className="hover:bg-hover">
                  <RowHead>
                    <Link
                      to="/companies/$company/accounts/$code"
                      params={{ company: slug, code: account.code }}
                      search={{ unit }}
                      className={rowLinkClass}
                    >
                      {account.code} {account.name}
                    </Link>
                  </RowHead>
                  <Cell>{unit}</Cell>
                  <Cell isNumeric>
                    <Amount value={value} unit={first.currency} />
                  </Cell>
                </tr>
              ))}
            </tbody>
          </Table>
          {query.hasNextPage && (
            <Button
              className="mt-3"
              isBusy={query.isFetchingNextPage}
              onClick={() => void query.fetchNextPage()}
            >
              Show more
            </Button>
          )}
          <Clear asOf={asOf} net={first.net} currency={first.currency} />
        </>
      )}
    </Section>
  )
}

function Clear({ asOf, net, currency }: { asOf: string; net: string; currency: string }) {
  const mayClear = useMay('currencies.ClearResiduals')
  const { submit, isBusy, error } = useCommand({
    operation: currenciesContract.operations.ClearResiduals,
    call: meridian.currencies.ClearResiduals,
    stale: ['currencies', 'entries', 'reports', 'periods', 'trial-balance'],
    onDone: ({ cleared }) =>
      toast(cleared.length === 1 ? 'One is cleared.' : `${cleared.length} are cleared.`),
  })
  return (
    <div className="mt-4 flex flex-wrap items-center gap-x-6 gap-y-3 rounded-lg bg-sunken p-4">
      <p className="min-w-0 flex-1 basis-60">
        Together <Amount value={net} unit={currency} className="font-semibold" />, booked as exchange gain or
        loss on {formatDate(asOf)}.
      </p>
      {mayClear && (
        <Button variant="primary" isBusy={isBusy} onClick={() => submit({ asOf })}>
          Clear them
        </Button>
      )}
      {error ? <ProblemNotice error={error} /> : null}
    </div>
  )
}
