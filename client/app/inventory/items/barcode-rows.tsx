import { Plus, Trash2 } from 'lucide-react'
import { Button, IconButton } from '../../ui/button.tsx'
import { Select, TextInput } from '../../ui/field.tsx'
import type { PartProps } from './identity-fields.tsx'
import { type BarcodeDraft, filledBarcodes, filledUnits, newKey } from './item-draft.ts'
import { RowRefusals } from './row-refusals.tsx'

/** Barcodes of a new item, each on one of its units. A scanner's Enter goes on to the next row. */
export function BarcodeRows({ draft, defaults, errors, onChange }: PartProps) {
  const unit = draft.unit.trim() || defaults.unit
  const rows = draft.barcodes
  const change = (key: number, next: Partial<BarcodeDraft>) =>
    onChange({ barcodes: rows.map((each) => (each.key === key ? { ...each, ...next } : each)) })
  const add = () => onChange({ barcodes: [...rows, { key: newKey(), barcode: '', unit: '' }] })
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="unseen">Barcodes</legend>
      {rows.map((row, index) => {
        const place = filledBarcodes(rows).indexOf(row)
        const refused = [...errors.fields].flatMap(([pointer, text]) =>
          place >= 0 && pointer.startsWith(`/barcodes/${place}/`) ? [text] : [],
        )
        return (
          <div key={row.key}>
            <div className="flex items-center gap-2">
              <TextInput
                aria-label={`Barcode ${index + 1}`}
                aria-invalid={refused.length > 0 || undefined}
                placeholder="Scan or type"
                className="max-w-64 tabular-nums"
                value={row.barcode}
                onValue={(barcode) => change(row.key, { barcode })}
                onKeyDown={(event) => {
                  if (event.key !== 'Enter' || row.barcode.trim() === '') return
                  event.preventDefault()
                  if (index === rows.length - 1) add()
                }}
              />
              {filledUnits(draft.units).length > 0 && (
                <Select
                  aria-label={`Unit of barcode ${index + 1}`}
                  className="max-w-32"
                  value={row.unit}
                  onValue={(next) => change(row.key, { unit: next })}
                >
                  <option value="">{unit}</option>
                  {filledUnits(draft.units).map(({ key, code }) => (
                    <option key={key} value={code.trim()}>
                      {code}
                    </option>
                  ))}
                </Select>
              )}
              {rows.length > 1 && (
                <IconButton
                  label={`Remove barcode ${index + 1}`}
                  onClick={() => onChange({ barcodes: rows.filter(({ key }) => key !== row.key) })}
                >
                  <Trash2 className="size-4" aria-hidden="true" />
                </IconButton>
              )}
            </div>
            <RowRefusals texts={refused} />
          </div>
        )
      })}
      <Button size="sm" className="self-start" onClick={add}>
        <Plus className="size-3.5" aria-hidden="true" /> Add a barcode
      </Button>
    </fieldset>
  )
}
