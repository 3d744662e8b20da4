import { useState } from 'react'
import { REGION_TEXTS } from '../../../workers/access/contract/region-texts.ts'
import { slugOf } from '../company/slug.ts'
import { fieldErrors, useSubmit } from '../lib/use-submit.ts'
import { Field, TextInput } from '../ui/field.tsx'
import { FormDialog } from '../ui/form-sheet.tsx'
import { openTenant } from './api.ts'
import { useSession } from './queries.ts'
import { useEnter } from './use-enter.ts'

/** Another organisation for a person who has an account already. */
export function OpenOrganisation({ onClose }: { onClose: () => void }) {
  const enter = useEnter()
  const { session } = useSession()
  const [name, setName] = useState('')
  const [slug, setSlug] = useState<string>()
  const { form, errors, submit, isBusy } = useSubmit({
    check: (input: { name: string; slug: string }) =>
      fieldErrors({ '/name': input.name === '' && 'Give your organisation a name.' }),
    send: openTenant,
    onDone: (view) => enter(view, '/welcome'),
  })
  return (
    <FormDialog
      title="New organisation"
      onClose={onClose}
      verb="Open the organisation"
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => submit({ name: name.trim(), slug: slug ?? slugOf(name) })}
    >
      <Field label="Name" error={errors.fields.get('/name')}>
        {(control) => <TextInput {...control} data-autofocus value={name} onValue={setName} />}
      </Field>
      <Field
        label="Short name"
        error={errors.fields.get('/slug')}
        hint="In addresses and for your company’s sign-in; it stays."
      >
        {(control) => <TextInput {...control} value={slug ?? slugOf(name)} onValue={setSlug} />}
      </Field>
      <p className="text-sm text-muted">
        It lies where your account does: {REGION_TEXTS[session.region].name}. For another region, sign up
        there with another e-mail address.
      </p>
    </FormDialog>
  )
}
