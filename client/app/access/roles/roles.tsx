import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import type { RoleView } from '../../../../workers/access/contract/roles.ts'
import { useMay } from '../../session/queries.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Page } from '../../ui/page.tsx'
import { Tag } from '../../ui/status.tsx'
import { Cell, HeadCell, RowHead, rowLinkClass, Table } from '../../ui/table.tsx'
import { Gate } from '../gate.tsx'
import { rolesQuery } from '../queries.ts'

export const RolesPage = () => (
  <Gate title="Roles" operation="access.ListRoles">
    <Roles />
  </Gate>
)

/** What people can be here. */
function Roles() {
  const roles = useQuery(rolesQuery)
  const mayDefine = useMay('access.DefineRole')
  return (
    <Page
      title="Roles"
      subtitle="A role is a name for what somebody may do. Nobody can give what they have not themselves."
      actions={
        <>
          <Link to="/settings/permissions" className={buttonClass()}>
            Permission matrix
          </Link>
          {mayDefine && (
            <Link to="/settings/roles/$role" params={{ role: 'new' }} className={buttonClass('primary')}>
              <Plus className="size-4" aria-hidden="true" /> Define a role
            </Link>
          )}
        </>
      }
    >
      {roles.isPending && <Loading rows={8} label="Loading the roles" />}
      {roles.isError && <ProblemNotice error={roles.error} onRetry={() => void roles.refetch()} />}
      {roles.data && (
        <Table aria-label="Roles">
          <thead>
            <tr>
              <HeadCell>Role</HeadCell>
              <HeadCell className="max-md:hidden">May do</HeadCell>
              <HeadCell isNumeric className="w-24">
                Members
              </HeadCell>
            </tr>
          </thead>
          <tbody>
            {roles.data.map((role) => (
              <RoleRow key={role.code} role={role} />
            ))}
          </tbody>
        </Table>
      )}
    </Page>
  )
}

const RoleRow = ({ role }: { role: RoleView }) => (
  <tr className="hover:bg-hover">
    <RowHead className="py-2!">
      <span className="flex flex-wrap items-center gap-2">
        <Link
          to="/settings/roles/$role"
          params={{ role: role.code }}
          className={`${rowLinkClass} font-medium`}
        >
          {role.name}
        </Link>
        {!role.builtIn && <Tag>Your own</Tag>}
      </span>
      <span className="block text-sm text-muted">{role.description}</span>
    </RowHead>
    <Cell className="text-sm text-muted max-md:hidden">{grantsInWords(role)}</Cell>
    <Cell isNumeric>
      <Link to="/settings/team" search={{ role: role.code }} className={rowLinkClass}>
        {role.members}
        <span className="unseen"> members with the role {role.name}</span>
      </Link>
    </Cell>
  </tr>
)

function grantsInWords({ grants, rules }: RoleView): string {
  if (grants.includes('*')) return 'Everything'
  const scopes = grants.filter((grant) => grant.includes(':') && !grant.startsWith('field:')).length
  const operations = grants.filter((grant) => grant.includes('.')).length
  const fields = grants.filter((grant) => grant.startsWith('field:')).length
  const parts = [
    scopes && `${scopes} ${scopes === 1 ? 'scope' : 'scopes'}`,
    operations && `${operations} single ${operations === 1 ? 'operation' : 'operations'}`,
    fields && `${fields} masked ${fields === 1 ? 'field' : 'fields'}`,
    rules.length > 0 && `${rules.length} record ${rules.length === 1 ? 'rule' : 'rules'}`,
  ]
  return parts.filter(Boolean).join(', ')
}
