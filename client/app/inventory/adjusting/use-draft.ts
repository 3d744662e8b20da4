import { useEffect, useReducer, useRef, useState } from 'react'
import { readStored, writeStored } from '../../lib/storage.ts'
import { useSession } from '../../session/queries.ts'
import { edited, noEdits } from '../grid/edits.ts'
import type { Lying } from './changes.ts'

const KEEP_MS = 300

interface Kept {
  cells: Record<string, string>
  added: Lying[]
}

/** What was typed for a place, kept in this browser until it is recorded. */
export function useDraft(company: string, place: string) {
  const { user } = useSession()
  const storage = `meridian.adjustment.${user.id}.${company}.${place}`
  const [kept] = useState(() => readStored(storage, isKept))
  const [edits, dispatch] = useReducer(edited<string>, undefined, () => noEdits(kept?.cells ?? {}))
  const [added, setAdded] = useState<readonly Lying[]>(kept?.added ?? [])
  const keep = useRef(() => {})
  keep.current = () => {
    const isEmpty = Object.keys(edits.cells).length === 0 && added.length === 0
    writeStored(storage, isEmpty ? undefined : { cells: edits.cells, added })
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: Written once changes rest.
  useEffect(() => {
    const timer = setTimeout(() => keep.current(), KEEP_MS)
    return () => clearTimeout(timer)
  }, [edits.cells, added])
  useEffect(() => {
    const leave = () => keep.current()
    addEventListener('pagehide', leave)
    return () => {
      removeEventListener('pagehide', leave)
      leave()
    }
  }, [])
  const forget = () => {
    dispatch({ type: 'forget-all' })
    setAdded([])
  }
  return { edits, dispatch, added, setAdded, forget }
}

function isKept(value: unknown): value is Kept {
  if (typeof value !== 'object' || value === null) return false
  const { cells, added } = value as Partial<Kept>
  return (
    typeof cells === 'object' &&
    cells !== null &&
    Object.values(cells).every((text) => typeof text === 'string') &&
    Array.isArray(added) &&
    added.every((row: Partial<Lying>) => typeof row.place === 'string' && typeof row.item?.id === 'string')
  )
}
