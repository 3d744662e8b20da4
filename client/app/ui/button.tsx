import type { ComponentProps, ReactNode } from 'react'

type Variant = 'primary' | 'secondary' | 'ghost' | 'danger'
type Size = 'md' | 'sm' | 'icon'

const BASE =
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap select-none transition-colors disabled:opacity-55 disabled:cursor-default aria-disabled:opacity-55 print:hidden'

const VARIANTS: Record<Variant, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong',
  secondary: 'border border-line bg-surface text-ink shadow-low hover:bg-hover',
  ghost: 'text-muted hover:bg-hover hover:text-ink',
  danger: 'border border-negative/40 bg-surface text-negative hover:bg-negative-soft',
}

const SIZES: Record<Size, string> = {
  md: 'h-9 px-3 text-base sm:h-8',
  sm: 'h-8 px-2 text-sm sm:h-7',
  icon: 'size-9 sm:size-8',
}

/** The look of a button, for links that are one. */
export const buttonClass = (variant: Variant = 'secondary', size: Size = 'md'): string =>
  `${BASE} ${VARIANTS[variant]} ${SIZES[size]}`

interface ButtonProps extends ComponentProps<'button'> {
  variant?: Variant
  size?: Size
  /** Shows that the action is under way and keeps it from being asked for twice; focus stays where it is. */
  isBusy?: boolean
}

export function Button({
  variant,
  size,
  isBusy = false,
  className = '',
  onClick,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      {...(isBusy && { 'aria-disabled': true, 'aria-busy': true })}
      onClick={isBusy ? (event) => event.preventDefault() : onClick}
      className={`${buttonClass(variant, size)} ${className}`}
    >
      {isBusy && <Spinner />}
      {children}
    </button>
  )
}

/** A button that shows only an icon; its label is its name and its tooltip. */
export function IconButton({
  label,
  children,
  ...rest
}: Omit<ButtonProps, 'size' | 'aria-label' | 'title'> & { label: string; children: ReactNode }) {
  return (
    <Button variant="ghost" {...rest} size="icon" aria-label={label} title={label}>
      {children}
    </Button>
  )
}

export const Spinner = () => (
  <span
    aria-hidden="true"
    className="size-3.5 animate-spin rounded-full border-2 border-current border-r-transparent motion-reduce:hidden"
  />
)
