import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { Compass } from 'lucide-react'
import type { RoleView } from '../../../../workers/access/contract/roles.ts'
import { useMay } from '../../session/queries.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Page } from '../../ui/page.tsx'
import { Gate } from '../gate.tsx'
import { matrixQuery, rolesQuery } from '../queries.ts'
import { ruleInWords } from '../record-rules.ts'
import { useRuleTitles } from '../rules-editor.tsx'
import { GrantList } from './grant-list.tsx'
import { RoleForm } from './role-form.tsx'

export const RolePage = () => (
  <Gate title="Role" operation="access.ListRoles">
    <Role />
  </Gate>
)

/** One role: what it may; or the form for a new one. */
function Role() {
  const { role: code } = useParams({ from: '/signed-in/settings/settings/roles/$role' })
  const { copy } = useSearch({ from: '/signed-in/settings/settings/roles/$role' })
  const roles = useQuery(rolesQuery)
  const matrix = useQuery(matrixQuery)
  const mayDefine = useMay('access.DefineRole')
  const error = roles.error ?? matrix.error
  if (error)
    return (
      <Page title="Role" width="measure">
        <ProblemNotice error={error} />
      </Page>
    )
  if (!roles.data || !matrix.data)
    return (
      <Page title="Role" width="measure">
        <Loading rows={8} label="Loading the role" />
      </Page>
    )
  const find = (wanted: string | undefined) => roles.data.find((each) => each.code === wanted)
  if (code === 'new' && mayDefine) return <RoleForm key={copy} matrix={matrix.data} template={find(copy)} />
  const role = find(code)
  if (!role)
    return (
      <Page title="Role" width="measure">
        <Empty
          icon={Compass}
          title="There is no such role"
          actions={
            <Link to="/settings/roles" className={buttonClass()}>
              Show all roles
            </Link>
          }
        />
      </Page>
    )
  if (!role.builtIn && mayDefine)
    return <RoleForm key={role.code} matrix={matrix.data} template={role} changed={role} />
  return <RoleFacts shown={role} />
}

function RoleFacts({ shown: role }: { shown: RoleView }) {
  const matrix = useQuery(matrixQuery).data
  const mayDefine = useMay('access.DefineRole')
  const titleOf = useRuleTitles()
  return (
    <Page
      title={role.name}
      width="measure"
      subtitle={role.description}
      actions={
        <>
          <Link to="/settings/team" search={{ role: role.code }} className={buttonClass()}>
            {role.members} {role.members === 1 ? 'member' : 'members'}
          </Link>
          {mayDefine && !role.grants.includes('*') && (
            <Link
              to="/settings/roles/$role"
              params={{ role: 'new' }}
              search={{ copy: role.code }}
              className={buttonClass()}
            >
              Copy into one of your own
            </Link>
          )}
        </>
      }
    >
      {role.rules.length > 0 && (
        <p className="mb-3 text-muted">
          Only records where {role.rules.map((rule) => ruleInWords(rule, titleOf)).join(', and ')}.
        </p>
      )}
      {matrix && <GrantList matrix={matrix} grants={new Set(role.grants)} />}
    </Page>
  )
}
