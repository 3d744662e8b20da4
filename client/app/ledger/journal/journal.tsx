import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { BookOpenText, Plus, SearchX } from 'lucide-react'
import { useCallback, useEffect, useMemo } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { formatDate } from '../../lib/dates.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { useMay } from '../../session/queries.ts'
import { Amount } from '../../ui/amount.tsx'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Page } from '../../ui/page.tsx'
import { Cell, HeadCell, RowHead, rowLinkClass, Table } from '../../ui/table.tsx'
import { useRowKeys } from '../../ui/use-row-keys.ts'
import { VirtualRows } from '../../ui/virtual-rows.tsx'
import { FileMark, useFileCounts } from '../attachments/file-mark.tsx'
import { type Entry, entriesQuery, entryName } from '../queries.ts'
import { EntryStatus } from './entry-status.tsx'
import { JournalFilters, useJournalFilter } from './filters.tsx'
import { rememberList } from './neighbours.ts'
import { Preview } from './preview.tsx'

/** The journal, newest effective date first, with a preview that keeps the place in the list. */
export function JournalPage() {
  const company = useCompanySlug()
  const { filter, isFiltered, clear } = useJournalFilter()
  const query = useInfiniteQuery(entriesQuery(company, filter))
  const entries = useMemo(() => query.data?.pages.flatMap(({ data }) => data) ?? [], [query.data])
  useEffect(() => rememberList(entries.map(({ id }) => id)), [entries])
  const mayPost = useMay('ledger.PostJournalEntry')
  const isEmpty = query.isSuccess && entries.length === 0 && !query.hasNextPage
  return (
    <Page
      title="Journal"
      actions={
        mayPost && (
          <Link to="/companies/$company/journal/new" params={{ company }} className={buttonClass('primary')}>
            <Plus className="size-4" aria-hidden="true" /> New entry
          </Link>
        )
      }
      toolbar={(!isEmpty || isFiltered) && <JournalFilters />}
    >
      {query.isPending && <Loading rows={10} label="Loading the entries" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {isEmpty &&
        (isFiltered ? (
          <Empty
            icon={SearchX}
            title="No entry matches"
            actions={<Button onClick={clear}>Clear the filters</Button>}
          >
            There are entries, but none with these filters.
          </Empty>
        ) : (
          <NoEntriesYet company={company} mayPost={mayPost} />
        ))}
      {query.isSuccess && !isEmpty && (
        <EntryTable
          entries={entries}
          hasMore={query.hasNextPage}
          isLoadingMore={query.isFetchingNextPage}
          onMore={query.fetchNextPage}
        />
      )}
    </Page>
  )
}

function NoEntriesYet({ company, mayPost }: { company: string; mayPost: boolean }) {
  const mayImport = useMay('migration.PostOpeningBalances')
  return (
    <Empty
      icon={BookOpenText}
      title="No entries yet"
      actions={
        <>
          {mayImport && (
            <Link
              to="/companies/$company/import/opening-balances"
              params={{ company }}
              className={buttonClass()}
            >
              Opening balances
            </Link>
          )}
          {mayPost && (
            <Link to="/companies/$company/journal/new" params={{ company }} className={buttonClass()}>
              Post the first entry
            </Link>
          )}
        </>
      }
    >
      Every amount in the books comes from an entry here. Start with the opening balances.
    </Empty>
  )
}

interface EntryTableProps {
  entries: readonly Entry[]
  hasMore: boolean
  isLoadingMore: boolean
  onMore: () => unknown
}

function EntryTable({ entries, hasMore, isLoadingMore, onMore }: EntryTableProps) {
  const company = useCompanySlug()
  const { preview } = useSearch({ from: '/signed-in/companies/$company/journal' })
  const navigate = useNavigate()
  const show = useCallback(
    (id: string | undefined) =>
      void navigate({
        from: '/companies/$company/journal',
        to: '.',
        search: (search) => ({ ...search, preview: id }),
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  )
  const open = ({ id }: Entry) =>
    void navigate({ to: '/companies/$company/journal/$entry', params: { company, entry: id } })
  const { active, setActive } = useRowKeys(entries, open)
  const more = useCallback(() => void onMore(), [onMore])
  useShortcut('p', 'Preview on or off', 'In a list or a record', () =>
    show(preview ? undefined : entries[Math.max(active, 0)]?.id),
  )
  // With the preview open, J and K leaf through entries.
  const activeId = entries[active]?.id
  useEffect(() => {
    if (preview && activeId && activeId !== preview) show(activeId)
  }, [preview, activeId, show])
  const previewed = entries.find(({ id }) => id === preview)
  const files = useFileCounts(entries)

  return (
    <div className="flex min-w-0 items-start gap-5">
      <Table aria-label="Journal entries" className="min-w-0 flex-1 table-fixed">
        <thead>
          <tr>
            <HeadCell className="w-28 max-sm:w-auto">Entry</HeadCell>
            <HeadCell className="w-30 max-sm:hidden">Date</HeadCell>
            <HeadCell className="max-sm:hidden">Description</HeadCell>
            {!previewed && <HeadCell className="max-xl:hidden">Accounts</HeadCell>}
            <HeadCell className={`w-28 ${previewed ? 'hidden' : 'max-md:hidden'}`}>Status</HeadCell>
            <HeadCell isNumeric className="w-32">
              Amount
            </HeadCell>
          </tr>
        </thead>
        <VirtualRows
          rows={entries}
          hasMore={hasMore}
          isLoadingMore={isLoadingMore}
          onMore={more}
          activeIndex={active}
        >
          {(entry, index, ref) => (
            <EntryRow
              key={entry.id}
              ref={ref}
              entry={entry}
              index={index}
              company={company}
              files={files.get(entry.id) ?? 0}
              isActive={index === active || entry.id === preview}
              isNarrow={previewed !== undefined}
              onPreview={() => {
                setActive(index)
                show(entry.id === preview ? undefined : entry.id)
              }}
            />
          )}
        </VirtualRows>
      </Table>
      {previewed && <Preview entry={previewed} onClose={() => show(undefined)} />}
    </div>
  )
}

interface EntryRowProps {
  ref: (element: HTMLElement | null) => void
  entry: Entry
  index: number
  company: string
  files: number
  isActive: boolean
  isNarrow: boolean
  onPreview: () => void
}

function EntryRow({ ref, entry, index, company, files, isActive, isNarrow, onPreview }: EntryRowProps) {
  const isOrdinary = !entry.reverses && !entry.reversedBy
  return (
    // A click beside the link previews; the keyboard has P and the link, so nothing depends on the mouse.
    <tr
      ref={ref}
      data-index={index}
      data-active={isActive || undefined}
      onClick={(event) => {
        const isOnLink = event.target instanceof Element && event.target.closest('a, button')
        if (!isOnLink && matchMedia('(width >= 64rem)').matches) onPreview()
      }}
      className="hover:bg-hover data-active:bg-accent-soft lg:cursor-default"
    >
      <RowHead className="truncate">
        <Link
          to="/companies/$company/journal/$entry"
          params={{ company, entry: entry.id }}
          className={`${rowLinkClass} font-medium tabular-nums`}
        >
          {entryName(entry)}
        </Link>
        <span className="block truncate text-sm text-muted sm:hidden">
          {formatDate(entry.effectiveDate)} · {entry.description}
        </span>
      </RowHead>
      <Cell className="whitespace-nowrap text-muted tabular-nums max-sm:hidden">
        {formatDate(entry.effectiveDate)}
      </Cell>
      <Cell className="truncate max-sm:hidden">
        {entry.description || <span className="text-faint">No description</span>}
        {entry.reference && <span className="ml-2 text-sm text-faint">{entry.reference}</span>}
        {files > 0 && <FileMark count={files} />}
      </Cell>
      {!isNarrow && <Cell className="truncate text-sm text-muted max-xl:hidden">{accountsOf(entry)}</Cell>}
      <Cell className={isNarrow ? 'hidden' : 'max-md:hidden'}>
        {!isOrdinary && <EntryStatus entry={entry} />}
      </Cell>
      <Cell isNumeric>
        <Amount value={entry.total} />
      </Cell>
    </tr>
  )
}

/** `Rent → Bank`: what was debited and what was credited. */
function accountsOf({ lines }: Entry): string {
  const names = (side: 'debit' | 'credit') => {
    const [first, ...others] = new Set(
      lines.filter((line) => line[side] !== null).map(({ account }) => account.name),
    )
    return others.length > 0 ? `${first} +${others.length}` : (first ?? '–')
  }
  return `${names('debit')} ← ${names('credit')}`
}
