import { useCallback, useMemo, useState } from 'react'
import { ASK_AFTER_MS, submitWord, useVerdictNow } from '../../guardrails/check/use-verdict.ts'
import { VerdictNotice } from '../../guardrails/check/verdict-notice.tsx'
import { useDebounced } from '../../lib/use-debounced.ts'
import { useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/feedback.tsx'
import { Page } from '../../ui/page.tsx'
import { OpenAccountSheet } from '../accounts/open-account.tsx'
import { Attachments } from '../attachments/attachments.tsx'
import type { SavedDraft } from '../drafts/queries.ts'
import { ApplyTemplateSheet } from '../drafts/templates/apply-template.tsx'
import { type Books, balancesOf } from './balance.ts'
import { accountCodeIn, type useBooks } from './books.ts'
import { DraftActions, useEditorShortcuts } from './editor-actions.tsx'
import { fillDifference, Grid } from './grid.tsx'
import { HeaderForm } from './header-form.tsx'
import { HoldDialog } from './hold-dialog.tsx'
import type { Place } from './keys.ts'
import { useLineContext } from './lines-context.ts'
import type { Change, Column, Draft } from './model.ts'
import { OutdatedNotice } from './outdated-notice.tsx'
import {
  cellId,
  type GridErrors,
  gridErrorsOf,
  problemErrors,
  readyInput,
  submissionOf,
} from './submission.ts'
import { TotalsBar } from './totals-bar.tsx'
import { type Server, textOfEntry, useCommands } from './use-commands.ts'
import { useDraft } from './use-draft.ts'
import { useSending } from './use-sending.tsx'

interface EntryEditorProps {
  known: NonNullable<ReturnType<typeof useBooks>>
  draftKey: string
  subtitle: string | undefined
  /** The draft on the server that is edited. */
  saved?: SavedDraft | undefined
  initial: () => Draft
}

/** The form around the grid: header, totals, posting, saving. */
export function EntryEditor({
  known: { books, units, chart },
  draftKey,
  subtitle,
  saved,
  initial,
}: EntryEditorProps) {
  const { state, dispatch, forget } = useDraft(draftKey, initial)
  const { draft } = state
  const context = useLineContext()
  const { server, markSaved } = useServer(saved, draft, initial)
  const onSaved = (version: number, text: string) => {
    markSaved(text)
    dispatch({ type: 'saved', version })
  }
  const commands = useCommands({ draft, books, draftKey, server, saved, onSaved })
  const [focusedRow, setFocusedRow] = useState<number>()
  const [openingAt, setOpeningAt] = useState<number>()
  const [asking, setAsking] = useState<'hold' | 'template'>()
  const [wanted, setWanted] = useState<Place>()
  const [refused, setRefused] = useState<GridErrors>()
  const accountCode = useCallback((text: string) => accountCodeIn(chart, text), [chart])
  const { clearError, setErrors } = commands
  const change = useCallback(
    (next: Change) => {
      clearError(next)
      dispatch(next)
    },
    [dispatch, clearError],
  )
  const verdict = useDraftVerdict(draft, books, server)
  const cells = useMemo(
    () => withDenied(commands.errors.cells, verdict, draft),
    [commands.errors.cells, verdict, draft],
  )
  const send = useSending({
    commands,
    draft,
    server,
    dispatch,
    forget,
    onRefused: (errors) => {
      setAsking(undefined)
      setRefused(errors)
      // What is refused above the lines has the focus first.
      setWanted(errors.header.size > 0 ? undefined : firstRefused(errors, draft))
    },
  })
  const maySave = useMay('drafts.SaveDraft')
  const mayPost = useMay(server ? 'drafts.PostDraft' : 'ledger.PostJournalEntry')
  const mayHold = useMay('pending.HoldEntry')
  const mayApply = useMay('drafts.ApplyTemplate')
  useEditorShortcuts({
    post: () => mayPost && void send.post('show'),
    postAnother: () => mayPost && void send.post('another'),
    save: () => maySave && void send.save(),
  })
  const isOutdated = commands.isOutdated || (saved?.version ?? 0) > (draft.version ?? 0)
  return (
    <Page
      title={server ? 'Draft' : 'New entry'}
      subtitle={subtitle}
      actions={
        <>
          <DraftActions state={state} server={server} dispatch={dispatch} forget={forget} />
          {mayApply && !server && (
            <Button variant="ghost" onClick={() => setAsking('template')}>
              From template…
            </Button>
          )}
        </>
      }
    >
      {saved && isOutdated && !commands.isBusy && (
        <OutdatedNotice
          saved={saved}
          onTheirs={(theirs) => {
            forget()
            setErrors(problemErrors(theirs.problems, theirs.draft.rows))
            markSaved(textOfEntry(theirs.draft))
            dispatch({ type: 'replace', draft: theirs.draft })
          }}
          onMine={(version) => void send.save(version)}
        />
      )}
      <HeaderForm
        draft={draft}
        errors={commands.errors.header}
        refused={refused}
        onChange={(field, text) => change({ type: 'header', field, text })}
      />
      <Grid
        rows={draft.rows}
        context={context}
        books={books}
        units={units}
        errors={cells}
        accountCode={accountCode}
        dispatch={change}
        onFocusRow={setFocusedRow}
        onOpenAccount={setOpeningAt}
        wanted={wanted}
      />
      {commands.errors.general && (
        <div className="mt-4">
          <Notice>{commands.errors.general}</Notice>
        </div>
      )}
      <div className="mt-4">
        <VerdictNotice verdict={verdict} />
      </div>
      {server && (
        <div className="mt-6">
          <Attachments record={server.id} />
        </div>
      )}
      <div className="flex-1" />
      <TotalsBar
        balances={balancesOf(draft.rows, books)}
        onFill={() => fillDifference(draft.rows, books, focusedRow, change)}
      >
        {maySave && (
          <Button isBusy={commands.isBusy} onClick={() => void send.save()}>
            {server ? 'Save' : 'Save as draft'}
          </Button>
        )}
        {mayHold && !server && (
          <Button isBusy={commands.isBusy} onClick={() => setAsking('hold')}>
            Hold…
          </Button>
        )}
        {mayPost && !server && (
          <Button isBusy={commands.isBusy} onClick={() => void send.post('another')}>
            {verdict?.decision === 'approve' ? 'Send and new' : 'Post and new'}
          </Button>
        )}
        {mayPost && (
          <Button variant="primary" isBusy={commands.isBusy} onClick={() => void send.post('show')}>
            {submitWord(verdict, 'Post')}
          </Button>
        )}
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
      {asking === 'hold' && (
        <HoldDialog
          isBusy={commands.isBusy}
          onHold={(expiry) => void send.hold(expiry)}
          onClose={() => setAsking(undefined)}
        />
      )}
      {asking === 'template' && <ApplyTemplateSheet onClose={() => setAsking(undefined)} />}
    </Page>
  )
}

/** Whether the page says something else than the draft on the server. */
function useServer(saved: SavedDraft | undefined, draft: Draft, initial: () => Draft) {
  const [savedText, markSaved] = useState(() => textOfEntry(initial()))
  const server = saved && { id: saved.id, isChanged: textOfEntry(draft) !== savedText }
  return { server, markSaved }
}

/** What would become of the entry if it were sent now; asked when it is complete and typing rests. */
function useDraftVerdict(draft: Draft, books: Books, server: Server | undefined) {
  const rested = useDebounced(draft, ASK_AFTER_MS)
  const input = useMemo(() => readyInput(rested, books), [rested, books])
  const isAsSaved = server !== undefined && !server.isChanged
  const verdict = useVerdictNow(
    isAsSaved ? 'drafts.PostDraft' : 'ledger.PostJournalEntry',
    isAsSaved ? input && { draft: server.id } : input,
  )
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

/** The first cell that was refused, in reading order. */
function firstRefused({ cells }: GridErrors, { rows }: Draft): Place | undefined {
  const columns = ['account', 'memo', 'unit', 'debit', 'credit', 'value']
  for (const [row, { key }] of rows.entries()) {
    const refused = [...cells.keys()].flatMap((cell) =>
      cell.startsWith(`${key}/`) ? [cell.slice(`${key}/`.length) as Column] : [],
    )
    const column = columns.find((each) => cells.has(cellId(key, each as Column))) ?? refused[0]
    if (column) return { row, column: column as Column }
  }
  return undefined
}
