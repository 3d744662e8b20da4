import { Plus, Trash2 } from 'lucide-react'
import { Button, IconButton } from '../../ui/button.tsx'
import { Field, Select, TextInput } from '../../ui/field.tsx'
import { conversionText, fractionOf } from '../format.ts'
import type { PartProps } from './identity-fields.tsx'
import { filledUnits, newKey, type UnitDraft } from './item-draft.ts'
import { SCALES } from './names.ts'
import { RowRefusals } from './row-refusals.tsx'

/** In what it is counted, and in what it is bought and sold. */
export function UnitFields({ draft, defaults, errors, onChange, isFixed = false }: PartProps) {
  const unit = draft.unit.trim() || defaults.unit
  const kind = draft.kind || defaults.kind
  const change = (key: number, next: Partial<UnitDraft>) =>
    onChange({ units: draft.units.map((each) => (each.key === key ? { ...each, ...next } : each)) })
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="Stock unit"
          error={errors.fields.get('/unit')}
          hint={isFixed ? 'Fixed, because the item has moved.' : 'In it stock is counted and valued.'}
        >
          {(control) => (
            <TextInput
              {...control}
              disabled={isFixed}
              placeholder={defaults.unit}
              value={draft.unit}
              onValue={(next) => onChange({ unit: next })}
            />
          )}
        </Field>
        {kind !== 'kit' && (
          <Field label="Counted to" error={errors.fields.get('/scale')}>
            {(control) => (
              <Select
                {...control}
                disabled={isFixed}
                value={draft.scale || String(defaults.scale)}
                onValue={(scale) => onChange({ scale })}
              >
                {SCALES.map(([value, name]) => (
                  <option key={value} value={value}>
                    {name} {value === '0' ? '' : unit}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
      </div>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 text-sm font-medium">Other units</legend>
        {draft.units.map((each, index) => (
          <UnitRow
            key={each.key}
            row={each}
            number={index + 1}
            unit={unit}
            errors={refusedOf(errors.fields, filledUnits(draft.units).indexOf(each))}
            onChange={(next) => change(each.key, next)}
            onRemove={() => onChange({ units: draft.units.filter(({ key }) => key !== each.key) })}
          />
        ))}
        <Button
          size="sm"
          className="self-start"
          onClick={() => onChange({ units: [...draft.units, { key: newKey(), code: '', factor: '' }] })}
        >
          <Plus className="size-3.5" aria-hidden="true" /> Add a unit
        </Button>
      </fieldset>
      {filledUnits(draft.units).length > 0 && (
        <div className="grid gap-4 sm:grid-cols-2">
          <UnitChoice
            label="Bought in"
            error={errors.fields.get('/purchaseUnit')}
            units={draft.units}
            unit={unit}
            value={draft.purchaseUnit}
            onValue={(purchaseUnit) => onChange({ purchaseUnit })}
          />
          <UnitChoice
            label="Sold in"
            error={errors.fields.get('/salesUnit')}
            units={draft.units}
            unit={unit}
            value={draft.salesUnit}
            onValue={(salesUnit) => onChange({ salesUnit })}
          />
        </div>
      )}
    </>
  )
}

interface RowProps {
  row: UnitDraft
  number: number
  unit: string
  errors: readonly string[]
  onChange: (next: Partial<UnitDraft>) => void
  onRemove: () => void
}

function UnitRow({ row: { code, factor }, number, unit, errors, onChange, onRemove }: RowProps) {
  const fraction = fractionOf(factor)
  const invalid = errors.length > 0 || undefined
  return (
    <div>
      <div className="flex items-center gap-2">
        <TextInput
          aria-label={`Unit ${number}`}
          aria-invalid={invalid}
          placeholder="box"
          className="max-w-32"
          value={code}
          onValue={(next) => onChange({ code: next })}
        />
        <span className="text-muted">=</span>
        <TextInput
          aria-label={`Stock units in unit ${number}`}
          aria-invalid={invalid}
          inputMode="decimal"
          placeholder="12 or 1/3"
          className="max-w-32 text-right tabular-nums"
          value={factor}
          onValue={(next) => onChange({ factor: next })}
        />
        <span className="text-muted">{unit}</span>
        <IconButton label={`Remove unit ${number}`} className="ml-auto" onClick={onRemove}>
          <Trash2 className="size-4" aria-hidden="true" />
        </IconButton>
      </div>
      {fraction && fraction.denominator !== 1 && code.trim() && (
        <p className="mt-1 text-sm text-faint">
          Exactly {conversionText({ code: code.trim(), ...fraction }, unit)}
        </p>
      )}
      <RowRefusals texts={errors} />
    </div>
  )
}

const refusedOf = (fields: ReadonlyMap<string, string>, index: number): string[] =>
  index < 0
    ? []
    : [...fields].flatMap(([pointer, text]) =>
        pointer === `/units/${index}` || pointer.startsWith(`/units/${index}/`) ? [text] : [],
      )

interface ChoiceProps {
  label: string
  error: string | undefined
  units: readonly UnitDraft[]
  unit: string
  value: string
  onValue: (unit: string) => void
}

const UnitChoice = ({ label, error, units, unit, value, onValue }: ChoiceProps) => (
  <Field label={label} error={error}>
    {(control) => (
      <Select {...control} value={value} onValue={onValue}>
        <option value="">{unit}</option>
        {filledUnits(units).map(({ key, code }) => (
          <option key={key} value={code.trim()}>
            {code}
          </option>
        ))}
      </Select>
    )}
  </Field>
)
