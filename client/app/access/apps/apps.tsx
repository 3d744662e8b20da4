import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Blocks, Plus } from 'lucide-react'
import { useState } from 'react'
import type { OAuthClientView } from '../../../../workers/access/contract/apps.ts'
import { meridian } from '../../lib/api.ts'
import { useMay, useSession } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Copyable } from '../../ui/copyable.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Page } from '../../ui/page.tsx'
import { Section } from '../../ui/section.tsx'
import { toast } from '../../ui/toast.tsx'
import { Gate } from '../gate.tsx'
import { appsQuery } from '../queries.ts'
import { AppCard } from './app-card.tsx'
import { RegisterAppSheet } from './register-app.tsx'
import { SecretSheet } from './secret-sheet.tsx'

export const AppsPage = () => (
  <Gate title="Apps" operation="access.ListOAuthClients">
    <Apps />
  </Gate>
)

type Asked = { name: 'remove' | 'rotate'; app: OAuthClientView }

/** Programs of others that ask members for access (OAuth 2.1), or act by themselves. */
function Apps() {
  const { open } = useSearch({ from: '/signed-in/settings/settings/apps' })
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const apps = useQuery(appsQuery)
  const mayRegister = useMay('access.RegisterOAuthClient')
  const [asked, setAsked] = useState<Asked>()
  const [secret, setSecret] = useState<{ name: string; id: string; clientSecret: string | null }>()
  const show = (value: string | undefined) =>
    void navigate({ to: '/settings/apps', search: { open: value }, replace: true })
  const refresh = () => queryClient.invalidateQueries({ queryKey: appsQuery.queryKey })
  const registerButton = mayRegister && (
    <Button variant="primary" onClick={() => show('new')}>
      <Plus className="size-4" aria-hidden="true" /> Register an app
    </Button>
  )
  return (
    <Page
      title="Apps"
      width="measure"
      subtitle="They ask your people for access, and never get more than the person has."
      actions={apps.data && apps.data.length > 0 && registerButton}
    >
      {apps.isPending && <Loading rows={4} label="Loading the apps" />}
      {apps.isError && <ProblemNotice error={apps.error} onRetry={() => void apps.refetch()} />}
      {apps.data?.length === 0 && (
        <Empty icon={Blocks} title="No apps yet" actions={registerButton}>
          Register an app to let it sign your people in and call the API in their name, by OAuth 2.1.
        </Empty>
      )}
      {apps.data?.map((app) => (
        <AppCard
          key={app.id}
          app={app}
          onRotate={() => setAsked({ name: 'rotate', app })}
          onRemove={() => setAsked({ name: 'remove', app })}
        />
      ))}
      <ForIntegrators />
      {open === 'new' && mayRegister && (
        <RegisterAppSheet
          onClose={() => show(undefined)}
          onDone={async (app) => {
            show(undefined)
            setSecret(app)
            await refresh()
          }}
        />
      )}
      {asked?.name === 'remove' && (
        <Confirm
          title={`Remove ${asked.app.name}?`}
          verb="Remove the app"
          send={() => meridian.access.RemoveOAuthClient({ id: asked.app.id })}
          onDone={async () => {
            toast(`${asked.app.name} is removed.`)
            await refresh()
          }}
          onClose={() => setAsked(undefined)}
        >
          {asked.app.people === 0
            ? 'Nobody has authorised it.'
            : `${asked.app.people} ${asked.app.people === 1 ? 'person has' : 'people have'} authorised it.`}{' '}
          Its access ends within five seconds, and it cannot be brought back.
        </Confirm>
      )}
      {asked?.name === 'rotate' && (
        <Confirm
          title={`A new secret for ${asked.app.name}?`}
          verb="Make a new secret"
          send={async () => {
            const made = await meridian.access.RotateOAuthClientSecret({ id: asked.app.id })
            setSecret({ ...made, name: asked.app.name })
          }}
          onDone={refresh}
          onClose={() => setAsked(undefined)}
        >
          The secret it uses now stops working at once: have the app’s operator at hand.
        </Confirm>
      )}
      {secret && <SecretSheet app={secret} onClose={() => setSecret(undefined)} />}
    </Page>
  )
}

/** What a developer of such an app has to know. */
function ForIntegrators() {
  const { session } = useSession()
  return (
    <Section
      title="For the app’s developer"
      description="Any OAuth 2.1 or OpenID Connect library finds the rest by discovery."
    >
      <dl className="flex flex-col gap-2">
        <div>
          <dt className="text-sm text-faint">Issuer</dt>
          <dd>
            <Copyable label="issuer" text={`${location.origin}/v1/auth/${session.region}`} />
          </dd>
        </div>
        <div>
          <dt className="text-sm text-faint">Resource (the audience of its tokens)</dt>
          <dd>
            <Copyable label="resource" text={`${location.origin}/v1`} />
          </dd>
        </div>
      </dl>
    </Section>
  )
}
