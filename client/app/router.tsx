import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { z } from 'zod'
import { parseDate } from '../../durable-objects/kernel/dates.ts'
import { companiesQuery, companyQuery } from './company/queries.ts'
import { sessionQuery } from './session/queries.ts'
import { SignInPage } from './session/sign-in.tsx'
import { LoadingPage, MissingPage, ProblemPage } from './shell/fallback-pages.tsx'
import { lastCompany } from './shell/last-company.ts'
import { Root } from './shell/root.tsx'
import { Shell } from './shell/shell.tsx'

/**
 * Every address of the app. What a page filters by is in the address too, so that it can be shared, kept as a bookmark and
 * gone back to; a value that makes no sense is dropped, not refused.
 */

// ---------------------------------------------------------------------------------------------- search parameters

const optionalText = z.string().min(1).optional().catch(undefined)
const optionalDate = z
  .string()
  .refine((text) => parseDate(text) !== undefined)
  .optional()
  .catch(undefined)
const optionalSequence = z.coerce.number().int().min(0).optional().catch(undefined)

const journalSearch = z.object({
  from: optionalDate,
  to: optionalDate,
  account: optionalText,
  journal: optionalText,
  q: optionalText,
  /** The entry in the preview. */
  preview: optionalText,
})
const registerSearch = z.object({
  from: optionalDate,
  to: optionalDate,
  unit: optionalText,
  order: z.enum(['asc', 'desc']).optional().catch(undefined),
})

// --------------------------------------------------------------------------------------------------------- routes

interface Context {
  queryClient: QueryClient
}

const root = createRootRouteWithContext<Context>()({ component: Root, notFoundComponent: MissingPage })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: z.object({ to: z.string().startsWith('/').optional().catch(undefined) }),
  beforeLoad: async ({ context }) => {
    if (await context.queryClient.ensureQueryData(sessionQuery).catch(() => null)) throw redirect({ to: '/' })
  },
  component: SignInPage,
})

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery)
    if (!session)
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } })
  },
  component: Outlet,
})

const home = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  beforeLoad: async ({ context }) => {
    const companies = await context.queryClient.ensureQueryData(companiesQuery)
    const last = lastCompany.get()
    const company =
      companies.find(({ slug }) => slug === last) ?? (companies.length === 1 ? companies[0] : undefined)
    throw company
      ? redirect({ to: '/companies/$company', params: { company: company.slug } })
      : redirect({ to: '/companies' })
  },
})

const companies = createRoute({
  getParentRoute: () => signedIn,
  path: '/companies',
  validateSearch: z.object({ open: z.literal('new').optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./company/companies.tsx'), 'CompaniesPage'),
})

const company = createRoute({
  getParentRoute: () => signedIn,
  path: '/companies/$company',
  loader: ({ context, params }) => context.queryClient.ensureQueryData(companyQuery(params.company)),
  component: Shell,
})

const overview = createRoute({
  getParentRoute: () => company,
  path: '/',
  component: lazyRouteComponent(() => import('./company/overview.tsx'), 'OverviewPage'),
})

const journal = createRoute({
  getParentRoute: () => company,
  path: '/journal',
  validateSearch: journalSearch,
  component: lazyRouteComponent(() => import('./ledger/journal/journal.tsx'), 'JournalPage'),
})

const newEntry = createRoute({
  getParentRoute: () => company,
  path: '/journal/new',
  validateSearch: z.object({ copy: optionalText }),
  component: lazyRouteComponent(() => import('./ledger/entry-grid/new-entry.tsx'), 'NewEntryPage'),
})

const entry = createRoute({
  getParentRoute: () => company,
  path: '/journal/$entry',
  component: lazyRouteComponent(() => import('./ledger/journal/entry.tsx'), 'EntryPage'),
})

const accounts = createRoute({
  getParentRoute: () => company,
  path: '/accounts',
  validateSearch: z.object({ q: optionalText, type: optionalText, open: optionalText }),
  component: lazyRouteComponent(() => import('./ledger/accounts/accounts.tsx'), 'AccountsPage'),
})

const register = createRoute({
  getParentRoute: () => company,
  path: '/accounts/$code',
  validateSearch: registerSearch,
  component: lazyRouteComponent(() => import('./ledger/register.tsx'), 'RegisterPage'),
})

const trialBalance = createRoute({
  getParentRoute: () => company,
  path: '/trial-balance',
  validateSearch: z.object({ asOf: optionalDate, knownAt: optionalSequence }),
  component: lazyRouteComponent(() => import('./ledger/trial-balance/trial-balance.tsx'), 'TrialBalancePage'),
})

const events = createRoute({
  getParentRoute: () => company,
  path: '/events',
  validateSearch: z.object({ sequence: optionalSequence }),
  component: lazyRouteComponent(() => import('./company/events.tsx'), 'EventsPage'),
})

const audit = createRoute({
  getParentRoute: () => company,
  path: '/audit',
  component: lazyRouteComponent(() => import('./company/audit.tsx'), 'AuditPage'),
})

const routeTree = root.addChildren([
  signIn,
  signedIn.addChildren([
    home,
    companies,
    company.addChildren([
      overview,
      journal,
      newEntry,
      entry,
      accounts,
      register,
      trialBalance,
      events,
      audit,
    ]),
  ]),
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
