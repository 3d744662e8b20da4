import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { placesContract } from '../../../../durable-objects/inventory/places/contract.ts'
import { LIMITS } from '../../../../durable-objects/kernel/limits.ts'
import type { CallReply } from '../../../sdk/types.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { errorsOf } from '../../lib/forms.ts'
import { useCommand } from '../../lib/use-command.ts'
import { useDebounced } from '../../lib/use-debounced.ts'
import { Tick } from '../../ui/choice-cards.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import { PlacePicker } from '../pickers/place-picker.tsx'
import type { Place } from '../pickers/queries.ts'
import { useMeantWarehouse } from './bin-sheet.tsx'
import { type StandingDraft, StandingFields } from './place-fields.tsx'
import { binsPreviewQuery } from './queries.ts'

/** Many bins by a pattern of their codes, seen before they are added. */
export function AddBinsSheet({ parent, onClose }: { parent?: Place | undefined; onClose: () => void }) {
  const company = useCompanySlug()
  const meant = useMeantWarehouse()
  const [chosen, setChosen] = useState<string>()
  const warehouse = parent?.warehouse ?? chosen ?? meant
  const [pattern, setPattern] = useState('')
  const [skipExisting, setSkipExisting] = useState(false)
  const [standing, setStanding] = useState<StandingDraft>({
    parent: parent?.code ?? '',
    kind: 'bin',
    isPickable: true,
    sort: '',
  })
  const asked = useDebounced(pattern.trim(), 200)
  const preview = useQuery({ ...binsPreviewQuery(company, asked), enabled: asked !== '' })
  const { form, errors, submit, isBusy } = useCommand({
    operation: placesContract.operations.AddBins,
    call: meridian.places.AddBins,
    stale: ['places'],
    onDone: ({ added, skipped, first, last }) => {
      const left = skipped > 0 ? ` ${skipped} were there.` : ''
      toast(added === 0 ? `None is added.${left}` : `${added} bins are added, ${first} to ${last}.${left}`)
      onClose()
    },
    onParked: onClose,
  })
  const send = () =>
    submit({
      warehouse,
      pattern: pattern.trim(),
      ...(standing.parent && { parent: standing.parent }),
      kind: standing.kind,
      isPickable: standing.kind === 'bin' && standing.isPickable,
      ...(standing.sort && { sort: Number(standing.sort) }),
      ...(skipExisting && { skipExisting }),
    })
  const refused = preview.error ? errorsOf(preview.error) : undefined
  const shown = asked === '' || refused ? undefined : preview.data
  return (
    <FormSheet
      title={parent ? `Add bins in ${parent.code}` : 'Add many bins'}
      verb={shown ? `Add ${shown.count - (skipExisting ? shown.taken : 0)} bins` : 'Add the bins'}
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={send}
    >
      {!parent && (
        <Field label="Warehouse" error={errors.fields.get('/warehouse')}>
          {(control) => (
            <PlacePicker
              {...control}
              only="warehouses"
              value={warehouse}
              onValue={(next) => {
                setChosen(next)
                setStanding((before) => ({ ...before, parent: '' }))
              }}
            />
          )}
        </Field>
      )}
      <Field
        label="Codes"
        error={errors.fields.get('/pattern') ?? refused?.fields.get('/pattern') ?? refused?.general}
        hint={`Ranges of numbers or capital letters in braces. At most ${LIMITS.binsARequestMax} at once.`}
      >
        {(control) => (
          <TextInput
            {...control}
            data-autofocus
            className="font-mono"
            placeholder={`${warehouse || 'MAIN'}/{A..C}-{01..12}-{01..04}`}
            value={pattern}
            onValue={setPattern}
          />
        )}
      </Field>
      {shown && <Preview preview={shown} />}
      {shown && shown.taken > 0 && (
        <Tick isOn={skipExisting} onChange={setSkipExisting}>
          Leave out those that exist
        </Tick>
      )}
      <StandingFields
        draft={{ ...standing, parent: standing.parent || warehouse }}
        warehouse={warehouse}
        errors={errors.fields}
        onChange={(next) => setStanding((before) => ({ ...before, ...next }))}
      />
    </FormSheet>
  )
}

type BinsPreview = CallReply<(typeof placesContract)['operations']['PreviewBins']>

const Preview = ({ preview: { count, codes, last, taken, takenCodes } }: { preview: BinsPreview }) => (
  <section
    aria-label="What it comes to"
    aria-live="polite"
    className="rounded-md border border-line bg-sunken px-3 py-2 text-sm"
  >
    <p className="font-medium">{count === 1 ? '1 bin' : `${count} bins`}</p>
    <p className="mt-1 text-muted wrap-anywhere tabular-nums">
      {codes.slice(0, 8).join(', ')}
      {count > 8 && ` … ${last}`}
    </p>
    {taken > 0 && (
      <p className="mt-1 text-negative wrap-anywhere">
        {taken === 1 ? '1 exists' : `${taken} exist`}: {takenCodes.slice(0, 5).join(', ')}
        {taken > 5 && ' …'}
      </p>
    )}
  </section>
)
