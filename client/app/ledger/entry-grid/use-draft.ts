import { useEffect, useReducer } from 'react'
import { readStored, writeStored } from '../../lib/storage.ts'
import { keptDraft } from './kept-draft.ts'
import { type Draft, edit, isBlankDraft, startEditing } from './model.ts'

/** Writes to storage once typing rests. */
const SAVE_MS = 300

/**
 * The draft under a key of this browser's storage. It survives a closed tab and is forgotten when it is posted or saved.
 * One that was begun from another version of the server's draft is not taken up again.
 */
export function useDraft(key: string, initial: () => Draft) {
  const [state, dispatch] = useReducer(edit, undefined, () => {
    const begun = initial()
    const kept = keptDraft(readStored(key, isAnything))
    return startEditing(kept && kept.version === begun.version ? kept : begun)
  })
  const { draft } = state
  useEffect(() => {
    const timer = setTimeout(() => writeStored(key, isBlankDraft(draft) ? undefined : draft), SAVE_MS)
    return () => clearTimeout(timer)
  }, [key, draft])
  return { state, dispatch, forget: () => writeStored(key, undefined) }
}

const isAnything = (value: unknown): value is unknown => value !== undefined
