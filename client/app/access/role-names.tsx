import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useMay } from '../session/queries.ts'
import { rolesQuery } from './queries.ts'

/** The names of roles by their codes; a code that is not known (any more) stays a code. */
export function useRoleNames(): (code: string) => string {
  const roles = useQuery({ ...rolesQuery, enabled: useMay('access.ListRoles') }).data
  return useMemo(() => {
    const names = new Map(roles?.map(({ code, name }) => [code, name]))
    return (code) => names.get(code) ?? code
  }, [roles])
}

/** Roles as links to what they may. */
export function RoleLinks({ codes }: { codes: readonly string[] }) {
  const nameOf = useRoleNames()
  return (
    <span className="flex flex-wrap gap-1">
      {codes.map((code) => (
        <Link
          key={code}
          to="/settings/roles/$role"
          params={{ role: code }}
          className="rounded border border-line px-1.5 py-px text-xs whitespace-nowrap text-muted hover:bg-hover hover:text-ink"
        >
          {nameOf(code)}
        </Link>
      ))}
    </span>
  )
}
