import type { QueryClient } from '@tanstack/react-query'
import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { z } from 'zod'
import { companiesQuery } from './company/queries.ts'
import { needsTenant, root, signedIn } from './routes/base.ts'
import { companyRoutes } from './routes/company.ts'
import { doorRoutes } from './routes/doors.ts'
import { settingsRoutes } from './routes/settings.ts'
import { may } from './session/queries.ts'
import { LoadingPage, MissingPage, ProblemPage } from './shell/fallback-pages.tsx'
import { lastCompany } from './shell/last-company.ts'

/**
 * Every address of the app. What a page filters by is in the address too, so that it can be shared, kept as a bookmark and
 * gone back to; a value that makes no sense is dropped, not refused.
 */

const home = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  beforeLoad: async ({ context }) => {
    if (!context.session.actor && context.session.operator) throw redirect({ to: '/operator' })
    needsTenant({ context })
    const companies = await context.queryClient.ensureQueryData(companiesQuery)
    if (companies.length === 0 && may(context.session, 'company.OpenCompany'))
      throw redirect({ to: '/welcome' })
    const last = lastCompany.get()
    const company =
      companies.find(({ slug }) => slug === last) ?? (companies.length === 1 ? companies[0] : undefined)
    // Without a connection there is only the floor to open.
    if (company && !navigator.onLine)
      throw redirect({ to: '/companies/$company/floor', params: { company: company.slug } })
    throw company
      ? redirect({ to: '/companies/$company', params: { company: company.slug } })
      : redirect({ to: '/companies' })
  },
})

const welcome = createRoute({
  getParentRoute: () => signedIn,
  path: '/welcome',
  beforeLoad: needsTenant,
  component: lazyRouteComponent(() => import('./session/sign-up/welcome.tsx'), 'WelcomePage'),
})

const organisations = createRoute({
  getParentRoute: () => signedIn,
  path: '/organisations',
  component: lazyRouteComponent(() => import('./session/organisations.tsx'), 'OrganisationsPage'),
})

const companies = createRoute({
  getParentRoute: () => signedIn,
  path: '/companies',
  beforeLoad: needsTenant,
  validateSearch: z.object({ open: z.enum(['new', 'file']).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./company/companies.tsx'), 'CompaniesPage'),
})

const routeTree = root.addChildren([
  ...doorRoutes,
  signedIn.addChildren([home, welcome, organisations, companies, companyRoutes, settingsRoutes]),
])

export const createAppRouter = (queryClient: QueryClient) =>
  createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    // The query cache decides what is fresh.
    defaultPreloadStaleTime: 0,
    defaultPendingComponent: LoadingPage,
    defaultErrorComponent: ProblemPage,
    defaultNotFoundComponent: MissingPage,
    scrollRestoration: true,
    // Plain text parameters: the default writes JSON, and `?account="1000"` is not an address one types.
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => {
      const present = Object.entries(search).filter(([, value]) => value !== undefined && value !== '')
      const text = new URLSearchParams(present.map(([name, value]) => [name, String(value)])).toString()
      return text && `?${text}`
    },
  })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
