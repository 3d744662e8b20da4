import { FlagField } from '../../ledger/accounts/flag-field.tsx'
import { Field, Select, TextInput } from '../../ui/field.tsx'
import { PlacePicker } from '../pickers/place-picker.tsx'
import { PLACE_KIND_NAMES } from './names.ts'

export interface StandingDraft {
  parent: string
  kind: 'bin' | 'view'
  isPickable: boolean
  sort: string
}

interface FieldsProps {
  draft: StandingDraft
  warehouse: string
  /** The place itself cannot lie below itself. */
  except?: string
  errors: ReadonlyMap<string, string>
  onChange: (next: Partial<StandingDraft>) => void
}

/** Where a bin lies, what it is for, and when it is walked to. */
export const StandingFields = ({ draft, warehouse, except, errors, onChange }: FieldsProps) => (
  <>
    <Field label="Lies in" error={errors.get('/parent')}>
      {(control) => (
        <PlacePicker
          {...control}
          only="all"
          warehouse={warehouse}
          offers={({ code }) => code !== except}
          value={draft.parent}
          onValue={(parent) => onChange({ parent })}
        />
      )}
    </Field>
    <div className="grid grid-cols-2 gap-4">
      <Field label="Type" error={errors.get('/kind')}>
        {(control) => (
          <Select
            {...control}
            value={draft.kind}
            onValue={(kind) => onChange({ kind: kind as StandingDraft['kind'] })}
          >
            <option value="bin">{PLACE_KIND_NAMES.bin.name}</option>
            <option value="view">{PLACE_KIND_NAMES.view.name}</option>
          </Select>
        )}
      </Field>
      <Field label="Order" isOptional error={errors.get('/sort')} hint="In which it is walked to.">
        {(control) => (
          <TextInput
            {...control}
            inputMode="numeric"
            className="text-right tabular-nums"
            value={draft.sort}
            onValue={(sort) => onChange({ sort: sort.replace(/\D/g, '') })}
          />
        )}
      </Field>
    </div>
    <p className="-mt-2 text-sm text-faint">{PLACE_KIND_NAMES[draft.kind].detail}</p>
    {draft.kind === 'bin' && (
      <FlagField
        isOn={draft.isPickable}
        onChange={(isPickable) => onChange({ isPickable })}
        label="Goods are picked from it"
        hint="Without it goods lie there, and are not proposed when something leaves: a reserve, a quarantine."
        error={errors.get('/isPickable')}
      />
    )}
  </>
)
