import { Link } from '@tanstack/react-router'
import { type SubmitEvent, useState } from 'react'
import type { Region } from '../../../../durable-objects/kernel/regions.ts'
import { slugOf } from '../../company/slug.ts'
import type { FormErrors } from '../../lib/forms.ts'
import { fieldErrors, useSubmit } from '../../lib/use-submit.ts'
import { Button } from '../../ui/button.tsx'
import { type SignUpInput, signUp } from '../api.ts'
import { Door, textLink } from '../door.tsx'
import { checkNewPassword } from '../new-password.tsx'
import { Refusal } from '../refusal.tsx'
import { ConfirmMail } from './confirm-mail.tsx'
import { OrganisationFields } from './organisation-fields.tsx'
import { PersonFields } from './person-fields.tsx'
import { Steps } from './steps.tsx'

export interface Draft {
  name: string
  email: string
  password: string
  organisation: string
  /** Undefined while it follows the name. */
  slug: string | undefined
  region: Region | undefined
}

const EMPTY: Draft = {
  name: '',
  email: '',
  password: '',
  organisation: '',
  slug: undefined,
  region: undefined,
}

type Stage = 'person' | 'organisation' | 'sent'

/** From nothing to an account: the person, the organisation and its region, and the mail that confirms both. */
export function SignUpPage() {
  const [draft, setDraft] = useState<Draft>(EMPTY)
  const [stage, setStage] = useState<Stage>('person')
  const change = (next: Partial<Draft>) => setDraft({ ...draft, ...next })
  const { form, errors, setErrors, submit, isBusy, error } = useSubmit({
    check: checkOrganisation,
    send: (input: Draft) => signUp(inputOf(input)),
    onDone: () => setStage('sent'),
  })
  // A refusal may concern the step before.
  const concernsPerson = ['/name', '/email', '/password'].some((pointer) => errors.fields.has(pointer))
  const shown = stage === 'organisation' && concernsPerson ? 'person' : stage
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    if (shown === 'organisation') return submit(draft)
    const refused = checkPerson(draft)
    setErrors(refused ?? NONE)
    if (!refused) setStage('organisation')
  }
  if (shown === 'sent') return <ConfirmMail draft={draft} onBack={() => setStage('person')} />
  const isPerson = shown === 'person'
  return (
    <Door
      isWide
      title={isPerson ? 'Create your account' : 'Your organisation'}
      subtitle={isPerson ? 'Your first figure in two minutes.' : 'It holds your companies and your team.'}
      footer={
        <>
          You have an account?{' '}
          <Link to="/sign-in" className={textLink}>
            Sign in
          </Link>
        </>
      }
    >
      <Steps current={isPerson ? 'You' : 'Organisation'} />
      <form ref={form} key={shown} onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
        {isPerson ? (
          <PersonFields draft={draft} errors={errors} onChange={change} />
        ) : (
          <OrganisationFields draft={draft} errors={errors} onChange={change} />
        )}
        {errors.fields.size === 0 && <Refusal error={error} />}
        <div className="flex flex-row-reverse justify-between gap-2">
          <Button type="submit" variant="primary" className="h-10! px-5!" isBusy={isBusy}>
            {isPerson ? 'Continue' : 'Create the account'}
          </Button>
          {!isPerson && (
            <Button className="h-10!" onClick={() => setStage('person')}>
              Back
            </Button>
          )}
        </div>
      </form>
    </Door>
  )
}

const NONE: FormErrors = { fields: new Map(), general: undefined }

const checkPerson = ({ name, email, password }: Draft): FormErrors | undefined => {
  const refused = {
    '/name': name.trim() === '' && 'Type your name: your team sees it beside what you do.',
    '/email': !/^\S+@\S+\.\S+$/.test(email.trim()) && 'Type your e-mail address, such as ada@example.com.',
    '/password': checkNewPassword(password, '/password')?.fields.get('/password'),
  }
  return fieldErrors(refused)
}

const checkOrganisation = ({ organisation, region }: Draft): FormErrors | undefined =>
  fieldErrors({
    '/tenant/name': organisation.trim() === '' && 'Give your organisation a name.',
    '/region': !region && 'Choose where your data lies. It cannot be changed by a click later.',
  })

/** An organisation without a letter of the alphabet still needs an address. */
export const slugOfDraft = ({ organisation, slug }: Draft): string => slug ?? slugOf(organisation)

const inputOf = (draft: Draft): SignUpInput => ({
  name: draft.name.trim(),
  email: draft.email.trim(),
  password: draft.password,
  region: draft.region ?? 'eu',
  tenant: { name: draft.organisation.trim(), slug: slugOfDraft(draft) },
})
