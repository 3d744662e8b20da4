import type { z } from 'zod'
import { type FieldError, Parked, Problem, Unreachable } from '../../sdk/problem.ts'
import { withDates } from './dates.ts'

/** Refusals of a form, wherever they come from: the contract's schema before sending, or the server's answer. */
export interface FormErrors {
  /** By JSON pointer: `/code`, `/lines/0/debit`. */
  fields: ReadonlyMap<string, string>
  /** What concerns no single field. */
  general: string | undefined
}

export const NO_ERRORS: FormErrors = { fields: new Map(), general: undefined }

/** Checks with the contract's own schema, so that the page and the server refuse the same with the same words. */
export function checkInput(schema: z.ZodType, input: unknown): FormErrors | undefined {
  const parsed = schema.safeParse(input)
  if (parsed.success) return undefined
  return fromFieldErrors(
    parsed.error.issues.map(({ path, code, message }) => ({
      pointer: pointerOf(path),
      code: code ?? '',
      detail: message,
    })),
    undefined,
  )
}

export function errorsOf(error: unknown): FormErrors {
  if (error instanceof Problem) return fromFieldErrors(error.errors, messageOf(error))
  return { fields: new Map(), general: messageOf(error) }
}

export function messageOf(error: unknown): string {
  if (error instanceof Problem) return withDates(error.detail || error.title)
  if (error instanceof Parked)
    return `Sent for approval, because: ${withDates(error.message)} Nothing has changed yet; see Approvals.`
  if (error instanceof Unreachable) return 'The server did not answer. Check the connection and try again.'
  return 'Something went wrong here. Reload the page and try again.'
}

/** Why something was refused that no form of this page sent: the first field that is wrong, else the whole. */
export const refusalText = ({
  detail,
  errors,
}: {
  detail: string
  errors: readonly { detail: string }[]
}): string => withDates(errors[0]?.detail ?? detail)

function fromFieldErrors(errors: readonly FieldError[], detail: string | undefined): FormErrors {
  const fields = new Map<string, string>()
  for (const { pointer, detail: text } of errors)
    if (pointer && !fields.has(pointer)) fields.set(pointer, withDates(text))
  return { fields, general: fields.size === 0 ? detail : undefined }
}

const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
