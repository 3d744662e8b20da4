import { useState } from 'react'
import { accessContract } from '../../../../workers/access/contract.ts'
import { meridian } from '../../lib/api.ts'
import { checkInput, type FormErrors } from '../../lib/forms.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { useSubmit } from '../../lib/use-submit.ts'
import { ChoiceCards, Tick } from '../../ui/choice-cards.tsx'
import { Field, TextArea, TextInput } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { ScopePicker } from '../scope-picker.tsx'

interface Draft {
  name: string
  uri: string
  type: 'confidential' | 'public'
  actsForPeople: boolean
  actsByItself: boolean
  /** One a line. */
  redirectUris: string
  scopes: string[]
}

const EMPTY: Draft = {
  name: '',
  uri: '',
  type: 'confidential',
  actsForPeople: true,
  actsByItself: false,
  redirectUris: '',
  scopes: [],
}

interface RegisterAppProps {
  onClose: () => void
  onDone: (app: { id: string; name: string; clientSecret: string | null }) => unknown
}

export function RegisterAppSheet({ onClose, onDone }: RegisterAppProps) {
  const commandKey = useCommandKey()
  const [draft, setDraft] = useState(EMPTY)
  const input = inputOf(draft)
  const { form, errors, submit, isBusy } = useSubmit({
    check: () => checkInput(accessContract.operations.RegisterOAuthClient.input, input),
    send: () =>
      commandKey.send(input, (idempotencyKey) =>
        meridian.access.RegisterOAuthClient(input, { idempotencyKey }),
      ),
    onDone,
  })
  return (
    <FormSheet
      title="Register an app"
      onClose={onClose}
      verb="Register"
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => submit()}
    >
      <AppFields draft={draft} errors={errors} onChange={(next) => setDraft({ ...draft, ...next })} />
    </FormSheet>
  )
}

interface FieldsProps {
  draft: Draft
  errors: FormErrors
  onChange: (next: Partial<Draft>) => void
}

function AppFields({ draft, errors, onChange }: FieldsProps) {
  const startingWith = (pointer: string) =>
    [...errors.fields].find(([where]) => where.startsWith(pointer))?.[1]
  return (
    <>
      <Field label="Name" error={errors.fields.get('/name')} hint="People read it when the app asks them.">
        {(control) => (
          <TextInput {...control} data-autofocus value={draft.name} onValue={(name) => onChange({ name })} />
        )}
      </Field>
      <Field label="Its web page" isOptional error={errors.fields.get('/uri')}>
        {(control) => (
          <TextInput
            {...control}
            type="url"
            placeholder="https://app.example.com"
            value={draft.uri}
            onValue={(uri) => onChange({ uri })}
          />
        )}
      </Field>
      <ChoiceCards
        legend="Where it runs"
        value={draft.type}
        onValue={(type) => onChange({ type, ...(type === 'public' && { actsByItself: false }) })}
        choices={[
          { value: 'confidential', label: 'On a server', detail: 'It can keep a secret.' },
          {
            value: 'public',
            label: 'In a browser or on a device',
            detail: 'It can keep none, and proves itself by PKCE.',
          },
        ]}
      />
      <fieldset className="flex flex-col gap-2" aria-label="How it acts">
        <legend className="mb-1 text-sm font-medium">How it acts</legend>
        <Tick isOn={draft.actsForPeople} onChange={(actsForPeople) => onChange({ actsForPeople })}>
          In the name of people who allow it
        </Tick>
        <Tick
          isOn={draft.actsByItself}
          isDisabled={draft.type === 'public'}
          onChange={(actsByItself) => onChange({ actsByItself })}
        >
          By itself, with the role Integration
        </Tick>
        {startingWith('/grantTypes') && (
          <p className="text-sm text-negative">Choose at least one way to act.</p>
        )}
      </fieldset>
      {draft.actsForPeople && (
        <Field
          label="Redirect addresses"
          error={startingWith('/redirectUris')}
          hint="One a line, compared character by character: https, or http on this computer."
        >
          {(control) => (
            <TextArea
              {...control}
              spellCheck={false}
              placeholder="https://app.example.com/callback"
              value={draft.redirectUris}
              onValue={(redirectUris) => onChange({ redirectUris })}
            />
          )}
        </Field>
      )}
      <ScopePicker
        legend="Scopes that it may ask for"
        value={draft.scopes}
        onValue={(scopes) => onChange({ scopes })}
        error={startingWith('/scopes')}
      />
    </>
  )
}

function inputOf(draft: Draft) {
  return {
    name: draft.name,
    ...(draft.uri.trim() && { uri: draft.uri.trim() }),
    type: draft.type,
    redirectUris: draft.actsForPeople ? draft.redirectUris.split(/\s+/).filter((uri) => uri !== '') : [],
    grantTypes: [
      ...(draft.actsForPeople ? (['authorization_code'] as const) : []),
      ...(draft.actsByItself ? (['client_credentials'] as const) : []),
    ],
    scopes: draft.scopes,
  }
}
