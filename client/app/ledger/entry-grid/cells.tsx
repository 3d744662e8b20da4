import { type ReactNode, useMemo, useState } from 'react'
import { formatAmount, parseAmount } from '../../lib/amounts.ts'
import { isDecimal, padScale } from '../../lib/decimal.ts'
import { Combobox } from '../../ui/combobox.tsx'
import { AccountPicker, takesEntries } from '../accounts/account-picker.tsx'
import type { Unit } from '../queries.ts'
import { isRate } from './rate.ts'

/** The editors inside the grid. All are plain inputs, so that a screen reader meets a form, and a mouse needs one click. */

export interface CellProps {
  label: string
  place: string
  text: string
  error: string | undefined
  errorId: string
  onText: (text: string) => void
}

export const cellInput =
  'h-9 w-full min-w-0 rounded-[5px] border border-transparent bg-transparent px-2 text-lg placeholder:text-faint hover:border-line-strong focus-visible:border-accent focus-visible:bg-surface focus-visible:outline-offset-0 aria-invalid:border-negative max-md:border-line-strong max-md:bg-surface md:h-[calc(var(--row)-0.5rem)] md:text-base'

export const common = ({ label, place, error, errorId }: CellProps) => ({
  'aria-label': label,
  'data-cell': place,
  'aria-invalid': error ? (true as const) : undefined,
  'aria-describedby': error ? errorId : undefined,
})

export const AccountCell = (props: CellProps) => (
  <AccountPicker
    {...common(props)}
    offers={takesEntries}
    value={props.text}
    onValue={(text) => text !== props.text && props.onText(text)}
    opensOnArrow={false}
    className={cellInput}
  />
)

export const TextCell = ({ type = 'text', placeholder, ...props }: CellProps & InputLooks) => (
  <input
    type={type}
    placeholder={placeholder}
    autoComplete="off"
    {...common(props)}
    value={props.text}
    onFocus={(event) => event.target.select()}
    onChange={(event) => props.onText(event.target.value)}
    className={cellInput}
  />
)

interface InputLooks {
  type?: 'text' | 'date'
  placeholder?: string
}

export function UnitCell({
  units,
  fallback,
  ...props
}: CellProps & { units: readonly Unit[]; fallback: string }) {
  const [typed, setTyped] = useState<string>()
  const options = useMemo(() => {
    const wanted = (typed ?? '').trim().toLocaleLowerCase()
    return units
      .filter(({ code, name }) => `${code} ${name}`.toLocaleLowerCase().includes(wanted))
      .map(({ code, name }) => ({ value: code, label: code, detail: name === code ? undefined : name }))
  }, [units, typed])
  return (
    <Combobox
      {...common(props)}
      value={props.text}
      // A currency that is not in use yet is registered with its first entry, so any text may be right.
      onValue={(text) =>
        text !== props.text && props.onText(text === text.toLowerCase() ? text.toUpperCase() : text)
      }
      display={props.text}
      text={typed}
      onText={setTyped}
      options={options}
      emptyText="Any currency of ISO 4217 can be typed."
      placeholder={fallback}
      opensOnArrow={false}
      className={cellInput}
    />
  )
}

/** Shows the amount in the user's locale; keeps what is being typed as it is typed. A rate stands behind an at sign. */
export function AmountCell({
  scale,
  placeholder,
  ...props
}: CellProps & { scale: number | undefined; placeholder?: string }) {
  const [typed, setTyped] = useState<string>()
  const read = (text: string) => (isRate(text) ? text.trim() : (parseAmount(text) ?? text.trim()))
  // Undo, or a pasted block, may have changed the cell since something was typed.
  const isTyping = typed !== undefined && read(typed) === props.text
  const shown = isDecimal(props.text) ? formatAmount(padScale(props.text, scale ?? 0)) : props.text
  return (
    <input
      type="text"
      inputMode="decimal"
      placeholder={placeholder}
      autoComplete="off"
      {...common(props)}
      value={isTyping ? typed : shown}
      onFocus={(event) => event.target.select()}
      onChange={(event) => {
        setTyped(event.target.value)
        props.onText(read(event.target.value))
      }}
      onBlur={() => setTyped(undefined)}
      className={`${cellInput} text-right tabular-nums`}
    />
  )
}

interface CellErrorProps {
  id: string
  text: string
  isNumeric: boolean
  children?: ReactNode
}

/** What is wrong with a cell, below it. Amount columns are narrow, so their texts reach to the left. */
export const CellError = ({ id, text, isNumeric, children }: CellErrorProps) => (
  <p
    id={id}
    className={`px-2 pb-1 text-sm whitespace-normal text-negative ${isNumeric ? 'md:-ml-44 md:text-right' : ''}`}
  >
    {text} {children}
  </p>
)
