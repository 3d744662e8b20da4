import { useEffect, useReducer } from 'react'
import { readStored, writeStored } from '../../../lib/storage.ts'
import { type Draft, edit, isBlankDraft, startEditing } from './model.ts'

/** Writes to storage once typing rests. */
const SAVE_MS = 300

/** The draft under a key of this browser's storage. It survives a closed tab and is forgotten when it is recorded. */
export function useDraft(key: string, initial: () => Draft) {
  const [state, dispatch] = useReducer(edit, undefined, () =>
    startEditing(readStored(key, isDraft) ?? initial()),
  )
  const { draft } = state
  useEffect(() => {
    const timer = setTimeout(() => writeStored(key, isBlankDraft(draft) ? undefined : draft), SAVE_MS)
    return () => clearTimeout(timer)
  }, [key, draft])
  return { state, dispatch, forget: () => writeStored(key, undefined) }
}

const isDraft = (value: unknown): value is Draft =>
  typeof value === 'object' &&
  value !== null &&
  'header' in value &&
  typeof value.header === 'object' &&
  value.header !== null &&
  'date' in value.header &&
  'rows' in value &&
  Array.isArray(value.rows) &&
  value.rows.every((row) => typeof row === 'object' && row !== null && typeof row.key === 'number')
