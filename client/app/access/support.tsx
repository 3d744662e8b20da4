import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { LifeBuoy, Plus } from 'lucide-react'
import { useState } from 'react'
import { SUPPORT_HOURS_MAX, type SupportGrantView } from '../../../workers/access/contract/places.ts'
import { accessContract } from '../../../workers/access/contract.ts'
import { meridian } from '../lib/api.ts'
import { formatDistance, formatInstant } from '../lib/dates.ts'
import { checkInput } from '../lib/forms.ts'
import { useCommandKey } from '../lib/use-command-key.ts'
import { useSubmit } from '../lib/use-submit.ts'
import { useMay } from '../session/queries.ts'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Empty, Loading, ProblemNotice } from '../ui/feedback.tsx'
import { Field, Select, TextArea } from '../ui/field.tsx'
import { FormSheet } from '../ui/form-sheet.tsx'
import { Page } from '../ui/page.tsx'
import { Status, type Tone } from '../ui/status.tsx'
import { Card } from '../ui/table.tsx'
import { toast } from '../ui/toast.tsx'
import { Gate } from './gate.tsx'
import { rolesQuery, supportQuery } from './queries.ts'
import { RoleLinks } from './role-names.tsx'

export const SupportPage = () => (
  <Gate title="Support access" operation="access.ListSupportGrants">
    <Support />
  </Gate>
)

/** When the platform's support may come in: only by a grant of the organisation, only for its time. */
function Support() {
  const { open } = useSearch({ from: '/signed-in/settings/settings/support' })
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const grants = useQuery(supportQuery)
  const mayGrant = useMay('access.GrantSupport')
  const [revoking, setRevoking] = useState<SupportGrantView>()
  const show = (value: string | undefined) =>
    void navigate({ to: '/settings/support', search: { open: value }, replace: true })
  const refresh = async (words: string) => {
    toast(words)
    await queryClient.invalidateQueries({ queryKey: supportQuery.queryKey })
  }
  const grantButton = mayGrant && (
    <Button variant="primary" onClick={() => show('new')}>
      <Plus className="size-4" aria-hidden="true" /> Let support in
    </Button>
  )
  return (
    <Page
      title="Support access"
      width="measure"
      subtitle="Nobody of the platform gets in without it."
      actions={grants.data && grants.data.length > 0 && grantButton}
    >
      {grants.isPending && <Loading rows={4} label="Loading the grants" />}
      {grants.isError && <ProblemNotice error={grants.error} onRetry={() => void grants.refetch()} />}
      {grants.data?.length === 0 && (
        <Empty icon={LifeBuoy} title="Support has never been in" actions={grantButton}>
          When you need help with your data, let support in for some hours, with a role of your choice.
          Everything they do is marked in your log.
        </Empty>
      )}
      {grants.data && grants.data.length > 0 && (
        <Card>
          <ul aria-label="Grants" className="divide-y divide-line">
            {grants.data.map((grant) => (
              <GrantRow
                key={grant.id}
                grant={grant}
                mayRevoke={mayGrant}
                onRevoke={() => setRevoking(grant)}
              />
            ))}
          </ul>
        </Card>
      )}
      {open === 'new' && mayGrant && (
        <GrantSheet onClose={() => show(undefined)} onDone={() => refresh('Support may come in.')} />
      )}
      {revoking && (
        <Confirm
          title="Take the access back?"
          verb="Revoke the access"
          send={() => meridian.access.RevokeSupportGrant({ id: revoking.id })}
          onDone={() => refresh('Support is out.')}
          onClose={() => setRevoking(undefined)}
        >
          Support is out within five seconds.
        </Confirm>
      )}
    </Page>
  )
}

const STATES: Record<SupportGrantView['state'], { tone: Tone; word: string }> = {
  active: { tone: 'warning', word: 'Open' },
  expired: { tone: 'neutral', word: 'Over' },
  revoked: { tone: 'neutral', word: 'Revoked' },
}

interface GrantRowProps {
  grant: SupportGrantView
  mayRevoke: boolean
  onRevoke: () => void
}

const GrantRow = ({ grant, mayRevoke, onRevoke }: GrantRowProps) => (
  <li className="flex flex-wrap items-start gap-x-3 gap-y-2 p-4">
    <div className="min-w-0 flex-1 basis-60">
      <p className="font-medium wrap-anywhere">{grant.reason}</p>
      <p className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-muted">
        <Status tone={STATES[grant.state].tone}>{STATES[grant.state].word}</Status>
        as <RoleLinks codes={[grant.role]} />
        <span>
          {grant.state === 'active'
            ? `until ${formatInstant(grant.expiresAt)}`
            : `${formatInstant(grant.createdAt)} to ${formatInstant(grant.revokedAt ?? grant.expiresAt)}`}
        </span>
      </p>
      <p className="mt-0.5 text-sm text-faint">
        {grant.lastEnteredAt ? `Came in ${formatDistance(grant.lastEnteredAt)}.` : 'Nobody came in.'}
      </p>
    </div>
    {grant.state === 'active' && mayRevoke && (
      <Button size="sm" variant="danger" onClick={onRevoke}>
        Revoke<span className="unseen">: {grant.reason}</span>
      </Button>
    )}
  </li>
)

const HOURS = [1, 4, 8, 24, SUPPORT_HOURS_MAX]

function GrantSheet({ onClose, onDone }: { onClose: () => void; onDone: () => unknown }) {
  const commandKey = useCommandKey()
  const roles = useQuery(rolesQuery).data ?? []
  const [reason, setReason] = useState('')
  const [role, setRole] = useState('auditor')
  const [hours, setHours] = useState(4)
  const input = { reason: reason.trim(), role, hours }
  const { form, errors, submit, isBusy } = useSubmit({
    check: () => checkInput(accessContract.operations.GrantSupport.input, input),
    send: () =>
      commandKey.send(input, (idempotencyKey) => meridian.access.GrantSupport(input, { idempotencyKey })),
    onDone: async () => {
      await onDone()
      onClose()
    },
  })
  return (
    <FormSheet
      title="Let support in"
      onClose={onClose}
      verb="Let support in"
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => submit()}
    >
      <Field
        label="What for"
        error={errors.fields.get('/reason')}
        hint="Support reads it, and it stays in your security log."
      >
        {(control) => <TextArea {...control} data-autofocus value={reason} onValue={setReason} />}
      </Field>
      <Field
        label="With the role"
        error={errors.fields.get('/role')}
        hint={roles.find(({ code }) => code === role)?.description}
      >
        {(control) => (
          <Select {...control} value={role} onValue={setRole}>
            {roles.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="For" error={errors.fields.get('/hours')}>
        {(control) => (
          <Select {...control} value={String(hours)} onValue={(text) => setHours(Number(text))}>
            {HOURS.map((each) => (
              <option key={each} value={each}>
                {each} {each === 1 ? 'hour' : 'hours'}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </FormSheet>
  )
}
