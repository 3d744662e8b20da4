import { AmountInput } from '../../guardrails/amount-input.tsx'
import { Field } from '../../ui/field.tsx'

interface AmountFieldProps {
  label: string
  value: string
  onValue: (amount: string) => void
  error?: string | undefined
  hint?: string
  isOptional?: boolean
  className?: string
}

/** An exact decimal, typed and shown in the person's locale. */
export const AmountField = ({ value, onValue, ...field }: AmountFieldProps) => (
  <Field {...field}>
    {(control) => <AmountInput {...control} scale={0} value={value} onValue={onValue} />}
  </Field>
)
