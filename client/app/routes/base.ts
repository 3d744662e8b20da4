import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, Outlet, redirect } from '@tanstack/react-router'
import { z } from 'zod'
import { parseDate } from '../../../durable-objects/kernel/dates.ts'
import { type Session, sessionQuery } from '../session/queries.ts'
import { MissingPage } from '../shell/fallback-pages.tsx'
import { Root } from '../shell/root.tsx'

/** What every address has in common: the root, the door, and how search parameters are read. */

export const optionalText = z.string().min(1).optional().catch(undefined)
export const optionalDate = z
  .string()
  .refine((text) => parseDate(text) !== undefined)
  .optional()
  .catch(undefined)
export const optionalSequence = z.coerce.number().int().min(0).optional().catch(undefined)

interface Context {
  queryClient: QueryClient
}

export const root = createRootRouteWithContext<Context>()({ component: Root, notFoundComponent: MissingPage })

export const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery)
    if (!session)
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } })
    return { session }
  },
  component: Outlet,
})

/** Without a tenant in force there are no companies to show; that page says why. */
export function needsTenant({ context }: { context: { session: Session } }): void {
  if (!context.session.actor) throw redirect({ to: '/organisations' })
}
