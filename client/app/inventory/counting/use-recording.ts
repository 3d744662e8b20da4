import { useEffect, useReducer, useRef, useState } from 'react'
import { ulid } from 'ulid'
import { readStored, writeStored } from '../../lib/storage.ts'
import { useLiveState } from '../../lib/use-live.ts'
import { useSession } from '../../session/queries.ts'
import { type Edits, edited, noEdits } from '../grid/edits.ts'
import type { Count, CountLine } from './queries.ts'
import { cellOf, keptCells, type Stamp, type Typed, typedOf } from './typed.ts'
import { useSending } from './use-sending.ts'

const KEEP_MS = 200

/** What was typed and is not answered yet. It is kept in this browser until then. */
export function useRecording(company: string, count: Count, lines: readonly CountLine[]) {
  const { user } = useSession()
  const storage = `meridian.count.${user.id}.${company}.${count.id}`
  const [edits, dispatch] = useReducer(edited<Typed>, undefined, () =>
    noEdits(keptCells(readStored(storage, isAnything))),
  )
  useKept(storage, edits.cells)
  const { sequence } = useLiveState()
  /** The time at which it was counted on paper; empty: as it is typed. */
  const [countedAt, setCountedAt] = useState('')
  const stamp = (): Stamp => ({
    key: `grid/${ulid()}`,
    countedAt: (countedAt ? new Date(countedAt) : new Date()).toISOString(),
    ...(!countedAt && sequence !== undefined && { knownAt: sequence }),
  })
  const sending = useSending({ company, count, lines, edits, dispatch })
  const edit = (typed: readonly { line: CountLine; text: string }[], mark?: '.' | ',') => {
    const edits = typed.map(({ line, text }) => ({
      cell: cellOf(line),
      value: typedOf(text, stamp(), mark),
    }))
    dispatch({ type: 'edit', edits })
    sending.resume()
  }
  return { ...sending, edits, dispatch, edit, countedAt, setCountedAt }
}
export type CountRecording = ReturnType<typeof useRecording>

const isAnything = (value: unknown): value is unknown => value !== undefined

function useKept(storage: string, cells: Edits<Typed>['cells']): void {
  const keep = useRef(() => {})
  keep.current = () => writeStored(storage, Object.keys(cells).length === 0 ? undefined : cells)
  // biome-ignore lint/correctness/useExhaustiveDependencies: Written once changes rest.
  useEffect(() => {
    const timer = setTimeout(() => keep.current(), KEEP_MS)
    return () => clearTimeout(timer)
  }, [cells])
  useEffect(() => {
    // Also what was typed a moment before the page goes: the grid hears of it first.
    const leave = () => keep.current()
    addEventListener('pagehide', leave)
    return () => {
      removeEventListener('pagehide', leave)
      leave()
    }
  }, [])
}
