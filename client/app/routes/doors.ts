import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { z } from 'zod'
import { REGIONS } from '../../../durable-objects/kernel/regions.ts'
import { sessionQuery } from '../session/queries.ts'
import { SignInPage } from '../session/sign-in/sign-in.tsx'
import { SERVER_PAGES } from '../session/use-enter.ts'
import { optionalText, root } from './base.ts'

/** The addresses in front of the door: signing in and up, and where links out of mails lead. */

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
  component: lazyRouteComponent(() => import('../session/sign-in/link-landing.tsx'), 'LinkLandingPage'),
})

const forgotPassword = createRoute({
  getParentRoute: () => root,
  path: '/password/forgot',
  component: lazyRouteComponent(() => import('../session/sign-in/forgot-password.tsx'), 'ForgotPasswordPage'),
})

const passwordReset = createRoute({
  getParentRoute: () => root,
  path: '/password/reset',
  validateSearch: mailSearch,
  component: lazyRouteComponent(() => import('../session/sign-in/reset-password.tsx'), 'ResetPasswordPage'),
})

const signUp = createRoute({
  getParentRoute: () => root,
  path: '/sign-up',
  component: lazyRouteComponent(() => import('../session/sign-up/sign-up.tsx'), 'SignUpPage'),
})

const confirmSignUp = createRoute({
  getParentRoute: () => root,
  path: '/sign-up/confirm',
  validateSearch: mailSearch,
  component: lazyRouteComponent(() => import('../session/sign-up/confirm-landing.tsx'), 'ConfirmSignUpPage'),
})

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  validateSearch: mailSearch,
  component: lazyRouteComponent(() => import('../session/invitation.tsx'), 'InvitationPage'),
})

const consent = createRoute({
  getParentRoute: () => root,
  path: '/consent',
  validateSearch: z.object({ region: optionalText, request: optionalText }),
  component: lazyRouteComponent(() => import('../session/consent.tsx'), 'ConsentPage'),
})

export const doorRoutes = [
  signIn,
  linkLanding,
  forgotPassword,
  passwordReset,
  signUp,
  confirmSignUp,
  invitation,
  consent,
] as const
