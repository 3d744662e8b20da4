import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { BookCopy, Pencil, Plus } from 'lucide-react'
import { useCompany } from '../../company/queries.ts'
import { useMay } from '../../session/queries.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Page } from '../../ui/page.tsx'
import { Status } from '../../ui/status.tsx'
import { Cell, HeadCell, RowHead, rowLinkClass, Table } from '../../ui/table.tsx'
import { useRowKeys } from '../../ui/use-row-keys.ts'
import { type Journal, journalsQuery } from '../queries.ts'
import { JOURNAL_KIND_NAMES } from '../types.ts'
import { JournalSheet } from './journal-sheet.tsx'

const FROM = '/signed-in/companies/$company/journals'

/** The books that entries are numbered in. */
export function JournalsPage() {
  const { slug } = useCompany()
  const { open } = useSearch({ from: FROM })
  const navigate = useNavigate()
  const show = (next: string | undefined) =>
    void navigate({ from: '/companies/$company/journals', to: '.', search: { open: next }, replace: true })
  const journals = useQuery(journalsQuery(slug))
  const all = journals.data ?? []
  const mayOpen = useMay('ledger.OpenJournal')
  const chosen = all.find(({ code }) => code === open)
  return (
    <Page
      title="Journals"
      subtitle="Each numbers its entries by itself, without a gap."
      actions={
        mayOpen && (
          <Button variant="primary" onClick={() => show('new')}>
            <Plus className="size-4" aria-hidden="true" /> Open a journal
          </Button>
        )
      }
    >
      {journals.isPending && <Loading rows={4} label="Loading the journals" />}
      {journals.isError && <ProblemNotice error={journals.error} onRetry={() => void journals.refetch()} />}
      {all.length > 0 && <JournalTable journals={all} onChange={mayOpen ? show : undefined} />}
      {mayOpen && (open === 'new' || chosen) && (
        <JournalSheet key={open} journal={chosen} onClose={() => show(undefined)} />
      )}
    </Page>
  )
}

interface TableProps {
  journals: readonly Journal[]
  onChange: ((code: string) => void) | undefined
}

function JournalTable({ journals, onChange }: TableProps) {
  const { slug } = useCompany()
  const { active } = useRowKeys(journals, ({ code }) => onChange?.(code))
  return (
    <Table aria-label="Journals">
      <thead>
        <tr>
          <HeadCell className="w-28">Code</HeadCell>
          <HeadCell>Name</HeadCell>
          <HeadCell className="w-28 max-sm:hidden">Kind</HeadCell>
          <HeadCell className="w-48 max-md:hidden">Numbers</HeadCell>
          <HeadCell className="w-40 max-sm:hidden">Last</HeadCell>
          <HeadCell className="w-24 max-sm:hidden">State</HeadCell>
          <HeadCell className="w-12">
            <span className="unseen">Change</span>
          </HeadCell>
        </tr>
      </thead>
      <tbody>
        {journals.map((journal, index) => (
          <tr
            key={journal.code}
            data-active={index === active || undefined}
            className="hover:bg-hover data-active:bg-accent-soft"
          >
            <RowHead>
              <Link
                to="/companies/$company/journal"
                params={{ company: slug }}
                search={{ journal: journal.code }}
                className={`${rowLinkClass} font-mono`}
              >
                {journal.code}
              </Link>
            </RowHead>
            <Cell>
              {journal.name}
              <span className="block text-sm text-muted sm:hidden">
                {JOURNAL_KIND_NAMES[journal.kind]}
                {!journal.isActive && ', closed'}
                <span className="block">
                  <LastNumbers journal={journal} />
                </span>
              </span>
            </Cell>
            <Cell className="text-muted max-sm:hidden">{JOURNAL_KIND_NAMES[journal.kind]}</Cell>
            <Cell className="font-mono text-sm max-md:hidden">
              {journal.pattern ?? `${journal.code} {n}`}
            </Cell>
            <Cell className="text-sm text-muted max-sm:hidden">
              <LastNumbers journal={journal} />
            </Cell>
            <Cell className="max-sm:hidden">
              {journal.isActive ? (
                <Status tone="positive" icon={BookCopy}>
                  Open
                </Status>
              ) : (
                <Status tone="neutral">Closed</Status>
              )}
            </Cell>
            <Cell className="text-right!">
              {onChange && (
                <IconButton
                  label={`Change the journal ${journal.code}`}
                  onClick={() => onChange(journal.code)}
                >
                  <Pencil className="size-4" aria-hidden="true" />
                </IconButton>
              )}
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

/** Series that are shown; older ones are in their entries. */
const SERIES_SHOWN = 3

const LastNumbers = ({ journal }: { journal: Journal }) =>
  journal.series.length === 0
    ? 'No entry yet'
    : journal.series.slice(-SERIES_SHOWN).map(({ series, lastNumber }) => (
        <span key={series} className="block tabular-nums">
          {series === '' ? lastNumber : series.replace('#', String(lastNumber))}
        </span>
      ))
