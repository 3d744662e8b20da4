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
import { Field, TextInput } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import type { Dimension } from './queries.ts'

const { DefineDimension, ChangeDimension } = dimensionsContract.operations

interface DefineProps {
  onClose: () => void
  onDefined: (code: string) => void
}

export function DefineDimensionSheet({ onClose, onDefined }: DefineProps) {
  const { slug } = useCompany()
  const queryClient = useQueryClient()
  const commandKey = useCommandKey()
  const [name, setName] = useState('')
  const [code, setCode] = useState<string>()
  const input = { code: code ?? codeOf(name), name }
  const { form, errors, submit, isBusy } = useSubmit({
    check: () => checkInput(DefineDimension.input, input),
    send: () =>
      commandKey.send(input, (idempotencyKey) =>
        meridian.dimensions.DefineDimension(slug, input, { idempotencyKey }),
      ),
    onDone: async (dimension) => {
      await queryClient.invalidateQueries({ queryKey: subjectKey(slug, 'dimensions') })
      toast(`${dimension.name} is defined.`)
      onDefined(dimension.code)
    },
  })
  return (
    <FormSheet
      title="Define a dimension"
      verb="Define"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => submit()}
    >
      <Field label="Name" error={errors.fields.get('/name')} hint="Such as “Cost centre” or “Project”.">
        {(control) => <TextInput {...control} data-autofocus value={name} onValue={setName} />}
      </Field>
      <Field
        label="Code"
        error={errors.fields.get('/code')}
        hint="How lines, files and the API name it. It stays as it is."
      >
        {(control) => (
          <TextInput {...control} className="font-mono" value={code ?? codeOf(name)} onValue={setCode} />
        )}
      </Field>
    </FormSheet>
  )
}

/** `Cost centre` becomes `cost-centre`. */
const codeOf = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[-0-9]+|-+$/g, '')

export function ChangeDimensionSheet({ dimension, onClose }: { dimension: Dimension; onClose: () => void }) {
  const { slug } = useCompany()
  const queryClient = useQueryClient()
  const [name, setName] = useState(dimension.name)
  const [isActive, setActive] = useState(dimension.isActive)
  const input = { dimension: dimension.code, name, isActive }
  const { form, errors, submit, isBusy } = useSubmit({
    check: () => checkInput(ChangeDimension.input, input),
    send: () => meridian.dimensions.ChangeDimension(slug, input),
    onDone: async () => {
      await queryClient.invalidateQueries({ queryKey: subjectKey(slug, 'dimensions') })
      onClose()
    },
  })
  return (
    <FormSheet
      title={dimension.name}
      verb="Save"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => submit()}
    >
      <Field label="Name" error={errors.fields.get('/name')}>
        {(control) => <TextInput {...control} data-autofocus value={name} onValue={setName} />}
      </Field>
      <Tick isOn={isActive} onChange={setActive}>
        In use
        <span className="block text-sm text-muted">
          A dimension out of use takes no new values on lines. What is booked keeps them.
        </span>
      </Tick>
    </FormSheet>
  )
}
