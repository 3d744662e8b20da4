import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { BookOpenText } from 'lucide-react'
import { useCompany } from '../../company/queries.ts'
import { formatDate } from '../../lib/dates.ts'
import { useDebounced } from '../../lib/use-debounced.ts'
import { Amount } from '../../ui/amount.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { DateInput, Field, TextInput } from '../../ui/field.tsx'
import { Hidden } from '../../ui/hidden.tsx'
import { Page } from '../../ui/page.tsx'
import { Cell, HeadCell, RowHead, rowLinkClass, Table } from '../../ui/table.tsx'
import { Downloads } from './downloads.tsx'
import { FilterFields } from './filter-fields.tsx'
import { readFilter, writeFilter } from './parameters.ts'
import { type GeneralLedgerPart, generalLedgerQuery } from './queries.ts'

const FROM = '/signed-in/companies/$company/reports/general-ledger'

/** Every account with its opening balance, lines and closing balance. */
export function GeneralLedgerPage() {
  const { slug } = useCompany()
  const search = useSearch({ from: FROM })
  const navigate = useNavigate()
  const change = (next: Partial<typeof search>) =>
    void navigate({
      from: '/companies/$company/reports/general-ledger',
      to: '.',
      search: (before) => ({ ...before, ...next }),
      replace: true,
    })
  const { knownAt, ...texts } = useDebounced(search, 200)
  const parameters = Object.fromEntries(
    Object.entries({ ...texts, ...(knownAt !== undefined && { knownAt: String(knownAt) }) }).filter(
      (pair): pair is [string, string] => Boolean(pair[1]),
    ),
  )
  const query = useInfiniteQuery(generalLedgerQuery(slug, parameters))
  const first = query.data?.pages[0]
  const parts = joined(query.data?.pages.flatMap(({ data }) => data) ?? [])
  return (
    <Page
      title="General ledger"
      subtitle={
        first &&
        `${formatDate(first.from ?? first.to)} to ${formatDate(first.to)}, in ${first.currency}${
          first.partial ? ', over what you may see' : ''
        }`
      }
      actions={<Downloads path="general-ledger" parameters={parameters} />}
      toolbar={
        <search className="flex w-full flex-wrap items-end gap-2">
          <Field label="From" className="w-[calc(50%-0.25rem)] sm:w-40">
            {(control) => (
              <DateInput
                {...control}
                value={search.from ?? first?.from ?? ''}
                onValue={(from) => change({ from: from || undefined })}
              />
            )}
          </Field>
          <Field label="To" className="w-[calc(50%-0.25rem)] sm:w-40">
            {(control) => (
              <DateInput
                {...control}
                value={search.to ?? first?.to ?? ''}
                onValue={(to) => change({ to: to || undefined })}
              />
            )}
          </Field>
          <Field label="Accounts that begin with" className="w-48">
            {(control) => (
              <TextInput
                {...control}
                placeholder="All"
                value={search.accounts ?? ''}
                onValue={(accounts) => change({ accounts: accounts || undefined })}
              />
            )}
          </Field>
          <FilterFields
            filter={readFilter(search.filter)}
            onChange={(filter) => change({ filter: writeFilter(filter) })}
          />
        </search>
      }
    >
      {query.isPending && <Loading rows={12} label="Loading the general ledger" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && parts.length === 0 && (
        <Empty icon={BookOpenText} title="Nothing was booked here">
          No account has a balance or a line between these dates.
        </Empty>
      )}
      {parts.length > 0 && (
        <Table aria-label="General ledger">
          <thead>
            <tr>
              <HeadCell className="w-30 max-sm:hidden">Date</HeadCell>
              <HeadCell>Entry</HeadCell>
              <HeadCell isNumeric className="w-36 max-md:hidden">
                Debit
              </HeadCell>
              <HeadCell isNumeric className="w-36 max-md:hidden">
                Credit
              </HeadCell>
              <HeadCell isNumeric className="w-36">
                Balance
              </HeadCell>
            </tr>
          </thead>
          {parts.map((part) => (
            <AccountLines key={part.account.code} part={part} />
          ))}
        </Table>
      )}
      {query.hasNextPage && (
        <Button className="mt-4" isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Page>
  )
}

/** An account that goes on at the next page is one. */
function joined(parts: readonly GeneralLedgerPart[]): GeneralLedgerPart[] {
  const whole: GeneralLedgerPart[] = []
  for (const part of parts) {
    const last = whole.at(-1)
    if (last?.account.code === part.account.code && part.opening === null)
      whole[whole.length - 1] = { ...last, lines: [...last.lines, ...part.lines], closing: part.closing }
    else whole.push(part)
  }
  return whole
}

function AccountLines({ part: { account, opening, lines, closing, masked } }: { part: GeneralLedgerPart }) {
  const { slug } = useCompany()
  return (
    <tbody>
      <tr>
        <th
          scope="rowgroup"
          colSpan={5}
          className="h-row border-b border-line px-2 pt-5 text-left font-semibold sm:px-4"
        >
          <Link
            to="/companies/$company/accounts/$code"
            params={{ company: slug, code: account.code }}
            className={rowLinkClass}
          >
            {account.code} {account.name}
          </Link>
        </th>
      </tr>
      {masked && <Sum title="Balance" value={undefined} />}
      {!masked && opening !== null && <Sum title="Opening balance" value={opening} />}
      {lines.map((line) => (
        <tr key={`${line.entry.id} ${line.line}`} className="hover:bg-hover">
          <Cell className="whitespace-nowrap text-muted tabular-nums max-sm:hidden">
            {formatDate(line.effectiveDate)}
          </Cell>
          <RowHead>
            <Link
              to="/companies/$company/journal/$entry"
              params={{ company: slug, entry: line.entry.id }}
              className={`${rowLinkClass} mr-2 font-medium tabular-nums`}
            >
              {line.entry.voucher}
            </Link>
            <span className="text-muted">{line.memo ?? line.entry.description}</span>
            <span className="block text-sm text-faint sm:hidden">{formatDate(line.effectiveDate)}</span>
          </RowHead>
          <Cell isNumeric className="max-md:hidden">
            {line.masked ? <Hidden /> : <Amount value={line.debit} />}
          </Cell>
          <Cell isNumeric className="max-md:hidden">
            {line.masked ? <Hidden /> : <Amount value={line.credit} />}
          </Cell>
          <Cell isNumeric>
            <Amount value={line.balance} />
          </Cell>
        </tr>
      ))}
      {!masked && closing !== null && <Sum title="Closing balance" value={closing} />}
    </tbody>
  )
}

const Sum = ({ title, value }: { title: string; value: string | undefined }) => (
  <tr className="font-medium">
    <Cell className="max-sm:hidden" />
    <RowHead className="font-medium! text-muted">{title}</RowHead>
    <Cell className="max-md:hidden" />
    <Cell className="max-md:hidden" />
    <Cell isNumeric>{value === undefined ? <Hidden /> : <Amount value={value} />}</Cell>
  </tr>
)
