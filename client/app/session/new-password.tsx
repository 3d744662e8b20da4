import type { FormErrors } from '../lib/forms.ts'
import { fieldErrors } from '../lib/use-submit.ts'
import { Field } from '../ui/field.tsx'
import { PasswordInput } from '../ui/password-input.tsx'
import { PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN, type Strength, strengthOf } from './password-strength.ts'

interface NewPasswordFieldProps {
  label?: string
  value: string
  onValue: (value: string) => void
  error: string | undefined
  /** What others know about the person. */
  known?: readonly string[]
}

/** A password that is being chosen, with a meter that speaks. */
export function NewPasswordField({
  label = 'Password',
  value,
  onValue,
  error,
  known,
}: NewPasswordFieldProps) {
  const strength = strengthOf(value, known)
  return (
    <Field label={label} error={error} hint={<StrengthHint strength={strength} />}>
      {(control) => (
        <PasswordInput {...control} autoComplete="new-password" value={value} onValue={onValue} />
      )}
    </Field>
  )
}

/** Only its length is refused here; what is easy to guess the server decides. */
export function checkNewPassword(password: string, pointer: string): FormErrors | undefined {
  const length = [...password].length
  const isFine = length >= PASSWORD_CHARS_MIN && length <= PASSWORD_CHARS_MAX
  return fieldErrors({ [pointer]: !isFine && strengthOf(password).words })
}

const COLOURS = ['bg-line', 'bg-negative', 'bg-warning', 'bg-positive', 'bg-positive'] as const

const StrengthHint = ({ strength: { level, words } }: { strength: Strength }) => (
  <span className="flex flex-col gap-1">
    <span aria-hidden="true" className="mt-1 grid grid-cols-4 gap-1">
      {[1, 2, 3, 4].map((step) => (
        <span key={step} className={`h-1 rounded-full ${step <= level ? COLOURS[level] : 'bg-line'}`} />
      ))}
    </span>
    <span aria-live="polite">{words}</span>
  </span>
)
