import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { InvitationView } from '../../../../workers/access/contract/members.ts'
import { meridian } from '../../lib/api.ts'
import { formatDistance, formatInstant } from '../../lib/dates.ts'
import { messageOf } from '../../lib/forms.ts'
import { useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../ui/table.tsx'
import { toast } from '../../ui/toast.tsx'
import { invitationsQuery } from '../queries.ts'
import { RoleLinks } from '../role-names.tsx'

/** Who has been invited and has not answered yet. */
export function Invitations() {
  const invitations = useQuery(invitationsQuery).data ?? []
  const queryClient = useQueryClient()
  const [revoking, setRevoking] = useState<InvitationView>()
  const refresh = async (words: string) => {
    toast(words)
    await queryClient.invalidateQueries({ queryKey: invitationsQuery.queryKey })
  }
  if (invitations.length === 0) return null
  return (
    <section aria-labelledby="invitations" className="mt-8">
      <h2 id="invitations" className="mb-1 font-semibold">
        Invited, not here yet
      </h2>
      <Table aria-labelledby="invitations">
        <thead>
          <tr>
            <HeadCell className="w-2/5 max-sm:w-auto">E-mail</HeadCell>
            <HeadCell className="max-sm:hidden">Roles</HeadCell>
            <HeadCell className="w-36 max-md:hidden">Sent</HeadCell>
            <HeadCell className="w-36 max-md:hidden">Open until</HeadCell>
            <HeadCell className="w-44">
              <span className="unseen">Actions</span>
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {invitations.map((invitation) => (
            <InvitationRow
              key={invitation.id}
              invitation={invitation}
              onSent={() => refresh(`A new link is on its way to ${invitation.email}.`)}
              onRevoke={() => setRevoking(invitation)}
            />
          ))}
        </tbody>
      </Table>
      {revoking && (
        <Confirm
          title={`Take back the invitation to ${revoking.email}?`}
          verb="Revoke the invitation"
          send={() => meridian.access.RevokeInvitation({ id: revoking.id })}
          onDone={() => refresh('The invitation is revoked.')}
          onClose={() => setRevoking(undefined)}
        >
          The link in the mail stops working.
        </Confirm>
      )}
    </section>
  )
}

interface InvitationRowProps {
  invitation: InvitationView
  onSent: () => void
  onRevoke: () => void
}

function InvitationRow({ invitation, onSent, onRevoke }: InvitationRowProps) {
  const mayChange = useMay('access.ResendInvitation')
  const resend = useMutation({
    mutationFn: () => meridian.access.ResendInvitation({ id: invitation.id }),
    onSuccess: onSent,
    onError: (error) => toast(messageOf(error), 'failed'),
  })
  return (
    <tr className="hover:bg-hover">
      <RowHead className="max-w-0 py-2!">
        <span className="block truncate font-medium">{invitation.email}</span>
        <span className="mt-1 block sm:hidden">
          <RoleLinks codes={invitation.roles} />
        </span>
      </RowHead>
      <Cell className="max-sm:hidden">
        <RoleLinks codes={invitation.roles} />
      </Cell>
      <Cell className="text-muted max-md:hidden">
        <time dateTime={invitation.sentAt} title={formatInstant(invitation.sentAt)}>
          {formatDistance(invitation.sentAt)}
        </time>
      </Cell>
      <Cell className="text-muted max-md:hidden">
        <time dateTime={invitation.expiresAt} title={formatInstant(invitation.expiresAt)}>
          {formatDistance(invitation.expiresAt)}
        </time>
      </Cell>
      <Cell>
        {mayChange && (
          <span className="flex flex-wrap justify-end gap-1 py-1">
            <Button size="sm" isBusy={resend.isPending} onClick={() => resend.mutate()}>
              Resend<span className="unseen"> the invitation to {invitation.email}</span>
            </Button>
            <Button size="sm" variant="danger" onClick={onRevoke}>
              Revoke<span className="unseen"> the invitation to {invitation.email}</span>
            </Button>
          </span>
        )}
      </Cell>
    </tr>
  )
}
