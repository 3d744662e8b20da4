import { useNavigate } from '@tanstack/react-router'
import { Eye, PackagePlus, PackageSearch, SearchX, Trash2 } from 'lucide-react'
import { useMemo, useState } from 'react'
import { stockContract } from '../../../../durable-objects/inventory/stock/contract.ts'
import { LIMITS } from '../../../../durable-objects/kernel/limits.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { AccountPicker, takesEntries } from '../../ledger/accounts/account-picker.tsx'
import { meridian } from '../../lib/api.ts'
import { fieldErrors } from '../../lib/use-submit.ts'
import { useMay } from '../../session/queries.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Empty, Notice } from '../../ui/feedback.tsx'
import { DateInput, Field, TextInput } from '../../ui/field.tsx'
import { toast } from '../../ui/toast.tsx'
import { PreviewDialog } from '../documents/preview.tsx'
import { useCompanyToday } from '../documents/queries.ts'
import { useRecording } from '../documents/use-recording.ts'
import { Grid } from '../grid/grid.tsx'
import { AddSheet } from './add-sheet.tsx'
import { ADJUST_COLUMNS, type AdjustRow, rowOf } from './adjust-columns.tsx'
import { type Column, changeOf, editsOf, keyOf, type Line, type Lying, linesOf } from './changes.ts'
import { useDraft } from './use-draft.ts'

interface GridProps {
  place: string
  q: string
  lying: readonly Lying[]
  isComplete: boolean
}

/** The rows of a place, what was typed into them, and the document that this makes. */
export function AdjustGrid({ place, q, lying, isComplete }: GridProps) {
  const company = useCompanySlug()
  const navigate = useNavigate()
  const mayRecord = useMay('stock.AdjustStock')
  const draft = useDraft(company, place)
  const today = useCompanyToday()
  const [chosenDate, setDate] = useState<string>()
  const date = chosenDate ?? today
  const [reason, setReason] = useState('')
  const [account, setAccount] = useState('')
  const [isAdding, setAdding] = useState(false)
  const { cells } = draft.edits
  const all = useMemo(
    () => [...lying, ...draft.added.filter((row) => !isAmong(lying, row))],
    [lying, draft.added],
  )
  const lines = useMemo(() => linesOf(all, cells), [all, cells])
  const unread = useMemo(() => all.filter((row) => changeOf(row, cells)?.problem).length, [all, cells])
  const recording = useRecording({
    operation: stockContract.operations.AdjustStock,
    call: meridian.stock.AdjustStock,
    onRecorded: (document) => {
      toast(`${document.voucher} is recorded.`)
      draft.forget()
      void navigate({
        to: '/companies/$company/stock/documents/$document',
        params: { company, document: document.id },
      })
    },
    onParked: draft.forget,
  })
  const [sent, setSent] = useState<readonly Line[]>([])
  const { fields } = recording.errors
  const refusals = useMemo(() => refusedRows(fields, sent), [fields, sent])
  const rows = useMemo(
    () => shownRows(all, q, cells).map((row) => rowOf(row, cells, refusals.get(keyOf(row)))),
    [all, q, cells, refusals],
  )
  const submit = (how: 'tryOut' | 'record') => {
    const missing = fieldErrors({
      '/reason': reason.trim() === '' && 'Say why.',
      '/date': date === '' && 'Choose a day.',
    })
    if (missing) return recording.setErrors(missing)
    if (unread > 0) return toast('Correct what cannot be read first.', 'failed')
    setSent(lines)
    recording[how]({
      date,
      reason: reason.trim(),
      ...(account && { account }),
      lines: lines.map(({ input }) => input),
    })
  }
  return (
    <>
      {!isComplete && (
        <p className="mb-2 text-muted">
          More lies there than one grid takes: the first {lying.length} rows are shown. Choose a place in it
          for the others.
        </p>
      )}
      {rows.length === 0 ? (
        <NothingHere isFiltered={q !== ''} onAdd={mayRecord ? () => setAdding(true) : undefined} />
      ) : (
        <Grid<AdjustRow>
          label="What lies there"
          rows={rows}
          rowKey={rowKey}
          columns={ADJUST_COLUMNS}
          isReadOnly={!mayRecord}
          onEdit={(edits, mark) =>
            draft.dispatch({
              type: 'edit',
              edits: edits.flatMap(({ row, column, text }) =>
                editsOf(row.lying, column as Column, text, mark),
              ),
            })
          }
          onUndo={() => draft.dispatch({ type: 'undo' })}
          onRedo={() => draft.dispatch({ type: 'redo' })}
        />
      )}
      {mayRecord && (
        <form
          ref={recording.formRef}
          noValidate
          aria-label="Adjustment"
          onSubmit={(event) => {
            event.preventDefault()
            submit('tryOut')
          }}
          className="sticky bottom-3 z-20 mt-4 flex flex-col gap-2 rounded-lg border border-line-strong bg-surface px-4 py-3 shadow-high"
        >
          {recording.errors.general && <Notice>{recording.errors.general}</Notice>}
          <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
            <Field label="Reason" error={recording.errors.fields.get('/reason')} className="flex-1 basis-40">
              {(control) => (
                <TextInput {...control} placeholder="Such as Breakage" value={reason} onValue={setReason} />
              )}
            </Field>
            <Field label="Date" error={recording.errors.fields.get('/date')} className="w-36">
              {(control) => <DateInput {...control} value={date} onValue={setDate} />}
            </Field>
            <Field
              label="Account"
              isOptional
              error={recording.errors.fields.get('/account')}
              className="w-44 max-sm:hidden"
            >
              {(control) => (
                <AccountPicker
                  {...control}
                  placeholder="Stock adjustments"
                  offers={takesEntries}
                  value={account}
                  onValue={setAccount}
                />
              )}
            </Field>
            <div className="ml-auto flex items-center gap-2">
              <IconButton label="Add what is not in the list" onClick={() => setAdding(true)}>
                <PackagePlus className="size-4" aria-hidden="true" />
              </IconButton>
              {Object.keys(cells).length + draft.added.length > 0 && (
                <IconButton label="Forget all that was typed" onClick={draft.forget}>
                  <Trash2 className="size-4" aria-hidden="true" />
                </IconButton>
              )}
              <Button
                type="submit"
                variant="primary"
                disabled={lines.length === 0 || lines.length > LIMITS.stockLinesMax}
                isBusy={recording.isBusy}
              >
                <Eye className="size-4" aria-hidden="true" /> Preview {sayLines(lines.length)}
              </Button>
            </div>
          </div>
          {lines.length > LIMITS.stockLinesMax && (
            <p className="text-sm text-negative">
              A document has at most {LIMITS.stockLinesMax} lines. Record some of them first.
            </p>
          )}
        </form>
      )}
      {recording.trial && (
        <PreviewDialog
          document={recording.trial.document}
          verb="Record the adjustment"
          isBusy={recording.isRecording}
          onRecord={() => submit('record')}
          onClose={recording.closeTrial}
        />
      )}
      {isAdding && (
        <AddSheet
          place={place}
          onAdd={(row) => !isAmong(all, row) && draft.setAdded([...draft.added, row])}
          onClose={() => setAdding(false)}
        />
      )}
    </>
  )
}

