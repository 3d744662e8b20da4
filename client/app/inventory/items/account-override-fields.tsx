import { ITEM_ACCOUNTS, type ItemAccount } from '../../../../durable-objects/inventory/items/contract.ts'
import { AccountPicker, takesEntries } from '../../ledger/accounts/account-picker.tsx'
import type { FormErrors } from '../../lib/forms.ts'
import { Field } from '../../ui/field.tsx'
import { ACCOUNT_NAMES } from './names.ts'

interface FieldsProps {
  accounts: Readonly<Partial<Record<ItemAccount, string>>>
  errors: FormErrors
  /** What is booked on where nothing is said here. */
  inherited: (name: ItemAccount) => string | undefined
  onChange: (accounts: Partial<Record<ItemAccount, string>>) => void
}

/** Accounts that are booked on instead of those of the family or the company. */
export const AccountOverrideFields = ({ accounts, errors, inherited, onChange }: FieldsProps) => (
  <div className="grid gap-4 sm:grid-cols-2">
    {ITEM_ACCOUNTS.map((name) => (
      <Field
        key={name}
        label={ACCOUNT_NAMES[name].name}
        error={errors.fields.get(`/accounts/${name}`)}
        hint={ACCOUNT_NAMES[name].detail}
      >
        {(control) => (
          <AccountPicker
            {...control}
            placeholder={inherited(name) ?? 'As the family or the company says'}
            offers={takesEntries}
            value={accounts[name] ?? ''}
            onValue={(code) => onChange({ ...accounts, [name]: code })}
          />
        )}
      </Field>
    ))}
  </div>
)
