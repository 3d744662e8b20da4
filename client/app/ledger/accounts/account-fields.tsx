import {
  ACCOUNT_CATEGORIES,
  type AccountCategory,
  type AccountControl,
  type AccountType,
  CONTROLS,
} from '../../../../durable-objects/ledger/contract.ts'
import type { FormErrors } from '../../lib/forms.ts'
import { Field, Select, TextInput } from '../../ui/field.tsx'
import { AccountPicker } from './account-picker.tsx'
import { FlagField } from './flag-field.tsx'
import { CATEGORY_NAMES, CONTROL_NAMES } from './names.ts'

/** Where an account stands and what is special about it. Empty: none. */
export interface Standing {
  category: AccountCategory
  parent: string
  isHeading: boolean
  isOpenItem: boolean
  control: AccountControl | ''
  tax: string
}

interface FieldsProps {
  type: AccountType
  /** The account itself cannot stand below itself. */
  code?: string
  standing: Standing
  errors: FormErrors
  onChange: (next: Partial<Standing>) => void
}

/** The fields that an account is opened with and that may change later. */
export const StandingFields = ({ type, code, standing, errors, onChange }: FieldsProps) => (
  <>
    <Field
      label="Category"
      error={errors.fields.get('/category')}
      hint="Where it stands in the balance sheet, the profit and loss and the cash flow."
    >
      {(control) => (
        <Select
          {...control}
          value={standing.category}
          onValue={(category) => onChange({ category: category as AccountCategory })}
        >
          {ACCOUNT_CATEGORIES[type].map((category) => (
            <option key={category} value={category}>
              {CATEGORY_NAMES[category]}
            </option>
          ))}
        </Select>
      )}
    </Field>
    <Field
      label="Below"
      isOptional
      error={errors.fields.get('/parent')}
      hint="The account that this one belongs to."
    >
      {(control) => (
        <AccountPicker
          {...control}
          placeholder="At the top"
          offers={(account) => account.type === type && account.code !== code}
          value={standing.parent}
          onValue={(parent) => onChange({ parent })}
        />
      )}
    </Field>
    <FlagField
      isOn={standing.isHeading}
      onChange={(isHeading) => onChange({ isHeading })}
      label="Heading"
      hint="Stands above other accounts and takes no entries."
      error={errors.fields.get('/isHeading')}
    />
    <FlagField
      isOn={standing.isOpenItem}
      onChange={(isOpenItem) => onChange({ isOpenItem })}
      label="Open items"
      hint="Its lines stay open until they are matched: invoices with payments."
      error={errors.fields.get('/isOpenItem')}
    />
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="Control" isOptional error={errors.fields.get('/control')}>
        {(control) => (
          <Select
            {...control}
            value={standing.control}
            onValue={(chosen) => onChange({ control: chosen as AccountControl | '' })}
          >
            <option value="">None</option>
            {CONTROLS.map((each) => (
              <option key={each} value={each}>
                {CONTROL_NAMES[each]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Tax" isOptional error={errors.fields.get('/tax')}>
        {(control) => (
          <TextInput
            {...control}
            placeholder="None"
            className="font-mono"
            value={standing.tax}
            onValue={(tax) => onChange({ tax })}
          />
        )}
      </Field>
    </div>
    <p className="-mt-2 text-sm text-faint">
      A control account's balance equals what is open in its subledger. The tax is the code of the one that
      its lines are about.
    </p>
  </>
)
