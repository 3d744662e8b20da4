import { useState } from 'react'
import { type ItemAccount, itemsContract } from '../../../../durable-objects/inventory/items/contract.ts'
import type { CallInput } from '../../../sdk/types.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import type { FormErrors } from '../../lib/forms.ts'
import { useCommand } from '../../lib/use-command.ts'
import { useMay } from '../../session/queries.ts'
import { Tick } from '../../ui/choice-cards.tsx'
import { Field, Select, TextInput } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import { AccountOverrideFields } from './account-override-fields.tsx'
import { Described, ITEM_KINDS, METHODS, TRACKINGS } from './choices.tsx'
import { defaultsOf, lineage } from './families.ts'
import { FamilyPicker } from './family-picker.tsx'
import { accountChanges } from './item-draft.ts'
import { KIND_NAMES, METHOD_NAMES, SCALES, TRACKING_NAMES } from './names.ts'
import { type Family, useFamilies } from './queries.ts'

type Input = CallInput<(typeof itemsContract)['operations']['SaveItemFamily']>

/** Empty: as the family above says. */
interface Draft {
  code: string
  name: string
  parent: string
  isActive: boolean
  kind: string
  unit: string
  scale: string
  method: string
  tracking: string
  hasExpiry: string
  allowsNegative: string
  tax: string
  accounts: Partial<Record<ItemAccount, string>>
}

interface SheetProps {
  /** Undefined: a new one. */
  family: Family | undefined
  onClose: () => void
}

/** What the items of a family have in common. */
export function FamilySheet({ family, onClose }: SheetProps) {
  const { byCode } = useFamilies(useCompanySlug())
  const mayChange = useMay('items.SaveItemFamily')
  const [draft, setDraft] = useState(() => draftOf(family))
  const { form, errors, submit, isBusy } = useCommand({
    operation: itemsContract.operations.SaveItemFamily,
    call: meridian.items.SaveItemFamily,
    stale: ['items'],
    onDone: ({ name }) => {
      toast(family ? `Family ${name} is changed.` : `Family ${name} is there.`)
      onClose()
    },
    onParked: onClose,
  })
  const change = (next: Partial<Draft>) => setDraft((before) => ({ ...before, ...next }))
  return (
    <FormSheet
      title={family ? family.name : 'New family'}
      verb={!mayChange ? 'Done' : family ? 'Save' : 'Define the family'}
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => (mayChange ? submit(inputOf(draft, family)) : onClose())}
    >
      <Field label="Name" error={errors.fields.get('/name')}>
        {(control) => (
          <TextInput {...control} data-autofocus value={draft.name} onValue={(name) => change({ name })} />
        )}
      </Field>
      {!family && (
        <Field label="Code" error={errors.fields.get('/code')} hint="Short, and for good: it cannot change.">
          {(control) => <TextInput {...control} value={draft.code} onValue={(code) => change({ code })} />}
        </Field>
      )}
      <Field label="Below" isOptional error={errors.fields.get('/parent')}>
        {(control) => (
          <FamilyPicker
            {...control}
            except={family?.code}
            placeholder="At the top"
            value={draft.parent}
            onValue={(parent) => change({ parent })}
          />
        )}
      </Field>
      <DefaultFields draft={draft} errors={errors} onChange={change} />
      <details className="group">
        <summary className="cursor-pointer text-sm font-medium">Accounts</summary>
        <div className="mt-3 [&>div]:sm:grid-cols-1">
          <AccountOverrideFields
            accounts={draft.accounts}
            errors={errors}
            inherited={(name) =>
              lineage(byCode, draft.parent)
                .map(({ accounts }) => accounts[name])
                .find((account) => account !== undefined)?.code
            }
            onChange={(accounts) => change({ accounts })}
          />
        </div>
      </details>
      {family && (
        <Tick isOn={draft.isActive} onChange={(isActive) => change({ isActive })}>
          In use
          <span className="block text-sm text-muted">New items can be put into it.</span>
        </Tick>
      )}
    </FormSheet>
  )
}

interface FieldsProps {
  draft: Draft
  errors: FormErrors
  onChange: (next: Partial<Draft>) => void
}

