import { useNavigate } from '@tanstack/react-router'
import { Undo2 } from 'lucide-react'
import { useState } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { today } from '../../lib/dates.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { toast } from '../../ui/toast.tsx'
import { SaveAsTemplate } from '../drafts/templates/save-as-template.tsx'
import { type Change, type Draft, emptyDraft, isBlankDraft } from './model.ts'
import { submissionOf } from './submission.ts'
import type { Server } from './use-commands.ts'
import type { useDraft } from './use-draft.ts'

interface DraftActionsProps {
  state: ReturnType<typeof useDraft>['state']
  server: Server | undefined
  dispatch: (change: Change) => void
  forget: () => void
}

/** What can be done to the draft itself, beside the heading. */
export function DraftActions({ state, server, dispatch, forget }: DraftActionsProps) {
  const isBlank = isBlankDraft(state.draft)
  if (isBlank && state.past.length === 0 && !server) return null
  return (
    <>
      <span className="text-sm text-faint max-sm:hidden">
        {!server ? 'Kept in this browser' : server.isChanged ? 'Changed, not saved yet' : 'Saved'}
      </span>
      <Button variant="ghost" disabled={state.past.length === 0} onClick={() => dispatch({ type: 'undo' })}>
        <Undo2 className="size-4" aria-hidden="true" /> Undo
      </Button>
      {server && <SaveAsTemplate entry={() => submissionOf(state.draft).input} />}
      {server ? (
        <DiscardDraft id={server.id} forget={forget} />
      ) : (
        !isBlank && (
          <Button variant="ghost" onClick={() => discard(state.draft, dispatch)}>
            Discard
          </Button>
        )
      )}
    </>
  )
}

function discard(draft: Draft, dispatch: (change: Change) => void): void {
  dispatch({ type: 'replace', draft: emptyDraft(today()) })
  toast(
    <>
      Draft discarded.{' '}
      <button
        type="button"
        className="font-medium text-accent underline underline-offset-2"
        onClick={() => dispatch({ type: 'replace', draft })}
      >
        Bring it back
      </button>
    </>,
  )
}

function DiscardDraft({ id, forget }: { id: string; forget: () => void }) {
  const company = useCompanySlug()
  const navigate = useNavigate()
  const [isAsking, setAsking] = useState(false)
  return (
    <>
      <Button variant="ghost" onClick={() => setAsking(true)}>
        Discard…
      </Button>
      {isAsking && (
        <Confirm
          title="Discard the draft?"
          verb="Discard it"
          send={() => meridian.drafts.DiscardDraft(company, { draft: id })}
          onDone={() => {
            forget()
            toast('The draft is discarded.')
            return navigate({ to: '/companies/$company/drafts', params: { company } })
          }}
          onClose={() => setAsking(false)}
        >
          Nobody can post it any more. What it said stays in the log.
        </Confirm>
      )}
    </>
  )
}

const GROUP = 'In the lines of an entry'

export function useEditorShortcuts(actions: { post: () => void; postAnother: () => void; save: () => void }) {
  useShortcut('mod+enter', 'Post', GROUP, actions.post)
  useShortcut('mod+shift+enter', 'Post and begin another', GROUP, actions.postAnother)
  useShortcut('mod+s', 'Save as a draft', GROUP, actions.save)
  // The grid handles these itself, where the cell is known.
  useShortcut('enter', 'Choose, or next line', GROUP)
  useShortcut('alt+enter', 'More of the line: dimensions, reference, due date', GROUP)
  useShortcut('mod+d', 'Fill down from the line above', GROUP)
  useShortcut('=', 'Fill the difference (in an amount)', GROUP)
  useShortcut('mod+z', 'Undo', GROUP)
  useShortcut('mod+shift+z', 'Redo', GROUP)
  useShortcut('mod+backspace', 'Remove the line', GROUP)
}
