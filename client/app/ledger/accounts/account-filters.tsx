import { ACCOUNT_TYPES } from '../../../../durable-objects/ledger/contract.ts'
import { Tick } from '../../ui/choice-cards.tsx'
import { Field, Select, TextInput } from '../../ui/field.tsx'
import { TYPE_NAMES } from '../types.ts'

export interface AccountFilter {
  q?: string | undefined
  type?: string | undefined
  /** Also accounts that are not used any more. */
  unused?: boolean | undefined
}

interface FiltersProps {
  filter: AccountFilter
  onChange: (next: AccountFilter) => void
}

export const AccountFilters = ({ filter: { q = '', type = '', unused = false }, onChange }: FiltersProps) => (
  <search className="flex w-full flex-wrap items-end gap-2">
    <Field label="Text" className="w-full min-w-0 sm:w-80">
      {(control) => (
        <TextInput
          {...control}
          type="search"
          placeholder="Code or name"
          value={q}
          onValue={(text) => onChange({ q: text || undefined })}
        />
      )}
    </Field>
    <Field label="Type" className="w-36">
      {(control) => (
        <Select {...control} value={type} onValue={(chosen) => onChange({ type: chosen || undefined })}>
          <option value="">All types</option>
          {ACCOUNT_TYPES.map((each) => (
            <option key={each} value={each}>
              {TYPE_NAMES[each].many}
            </option>
          ))}
        </Select>
      )}
    </Field>
    <span className="flex h-9 items-center px-1 sm:h-8">
      <Tick isOn={unused} onChange={(isOn) => onChange({ unused: isOn || undefined })}>
        Show those not used
      </Tick>
    </span>
  </search>
)
