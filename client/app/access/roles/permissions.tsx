import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Check, SearchX } from 'lucide-react'
import { Fragment, useState } from 'react'
import type { PermissionMatrix } from '../../../../workers/access/contract/roles.ts'
import { isMatch } from '../../shell/palette/items.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Field, Select, TextInput } from '../../ui/field.tsx'
import { Page } from '../../ui/page.tsx'
import { Gate } from '../gate.tsx'
import { matrixQuery } from '../queries.ts'
import { groupsOf, type Permission } from './grants.ts'

export const PermissionsPage = () => (
  <Gate title="Permissions" operation="access.GetPermissionMatrix">
    <Permissions />
  </Gate>
)

/** Every operation against every role. */
function Permissions() {
  const { q = '' } = useSearch({ from: '/signed-in/settings/settings/permissions' })
  const navigate = useNavigate()
  const matrix = useQuery(matrixQuery)
  // Narrow screens show one role at a time.
  const [chosen, setChosen] = useState<string>()
  const role = chosen ?? matrix.data?.roles[0]?.code ?? ''
  const search = (text: string) =>
    void navigate({ to: '/settings/permissions', search: { q: text || undefined }, replace: true })
  const isShown = ({ name, summary, scope }: Permission) => !q || isMatch(`${name} ${summary} ${scope}`, q)
  const isEmpty = matrix.data !== undefined && !matrix.data.operations.some(isShown)
  return (
    <Page
      title="Permissions"
      subtitle="Every operation, and which role may call it. Record rules and policies come on top."
      toolbar={
        <search className="flex w-full flex-wrap items-end gap-2">
          <Field label="Text" className="min-w-0 flex-1 sm:max-w-80">
            {(control) => (
              <TextInput
                {...control}
                type="search"
                placeholder="Operation or scope"
                value={q}
                onValue={search}
              />
            )}
          </Field>
          {matrix.data && (
            <Field label="Role" className="w-40 lg:hidden">
              {(control) => (
                <Select {...control} value={role} onValue={setChosen}>
                  {matrix.data.roles.map(({ code, name }) => (
                    <option key={code} value={code}>
                      {name}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          )}
        </search>
      }
    >
      {matrix.isPending && <Loading rows={10} label="Loading the permissions" />}
      {matrix.isError && <ProblemNotice error={matrix.error} onRetry={() => void matrix.refetch()} />}
      {isEmpty && (
        <Empty
          icon={SearchX}
          title="No operation matches"
          actions={<Button onClick={() => search('')}>Show all operations</Button>}
        />
      )}
      {matrix.data && !isEmpty && <Matrix matrix={matrix.data} isShown={isShown} narrowRole={role} />}
    </Page>
  )
}

interface MatrixProps {
  matrix: PermissionMatrix
  isShown: (operation: Permission) => boolean
  narrowRole: string
}

/** Its own scrolling region, so that heads and names stay in view; the arrows scroll it once it has the focus. */
function Matrix({ matrix, isShown, narrowRole }: MatrixProps) {
  const { roles } = matrix
  const only = (code: string) => (code === narrowRole ? '' : 'max-lg:hidden')
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label="Permission matrix"
      className="relative max-h-[calc(100dvh-12rem)] min-h-80 overflow-auto rounded-lg border border-line bg-surface max-lg:max-h-none max-lg:overflow-visible"
    >
      <table className="w-full border-separate border-spacing-0">
        <thead>
          <tr>
            <th
              scope="col"
              className="sticky top-(--bar) left-0 z-30 min-w-52 xl:min-w-72 border-b border-line bg-sunken px-3 py-2 text-left text-xs font-medium text-muted lg:top-0"
            >
              Operation
            </th>
            {roles.map(({ code, name }) => (
              <th
                key={code}
                scope="col"
                className={`sticky top-(--bar) z-20 min-w-20 border-b border-line bg-sunken px-1.5 py-2 text-center align-bottom text-xs font-medium lg:top-0 ${only(code)}`}
              >
                <Link
                  to="/settings/roles/$role"
                  params={{ role: code }}
                  className="text-muted hover:text-ink hover:underline"
                >
                  {name}
                </Link>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groupsOf(matrix, isShown).map(({ module, title, scopes }) => (
            <Fragment key={module}>
              <tr>
                <th
                  scope="rowgroup"
                  className="sticky left-0 bg-surface px-3 pt-4 pb-1 text-left font-semibold"
                >
                  {title}
                </th>
                {roles.map(({ code }) => (
                  <td key={code} className={only(code)} />
                ))}
              </tr>
              {scopes.flatMap((group) =>
                group.operations.map((operation) => (
                  <OperationRow key={operation.name} operation={operation} roles={roles} only={only} />
                )),
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  )
}

interface OperationRowProps {
  operation: Permission
  roles: PermissionMatrix['roles']
  only: (code: string) => string
}

function OperationRow({ operation, roles, only }: OperationRowProps) {
  const allowed = new Set(operation.roles)
  return (
    <tr className="group">
      <th
        scope="row"
        className="sticky left-0 z-10 border-b border-line bg-surface px-3 py-1.5 text-left font-normal group-hover:bg-hover"
      >
        {operation.summary}
        <span className="block font-mono text-xs wrap-anywhere text-faint">
          {operation.name} · {operation.scope}
        </span>
      </th>
      {roles.map(({ code, name }) => (
        <td key={code} className={`border-b border-line text-center group-hover:bg-hover ${only(code)}`}>
          {allowed.has(code) ? (
            <>
              <Check className="mx-auto size-4 text-positive" aria-hidden="true" />
              <span className="unseen">{name} may</span>
            </>
          ) : (
            <>
              <span aria-hidden="true" className="text-faint">
                –
              </span>
              <span className="unseen">{name} may not</span>
            </>
          )}
        </td>
      ))}
    </tr>
  )
}
