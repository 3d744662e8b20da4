import { type ComponentProps, type ReactNode, useId } from 'react'

/** What a control needs so that its label, hint and refusal belong to it. */
export interface ControlProps {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
}

interface FieldProps {
  label: string
  hint?: ReactNode
  error?: string | undefined
  /** Id of the refusal where it stands elsewhere: below a whole row, when the field is too narrow for a sentence. */
  errorId?: string
  isOptional?: boolean
  className?: string
  children: (control: ControlProps) => ReactNode
}

/** A labelled control with its hint and, beside it, the refusal. */
export function Field({
  label,
  hint,
  error,
  errorId,
  isOptional = false,
  className = '',
  children,
}: FieldProps) {
  const id = useId()
  const describedBy = [error && (errorId ?? `${id}-error`), hint && `${id}-hint`].filter(Boolean).join(' ')
  return (
    <div className={`flex min-w-0 flex-col gap-1 ${className}`}>
      <label htmlFor={id} className="text-sm font-medium text-ink">
        {label}
        {isOptional && <span className="ml-1.5 font-normal text-faint">optional</span>}
      </label>
      {children({
        id,
        'aria-describedby': describedBy || undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {error && !errorId && <Refused id={`${id}-error`}>{error}</Refused>}
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-faint">
          {hint}
        </p>
      )}
    </div>
  )
}

/** What a field was refused for. */
export const Refused = ({ id, className = '', children }: ComponentProps<'p'>) => (
  <p id={id} className={`text-sm text-negative ${className}`}>
    {children}
  </p>
)

/** Inputs are 16 px on small screens, because browsers of phones zoom into smaller ones. */
export const inputClass =
  'h-9 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-lg text-ink placeholder:text-faint focus-visible:outline-offset-0 aria-invalid:border-negative disabled:opacity-60 sm:h-8 sm:text-base'

type InputProps = Omit<ComponentProps<'input'>, 'onChange' | 'value'> & {
  value: string
  onValue: (value: string) => void
}

export function TextInput({ onValue, className = '', ...rest }: InputProps) {
  return (
    <input
      type="text"
      autoComplete="off"
      {...rest}
      className={`${inputClass} ${className}`}
      onChange={(event) => onValue(event.target.value)}
    />
  )
}

export const DateInput = (props: InputProps) => (
  <TextInput {...props} type="date" min="1900-01-01" max="2999-12-31" />
)

export function TextArea({
  onValue,
  className = '',
  ...rest
}: Omit<ComponentProps<'textarea'>, 'onChange'> & { onValue: (value: string) => void }) {
  return (
    <textarea
      rows={3}
      {...rest}
      className={`${inputClass} h-auto! py-1.5 ${className}`}
      onChange={(event) => onValue(event.target.value)}
    />
  )
}

type SelectProps = Omit<ComponentProps<'select'>, 'onChange' | 'value'> & {
  value: string
  onValue: (value: string) => void
}

/** The platform's own select: it works with every keyboard, phone and screen reader. */
export function Select({ onValue, className = '', children, ...rest }: SelectProps) {
  return (
    <select
      {...rest}
      className={`${inputClass} pr-1 ${className}`}
      onChange={(event) => onValue(event.target.value)}
    >
      {children}
    </select>
  )
}
