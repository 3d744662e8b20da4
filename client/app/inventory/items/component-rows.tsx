import { useQuery } from '@tanstack/react-query'
import { Plus, Trash2 } from 'lucide-react'
import { useCompanySlug } from '../../company/queries.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Select, TextInput } from '../../ui/field.tsx'
import { ItemPicker } from '../pickers/item-picker.tsx'
import { itemQuery } from '../pickers/queries.ts'
import type { PartProps } from './identity-fields.tsx'
import { type ComponentDraft, filledComponents, newKey } from './item-draft.ts'
import { RowRefusals } from './row-refusals.tsx'

/** What one of a kit is made of. */
export function ComponentRows({ draft, errors, onChange }: Omit<PartProps, 'defaults'>) {
  const rows = draft.components
  const change = (key: number, next: Partial<ComponentDraft>) =>
    onChange({ components: rows.map((each) => (each.key === key ? { ...each, ...next } : each)) })
  const whole = errors.fields.get('/components')
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="unseen">Components</legend>
      {rows.map((row, index) => (
        <ComponentRow
          key={row.key}
          row={row}
          number={index + 1}
          errors={refusedOf(errors.fields, filledComponents(rows).indexOf(row))}
          onChange={(next) => change(row.key, next)}
          onRemove={() => onChange({ components: rows.filter(({ key }) => key !== row.key) })}
        />
      ))}
      <Button
        size="sm"
        className="self-start"
        onClick={() =>
          onChange({ components: [...rows, { key: newKey(), item: '', quantity: '1', unit: '' }] })
        }
      >
        <Plus className="size-3.5" aria-hidden="true" /> Add a component
      </Button>
      {whole && <RowRefusals texts={[whole]} />}
    </fieldset>
  )
}

interface RowProps {
  row: ComponentDraft
  number: number
  errors: readonly string[]
  onChange: (next: Partial<ComponentDraft>) => void
  onRemove: () => void
}

function ComponentRow({ row, number, errors, onChange, onRemove }: RowProps) {
  const invalid = errors.length > 0
  const known = useQuery({ ...itemQuery(useCompanySlug(), row.item), enabled: row.item !== '' }).data
  return (
    <div>
      <div className="flex flex-wrap items-center gap-2 sm:flex-nowrap">
        <div className="w-full min-w-0 sm:flex-1">
          <ItemPicker
            aria-label={`Component ${number}`}
            invalid={invalid}
            value={row.item}
            onValue={(item) => onChange({ item, ...(item !== row.item && { unit: '' }) })}
          />
        </div>
        <TextInput
          aria-label={`Quantity of component ${number}`}
          {...(invalid && { 'aria-invalid': true })}
          inputMode="decimal"
          className="max-w-24 text-right tabular-nums"
          value={row.quantity}
          onValue={(quantity) => onChange({ quantity })}
        />
        <Select
          aria-label={`Unit of component ${number}`}
          className="max-w-28"
          value={row.unit || (known?.unit ?? '')}
          onValue={(unit) => onChange({ unit })}
        >
          {!known && <option value={row.unit}>{row.unit || 'Unit'}</option>}
          {known &&
            [known.unit, ...known.units.map(({ code }) => code)].map((unit) => (
              <option key={unit} value={unit}>
                {unit}
              </option>
            ))}
        </Select>
        <IconButton label={`Remove component ${number}`} onClick={onRemove}>
          <Trash2 className="size-4" aria-hidden="true" />
        </IconButton>
      </div>
      <RowRefusals texts={errors} />
    </div>
  )
}

const refusedOf = (fields: ReadonlyMap<string, string>, index: number): string[] =>
  index < 0
    ? []
    : [...fields].flatMap(([pointer, text]) =>
        pointer === `/components/${index}` || pointer.startsWith(`/components/${index}/`) ? [text] : [],
      )
