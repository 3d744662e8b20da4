import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { SingleSignOnView } from '../../../../workers/access/contract/single-sign-on.ts'
import { meridian } from '../../lib/api.ts'
import { useSubmit } from '../../lib/use-submit.ts'
import { useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Copyable } from '../../ui/copyable.tsx'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Page } from '../../ui/page.tsx'
import { Section } from '../../ui/section.tsx'
import { Status } from '../../ui/status.tsx'
import { toast } from '../../ui/toast.tsx'
import { Gate } from '../gate.tsx'
import { singleSignOnQuery } from '../queries.ts'
import { ProviderForm } from './provider-form.tsx'

export const SingleSignOnPage = () => (
  <Gate title="Single sign-on" operation="access.GetSingleSignOn">
    <SingleSignOn />
  </Gate>
)

/** The organisation's own identity provider (OpenID Connect). */
function SingleSignOn() {
  const query = useQuery(singleSignOnQuery)
  return (
    <Page
      title="Single sign-on"
      width="measure"
      subtitle="People of your domains sign in at your own identity provider, by OpenID Connect."
    >
      {query.isPending && <Loading rows={6} label="Loading the settings" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <Settings key={query.data.updatedAt} view={query.data} />}
    </Page>
  )
}

function Settings({ view }: { view: SingleSignOnView }) {
  const queryClient = useQueryClient()
  const mayChange = useMay('access.ConfigureSingleSignOn')
  const [isRemoving, setRemoving] = useState(false)
  const show = (next: SingleSignOnView) => queryClient.setQueryData(singleSignOnQuery.queryKey, next)
  return (
    <>
      <Section
        title="At your provider"
        description="Register Meridian there as a web application, with this redirect address."
      >
        <Copyable text={view.redirectUri} label="redirect address" />
      </Section>
      {view.configured && <Domains view={view} mayCheck={mayChange} onChecked={show} />}
      <Section
        title="Provider"
        description={
          view.configured ? 'In force. A change is checked with the provider at once.' : 'None yet.'
        }
        actions={
          view.configured &&
          mayChange && (
            <Button size="sm" variant="danger" onClick={() => setRemoving(true)}>
              Remove…
            </Button>
          )
        }
      >
        {mayChange ? <ProviderForm view={view} onSaved={show} /> : <p>{view.issuer}</p>}
      </Section>
      {isRemoving && (
        <Confirm
          title="Remove single sign-on?"
          verb="Remove it"
          send={async () => {
            show(await meridian.access.RemoveSingleSignOn({}))
          }}
          onDone={() => toast('Single sign-on is removed.')}
          onClose={() => setRemoving(false)}
        >
          Your people sign in with a password, a passkey or a link by mail again.
        </Confirm>
      )}
    </>
  )
}

interface DomainsProps {
  view: SingleSignOnView
  mayCheck: boolean
  onChecked: (view: SingleSignOnView) => void
}

function Domains({ view, mayCheck, onChecked }: DomainsProps) {
  const check = useSubmit({
    send: () => meridian.access.CheckSingleSignOnDomains({}),
    onDone: (next) => {
      onChecked(next)
      toast(
        next.domains.every(({ verified }) => verified)
          ? 'Every domain is proven.'
          : 'DNS was asked. It can take an hour until a new record is seen.',
      )
    },
  })
  const isOpen = view.domains.some(({ verified }) => !verified)
  return (
    <Section
      title="Domains"
      description="A domain works once its record stands in your DNS."
      actions={
        isOpen &&
        mayCheck && (
          <Button size="sm" isBusy={check.isBusy} onClick={() => check.submit()}>
            Ask DNS again
          </Button>
        )
      }
    >
      {check.error ? <ProblemNotice error={check.error} /> : null}
      <ul className="divide-y divide-line">
        {view.domains.map(({ domain, verified, record }) => (
          <li key={domain} className="flex flex-col gap-1 py-2.5">
            <span className="flex flex-wrap items-center gap-2">
              <span className="font-medium">{domain}</span>
              {verified ? (
                <Status tone="positive">Proven</Status>
              ) : (
                <Status tone="warning">Waiting for its record</Status>
              )}
            </span>
            {!verified && (
              <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 text-sm">
                <dt className="text-faint">{record.type} record</dt>
                <dd>
                  <Copyable text={record.name} label="name of the record" />
                </dd>
                <dt className="text-faint">Value</dt>
                <dd>
                  <Copyable text={record.value} label="value of the record" />
                </dd>
              </dl>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
