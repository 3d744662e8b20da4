import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { FileBox, SearchX, Settings2 } from 'lucide-react'
import { useCallback } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { formatDate } from '../../lib/dates.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Page } from '../../ui/page.tsx'
import { Cell, HeadCell, RowHead, rowLinkClass, Table } from '../../ui/table.tsx'
import { useRowKeys } from '../../ui/use-row-keys.ts'
import { VirtualRows } from '../../ui/virtual-rows.tsx'
import { DocumentFilters, useDocumentFilter } from './filters.tsx'
import { DocumentLink } from './links.tsx'
import { KINDS } from './names.ts'
import { NewMenu } from './new-menu.tsx'
import { type DocumentRow, documentsQuery } from './queries.ts'
import { Recalculations } from './recalculations.tsx'
import { SettingsSheet } from './settings-sheet.tsx'

/** Everything that moved goods or changed what they are worth, the latest first. */
export function DocumentsPage() {
  const company = useCompanySlug()
  const { filter, open, change, clear, isFiltered } = useDocumentFilter()
  const query = useInfiniteQuery(documentsQuery(company, filter))
  const documents = query.data?.pages.flatMap(({ data }) => data) ?? []
  const isEmpty = query.isSuccess && documents.length === 0 && !query.hasNextPage
  const mayRead = useMay('stock.GetStockSettings')
  return (
    <Page
      title="Stock documents"
      subtitle="Every move of goods, with what it booked."
      actions={
        <>
          {mayRead && (
            <Button onClick={() => change({ open: 'settings' })}>
              <Settings2 className="size-4" aria-hidden="true" /> How stock is posted
            </Button>
          )}
          <NewMenu label="New document" />
        </>
      }
      toolbar={(!isEmpty || isFiltered) && <DocumentFilters />}
    >
      <Recalculations />
      {query.isPending && <Loading rows={10} label="Loading the documents" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {isEmpty &&
        (isFiltered ? (
          <Empty
            icon={SearchX}
            title="No document matches"
            actions={<Button onClick={clear}>Clear the filters</Button>}
          >
            There may be documents, but none with these filters.
          </Empty>
        ) : (
          <Empty icon={FileBox} title="No documents yet" actions={<NewMenu label="New document" />}>
            Goods come in by a receipt. What was there before the books began comes in by one too.
          </Empty>
        ))}
      {query.isSuccess && !isEmpty && (
        <DocumentTable
          documents={documents}
          hasMore={query.hasNextPage}
          isLoadingMore={query.isFetchingNextPage}
          onMore={query.fetchNextPage}
        />
      )}
      {open === 'settings' && mayRead && <SettingsSheet onClose={() => change({ open: undefined })} />}
    </Page>
  )
}

interface TableProps {
  documents: readonly DocumentRow[]
  hasMore: boolean
  isLoadingMore: boolean
  onMore: () => unknown
}

function DocumentTable({ documents, hasMore, isLoadingMore, onMore }: TableProps) {
  const company = useCompanySlug()
  const navigate = useNavigate()
  const { active } = useRowKeys(
    documents,
    ({ id }) =>
      void navigate({
        to: '/companies/$company/stock/documents/$document',
        params: { company, document: id },
      }),
  )
  const more = useCallback(() => void onMore(), [onMore])
  const mayReceive = useMay('stock.ReceiveGoods')
  useShortcut(
    'n',
    'New receipt',
    'In a list or a record',
    () =>
      void navigate({
        to: '/companies/$company/stock/documents/new',
        params: { company },
        search: { kind: 'receipt' },
      }),
    mayReceive,
  )
  return (
    <Table aria-label="Documents" className="table-fixed">
      <thead>
        <tr>
          <HeadCell className="w-28">Document</HeadCell>
          <HeadCell className="w-48 max-sm:hidden">Kind</HeadCell>
          <HeadCell className="w-32">Date</HeadCell>
          <HeadCell className="max-sm:hidden">Party</HeadCell>
          <HeadCell className="w-56 max-lg:hidden">Reference</HeadCell>
          <HeadCell isNumeric className="w-20 max-md:hidden">
            Lines
          </HeadCell>
        </tr>
      </thead>
      <VirtualRows
        rows={documents}
        hasMore={hasMore}
        isLoadingMore={isLoadingMore}
        onMore={more}
        activeIndex={active}
      >
        {(document, index, ref) => (
          <DocumentTableRow
            key={document.id}
            ref={ref}
            company={company}
            document={document}
            index={index}
            isActive={index === active}
          />
        )}
      </VirtualRows>
    </Table>
  )
}

interface RowProps {
  ref: (element: HTMLElement | null) => void
  company: string
  document: DocumentRow
  index: number
  isActive: boolean
}

function DocumentTableRow({ ref, company, document, index, isActive }: RowProps) {
  const { id, kind, voucher, date, party, reference, lines } = document
  const { name, icon: Icon } = KINDS[kind]
  return (
    <tr
      ref={ref}
      data-index={index}
      data-active={isActive || undefined}
      className="hover:bg-hover data-active:bg-accent-soft"
    >
      <RowHead>
        <DocumentLink company={company} document={id} className={`${rowLinkClass} font-medium tabular-nums`}>
          {voucher}
        </DocumentLink>
      </RowHead>
      <Cell className="truncate max-sm:hidden">
        <Icon className="mr-2 inline size-4 text-muted" aria-hidden="true" />
        {name}
      </Cell>
      <Cell className="text-muted tabular-nums">
        {formatDate(date)}
        <span className="block truncate sm:hidden">
          {name}
          {party && `, ${party}`}
        </span>
      </Cell>
      <Cell className="truncate max-sm:hidden">{party}</Cell>
      <Cell className="truncate text-muted max-lg:hidden">{reference}</Cell>
      <Cell isNumeric className="text-muted max-md:hidden">
        {lines}
      </Cell>
    </tr>
  )
}
