import { queryOptions } from '@tanstack/react-query'
import { listConnectedApps, listOwnSecurityEvents, listSessions } from '../api.ts'
import { listPasskeys } from '../passkeys.ts'

export const sessionsQuery = queryOptions({
  queryKey: ['account', 'sessions'],
  queryFn: listSessions,
  staleTime: 0,
})
export const passkeysQuery = queryOptions({ queryKey: ['account', 'passkeys'], queryFn: listPasskeys })
export const connectedAppsQuery = queryOptions({ queryKey: ['account', 'apps'], queryFn: listConnectedApps })
export const ownEventsQuery = queryOptions({
  queryKey: ['account', 'security-events'],
  queryFn: listOwnSecurityEvents,
  staleTime: 0,
})
