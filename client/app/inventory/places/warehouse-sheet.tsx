import { useState } from 'react'
import { placesContract } from '../../../../durable-objects/inventory/places/contract.ts'
import { AccountPicker, takesEntries } from '../../ledger/accounts/account-picker.tsx'
import { meridian } from '../../lib/api.ts'
import { useCommand } from '../../lib/use-command.ts'
import { Field, TextArea, TextInput } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import type { Warehouse } from '../pickers/queries.ts'
import { usePlacesSearch } from './use-places-search.ts'

interface SheetProps {
  /** Undefined: a new one. */
  warehouse: Warehouse | undefined
  onClose: () => void
  onChanged?: (code: string) => void
}

/** A warehouse: its code is also that of the place that all others of it lie in. */
export function WarehouseSheet(props: SheetProps) {
  return props.warehouse ? (
    <ChangeWarehouse {...props} warehouse={props.warehouse} />
  ) : (
    <OpenWarehouse onClose={props.onClose} />
  )
}

interface Draft {
  code: string
  name: string
  address: string
  /** Code of the account; empty: those of the items. */
  stockAccount: string
}

function OpenWarehouse({ onClose }: { onClose: () => void }) {
  const { change } = usePlacesSearch()
  const [draft, setDraft] = useState<Draft>({ code: '', name: '', address: '', stockAccount: '' })
  const { form, errors, submit, isBusy } = useCommand({
    operation: placesContract.operations.OpenWarehouse,
    call: meridian.places.OpenWarehouse,
    stale: ['places'],
    onDone: ({ code, name }) => {
      toast(`Warehouse ${name} is open.`)
      change({ open: undefined, warehouse: code })
    },
    onParked: onClose,
  })
  const send = () =>
    submit({
      code: draft.code.trim(),
      name: draft.name.trim(),
      ...(draft.address.trim() && { address: draft.address.trim() }),
      ...(draft.stockAccount.trim() && { stockAccount: draft.stockAccount.trim() }),
    })
  return (
    <FormSheet
      title="Open a warehouse"
      verb="Open the warehouse"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={send}
    >
      <Fields draft={draft} errors={errors.fields} onChange={setDraft} />
    </FormSheet>
  )
}

function ChangeWarehouse({ warehouse, onClose, onChanged }: SheetProps & { warehouse: Warehouse }) {
  const [draft, setDraft] = useState<Draft>({
    ...warehouse,
    address: warehouse.address ?? '',
    stockAccount: warehouse.stockAccount?.code ?? '',
  })
  const { form, errors, submit, isBusy } = useCommand({
    operation: placesContract.operations.ChangeWarehouse,
    call: meridian.places.ChangeWarehouse,
    stale: ['places', 'stock', 'stock-documents', 'stock-reports'],
    onDone: ({ code, name }) => {
      toast(`Warehouse ${name} is changed.`)
      onClose()
      if (code !== warehouse.code) onChanged?.(code)
    },
    onParked: onClose,
  })
  const { code, name, address, stockAccount } = draft
  const input = {
    warehouse: warehouse.code,
    ...(code.trim() !== warehouse.code && { code: code.trim() }),
    ...(name.trim() !== warehouse.name && { name: name.trim() }),
    ...(address.trim() !== (warehouse.address ?? '') && { address: address.trim() || null }),
    ...(stockAccount.trim() !== (warehouse.stockAccount?.code ?? '') && {
      stockAccount: stockAccount.trim() || null,
    }),
  }
  return (
    <FormSheet
      title={`Change ${warehouse.code}`}
      verb="Save"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => (Object.keys(input).length > 1 ? submit(input) : onClose())}
    >
      <Fields draft={draft} errors={errors.fields} onChange={setDraft} />
    </FormSheet>
  )
}

interface FieldsProps {
  draft: Draft
  errors: ReadonlyMap<string, string>
  onChange: (draft: Draft) => void
}

const Fields = ({ draft, errors, onChange }: FieldsProps) => (
  <>
    <Field
      label="Code"
      error={errors.get('/code')}
      hint="Short, as it stands on labels and documents. History follows a new code."
    >
      {(control) => (
        <TextInput
          {...control}
          data-autofocus
          placeholder="MAIN"
          value={draft.code}
          onValue={(code) => onChange({ ...draft, code })}
        />
      )}
    </Field>
    <Field label="Name" error={errors.get('/name')}>
      {(control) => (
        <TextInput
          {...control}
          placeholder="Main warehouse"
          value={draft.name}
          onValue={(name) => onChange({ ...draft, name })}
        />
      )}
    </Field>
    <Field label="Address" isOptional error={errors.get('/address')}>
      {(control) => (
        <TextArea
          {...control}
          rows={3}
          value={draft.address}
          onValue={(address) => onChange({ ...draft, address })}
        />
      )}
    </Field>
    <Field
      label="Stock account"
      isOptional
      error={errors.get('/stockAccount')}
      hint="Goods that come in are booked on it, before the items' own. What lies here already stays on its account."
    >
      {(control) => (
        <AccountPicker
          {...control}
          placeholder="As the items say"
          offers={(account) => account.type === 'asset' && takesEntries(account)}
          value={draft.stockAccount}
          onValue={(stockAccount) => onChange({ ...draft, stockAccount })}
        />
      )}
    </Field>
  </>
)
