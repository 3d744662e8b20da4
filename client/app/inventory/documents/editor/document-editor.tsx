import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Operation } from '../../../../../durable-objects/kernel/contract.ts'
import { useCompanySlug } from '../../../company/queries.ts'
import { ASK_AFTER_MS, submitWord, useVerdictNow } from '../../../guardrails/check/use-verdict.ts'
import { VerdictNotice } from '../../../guardrails/check/verdict-notice.tsx'
import type { Place } from '../../../ledger/entry-grid/keys.ts'
import { useLineContext } from '../../../ledger/entry-grid/lines-context.ts'
import { NO_ERRORS } from '../../../lib/forms.ts'
import { useShortcut } from '../../../lib/shortcuts.ts'
import { useDebounced } from '../../../lib/use-debounced.ts'
import { Button } from '../../../ui/button.tsx'
import { Notice } from '../../../ui/feedback.tsx'
import { usePlaces } from '../../pickers/queries.ts'
import { OPERATION_OF } from '../kinds.ts'
import { PreviewDialog } from '../preview.tsx'
import { useAvailability } from '../queries.ts'
import { useRecorded } from '../use-recorded.tsx'
import { useRecording } from '../use-recording.ts'
import { CALLS } from './calls.ts'
import { type Column, FORMS, type GridKind } from './forms.ts'
import { Grid } from './grid.tsx'
import { HeaderForm } from './header-form.tsx'
import type { Cells } from './model.ts'
import { type Change, emptyDraft, isBlankRow, type Row } from './model.ts'
import { cellId, gridErrorsOf, type Submission, submissionOf } from './submission.ts'
import { TotalsBar } from './totals-bar.tsx'
import { useColumns } from './use-columns.ts'
import { useDraft } from './use-draft.ts'
import { useDefaultUnit, useItems } from './use-items.ts'

interface EditorProps {
  kind: GridKind
  draftKey: string
  /** What the form begins with. */
  initial: { header: Parameters<typeof emptyDraft>[0]; lines: readonly Cells[] }
}

/** A new document of moves: its header, its lines, what there is of them, and what would come of it. */
export function DocumentEditor({ kind, draftKey, initial }: EditorProps) {
  const { state, dispatch, forget } = useDraft(draftKey, () => emptyDraft(initial.header, initial.lines))
  const { draft } = state
  const items = useItems(draft.rows)
  const context = useLineContext()
  const columns = useColumns(kind, draft.rows, items, context)
  const available = useAvailabilityOf(kind, draft, items)
  const [sent, setSent] = useState<Submission>()
  const [wanted, setWanted] = useState<Place<Column>>()
  const [mended, setMended] = useState<ReadonlySet<string>>(NOTHING)
  const recorded = useRecorded()
  const [then, setThen] = useState<'show' | 'another'>('show')
  const begin = () => {
    forget()
    dispatch({ type: 'replace', draft: emptyDraft(initial.header) })
  }
  const { date } = draft.header
  const recording = useRecording({
    operation: CALLS[kind].operation as Operation,
    call: CALLS[kind].call as never,
    onRecorded: (document) => {
      begin()
      return recorded(document, then)
    },
    onParked: begin,
  })
  const { errors, tryOut, submit } = recording
  const onGrid = useMemo(() => gridErrorsOf(errors, sent?.rowKeys ?? []), [errors, sent])
  const shown = useMemo(
    () => new Map([...onGrid.cells].filter(([cell]) => !mended.has(cell))),
    [onGrid.cells, mended],
  )
  const header = useMemo(
    () => new Map([...onGrid.header].filter(([field]) => !mended.has(field))),
    [onGrid.header, mended],
  )
  const { rows } = draft
  // What is refused above the lines has the focus first; the form sees to that.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new refusal moves the focus
  useEffect(() => {
    if (onGrid.header.size === 0) setWanted(firstRefused(onGrid.cells, rows, columns))
  }, [onGrid])
  const change = useCallback(
    (next: Change) => {
      setMended((before) => mendedBy(before, next, rows))
      dispatch(next)
    },
    [dispatch, rows],
  )
  const defaultUnit = useDefaultUnit(kind)
  const onItem = useCallback(
    async (row: Row, code: string) => {
      const unit = row.unit || row.quantity ? undefined : await defaultUnit(code)
      if (unit) dispatch({ type: 'cells', key: row.key, cells: { unit } })
    },
    [defaultUnit, dispatch],
  )
  const dimensionNames = useMemo(
    () => new Map(context.dimensions.map(({ code, name }) => [code, name])),
    [context.dimensions],
  )
  const send = (way: typeof submit, next: 'show' | 'another') => {
    const submission = submissionOf(kind, draft, items)
    setMended(NOTHING)
    setThen(next)
    setSent(submission)
    way(submission.input as never)
  }
  useShortcut('mod+enter', FORMS[kind].verb, 'In a form', () => send(submit, 'show'))
  const verdict = useDocumentVerdict(kind, draft, items)
  const general = onGrid.general
  return (
    <form
      ref={recording.formRef}
      noValidate
      className="flex min-w-0 flex-1 flex-col"
      onSubmit={(event) => {
        event.preventDefault()
        send(submit, 'show')
      }}
    >
      <HeaderForm kind={kind} draft={draft} errors={header} dispatch={change} />
      <Grid
        kind={kind}
        rows={rows}
        columns={columns.columns}
        details={columns.details}
        items={items}
        available={available}
        context={context}
        dimensionNames={dimensionNames}
        errors={shown}
        dispatch={change}
        onItem={onItem}
        wanted={wanted}
      />
      {general && mended.size === 0 && (
        <div className="mt-4">
          <Notice>{general}</Notice>
        </div>
      )}
      <div className="mt-4">
        <VerdictNotice verdict={verdict} />
      </div>
      <div className="flex-1" />
      <TotalsBar kind={kind} rows={rows} date={date}>
        {!rows.every(isBlankRow) && (
          <Button
            variant="ghost"
            onClick={() => {
              recording.setErrors(NO_ERRORS)
              begin()
            }}
          >
            Empty the form
          </Button>
        )}
        <Button isBusy={recording.isBusy} onClick={() => send(tryOut, 'show')}>
          Preview
        </Button>
        <Button isBusy={recording.isBusy} className="max-sm:hidden" onClick={() => send(submit, 'another')}>
          Record and new
        </Button>
        <Button type="submit" variant="primary" isBusy={recording.isBusy}>
          {submitWord(verdict, FORMS[kind].verb)}
        </Button>
      </TotalsBar>
      {recording.trial && (
        <PreviewDialog
          document={recording.trial.document}
          verb={submitWord(verdict, FORMS[kind].verb)}
          isBusy={recording.isRecording}
          onRecord={() => recording.trial && recording.record(recording.trial.input)}
          onClose={recording.closeTrial}
        />
      )}
    </form>
  )
}

