import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { SearchX, UserPlus } from 'lucide-react'
import type { MemberView } from '../../../../workers/access/contract/members.ts'
import { useMay } from '../../session/queries.ts'
import { isMatch } from '../../shell/palette/items.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Field, Select, TextInput } from '../../ui/field.tsx'
import { Page } from '../../ui/page.tsx'
import { Gate } from '../gate.tsx'
import { membersQuery, rolesQuery } from '../queries.ts'
import { Invitations } from './invitations.tsx'
import { InviteSheet } from './invite-sheet.tsx'
import { MemberSheet } from './member-sheet.tsx'
import { MemberTable } from './member-table.tsx'

export const TeamPage = () => (
  <Gate title="Team" operation="access.ListMembers">
    <Team />
  </Gate>
)

interface Search {
  q?: string | undefined
  role?: string | undefined
  open?: string | undefined
}

/** Who belongs to the organisation, with which roles, and who is invited. */
function Team() {
  const { q = '', role = '', open } = useSearch({ from: '/signed-in/settings/settings/team' })
  const navigate = useNavigate()
  const mayInvite = useMay('access.Invite')
  const change = (next: Search) =>
    void navigate({
      to: '/settings/team',
      search: (before) => ({ ...before, ...next }),
      replace: true,
    })
  const members = useQuery(membersQuery)
  const all = members.data?.data ?? []
  const found = all.filter((member) => isFound(member, q, role))
  const shown = all.find(({ user }) => user === open)
  const close = () => change({ open: undefined })
  return (
    <Page
      title="Team"
      subtitle="Who may work here, and as what."
      actions={
        mayInvite && (
          <Button variant="primary" onClick={() => change({ open: 'invite' })}>
            <UserPlus className="size-4" aria-hidden="true" /> Invite
          </Button>
        )
      }
      toolbar={all.length > 1 && <Filters q={q} role={role} onChange={change} />}
    >
      {members.isPending && <Loading rows={6} label="Loading the members" />}
      {members.isError && <ProblemNotice error={members.error} onRetry={() => void members.refetch()} />}
      {all.length > 0 && found.length === 0 && (
        <Empty
          icon={SearchX}
          title="No member matches"
          actions={
            <Button onClick={() => change({ q: undefined, role: undefined })}>Show all members</Button>
          }
        >
          There are {all.length} members, but none with this text and role.
        </Empty>
      )}
      {found.length > 0 && <MemberTable members={found} onOpen={(user) => change({ open: user })} />}
      {members.data?.nextCursor && (
        <p className="mt-3 text-muted">The team is larger than this list; the API has the other members.</p>
      )}
      <Invitations />
      {open === 'invite' && mayInvite && <InviteSheet onClose={close} />}
      {shown && <MemberSheet key={shown.user} member={shown} onClose={close} />}
    </Page>
  )
}

const isFound = (member: MemberView, q: string, role: string): boolean =>
  (!role || member.roles.includes(role)) && (!q || isMatch(`${member.name} ${member.email}`, q))

function Filters({ q, role, onChange }: { q: string; role: string; onChange: (next: Search) => void }) {
  const roles = useQuery(rolesQuery).data ?? []
  return (
    <search className="flex w-full flex-wrap items-end gap-2">
      <Field label="Text" className="min-w-0 flex-1 sm:max-w-80">
        {(control) => (
          <TextInput
            {...control}
            type="search"
            placeholder="Name or e-mail"
            value={q}
            onValue={(text) => onChange({ q: text || undefined })}
          />
        )}
      </Field>
      <Field label="Role" className="w-40">
        {(control) => (
          <Select {...control} value={role} onValue={(code) => onChange({ role: code || undefined })}>
            <option value="">All roles</option>
            {roles.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </search>
  )
}
