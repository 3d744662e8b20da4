import { type SubmitEvent, useId, useState } from 'react'
import { REGION_TEXTS } from '../../../workers/access/contract/region-texts.ts'
import { slugOf } from '../company/slug.ts'
import { fieldErrors, useSubmit } from '../lib/use-submit.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/feedback.tsx'
import { Field, TextInput } from '../ui/field.tsx'
import { Dialog } from '../ui/sheet.tsx'
import { openTenant } from './api.ts'
import { useSession } from './queries.ts'
import { useEnter } from './use-enter.ts'

/** Another organisation for a person who has an account already. */
export function OpenOrganisation({ onClose }: { onClose: () => void }) {
  const formId = useId()
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
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    submit({ name: name.trim(), slug: slug ?? slugOf(name) })
  }
  return (
    <Dialog
      title="New organisation"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" isBusy={isBusy}>
            Open the organisation
          </Button>
        </>
      }
    >
      <form id={formId} ref={form} onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
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
        {errors.general && <Notice>{errors.general}</Notice>}
      </form>
    </Dialog>
  )
}
