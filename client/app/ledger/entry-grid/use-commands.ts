import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import { Parked, type ParkedApproval, Problem } from '../../../sdk/problem.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { errorsOf } from '../../lib/forms.ts'
import { STALE_AFTER, subjectKey } from '../../lib/keys.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { draftQuery, type Pending, type SavedDraft } from '../drafts/queries.ts'
import type { Entry } from '../queries.ts'
import { type Books, balancesOf, isBalanced } from './balance.ts'
import type { Draft } from './model.ts'
import {
  draftErrors,
  type GridErrors,
  gridErrorsOf,
  hasErrors,
  problemsOf,
  submissionOf,
} from './submission.ts'
import { differenceText } from './totals-bar.tsx'
import { useGridErrors } from './use-grid-errors.ts'

/** What a command came to: done, waiting for approval, or refused. */
export type Outcome<Reply> = { reply: Reply } | { parked: ParkedApproval } | { errors: GridErrors }
export type Expiry = { expiresAt: string } | Record<never, never>

/** The draft on the server that the page shows. */
export interface Server {
  id: string
  /** Whether the page says something else than the draft does. */
  isChanged: boolean
}

interface CommandOptions {
  draft: Draft
  books: Books
  draftKey: string
  server: Server | undefined
  /** As it was opened: what posting it then would be refused for is said where it is. */
  saved: SavedDraft | undefined
  /** With what was saved: somebody may have typed on meanwhile. */
  onSaved: (version: number, text: string) => void
}

/** What is sent of a draft, to compare it by. */
export const textOfEntry = (draft: Draft): string => JSON.stringify(submissionOf(draft).input)

/** Checks, sends, and keeps the refusals until what they are about has been changed. */
export function useCommands({ draft, books, draftKey, server, saved: opened, onSaved }: CommandOptions) {
  const company = useCompanySlug()
  const queryClient = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [isOutdated, setOutdated] = useState(false)
  const postKey = useCommandKey(`${draftKey}.sent`)
  const saveKey = useCommandKey(`${draftKey}.saved`)
  const holdKey = useCommandKey(`${draftKey}.held`)
  const { errors, setErrors, clearError } = useGridErrors(draft, opened?.problems)
  const running = useRef(false)

  /** The live channel says so too, but may be interrupted. */
  const refresh = (...events: string[]) => {
    for (const subject of new Set(events.flatMap((event) => STALE_AFTER[event] ?? [])))
      void queryClient.invalidateQueries({ queryKey: subjectKey(company, subject) })
  }

  const attempt = useCallback(
    async <Reply>(
      send: () => Promise<Reply>,
      refusal: (error: unknown) => GridErrors,
    ): Promise<Outcome<Reply>> => {
      try {
        return { reply: await send() }
      } catch (error) {
        if (error instanceof Parked) {
          void queryClient.invalidateQueries({ queryKey: subjectKey(company, 'approvals') })
          return { parked: error.approval }
        }
        if (error instanceof Problem && error.code === 'draft_changed') setOutdated(true)
        const refused = refusal(error)
        setErrors(refused)
        return { errors: refused }
      }
    },
    [queryClient, company, setErrors],
  )

  const alone = async <Reply>(work: () => Promise<Outcome<Reply>>): Promise<Outcome<Reply> | undefined> => {
    if (running.current) return undefined
    running.current = true
    setBusy(true)
    try {
      return await work()
    } finally {
      running.current = false
      setBusy(false)
    }
  }

  const checked = (): GridErrors => {
    const found = withDifference(problemsOf(draft, submissionOf(draft), books), draft, books)
    setErrors(found)
    return found
  }

  /** `over`: whatever version the server has by now. */
  const sendDraft = (over?: number): Promise<Outcome<SavedDraft>> => {
    const submission = submissionOf(draft)
    const { effectiveDate, ...rest } = submission.input
    const version = over ?? draft.version
    const input = {
      ...(server && { draft: server.id }),
      ...(server && version !== undefined && { version }),
      entry: { ...(effectiveDate && { effectiveDate }), ...rest },
    }
    return attempt(
      async () => {
        const saved = await saveKey.send(input, (idempotencyKey) =>
          meridian.drafts.SaveDraft(company, input, { idempotencyKey }),
        )
        setOutdated(false)
        // First the page, then what it is compared with.
        if (server) onSaved(saved.version, textOfEntry(draft))
        queryClient.setQueryData(draftQuery(company, saved.id).queryKey, saved)
        refresh('draft-saved')
        return saved
      },
      (error) => gridErrorsOf(draftErrors(errorsOf(error)), submission),
    )
  }

  const save = (over?: number) =>
    alone(() => {
      setErrors({ cells: new Map(), header: new Map(), general: undefined })
      return sendDraft(over)
    })

  const post = () =>
    alone(async (): Promise<Outcome<Entry>> => {
      const found = checked()
      if (hasErrors(found)) return { errors: found }
      const submission = submissionOf(draft)
      if (!server)
        return attempt(
          async () => {
            const entry = await postKey.send(submission.input, (idempotencyKey) =>
              meridian.ledger.PostJournalEntry(company, submission.input, { idempotencyKey }),
            )
            refresh('journal-entry-posted')
            return entry
          },
          (error) => gridErrorsOf(errorsOf(error), submission),
        )
      const saved = server.isChanged ? await sendDraft() : undefined
      if (saved && !('reply' in saved)) return saved
      const version = saved?.reply.version ?? draft.version
      const input = { draft: server.id, ...(version !== undefined && { version }) }
      return attempt(
        async () => {
          const entry = await postKey.send(input, (idempotencyKey) =>
            meridian.drafts.PostDraft(company, input, { idempotencyKey }),
          )
          refresh('journal-entry-posted', 'draft-posted')
          return entry
        },
        (error) => gridErrorsOf(errorsOf(error), submission),
      )
    })

  const hold = (expiry: Expiry): Promise<Outcome<Pending> | undefined> =>
    alone(async () => {
      const found = checked()
      if (hasErrors(found)) return { errors: found }
      const submission = submissionOf(draft)
      const { id: _, externalId: __, ...entry } = submission.input
      const input = { ...entry, ...expiry }
      return attempt(
        async () => {
          const held = await holdKey.send(input, (idempotencyKey) =>
            meridian.pending.HoldEntry(company, input, { idempotencyKey }),
          )
          refresh('entry-held')
          return held
        },
        (error) => gridErrorsOf(errorsOf(error), submission),
      )
    })

  return { errors, setErrors, clearError, isBusy: busy, isOutdated, post, save, hold }
}

/** The server would refuse it too; saying so at once saves the round trip. */
function withDifference(errors: GridErrors, draft: Draft, books: Books): GridErrors {
  const balances = balancesOf(draft.rows, books)
  if (hasErrors(errors) || isBalanced(balances)) return errors
  const unbalanced = balances.filter((balance) => !isBalanced([balance]))
  return { ...errors, general: `${unbalanced.map(differenceText).join('. ')}.` }
}
