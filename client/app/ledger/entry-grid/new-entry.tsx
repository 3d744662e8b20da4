import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useCompanySlug } from '../../company/queries.ts'
import { approvalQuery } from '../../guardrails/queries.ts'
import { today } from '../../lib/dates.ts'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Page } from '../../ui/page.tsx'
import { entryName, entryQuery } from '../queries.ts'
import { copyOf, useBooks } from './books.ts'
import { EntryEditor } from './entry-editor.tsx'
import { emptyDraft } from './model.ts'
import { draftOf } from './sent-entry.ts'

/** A new journal entry: empty, a copy of another, or one that was sent for approval and did not get it. */
export function NewEntryPage() {
  const company = useCompanySlug()
  const { copy, approval } = useSearch({ from: '/signed-in/companies/$company/journal/new' })
  const known = useBooks()
  const original = useQuery({ ...entryQuery(company, copy ?? ''), enabled: copy !== undefined })
  const sent = useQuery({ ...approvalQuery(company, approval ?? ''), enabled: approval !== undefined })
  const failed = original.error ?? sent.error
  if (failed)
    return (
      <Page title="New entry">
        <ProblemNotice error={failed} />
      </Page>
    )
  if (!known || (copy !== undefined && !original.data) || (approval !== undefined && !sent.data))
    return (
      <Page title="New entry">
        <Loading label="Loading the accounts" />
      </Page>
    )
  const source = original.data
  const start = () => {
    if (source) return copyOf(source, known.books, today())
    return sent.data ? draftOf(sent.data.input, today()) : emptyDraft(today())
  }
  const from = copy ?? approval
  return (
    <EntryEditor
      // Another copy is another draft.
      key={`${company} ${from ?? ''}`}
      known={known}
      draftKey={`meridian.draft.${company}${from ? `.${from}` : ''}`}
      subtitle={source ? `A copy of ${entryName(source)}` : sent.data && 'As you sent it for approval'}
      initial={start}
    />
  )
}
