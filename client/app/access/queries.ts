import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { meridian } from '../lib/api.ts'

/** What a tenant decides about access, as the screens read it. */

/** A tenant with more members or keys than this finds the others over the API. */
const SHOWN_MAX = 200

export const membersQuery = queryOptions({
  queryKey: ['access', 'members'],
  queryFn: ({ signal }) => meridian.access.ListMembers({ limit: SHOWN_MAX }, { signal }),
})

export const invitationsQuery = queryOptions({
  queryKey: ['access', 'invitations'],
  queryFn: async ({ signal }) =>
    (await meridian.access.ListInvitations({ state: 'open', limit: SHOWN_MAX }, { signal })).data,
})

export const rolesQuery = queryOptions({
  queryKey: ['access', 'roles'],
  queryFn: async ({ signal }) => (await meridian.access.ListRoles({}, { signal })).data,
})

export const matrixQuery = queryOptions({
  queryKey: ['access', 'permissions'],
  queryFn: ({ signal }) => meridian.access.GetPermissionMatrix({}, { signal }),
  staleTime: 5 * 60_000,
})

export const keysQuery = queryOptions({
  queryKey: ['access', 'keys'],
  queryFn: async ({ signal }) => (await meridian.access.ListApiKeys({ limit: SHOWN_MAX }, { signal })).data,
})

export const appsQuery = queryOptions({
  queryKey: ['access', 'apps'],
  queryFn: async ({ signal }) => (await meridian.access.ListOAuthClients({}, { signal })).data,
})

export const singleSignOnQuery = queryOptions({
  queryKey: ['access', 'single-sign-on'],
  queryFn: ({ signal }) => meridian.access.GetSingleSignOn({}, { signal }),
})

export const residencyQuery = queryOptions({
  queryKey: ['access', 'residency'],
  queryFn: ({ signal }) => meridian.access.GetResidency({}, { signal }),
})

export const supportQuery = queryOptions({
  queryKey: ['access', 'support'],
  queryFn: async ({ signal }) => (await meridian.access.ListSupportGrants({ limit: 50 }, { signal })).data,
})

export interface SecurityFilter {
  type?: string
  user?: string
  from?: string
  to?: string
}

export const securityEventsQuery = (filter: SecurityFilter) =>
  infiniteQueryOptions({
    queryKey: ['access', 'security-events', filter],
    queryFn: ({ pageParam, signal }) =>
      meridian.access.ListSecurityEvents(
        { ...filter, limit: 50, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    staleTime: 0,
  })
