import { useQueryClient } from '@tanstack/react-query'
import type { Operation } from '../../../durable-objects/kernel/contract.ts'
import { Parked } from '../../sdk/problem.ts'
import type { CallInput, CallOptions, CallReply } from '../../sdk/types.ts'
import { useCompanySlug } from '../company/queries.ts'
import { announceParked } from '../guardrails/parked.tsx'
import { checkInput } from './forms.ts'
import { type Subject, subjectKey } from './keys.ts'
import { useCommandKey } from './use-command-key.ts'
import { useSubmit } from './use-submit.ts'

interface CommandOptions<Op extends Operation> {
  /** Of the contract: refuses before anything is sent. */
  operation: Op
  /** The SDK's method, such as `meridian.periods.SetLock`. */
  call: (company: string, input: CallInput<Op>, options: CallOptions) => Promise<CallReply<Op>>
  /** What it changes; the live channel tells the same, a moment later. */
  stale: readonly Subject[]
  onDone: (reply: CallReply<Op>) => unknown
  /** A policy made the command wait, and the person was told so. */
  onParked?: () => void
}

const IS_PARKED = Symbol('parked')

/** A command of the company from a form or a button: checked, sent with a key of its own, refused by field or parked. */
export function useCommand<Op extends Operation>(options: CommandOptions<Op>) {
  const { operation, call, stale, onDone, onParked } = options
  const company = useCompanySlug()
  const queryClient = useQueryClient()
  const commandKey = useCommandKey()
  const refresh = (subjects: readonly Subject[]) =>
    Promise.all(
      subjects.map((subject) => queryClient.invalidateQueries({ queryKey: subjectKey(company, subject) })),
    )
  return useSubmit<CallInput<Op>, CallReply<Op> | typeof IS_PARKED>({
    check: (input) => checkInput(operation.input, input),
    send: (input) =>
      commandKey
        .send(input, (idempotencyKey) => call(company, input, { idempotencyKey }))
        .catch((error: unknown): typeof IS_PARKED => {
          if (!(error instanceof Parked)) throw error
          announceParked(company, error.approval)
          return IS_PARKED
        }),
    onDone: async (reply) => {
      if (reply === IS_PARKED) {
        await refresh(['approvals'])
        onParked?.()
        return
      }
      await refresh(stale)
      await onDone(reply as CallReply<Op>)
    },
  })
}
