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
import { REGIONS } from '../../durable-objects/kernel/regions.ts'
import { companiesQuery, companyQuery } from './company/queries.ts'
import { may, type Session, sessionQuery } from './session/queries.ts'
import { SignInPage } from './session/sign-in/sign-in.tsx'
import { SERVER_PAGES } from './session/use-enter.ts'
import { LoadingPage, MissingPage, ProblemPage } from './shell/fallback-pages.tsx'
import { lastCompany } from './shell/last-company.ts'
import { Root } from './shell/root.tsx'
import { SettingsShell } from './shell/settings-shell.tsx'
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

// ------------------------------------------------------------------------------------------------ before the door

/** The server's own pages, which asked for a sign-in first. */
const serverPage = z.string().startsWith(SERVER_PAGES).optional().catch(undefined)
const mailSearch = z.object({
  token: optionalText,
  region: z.enum(REGIONS).optional().catch(undefined),
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: z.object({
    to: z
      .string()
      .regex(/^\/(?!\/)/)
      .optional()
      .catch(undefined),
    next: serverPage,
    /** Why the company's own sign-in came back without a session. */
    sso: optionalText,
  }),
  beforeLoad: async ({ context, search }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery).catch(() => null)
    if (!session) return
    if (search.next) location.assign(search.next)
    else throw redirect({ to: '/' })
  },
  component: SignInPage,
})

const linkLanding = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/link',
  validateSearch: mailSearch,
  component: lazyRouteComponent(() => import('./session/sign-in/link-landing.tsx'), 'LinkLandingPage'),
})

const forgotPassword = createRoute({
  getParentRoute: () => root,
  path: '/password/forgot',
  component: lazyRouteComponent(() => import('./session/sign-in/forgot-password.tsx'), 'ForgotPasswordPage'),
})

const passwordReset = createRoute({
  getParentRoute: () => root,
  path: '/password/reset',
  validateSearch: mailSearch,
  component: lazyRouteComponent(() => import('./session/sign-in/reset-password.tsx'), 'ResetPasswordPage'),
})

const signUp = createRoute({
  getParentRoute: () => root,
  path: '/sign-up',
  component: lazyRouteComponent(() => import('./session/sign-up/sign-up.tsx'), 'SignUpPage'),
})

const confirmSignUp = createRoute({
  getParentRoute: () => root,
  path: '/sign-up/confirm',
  validateSearch: mailSearch,
  component: lazyRouteComponent(() => import('./session/sign-up/confirm-landing.tsx'), 'ConfirmSignUpPage'),
})

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  validateSearch: mailSearch,
  component: lazyRouteComponent(() => import('./session/invitation.tsx'), 'InvitationPage'),
})

const consent = createRoute({
  getParentRoute: () => root,
  path: '/consent',
  validateSearch: z.object({ region: optionalText, request: optionalText }),
  component: lazyRouteComponent(() => import('./session/consent.tsx'), 'ConsentPage'),
})

// ------------------------------------------------------------------------------------------------ behind the door

