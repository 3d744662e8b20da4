import { useState } from 'react'
import { replenishmentContract } from '../../../../durable-objects/inventory/replenishment/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { parseAmount } from '../../lib/amounts.ts'
import { meridian } from '../../lib/api.ts'
import { useCommand } from '../../lib/use-command.ts'
import { ChoiceCards } from '../../ui/choice-cards.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import { formatQuantity } from '../format.ts'
import { ItemPicker } from '../pickers/item-picker.tsx'
import { PlacePicker } from '../pickers/place-picker.tsx'
import { useWarehouses } from '../pickers/queries.ts'
import type { Rule, RuleInput } from './queries.ts'
import { METHOD_NAMES, type Method } from './rule-text.ts'

const STOCKED = ['stock'] as const

const METHODS = [
  {
    value: 'min-max',
    label: METHOD_NAMES['min-max'],
    detail: 'Below the minimum, up to the maximum.',
  },
  {
    value: 'reorder-point',
    label: METHOD_NAMES['reorder-point'],
    detail: 'Below a point, up to it.',
  },
  {
    value: 'auto',
    label: METHOD_NAMES.auto,
    detail: 'What is used in the lead time makes the point; what is used in the days to cover is ordered.',
  },
] as const

/** As they are typed. */
interface Fields {
  item: string
  warehouse: string
  method: Method
  minimum: string
  maximum: string
  point: string
  safety: string
  leadDays: string
  lookBackDays: string
  coverDays: string
  supplier: string
  from: string
  unit: string
  multiple: string
}

const begun = (rule: Rule | undefined, warehouse: string): Fields => ({
  item: rule?.item.code ?? '',
  warehouse: rule?.warehouse ?? warehouse,
  method: rule?.method ?? 'min-max',
  minimum: shown(rule?.minimum),
  maximum: shown(rule?.maximum),
  point: shown(rule?.point),
  safety: rule && rule.safety !== '0' ? shown(rule.safety) : '',
  leadDays: String(rule?.leadDays ?? ''),
  lookBackDays: String(rule?.lookBackDays ?? ''),
  coverDays: String(rule?.coverDays ?? ''),
  supplier: rule?.supplier ?? '',
  from: rule?.from ?? '',
  unit: rule && rule.unit !== rule.stockUnit ? rule.unit : '',
  multiple: rule && rule.multiple !== '1' ? shown(rule.multiple) : '',
})

const shown = (quantity: string | null | undefined): string => (quantity ? formatQuantity(quantity) : '')

/** The rule's own fields only: each method has others. What is no number is sent as it is, and refused by name. */
function inputOf(fields: Fields): RuleInput {
  const decimal = (name: 'minimum' | 'maximum' | 'point' | 'safety' | 'multiple') =>
    fields[name].trim() === '' ? {} : { [name]: parseAmount(fields[name]) ?? fields[name].trim() }
  const days = (name: 'leadDays' | 'lookBackDays' | 'coverDays') =>
    fields[name].trim() === '' ? {} : { [name]: Number(fields[name]) }
  const text = (name: 'supplier' | 'from' | 'unit' | 'warehouse') =>
    fields[name].trim() === '' ? {} : { [name]: fields[name].trim() }
  const { method, item } = fields
  return {
    ...{ item, method },
    ...text('warehouse'),
    ...(method === 'min-max' && { ...decimal('minimum'), ...decimal('maximum') }),
    ...(method === 'reorder-point' && decimal('point')),
    ...(method === 'auto' && { ...days('lookBackDays'), ...days('coverDays') }),
    ...decimal('safety'),
    ...days('leadDays'),
    ...text('supplier'),
    ...text('from'),
    ...text('unit'),
    ...decimal('multiple'),
  }
}

/** Sets a rule, or sets it anew. */
export function RuleSheet({ rule, onClose }: { rule?: Rule; onClose: () => void }) {
  const [first] = useWarehouses(useCompanySlug())
  const [fields, setFields] = useState<Fields>(() => begun(rule, ''))
  const warehouse = fields.warehouse || (first?.code ?? '')
  const set = (name: keyof Fields) => (value: string) => setFields({ ...fields, [name]: value })
  const { form, errors, submit, isBusy } = useCommand({
    operation: replenishmentContract.operations.SetReorderRule,
    call: meridian.replenishment.SetReorderRule,
    stale: ['replenishment'],
    onDone: ({ item, warehouse: where }) => {
      toast(`The rule of ${item.code} for ${where} is set.`)
      onClose()
    },
    onParked: onClose,
  })
  const typed = (name: keyof Fields, label: string, more: { isDays?: boolean; hint?: string } = {}) => (
    <Field
      label={label}
      error={errors.fields.get(`/${name}`)}
      {...(more.hint && { hint: more.hint })}
      className="flex-1"
    >
      {(control) => (
        <TextInput
          {...control}
          inputMode={more.isDays ? 'numeric' : 'decimal'}
          value={fields[name]}
          onValue={set(name)}
        />
      )}
    </Field>
  )
  return (
    <FormSheet
      title={rule ? `Rule of ${rule.item.code}` : 'New reorder rule'}
      verb="Set the rule"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => submit(inputOf({ ...fields, warehouse }))}
    >
      {!rule && (
        <>
          <Field label="Item" error={errors.fields.get('/item')}>
            {(control) => (
              <ItemPicker
                {...control}
                data-autofocus
                kinds={STOCKED}
                value={fields.item}
                onValue={set('item')}
              />
            )}
          </Field>
          <Field label="Warehouse" error={errors.fields.get('/warehouse')}>
            {(control) => (
              <PlacePicker {...control} only="warehouses" value={warehouse} onValue={set('warehouse')} />
            )}
          </Field>
        </>
      )}
      <ChoiceCards<Method>
        legend="Ordered"
        choices={METHODS}
        value={fields.method}
        onValue={(method) => setFields({ ...fields, method })}
        error={errors.fields.get('/method')}
      />
      <div className="flex gap-3">
        {fields.method === 'min-max' && typed('minimum', 'Minimum')}
        {fields.method === 'min-max' && typed('maximum', 'Maximum')}
        {fields.method === 'reorder-point' && typed('point', 'Reorder point')}
        {fields.method === 'auto' && typed('lookBackDays', 'Days to look back', { isDays: true, hint: '90' })}
        {fields.method === 'auto' && typed('coverDays', 'Days to cover', { isDays: true, hint: '30' })}
      </div>
      <div className="flex gap-3">
        {typed('leadDays', 'Lead time, days', { isDays: true })}
        {typed('safety', 'Safety stock')}
      </div>
      <Field label="Supplier" isOptional error={errors.fields.get('/supplier')}>
        {(control) => (
          <TextInput
            {...control}
            disabled={fields.from !== ''}
            value={fields.supplier}
            onValue={set('supplier')}
          />
        )}
      </Field>
      <Field
        label="From another warehouse"
        isOptional
        error={errors.fields.get('/from')}
        hint="Instead of a supplier: it is transferred."
      >
        {(control) => (
          <PlacePicker
            {...control}
            only="warehouses"
            disabled={fields.supplier !== ''}
            value={fields.from}
            onValue={set('from')}
          />
        )}
      </Field>
      <div className="flex gap-3">
        {typed('multiple', 'In multiples of', { hint: '1' })}
        <Field
          label="Unit"
          isOptional
          error={errors.fields.get('/unit')}
          hint="Left empty: the stock unit."
          className="flex-1"
        >
          {(control) => <TextInput {...control} value={fields.unit} onValue={set('unit')} />}
        </Field>
      </div>
    </FormSheet>
  )
}
