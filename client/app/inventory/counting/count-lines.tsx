import { SearchX } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { isZero } from '../../lib/decimal.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/feedback.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { toast } from '../../ui/toast.tsx'
import { useSeesCosts } from '../documents/queries.ts'
import { Grid } from '../grid/grid.tsx'
import { columnsOf, type GridLine } from './count-columns.tsx'
import { LineSheet } from './line-sheet.tsx'
import type { Count, CountLine } from './queries.ts'
import { RecordingBar } from './recording-bar.tsx'
import { cellOf } from './typed.ts'
import { useCountSearch } from './use-counts-search.ts'
import { type CountRecording, useRecording } from './use-recording.ts'

const SHOWN = [
  { value: 'all', label: 'All' },
  { value: 'uncounted', label: 'Not counted' },
  { value: 'counted', label: 'Counted' },
  { value: 'differing', label: 'Differ' },
  { value: 'contested', label: 'Disagree' },
  { value: 'found', label: 'Found' },
] as const
type Shown = (typeof SHOWN)[number]['value']

const FITS: Readonly<Record<Shown, (line: CountLine) => boolean>> = {
  all: () => true,
  uncounted: ({ counted }) => counted === null,
  counted: ({ counted }) => counted !== null,
  differing: ({ difference }) => difference !== null && /[1-9]/.test(difference),
  contested: ({ isContested }) => isContested,
  found: ({ isExpected }) => !isExpected,
}

/** The lines of a count, to be typed into while it is open. */
export function CountLines({ count, lines }: { count: Count; lines: readonly CountLine[] }) {
  const company = useCompanySlug()
  const recording = useRecording(company, count, lines)
  const mayRecord = useMay('counts.RecordCounts')
  const isReadOnly = count.status !== 'open' || !mayRecord
  const { search, change } = useCountSearch()
  const [opened, setOpened] = useState<number>()
  const isRecount = Boolean(search.recount) && !isReadOnly
  const rows = useShownRows(lines, recording)
  const hasCosts = useSeesCosts()
  const hasMoved = useMemo(() => lines.some(({ moved }) => moved !== null && !isZero(moved)), [lines])
  const isHidden = count.blind && count.status === 'open'
  const columns = useMemo(
    () =>
      columnsOf({
        isBlind: isHidden,
        isRecount,
        hasMoved,
        hasCosts: hasCosts && !isHidden,
        onOpen: setOpened,
      }),
    [isHidden, isRecount, hasMoved, hasCosts],
  )
  const undo = () => {
    if (recording.edits.done.length > 0) recording.dispatch({ type: 'undo' })
    else toast('What is saved stays. Type over it to count again.')
  }
  useShortcut('mod+s', 'Save what is typed now', 'In a grid', recording.send, !isReadOnly)
  const line = lines.find((each) => each.line === opened)
  return (
    <>
      <Filters lines={lines} isBlind={isHidden} />
      {rows.length === 0 ? (
        <Empty
          icon={SearchX}
          title="No line matches"
          actions={<Button onClick={() => change({ show: undefined, q: undefined })}>Show all lines</Button>}
        >
          The count has {lines.length} lines, but none with these filters.
        </Empty>
      ) : (
        <Grid<GridLine>
          label="Lines of the count"
          rows={rows}
          rowKey={keyOf}
          columns={columns}
          isReadOnly={isReadOnly}
          onEdit={(edits, mark) => {
            const given = edits.map(({ row, text }) => ({ line: row.line, text }))
            const isKept = given.some(
              ({ line, text }) =>
                text.trim() === '' && !recording.edits.cells[cellOf(line)] && line.counted !== null,
            )
            if (isKept) toast('What is saved stays. Type 0 where nothing lies.')
            recording.edit(given, mark)
          }}
          onUndo={undo}
          onRedo={() => recording.dispatch({ type: 'redo' })}
          onTyping={recording.setTyping}
        />
      )}
      {!isReadOnly && <RecordingBar recording={recording} />}
      {line && <LineSheet count={count} line={line} onClose={() => setOpened(undefined)} />}
    </>
  )
}

const keyOf = ({ line }: GridLine): string => cellOf(line)

/** Those that fit, and those that were typed into since: a line does not go away under somebody's hands. */
function useShownRows(lines: readonly CountLine[], { edits, inFlight }: CountRecording): GridLine[] {
  const { search } = useCountSearch()
  const { show = 'all', q = '' } = search
  const touched = useRef({ filter: '', cells: new Set<string>() })
  return useMemo(() => {
    if (touched.current.filter !== `${show} ${q}`)
      touched.current = { filter: `${show} ${q}`, cells: new Set() }
    for (const cell of Object.keys(edits.cells)) touched.current.cells.add(cell)
    const words = q.toLocaleLowerCase().split(/\s+/).filter(Boolean)
    return lines
      .filter((line) => {
        if (touched.current.cells.has(cellOf(line))) return true
        if (!FITS[show](line)) return false
        if (words.length === 0) return true
        const text = `${line.item.code} ${line.item.name} ${line.place} ${line.lot ?? ''}`.toLocaleLowerCase()
        return words.every((word) => text.includes(word))
      })
      .map((line) => {
        const cell = cellOf(line)
        return { line, typed: edits.cells[cell], isInFlight: inFlight.has(cell) }
      })
  }, [lines, edits.cells, inFlight, show, q])
}

function Filters({ lines, isBlind }: { lines: readonly CountLine[]; isBlind: boolean }) {
  const { search, change } = useCountSearch()
  const counts = useMemo(
    () => new Map(SHOWN.map(({ value }) => [value, lines.filter(FITS[value]).length])),
    [lines],
  )
  const tabs = SHOWN.filter(
    ({ value }) =>
      value === search.show ||
      value === 'all' ||
      (Boolean(counts.get(value)) && !(isBlind && value === 'differing')),
  ).map((tab) => ({ ...tab, count: String(counts.get(tab.value)) }))
  return (
    <search className="mb-3 flex flex-wrap items-end gap-2 print:hidden">
      <Tabs
        label="Which lines"
        tabs={tabs}
        value={search.show ?? 'all'}
        onValue={(show) => change({ show: show === 'all' ? undefined : show })}
      />
      <Field label="Item, place or lot" className="min-w-0 flex-1 basis-40">
        {(control) => (
          <TextInput
            {...control}
            type="search"
            value={search.q ?? ''}
            onValue={(q) => change({ q: q || undefined })}
          />
        )}
      </Field>
    </search>
  )
}
