import { ArrowLeft } from 'lucide-react'
import { type ComponentProps, type ReactNode, useEffect } from 'react'
import { Field, TextInput } from '../../../ui/field.tsx'

interface ScreenProps {
  title: string
  /** What the person does next, in few words. */
  prompt?: ReactNode
  onBack?: (() => void) | undefined
  children?: ReactNode
  /** Within the thumb's reach. */
  actions?: ReactNode
}

/** One thing on the screen at a time: what it is, what to do, and the actions at the bottom. */
export function Screen({ title, prompt, onBack, children, actions }: ScreenProps) {
  useEffect(() => {
    document.title = `${title} · Floor · Meridian`
  }, [title])
  return (
    <>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-4 pt-3 pb-4">
        <div className="mx-auto flex w-full max-w-xl flex-col gap-3">
          <div className="flex items-center gap-2">
            {onBack && (
              <button
                type="button"
                onClick={onBack}
                aria-label="Back"
                className="-ml-2 grid size-12 shrink-0 place-items-center rounded-xl text-muted hover:bg-hover"
              >
                <ArrowLeft className="size-6" aria-hidden="true" />
              </button>
            )}
            <h1 className="min-w-0 flex-1 text-xl font-semibold tracking-tight wrap-anywhere">{title}</h1>
          </div>
          {prompt && <p className="text-lg text-muted wrap-anywhere">{prompt}</p>}
          {children}
        </div>
      </div>
      {actions && (
        <div className="shrink-0 border-t border-line bg-surface px-4 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
          <div className="mx-auto flex w-full max-w-xl flex-col gap-2">{actions}</div>
        </div>
      )}
    </>
  )
}

type Tone = 'primary' | 'plain' | 'danger'
const TONES: Record<Tone, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong',
  plain: 'border border-line-strong bg-surface text-ink hover:bg-hover',
  danger: 'border border-negative bg-surface text-negative hover:bg-negative-soft',
}

export const bigClass = (tone: Tone = 'plain'): string =>
  `inline-flex min-h-14 min-w-12 items-center justify-center gap-2.5 rounded-xl px-4 text-lg font-semibold select-none touch-manipulation disabled:opacity-55 disabled:cursor-default ${TONES[tone]}`

/** At least 48 px high, for a thumb in a glove. */
export function BigButton({
  tone = 'plain',
  className = '',
  ...rest
}: ComponentProps<'button'> & { tone?: Tone }) {
  return <button type="button" {...rest} className={`${bigClass(tone)} ${className}`} />
}

/** A row of a list that is a button. */
export function BigRow({ className = '', ...rest }: ComponentProps<'button'>) {
  return (
    <button
      type="button"
      {...rest}
      className={`flex min-h-14 w-full touch-manipulation items-center gap-3 rounded-xl border border-line bg-surface px-4 py-2.5 text-left hover:bg-hover ${className}`}
    />
  )
}

export const Card = ({ className = '', children }: { className?: string; children: ReactNode }) => (
  <div className={`rounded-xl border border-line bg-surface px-4 py-3 ${className}`}>{children}</div>
)

/** What is wanted, large enough to be read at arm's length. */
export const Wanted = ({ label, value, detail }: { label: string; value: ReactNode; detail?: ReactNode }) => (
  <Card>
    <p className="text-sm font-medium text-muted">{label}</p>
    <p className="text-2xl font-semibold tracking-tight wrap-anywhere">{value}</p>
    {detail && <p className="mt-0.5 text-base text-muted wrap-anywhere">{detail}</p>}
  </Card>
)

interface BigFieldProps extends Omit<ComponentProps<typeof TextInput>, 'id'> {
  label: string
  isOptional?: boolean
  error?: string | undefined
}

/** A labelled field as high as a button here. */
export const BigField = ({ label, isOptional = false, error, className = '', ...rest }: BigFieldProps) => (
  <Field label={label} isOptional={isOptional} error={error}>
    {(control) => <TextInput {...control} {...rest} className={`h-12! text-lg! ${className}`} />}
  </Field>
)