const rowKey = ({ lying }: AdjustRow): string => keyOf(lying)

const isAmong = (rows: readonly Lying[], row: Lying): boolean =>
  rows.some((each) => keyOf(each) === keyOf(row))

const sayLines = (lines: number): string => (lines === 0 ? '' : lines === 1 ? '1 line' : `${lines} lines`)

/** What fits the text, and what was typed into. */
function shownRows(
  all: readonly Lying[],
  q: string,
  cells: Readonly<Record<string, string>>,
): readonly Lying[] {
  const words = q.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return all
  return all.filter((row) => {
    const { item, place, lot } = row
    const text = `${item.code} ${item.name} ${place} ${lot ?? ''}`.toLocaleLowerCase()
    return words.every((word) => text.includes(word)) || changeOf(row, cells) !== undefined
  })
}

/** Why rows were refused, by the row. */
function refusedRows(
  fields: ReadonlyMap<string, string>,
  lines: readonly Line[],
): ReadonlyMap<string, string> {
  const refused = new Map<string, string>()
  for (const [pointer, text] of fields) {
    const row = lines[Number(/^\/lines\/(\d+)(?:\/|$)/.exec(pointer)?.[1] ?? -1)]?.row
    if (row) refused.set(keyOf(row), text)
  }
  return refused
}

const NothingHere = ({ isFiltered, onAdd }: { isFiltered: boolean; onAdd: (() => void) | undefined }) =>
  isFiltered ? (
    <Empty icon={SearchX} title="Nothing matches">
      Goods may lie there, but none that are called this.
    </Empty>
  ) : (
    <Empty
      icon={PackageSearch}
      title="Nothing lies there"
      actions={
        onAdd && (
          <Button variant="primary" onClick={onAdd}>
            Add what was found
          </Button>
        )
      }
    >
      The books have nothing in this place.
    </Empty>
  )
