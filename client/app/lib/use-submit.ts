import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { errorsOf, type FormErrors, NO_ERRORS } from './forms.ts'

interface SubmitOptions<Input, Reply> {
  /** Refuses before anything is sent. */
  check?: (input: Input) => FormErrors | undefined
  send: (input: Input) => Promise<Reply>
  onDone?: (reply: Reply, input: Input) => unknown
}

/** A form's way to the server and back. After a refusal the focus goes to the first field that it points at. */
export function useSubmit<Input = void, Reply = unknown>({
  check,
  send,
  onDone,
}: SubmitOptions<Input, Reply>) {
  const form = useRef<HTMLFormElement>(null)
  const [errors, setErrors] = useState<FormErrors>(NO_ERRORS)
  const mutation = useMutation({
    mutationFn: send,
    onSuccess: onDone ?? (() => undefined),
    onError: (error) => setErrors(errorsOf(error)),
  })
  useEffect(() => {
    if (errors.fields.size > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [errors])
  const submit = (input: Input) => {
    if (mutation.isPending) return
    const refused = check?.(input)
    setErrors(refused ?? NO_ERRORS)
    if (!refused) mutation.mutate(input)
  }
  return { form, errors, setErrors, submit, isBusy: mutation.isPending, error: mutation.error }
}

/** Refusals of the page itself, before anything is sent. */
export const fieldErrors = (refused: Record<string, string | false | undefined>): FormErrors | undefined => {
  const fields = new Map(Object.entries(refused).filter((pair): pair is [string, string] => Boolean(pair[1])))
  return fields.size === 0 ? undefined : { fields, general: undefined }
}
