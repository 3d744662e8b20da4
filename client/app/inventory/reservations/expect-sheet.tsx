import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reservationsContract } from '../../../../durable-objects/inventory/reservations/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { useCommand } from '../../lib/use-command.ts'
import { Button } from '../../ui/button.tsx'
import { Loading } from '../../ui/feedback.tsx'
import { DateInput, Field, TextInput } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import { useCompanyToday } from '../documents/queries.ts'
import { PlacePicker } from '../pickers/place-picker.tsx'
import { errorAt, filled, type Line, LineFields } from './line-fields.tsx'
import { announcedQuery } from './queries.ts'

interface ExpectedLine extends Line {
  warehouse: string
  date: string
}

/** Announces a receipt, or says anew what is expected of it. */
export function ExpectSheet({ reference, onClose }: { reference?: string; onClose: () => void }) {
  const query = useQuery({
    ...announcedQuery(useCompanySlug(), reference ?? ''),
    enabled: reference !== undefined,
  })
  const today = useCompanyToday()
  if (reference !== undefined && !query.data)
    return (
      <Sheet title={reference} onClose={onClose} footer={<Button onClick={onClose}>Close</Button>}>
        <Loading rows={4} label="Loading what is expected" />
      </Sheet>
    )
  const lines = query.data?.map(({ item, quantity, warehouse, date }, index) => ({
    ...{ key: index + 1, item: item.code, quantity, unit: '', warehouse, date },
  }))
  return (
    <ExpectForm
      reference={reference}
      initial={lines && lines.length > 0 ? lines : [blankOf(today)(1)]}
      onClose={onClose}
    />
  )
}

const blankOf =
  (date: string) =>
  (key: number): ExpectedLine => ({ key, item: '', quantity: '', unit: '', warehouse: '', date })

interface FormProps {
  reference: string | undefined
  initial: readonly ExpectedLine[]
  onClose: () => void
}

function ExpectForm({ reference: known, initial, onClose }: FormProps) {
  const [reference, setReference] = useState(known ?? '')
  const [lines, setLines] = useState(initial)
  const { form, errors, submit, isBusy } = useCommand({
    operation: reservationsContract.operations.ExpectReceipt,
    call: meridian.reservations.ExpectReceipt,
    stale: ['reservations', 'stock', 'replenishment'],
    onDone: () => {
      toast(`${reference} is expected.`)
      onClose()
    },
    onParked: onClose,
  })
  const { fields, general } = errors
  return (
    <FormSheet
      title={known ? `What is expected of ${known}` : 'Announce a receipt'}
      verb={known ? 'Save' : 'Announce it'}
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={general}
      onSubmit={() =>
        submit({
          reference: reference.trim(),
          lines: lines.map(({ key: _, item, quantity, date, ...rest }) => ({
            ...{ item, quantity, date },
            ...filled(rest),
          })),
        })
      }
    >
      {!known && (
        <Field
          label="Order"
          error={fields.get('/reference')}
          hint="A receipt under this number makes less of it expected."
        >
          {(control) => (
            <TextInput
              {...control}
              data-autofocus
              placeholder="PO-7"
              value={reference}
              onValue={setReference}
            />
          )}
        </Field>
      )}
      <LineFields lines={lines} onLines={setLines} blank={blankOf(lines.at(-1)?.date ?? '')} errors={fields}>
        {(line, change, index) => (
          <div className="grid grid-cols-2 gap-3">
            <Field label={`Expected on, line ${index + 1}`} error={errorAt(fields, index, 'date')}>
              {(control) => <DateInput {...control} value={line.date} onValue={(date) => change({ date })} />}
            </Field>
            <Field label="Warehouse" isOptional error={errorAt(fields, index, 'warehouse')}>
              {(control) => (
                <PlacePicker
                  {...control}
                  only="warehouses"
                  value={line.warehouse}
                  onValue={(warehouse) => change({ warehouse })}
                />
              )}
            </Field>
          </div>
        )}
      </LineFields>
    </FormSheet>
  )
}
