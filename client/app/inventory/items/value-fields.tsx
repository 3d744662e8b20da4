import { useCompany } from '../../company/queries.ts'
import { FlagField } from '../../ledger/accounts/flag-field.tsx'
import { Field, Select, TextInput } from '../../ui/field.tsx'
import { Described, METHODS, TRACKINGS } from './choices.tsx'
import type { PartProps } from './identity-fields.tsx'
import type { ItemDraft } from './item-draft.ts'
import { METHOD_NAMES, TRACKING_NAMES } from './names.ts'

interface ValueProps extends PartProps {
  /** Whoever may not see costs sets none. */
  seesCosts: boolean
}

/** How pieces of it are told apart, and what they are worth. */
export function ValueFields({ draft, defaults, errors, onChange, isFixed = false, seesCosts }: ValueProps) {
  const { currency } = useCompany()
  const tracking = draft.tracking || defaults.tracking
  const method = draft.method || defaults.method
  const unit = draft.unit.trim() || defaults.unit
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="Tracking"
          error={errors.fields.get('/tracking')}
          hint={isFixed ? 'Fixed, because the item has moved.' : undefined}
        >
          {(control) => (
            <Select
              {...control}
              disabled={isFixed}
              value={tracking}
              onValue={(chosen) => onChange(trackedBy(chosen as Chosen))}
            >
              <Described values={TRACKINGS} name={(each) => TRACKING_NAMES[each]} />
            </Select>
          )}
        </Field>
        <Field
          label="Valued by"
          error={errors.fields.get('/method')}
          hint={isFixed ? 'Fixed, because the item has moved.' : undefined}
        >
          {(control) => (
            <Select
              {...control}
              disabled={isFixed}
              value={method}
              onValue={(chosen) => onChange({ method: chosen as ItemDraft['method'] })}
            >
              <Described
                values={METHODS.filter((each) => each !== 'lot' || tracking !== 'none')}
                name={(each) => METHOD_NAMES[each]}
              />
            </Select>
          )}
        </Field>
        {seesCosts && (method === 'standard' || draft.standardCost !== '') && (
          <Field
            label="Standard cost"
            isOptional
            error={errors.fields.get('/standardCost')}
            hint={isFixed ? 'Revalue the stock to change it.' : `${currency} for one ${unit}.`}
          >
            {(control) => (
              <TextInput
                {...control}
                disabled={isFixed}
                inputMode="decimal"
                className="text-right tabular-nums"
                value={draft.standardCost}
                onValue={(standardCost) => onChange({ standardCost })}
              />
            )}
          </Field>
        )}
      </div>
      {tracking !== 'none' && (
        <FlagField
          isOn={draft.hasExpiry ?? defaults.hasExpiry}
          onChange={(hasExpiry) => onChange({ hasExpiry })}
          label="It expires"
          hint="Each lot has a date after which it is not used; what expires first leaves first."
          error={errors.fields.get('/hasExpiry')}
        />
      )}
      <FlagField
        isOn={draft.allowsNegative ?? defaults.allowsNegative}
        onChange={(allowsNegative) => onChange({ allowsNegative })}
        label="More may leave than is there"
        hint="What it cost is corrected when the goods are received."
        error={errors.fields.get('/allowsNegative')}
      />
    </>
  )
}

type Chosen = Exclude<ItemDraft['tracking'], ''>

/** What has no lots neither expires nor is valued by lot; what has a serial number is whole. */
function trackedBy(tracking: Chosen): Partial<ItemDraft> {
  if (tracking === 'none') return { tracking, hasExpiry: false, method: 'fifo' }
  return tracking === 'serial' ? { tracking, scale: '0' } : { tracking }
}
