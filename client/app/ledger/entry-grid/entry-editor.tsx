import { Link, useNavigate } from '@tanstack/react-router'
import { Undo2 } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { ASK_AFTER_MS, submitWord, useVerdictNow } from '../../guardrails/check/use-verdict.ts'
import { VerdictNotice } from '../../guardrails/check/verdict-notice.tsx'
import { announceParked } from '../../guardrails/parked.tsx'
import { today } from '../../lib/dates.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { useDebounced } from '../../lib/use-debounced.ts'
import { useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/feedback.tsx'
import { Page } from '../../ui/page.tsx'
import { toast } from '../../ui/toast.tsx'
import { OpenAccountSheet } from '../accounts/open-account.tsx'
import { type Entry, entryName } from '../queries.ts'
import { type Books, balancesOf } from './balance.ts'
import { accountCodeIn, type useBooks } from './books.ts'
import { fillDifference, Grid } from './grid.tsx'
import { HeaderForm } from './header-form.tsx'
import type { Place } from './keys.ts'
import { type Change, COLUMNS, type Column, type Draft, emptyDraft, isBlankDraft } from './model.ts'
import { cellId, type GridErrors, gridErrorsOf, readyInput, submissionOf } from './submission.ts'
import { TotalsBar } from './totals-bar.tsx'
import { useDraft } from './use-draft.ts'
import { usePosting } from './use-posting.ts'

interface EntryEditorProps {
  known: NonNullable<ReturnType<typeof useBooks>>
  draftKey: string
  subtitle: string | undefined
  initial: () => Draft
}

/** The form around the grid: header, totals, posting. */
export function EntryEditor({
  known: { books, units, chart },
  draftKey,
  subtitle,
  initial,
}: EntryEditorProps) {
  const { state, dispatch, forget } = useDraft(draftKey, initial)
  const { draft } = state
  const posting = usePosting(draft, books, draftKey)
  const [focusedRow, setFocusedRow] = useState<number>()
  const [openingAt, setOpeningAt] = useState<number>()
  const accountCode = useCallback((text: string) => accountCodeIn(chart, text), [chart])
  const { clearError } = posting
  const change = useCallback(
    (next: Change) => {
      clearError(next)
      dispatch(next)
    },
    [dispatch, clearError],
  )
  const verdict = useDraftVerdict(draft, books)
  const cells = useMemo(
    () => withDenied(posting.errors.cells, verdict, draft),
    [posting.errors.cells, verdict, draft],
  )
  const { post, wanted } = usePost(posting, draft, dispatch, forget)
  return (
    <Page title="New entry" subtitle={subtitle} actions={<DraftActions state={state} dispatch={dispatch} />}>
      <HeaderForm
        draft={draft}
        errors={posting.errors.header}
        onChange={(field, text) => change({ type: 'header', field, text })}
      />
      <Grid
        rows={draft.rows}
        books={books}
        units={units}
        errors={cells}
        accountCode={accountCode}
        dispatch={change}
        onFocusRow={setFocusedRow}
        onOpenAccount={setOpeningAt}
        wanted={wanted}
      />
      {posting.errors.general && (
        <div className="mt-4">
          <Notice>{posting.errors.general}</Notice>
        </div>
      )}
      <div className="mt-4">
        <VerdictNotice verdict={verdict} />
      </div>
      <div className="flex-1" />
      <TotalsBar
        balances={balancesOf(draft.rows, books)}
        onFill={() => fillDifference(draft.rows, books, focusedRow, change)}
      >
        <Button isBusy={posting.isPending} onClick={() => void post('another')}>
          {verdict?.decision === 'approve' ? 'Send and new' : 'Post and new'}
        </Button>
        <Button variant="primary" isBusy={posting.isPending} onClick={() => void post('show')}>
          {submitWord(verdict, 'Post')}
        </Button>
      </TotalsBar>
      {openingAt !== undefined && (
        <OpenAccountSheet
          initial={{ code: draft.rows[openingAt]?.account ?? '' }}
          onClose={() => setOpeningAt(undefined)}
          onOpened={(code) => {
            change({ type: 'cell', row: openingAt, column: 'account', text: code })
            setOpeningAt(undefined)
          }}
        />
      )}
    </Page>
  )
}

/** What would become of the entry if it were sent now; asked when it is complete and typing rests. */
function useDraftVerdict(draft: Draft, books: Books) {
  const rested = useDebounced(draft, ASK_AFTER_MS)
  const input = useMemo(() => readyInput(rested, books), [rested, books])
  const verdict = useVerdictNow('ledger.PostJournalEntry', input)
  return rested === draft ? verdict : undefined
}

/** What a policy does not allow is marked at its cell before it is sent. */
function withDenied(
  cells: GridErrors['cells'],
  verdict: ReturnType<typeof useDraftVerdict>,
  draft: Draft,
): GridErrors['cells'] {
  if (verdict?.decision !== 'deny') return cells
  const fields = new Map(verdict.reasons.map(({ pointer, reason }) => [pointer, reason]))
  const denied = gridErrorsOf({ fields, general: undefined }, submissionOf(draft))
  return new Map([...denied.cells, ...cells])
}

/**
 * Posts, and then shows the entry or begins another; a refusal takes the focus to its first cell. What a policy makes wait
 * is shown as the approval that it waits for: that keeps all that was written, and from it an entry that was rejected or
 * taken back becomes a draft again. Kept here too, it would only be sent twice.
 */
function usePost(
  posting: ReturnType<typeof usePosting>,
  draft: Draft,
  dispatch: (change: Change) => void,
  forget: () => void,
) {
  const company = useCompanySlug()
  const navigate = useNavigate()
  const mayReadApproval = useMay('guardrails.GetApproval')
  const [wanted, setWanted] = useState<Place>()
  const post = async (then: 'show' | 'another') => {
    if (posting.isPending) return
    const result = await posting.post()
    if ('errors' in result) return setWanted(firstRefused(result.errors, draft))
    forget()
    if ('entry' in result) announce(company, result.entry)
    else if (then === 'another' || !mayReadApproval) announceParked(company, result.parked)
    // Also before leaving the page: what is posted must not be saved as a draft once more.
    dispatch({ type: 'replace', draft: emptyDraft(draft.effectiveDate, draft.journal) })
    if (then === 'another') return
    if ('entry' in result) {
      const params = { company, entry: result.entry.id }
      await navigate({ to: '/companies/$company/journal/$entry', params })
    } else if (mayReadApproval) {
      const params = { company, approval: result.parked.id }
      await navigate({ to: '/companies/$company/approvals/$approval', params })
    }
  }
  useEditorShortcuts(
    () => void post('show'),
    () => void post('another'),
  )
  return { post, wanted }
}

interface DraftActionsProps {
  state: ReturnType<typeof useDraft>['state']
  dispatch: (change: Change) => void
}

function DraftActions({ state, dispatch }: DraftActionsProps) {
  if (isBlankDraft(state.draft) && state.past.length === 0) return null
  return (
    <>
      <span className="text-sm text-faint max-sm:hidden">Draft kept in this browser</span>
      <Button variant="ghost" disabled={state.past.length === 0} onClick={() => dispatch({ type: 'undo' })}>
        <Undo2 className="size-4" aria-hidden="true" /> Undo
      </Button>
      {!isBlankDraft(state.draft) && (
        <Button variant="ghost" onClick={() => discard(state.draft, dispatch)}>
          Discard
        </Button>
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

const GROUP = 'In the lines of an entry'

function useEditorShortcuts(post: () => void, postAnother: () => void): void {
  useShortcut('mod+enter', 'Post', GROUP, post)
  useShortcut('mod+shift+enter', 'Post and begin another', GROUP, postAnother)
  // The grid handles these itself, where the cell is known.
  useShortcut('enter', 'Choose, or next line', GROUP)
  useShortcut('mod+d', 'Fill down from the line above', GROUP)
  useShortcut('=', 'Fill the difference (in an amount)', GROUP)
  useShortcut('mod+z', 'Undo', GROUP)
  useShortcut('mod+shift+z', 'Redo', GROUP)
  useShortcut('mod+backspace', 'Remove the line', GROUP)
}

/** The first cell that was refused, in reading order. */
function firstRefused({ cells }: GridErrors, { rows }: Draft): Place | undefined {
  for (const [row, { key }] of rows.entries()) {
    const column: Column | undefined = COLUMNS.find((each) => cells.has(cellId(key, each)))
    if (column) return { row, column }
  }
  return undefined
}

function announce(company: string, entry: Entry): void {
  toast(
    <>
      <Link
        to="/companies/$company/journal/$entry"
        params={{ company, entry: entry.id }}
        className="font-medium text-accent underline underline-offset-2"
      >
        {entryName(entry)}
      </Link>{' '}
      is posted.
    </>,
  )
}
