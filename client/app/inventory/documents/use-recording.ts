import { useRef, useState } from 'react'
import type { Operation } from '../../../../durable-objects/kernel/contract.ts'
import type { CallInput, CallOptions } from '../../../sdk/types.ts'
import { type FormErrors, NO_ERRORS } from '../../lib/forms.ts'
import { STALE_AFTER, type Subject } from '../../lib/keys.ts'
import { useCommand } from '../../lib/use-command.ts'
import { type StockDocument, useCompanyToday } from './queries.ts'

const STALE: readonly Subject[] = [
  ...new Set([
    ...(STALE_AFTER['stock-moved'] ?? []),
    'entries',
    'entry',
    'register',
    'trial-balance',
  ] as const),
]

interface RecordingOptions<Op extends Operation> {
  operation: Op
  call: (company: string, input: CallInput<Op>, options: CallOptions) => Promise<unknown>
  onRecorded: (document: StockDocument) => unknown
  onParked?: () => void
}

export interface Trial<Input> {
  input: Input
  document: StockDocument
}

/**
 * A document of the stock from a form to the log. It can be tried before, which moves nothing; one that is dated back is
 * always tried first, because it may change what later moves cost.
 */
export function useRecording<Op extends Operation>({
  operation,
  call,
  onRecorded,
  onParked,
}: RecordingOptions<Op>) {
  type Input = CallInput<Op> & { date: string }
  const today = useCompanyToday()
  const [trial, setTrial] = useState<Trial<Input>>()
  const asked = useRef<Input>(undefined)
  const form = useRef<HTMLFormElement>(null)
  const trying = useCommand<Op>({
    operation,
    call: (company, input, options) =>
      call(company, { ...(input as Input), dryRun: true } as Input, options) as never,
    stale: [],
    onDone: (reply) => asked.current && setTrial({ input: asked.current, document: reply as StockDocument }),
  })
  const recording = useCommand<Op>({
    operation,
    call: call as never,
    stale: STALE,
    onDone: (reply) => onRecorded(reply as StockDocument),
    ...(onParked && { onParked }),
  })
  const forms = (element: HTMLFormElement | null) => {
    form.current = element
    trying.form.current = element
    recording.form.current = element
  }
  const tryOut = (input: Input) => {
    asked.current = input
    recording.setErrors(NO_ERRORS)
    trying.submit(input)
  }
  const record = (input: Input) => {
    setTrial(undefined)
    trying.setErrors(NO_ERRORS)
    recording.submit(input)
  }
  const errors: FormErrors = hasErrors(trying.errors) ? trying.errors : recording.errors
  return {
    formRef: forms,
    form,
    errors,
    setErrors: (next: FormErrors) => {
      trying.setErrors(next)
      recording.setErrors(NO_ERRORS)
    },
    isBusy: trying.isBusy || recording.isBusy,
    isRecording: recording.isBusy,
    trial,
    closeTrial: () => setTrial(undefined),
    tryOut,
    /** Records it at once, unless it lies in the past. */
    submit: (input: Input) => (input.date && input.date < today ? tryOut(input) : record(input)),
    record,
  }
}

const hasErrors = ({ fields, general }: FormErrors) => fields.size > 0 || general !== undefined
