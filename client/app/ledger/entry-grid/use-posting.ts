import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import { Parked, type ParkedApproval } from '../../../sdk/problem.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { errorsOf } from '../../lib/forms.ts'
import { STALE_AFTER, subjectKey } from '../../lib/keys.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import type { Entry } from '../queries.ts'
import { type Books, balancesOf, isBalanced } from './balance.ts'
import type { Change, Draft } from './model.ts'
import {
  cellId,
  type GridErrors,
  gridErrorsOf,
  hasErrors,
  NO_GRID_ERRORS,
  problemsOf,
  type Submission,
  submissionOf,
} from './submission.ts'
import { differenceText } from './totals-bar.tsx'

/** What sending came to: posted, waiting for approval, or refused. */
export type Posted = { entry: Entry } | { parked: ParkedApproval } | { errors: GridErrors }

/** Checks, sends, and keeps the refusals until what they are about has been changed. */
export function usePosting(draft: Draft, books: Books, draftKey: string) {
  const company = useCompanySlug()
  const queryClient = useQueryClient()
  const commandKey = useCommandKey(`${draftKey}.sent`)
  const [errors, setErrors] = useState<GridErrors>(NO_GRID_ERRORS)
  const send = useMutation({
    mutationFn: ({ input }: Submission) =>
      commandKey.send(input, (idempotencyKey) =>
        meridian.ledger.PostJournalEntry(company, input, { idempotencyKey }),
      ),
    onSuccess: () => {
      // The live channel says so too, but may be interrupted.
      for (const subject of STALE_AFTER['journal-entry-posted'] ?? [])
        void queryClient.invalidateQueries({ queryKey: subjectKey(company, subject) })
    },
  })
  const { mutateAsync, isPending } = send

  const post = async (): Promise<Posted> => {
    const submission = submissionOf(draft)
    const found = withDifference(problemsOf(draft, submission, books), draft, books)
    setErrors(found)
    if (hasErrors(found)) return { errors: found }
    try {
      return { entry: await mutateAsync(submission) }
    } catch (error) {
      if (error instanceof Parked) {
        void queryClient.invalidateQueries({ queryKey: subjectKey(company, 'approvals') })
        return { parked: error.approval }
      }
      const refused = gridErrorsOf(errorsOf(error), submission)
      setErrors(refused)
      return { errors: refused }
    }
  }
  const latest = useRef(draft)
  latest.current = draft
  /** A refusal has done its work once its field is changed. Keeps its identity, so that rows are not drawn again. */
  const clearError = useCallback(
    (change: Change) => setErrors((before) => withoutErrorAt(before, change, latest.current)),
    [],
  )
  return { errors, isPending, post, clearError }
}

/** The server would refuse it too; saying so at once saves the round trip. */
function withDifference(errors: GridErrors, draft: Draft, books: Books): GridErrors {
  const balances = balancesOf(draft.rows, books)
  if (hasErrors(errors) || isBalanced(balances)) return errors
  const unbalanced = balances.filter((balance) => !isBalanced([balance]))
  return { ...errors, general: `${unbalanced.map(differenceText).join('. ')}.` }
}

function withoutErrorAt(errors: GridErrors, change: Change, draft: Draft): GridErrors {
  if (!hasErrors(errors)) return errors
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
