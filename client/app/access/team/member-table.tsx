import type { MemberView } from '../../../../workers/access/contract/members.ts'
import { formatDate } from '../../lib/dates.ts'
import { Status, Tag } from '../../ui/status.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../ui/table.tsx'
import { useRowKeys } from '../../ui/use-row-keys.ts'
import { RoleLinks } from '../role-names.tsx'

interface MemberTableProps {
  members: readonly MemberView[]
  onOpen: (user: string) => void
}

export function MemberTable({ members, onOpen }: MemberTableProps) {
  const { active } = useRowKeys(members, ({ user }) => onOpen(user))
  return (
    <Table aria-label="Members">
      <thead>
        <tr>
          <HeadCell className="w-2/5 max-sm:w-auto">Member</HeadCell>
          <HeadCell className="max-sm:hidden">Roles</HeadCell>
          <HeadCell className="w-28">State</HeadCell>
          <HeadCell className="w-36 max-lg:hidden">Second factor</HeadCell>
          <HeadCell className="w-36 max-lg:hidden">Since</HeadCell>
        </tr>
      </thead>
      <tbody>
        {members.map((member, index) => (
          <MemberRow
            key={member.user}
            member={member}
            isActive={index === active}
            onOpen={() => onOpen(member.user)}
          />
        ))}
      </tbody>
    </Table>
  )
}

interface MemberRowProps {
  member: MemberView
  isActive: boolean
  onOpen: () => void
}

const MemberRow = ({ member, isActive, onOpen }: MemberRowProps) => (
  <tr className={`hover:bg-hover ${isActive ? 'bg-accent-soft' : ''}`}>
    <RowHead className="max-w-0 py-2!">
      <span className="flex items-center gap-2">
        <button type="button" onClick={onOpen} className="min-w-0 truncate font-medium hover:underline">
          {member.name}
        </button>
        {member.isYou && <Tag>You</Tag>}
      </span>
      <span className="block truncate text-sm text-muted">{member.email}</span>
      <span className="mt-1 block sm:hidden">
        <RoleLinks codes={member.roles} />
      </span>
    </RowHead>
    <Cell className="max-sm:hidden">
      <RoleLinks codes={member.roles} />
      {member.rules.length > 0 && (
        <span className="mt-0.5 block text-xs text-muted">
          with {member.rules.length} record {member.rules.length === 1 ? 'rule' : 'rules'}
        </span>
      )}
    </Cell>
    <Cell>
      {member.disabled ? <Status tone="negative">Disabled</Status> : <Status tone="positive">Active</Status>}
    </Cell>
    <Cell className="max-lg:hidden">
      {member.twoFactor ? <Status tone="positive">On</Status> : <Status tone="neutral">Off</Status>}
    </Cell>
    <Cell className="text-muted tabular-nums max-lg:hidden">{formatDate(member.joinedAt.slice(0, 10))}</Cell>
  </tr>
)
