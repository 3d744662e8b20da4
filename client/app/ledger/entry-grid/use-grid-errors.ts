import { useCallback, useRef, useState } from 'react'
import type { Change, Draft } from './model.ts'
import { cellId, type GridErrors, hasErrors, NO_GRID_ERRORS, problemErrors } from './submission.ts'

type Problems = Parameters<typeof problemErrors>[0]

/** Refusals at their cells, each until what it is about has been changed. */
export function useGridErrors(draft: Draft, problems: Problems = []) {
  const [errors, setErrors] = useState(() =>
    problems.length > 0 ? problemErrors(problems, draft.rows) : NO_GRID_ERRORS,
  )
  const latest = useRef(draft)
  latest.current = draft
  /** A refusal has done its work once its field is changed. Keeps its identity, so that rows are not drawn again. */
  const clearError = useCallback(
    (change: Change) => setErrors((before) => withoutErrorAt(before, change, latest.current)),
    [],
  )
  return { errors, setErrors, clearError }
}

function withoutErrorAt(errors: GridErrors, change: Change, draft: Draft): GridErrors {
  if (!hasErrors(errors) || change.type === 'saved') return errors
  const cells = new Map(errors.cells)
  const header = new Map(errors.header)
  if (change.type === 'header') header.delete(change.field)
  else if (change.type === 'cell') {
    const key = draft.rows[change.row]?.key ?? 0
    cells.delete(cellId(key, change.column))
    // A missing amount is shown at the debit, and a unit follows from the account.
    if (change.column === 'credit') cells.delete(cellId(key, 'debit'))
    if (change.column === 'account') cells.delete(cellId(key, 'unit'))
  } else return NO_GRID_ERRORS
  return { cells, header, general: undefined }
}
