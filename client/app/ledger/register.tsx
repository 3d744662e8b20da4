import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { ArrowDownUp, ReceiptText, SearchX, X } from 'lucide-react'
import { useCallback, useEffect, useMemo } from 'react'
import type { AccountType } from '../../../durable-objects/ledger/contract.ts'
import { useCompany } from '../company/queries.ts'
import { formatDate } from '../lib/dates.ts'
import { Amount } from '../ui/amount.tsx'
import { Button } from '../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../ui/feedback.tsx'
import { DateInput, Field, Select } from '../ui/field.tsx'
import { Page } from '../ui/page.tsx'
import { Tag } from '../ui/status.tsx'
import { Cell, HeadCell, RowHead, rowLinkClass, Table } from '../ui/table.tsx'
import { useRowKeys } from '../ui/use-row-keys.ts'
import { VirtualRows } from '../ui/virtual-rows.tsx'
import { Balance } from './balance.tsx'
import { rememberList } from './journal/neighbours.ts'
import { entryName, type RegisterFilter, type RegisterLine, registerQuery, unitsQuery } from './queries.ts'
import { TYPE_NAMES } from './types.ts'

const FROM = '/signed-in/companies/$company/accounts/$code'

/** The lines of one account with running balances, newest first unless asked otherwise. */
export function RegisterPage() {
  const { slug } = useCompany()
  const { code } = useParams({ from: FROM })
  const search = useSearch({ from: FROM })
  const filter = { order: 'desc', ...withoutUndefined(search) } as RegisterFilter
  const query = useInfiniteQuery(registerQuery(slug, code, filter))
  const lines = useMemo(() => query.data?.pages.flatMap(({ data }) => data) ?? [], [query.data])
  useEffect(() => rememberList([...new Set(lines.map(({ entry }) => entry.id))]), [lines])
  const account = query.data?.pages[0]?.account
  const isEmpty = query.isSuccess && lines.length === 0 && !query.hasNextPage
  const isFiltered = Boolean(search.from ?? search.to ?? search.unit)
  return (
    <Page
      title={account ? `${account.code} ${account.name}` : `Account ${code}`}
      subtitle={account && `${TYPE_NAMES[account.type].one} · register`}
      actions={
        <LatestBalance
          line={search.order === 'asc' || isFiltered ? undefined : lines[0]}
          type={account?.type}
        />
      }
      toolbar={<RegisterFilters />}
    >
      {query.isPending && <Loading rows={10} label="Loading the register" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {isEmpty && isFiltered && (
        <Empty icon={SearchX} title="No line matches">
          The account may have lines outside these dates or in another unit.
        </Empty>
      )}
      {isEmpty && !isFiltered && (
        <Empty icon={ReceiptText} title="Nothing booked yet">
          Lines appear here as soon as an entry uses this account.
        </Empty>
      )}
      {account && lines.length > 0 && (
        <RegisterTable
          lines={lines}
          type={account.type}
          unit={search.unit}
          hasMore={query.hasNextPage}
          isLoadingMore={query.isFetchingNextPage}
          onMore={query.fetchNextPage}
        />
      )}
    </Page>
  )
}

function LatestBalance({ line, type }: { line: RegisterLine | undefined; type: AccountType | undefined }) {
  const { currency } = useCompany()
  if (!line || !type) return null
  return (
    <p className="sm:text-right">
      <span className="block text-sm text-faint">Balance</span>
      <span className="text-xl font-semibold">
        <Balance value={line.balance} type={type} />{' '}
        <span className="text-sm font-normal text-faint">{currency}</span>
      </span>
    </p>
  )
}

function RegisterFilters() {
  const { slug, currency } = useCompany()
  const search = useSearch({ from: FROM })
  const navigate = useNavigate()
  const units = useQuery(unitsQuery(slug)).data ?? []
  const change = (next: Partial<typeof search>) =>
    void navigate({
      from: '/companies/$company/accounts/$code',
      to: '.',
      search: (before) => ({ ...before, ...next }),
      replace: true,
    })
  const isFiltered = Boolean(search.from ?? search.to ?? search.unit)
  const isAscending = search.order === 'asc'
  return (
    <search className="flex w-full flex-wrap items-end gap-2">
      <Field label="From" className="w-[calc(50%-0.25rem)] sm:w-36">
        {(control) => (
          <DateInput
            {...control}
            value={search.from ?? ''}
            onValue={(from) => change({ from: from || undefined })}
          />
        )}
      </Field>
      <Field label="To" className="w-[calc(50%-0.25rem)] sm:w-36">
        {(control) => (
          <DateInput {...control} value={search.to ?? ''} onValue={(to) => change({ to: to || undefined })} />
        )}
      </Field>
      {units.length > 1 && (
        <Field label="Unit" className="w-32">
          {(control) => (
            <Select
              {...control}
              value={search.unit ?? ''}
              onValue={(unit) => change({ unit: unit || undefined })}
            >
              <option value="">All, in {currency}</option>
              {units.map(({ code }) => (
                <option key={code} value={code}>
                  {code}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <Button variant="ghost" onClick={() => change({ order: isAscending ? undefined : 'asc' })}>
        <ArrowDownUp className="size-4" aria-hidden="true" />
        {isAscending ? 'Oldest first' : 'Newest first'}
      </Button>
      {isFiltered && (
        <Button variant="ghost" onClick={() => change({ from: undefined, to: undefined, unit: undefined })}>
          <X className="size-4" aria-hidden="true" /> Clear
        </Button>
      )}
    </search>
  )
}

interface TableProps {
  lines: readonly RegisterLine[]
  type: AccountType
  /** With a unit chosen, amounts and balance are in that unit. */
  unit: string | undefined
  hasMore: boolean
  isLoadingMore: boolean
  onMore: () => unknown
}

function RegisterTable({ lines, type, unit, hasMore, isLoadingMore, onMore }: TableProps) {
  const { slug, currency } = useCompany()
  const navigate = useNavigate()
  const { active } = useRowKeys(lines, ({ entry }) => {
    void navigate({ to: '/companies/$company/journal/$entry', params: { company: slug, entry: entry.id } })
  })
  const more = useCallback(() => void onMore(), [onMore])
  return (
    <Table aria-label="Register" className="table-fixed">
      <thead>
        <tr>
          <HeadCell className="w-30 max-sm:hidden">Date</HeadCell>
          <HeadCell className="w-28 max-sm:w-auto">Entry</HeadCell>
          <HeadCell className="max-sm:hidden">Description</HeadCell>
          <HeadCell isNumeric className="w-36 max-md:hidden">
            Debit
          </HeadCell>
          <HeadCell isNumeric className="w-36 max-md:hidden">
            Credit
          </HeadCell>
          <HeadCell isNumeric className="w-36">
            Balance, {unit ?? currency}
          </HeadCell>
        </tr>
      </thead>
      <VirtualRows
        rows={lines}
        hasMore={hasMore}
        isLoadingMore={isLoadingMore}
        onMore={more}
        activeIndex={active}
      >
        {(line, index, ref) => (
          <tr
            key={`${line.entry.id} ${line.line}`}
            ref={ref}
            data-index={index}
            data-active={index === active || undefined}
            className="hover:bg-hover data-active:bg-accent-soft"
          >
            <Cell className="whitespace-nowrap text-muted tabular-nums max-sm:hidden">
              {formatDate(line.effectiveDate)}
            </Cell>
            <RowHead className="truncate">
              <Link
                to="/companies/$company/journal/$entry"
                params={{ company: slug, entry: line.entry.id }}
                className={`${rowLinkClass} font-medium tabular-nums`}
              >
                {entryName(line.entry)}
              </Link>
              <span className="block truncate text-sm text-muted sm:hidden">
                {formatDate(line.effectiveDate)} · {line.entry.description}
              </span>
            </RowHead>
            <Cell className="truncate max-sm:hidden">
              {line.entry.description}
              {line.memo && <span className="ml-2 text-sm text-faint">{line.memo}</span>}
            </Cell>
            <Cell isNumeric className="max-md:hidden">
              <Movement line={line} side="debit" currency={currency} unit={unit} />
            </Cell>
            <Cell isNumeric className="max-md:hidden">
              <Movement line={line} side="credit" currency={currency} unit={unit} />
            </Cell>
            <Cell isNumeric>
              <Balance value={unit ? line.quantityBalance : line.balance} type={type} />
              <span className="block text-sm text-muted md:hidden">
                {line.debit !== null ? 'Debit ' : 'Credit '}
                <Amount value={line.debit ?? line.credit} />
                {line.unit !== (unit ?? currency) && ` ${line.unit}`}
              </span>
            </Cell>
          </tr>
        )}
      </VirtualRows>
    </Table>
  )
}

interface MovementProps {
  line: RegisterLine
  side: 'debit' | 'credit'
  currency: string
  unit: string | undefined
}

/** In company currency, because the balance is; the quantity of another unit stands before it, so that the digits of a column line up. */
function Movement({ line, side, currency, unit }: MovementProps) {
  if (line[side] === null) return null
  if (unit || line.unit === currency) return <Amount value={line[side]} />
  return (
    <>
      <span className="mr-1.5">
        <Tag>
          <Amount value={line[side]} /> {line.unit}
        </Tag>
      </span>
      <Amount value={line.value ?? '0'} />
    </>
  )
}

const withoutUndefined = (search: object) =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined))