/** What new items take from the family, each with what it is where nothing is said. */
function DefaultFields({ draft, errors, onChange }: FieldsProps) {
  const { byCode } = useFamilies(useCompanySlug())
  const above = defaultsOf(byCode, draft.parent)
  const choice = (
    field: 'kind' | 'scale' | 'method' | 'tracking' | 'hasExpiry' | 'allowsNegative',
    label: string,
    inherited: string,
    options: React.ReactNode,
  ) => (
    <Field label={label} error={errors.fields.get(`/${field}`)}>
      {(control) => (
        <Select {...control} value={draft[field]} onValue={(value) => onChange({ [field]: value })}>
          <option value="">Not said ({inherited})</option>
          {options}
        </Select>
      )}
    </Field>
  )
  const answers = <Described values={['yes', 'no']} name={(each) => (each === 'yes' ? 'Yes' : 'No')} />
  return (
    <>
      {choice(
        'kind',
        'Kind',
        KIND_NAMES[above.kind].name,
        <Described values={ITEM_KINDS} name={(each) => KIND_NAMES[each].name} />,
      )}
      <div className="grid grid-cols-2 gap-4">
        <Field label="Stock unit" isOptional error={errors.fields.get('/unit')}>
          {(control) => (
            <TextInput
              {...control}
              placeholder={above.unit}
              value={draft.unit}
              onValue={(unit) => onChange({ unit })}
            />
          )}
        </Field>
        {choice(
          'scale',
          'Counted to',
          SCALES[above.scale]?.[1] ?? '',
          SCALES.map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          )),
        )}
      </div>
      {choice(
        'tracking',
        'Tracking',
        TRACKING_NAMES[above.tracking],
        <Described values={TRACKINGS} name={(each) => TRACKING_NAMES[each]} />,
      )}
      {choice(
        'method',
        'Valued by',
        METHOD_NAMES[above.method],
        <Described values={METHODS} name={(each) => METHOD_NAMES[each]} />,
      )}
      <div className="grid grid-cols-2 gap-4">
        {choice('hasExpiry', 'Expires', above.hasExpiry ? 'yes' : 'no', answers)}
        {choice('allowsNegative', 'Negative stock', above.allowsNegative ? 'yes' : 'no', answers)}
      </div>
      <Field label="Tax" isOptional error={errors.fields.get('/tax')}>
        {(control) => <TextInput {...control} value={draft.tax} onValue={(tax) => onChange({ tax })} />}
      </Field>
    </>
  )
}

function draftOf(family: Family | undefined): Draft {
  const answer = (flag: boolean | null | undefined) => (flag == null ? '' : flag ? 'yes' : 'no')
  return {
    code: family?.code ?? '',
    name: family?.name ?? '',
    parent: family?.parent ?? '',
    isActive: family?.isActive ?? true,
    kind: family?.kind ?? '',
    unit: family?.unit ?? '',
    scale: family?.scale == null ? '' : String(family.scale),
    method: family?.method ?? '',
    tracking: family?.tracking ?? '',
    hasExpiry: answer(family?.hasExpiry),
    allowsNegative: answer(family?.allowsNegative),
    tax: family?.tax ?? '',
    accounts: accountsOf(family),
  }
}

const accountsOf = (family: Family | undefined): Draft['accounts'] =>
  Object.fromEntries(Object.entries(family?.accounts ?? {}).map(([name, { code }]) => [name, code]))

/** Null takes a default away; of a new family nothing has to be taken. */
function inputOf(draft: Draft, family: Family | undefined): Input {
  const flag = (text: string) => (text === '' ? null : text === 'yes')
  const accounts = accountChanges(accountsOf(family), draft.accounts)
  return {
    code: draft.code.trim(),
    name: draft.name.trim(),
    parent: draft.parent || null,
    kind: (draft.kind || null) as Input['kind'],
    unit: draft.unit.trim() || null,
    scale: draft.scale === '' ? null : Number(draft.scale),
    method: (draft.method || null) as Input['method'],
    tracking: (draft.tracking || null) as Input['tracking'],
    hasExpiry: flag(draft.hasExpiry),
    allowsNegative: flag(draft.allowsNegative),
    tax: draft.tax.trim() || null,
    ...(family && { isActive: draft.isActive }),
    ...(Object.keys(accounts).length > 0 && { accounts }),
  } as Input
}
