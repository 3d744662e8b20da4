import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { ulid } from 'ulid'
import { Parked } from '../../../sdk/problem.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { announceParked } from '../../guardrails/parked.tsx'
import { messageOf } from '../../lib/forms.ts'
import { STALE_AFTER, type Subject, subjectKey } from '../../lib/keys.ts'
import { toast } from '../../ui/toast.tsx'

interface Action<Reply> {
  send: (options: { idempotencyKey: string }) => Promise<Reply>
  /** Types of the events that it records: what they make stale is asked for again. */
  events: readonly string[]
  onDone?: (reply: Reply) => void
}

/** A command behind a button in a list: one at a time, with its refusal as a message. */
export function useAction() {
  const company = useCompanySlug()
  const queryClient = useQueryClient()
  const [busyWith, setBusyWith] = useState<string>()
  const running = useRef(false)
  const run = async <Reply,>(name: string, { send, events, onDone }: Action<Reply>) => {
    if (running.current) return
    running.current = true
    setBusyWith(name)
    try {
      onDone?.(await send({ idempotencyKey: ulid() }))
    } catch (error) {
      if (error instanceof Parked) announceParked(company, error.approval)
      else toast(messageOf(error), 'failed')
    } finally {
      running.current = false
      setBusyWith(undefined)
      const stale = new Set<Subject>(events.flatMap((event) => STALE_AFTER[event] ?? []))
      for (const subject of stale)
        void queryClient.invalidateQueries({ queryKey: subjectKey(company, subject) })
    }
  }
  return { run, busyWith }
}
