import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { rememberedRegion } from './passkeys.ts'
import { type Session, sessionQuery } from './queries.ts'

/** The server's own pages (authorising an app) begin so; they are loaded, not routed to. */
export const SERVER_PAGES = '/v1/auth/'

/** What follows every way of signing in: forget what another person may have read in this tab, and go on. */
export function useEnter(): (session: Session, to?: string) => void {
  const queryClient = useQueryClient()
  const router = useRouter()
  return (session, to = '/') => {
    queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[1] !== 'methods' })
    queryClient.setQueryData(sessionQuery.queryKey, session)
    rememberedRegion.set(session.session.region)
    if (to.startsWith(SERVER_PAGES)) location.assign(to)
    else router.history.push(to)
  }
}
