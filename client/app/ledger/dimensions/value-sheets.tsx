import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { dimensionsContract } from '../../../../durable-objects/ledger/dimensions/contract.ts'
import { useCompany } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { checkInput } from '../../lib/forms.ts'
import { subjectKey } from '../../lib/keys.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { useSubmit } from '../../lib/use-submit.ts'
import { Tick } from '../../ui/choice-cards.tsx'
import { Field, TextArea, TextInput } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import type { Dimension, DimensionValue } from './queries.ts'
import { valuesFromText } from './tree.ts'

const { SetDimensionValues } = dimensionsContract.operations

interface ValueInput {
  code: string
  name: string
  parent?: string | null
  isActive?: boolean
}

function useSetValues(dimension: Dimension, values: ValueInput[], onClose: () => void) {
  const { slug } = useCompany()
  const queryClient = useQueryClient()
  const commandKey = useCommandKey()
  const input = { dimension: dimension.code, values }
  return useSubmit({
    check: () => checkInput(SetDimensionValues.input, input),
    send: () =>
      commandKey.send(input, (idempotencyKey) =>
        meridian.dimensions.SetDimensionValues(slug, input, { idempotencyKey }),
      ),
    onDone: async ({ added, changed }) => {
      await queryClient.invalidateQueries({ queryKey: subjectKey(slug, 'dimensions') })
      toast(`${added} added, ${changed} changed.`)
      onClose()
    },
  })
}

/** Several at once: people have them in a spreadsheet. */
export function AddValuesSheet({ dimension, onClose }: { dimension: Dimension; onClose: () => void }) {
  const [text, setText] = useState('')
  const values = valuesFromText(text)
  const { form, errors, submit, isBusy } = useSetValues(dimension, values, onClose)
  const [pointer, refused] = [...errors.fields][0] ?? []
  const row = /^\/values\/(\d+)/.exec(pointer ?? '')?.[1]
  const problem = refused && (row === undefined ? refused : `Line ${Number(row) + 1}: ${refused}`)
  return (
    <FormSheet
      title={`Add values to ${dimension.name}`}
      verb={values.length === 1 ? 'Add the value' : `Add ${values.length} values`}
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => submit()}
    >
      <Field
        label="Values, one a line"
        error={problem}
        hint="Code, name and, if it has one, the code above it: CC-11; Drum roaster; CC-10. Cells of a spreadsheet can be pasted."
      >
        {(control) => (
          <TextArea
            {...control}
            data-autofocus
            rows={12}
            spellCheck={false}
            className="font-mono"
            value={text}
            onValue={setText}
          />
        )}
      </Field>
    </FormSheet>
  )
}

interface ChangeProps {
  dimension: Dimension
  value: DimensionValue
  onClose: () => void
}

export function ChangeValueSheet({ dimension, value, onClose }: ChangeProps) {
  const [name, setName] = useState(value.name)
  const [parent, setParent] = useState(value.parent ?? '')
  const [isActive, setActive] = useState(value.isActive)
  const wanted = { code: value.code, name, parent: parent.trim() || null, isActive }
  const { form, errors, submit, isBusy } = useSetValues(dimension, [wanted], onClose)
  return (
    <FormSheet
      title={`${value.code} ${value.name}`}
      verb="Save"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => submit()}
    >
      <Field label="Name" error={errors.fields.get('/values/0/name')}>
        {(control) => <TextInput {...control} data-autofocus value={name} onValue={setName} />}
      </Field>
      <Field
        label="Below"
        isOptional
        error={errors.fields.get('/values/0/parent')}
        hint="Code of the value that this one belongs to."
      >
        {(control) => <TextInput {...control} className="font-mono" value={parent} onValue={setParent} />}
      </Field>
      <Tick isOn={isActive} onChange={setActive}>
        In use
        <span className="block text-sm text-muted">
          One out of use is kept on what is booked, and takes no more.
        </span>
      </Tick>
    </FormSheet>
  )
}
