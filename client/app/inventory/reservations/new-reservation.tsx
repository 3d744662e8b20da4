import { useState } from 'react'
import { reservationsContract } from '../../../../durable-objects/inventory/reservations/contract.ts'
import { meridian } from '../../lib/api.ts'
import { useCommand } from '../../lib/use-command.ts'
import { Tick } from '../../ui/choice-cards.tsx'
import { DateInput, Field, TextInput } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import { quantityWithUnit } from '../format.ts'
import { PlacePicker } from '../pickers/place-picker.tsx'
import { errorAt, filled, type Line, LineFields } from './line-fields.tsx'
import { endOfDay } from './moments.ts'
import { useReservationsSearch } from './reservations-search.ts'
import { DEMAND_KINDS, demandName } from './status.tsx'

interface NewLine extends Line {
  warehouse: string
  place: string
  lot: string
}

const blank = (key: number, item = ''): NewLine => ({
  ...{ key, item, quantity: '', unit: '', warehouse: '', place: '', lot: '' },
})

/** Keeps goods for a demand: anywhere in a warehouse, or in a named place or of a named lot. */
export function NewReservationSheet({ onClose }: { onClose: () => void }) {
  const { search } = useReservationsSearch()
  const [kind, setKind] = useState('sales-order')
  const [reference, setReference] = useState('')
  const [lines, setLines] = useState<readonly NewLine[]>([blank(1, search.item)])
  const [neededBy, setNeededBy] = useState('')
  const [expires, setExpires] = useState('')
  const [waits, setWaits] = useState(false)
  const [partial, setPartial] = useState(false)
  const { form, errors, submit, isBusy } = useCommand({
    operation: reservationsContract.operations.ReserveStock,
    call: meridian.reservations.ReserveStock,
    stale: ['reservations', 'stock'],
    onDone: ({ reservations, short }) => {
      const missing = short.map(({ item, missing }) => `${missing} of ${item.code}`).join(', ')
      toast(
        missing
          ? `Reserved for ${reference} as far as there is enough; ${missing} is missing.`
          : `${reservations.map(({ quantity, unit, item }) => `${quantityWithUnit(quantity, unit)} of ${item.code}`).join(', ')} reserved for ${reference}.`,
      )
      onClose()
    },
    onParked: onClose,
  })
  const { fields, general } = errors
  return (
    <FormSheet
      title="New reservation"
      verb="Reserve"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={general}
      onSubmit={() =>
        submit({
          demand: { kind, reference: reference.trim() },
          lines: lines.map(({ key: _, item, quantity, ...rest }) => ({ item, quantity, ...filled(rest) })),
          ...(neededBy && { neededBy }),
          ...(expires && { expiresAt: endOfDay(expires) }),
          ...(waits && { expected: true }),
          ...(partial && { partial: true }),
        })
      }
    >
      <div className="grid grid-cols-2 gap-3">
        <Field label="For" error={fields.get('/demand/kind')}>
          {(control) => (
            <TextInput {...control} list="demand-kinds" value={kind} onValue={setKind} spellCheck={false} />
          )}
        </Field>
        <Field label="Its number" error={fields.get('/demand/reference')}>
          {(control) => (
            <TextInput
              {...control}
              data-autofocus
              placeholder="SO-12"
              value={reference}
              onValue={setReference}
            />
          )}
        </Field>
        <datalist id="demand-kinds">
          {DEMAND_KINDS.map((code) => (
            <option key={code} value={code}>
              {demandName(code)}
            </option>
          ))}
        </datalist>
      </div>
      <LineFields lines={lines} onLines={setLines} blank={blank} errors={fields}>
        {(line, change, index) => (
          <>
            <Field
              label="Warehouse"
              isOptional
              error={errorAt(fields, index, 'warehouse')}
              hint="The first one, unless you say otherwise."
            >
              {(control) => (
                <PlacePicker
                  {...control}
                  only="warehouses"
                  value={line.warehouse}
                  onValue={(warehouse) => change({ warehouse })}
                />
              )}
            </Field>
            <details open={line.place !== '' || line.lot !== ''}>
              <summary className="w-fit text-sm text-muted hover:text-ink">Keep it in a named place</summary>
              <div className="mt-2 grid grid-cols-2 gap-3">
                <Field label="Place" isOptional error={errorAt(fields, index, 'place')}>
                  {(control) => (
                    <PlacePicker {...control} value={line.place} onValue={(place) => change({ place })} />
                  )}
                </Field>
                <Field label="Lot or serial" isOptional error={errorAt(fields, index, 'lot')}>
                  {(control) => (
                    <TextInput {...control} value={line.lot} onValue={(lot) => change({ lot })} />
                  )}
                </Field>
              </div>
            </details>
          </>
        )}
      </LineFields>
      <div className="grid grid-cols-2 gap-3">
        <Field label="Needed by" isOptional error={fields.get('/neededBy')}>
          {(control) => <DateInput {...control} value={neededBy} onValue={setNeededBy} />}
        </Field>
        <Field label="Kept until" isOptional error={fields.get('/expiresAt')} hint="The end of that day.">
          {(control) => <DateInput {...control} value={expires} onValue={setExpires} />}
        </Field>
      </div>
      <Tick isOn={waits} onChange={setWaits}>
        What is not there is promised of announced receipts
      </Tick>
      <Tick isOn={partial} onChange={setPartial}>
        Take what there is, if it is not enough
      </Tick>
    </FormSheet>
  )
}
