import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { PencilLine, ShieldOff } from 'lucide-react'
import { useState } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { formatDate, formatInstant } from '../../lib/dates.ts'
import { subjectKey } from '../../lib/keys.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { useSubmit } from '../../lib/use-submit.ts'
import { useMay } from '../../session/queries.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { FormDialog } from '../../ui/form-sheet.tsx'
import { Page } from '../../ui/page.tsx'
import { Card } from '../../ui/table.tsx'
import { toast } from '../../ui/toast.tsx'
import { Effect, PolicyStatus } from '../effect.tsx'
import { capital, usePersonName, useWords } from '../names.ts'
import { type PolicyDetail, policyQuery } from '../queries.ts'
import { changesBetween } from './changes.ts'
import { sentenceOf } from './sentence.ts'

/** One policy: what it says, since when, and what each of its versions changed. */
export function PolicyPage() {
  const company = useCompanySlug()
  const { policy: code } = useParams({ from: '/signed-in/companies/$company/policies/$policy' })
  const query = useQuery(policyQuery(company, code))
  const [isRetiring, setRetiring] = useState(false)
  const policy = query.data
  return (
    <Page
      title={policy?.name ?? 'Policy'}
      width="measure"
      heading={
        policy && (
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {policy.name} <PolicyStatus status={policy.status} />
          </span>
        )
      }
      actions={policy && <Actions policy={policy} onRetire={() => setRetiring(true)} />}
    >
      {query.isPending && <Loading label="Loading the policy" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {policy && <PolicyDetails policy={policy} />}
      {policy && isRetiring && <RetireDialog policy={policy} onClose={() => setRetiring(false)} />}
    </Page>
  )
}

function Actions({ policy, onRetire }: { policy: PolicyDetail; onRetire: () => void }) {
  const company = useCompanySlug()
  const mayAdopt = useMay('guardrails.AdoptPolicy')
  const mayRetire = useMay('guardrails.RetirePolicy')
  return (
    <>
      {mayAdopt && (
        <Link
          to="/companies/$company/policies/$policy/edit"
          params={{ company, policy: policy.code }}
          className={buttonClass()}
        >
          <PencilLine className="size-4" aria-hidden="true" /> Change…
        </Link>
      )}
      {mayRetire && policy.status === 'active' && (
        <Button onClick={onRetire}>
          <ShieldOff className="size-4" aria-hidden="true" /> Retire…
        </Button>
      )}
    </>
  )
}

function PolicyDetails({ policy }: { policy: PolicyDetail }) {
  const company = useCompanySlug()
  const words = useWords()
  const person = usePersonName()
  return (
    <div className="flex flex-col gap-6">
      <Card className="flex flex-col gap-3 p-4">
        <div>
          <Effect effect={policy.effect} />
        </div>
        <p className="text-lg leading-relaxed wrap-anywhere">{sentenceOf(policy, words)}</p>
        <p className="text-muted">Whoever is stopped reads: “{policy.reason}”</p>
      </Card>
      <Facts
        facts={[
          ['Code', policy.code],
          ['Version', policy.version],
          [
            'In force since',
            <Link
              key="event"
              to="/companies/$company/events"
              params={{ company }}
              search={{ sequence: policy.sequence }}
              className="text-accent underline underline-offset-2"
            >
              {formatInstant(policy.adoptedAt)}
            </Link>,
          ],
          ['By', capital(person(policy.adoptedBy))],
          ['Retired', policy.retiredAt && formatInstant(policy.retiredAt)],
          ['Counts since', policy.countsSince && formatDate(policy.countsSince.slice(0, 10))],
        ]}
      />
      <Versions policy={policy} />
    </div>
  )
}

function Versions({ policy: { versions } }: { policy: PolicyDetail }) {
  const company = useCompanySlug()
  const words = useWords()
  const person = usePersonName()
  const newestFirst = versions.toSorted((a, b) => b.version - a.version)
  return (
    <section aria-labelledby="versions">
      <h2 id="versions" className="mb-2 font-semibold">
        Versions
      </h2>
      <ol className="flex flex-col gap-3">
        {newestFirst.map((version, index) => {
          const before = newestFirst[index + 1]
          const changes = before ? changesBetween(before, version, words) : []
          return (
            <li key={version.version}>
              <Card className="flex flex-col gap-2 p-4">
                <h3 className="flex flex-wrap items-center gap-x-3 gap-y-1">
                  <span className="font-medium">Version {version.version}</span>
                  <PolicyStatus status={version.status} />
                  <span className="text-sm text-muted">
                    <Link
                      to="/companies/$company/events"
                      params={{ company }}
                      search={{ sequence: version.sequence }}
                      className="underline underline-offset-2"
                    >
                      {formatInstant(version.adoptedAt)}
                    </Link>{' '}
                    by {person(version.adoptedBy)}
                  </span>
                </h3>
                {!before && <p className="text-muted">{sentenceOf(version, words)}</p>}
                {before && changes.length === 0 && <p className="text-muted">Says the same as before.</p>}
                {changes.length > 0 && (
                  <dl className="grid gap-x-4 gap-y-2 sm:grid-cols-[8rem_minmax(0,1fr)]">
                    {changes.map(({ what, before: was, after }) => (
                      <div key={what} className="contents">
                        <dt className="text-sm text-faint">{what}</dt>
                        <dd className="wrap-anywhere">
                          <del className="text-muted decoration-line-strong">{was}</del>{' '}
                          <ins className="font-medium no-underline">{after}</ins>
                        </dd>
                      </div>
                    ))}
                  </dl>
                )}
              </Card>
            </li>
          )
        })}
      </ol>
    </section>
  )
}

function RetireDialog({ policy, onClose }: { policy: PolicyDetail; onClose: () => void }) {
  const company = useCompanySlug()
  const queryClient = useQueryClient()
  const [reason, setReason] = useState('')
  const commandKey = useCommandKey()
  const { form, errors, submit, isBusy } = useSubmit({
    send: () => {
      const input = { policy: policy.code, ...(reason.trim() && { reason: reason.trim() }) }
      return commandKey.send(input, (idempotencyKey) =>
        meridian.guardrails.RetirePolicy(company, input, { idempotencyKey }),
      )
    },
    onDone: async () => {
      await queryClient.invalidateQueries({ queryKey: subjectKey(company, 'policies') })
      onClose()
      toast(`“${policy.name}” is retired.`)
    },
  })
  return (
    <FormDialog
      title={`Retire “${policy.name}”`}
      onClose={onClose}
      verb="Retire"
      isDangerous
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => submit()}
    >
      <p className="text-muted">
        From now on it stops nothing. What waits because of it keeps waiting. It stays in the log, and a new
        version can put it into force again.
      </p>
      <Field label="Reason" isOptional error={errors.fields.get('/reason')}>
        {(control) => (
          <TextInput
            {...control}
            data-autofocus
            value={reason}
            onValue={setReason}
            placeholder="Why it is no longer needed"
          />
        )}
      </Field>
    </FormDialog>
  )
}
