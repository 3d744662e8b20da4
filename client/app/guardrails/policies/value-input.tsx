import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { currencyScale } from '../../../../durable-objects/kernel/money.ts'
import { useCompany } from '../../company/queries.ts'
import { AccountPicker } from '../../ledger/accounts/account-picker.tsx'
import { journalsQuery, useChart } from '../../ledger/queries.ts'
import type { Option } from '../../ui/combobox.tsx'
import { type ControlProps, DateInput, Select, TextInput } from '../../ui/field.tsx'
import { AmountInput } from '../amount-input.tsx'
import { COMMANDS, useColleagues, usePersonName, useRoleName, useRoles } from '../names.ts'
import type { FieldRow } from './condition-form.ts'
import { type FieldChoice, type FieldKind, hourWord, takesMany, takesNothing, WEEKDAYS } from './fields.ts'
import { ValueList } from './value-list.tsx'

interface ValueInputProps {
  row: FieldRow
  choice: FieldChoice
  label: string
  control: Pick<ControlProps, 'aria-describedby' | 'aria-invalid'>
  onValues: (values: readonly string[]) => void
}

/** The input that fits what a field holds: an amount, a date, an account, a role… */
export function ValueInput({ row, choice, label, control, onValues }: ValueInputProps) {
  const { comparison, values } = row
  const options = useOptions(choice)
  const nameOf = useNameOf(choice.kind)
  if (takesNothing(comparison)) return null
  if (choice.kind === 'weekday') return <Weekdays label={label} values={values} onValues={onValues} />
  if (takesMany(comparison))
    return (
      <ValueList
        label={label}
        values={values}
        onValues={onValues}
        options={options}
        nameOf={nameOf}
        isFree={isFree(choice.kind)}
        control={control}
      />
    )
  const [value = ''] = values
  const single = { ...control, 'aria-label': label, value, onValue: (text: string) => onValues([text]) }
  return <SingleInput row={row} choice={choice} options={options} control={single} />
}

const isFree = (kind: FieldKind): boolean =>
  ['text', 'number', 'account', 'journal', 'amount', 'date', 'person'].includes(kind)

interface SingleProps {
  row: FieldRow
  choice: FieldChoice
  options: readonly Option[] | undefined
  control: Pick<ControlProps, 'aria-describedby' | 'aria-invalid'> & {
    'aria-label': string
    value: string
    onValue: (text: string) => void
  }
}

function SingleInput({ row, choice: { kind }, options, control }: SingleProps) {
  const scale = currencyScale(useCompany().currency) ?? 0
  const isPattern = row.comparison === 'matches' || row.comparison === 'notLike'
  if (isPattern) return <TextInput {...control} placeholder="* stands for anything, such as 10*" />
  switch (kind) {
    case 'amount':
      return <AmountInput {...control} scale={scale} placeholder="0" />
    case 'number':
      return <AmountInput {...control} scale={0} />
    case 'date':
      return <DateInput {...control} />
    case 'account':
      return <AccountPicker {...control} />
    case 'text':
      return <TextInput {...control} />
    default:
      return (
        <Select {...control}>
          {!options?.some(({ value }) => value === control.value) && (
            <option value={control.value}>{control.value || 'Choose…'}</option>
          )}
          {options?.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      )
  }
}

function Weekdays({
  label,
  values,
  onValues,
}: {
  label: string
  values: readonly string[]
  onValues: (values: readonly string[]) => void
}) {
  return (
    <fieldset className="flex flex-wrap gap-x-3 gap-y-1">
      <legend className="unseen">{label}</legend>
      {WEEKDAYS.map((name, index) => {
        const day = String(index + 1)
        const others = values.filter((value) => value !== day)
        return (
          <label key={name} className="inline-flex min-h-8 items-center gap-1.5 text-sm">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={values.includes(day)}
              onChange={(event) => onValues((event.target.checked ? [...others, day] : others).toSorted())}
            />
            {name.slice(0, 3)}
            <span className="unseen">{name.slice(3)}</span>
          </label>
        )
      })}
    </fieldset>
  )
}

const HOURS: readonly Option[] = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: hourWord(String(hour)),
}))
const YES_NO: readonly Option[] = [
  { value: 'true', label: 'yes' },
  { value: 'false', label: 'no' },
]

function useOptions({ kind, options }: FieldChoice): readonly Option[] | undefined {
  const { slug } = useCompany()
  const roles = useRoles()
  const colleagues = useColleagues()
  const { accounts } = useChart(slug)
  const journals = useQuery({ ...journalsQuery(slug), enabled: kind === 'journal' }).data
  return useMemo(() => {
    switch (kind) {
      case 'role':
        return roles.map(({ code, name }) => ({ value: code, label: name }))
      case 'person':
        return colleagues.map(({ id, name, email }) => ({ value: id, label: name, detail: email ?? '' }))
      case 'account':
        return accounts.map(({ code, name }) => ({ value: code, label: `${code} ${name}` }))
      case 'journal':
        return journals?.map(({ code, name }) => ({ value: code, label: `${code} – ${name}` }))
      case 'command':
        return COMMANDS.map(({ name, summary }) => ({ value: name, label: summary }))
      case 'hour':
        return HOURS
      case 'boolean':
        return YES_NO
      case 'choice':
        return options?.map((value) => ({ value, label: value }))
      default:
        return undefined
    }
  }, [kind, options, roles, colleagues, accounts, journals])
}

function useNameOf(kind: FieldKind): (value: string) => string {
  const role = useRoleName()
  const person = usePersonName()
  const { byCode } = useChart(useCompany().slug)
  switch (kind) {
    case 'role':
      return role
    case 'person':
      return person
    case 'hour':
      return hourWord
    case 'account':
      return (code) => (byCode.has(code) ? `${code} ${byCode.get(code)?.name}` : code)
    case 'command':
      return (name) => COMMANDS.find((command) => command.name === name)?.summary ?? name
    default:
      return (value) => value
  }
}
