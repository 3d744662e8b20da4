import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { itemsContract } from '../../../../durable-objects/inventory/items/contract.ts'
import { meridian } from '../../lib/api.ts'
import { useCommand } from '../../lib/use-command.ts'
import { useMay } from '../../session/queries.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { ProblemNotice } from '../../ui/feedback.tsx'
import { Select, TextInput } from '../../ui/field.tsx'
import { Section } from '../../ui/section.tsx'
import { Tag } from '../../ui/status.tsx'
import { toast } from '../../ui/toast.tsx'
import type { Item } from '../pickers/queries.ts'
import { barcodeInput } from './item-draft.ts'
import { BARCODE_NAMES } from './names.ts'
import { RowRefusals } from './row-refusals.tsx'

/** By what scanners find the item. A scan into the field adds the barcode, because a scanner ends with Enter. */
export function ItemBarcodes({ item }: { item: Item }) {
  const mayAdd = useMay('items.AddItemBarcode')
  return (
    <Section title="Barcodes">
      {item.barcodes.length === 0 && (
        <p className="mb-3 text-muted">None yet. Scanners find it by its code.</p>
      )}
      {item.barcodes.length > 0 && (
        <ul aria-label="Barcodes" className="mb-3 flex flex-col">
          {item.barcodes.map(({ barcode, kind, unit }) => (
            <li key={barcode} className="flex min-h-8 items-center gap-2">
              <span className="min-w-0 font-medium break-all tabular-nums">{barcode}</span>
              <Tag>{BARCODE_NAMES[kind]}</Tag>
              {unit && <span className="text-sm text-muted">{unit}</span>}
              <RemoveButton item={item} barcode={barcode} />
            </li>
          ))}
        </ul>
      )}
      {mayAdd && <AddBarcode item={item} />}
    </Section>
  )
}

function AddBarcode({ item }: { item: Item }) {
  const [barcode, setBarcode] = useState('')
  const [unit, setUnit] = useState('')
  const { form, errors, submit, isBusy } = useCommand({
    operation: itemsContract.operations.AddItemBarcode,
    call: meridian.items.AddItemBarcode,
    stale: ['items'],
    onDone: () => {
      toast(`Barcode ${barcode.trim()} is one of ${item.code}.`)
      setBarcode('')
    },
  })
  const refused = errors.general ?? [...errors.fields.values()][0]
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit({ item: item.id, ...barcodeInput(barcode, unit) })
      }}
    >
      <div className="flex gap-2">
        <TextInput
          aria-label="New barcode"
          aria-invalid={refused ? true : undefined}
          placeholder="Scan or type"
          className="tabular-nums"
          value={barcode}
          onValue={setBarcode}
        />
        {item.units.length > 0 && (
          <Select aria-label="Unit of the barcode" className="max-w-24" value={unit} onValue={setUnit}>
            <option value="">{item.unit}</option>
            {item.units.map(({ code }) => (
              <option key={code} value={code}>
                {code}
              </option>
            ))}
          </Select>
        )}
        <Button type="submit" isBusy={isBusy} disabled={barcode.trim() === ''}>
          Add
        </Button>
      </div>
      {refused && <RowRefusals texts={[refused]} />}
    </form>
  )
}

function RemoveButton({ item, barcode }: { item: Item; barcode: string }) {
  const mayRemove = useMay('items.RemoveItemBarcode')
  const { submit, isBusy, error } = useCommand({
    operation: itemsContract.operations.RemoveItemBarcode,
    call: meridian.items.RemoveItemBarcode,
    stale: ['items'],
    onDone: () => toast(`Barcode ${barcode} is taken from ${item.code}.`),
  })
  if (!mayRemove) return null
  return (
    <>
      <IconButton
        label={`Remove barcode ${barcode}`}
        className="ml-auto"
        isBusy={isBusy}
        onClick={() => submit({ item: item.id, barcode })}
      >
        <Trash2 className="size-4" aria-hidden="true" />
      </IconButton>
      {error ? <ProblemNotice error={error} /> : null}
    </>
  )
}
