import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useCompanySlug } from '../../company/queries.ts'
import { today } from '../../lib/dates.ts'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Page } from '../../ui/page.tsx'
import { entryName, entryQuery } from '../queries.ts'
import { copyOf, useBooks } from './books.ts'
import { EntryEditor } from './entry-editor.tsx'
import { emptyDraft } from './model.ts'

/** A new journal entry, empty or as a copy of another. */
export function NewEntryPage() {
  const company = useCompanySlug()
  const { copy } = useSearch({ from: '/signed-in/companies/$company/journal/new' })
  const known = useBooks()
  const original = useQuery({ ...entryQuery(company, copy ?? ''), enabled: copy !== undefined })
  if (original.isError)
    return (
      <Page title="New entry">
        <ProblemNotice error={original.error} />
      </Page>
    )
  if (!known || (copy !== undefined && !original.data))
    return (
      <Page title="New entry">
        <Loading label="Loading the accounts" />
      </Page>
    )
  const source = original.data
  return (
    <EntryEditor
      // Another copy is another draft.
      key={`${company} ${copy ?? ''}`}
      known={known}
      draftKey={`meridian.draft.${company}${copy ? `.${copy}` : ''}`}
      subtitle={source && `A copy of ${entryName(source)}`}
      initial={() => (source ? copyOf(source, known.books, today()) : emptyDraft(today()))}
    />
  )
}
