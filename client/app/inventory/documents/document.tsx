import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { CirclePlus, PackageCheck, Undo2 } from 'lucide-react'
import { useCompany, useCompanySlug } from '../../company/queries.ts'
import { entryName, entryQuery } from '../../ledger/queries.ts'
import { formatAmount } from '../../lib/amounts.ts'
import { formatDate, formatInstant } from '../../lib/dates.ts'
import { isZero } from '../../lib/decimal.ts'
import { useMay } from '../../session/queries.ts'
import { Amount } from '../../ui/amount.tsx'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Page } from '../../ui/page.tsx'
import { Status, Tag } from '../../ui/status.tsx'
import { Card } from '../../ui/table.tsx'
import { DocumentLines } from './lines.tsx'
import { DocumentLink, linkClass } from './links.tsx'
import { KINDS } from './names.ts'
import { AdjustedDays } from './preview.tsx'
import { documentQuery, type StockDocument, useSeesCosts } from './queries.ts'
import { ReceiveSheet } from './receive-sheet.tsx'
import { ReturnSheet } from './return-sheet.tsx'

/** One document with what it moved, what it booked, what it changed of later moves, and what came of it. */
export function DocumentPage() {
  const company = useCompanySlug()
  const { document: id } = useParams({ from: '/signed-in/companies/$company/stock/documents/$document' })
  const { open } = useSearch({ from: '/signed-in/companies/$company/stock/documents/$document' })
  const navigate = useNavigate()
  const query = useQuery(documentQuery(company, id))
  const document = query.data
  const show = (next: 'return' | 'receive' | undefined) =>
    void navigate({
      to: '/companies/$company/stock/documents/$document',
      params: { company, document: id },
      search: next ? { open: next } : {},
      replace: true,
    })
  const { mayReturn, mayReceive } = useWays(document)
  return (
    <Page
      title={document?.voucher ?? 'Stock document'}
      heading={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="tabular-nums">{document?.voucher ?? 'Stock document'}</span>
          {document && <Tag>{KINDS[document.kind].name}</Tag>}
          {document && <OnItsWay document={document} />}
          {document?.bill?.isReversed && <Status tone="neutral">Taken back</Status>}
        </span>
      }
      subtitle={document && subtitleOf(document)}
      actions={
        <>
          {mayReceive && (
            <Button variant="primary" onClick={() => show('receive')}>
              <PackageCheck className="size-4" aria-hidden="true" /> Receive…
            </Button>
          )}
          {document?.kind === 'receipt' && <AddCosts company={company} receipt={id} />}
          {mayReturn && (
            <Button onClick={() => show('return')}>
              <Undo2 className="size-4" aria-hidden="true" />{' '}
              {document?.kind === 'issue' ? 'Take back…' : 'Give back…'}
            </Button>
          )}
        </>
      }
    >
      {query.isPending && <Loading label="Loading the document" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {document && (
        <div className="flex flex-col gap-5">
          <DocumentFacts document={document} />
          <Card>
            <DocumentLines lines={document.lines} />
          </Card>
          {document.note && (
            <section>
              <h2 className="mb-1 font-semibold">Note</h2>
              <p className="whitespace-pre-line text-muted">{document.note}</p>
            </section>
          )}
          <Changed document={document} />
          <Followers company={company} document={document} />
        </div>
      )}
      {document && open === 'return' && mayReturn && (
        <ReturnSheet document={document} onClose={() => show(undefined)} />
      )}
      {document && open === 'receive' && mayReceive && (
        <ReceiveSheet document={document} onClose={() => show(undefined)} />
      )}
    </Page>
  )
}

function useWays(document: StockDocument | undefined) {
  const hasLeft = document?.lines.some(({ left }) => left !== null && !isZero(left)) ?? false
  const isReturnable = document?.kind === 'issue' || document?.kind === 'receipt'
  const mayReturn = useMay('stock.ReturnGoods') && hasLeft && isReturnable
  const mayReceive = useMay('stock.ReceiveTransfer') && hasLeft && document?.kind === 'transfer'
  return { mayReturn, mayReceive }
}

function AddCosts({ company, receipt }: { company: string; receipt: string }) {
  const may = useMay('stock.AddReceiptCosts')
  return may ? (
    <Link
      to="/companies/$company/stock/documents/new"
      params={{ company }}
      search={{ kind: 'cost', receipt }}
      className={buttonClass()}
    >
      <CirclePlus className="size-4" aria-hidden="true" /> Add costs
    </Link>
  ) : null
}

const subtitleOf = ({ kind, party, date }: StockDocument): string =>
  [kind === 'transfer' && party ? `To ${party}` : party, formatDate(date)].filter(Boolean).join(', ')

/** Of a transfer in two steps. */
function OnItsWay({ document: { kind, lines } }: { document: StockDocument }) {
  const ways = lines.flatMap(({ left, quantity }) => (left === null ? [] : [{ left, quantity }]))
  if (kind !== 'transfer' || ways.length === 0) return null
  if (ways.every(({ left }) => isZero(left))) return <Status tone="positive">Arrived</Status>
  const isUntouched = ways.every(({ left, quantity }) => left === quantity)
  return <Status tone="warning">{isUntouched ? 'On its way' : 'Arrived in part'}</Status>
}

function DocumentFacts({ document }: { document: StockDocument }) {
  const company = useCompanySlug()
  const { currency } = useCompany()
  const { date, reference, reason, of, entries, recordedAt, bill } = document
  return (
    <Card className="p-4">
      <Facts
        facts={[
          ['Date', formatDate(date)],
          ['Reference', reference],
          ['Reason', reason],
          ['Owed', bill?.total && <Amount value={bill.total} unit={currency} />],
          ['Due', bill?.dueDate && formatDate(bill.dueDate)],
          ['Belongs to', of && <Original company={company} id={of} />],
          [
            entries.length > 1 ? 'Journal entries' : 'Journal entry',
            entries.length > 0 && <Entries company={company} entries={entries} />,
          ],
          ['Recorded', formatInstant(recordedAt)],
        ].map(([label, value]) => [label as string, value || null] as const)}
      />
    </Card>
  )
}

function Original({ company, id }: { company: string; id: string }) {
  const voucher = useQuery(documentQuery(company, id)).data?.voucher
  return (
    <DocumentLink company={company} document={id}>
      {voucher ?? 'Show it'}
    </DocumentLink>
  )
}

/** More help nobody: they are in the journal under this document's number. */
const ENTRIES_SHOWN_MAX = 6

function Entries({ company, entries }: { company: string; entries: readonly string[] }) {
  return (
    <span className="flex flex-wrap gap-x-3 gap-y-1">
      {entries.slice(0, ENTRIES_SHOWN_MAX).map((id) => (
        <EntryLink key={id} company={company} id={id} />
      ))}
      {entries.length > ENTRIES_SHOWN_MAX && (
        <span className="text-muted">and {entries.length - ENTRIES_SHOWN_MAX} more</span>
      )}
    </span>
  )
}

function EntryLink({ company, id }: { company: string; id: string }) {
  const may = useMay('ledger.GetJournalEntry')
  const query = useQuery({ ...entryQuery(company, id), enabled: may, retry: false })
  if (!may || query.isError) return <span className="text-muted">Booked</span>
  return (
    <Link
      to="/companies/$company/journal/$entry"
      params={{ company, entry: id }}
      className={`${linkClass} inline-flex min-h-6 items-center tabular-nums`}
    >
      {query.data ? entryName(query.data) : 'Entry'}
    </Link>
  )
}

function Changed({ document: { adjusted } }: { document: StockDocument }) {
  const { currency } = useCompany()
  const seesCosts = useSeesCosts()
  if (!adjusted || (adjusted.moves === 0 && adjusted.waiting === 0)) return null
  return (
    <section aria-labelledby="changed">
      <h2 id="changed" className="mb-1 font-semibold">
        What it changed
      </h2>
      <p className="text-muted">
        It came late: {adjusted.moves === 1 ? '1 later move costs' : `${adjusted.moves} later moves cost`}{' '}
        something else since. What was posted stays; the differences were booked with it.
      </p>
      {adjusted.waiting > 0 && (
        <p>
          <Status tone="warning">{formatAmount(String(adjusted.waiting))} later moves</Status> are still
          valued anew, step by step.
        </p>
      )}
      {seesCosts && adjusted.days.length > 0 && (
        <Card className="mt-2">
          <AdjustedDays adjusted={adjusted} currency={currency} />
        </Card>
      )}
    </section>
  )
}

function Followers({ company, document: { followedBy } }: { company: string; document: StockDocument }) {
  if (followedBy.length === 0) return null
  return (
    <section aria-labelledby="followers">
      <h2 id="followers" className="mb-1 font-semibold">
        What came of it
      </h2>
      <ul className="flex flex-col gap-1">
        {followedBy.map(({ id, kind, voucher, date }) => (
          <li key={id} className="min-h-6">
            <DocumentLink company={company} document={id}>
              {voucher}
            </DocumentLink>{' '}
            {KINDS[kind].name}, {formatDate(date)}
          </li>
        ))}
      </ul>
    </section>
  )
}
