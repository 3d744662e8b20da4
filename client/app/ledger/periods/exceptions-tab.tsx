import { useInfiniteQuery } from '@tanstack/react-query'
import { CalendarClock, CalendarX, KeyRound } from 'lucide-react'
import { useState } from 'react'
import { periodsContract } from '../../../../durable-objects/ledger/periods/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { capital, usePersonName } from '../../guardrails/names.ts'
import { meridian } from '../../lib/api.ts'
import { formatDate, formatInstant } from '../../lib/dates.ts'
import { useCommand } from '../../lib/use-command.ts'
import { useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { Section } from '../../ui/section.tsx'
import { Status } from '../../ui/status.tsx'
import { GrantSheet } from './grant-sheet.tsx'
import { LOCK_KIND_NAMES } from './names.tsx'
import { type Exception, exceptionsQuery } from './queries.ts'
import { useCloseSearch } from './use-close-search.ts'

/** Who may book into locked days for a while, and why. */
export function ExceptionsTab() {
  const query = useInfiniteQuery(exceptionsQuery(useCompanySlug()))
  const { search, change } = useCloseSearch()
  const mayGrant = useMay('periods.GrantException')
  const [revoked, setRevoked] = useState<Exception>()
  const all = query.data?.pages.flatMap(({ data }) => data) ?? []
  const grantButton = mayGrant && (
    <Button variant="primary" onClick={() => change({ open: 'grant' })}>
      <KeyRound className="size-4" aria-hidden="true" /> Let somebody in
    </Button>
  )
  return (
    <Section
      title="Exceptions"
      description="Somebody may book into locked days until a certain hour. It never opens a closed year, or what is locked for good."
      actions={all.length > 0 && grantButton}
    >
      {query.isPending && <Loading rows={4} label="Loading the exceptions" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && all.length === 0 && (
        <Empty icon={CalendarClock} title="No exceptions yet" actions={grantButton}>
          When a late invoice has to go into a locked month, let one person in instead of opening the month
          for all.
        </Empty>
      )}
      {all.length > 0 && (
        <ul aria-label="Exceptions" className="flex flex-col border-t border-line">
          {all.map((exception) => (
            <ExceptionRow
              key={exception.id}
              exception={exception}
              onRevoke={mayGrant ? () => setRevoked(exception) : undefined}
            />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <Button className="mt-3" isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
      {search.open === 'grant' && mayGrant && <GrantSheet onClose={() => change({ open: undefined })} />}
      {revoked && <RevokeSheet exception={revoked} onClose={() => setRevoked(undefined)} />}
    </Section>
  )
}

interface RowProps {
  exception: Exception
  onRevoke: (() => void) | undefined
}

function ExceptionRow({ exception, onRevoke }: RowProps) {
  const person = usePersonName()
  const { actor, kind, from, to, until, reason, grantedAt, grantedBy, status, revokedAt, revokedBy } =
    exception
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-1 border-b border-line py-2.5">
      <div className="min-w-0 flex-1 basis-60">
        <p>
          <span className="font-medium">{capital(person(actor))}</span> · {LOCK_KIND_NAMES[kind]} ·{' '}
          {formatDate(from)} to {formatDate(to)}
        </p>
        <p className="text-sm">“{reason}”</p>
        <p className="text-sm text-muted">
          Let in by {person(grantedBy)}, {formatInstant(grantedAt)}
          {revokedAt && revokedBy
            ? `; ended by ${person(revokedBy)}, ${formatInstant(revokedAt)}`
            : `; until ${formatInstant(until)}`}
        </p>
      </div>
      <ExceptionStatus status={status} />
      {status === 'active' && onRevoke && (
        <Button size="sm" onClick={onRevoke}>
          End it now<span className="unseen"> {person(actor)}</span>
        </Button>
      )}
    </li>
  )
}

function ExceptionStatus({ status }: Pick<Exception, 'status'>) {
  if (status === 'active')
    return (
      <Status tone="warning" icon={KeyRound}>
        In force
      </Status>
    )
  return (
    <Status tone="neutral" icon={CalendarX}>
      {status === 'expired' ? 'Over' : 'Ended early'}
    </Status>
  )
}

function RevokeSheet({ exception, onClose }: { exception: Exception; onClose: () => void }) {
  const person = usePersonName()
  const [reason, setReason] = useState('')
  const { form, errors, submit, isBusy } = useCommand({
    operation: periodsContract.operations.RevokeException,
    call: meridian.periods.RevokeException,
    stale: ['periods'],
    onDone: onClose,
    onParked: onClose,
  })
  return (
    <FormSheet
      title="End the exception"
      verb="End it now"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => submit({ exception: exception.id, ...(reason.trim() && { reason: reason.trim() }) })}
    >
      <p className="text-muted">
        From now on {person(exception.actor)} may not book into locked days any more. What was booked stays.
      </p>
      <Field label="Reason" isOptional error={errors.fields.get('/reason')}>
        {(control) => <TextInput {...control} data-autofocus value={reason} onValue={setReason} />}
      </Field>
    </FormSheet>
  )
}
