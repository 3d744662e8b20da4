import { useQuery } from '@tanstack/react-query'
import { useCompanySlug } from '../../company/queries.ts'
import { usePersonName } from '../../guardrails/names.ts'
import { meridian } from '../../lib/api.ts'
import { formatInstant, today } from '../../lib/dates.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/feedback.tsx'
import { draftQuery, type SavedDraft } from '../drafts/queries.ts'
import type { Draft } from './model.ts'
import { draftOf } from './sent-entry.ts'

interface OutdatedProps {
  saved: SavedDraft
  onTheirs: (theirs: { draft: Draft; problems: SavedDraft['problems'] }) => void
  onMine: (version: number) => void
}

/** Somebody else saved the draft meanwhile: nothing is lost, and a person decides which one stays. */
export function OutdatedNotice({ saved, onTheirs, onMine }: OutdatedProps) {
  const company = useCompanySlug()
  const person = usePersonName()
  const theirs = useQuery(draftQuery(company, saved.id)).data ?? saved
  const read = () => meridian.drafts.GetDraft(company, { draft: saved.id })
  return (
    <div className="mb-4">
      <Notice>
        <span className="flex-1">
          This draft was saved by {person(theirs.savedBy)} meanwhile, {formatInstant(theirs.savedAt)}. Yours
          is not saved.
        </span>
        <span className="flex flex-wrap gap-2">
          <Button
            size="sm"
            onClick={() =>
              void read().then(({ entry, version, problems }) =>
                onTheirs({ draft: { ...draftOf(entry, today()), version }, problems }),
              )
            }
          >
            Take theirs
          </Button>
          <Button size="sm" onClick={() => void read().then(({ version }) => onMine(version))}>
            Save mine over it
          </Button>
        </span>
      </Notice>
    </div>
  )
}
