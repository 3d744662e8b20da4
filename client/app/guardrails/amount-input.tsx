import { type ComponentProps, useState } from 'react'
import { formatAmount, parseAmount } from '../lib/amounts.ts'
import { isDecimal, padScale } from '../lib/decimal.ts'
import { TextInput } from '../ui/field.tsx'

type AmountInputProps = Omit<ComponentProps<typeof TextInput>, 'type'> & {
  /** Decimal places that are shown. */
  scale: number
}

/** An amount as the reader's locale writes it; what cannot be read as one stays as it was typed. */
export function AmountInput({ value, onValue, scale, ...rest }: AmountInputProps) {
  const [typed, setTyped] = useState<string>()
  const shown = isDecimal(value) ? formatAmount(padScale(value, scale)) : value
  return (
    <TextInput
      {...rest}
      inputMode="decimal"
      className="text-right tabular-nums"
      value={typed ?? shown}
      onValue={(text) => {
        setTyped(text)
        onValue(parseAmount(text) ?? text.trim())
      }}
      onFocus={(event) => event.target.select()}
      onBlur={() => setTyped(undefined)}
    />
  )
}
