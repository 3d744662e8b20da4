import { useInfiniteQuery } from '@tanstack/react-query'
import type { AccountCategory } from '../../../../durable-objects/ledger/contract.ts'
import { currenciesContract } from '../../../../durable-objects/ledger/currencies/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { messageOf } from '../../lib/forms.ts'
import { useCommand } from '../../lib/use-command.ts'
import { useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Select } from '../../ui/field.tsx'
import { Section } from '../../ui/section.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../ui/table.tsx'
import { toast } from '../../ui/toast.tsx'
import { CATEGORY_NAMES } from '../accounts/names.ts'
import { type RevaluedAccount, revaluedAccountsQuery } from './queries.ts'

/** Which accounts hold money or claims on it; only these are revalued. */
export function MonetaryAccounts() {
  const query = useInfiniteQuery(revaluedAccountsQuery(useCompanySlug()))
  const accounts = query.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <Section
      title="Monetary accounts"
      description="Cash, and what is to be received or paid in a fixed amount. Machines and stock are not: they stay at the rate of their day."
    >
      {query.isPending && <Loading rows={8} label="Loading the accounts" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {accounts.length > 0 && (
        <Table aria-label="Monetary accounts">
          <thead>
            <tr>
              <HeadCell>Account</HeadCell>
              <HeadCell className="max-sm:hidden">Category</HeadCell>
              <HeadCell className="w-56 max-sm:w-40">Revalued</HeadCell>
            </tr>
          </thead>
          <tbody>
            {accounts.map((each) => (
              <AccountRow key={each.account.code} row={each} />
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

const CHOICES = { category: null, yes: true, no: false } as const

function AccountRow({ row: { account, category, isMonetary, reason } }: { row: RevaluedAccount }) {
  const maySet = useMay('currencies.SetAccountRevaluation')
  const { submit, isBusy, error } = useCommand({
    operation: currenciesContract.operations.SetAccountRevaluation,
    call: meridian.currencies.SetAccountRevaluation,
    stale: ['currencies', 'periods'],
    onDone: ({ account: { code }, isMonetary: is }) => toast(`${code} is ${is ? '' : 'not '}revalued.`),
  })
  const value = reason === 'account' ? (isMonetary ? 'yes' : 'no') : 'category'
  // Where nobody says otherwise, its category does.
  const byCategory =
    reason === 'account' ? 'As its category' : `${isMonetary ? 'Yes' : 'No'}, as its category`
  return (
    <tr className="hover:bg-hover">
      <RowHead>
        {account.code} {account.name}
        {error ? <span className="block text-sm text-negative">{messageOf(error)}</span> : null}
      </RowHead>
      <Cell className="text-sm text-muted max-sm:hidden">{CATEGORY_NAMES[category as AccountCategory]}</Cell>
      <Cell>
        {maySet ? (
          <Select
            aria-label={`${account.code} is revalued`}
            aria-busy={isBusy}
            value={value}
            onValue={(next) =>
              submit({ account: account.code, isMonetary: CHOICES[next as keyof typeof CHOICES] })
            }
          >
            <option value="category">{byCategory}</option>
            <option value="yes">Yes</option>
            <option value="no">No</option>
          </Select>
        ) : isMonetary ? (
          'Yes'
        ) : (
          'No'
        )}
      </Cell>
    </tr>
  )
}
