import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { FileCheck2, FileX2 } from 'lucide-react'
import { useCompanySlug } from '../../company/queries.ts'
import { approvalQuery } from '../../guardrails/queries.ts'
import { formatInstant, today } from '../../lib/dates.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Page } from '../../ui/page.tsx'
import { draftQuery, type SavedDraft } from '../drafts/queries.ts'
import { entryName, entryQuery } from '../queries.ts'
import { copyOf, useBooks } from './books.ts'
import { EntryEditor } from './entry-editor.tsx'
import { emptyDraft } from './model.ts'
import { draftOf } from './sent-entry.ts'

/** A new journal entry: empty, a draft, a copy of another, or one that was sent for approval and did not get it. */
export function NewEntryPage() {
  const company = useCompanySlug()
  const { copy, approval, draft } = useSearch({ from: '/signed-in/companies/$company/journal/new' })
  const known = useBooks()
  const original = useQuery({ ...entryQuery(company, copy ?? ''), enabled: copy !== undefined })
  const sent = useQuery({ ...approvalQuery(company, approval ?? ''), enabled: approval !== undefined })
  const saved = useQuery({ ...draftQuery(company, draft ?? ''), enabled: draft !== undefined })
  const failed = original.error ?? sent.error ?? (saved.data ? null : saved.error)
  const title = draft === undefined ? 'New entry' : 'Draft'
  if (failed)
    return (
      <Page title={title}>
        <ProblemNotice error={failed} />
      </Page>
    )
  const isThere =
    (copy === undefined || original.data) &&
    (approval === undefined || sent.data) &&
    (draft === undefined || saved.data)
  if (!known || !isThere)
    return (
      <Page title={title}>
        <Loading label="Loading the accounts" />
      </Page>
    )
  if (saved.data && saved.data.status !== 'open') return <SettledDraft draft={saved.data} />
  const source = original.data
  const start = () => {
    if (saved.data) return { ...draftOf(saved.data.entry, ''), version: saved.data.version }
    if (source) return copyOf(source, known.books, today())
    return sent.data ? draftOf(sent.data.input, today()) : emptyDraft(today())
  }
  const from = draft ?? copy ?? approval
  return (
    <EntryEditor
      // Another copy is another draft.
      key={`${company} ${from ?? ''}`}
      known={known}
      draftKey={`meridian.draft.${company}${from ? `.${from}` : ''}`}
      saved={saved.data}
      subtitle={
        saved.data
          ? `Saved ${formatInstant(saved.data.savedAt)}, in no report yet`
          : source
            ? `A copy of ${entryName(source)}`
            : sent.data && 'As you sent it for approval'
      }
      initial={start}
    />
  )
}

/** A draft that was posted or discarded is not edited any more. */
function SettledDraft({ draft: { status, entryId } }: { draft: SavedDraft }) {
  const company = useCompanySlug()
  const isPosted = status === 'posted'
  return (
    <Page title="Draft">
      <Empty
        icon={isPosted ? FileCheck2 : FileX2}
        title={isPosted ? 'This draft is posted' : 'This draft is discarded'}
        actions={
          entryId ? (
            <Link
              to="/companies/$company/journal/$entry"
              params={{ company, entry: entryId }}
              className={buttonClass('primary')}
            >
              Show the entry
            </Link>
          ) : (
            <Link to="/companies/$company/drafts" params={{ company }} className={buttonClass()}>
              Show the drafts
            </Link>
          )
        }
      >
        {isPosted ? 'What it became is in the journal.' : 'Nobody can post it any more.'}
      </Empty>
    </Page>
  )
}