const signedIn = createRoute({
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
function needsTenant({ context }: { context: { session: Session } }): void {
  if (!context.session.actor) throw redirect({ to: '/organisations' })
}

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
  validateSearch: z.object({ open: z.literal('new').optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./company/companies.tsx'), 'CompaniesPage'),
})

const company = createRoute({
  getParentRoute: () => signedIn,
  path: '/companies/$company',
  beforeLoad: needsTenant,
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
  /** Of an entry, or of one that waited for approval in vain. */
  validateSearch: z.object({ copy: optionalText, approval: optionalText }),
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

const approvals = createRoute({
  getParentRoute: () => company,
  path: '/approvals',
  validateSearch: z.object({
    tab: z.enum(['decide', 'mine', 'decided', 'all']).optional().catch(undefined),
    away: z.literal('open').optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('./guardrails/approvals/approvals.tsx'), 'ApprovalsPage'),
})

const approval = createRoute({
  getParentRoute: () => company,
  path: '/approvals/$approval',
  component: lazyRouteComponent(() => import('./guardrails/approvals/approval.tsx'), 'ApprovalPage'),
})

const policies = createRoute({
  getParentRoute: () => company,
  path: '/policies',
  validateSearch: z.object({ status: z.enum(['active', 'retired', 'all']).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./guardrails/policies/policies.tsx'), 'PoliciesPage'),
})

const newPolicy = createRoute({
  getParentRoute: () => company,
  path: '/policies/new',
  /** The ready-made policy that one starts from, or `blank`; without it the choice is shown. */
  validateSearch: z.object({ template: optionalText }),
  component: lazyRouteComponent(() => import('./guardrails/policies/new-policy.tsx'), 'NewPolicyPage'),
})

const policy = createRoute({
  getParentRoute: () => company,
  path: '/policies/$policy',
  component: lazyRouteComponent(() => import('./guardrails/policies/policy.tsx'), 'PolicyPage'),
})

const editPolicy = createRoute({
  getParentRoute: () => company,
  path: '/policies/$policy/edit',
  component: lazyRouteComponent(() => import('./guardrails/policies/edit-policy.tsx'), 'EditPolicyPage'),
})

const duties = createRoute({
  getParentRoute: () => company,
  path: '/duties',
  component: lazyRouteComponent(() => import('./guardrails/duties/duties.tsx'), 'DutiesPage'),
})

const companySettings = createRoute({
  getParentRoute: () => company,
  path: '/settings',
  component: lazyRouteComponent(() => import('./guardrails/settings/settings.tsx'), 'CompanySettingsPage'),
})

// ---------------------------------------------------------------- the person, the organisation and the platform

const settings = createRoute({
  getParentRoute: () => signedIn,
  id: 'settings',
  component: SettingsShell,
})

const profile = createRoute({
  getParentRoute: () => settings,
  path: '/account',
  component: lazyRouteComponent(() => import('./session/account/profile.tsx'), 'ProfilePage'),
})

const signInMethods = createRoute({
  getParentRoute: () => settings,
  path: '/account/security',
  component: lazyRouteComponent(() => import('./session/account/security.tsx'), 'SecurityPage'),
})

const sessions = createRoute({
  getParentRoute: () => settings,
  path: '/account/sessions',
  component: lazyRouteComponent(() => import('./session/account/sessions.tsx'), 'SessionsPage'),
})

const connectedApps = createRoute({
  getParentRoute: () => settings,
  path: '/account/apps',
  component: lazyRouteComponent(() => import('./session/account/connected-apps.tsx'), 'ConnectedAppsPage'),
})

const team = createRoute({
  getParentRoute: () => settings,
  path: '/settings/team',
  /** `open`: `invite`, or the member that is shown. */
  validateSearch: z.object({ q: optionalText, role: optionalText, open: optionalText }),
  component: lazyRouteComponent(() => import('./access/team/team.tsx'), 'TeamPage'),
})

const roles = createRoute({
  getParentRoute: () => settings,
  path: '/settings/roles',
  component: lazyRouteComponent(() => import('./access/roles/roles.tsx'), 'RolesPage'),
})

const role = createRoute({
  getParentRoute: () => settings,
  path: '/settings/roles/$role',
  validateSearch: z.object({ copy: optionalText }),
  component: lazyRouteComponent(() => import('./access/roles/role.tsx'), 'RolePage'),
})

const permissions = createRoute({
  getParentRoute: () => settings,
  path: '/settings/permissions',
  validateSearch: z.object({ q: optionalText }),
  component: lazyRouteComponent(() => import('./access/roles/permissions.tsx'), 'PermissionsPage'),
})

const keys = createRoute({
  getParentRoute: () => settings,
  path: '/settings/keys',
  validateSearch: z.object({ open: optionalText }),
  component: lazyRouteComponent(() => import('./access/keys/keys.tsx'), 'KeysPage'),
})

const apps = createRoute({
  getParentRoute: () => settings,
  path: '/settings/apps',
  validateSearch: z.object({ open: optionalText }),
  component: lazyRouteComponent(() => import('./access/apps/apps.tsx'), 'AppsPage'),
})

const singleSignOn = createRoute({
  getParentRoute: () => settings,
  path: '/settings/single-sign-on',
  component: lazyRouteComponent(() => import('./access/single-sign-on.tsx'), 'SingleSignOnPage'),
})

const residency = createRoute({
  getParentRoute: () => settings,
  path: '/settings/residency',
  component: lazyRouteComponent(() => import('./access/residency.tsx'), 'ResidencyPage'),
})

const securityLog = createRoute({
  getParentRoute: () => settings,
  path: '/settings/security-log',
  validateSearch: z.object({ type: optionalText, user: optionalText, from: optionalDate, to: optionalDate }),
  component: lazyRouteComponent(() => import('./access/security-log/security-log.tsx'), 'SecurityLogPage'),
})

const support = createRoute({
  getParentRoute: () => settings,
  path: '/settings/support',
  validateSearch: z.object({ open: optionalText }),
  component: lazyRouteComponent(() => import('./access/support.tsx'), 'SupportPage'),
})

const operator = createRoute({
  getParentRoute: () => settings,
  path: '/operator',
  validateSearch: z.object({ q: optionalText, region: optionalText, status: optionalText }),
  component: lazyRouteComponent(() => import('./operator/operator.tsx'), 'OperatorPage'),
})

const routeTree = root.addChildren([
  signIn,
  linkLanding,
  forgotPassword,
  passwordReset,
  signUp,
  confirmSignUp,
  invitation,
  consent,
  signedIn.addChildren([
    home,
    welcome,
    organisations,
    companies,
    company.addChildren([
      overview,
      journal,
      newEntry,
      entry,
      accounts,
      register,
      trialBalance,
      approvals,
      approval,
      policies,
      newPolicy,
      policy,
      editPolicy,
      duties,
      companySettings,
      events,
      audit,
    ]),
    settings.addChildren([
      profile,
      signInMethods,
      sessions,
      connectedApps,
      team,
      roles,
      role,
      permissions,
      keys,
      apps,
      singleSignOn,
      residency,
      securityLog,
      support,
      operator,
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
