import { useEffect, useReducer } from 'react'
import { readStored, writeStored } from '../../lib/storage.ts'
import { COLUMNS, type Draft, edit, isBlankDraft, startEditing } from './model.ts'

/** Writes to storage once typing rests. */
const SAVE_MS = 300

/** The draft under a key of this browser's storage. It survives a closed tab and is forgotten when it is posted. */
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

/** Storage may hold a draft of an earlier version of the app, or anything else. */
function isDraft(value: unknown): value is Draft {
  if (!isRecord(value) || !Array.isArray(value.rows) || value.rows.length < 2) return false
  const isHeader = ['effectiveDate', 'journal', 'description', 'reference', 'note'].every(
    (field) => typeof value[field] === 'string',
  )
  return (
    isHeader &&
    value.rows.every(
      (row: unknown) =>
        isRecord(row) &&
        typeof row.key === 'number' &&
        COLUMNS.every((column) => typeof row[column] === 'string'),
    )
  )
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
