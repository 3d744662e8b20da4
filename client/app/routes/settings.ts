import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { SettingsShell } from '../shell/settings-shell.tsx'
import { optionalDate, optionalText, signedIn } from './base.ts'

/** The addresses of the person, the organisation and the platform. */

const settings = createRoute({
  getParentRoute: () => signedIn,
  id: 'settings',
  component: SettingsShell,
})

const profile = createRoute({
  getParentRoute: () => settings,
  path: '/account',
  component: lazyRouteComponent(() => import('../session/account/profile.tsx'), 'ProfilePage'),
})

const signInMethods = createRoute({
  getParentRoute: () => settings,
  path: '/account/security',
  component: lazyRouteComponent(() => import('../session/account/security.tsx'), 'SecurityPage'),
})

const sessions = createRoute({
  getParentRoute: () => settings,
  path: '/account/sessions',
  component: lazyRouteComponent(() => import('../session/account/sessions.tsx'), 'SessionsPage'),
})

const connectedApps = createRoute({
  getParentRoute: () => settings,
  path: '/account/apps',
  component: lazyRouteComponent(() => import('../session/account/connected-apps.tsx'), 'ConnectedAppsPage'),
})

const team = createRoute({
  getParentRoute: () => settings,
  path: '/settings/team',
  /** `open`: `invite`, or the member that is shown. */
  validateSearch: z.object({ q: optionalText, role: optionalText, open: optionalText }),
  component: lazyRouteComponent(() => import('../access/team/team.tsx'), 'TeamPage'),
})

const roles = createRoute({
  getParentRoute: () => settings,
  path: '/settings/roles',
  component: lazyRouteComponent(() => import('../access/roles/roles.tsx'), 'RolesPage'),
})

const role = createRoute({
  getParentRoute: () => settings,
  path: '/settings/roles/$role',
  validateSearch: z.object({ copy: optionalText }),
  component: lazyRouteComponent(() => import('../access/roles/role.tsx'), 'RolePage'),
})

const permissions = createRoute({
  getParentRoute: () => settings,
  path: '/settings/permissions',
  validateSearch: z.object({ q: optionalText }),
  component: lazyRouteComponent(() => import('../access/roles/permissions.tsx'), 'PermissionsPage'),
})

const keys = createRoute({
  getParentRoute: () => settings,
  path: '/settings/keys',
  validateSearch: z.object({ open: optionalText }),
  component: lazyRouteComponent(() => import('../access/keys/keys.tsx'), 'KeysPage'),
})

const apps = createRoute({
  getParentRoute: () => settings,
  path: '/settings/apps',
  validateSearch: z.object({ open: optionalText }),
  component: lazyRouteComponent(() => import('../access/apps/apps.tsx'), 'AppsPage'),
})

const singleSignOn = createRoute({
  getParentRoute: () => settings,
  path: '/settings/single-sign-on',
  component: lazyRouteComponent(
    () => import('../access/single-sign-on/single-sign-on.tsx'),
    'SingleSignOnPage',
  ),
})

const residency = createRoute({
  getParentRoute: () => settings,
  path: '/settings/residency',
  component: lazyRouteComponent(() => import('../access/residency.tsx'), 'ResidencyPage'),
})

const securityLog = createRoute({
  getParentRoute: () => settings,
  path: '/settings/security-log',
  validateSearch: z.object({ type: optionalText, user: optionalText, from: optionalDate, to: optionalDate }),
  component: lazyRouteComponent(() => import('../access/security-log/security-log.tsx'), 'SecurityLogPage'),
})

const support = createRoute({
  getParentRoute: () => settings,
  path: '/settings/support',
  validateSearch: z.object({ open: optionalText }),
  component: lazyRouteComponent(() => import('../access/support.tsx'), 'SupportPage'),
})

const operator = createRoute({
  getParentRoute: () => settings,
  path: '/operator',
  validateSearch: z.object({ q: optionalText, region: optionalText, status: optionalText }),
  component: lazyRouteComponent(() => import('../operator/operator.tsx'), 'OperatorPage'),
})

export const settingsRoutes = settings.addChildren([
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
])
