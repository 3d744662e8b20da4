import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Check } from 'lucide-react'
import { type SubmitEvent, useState } from 'react'
import { REGION_TEXTS } from '../../../../workers/access/contract/region-texts.ts'
import { fieldErrors, useSubmit } from '../../lib/use-submit.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Notice } from '../../ui/feedback.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { Page } from '../../ui/page.tsx'
import { Section } from '../../ui/section.tsx'
import { Status, Tag } from '../../ui/status.tsx'
import { toast } from '../../ui/toast.tsx'
import { changeName } from '../api.ts'
import { sessionQuery, useSession } from '../queries.ts'
import { useSwitchTenant } from '../use-switch-tenant.ts'

/** The person: name, address, and the organisations they belong to. */
export function ProfilePage() {
  const { user, session } = useSession()
  return (
    <Page title="Profile" width="measure" subtitle="Who you are, in every organisation you belong to.">
      <NameSection />
      <Section
        title="E-mail"
        description="You sign in with it. It also receives what concerns your security."
      >
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="min-w-0 wrap-anywhere">{user.email}</span>
          {user.emailVerified ? (
            <Status tone="positive">Confirmed</Status>
          ) : (
            <Status tone="warning">Not confirmed</Status>
          )}
        </p>
        <p className="mt-1 text-sm text-muted">
          Your account lies in the region {REGION_TEXTS[session.region].name}.
        </p>
      </Section>
      <Organisations />
    </Page>
  )
}

function NameSection() {
  const queryClient = useQueryClient()
  const { user } = useSession()
  const [name, setName] = useState(user.name)
  const { form, errors, submit, isBusy } = useSubmit({
    check: (text: string) => fieldErrors({ '/name': text === '' && 'Type your name.' }),
    send: changeName,
    onDone: (session) => {
      queryClient.setQueryData(sessionQuery.queryKey, session)
      toast('Your name is changed.')
    },
  })
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    submit(name.trim())
  }
  return (
    <Section title="Name" description="Your team sees it beside what you do.">
      <form ref={form} onSubmit={onSubmit} noValidate className="flex max-w-md flex-col gap-3">
        <Field label="Your name" error={errors.fields.get('/name')}>
          {(control) => <TextInput {...control} autoComplete="name" value={name} onValue={setName} />}
        </Field>
        {errors.general && <Notice>{errors.general}</Notice>}
        <Button type="submit" className="self-start" isBusy={isBusy} disabled={name.trim() === user.name}>
          Save
        </Button>
      </form>
    </Section>
  )
}

function Organisations() {
  const { tenant, tenants } = useSession()
  const switchTo = useSwitchTenant()
  return (
    <Section
      title="Organisations"
      description="Where you are a member. Each has its own team, companies and rules."
      actions={
        <Link to="/organisations" className={buttonClass('secondary', 'sm')}>
          Show all
        </Link>
      }
    >
      {tenants.length === 0 ? (
        <p className="text-muted">None. Ask for an invitation.</p>
      ) : (
        <ul className="divide-y divide-line">
          {tenants.map(({ id, name, roles }) => (
            <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
              <span className="min-w-0 flex-1 font-medium">{name}</span>
              <span className="flex flex-wrap gap-1">
                {roles.map((role) => (
                  <Tag key={role}>{role}</Tag>
                ))}
              </span>
              {id === tenant?.id ? (
                <Status tone="accent" icon={Check}>
                  Open here
                </Status>
              ) : (
                <Button size="sm" onClick={() => switchTo(id)}>
                  Switch<span className="unseen"> to {name}</span>
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
