import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { accessContract } from '../../../../workers/access/contract.ts'
import { meridian } from '../../lib/api.ts'
import { checkInput, type FormErrors } from '../../lib/forms.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { useSubmit } from '../../lib/use-submit.ts'
import { Button } from '../../ui/button.tsx'
import { ChoiceCards } from '../../ui/choice-cards.tsx'
import { Notice } from '../../ui/feedback.tsx'
import { DateInput, Field, TextArea, TextInput } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { Secret } from '../../ui/secret.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { keysQuery } from '../queries.ts'
import { RolePicker } from '../role-picker.tsx'
import { ScopePicker } from '../scope-picker.tsx'

interface Draft {
  name: string
  power: 'scopes' | 'roles'
  scopes: string[]
  roles: string[]
  /** A calendar date; the key works to the end of it. */
  expires: string
  /** One address a line. */
  addresses: string
}

const EMPTY: Draft = { name: '', power: 'scopes', scopes: [], roles: [], expires: '', addresses: '' }

/** Makes a key and shows its text, once. */
export function CreateKeySheet({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient()
  const commandKey = useCommandKey()
  const [draft, setDraft] = useState(EMPTY)
  const [made, setMade] = useState<{ name: string; text: string | null }>()
  const input = inputOf(draft)
  const { form, errors, submit, isBusy } = useSubmit({
    check: () => checkInput(accessContract.operations.CreateApiKey.input, input),
    send: () =>
      commandKey.send(input, (idempotencyKey) => meridian.access.CreateApiKey(input, { idempotencyKey })),
    onDone: async (key) => {
      setMade(key)
      await queryClient.invalidateQueries({ queryKey: keysQuery.queryKey })
    },
  })
  if (made) return <KeyText made={made} onClose={onClose} />
  return (
    <FormSheet
      title="Make an API key"
      onClose={onClose}
      verb="Make the key"
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => submit()}
    >
      <KeyFields draft={draft} errors={errors} onChange={(next) => setDraft({ ...draft, ...next })} />
    </FormSheet>
  )
}

interface FieldsProps {
  draft: Draft
  errors: FormErrors
  onChange: (next: Partial<Draft>) => void
}

function KeyFields({ draft, errors, onChange }: FieldsProps) {
  const addressError = [...errors.fields].find(([pointer]) => pointer.startsWith('/allowedAddresses'))?.[1]
  return (
    <>
      <Field label="Name" error={errors.fields.get('/name')} hint="What uses it, such as “Web shop”.">
        {(control) => (
          <TextInput {...control} data-autofocus value={draft.name} onValue={(name) => onChange({ name })} />
        )}
      </Field>
      <ChoiceCards
        legend="What it may do"
        value={draft.power}
        onValue={(power) => onChange({ power })}
        choices={[
          { value: 'scopes', label: 'Scopes', detail: 'Exactly these, whatever roles become.' },
          { value: 'roles', label: 'A role', detail: 'What the role may, with its record rules.' },
        ]}
      />
      {draft.power === 'scopes' ? (
        <ScopePicker
          value={draft.scopes}
          onValue={(scopes) => onChange({ scopes })}
          error={errors.fields.get('/scopes')}
        />
      ) : (
        <RolePicker
          value={draft.roles}
          onValue={(roles) => onChange({ roles })}
          error={errors.fields.get('/roles')}
        />
      )}
      <Field
        label="Works until"
        isOptional
        error={errors.fields.get('/expiresAt')}
        hint="To the end of that day. Without a date it does not expire."
      >
        {(control) => (
          <DateInput {...control} value={draft.expires} onValue={(expires) => onChange({ expires })} />
        )}
      </Field>
      <Field
        label="Works only from"
        isOptional
        error={addressError}
        hint="Addresses or ranges, one a line, such as 203.0.113.0/24. Without any: from everywhere."
      >
        {(control) => (
          <TextArea
            {...control}
            spellCheck={false}
            value={draft.addresses}
            onValue={(addresses) => onChange({ addresses })}
          />
        )}
      </Field>
    </>
  )
}

const KeyText = ({ made, onClose }: { made: { name: string; text: string | null }; onClose: () => void }) => (
  <Sheet
    title={`The key ${made.name}`}
    onClose={onClose}
    footer={
      <Button variant="primary" onClick={onClose}>
        I have kept it
      </Button>
    }
  >
    {made.text === null ? (
      <Notice>
        The key was made by an attempt whose answer got lost, and its text is shown only once. Revoke it and
        make another.
      </Notice>
    ) : (
      <Secret label="Text of the key" text={made.text}>
        <p>
          Put it where the program keeps its secrets. It is shown only now, and whoever has it can do what it
          may.
        </p>
      </Secret>
    )}
  </Sheet>
)

function inputOf({ name, power, scopes, roles, expires, addresses }: Draft) {
  const allowed = addresses
    .split(/[\s,]+/)
    .map((address) => address.trim())
    .filter((address) => address !== '')
  return {
    name,
    ...(power === 'scopes' ? { scopes } : { roles }),
    ...(expires && { expiresAt: new Date(`${expires}T23:59:59`).toISOString() }),
    ...(allowed.length > 0 && { allowedAddresses: allowed }),
  }
}