const NOTHING: ReadonlySet<string> = new Set()

/** A refusal has done its work once its field is changed. */
function mendedBy(before: ReadonlySet<string>, change: Change, rows: readonly Row[]): ReadonlySet<string> {
  if (change.type === 'header') return new Set([...before, change.field])
  const key =
    change.type === 'cell' ? rows[change.row]?.key : change.type === 'cells' ? change.key : undefined
  if (key === undefined) return before
  const names =
    change.type === 'cell' ? [change.column] : change.type === 'cells' ? Object.keys(change.cells) : []
  // What there is of an item depends on item, lot and quantity alike.
  const also = names.some((name) => ['item', 'lot', 'unit'].includes(name))
    ? ['quantity', 'lot', 'expiry']
    : []
  return new Set([...before, ...[...names, ...also].map((name) => cellId(key, name))])
}

/** Of the warehouse that the goods leave; of others there is nothing to ask. */
function useAvailabilityOf(
  kind: GridKind,
  { header, rows }: { header: Readonly<Record<'from' | 'place', string>>; rows: readonly Row[] },
  items: ReturnType<typeof useItems>,
) {
  const isAsked = FORMS[kind].columns.includes('available')
  const known = rows.flatMap(({ item }) => items.get(item?.trim() ?? '') ?? [])
  const codes = known.filter((item) => item.kind === 'stock' && !item.isTemplate).map(({ code }) => code)
  const place = kind === 'adjustment' ? header.place : header.from
  const { byCode } = usePlaces(useCompanySlug())
  const warehouse = byCode.get(place)?.warehouse ?? undefined
  return useAvailability(isAsked ? codes : [], warehouse)
}

function firstRefused(
  cells: ReadonlyMap<string, string>,
  rows: readonly Row[],
  { columns, details }: { columns: readonly Column[]; details: readonly Column[] },
): Place<Column> | undefined {
  for (const [row, { key }] of rows.entries()) {
    const column = [...columns, ...details].find((each) => cells.has(cellId(key, each)))
    if (column) return { row, column }
  }
  return undefined
}

/** What would become of the document if it were sent now; asked when it is complete and typing rests. */
function useDocumentVerdict(
  kind: GridKind,
  draft: Parameters<typeof submissionOf>[1],
  items: ReturnType<typeof useItems>,
) {
  const rested = useDebounced(draft, ASK_AFTER_MS)
  const input = useMemo(() => {
    const { input } = submissionOf(kind, rested, items)
    return CALLS[kind].operation.input.safeParse(input).success ? input : undefined
  }, [kind, rested, items])
  const verdict = useVerdictNow(OPERATION_OF[kind], input)
  return rested === draft ? verdict : undefined
}
