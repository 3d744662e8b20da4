import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ulid } from 'ulid'
import { Parked } from '../../../sdk/problem.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { announceParked } from '../../guardrails/parked.tsx'
import { meridian } from '../../lib/api.ts'
import { subjectKey } from '../../lib/keys.ts'
import { toast } from '../../ui/toast.tsx'
import { STALE_AFTER_MATCHING, type Suggestion } from './queries.ts'

/** What a suggestion asks for, as it is. */
export const matchOf = (account: string, { items }: Suggestion) => ({
  account,
  items: items.map(({ entry, line, amount }) => ({ entry, line, amount })),
})

/** One match a suggestion, one after the other; it ends at the first that is refused, and what was matched stays. */
export function useAcceptAll(account: string) {
  const company = useCompanySlug()
  const queryClient = useQueryClient()
  const [progress, setProgress] = useState({ done: 0, total: 0 })
  const mutation = useMutation({
    mutationFn: async (suggestions: readonly Suggestion[]) => {
      let done = 0
      setProgress({ done, total: suggestions.length })
      for (const suggestion of suggestions) {
        await accept(company, account, suggestion)
        done += 1
        setProgress({ done, total: suggestions.length })
      }
      return done
    },
    onSuccess: (done) => toast(done === 1 ? 'One match is made.' : `${done} matches are made.`),
    onSettled: () =>
      Promise.all(
        STALE_AFTER_MATCHING.map((subject) =>
          queryClient.invalidateQueries({ queryKey: subjectKey(company, subject) }),
        ),
      ),
  })
  return { run: mutation.mutate, isBusy: mutation.isPending, error: mutation.error, ...progress }
}

/** A policy may make some of them wait; the others are matched. */
async function accept(company: string, account: string, suggestion: Suggestion): Promise<void> {
  try {
    await meridian.openItems.MatchItems(company, matchOf(account, suggestion), { idempotencyKey: ulid() })
  } catch (error) {
    if (!(error instanceof Parked)) throw error
    announceParked(company, error.approval)
  }
}
